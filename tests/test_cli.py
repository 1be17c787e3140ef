"""How the command ends: a plain line and an exit code, whatever fails, and never a traceback."""

import argparse
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

import repositories
from conftest import REPO
from kaitei.base import catalogue
from kaitei.base.problems import KaiteiError
from kaitei.cli import console, main, program
from kaitei.cli.options import today
from kaitei.drafts import publish
from kaitei.record import append

PROGRAM = "import sys; from kaitei.cli import main; sys.exit(main())"


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return repositories.make(tmp_path_factory.mktemp("record") / "root", "settled")


def ended(root: Path, redirected: str, *arguments: str) -> tuple[int, str]:
    """Exit code and standard error of a command whose standard output a shell redirects."""
    command = ["sh", "-c", f'exec "$@" {redirected}', "sh", sys.executable, "-c", PROGRAM]
    environment = os.environ | {"PYTHONPATH": str(REPO / "scripts"), "LC_ALL": "C"}
    done = subprocess.run(
        [*command, *arguments, "--root", str(root)], env=environment, capture_output=True, text=True
    )
    return done.returncode, done.stderr


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full on this system")
@pytest.mark.parametrize("command", ["log", "verify", "check"])
def test_an_output_that_is_full_is_said(root: Path, command: str):
    code, said = ended(root, "> /dev/full", command)
    assert code == 1
    assert said.startswith(
        "The command ran, but what it says could not be written: the disk is full"
    )
    assert said.count("\n") == 2
    assert ended(root, "> /dev/full 2>&1", command) == (1, "")


def test_an_output_that_is_closed_is_refused(root: Path):
    code, said = ended(root, ">&-", "log")
    assert code == 1
    assert said.startswith("Standard output is closed, so nothing was done.\n")
    assert said.count("\n") == 2


def broken(*_arguments: object) -> None:
    raise ZeroDivisionError("by\nnought")


@pytest.mark.parametrize(("lang", "words"), [("en", "Nothing was published"), ("ja", "何も公表")])
def test_what_nobody_foresaw_is_one_plain_line(
    root: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], lang, words
):
    monkeypatch.setattr(publish, "publish", broken)
    monkeypatch.delenv("KAITEI_DEBUG", raising=False)
    arguments = ["publish", "--root", str(root), "--lang", lang]
    assert main(arguments) == 1
    first, second = capsys.readouterr().err.splitlines()
    assert "ZeroDivisionError" in first
    assert "by nought" in first
    assert words in first
    assert "KAITEI_DEBUG=1" in second
    monkeypatch.setenv("KAITEI_DEBUG", "1")
    assert main(arguments) == 1
    assert "Traceback" in capsys.readouterr().err


def test_what_was_published_before_the_failure_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    root = tmp_path / "root"
    (root / "versions").mkdir(parents=True)
    repositories.overlay(root, repositories.CASES / "record" / "1")
    move = append._move

    def fails_the_second_time(*arguments):
        if any((root / "versions").glob("*/1")):
            broken()
        move(*arguments)

    monkeypatch.setattr(append, "_move", fails_the_second_time)
    (day,) = repositories.lines(repositories.CASES / "record" / "1" / "on.txt")
    assert main(["publish", "--root", str(root), "--lang", "en", "--on", day]) == 1
    assert "after this was published: privacy-policy@1." in capsys.readouterr().err


