"""A witness over weeks: a real nginx, a record that grows, and everything that can go wrong."""

import json
import shutil
import socket
import subprocess
import threading
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

import marks
import test_docs
import webserver
from conftest import GIT, REPO, GitRepository, run_kaitei
from kaitei.base.problems import KaiteiError
from kaitei.build.witness import Elsewhere, fetching, look
from kaitei.record import Record
from kaitei.record.append import append
from kaitei.record.witness_log import Look, WitnessLog
from records import made, texts
from sites import SETTINGS, WHOLE, build

pytestmark = pytest.mark.skipif(not webserver.NGINX, reason="no nginx here: .ci/setup readers")

ANNOUNCED, EFFECTIVE = date(2026, 2, 1), date(2026, 2, 8)
NEXT = "privacy-policy/2/changes/index.html"
ADDRESS = "https://policies.example/"


class World:
    """A record in git, its site behind nginx, and a witness with a clock of its own."""

    def __init__(self, folder: Path, address: str, served: Path) -> None:
        self.folder, self.address, self.served = folder, address, served
        self.repository = GitRepository(folder / "record")
        self.log = folder / "log"
        self.now = datetime(2026, 1, 31, 22, 0, tzinfo=UTC)  # 1 February, 7:00 in Tokyo
        self.built: dict[date, Path] = {}
        root = self.repository.path
        root.mkdir()
        self.repository.git("init", "--quiet", "--initial-branch=main")
        self.repository.write(".gitattributes", "versions/** -text\n")
        for name in ("theme", "mkdocs.yml"):
            (root / name).symlink_to(REPO / name)
        self.publish(1, 2)

    def publish(self, *numbers: int, words: int = 0) -> None:
        """Publish and commit, each on its own day; `words` gives all of them another text."""
        for number in numbers:
            fields = {"effective": EFFECTIVE} if number == 2 else {}
            one = made(number, settings=SETTINGS, sources=texts(words + number), **fields)
            append(Record(self.repository.path), one, WHOLE)
            self.repository.commit("publish", when=f"{one.announced}T09:00:00+09:00")
        self.built.clear()

    @property
    def today(self) -> date:
        return (self.now + timedelta(hours=9)).date()

    def expected(self, on: date) -> Path:
        """The site of a day as the witness builds it."""
        if on not in self.built:
            self.built[on] = self.folder / f"expected-{len(self.built)}-{on}"
            shutil.rmtree(self.built[on], ignore_errors=True)
            build(self.repository.path, on, self.built[on])
        return self.built[on]

    def deploy(self, on: date | None = None) -> None:
        """Put the site of a day, today's by default, where nginx serves it."""
        shutil.rmtree(self.served, ignore_errors=True)
        shutil.copytree(self.expected(on or self.today), self.served)

    def look(self, address: str = "", **options) -> Look:
        return look(
            Record(self.repository.path), WitnessLog(self.log), address or self.address,
            self.today, self.now, self.expected, **options,
        )  # fmt: skip

    def later(self, hours: float = 6) -> "World":
        self.now += timedelta(hours=hours)
        return self


def rules(found: Look) -> set[str]:
    return {problem.rule for problem in found.problems}


def said(found: Look, lang: str = "en") -> str:
    return "\n".join(problem.message(lang) for problem in found.problems)


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, str, Path]]:
    folder = tmp_path_factory.mktemp("nginx")
    (folder / "site").mkdir()
    with webserver.nginx(folder / "home", folder / "site") as (plain, secure):
        yield plain, secure, folder / "site"


