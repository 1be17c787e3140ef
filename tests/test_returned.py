"""A Word file comes back: edited as people edit, it changes just that in the draft."""

import difflib
import io
import json
import os
import re
import shutil
import subprocess
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from lxml import etree

import warm
from conftest import GIT, REPO
from kaitei.base.catalogue import text_of
from kaitei.base.problems import KaiteiError
from kaitei.cli import main
from kaitei.drafts import docx_import
from kaitei.drafts.docx_import.merge import stands
from kaitei.drafts.repository import Repository
from test_word import W, office

TEXTS = [
    f"{policy}/{lang}"
    for policy in ("privacy-policy", "disclosure-procedure", "helpdesk")
    for lang in ("ja", "en")
]
PRIVACY = "content/privacy-policy/en.md"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A copy of the sample, under git."""
    path = tmp_path / "repository"
    for folder in ("content", "versions"):
        shutil.copytree(REPO / folder, path / folder)
    for arguments in (["init", "-q"], ["add", "-A"], ["commit", "-qm", "sample"]):
        subprocess.run(["git", *arguments], cwd=path, env=os.environ | GIT, check=True)
    return path


def kaitei(root: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = os.environ | GIT | {"LANG": "C.UTF-8"}
    command = [str(warm.program()), *arguments]
    return subprocess.run(command, cwd=root, env=environment, capture_output=True, text=True)


def exported(root: Path, text: str = "privacy-policy/en", *more: str) -> Path:
    policy, _, lang = text.partition("/")
    out = root.parent / f"{policy}-{lang}.docx"
    arguments = ["export", "--root", str(root), "--docx", str(out), *more, policy, "--lang", lang]
    assert main(arguments) == 0
    return out


# --- editing as a person does ---------------------------------------------------------------------


def edited(file: Path, edit: Callable[[etree._Element], None], **parts: str) -> Path:
    """A copy of a Word file with its body edited, and parts replaced or put in."""
    with zipfile.ZipFile(file) as old:
        held = {name: old.read(name) for name in old.namelist()}
    root = etree.fromstring(held["word/document.xml"])
    edit(root)
    held["word/document.xml"] = etree.tostring(root)
    held |= {f"word/{name}.xml": content.encode() for name, content in parts.items()}
    out = file.with_name("edited.docx")
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name, content in held.items():
            new.writestr(name, content)
    return out


def paragraph(root: etree._Element, words: str) -> etree._Element:
    return next(p for p in root.iter(f"{W}p") if words in "".join(p.itertext(f"{W}t")))


def typed(root: etree._Element, old: str, new: str) -> None:
    """Replace words with changes tracked, by somebody else."""
    run = next(r for r in root.iter(f"{W}r") if old in "".join(r.itertext(f"{W}t")))
    before, _, after = "".join(run.itertext(f"{W}t")).partition(old)
    by = f'w:author="Counsel" w:date="2026-05-01T10:00:00Z" xmlns:w="{W[1:-1]}"'
    space = 'xml:space="preserve"'
    for source in (
        f"<w:r {by}><w:t {space}>{before}</w:t></w:r>",
        f'<w:del w:id="900" {by}><w:r><w:delText {space}>{old}</w:delText></w:r></w:del>',
        f'<w:ins w:id="901" {by}><w:r><w:t {space}>{new}</w:t></w:r></w:ins>',
        f"<w:r {by}><w:t {space}>{after}</w:t></w:r>",
    ):
        run.addprevious(etree.fromstring(source))
    run.getparent().remove(run)


def clause(root: etree._Element, title: str) -> list[etree._Element]:
    """The elements of a clause, from its heading to the next."""
    body = root.find(f"{W}body")
    start = list(body).index(paragraph(root, title))
    found = [body[start]]
    for element in body[start + 1 :]:
        style = element.find(f"{W}pPr/{W}pStyle")
        if element.tag == f"{W}sectPr" or (
            style is not None and style.get(f"{W}val", "").startswith("Heading")
        ):
            break
        found.append(element)
    return found


def moved(root: etree._Element, title: str, before: str) -> None:
    place = paragraph(root, before)
    for element in clause(root, title):
        place.addprevious(element)


def commented(root: etree._Element, words: str) -> None:
    target = paragraph(root, words)
    runs = target.findall(f"{W}r")
    runs[0].addprevious(etree.Element(f"{W}commentRangeStart", {f"{W}id": "7"}))
    runs[-1].addnext(etree.Element(f"{W}commentRangeEnd", {f"{W}id": "7"}))


COMMENT = (
    f'<w:comments xmlns:w="{W[1:-1]}"><w:comment w:id="7" w:author="Counsel">'
    "<w:p><w:r><w:t>Is this still so?</w:t></w:r></w:p></w:comment></w:comments>"
)


def changes(root: Path, file: str, before: str) -> list[str]:
    """The lines that went and came in a file."""
    after = (root / file).read_text("utf-8")
    lines = difflib.unified_diff(before.split("\n"), after.split("\n"), n=0, lineterm="")
    return [line for line in lines if not line.startswith(("---", "+++", "@@"))]


# --- nothing touched ------------------------------------------------------------------------------


@pytest.mark.parametrize("text", TEXTS)
def test_untouched_stays_to_the_byte(root, text):
    before = (root / f"content/{text}.md").read_bytes()
    taken = docx_import.take(Repository(root), exported(root, text))
    assert taken.empty
    assert taken.notes == ()
    assert (root / f"content/{text}.md").read_bytes() == before


def test_saved_by_another_program_stays_to_the_byte(root):
    files = [exported(root, text) for text in TEXTS]
    files.append(exported(root, "privacy-policy/ja", "privacy-policy@2"))
    office([[str(f), [], str(f.with_suffix(".saved.docx"))] for f in files], root.parent)
    for file in files:
        taken = docx_import.take(Repository(root), file.with_suffix(".saved.docx"))
        assert taken.empty, file
        assert taken.notes == ()


def test_our_own_changes_are_no_news(root):
    """A redline that comes back untouched: the draft has its new text already."""
    taken = docx_import.take(
        Repository(root), exported(root, "privacy-policy/en", "privacy-policy@2"), "pending"
    )
    assert taken.empty
    assert taken.notes == ()


# --- edited ---------------------------------------------------------------------------------------


TYPED = [
    ("conducting surveys", "conducting surveys of customers"),
    ("It trains its employees.", "It trains its employees every year."),
    ("an appropriate vendor", "a suitable vendor"),
    ("1,000 yen", "1,200 yen"),  # a fact
]
MOVED = ("3. Recording of calls", "4. Security", "5. Disclosure and provision")
ABOUT = "It establishes internal regulations"


def by_program(file: Path) -> Path:
    def edit(document: etree._Element) -> None:
        for old, new in TYPED:
            typed(document, old, new)
        moved(document, MOVED[0], MOVED[2])
        commented(document, ABOUT)

    return edited(file, edit, comments=COMMENT)


def by_libreoffice(file: Path) -> Path:
    """Typed over, cut and pasted, with changes tracked. The comment comes by a program."""
    back = file.with_suffix(".back.docx")
    steps = [*(["replace", *words] for words in TYPED), ["move", *MOVED]]
    office([[str(file), steps, str(back)]], file.parent)
    return edited(back, lambda document: commented(document, ABOUT), comments=COMMENT)


@pytest.mark.parametrize(
    ("fact", "body", "found"),
    [
        ("1,000円", "手数料は1,000円です。", "1,000円"),
        ("1,000円", "手数料は１，０００円です。", "１，０００円"),
        ("1,000円", "手数料は千円です。", "千円"),
        ("1,000円", "手数料は11,000円です。", None),
        ("1,000 yen", "1,200 yen, formerly 1,000 yen", "1,000 yen"),
        ("1,000 yen a line", "21,000 yen a line, or 1,000 yen a line", "1,000 yen a line"),
        ("1,000 yen a line", "21,000 yen a line", None),
        ("相談窓口", "お客様相談窓口へ", "相談窓口"),
    ],
)
def test_a_fact_stands_where_its_value_does_however_it_is_written(fact, body, found):
    place = stands(fact, body)
    assert (place and body[slice(*place)]) == found


@pytest.mark.parametrize("editor", [by_program, by_libreoffice])
def test_round_trip(root, editor):
    """Three edits, a clause moved, a comment, a fact changed: the draft holds just these."""
    before = (root / PRIVACY).read_text("utf-8")
    done = kaitei(root, "from-docx", str(editor(exported(root))), "--lang", "en")
    assert done.returncode == 0, done.stderr
    after = (root / PRIVACY).read_text("utf-8")
    first, recording, security, rest = re.split("^(?=## [345])", before, flags=re.MULTILINE)
    wanted = first + security + recording + rest
    for old, new in TYPED[:3]:
        assert wanted.count(old) == 1
        wanted = wanted.replace(old, new)
    wanted = wanted.replace(
        "{{disclosure-fee.each}}", "1,200 yen (including tax) per subscriber line"
    )
    assert after == wanted
    assert done.stdout.splitlines()[:6] == [
        f"Changed {PRIVACY}:",
        *(f"  {name}: changed" for name in ("purposes", "security", "third-parties", "helpdesk")),
        "  the order of the clauses",
    ]
    assert "In “helpdesk” the value of {{disclosure-fee.each}}" in done.stdout
    assert "Counsel on “security”, at “It establishes internal regulations" in done.stdout
    assert "Is this still so?" in done.stdout


def test_check_and_review_say_what_came_back(root):
    kaitei(root, "from-docx", str(by_program(exported(root))))
    day = ("--on", "2026-11-22", "--lang", "en")
    checked = kaitei(root, "check", "--format", "json", *day)
    assert checked.returncode == 1
    errors = [p for p in json.loads(checked.stdout) if p["severity"] == "error"]
    assert {p["file"] for p in errors} == {PRIVACY}
    assert [(p["rule"], p["clause"]) for p in errors] == [
        ("text-undeclared", ""),
        ("clause-order", "security"),
        ("value-differs", "helpdesk"),  # the Japanese text has the fact still
    ]
    reviewed = kaitei(root, "review", "--base", "HEAD", *day)
    assert reviewed.returncode == 0, reviewed.stderr
    _, _, said = reviewed.stdout.partition("**What changes (English)**\n\n")
    assert said.partition("\n\n")[0].splitlines() == [
        "- Clause 2 (Purposes of use) amended: “of customers” added",
        "- Clause 4 (Security) amended: “every year” added",
        "- Clause 3 (Recording of calls) moved: now after Clause 4 (Security)",
        "- Clause 5 (Disclosure and provision to third parties) amended: “an appropriate” became"
        " “a suitable”",
        "- Clause 6 (Personal information helpdesk) amended: 1,000 yen became 1,200 yen",
    ]
    assert (
        "The text changes, but nothing is declared: nothing would be published." in reviewed.stdout
    )
    assert "**3 of the problems keep it from being published.**" in reviewed.stdout
    assert reviewed.stdout.count("- **error**") == 3


# --- what people do in a word processor -----------------------------------------------------------


HABITS = {
    "a clause deleted": [["delete", "3. Recording of calls", "4. Security"]],
    "the first clause moved": [["move", "1. Compliance", "2. Purposes", "7. Revisions"]],
    "moved after an edit": [["replace", "accurately", "exactly"], ["move", *MOVED]],
    "a clause begun": [["type", "5. Disclosure", ["4a. Data abroad"]]],
    "a paragraph in two": [["enter", "In that case the Company"]],
    "two paragraphs in one": [["join", "The Company may specify"]],
    "an item more": [["type", "billing", ["invoicing"]]],
    "two items less": [["delete", "billing", "anything else"]],
    "an item moved": [["move", "billing", "giving notice", "anything else"]],
    "another heading": [["replace", "Purposes of use", "Why data are used"]],
    "a heading lost": [["delete", "The Company may record telephone", "4. Security"]],
}
WAYS = ("accept", "reject")
KNOWN = {  # changed, added, removed, moved
    "a clause deleted": ((), (), ("call-recording",), False),
    "the first clause moved": ((), (), (), True),
    "moved after an edit": (("call-recording",), (), (), True),
    "a clause begun": ((), ("4a-data-abroad",), (), False),
    "an item moved": (("purposes",), (), (), False),
    "another heading": (("purposes",), (), (), False),
}


def test_what_libreoffice_accepts_and_rejects_is_what_we_do(root):
    """Tracked by a person in LibreOffice; decided there or by us, the draft is the same."""
    path, folder = root / PRIVACY, root.parent
    original, source = path.read_bytes(), exported(root)
    jobs = []
    for number, steps in enumerate(HABITS.values()):
        back, *decided = (str(folder / f"{number}-{name}.docx") for name in ("", *WAYS))
        shutil.copy(source, folder / f"{number}.docx")
        jobs.append([str(folder / f"{number}.docx"), steps, back])
        jobs += [[back, [[way]], file] for way, file in zip(WAYS, decided, strict=True)]
    office(jobs, folder)

    def taken(
        file: str, changes: docx_import.Pending = "accept"
    ) -> tuple[bytes, docx_import.ImportResult]:
        path.write_bytes(original)
        found = docx_import.take(Repository(root), folder / file, changes)
        return path.read_bytes(), found

    for number, habit in enumerate(HABITS):
        text, found = taken(f"{number}-.docx")
        assert text != original, habit
        assert text == taken(f"{number}-accept.docx")[0], habit
        assert taken(f"{number}-.docx", "reject")[0] == taken(f"{number}-reject.docx")[0], habit
        if habit in KNOWN:
            assert (found.changed, found.added, found.removed, found.moved) == KNOWN[habit], habit


def test_pending_changes_are_listed_and_left_out(root):
    before = (root / PRIVACY).read_bytes()
    file = edited(
        exported(root), lambda document: typed(document, "conducting surveys", "asking around")
    )
    taken = docx_import.take(Repository(root), file, "pending")
    assert taken.empty
    assert [(n.rule, n.clause, n.values["words"]) for n in taken.notes] == [
        ("word-pending-gone", "purposes", "conducting surveys"),
        ("word-pending-new", "purposes", "asking around"),
    ]
    assert docx_import.take(Repository(root), file, "reject").empty
    assert (root / PRIVACY).read_bytes() == before
    assert docx_import.take(Repository(root), file, "accept").changed == ("purposes",)


def test_items_come_and_go_and_numbers_follow(root):
    before = (root / PRIVACY).read_text("utf-8")

    def edit(document: etree._Element) -> None:
        billing = paragraph(document, "billing")
        new = etree.fromstring(etree.tostring(billing))
        next(new.iter(f"{W}t")).text = "sending invoices"
        billing.addnext(new)
        gone = paragraph(document, "giving notice of changes")
        gone.getparent().remove(gone)

    docx_import.take(Repository(root), edited(exported(root), edit))
    assert changes(root, PRIVACY, before) == [
        "-    3. giving notice of changes of charges and other conditions, of installation dates,"
        " and of suspension and termination of the service",
        "+    3. sending invoices",
    ]

    def shorter(document: etree._Element) -> None:
        billing = paragraph(document, "billing")
        billing.getparent().remove(billing)

    middle = (root / PRIVACY).read_text("utf-8")
    docx_import.take(Repository(root), edited(exported(root), shorter))
    assert changes(root, PRIVACY, middle) == [
        "-    2. billing",
        "-    3. sending invoices",
        "-    4. anything else that is necessary to provide the service",
        "+    2. sending invoices",
        "+    3. anything else that is necessary to provide the service",
    ]


def test_a_table_in_which_nothing_is_filled_in_yet_stays_in_its_place(root):
    file = "content/disclosure-procedure/en.md"
    before = (root / file).read_text("utf-8")

    def edit(document: etree._Element) -> None:
        typed(document, "explains how to make", "helps to make")

    docx_import.take(Repository(root), edited(exported(root, "disclosure-procedure/en"), edit))
    assert "{{table:procedure}}" in before
    assert changes(root, file, before) == [
        "-The following contact explains how to make a request.",
        "+The following contact helps to make a request.",
    ]


def test_a_new_and_a_removed_clause(root):
    before = (root / PRIVACY).read_text("utf-8")

    def edit(document: etree._Element) -> None:
        heading, *rest = clause(document, "4. Security")
        for element in clause(document, "1. Compliance"):
            element.getparent().remove(element)
        new = etree.fromstring(etree.tostring(heading))
        for mark in [*new.iter(f"{W}bookmarkStart", f"{W}bookmarkEnd")]:
            mark.getparent().remove(mark)
        next(new.iter(f"{W}t")).text = "5. Data <abroad>"
        words = etree.fromstring(etree.tostring(rest[0]))
        next(words.iter(f"{W}t")).text = "Nothing leaves *Japan* [now]."
        rest[-1].addnext(new)
        new.addnext(words)

    taken = docx_import.take(Repository(root), edited(exported(root), edit))
    assert taken.removed == ("compliance",)
    assert taken.added == ("data-abroad",)
    lines = changes(root, PRIVACY, before)
    assert [line for line in lines if line.startswith("+")] == [
        "+## 5. Data &lt;abroad> {#data-abroad}",
        "+",
        "+Nothing leaves \\*Japan\\* \\[now\\].",
        "+",
    ]
    assert "-## 1. Compliance {#compliance}" in lines
    assert len([line for line in lines if line.startswith("-")]) == 4


def test_a_clause_that_the_draft_changed_too_is_left_alone(root):
    file = edited(exported(root), lambda document: typed(document, "trains", "teaches"))
    path = root / PRIVACY
    path.write_text(path.read_text("utf-8").replace("trains its", "instructs its"), "utf-8")
    before = path.read_bytes()
    taken = docx_import.take(Repository(root), file)
    assert [(n.rule, n.clause) for n in taken.notes] == [("word-conflict", "security")]
    assert path.read_bytes() == before


def test_what_the_draft_has_got_since_stays(root):
    file = edited(exported(root), lambda document: typed(document, "trains", "teaches"))
    path = root / PRIVACY
    own = "## 4a. Own {#own}\n\nAdded since.\n\n"
    text = path.read_text("utf-8").replace("## 5. Disclosure", f"{own}## 5. Disclosure")
    path.write_text(text, "utf-8")
    taken = docx_import.take(Repository(root), file)
    assert taken.changed == ("security",)
    assert path.read_text("utf-8") == text.replace("trains its", "teaches its")


def test_line_ends_and_byte_order_mark_stay(root):
    path = root / PRIVACY
    raw = b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n")
    path.write_bytes(raw)
    file = edited(exported(root), lambda document: typed(document, "trains", "teaches"))
    docx_import.take(Repository(root), file)
    assert path.read_bytes() == raw.replace(b"trains", b"teaches")


def test_what_no_text_holds_is_named(root):
    """A person who strikes words out by their look wants them gone: a text can't say so."""

    def edit(document: etree._Element) -> None:
        run = etree.SubElement(paragraph(document, "It trains"), f"{W}r")
        etree.SubElement(run, f"{W}drawing")
        struck = next(paragraph(document, "billing").iter(f"{W}r"))
        look = struck.find(f"{W}rPr")
        look = etree.SubElement(struck, f"{W}rPr") if look is None else look
        struck.insert(0, look)
        etree.SubElement(look, f"{W}strike")
        etree.SubElement(look, f"{W}highlight", {f"{W}val": "yellow"})

    taken = docx_import.take(Repository(root), edited(exported(root), edit))
    assert taken.empty
    assert [(n.rule, n.clause, text_of(n.values["what"], "en")) for n in taken.notes] == [
        ("word-lost", "purposes", "a line through words, which stay"),
        ("word-lost", "purposes", "highlighting of words, which stay"),
        ("word-lost", "security", "an image"),
    ]
    assert "画像" in taken.notes[2].message("ja")


