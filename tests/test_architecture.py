"""The arrows of docs/architecture.md and the doors of docs/dependencies.md, kept by reading code.

Both documents are read here, so that they can't say one thing while the code does another.
"""

import ast
import re
import sys
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

REPO = Path(__file__).resolve().parent.parent
CODE = REPO / "scripts"
PACKAGE = "kaitei"

CLOCK_READERS = {"cli", "plugin"}  # the plugin only where bare MkDocs started it
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
EDITORS_WING = {
    "source", "history", "checks", "publish", "verify", "importing", "review", "starting",
    "preview",
}  # fmt: skip


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


def layers() -> dict[str, int]:
    return {room.strip("`"): int(layer) for layer, room, *_ in table("architecture.md", "layer")}


def doors() -> dict[str, set[str]]:
    """Imported name of a library -> the rooms that may import it."""
    return {
        name: set(re.findall(r"`(\w+)`", door))
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


def is_face(module: str) -> bool:
    """Whether a module is the face of a folder: `kaitei.facts` and not `kaitei.facts.kinds`."""
    return any(other.startswith(module + ".") for other in modules())


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


def reachable(start: str) -> set[str]:
    """Every module of ours that `start` imports, directly or not, the faces on the way included."""
    found: set[str] = set()
    todo = [start]
    while todo:
        module = todo.pop()
        if module in found or module not in modules():
            continue
        found.add(module)
        todo += [name for name, _ in ours(module)]
        todo += [name for name in modules() if name == module.rpartition(".")[0]]
    return found


# --- rooms and arrows -------------------------------------------------------------------------


def test_every_room_has_a_layer():
    rooms = {room(module) for module in modules()} - {""}
    assert rooms == set(layers())


def test_arrows_point_down():
    level = layers()
    wrong = [
        f"{module}:{line} imports {name}, which is above it"
        for module in modules()
        for name, line in ours(module)
        if room(module) and room(name) and level[room(name)] > level[room(module)]
    ]
    assert not wrong, "\n".join(wrong)


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
    """What only the type checker imports (two data types that name each other) is no circle."""
    graph = {module: {name for name, _ in ours(module)} for module in modules()}
    for module, tree in modules().items():
        for node in ast.walk(tree):
            if isinstance(node, ast.If) and getattr(node.test, "id", "") == "TYPE_CHECKING":
                graph[module] -= {name for part in node.body for name in named_by(part)}
    assert in_a_circle(graph) == []


def test_no_circle_of_rooms():
    graph: dict[str, set[str]] = {}
    for module in modules():
        graph.setdefault(room(module), set()).update(room(name) for name, _ in ours(module))
    assert in_a_circle(graph) == []


def test_members_do_not_import_their_own_face():
    wrong = [
        f"{module}:{line}"
        for module in modules()
        for name, line in ours(module)
        if room(name) == room(module) and name != module and is_face(name) and name != PACKAGE
    ]
    assert not wrong, "\n".join(wrong)


def test_others_import_the_face_only():
    wrong = [
        f"{module}:{line} imports {name} past its face"
        for module in modules()
        for name, line in ours(module)
        if room(name) != room(module) and name.count(".") > 1
    ]
    assert not wrong, "\n".join(wrong)


def test_readers_wing_knows_neither_content_nor_git():
    reached = {room(module) for module in reachable("kaitei.plugin")}
    assert "archive" in reached  # else nothing was looked at
    assert not reached & EDITORS_WING


# --- doors ------------------------------------------------------------------------------------


def test_one_door_for_each_library():
    open_to = doors()
    wrong = []
    for module in modules():
        for name, line in imports(module):
            if name.split(".")[0] == PACKAGE or name in sys.stdlib_module_names:
                continue
            if room(module) not in open_to.get(name, ()):
                wrong.append(f"{module}:{line} imports {name}; its door: {open_to.get(name)}")
    assert not wrong, "\n".join(wrong)


def test_every_dependency_is_documented_with_its_pin():
    project = tomllib.loads((REPO / "pyproject.toml").read_text("utf-8"))["project"]
    declared = {
        (match[1], match[2])
        for line in project["dependencies"]
        if (match := re.fullmatch(r"([a-z0-9-]+)(.*)", line))
    }
    documented = {(row[0], row[3].strip("`")) for row in table("dependencies.md", "library")}
    assert documented == declared


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


@pytest.mark.parametrize("trap", ["clock", "file time"])
def test_nothing_else_reads_the_clock(trap):
    wrong = []
    for module, tree in modules().items():
        for owner, name, line in attributes(tree):
            clock = (owner, name) in CLOCKS and room(module) not in CLOCK_READERS
            file_time = name in ("st_mtime", "st_mtime_ns", "st_ctime", "getmtime", "getctime")
            if (clock and trap == "clock") or (file_time and trap == "file time"):
                wrong.append(f"{module}:{line} {owner}.{name}")
    assert not wrong, "\n".join(wrong)
