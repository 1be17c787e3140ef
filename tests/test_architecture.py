"""The arrows of docs/architecture.md and the doors of docs/dependencies.md, kept by reading code.

Both documents are read here, so that they can't say one thing while the code does another.
"""

import ast
import itertools
import os
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest

REPO = Path(__file__).resolve().parent.parent
CODE = REPO / "scripts"
PACKAGE = "kaitei"

CLOCK_READERS = {"kaitei.cli", "kaitei.build.host"}  # the host only where bare MkDocs started it
CLOCKS = {
    ("date", "today"),
    ("datetime", "now"),
    ("datetime", "today"),
    ("datetime", "utcnow"),
    ("time", "gmtime"),
    ("time", "localtime"),
    ("time", "strftime"),
    ("time", "time"),
    ("time", "time_ns"),
}

# --- the documents ----------------------------------------------------------------------------


def table(document: str, first_column: str) -> list[list[str]]:
    """The cells of the one table of a document whose header begins with `first_column`."""
    lines = (REPO / "docs" / document).read_text("utf-8").splitlines()
    start = next(i for i, line in enumerate(lines) if line.startswith(f"| {first_column} |"))
    rows = []
    for line in lines[start + 2 :]:
        if not line.startswith("|"):
            break
        rows.append([cell.strip() for cell in line.strip("|").split("|")])
    assert rows
    return rows


def doors() -> dict[str, set[str]]:
    """Imported name of a library -> the modules of ours that may import it."""
    return {
        name: {f"{PACKAGE}.{module}" for module in re.findall(r"`([\w.]+)`", door)}
        for _, imported, door, *_ in table("dependencies.md", "library")
        for name in re.findall(r"`(\w+)`", imported)
    }


# --- the code ---------------------------------------------------------------------------------


@cache
def modules() -> dict[str, ast.Module]:
    """Every module of the package, by its full name."""
    found = {}
    for path in sorted((CODE / PACKAGE).rglob("*.py")):
        parts = path.relative_to(CODE).with_suffix("").parts
        name = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
        found[name] = ast.parse(path.read_text("utf-8"), str(path))
    return found


def room(module: str) -> str:
    """The room that a module of ours belongs to; "" for the package itself."""
    return module.split(".")[1] if "." in module else ""


def within(module: str, names: Iterable[str]) -> bool:
    """Whether a module is one of `names`, or stands in one of them."""
    return any(module == name or module.startswith(f"{name}.") for name in names)


def is_face(module: str) -> bool:
    """Whether a module is the face of a folder in a room: `kaitei.text.diff`, not `kaitei.text`."""
    return module.count(".") > 1 and any(other.startswith(module + ".") for other in modules())


def named_by(node: ast.AST) -> Iterator[str]:
    """What an import names: our own as the full name of a module, others by their first name."""
    if isinstance(node, ast.Import):
        for alias in node.names:
            first = alias.name.split(".")[0]
            yield alias.name if first == PACKAGE else first
    elif isinstance(node, ast.ImportFrom):
        assert node.level == 0, f"line {node.lineno}: write imports out in full"
        source = node.module or ""
        if source.split(".")[0] != PACKAGE:
            yield source.split(".")[0]
            return
        for alias in node.names:
            member = f"{source}.{alias.name}"
            yield member if member in modules() else source


def imports(module: str) -> Iterator[tuple[str, int]]:
    """What a module imports, wherever in it the import stands, and the line."""
    for node in ast.walk(modules()[module]):
        for name in named_by(node):
            yield name, node.lineno


def ours(module: str) -> Iterator[tuple[str, int]]:
    return ((name, line) for name, line in imports(module) if name.split(".")[0] == PACKAGE)


# --- rooms and arrows -------------------------------------------------------------------------


def test_the_document_lists_the_rooms_from_the_first_to_the_last():
    folders = {path.name for path in (CODE / PACKAGE).iterdir() if path.is_dir()} - {"__pycache__"}
    documented = [row[0].strip("`") for row in table("architecture.md", "room")]
    assert sorted(documented) == sorted(folders)
    layers = linter()["contracts"][0]["layers"]
    named = [name.removeprefix(f"{PACKAGE}.") for layer in layers for name in layer.split(" | ")]
    assert named == documented


def test_the_document_draws_the_arrows_between_the_rooms():
    drawn = {
        row[0].strip("`"): re.findall(r"`(\w+)`", row[1])
        for row in table("architecture.md", "importer")
    }
    order = list(drawn)
    arrows: dict[str, set[str]] = {room: set() for room in order}
    for module in modules():
        room = module.split(".")[1] if "." in module else ""
        if room in arrows:
            arrows[room] |= {name.split(".")[1] for name, _ in ours(module) if "." in name} - {room}
    assert drawn == {room: [to for to in order if to in arrows[room]] for room in order}


def linter() -> dict[str, Any]:
    """What pyproject.toml tells import-linter: the layers, and what a build may not reach."""
    settings = tomllib.loads((REPO / "pyproject.toml").read_text("utf-8"))
    found: dict[str, Any] = settings["tool"]["importlinter"]
    return found