# --- files that are refused -----------------------------------------------------------------------


def zipped(**parts: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def with_part(content: bytes, name: str, part: bytes) -> bytes:
    buffer = io.BytesIO(content)
    with zipfile.ZipFile(buffer, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, part)
    return buffer.getvalue()


def encrypted(content: bytes) -> bytes:
    """The same with the flag of encryption on its first part."""
    data = bytearray(content)
    data[data.index(b"PK\x03\x04") + 6] |= 1
    data[data.index(b"PK\x01\x02") + 8] |= 1
    return bytes(data)


def replaced(content: bytes, name: str, part: bytes) -> bytes:
    with zipfile.ZipFile(io.BytesIO(content)) as old:
        held = {n: old.read(n) for n in old.namelist()} | {name: part}
    return zipped(**held)


def with_types(content: bytes, more: bytes) -> bytes:
    """The same with more in its list of contents."""
    with zipfile.ZipFile(io.BytesIO(content)) as old:
        types = old.read("[Content_Types].xml")
    return replaced(content, "[Content_Types].xml", types.replace(b"</Types>", more + b"</Types>"))


def in_body(content: bytes, more: bytes) -> bytes:
    """The same with more at the beginning of its body."""
    with zipfile.ZipFile(io.BytesIO(content)) as old:
        document = old.read("word/document.xml")
    return replaced(content, "word/document.xml", document.replace(b"<w:body>", b"<w:body>" + more))


def packed(content: bytes, method: int) -> bytes:
    """The same packed by another method."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(buffer, "w", method) as new:
        for name in old.namelist():
            new.writestr(name, old.read(name))
    return buffer.getvalue()


OUTSIDE = (
    '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/hostname">]>'
    f'<w:document xmlns:w="{W[1:-1]}"><w:body><w:p><w:r><w:t>&e;</w:t></w:r></w:p></w:body>'
    "</w:document>"
)
MACROS = b"application/vnd.ms-office.vbaProject"
BOMB = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;">]><x>&b;</x>'
REFUSED: dict[str, tuple[str, Callable[[bytes], bytes]]] = {
    "no zip": ("word-damaged", lambda _: b"hello"),
    "empty": ("word-damaged", lambda _: b""),
    "cut off": ("word-damaged", lambda good: good[: len(good) // 2]),
    "broken inside": ("word-damaged", lambda good: good[:300] + b"XXXXXXXX" + good[308:]),
    "another zip": ("word-damaged", lambda _: zipped(**{"a.txt": b"x"})),
    "broken XML": ("word-damaged", lambda good: replaced(good, "word/document.xml", b"<w:p>")),
    "entities": ("word-damaged", lambda good: replaced(good, "word/document.xml", BOMB)),
    "twice": ("word-damaged", lambda good: with_part(good, "Word/document.xml", b"<x/>")),
    "old format": ("word-locked", lambda _: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600),
    "encrypted": ("word-locked", encrypted),
    "macros": ("word-macros", lambda good: with_part(good, "word/vbaProject.bin", b"x")),
    "macro type": (
        "word-macros",
        lambda good: replaced(
            good,
            "[Content_Types].xml",
            b'<Types><Default Extension="x" ContentType="application/vnd.ms-word.document.'
            b'macroEnabled.main+xml"/></Types>',
        ),
    ),
    "macros by another name": (
        "word-macros",
        lambda good: with_types(
            with_part(good, "word/x.bin", b"x"),
            b'<Override PartName="/word/x.bin" ContentType="%s"/>' % MACROS,
        ),
    ),
    "no document's type": (
        "word-damaged",
        lambda good: replaced(good, "[Content_Types].xml", b"<Types/>"),
    ),
    "packed otherwise": ("word-damaged", lambda good: packed(good, zipfile.ZIP_LZMA)),
    "a file outside": (
        "word-damaged",
        lambda good: replaced(good, "word/document.xml", OUTSIDE.encode()),
    ),
    "a file outside, in UTF-16": (
        "word-damaged",
        lambda good: replaced(good, "word/document.xml", OUTSIDE.encode("utf-16")),
    ),
    "a file outside, in comments": (
        "word-damaged",
        lambda good: with_part(good, "word/comments.xml", OUTSIDE.encode()),
    ),
    "too deep": (
        "word-damaged",
        lambda good: in_body(good, b"<w:ins>" * 20_000 + b"</w:ins>" * 20_000),
    ),
    "a thousand parts": (
        "word-large",
        lambda good: zipped(**{f"word/{n}.xml": b"<x/>" for n in range(2_500)}),
    ),
    "many large parts": (
        "word-large",
        lambda good: zipped(**{f"word/{n}.xml": b" " * 900_000 for n in range(50)}),
    ),
    "longer than a policy may be": (
        "markup-size",
        lambda good: in_body(good, b"<w:p><w:r><w:t>word</w:t></w:r></w:p>" * 80_000),
    ),
    "a line too long": (
        "markup-line",
        lambda good: in_body(good, b"<w:p><w:r><w:t>%s</w:t></w:r></w:p>" % (b"word " * 5_000)),
    ),
    "bomb": ("word-large", lambda good: with_part(good, "word/x.xml", b" " * 90_000_000)),
    "of another program": (
        "word-foreign",
        lambda good: replaced(good, "customXml/item1.xml", b"<other/>"),
    ),
}


@pytest.mark.filterwarnings("ignore:Duplicate name")
@pytest.mark.parametrize("case", REFUSED)
def test_bad_files_are_refused_and_nothing_is_written(root, case):
    rule, spoil = REFUSED[case]
    file = exported(root)
    file.write_bytes(spoil(file.read_bytes()))
    with pytest.raises(KaiteiError) as refused:
        docx_import.take(Repository(root), file)
    assert [problem.rule for problem in refused.value.problems] == [rule]
    status = subprocess.run(["git", "status", "--short"], cwd=root, capture_output=True, text=True)
    assert status.stdout == ""


def test_a_file_cut_off_anywhere_is_refused(root):
    good, file = exported(root).read_bytes(), root.parent / "cut.docx"
    for end in range(0, len(good) - 1, len(good) // 40):
        file.write_bytes(good[:end])
        with pytest.raises(KaiteiError) as refused:
            docx_import.take(Repository(root), file)
        assert refused.value.problems[0].rule == "word-damaged"


def test_parts_are_never_unpacked_to_where_their_names_lead(root):
    file = exported(root)
    content = file.read_bytes()
    for name in ("../../../out.xml", "/out.xml", "..\\out.xml", "C:\\out.xml"):
        content = with_part(content, name, b"<x/>")
    file.write_bytes(content)
    before = {path for path in root.parent.rglob("*") if ".git" not in path.parts}
    assert docx_import.take(Repository(root), file).empty
    assert before == {path for path in root.parent.rglob("*") if ".git" not in path.parts}


def test_numbers_that_no_list_has_are_no_trouble(root):
    def edit(document: etree._Element) -> None:
        for number, level in enumerate(document.iter(f"{W}ilvl")):
            level.set(f"{W}val", ("-1", "99999999999", "x", "²")[number % 4])

    assert docx_import.take(Repository(root), edited(exported(root), edit)).removed == ()


def test_a_part_that_lies_about_its_size_is_damaged(root):
    """What a zip's own list says is too small is never unpacked to the end."""
    file = exported(root)
    data = bytearray(file.read_bytes())
    entry = data.index(b"PK\x01\x02", data.index(b"PK\x01\x02") + 1)
    data[entry + 24 : entry + 28] = (5).to_bytes(4, "little")
    file.write_bytes(data)
    with pytest.raises(KaiteiError) as refused:
        docx_import.take(Repository(root), file)
    assert refused.value.problems[0].rule == "word-damaged"


def test_missing_and_of_no_draft(root):
    with pytest.raises(KaiteiError) as refused:
        docx_import.take(Repository(root), root / "none.docx")
    assert refused.value.problems[0].rule == "word-missing"
    table = exported(root, "privacy-policy/en", "--table", "privacy-policy@2")
    with pytest.raises(KaiteiError) as refused:
        docx_import.take(Repository(root), table)
    assert refused.value.problems[0].rule == "word-no-policy"
    file = exported(root, "helpdesk/en")
    (root / "content/helpdesk/en.md").unlink()
    first = root / "content/helpdesk/ja.md"
    later = "---\ntranslation_later: [en]\n"
    first.write_text(first.read_text("utf-8").replace("---\n", later, 1), "utf-8")
    with pytest.raises(KaiteiError) as refused:
        docx_import.take(Repository(root), file)
    assert refused.value.problems[0].rule == "word-no-draft"