@pytest.fixture
def world(server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> World:
    for name, value in GIT.items():
        monkeypatch.setenv(name, value)
    made_ = World(tmp_path, server[0], server[2])
    made_.deploy()
    return made_


def test_an_honest_site_over_two_weeks(world: World):
    """A look every six hours; the site is built every night, and the revision takes effect."""
    for _ in range(4 * 14):
        world.deploy()
        found = world.look()
        assert found.good, said(found)
        world.later()
    log = WitnessLog(world.log)
    assert len(log.looks) == 4 * 14
    assert {one.files for one in log.looks} == {log.looks[0].files}
    assert log.looks[0].files > 20
    days = sorted(path.name for path in world.log.rglob("*.jsonl"))
    assert days[0] == "2026-02-01.jsonl"
    assert len(days) == 15
    size = sum(path.stat().st_size for path in world.log.rglob("*.jsonl"))
    print(f"{size / len(log.looks):.0f} bytes a look")
    assert size / len(log.looks) < 1000  # ten years of four looks a day: less than 15 MB


def test_a_site_that_is_a_day_behind_is_told_apart_from_one_that_misses_a_day(world: World):
    world.later(24)
    found = world.look()  # the site of yesterday, on which the same held
    assert (rules(found), found.good) == ({"site-old"}, True)
    found = world.later(24).look()
    assert (rules(found), found.good) == ({"site-old"}, False)
    world.now = datetime(2026, 2, 6, 22, 0, tzinfo=UTC)
    world.deploy()
    assert world.look().good
    found = world.later(24).look()  # the day on which the revision takes effect
    assert (rules(found), found.good) == ({"site-behind", "site-old"}, False)
    assert "shows “privacy-policy” as 1 (2); on this day it is 2" in said(found)
    assert found.wrong == []
    world.deploy(date(2026, 3, 1))
    assert "site-early" in rules(world.look())


def test_one_byte_is_enough(world: World):
    for file, wrong in {
        NEXT: ["privacy-policy@2"],
        "api/v1/texts/privacy-policy/2/ja.md": ["privacy-policy@2"],
        "en/privacy-policy/index.html": [],
        "feed.xml": [],
        "api/v1/current.json": [],
    }.items():
        world.deploy()
        path = world.served / file
        path.write_bytes(path.read_bytes().replace(b"2026", b"2025", 1) + b"")
        if file.endswith(".md"):
            path.write_bytes(path.read_bytes().replace("円".encode(), "元".encode()))
        found = world.look()
        assert (rules(found), list(found.wrong)) == ({"witness-differs"}, wrong), file
        assert found.problems[0].file == world.address + file
    world.deploy()
    (world.served / "assets").mkdir(exist_ok=True)
    style = next((world.served / "assets").rglob("*.css"))
    style.write_bytes(style.read_bytes() + b" ")
    assert world.look().good  # not what readers go by
    assert rules(world.look(everything=True)) == {"witness-differs"}


def test_an_announcement_that_vanished_for_eight_hours(world: World):
    outcomes = []
    for hour in range(0, 24, 2):
        page = world.served / NEXT
        away = page.with_suffix(".away")
        if hour == 8:
            page.rename(away)
        if hour == 16:
            away.rename(page)
        found = world.look()
        outcomes.append((found.good, list(found.wrong)))
        world.later(2)
    there, gone = (True, []), (False, ["privacy-policy@2"])
    assert outcomes[:4] == [there] * 4
    assert outcomes[4:8] == [gone] * 4


def rewritten(world: World) -> None:
    """The whole record anew with other words, its old dates, pushed by force; and its site."""
    shutil.rmtree(world.repository.path / ".git")
    shutil.rmtree(world.repository.path / "versions")
    world.repository.git("init", "--quiet", "--initial-branch=main")
    world.publish(1, 2, words=50)


def cut(world: World) -> None:
    """The last publication is gone, as if it had never been."""
    shutil.rmtree(world.repository.path / ".git")
    shutil.rmtree(world.repository.path / "versions")
    world.repository.git("init", "--quiet", "--initial-branch=main")
    world.publish(1)


def dropped(world: World) -> None:
    """Another policy takes the place of the one that was there."""
    shutil.rmtree(world.repository.path / ".git")
    shutil.rmtree(world.repository.path / "versions")
    world.repository.git("init", "--quiet", "--initial-branch=main")
    one = made(1, policy="helpdesk", settings=SETTINGS, sources=texts(1))
    append(Record(world.repository.path), one, WHOLE)
    world.repository.commit("publish", when="2026-01-01T09:00:00+09:00")
    world.built.clear()


@pytest.mark.parametrize(
    ("tamper", "rule", "words"),
    [
        (rewritten, "seen-rewritten", "was rewritten afterwards, with its history"),
        (cut, "seen-gone", "its history was cut or exchanged"),
        (dropped, "seen-gone", "The record does not have it any more"),
    ],
)
def test_a_history_rewritten_with_its_old_dates_is_refused(
    world: World, tamper: Callable[[World], None], rule: str, words: str
):
    """verify, build and the site agree with one another; only who has seen it before can tell."""
    assert world.look().good
    tamper(world)
    world.later().deploy()
    done = run_kaitei("verify", "--root", str(world.repository.path), LC_ALL="C")
    assert done.returncode == 0
    found = world.look()
    assert rules(found) == {rule}
    assert words in said(found)
    assert "2026-01-31T22:00+00:00" in said(found)
    assert any(c > "\u3040" for c in said(found, "ja"))
    assert not found.accepted
    # What it saw first it keeps: the forgery does not become the truth by being seen twice.
    assert rules(world.later().look()) == {rule}


def test_a_site_of_another_record_is_told(world: World, tmp_path: Path):
    folder = tmp_path / "elsewhere"
    folder.mkdir()
    other = World(folder, world.address, world.served)
    rewritten(other)
    other.deploy()
    found = world.look()
    assert (rules(found), found.accepted) == ({"site-forked"}, False)
    assert set(found.wrong) == {"privacy-policy@1", "privacy-policy@2"}
    world.deploy()
    assert world.later().look().good


def test_a_clone_that_is_old_is_told(world: World):
    clone = world.folder / "clone"
    world.repository.git("clone", "--quiet", str(world.repository.path), str(clone))
    world.now = datetime(2026, 3, 1, 1, 0, tzinfo=UTC)
    world.publish(3)
    world.deploy()
    found = look(
        Record(clone), WitnessLog(world.log), world.address, world.today, world.now, world.expected
    )
    assert rules(found) == {"site-ahead"}
    assert "git pull" in found.problems[0].mend()


# --- the way to the site ------------------------------------------------------------------------


def test_what_may_be_wrong_with_the_way_is_told_apart(
    world: World, server, monkeypatch: pytest.MonkeyPatch
):
    for path, rule in {
        "moved/": "witness-redirect",
        "down/": "witness-status",
        "nowhere/": "witness-missing",
    }.items():
        found = world.look(world.address + path)
        assert rules(found) == {rule}
        assert not found.reached
        assert found.wrong == ["privacy-policy@1", "privacy-policy@2"]
    assert rules(world.look(server[1])) == {"witness-tls"}
    nobody = f"http://127.0.0.1:{webserver.free_port()}/"
    assert rules(world.look(nobody)) == {"witness-silent"}
    assert rules(world.look("http://no-such-host.invalid/")) == {"witness-silent"}
    monkeypatch.setattr(fetching, "_SECONDS", 0.3)
    with socket.socket() as mute:  # takes the connection and says nothing
        mute.bind(("127.0.0.1", 0))
        mute.listen()
        found = world.look(f"http://127.0.0.1:{mute.getsockname()[1]}/")
        assert rules(found) == {"witness-timeout"}


def test_an_answer_that_breaks_off_is_none(world: World):
    def half(server: socket.socket) -> None:
        for _ in range(4):
            try:
                connection, _ = server.accept()
            except OSError:
                return
            connection.recv(4096)
            connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n{")
            connection.close()

    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        server.listen()
        threading.Thread(target=half, args=(server,), daemon=True).start()
        found = world.look(f"http://127.0.0.1:{server.getsockname()[1]}/")
        assert rules(found) == {"witness-cut"}


def test_a_cache_that_hands_out_an_old_copy_is_told_from_a_site_that_is_wrong(world: World):
    cached = f"{world.address}cached/"
    page = world.served / NEXT
    right = page.read_bytes()
    page.write_bytes(right.replace(b"2026", b"2025", 1))
    assert rules(world.look(cached)) == {"witness-differs"}
    page.write_bytes(right)
    found = world.later(1).look(cached)
    assert (rules(found), found.wrong) == ({"witness-cached"}, ["privacy-policy@2"])
    assert world.later(1).look().good


# --- other designs, pages elsewhere -------------------------------------------------------------


def test_a_site_of_another_design_is_held_to_its_words_days_and_digests(world: World):
    site = world.served / "api/site.json"
    data = json.loads(site.read_text("utf-8"))
    data["origin"]["theme"] = "0" * 64
    site.write_text(json.dumps(data), "utf-8")
    for page in world.served.rglob("*.html"):
        text = page.read_text("utf-8").replace("<body", '<body data-design="other"')
        page.write_text(text, "utf-8")
    assert world.look().good
    for file, old, new in (
        (NEXT, "手数料を改めます", "手数料を変えます"),
        (NEXT, 'datetime="2026-02-08"', 'datetime="2026-02-09"'),
        ("privacy-policy/2/index.html", ">2円<", ">9円<"),
        ("en/privacy-policy/index.html", ">1 yen<", ">9 yen<"),
        ("api/v1/policies/privacy-policy.json", "2026-02-08", "2026-02-09"),
    ):
        page = world.served / file
        before = page.read_text("utf-8")
        assert old in before, (file, old)
        page.write_text(before.replace(old, new), "utf-8")
        found = world.later(1).look()
        assert rules(found) <= {"witness-words", "witness-differs"}
        assert not found.good, (file, old)
        page.write_text(before, "utf-8")


def test_a_page_elsewhere_is_held_to_the_words_in_force(world: World):
    page = world.served / "company.html"
    body = "<h1>会社</h1><nav>ホーム</nav><main><h2>第1条</h2><p>手数料は\n{}円です。</p></main>"
    for fee, good in ((1, True), (2, False)):
        page.write_text(body.format(fee), "utf-8")
        elsewhere = [Elsewhere(f"{world.address}company.html", "privacy-policy")]
        found = world.later(1).look(elsewhere=elsewhere)
        assert found.good is good
    assert "it lacks “手数料は1円です。”" in said(found)
    found = world.look(elsewhere=[Elsewhere(f"{world.address}company.html", "no-policy")])
    assert rules(found) == {"witness-no-policy"}


# --- the log ------------------------------------------------------------------------------------


def test_a_log_that_was_touched_is_refused(world: World):
    for _ in range(3):
        world.look()
        world.later(1)
    (path,) = world.log.rglob("*.jsonl")
    whole = path.read_bytes().splitlines(keepends=True)
    for lines, line in (
        ([whole[0], whole[2]], 2),
        ([whole[0], whole[1].replace(b"true", b"false"), whole[2]], 3),
        (whole[1:], 1),
        ([*whole, b"{}\n"], 4),
        ([*whole, b"\xff"], 4),
        ([*whole, whole[2]], 4),
    ):
        path.write_bytes(b"".join(lines))
        with pytest.raises(KaiteiError) as caught:
            WitnessLog(world.log)
        (problem,) = caught.value.problems
        assert (problem.rule, problem.line) in (("log-changed", line), ("log-broken", line))
    path.write_bytes(b"".join(whole))
    world.later(-48)
    with pytest.raises(KaiteiError) as caught:
        world.look()
    assert caught.value.problems[0].rule == "log-older"
    assert path.read_bytes() == b"".join(whole)


def test_a_log_is_checked_without_kaitei(world: World):
    (check,) = [
        one.text for one in marks.blocks(test_docs.read("docs/witness.md")) if "jsonl" in one.text
    ]
    for _ in range(3):
        world.look()
        world.later(18)
        world.deploy()
    command = ["bash", "-euo", "pipefail", "-c", check]
    done = subprocess.run(command, cwd=world.log, capture_output=True, text=True)
    assert done.stdout.strip() == WitnessLog(world.log).last
    first = min(world.log.rglob("*.jsonl"))
    first.write_bytes(first.read_bytes().replace(b"true", b"false", 1))
    done = subprocess.run(command, cwd=world.log, capture_output=True, text=True)
    assert (done.returncode, "the log was changed" in done.stdout) == (1, True)


def test_the_command(world: World):
    root = ["--root", str(world.repository.path), "--log", str(world.log), "--on", "2026-02-01"]
    done = run_kaitei("witness", world.address, *root, LC_ALL="C")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("The site shows what it should on 2026-02-01 (")
    (world.served / NEXT).unlink()
    done = run_kaitei("witness", world.address, *root, LC_ALL="ja_JP.UTF-8")
    assert done.returncode == 1
    assert f"{world.address}{NEXT}: このファイルがありません（応答 404）。" in done.stdout
    assert len(WitnessLog(world.log).looks) == 2
    assert subprocess.run(["git", "status", "--porcelain"], cwd=world.repository.path,
                          capture_output=True, text=True).stdout == ""  # fmt: skip
    assert run_kaitei("witness", world.address).returncode == 2