@pytest.mark.parametrize("name", ["nope.md", ""])
def test_a_text_that_is_not_there_is_named(
    root: Path, name: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv("LC_ALL", "C")
    assert main(["redline", "--root", str(root), name, "privacy-policy@2"]) == 1
    first, second = capsys.readouterr().err.splitlines()
    assert first == f"There is no file and no policy “{name}”."
    assert "docs/" not in second


def test_a_nesting_that_changed_by_indentation_says_so(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv("LC_ALL", "C")
    files = []
    for spaces in (3, 4):
        files.append(tmp_path / f"{spaces}.md")
        files[-1].write_text(f"# Terms\n\n1. Except:\n{' ' * spaces}1. by law\n2. Else.\n", "utf-8")
    assert main(["redline", *map(str, files)]) == 0
    said = capsys.readouterr()
    assert "nesting" in said.out
    assert said.err.startswith(f"{files[0]}:4: ")
    assert "four spaces" in said.err


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        ("2027-03-31T14:59:59+00:00", "2027-03-31"),
        ("2027-03-31T15:00:00+00:00", "2027-04-01"),
        ("2027-03-31T08:00:00-07:00", "2027-04-01"),
        ("2027-04-01T00:30:00+09:00", "2027-04-01"),
    ],
)
def test_the_day_begins_at_midnight_in_tokyo(moment: str, day: str):
    """At 00:30 in Tokyo it is still yesterday in UTC."""
    assert today(datetime.fromisoformat(moment), ZoneInfo("Asia/Tokyo")).isoformat() == day


def commands(parser: argparse.ArgumentParser, *names: str) -> Iterator[tuple[str, ...]]:
    """The names of every command that takes arguments of its own, the program's first."""
    yield names
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            for name, inner in action.choices.items():
                yield from commands(inner, *names, name)


def arguments(parser: argparse.ArgumentParser) -> Iterator[argparse.Action]:
    """Every argument of every command."""
    for action in parser._actions:
        yield action
        if isinstance(action, argparse._SubParsersAction):
            for inner in action.choices.values():
                yield from arguments(inner)


def test_every_argument_has_its_words():
    named = {one.help for one in arguments(program.parser()) if one.help is not None}
    for lang in ("en", "ja"):
        assert {key for key in named if not catalogue.has(lang, f"desk.help.{key}")} == set()


@pytest.mark.parametrize("names", list(commands(program.parser())), ids=" ".join)
def test_help_is_in_the_reader_s_language(
    names: tuple[str, ...], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    said = {}
    for locale in ("C", "ja_JP.UTF-8", "Japanese_Japan.932"):  # the last is Windows'
        monkeypatch.setenv("LC_ALL", locale)
        with pytest.raises(SystemExit) as ended:
            main([*names, "--help"])
        assert ended.value.code == 0
        usage, _, said[locale] = capsys.readouterr().out.partition("\n\n")
        assert usage.startswith(("usage: " if locale == "C" else "使い方: ") + "kaitei")
    sentence = re.compile(r"\b[a-z]+ [a-z]+ [a-z]+\b")
    assert sentence.search(said["C"])
    assert not sentence.search(said["ja_JP.UTF-8"])
    assert said["Japanese_Japan.932"] == said["ja_JP.UTF-8"]


@pytest.mark.parametrize(
    ("name", "held", "rule"),
    [
        ("content/privacy-policy/ja.md", None, "output-kept"),
        ("versions/new.docx", None, "output-kept"),
        ("terms.md", b"# Terms\n", "output-kind"),
        ("terms.pdf", b"%PDF-1.7", "output-kind"),
        ("terms", b"a letter", "output-kind"),
        ("terms.docx", b"PK\x03\x04 what came back", ""),
        ("terms.docx", None, ""),
    ],
)
def test_an_output_replaces_no_draft_no_record_no_other_file(tmp_path, name, held, rule):
    path = tmp_path / name
    path.parent.mkdir(parents=True, exist_ok=True)
    if held:
        path.write_bytes(held)
    options, made = argparse.Namespace(root=tmp_path), b"PK\x03\x04 a Word file"
    if rule:
        with pytest.raises(KaiteiError) as told:
            console.write(options, path, made)
        assert told.value.problems[0].rule == rule
        assert (path.read_bytes() if path.exists() else None) == held
    else:
        console.write(options, path, made)
        assert path.read_bytes() == made
    assert [one.name for one in path.parent.iterdir()] in ([path.name], [])
