"""Hostile input is refused with file and line, in bounded time, without a traceback.

A case is a file of cases/hostile/: what is put where in a repository that is whole, and a line
that kaitei must print. The README beside them says how.
"""

import json
import os
import re
import shutil
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path

import lxml.etree
import pytest

import repositories
from conftest import REPO, run_kaitei
from kaitei.base import yamlfile
from records import made, record

CASES = sorted((Path(__file__).parent / "cases" / "hostile").glob("*.yml"))
SECONDS, MEBIBYTES = 4, 500  # for each; 18,000 signs of emphasis, read by two readers, take 2.7


def content(case: dict, before: bytes) -> bytes:
    """What the case's file holds: given as text, repeated, or as bytes in hex."""
    if "hex" in case:
        return bytes.fromhex(case["hex"])
    text = case.get("text") or ""
    repeated = text * int(case.get("times", 1))
    made = f"{case.get('before', '')}{repeated}{case.get('after', '')}".encode()
    return before + b"\n" + made + b"\n" if "append" in case else made


def prepare(case: dict, root: Path) -> list[str]:
    """Put the case into the repository `root`; the arguments of kaitei."""
    file = root / case["file"]
    file.parent.mkdir(parents=True, exist_ok=True)
    before = file.read_bytes() if file.is_file() else b""
    if "link" in case:
        if file.is_dir():
            shutil.move(file, file.parent / case["link"])
        file.unlink(missing_ok=True)
        file.symlink_to(case["link"])
    else:
        file.write_bytes(content(case, before))
    command = case.get("command", "check").split()
    here = [str(root / word) if word.endswith(".md") else word for word in command]
    return [*here, "--root", str(root)]


@pytest.fixture(scope="module")
def results(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict]:
    """What became of each case, by its name."""
    folder = tmp_path_factory.mktemp("hostile")
    whole = repositories.make(folder / "whole", "settled")
    runs, roots = [], []
    for path in CASES:
        case = yamlfile.read(path.read_text("utf-8"), path.name).root
        root = shutil.copytree(whole, folder / path.stem, symlinks=True)
        runs.append(prepare(case, root))
        roots.append(f"{root}/")
    done = subprocess.run(
        [sys.executable, str(Path(__file__).parent / "hostile.py"), json.dumps(runs)],
        env=os.environ | {"PYTHONPATH": str(REPO / "scripts"), "LC_ALL": "C.UTF-8"},
        capture_output=True,
        text=True,
        check=True,
    )
    found = {}
    for path, root, result in zip(CASES, roots, json.loads(done.stdout), strict=True):
        found[path.stem] = result | {"output": result["output"].replace(root, "")}
    return found


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_it_is_refused_with_its_place_in_bounded_time(results: dict[str, dict], path: Path):
    case = yamlfile.read(path.read_text("utf-8"), path.name).root
    found = results[path.stem]
    assert "Traceback" not in found["output"]
    assert found["code"] == int(case.get("code", 1)), found["output"][:2000]
    told = re.sub(r"(?<=:\d: |\d\d: )error: ", "", found["output"])  # said beside warnings only
    assert case["expect"] in told.splitlines(), found["output"][:2000]
    assert found["cpu"] < SECONDS
    assert found["memory"] < MEBIBYTES


def test_there_are_enough():
    assert len(CASES) >= 30


# --- what is in the record already ------------------------------------------------------------

HOSTILE = """---
title: "<script>alert('title')</script>"
---
## 1. <img src=x onerror=alert(1)> {#one onclick=alert(1)}

<script>alert(1)</script><svg onload=alert(1)><iframe src="https://evil.example/"></iframe>

[a](javascript:alert(1)) [b](&#106;avascript&colon;alert(1)) <javascript:alert(1)> [c][d]

![e](data:text/html;base64,PHNjcmlwdD4=) [f](java\tscript:alert(1) "onmouseover=alert(1)")

<meta http-equiv="refresh" content="0;url=https://evil.example/"><style>*{display:none}</style>
<form action="https://evil.example/"><input name=x></form><base href="https://evil.example/">

{{ 7*7 }}{% include "/etc/passwd" %} ]]> &lt;script&gt;alert(2)&lt;/script&gt; %d words
{: onclick="alert(1)" style="position:fixed" }

[d]: vbscript:alert(1)
"""
WORDS = "<script>alert('words')</script><img src=x onerror=alert(1)>]]>{{7*7}}"
SCHEME = re.compile(r"[\x00-\x20]*([a-z][a-z0-9+.-]*):", re.IGNORECASE)  # as browsers see one
FORBIDDEN = {"iframe", "object", "embed", "base", "frame", "applet"}