def test_arrows_point_down():
    """The contracts of pyproject.toml, judged by import-linter."""
    command = [sys.executable, "-c", "from importlinter.cli import lint_imports_command as l; l()"]
    paths = {"PYTHONPATH": str(CODE)}
    done = subprocess.run(
        [*command, "--no-cache"], cwd=REPO, env=os.environ | paths, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stdout


def in_a_circle(graph: dict[str, set[str]]) -> list[str]:
    """The nodes of a graph that can be reached from themselves, by way of another."""
    found = []
    for start in graph:
        seen: set[str] = set()
        todo = [*graph[start] - {start}]
        while todo:
            node = todo.pop()
            if node not in seen:
                seen.add(node)
                todo += graph.get(node, set())
        if start in seen:
            found.append(start)
    return found


def test_no_circle_of_modules():
    """Not even one that only the type checker walks."""
    graph = {module: {name for name, _ in ours(module)} for module in modules()}
    assert in_a_circle(graph) == []


def test_members_do_not_import_their_own_face():
    wrong = [
        f"{module}:{line}"
        for module in modules()
        for name, line in ours(module)
        if is_face(name) and module.startswith(f"{name}.")
    ]
    assert not wrong, "\n".join(wrong)


def test_others_import_the_face_only():
    wrong = [
        f"{module}:{line} imports {name} past its face"
        for module in modules()
        for name, line in ours(module)
        if is_face(face := name.rpartition(".")[0]) and not within(module, [face])
    ]
    assert not wrong, "\n".join(wrong)


def test_a_build_loads_neither_content_nor_git(tmp_path: Path):
    """Run as its user runs it: what `kaitei build` has loaded when it is done."""
    program = """
import sys
from kaitei.cli import main
code = main(["build", "--root", sys.argv[1], "--output", sys.argv[2], "--on", "2026-12-01"])
loaded = ("kaitei", "git", "cssselect2")
print(*sorted(name for name in sys.modules if name.split(".")[0] in loaded))
sys.exit(code)
"""
    command = [sys.executable, "-c", program, str(REPO), str(tmp_path / "site")]
    done = subprocess.run(
        command, env=os.environ | {"PYTHONPATH": str(CODE)}, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    loaded = done.stdout.splitlines()[-1].split()
    assert "kaitei.record.reading" in loaded  # else nothing was looked at
    assert not [
        name for name in loaded if within(name, ["kaitei.drafts", "kaitei.text.html", "cssselect2"])
    ]


# --- doors ------------------------------------------------------------------------------------


def test_one_door_for_each_library():
    open_to = doors()
    wrong = []
    for module in modules():
        for name, line in imports(module):
            if name.split(".")[0] == PACKAGE or name in sys.stdlib_module_names:
                continue
            if not within(module, open_to.get(name, ())):
                wrong.append(f"{module}:{line} imports {name}; its door: {open_to.get(name)}")
    assert not wrong, "\n".join(wrong)


def test_every_dependency_is_documented_with_its_pin():
    project = tomllib.loads((REPO / "pyproject.toml").read_text("utf-8"))["project"]
    declared = {
        (match[1], match[2])
        for line in itertools.chain(
            project["dependencies"], *project["optional-dependencies"].values()
        )
        if (match := re.fullmatch(r"([a-z0-9-]+)(.*)", line))
    }
    documented = {(row[0], row[3].strip("`")) for row in table("dependencies.md", "library")}
    assert documented == declared


def test_one_engine_says_what_changed():
    """Another library for it stands only where another question is asked (rapidfuzz has a door)."""
    reasons = {"kaitei.base.fields": "which known name a mistyped one stands for"}
    found = {module for module in modules() for name, _ in imports(module) if name == "difflib"}
    assert found == set(reasons)


# --- what only some may do --------------------------------------------------------------------


def attributes(tree: ast.Module) -> Iterator[tuple[str, str, int]]:
    """Every `x.y` of a module as (last name of x, y, line)."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute):
            owner = node.value
            name = owner.attr if isinstance(owner, ast.Attribute) else getattr(owner, "id", "")
            yield name, node.attr, node.lineno


def test_only_the_command_line_prints_and_exits():
    wrong = []
    for module, tree in modules().items():
        if room(module) == "cli":
            continue
        wrong += [
            f"{module}:{node.lineno} {node.func.id}"
            for node in ast.walk(tree)
            if isinstance(node, ast.Call)
            and isinstance(node.func, ast.Name)
            and node.func.id in ("print", "input", "exit", "quit")
        ]
        wrong += [
            f"{module}:{line} sys.{name}"
            for owner, name, line in attributes(tree)
            if owner == "sys" and name in ("stdout", "stderr", "exit", "argv")
        ]
    assert not wrong, "\n".join(wrong)


FILE_TIMES = (
    *(f"st_{which}time{unit}" for which in "abcm" for unit in ("", "_ns")),
    *(f"get{which}time" for which in "acm"),
)
# It asks whether a file was written to, never when: nothing of it is shown.
FILE_TIME_READERS = ("kaitei.build.tree",)


@pytest.mark.parametrize("trap", ["clock", "file time"])
def test_nothing_else_reads_the_clock(trap):
    wrong = []
    for module, tree in modules().items():
        for owner, name, line in attributes(tree):
            clock = (owner, name) in CLOCKS and not within(module, CLOCK_READERS)
            file_time = name in FILE_TIMES and not within(module, FILE_TIME_READERS)
            if (clock and trap == "clock") or (file_time and trap == "file time"):
                wrong.append(f"{module}:{line} {owner}.{name}")
    assert not wrong, "\n".join(wrong)
