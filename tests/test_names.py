"""The names of the code: each is in use, and the classes of the faces are in the glossary."""

import ast
import os
import re
from collections import defaultdict
from collections.abc import Iterator

from test_architecture import PACKAGE, REPO, modules

GLOSSARY = REPO / "docs" / "glossary.md"
HEADING = "## The classes of the rooms\n"
# Of a Redline, for programs that take either text back out of a comparison.
FOR_OTHERS = {"old_text", "new_text"}
BY_LIBRARIES = {"ignore_aliases"}  # of a class whose base is chosen when the program starts


def classes() -> Iterator[tuple[str, ast.ClassDef]]:
    """Every class, with the module in which it stands."""
    for module, tree in modules().items():
        for node in ast.walk(tree):
            if isinstance(node, ast.ClassDef):
                yield module, node


def by_libraries(tree: ast.Module) -> Iterator[str]:
    """The methods of classes of whose bases one is a library's: that one names them."""
    foreign = {
        alias.asname or alias.name.split(".")[0]
        for node in ast.walk(tree)
        if isinstance(node, ast.Import | ast.ImportFrom)
        and not (getattr(node, "module", "") or "").startswith(PACKAGE)
        for alias in node.names
    }
    for node in ast.walk(tree):
        bases = getattr(node, "bases", [])
        if {re.match(r"\w+", ast.unparse(base))[0] for base in bases} & foreign:
            yield from (one.name for one in node.body if isinstance(one, ast.FunctionDef))


def test_what_only_tests_use_is_gone():
    """Every one is named by the program, a template, what sets it up, or a library."""
    others = [*(REPO / "theme").rglob("*.html"), REPO / ".ci/setup"]
    words = {word for path in others for word in re.findall(r"\w+", path.read_text("utf-8"))}
    named = FOR_OTHERS | BY_LIBRARIES | words
    defined = {}
    for module, tree in modules().items():
        named |= set(by_libraries(tree))
        for node in ast.walk(tree):
            if isinstance(node, ast.Name | ast.Attribute):
                named.add(node.id if isinstance(node, ast.Name) else node.attr)
            elif isinstance(node, ast.FunctionDef | ast.ClassDef):
                defined[node.name] = f"{module}:{node.lineno}"
    found = {name for name in defined if not name.startswith("__")} - named
    # A kind of page is found by the file in which it stands.
    assert [defined[name] for name in sorted(found) if ".pages.kinds." not in defined[name]] == []


def test_no_two_classes_have_one_name():
    """Who reads a name knows which class is meant; a second meaning gets a name of its own."""
    standing = defaultdict(list)
    for module, node in classes():
        standing[node.name].append(module)
    assert {name: where for name, where in standing.items() if len(where) > 1} == {}


def public() -> dict[str, tuple[str, str]]:
    """The classes that a room's face shows: the room, and the first sentence of each docstring."""
    shown = defaultdict(set)
    for module, tree in modules().items():
        for node in tree.body:
            if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "__all__":
                shown[module] = set(ast.literal_eval(node.value))
    found = {}
    for module, node in classes():
        faces = [face for face, names in shown.items() if node.name in names]
        if any(module.startswith(f"{face}.") or module == face for face in faces):
            first = re.split(r"(?<=[^.]\.)\s|\n\n", ast.get_docstring(node) or "", maxsplit=1)[0]
            room = min(
                (face for face in faces if module.startswith(face) and face != PACKAGE),
                key=len,
                default=module,
            )
            found[node.name] = (room.removeprefix(f"{PACKAGE}."), " ".join(first.split()))
    return found


def written() -> str:
    """The part of the glossary that follows from the code."""
    rows = [
        f"| `{name}` | `{room}` | {sentence.rstrip('.')} |"
        for name, (room, sentence) in sorted(public().items())
    ]
    return "\n".join(
        [
            HEADING,
            "What rooms show to others, by the first sentence that the code says of each.",
            "Written by `tests/test_names.py` (with `KAITEI_WRITE_DOCS=1`), "
            "which misses none of them.",
            "",
            "| class | room | what it is |",
            "|---|---|---|",
            *rows,
            "",
        ]
    )


def test_the_glossary_holds_every_public_class():
    text = GLOSSARY.read_text("utf-8")
    if os.environ.get("KAITEI_WRITE_DOCS"):
        text = text.partition(HEADING)[0] + written()
        GLOSSARY.write_text(text, "utf-8")
    listed = set(re.findall(r"^\| `(\w+)` \|", text.partition(HEADING)[2], re.MULTILINE))
    assert sorted(public().keys() - listed) == []