class Guard(HTMLParser):
    """Collects what could run or lead a reader astray, and the scripts."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.scripts: list[str] = []
        self._in_script = False
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._in_script = tag == "script"
        self._is_data = (dict(attrs).get("type") or "").endswith("json")
        if tag in FORBIDDEN:
            self.found.append(tag)
        for name, value in attrs:
            address = name in ("href", "src", "action", "formaction", "xlink:href")
            scheme = SCHEME.match(re.sub(r"[\t\r\n]", "", value or ""))
            unsafe = scheme and scheme[1].lower() not in ("http", "https", "mailto", "tel")
            if name.startswith("on") or (address and unsafe):
                self.found.append(f"{tag} {name}={value}")
            if name in ("href", "src", "content", "action") and "evil.example" in (value or ""):
                self.found.append(f"{tag} {name}={value}")

    def handle_endtag(self, tag: str) -> None:
        self._in_script = False

    def handle_data(self, data: str) -> None:
        if self._in_script and self._is_data:
            json.loads(data)  # whole, and never run
        elif self._in_script:
            self.scripts.append(data)


def documents(site: Path):
    """Every piece of HTML that a reader's program is given: pages, the search among them, feeds."""
    for page in site.rglob("*.html"):
        yield page.relative_to(site).as_posix(), page.read_text("utf-8")
    for feed in [*site.rglob("feed*.xml"), *site.rglob("atom*.xml")]:
        for element in lxml.etree.parse(feed).iter():
            if "Atom" in element.tag and element.get("type") != "html":
                continue  # text, says RFC 4287
            yield feed.relative_to(site).as_posix(), element.text or ""
    for feed in site.rglob("feed*.json"):
        for item in json.loads(feed.read_text("utf-8"))["items"]:
            yield feed.relative_to(site).as_posix(), item["content_html"]


def test_what_is_hostile_in_the_record_reaches_no_page_feed_or_index(tmp_path: Path):
    """A record that kaitei's checks never saw: written by someone else, with all the right sums."""
    clean, evil = tmp_path / "clean", tmp_path / "evil"
    for root, text, words in ((clean, "## 1. {#one}\n\nText.\n", "Words"), (evil, HOSTILE, WORDS)):
        root.mkdir()
        shutil.copytree(REPO / "theme", root / "theme")
        shutil.copy(REPO / "mkdocs.yml", root)
        for number in (1, 2):
            sources = dict.fromkeys(("ja", "en"), text + f"\nThis is number {number}.\n")
            said = dict.fromkeys(sources, words)
            record(
                root,
                made(
                    number,
                    sources=sources,
                    titles=said,
                    reason=said,
                    summary=dict.fromkeys(said, (words,)),
                    extra={"approved_by": words, "decided_on": words},
                ),
            )
        done = run_kaitei("build", "--root", str(root), "--on", "2026-03-01")
        assert done.returncode == 0, done.stdout + done.stderr
    known = {script for _, html in documents(clean / "site") for script in Guard(html).scripts}
    seen = 0
    for place, html in documents(evil / "site"):
        guard = Guard(html)
        assert guard.found == [], place
        assert {*guard.scripts} <= known, place
        assert "49" not in re.findall(r"\b49\b", html), place  # no template engine saw the words
        seen += "This is number 2" in html
    assert seen >= 6  # the words themselves are there
    assert (evil / "site/search/index.html").is_file()
