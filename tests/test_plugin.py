"""The site as files: built the same everywhere, swapped in whole, never from content/."""

import gzip
import os
import re
import shutil
import subprocess
import sys
import urllib.request
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

import sites
from kaitei.base import typesetting
from kaitei.base.problems import KaiteiError
from kaitei.build import cache, pool
from kaitei.record import Record
from kaitei.record.append import append
from records import FROZEN, made, record
from sites import build

ON = date(2026, 8, 31)
DAY_AFTER = date(2026, 9, 1)  # privacy-policy@5 takes effect


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A repository whose owner wants PDFs: each test of the whole site holds for them as well."""
    path = sites.root(tmp_path_factory.mktemp("record") / "root")
    config = path / "mkdocs.yml"
    config.write_text(
        config.read_text("utf-8").replace("kaitei: {}", "kaitei: {pdf: true}"), "utf-8"
    )
    return path


@pytest.fixture(scope="module")
def built(root: Path) -> Path:
    build(root, ON, root / "site")
    return root / "site"


def files(site: Path) -> dict[str, bytes]:
    return {
        path.relative_to(site).as_posix(): path.read_bytes()
        for path in site.rglob("*")
        if path.is_file()
    }


def run(*arguments: str, cwd: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=cwd,
        env=os.environ | {"PYTHONPATH": str(sites.REPO / "scripts")} | environment,
        capture_output=True,
        text=True,
        timeout=120,
    )


def refused(action: Callable[[], object]) -> list[tuple[str, str]]:
    with pytest.raises(KaiteiError) as caught:
        action()
    return [(problem.rule, problem.file) for problem in caught.value.problems]


# --- the same everywhere ----------------------------------------------------------------------


def test_a_build_depends_on_the_record_and_the_day_alone(root: Path, built: Path, tmp_path: Path):
    elsewhere = tmp_path / "ein anderer Ort" / "記録"
    shutil.copytree(root, elsewhere, ignore=shutil.ignore_patterns("site"))
    program = (
        "import os; os.umask(0o077); from datetime import date; from pathlib import Path;"
        "from kaitei.build.builder import build; from kaitei.record import Record;"
        f"build(Path.cwd(), Record(Path.cwd()).policies, date({ON:%Y, %-m, %-d}), Path('out'))"
    )
    done = run(
        "-c", program, cwd=elsewhere, TZ="Pacific/Kiritimati", LC_ALL="C", PYTHONHASHSEED="7"
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert files(elsewhere / "out") == files(built)


def test_an_effective_day_changes_only_the_pages_that_speak_of_it(
    root: Path, built: Path, tmp_path: Path
):
    build(root, DAY_AFTER, tmp_path / "site")
    before, after = files(built), files(tmp_path / "site")
    own = ["index.html", "privacy-policy/index.html", "privacy-policy/history/index.html"]
    own += ["privacy-policy/3/index.html", "privacy-policy/5/index.html"]
    own += [f"privacy-policy/{n}/marked/index.html" for n in (3, 5)]
    own += [f"privacy-policy/{n}/changes-to-current/index.html" for n in (1, 2, 3)]
    own += [f"{page}/index.html" for page in ("search", "privacy-policy/parallel")]
    own += [f"privacy-policy/{page}/index.html" for page in ("compare", "wordings")]
    own += ["privacy-policy/text.fragment.html"]
    feeds = ("feed.xml", "atom.xml", "feed.json")  # what takes effect is told again
    own += [f"{place}{name}" for place in ("", "privacy-policy/") for name in feeds]
    lists = ["sitemap.xml", "sitemap.xml.gz"]
    come = {f"{lang}privacy-policy/3/changes-to-current/index.html" for lang in ("", "en/")}
    assert after.keys() - before.keys() == come  # only now it is a text that one may remember
    # The answers for programs have tests of their own.
    changed = {file for file in after if before.get(file) != after[file] and file[:4] != "api/"}
    expected = {*own, *(f"en/{file}" for file in own), *lists}
    assert changed == expected, "a page whose class has `stale` belongs on the list `own`"


def test_a_site_renewed_from_day_to_day_is_the_one_that_is_built_anew(root: Path, tmp_path: Path):
    days = ["2026-01-01", "2026-02-15", "2026-04-01", "2026-06-15", "2026-07-01", "2026-08-01",
            "2026-08-31", "2026-09-01", "2026-11-01", "2027-01-02", "2026-06-15"]  # fmt: skip
    for day in map(date.fromisoformat, days):
        build(root, day, tmp_path / "renewed")
        build(root, day, tmp_path / f"{day}")
        assert files(tmp_path / "renewed") == files(tmp_path / f"{day}"), day
    again = cache.kept_beside(tmp_path / "renewed") / "tree"
    assert files(again) != files(tmp_path / "renewed")


@pytest.mark.parametrize(
    "news",
    [
        made(4, "postponement", about=2, effective=date(2026, 8, 1)),
        made(4, "withdrawal", about=2),
        made(4, about=1, effective=date(2026, 5, 1)),  # before those that were announced
    ],
    ids=["postponed", "withdrawn", "an earlier one"],
)
def test_news_about_what_is_coming_reaches_every_page(root: Path, tmp_path: Path, news):
    place = tmp_path / "root"
    place.mkdir()
    for name in ("theme", "mkdocs.yml"):
        (place / name).symlink_to(root / name)
    coming = [made(1), made(2, effective=date(2026, 6, 1)), made(3, effective=date(2026, 9, 1))]
    record(place, *coming)
    build(place, date(2026, 4, 1), tmp_path / "renewed")
    append(Record(place), news, FROZEN)
    build(place, date(2026, 4, 2), tmp_path / "renewed")
    build(place, date(2026, 4, 2), tmp_path / "anew")
    assert files(tmp_path / "renewed") == files(tmp_path / "anew")


def test_a_policy_may_bear_any_name(root: Path, tmp_path: Path):
    place = tmp_path / "root"
    place.mkdir()
    for name in ("theme", "mkdocs.yml"):
        (place / name).symlink_to(root / name)
    record(place, made(1, policy="host"))
    for _ in range(3):
        build(place, ON, tmp_path / "site")
        assert (tmp_path / "site/host/index.html").is_file()


def test_as_many_processes_as_there_are_make_the_same_site(root: Path, built: Path, tmp_path: Path):
    for cores, name in (("0, 1, 2", "many"), ("0", "one")):
        program = (
            "import os, pathlib; from datetime import date; from kaitei.build import builder, pool;"
            "from kaitei.record import Record; here = pathlib.Path.cwd();"
            f"pool.MANY = 0; os.sched_getaffinity = lambda _: {{{cores}}};"
            f"place = pathlib.Path({str(tmp_path / name)!r});"
            f"builder.build(here, Record(here).policies, date({ON:%Y, %-m, %-d}), place)"
        )
        done = run("-c", program, cwd=root)
        assert (done.returncode, done.stderr) == (0, "")
    assert files(tmp_path / "many") == files(built) == files(tmp_path / "one")


def test_a_process_that_has_printed_builds_on_by_itself(
    root: Path, built: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    """Forked, it would wait for threads that it does not have."""
    assert typesetting.begun()
    monkeypatch.setattr(pool, "MANY", 0)
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: {0, 1})
    build(root, ON, tmp_path / "again")
    assert files(tmp_path / "again") == files(built)


def test_mkdocs_alone_builds_the_same_site(root: Path, built: Path, tmp_path: Path):
    place = str(tmp_path / "site")
    done = run("-m", "mkdocs", "build", "-q", "-d", place, cwd=root, KAITEI_ON=ON.isoformat())
    assert done.returncode == 0, done.stderr
    assert files(tmp_path / "site") == files(built)


def test_pdfs_are_made_where_the_owner_wants_them(root: Path, built: Path, built_site: Path):
    made = {path.name for path in built.rglob("*.pdf")}
    assert {"privacy-policy-2-text-ja.pdf", "privacy-policy-2-table-en.pdf"} <= made
    assert {path.name for path in built_site.rglob("*.pdf")} == {"request-form.pdf"}
    config = root / "mkdocs.yml"
    text = config.read_text("utf-8")
    try:
        config.write_text(text.replace("pdf: true", "pdf: sometimes"), "utf-8")
        assert refused(lambda: build(root, ON, built)) == [("site-build", "mkdocs.yml")]
    finally:
        config.write_text(text, "utf-8")


# --- what search engines and readers find -------------------------------------------------------


def test_the_sitemap_holds_what_holds_with_the_records_own_dates(built: Path):
    sitemap = (built / "sitemap.xml").read_text("utf-8")
    packed = (built / "sitemap.xml.gz").read_bytes()
    assert gzip.decompress(packed).decode() == sitemap
    assert packed[4:10] == bytes([0, 0, 0, 0, 2, 3])  # whatever the Python: no time, best, Unix
    found = dict(re.findall(r"<loc>https://[^/]+/([^<]*)</loc><lastmod>([^<]*)<", sitemap))
    assert found["privacy-policy/"] == "2026-08-01"  # its last event; in force since 2026-07-01
    assert found["privacy-policy/1/changes/"] == "2026-01-01"
    assert "en/privacy-policy/history/" in found
    assert not any(re.search(r"/\d+/$", path) for path in found if "privacy-policy/4" not in path
                   and "privacy-policy/7" not in path and "privacy-policy/8" not in path
                   and "helpdesk/3" not in path and "helpdesk/4" not in path)  # fmt: skip


def test_old_texts_are_reachable_but_not_indexed(built: Path):
    old = (built / "privacy-policy/2/index.html").read_text("utf-8")
    assert '<meta name="robots" content="noindex">' in old
    assert '手数料は<span class="k-amount">2円</span>です。' in old
    found = (built / "search/index.html").read_text("utf-8")
    assert "手数料は3円です。" in found
    assert "手数料は2円です。" not in found


def test_a_page_names_its_languages_feeds_and_address(built: Path):
    html = (built / "en/privacy-policy/index.html").read_text("utf-8")
    assert '<html lang="en"' in html
    for said in (
        '<link rel="canonical" href="https://kaitei-sample.example/en/privacy-policy/">',
        'href="https://kaitei-sample.example/privacy-policy/" hreflang="ja"',
        'type="application/rss+xml" href="../../en/privacy-policy/feed.xml"',
        'type="application/rss+xml" href="../../en/feed.xml"',
    ):
        assert said in html
    assert "generator" not in html


# --- whole or not at all ------------------------------------------------------------------------


def test_a_build_that_fails_leaves_the_site_that_stood(root: Path, built: Path):
    before = files(built)
    page = root / "theme/pages/history.html"
    whole = page.read_bytes()
    try:
        page.write_bytes(b"{% if %}")
        assert refused(lambda: build(root, DAY_AFTER, built)) == [
            ("theme-broken", "theme/pages/history.html")
        ]
    finally:
        page.write_bytes(whole)
    assert files(built) == before


def test_a_template_of_another_version_is_named_with_its_line(root: Path, built: Path):
    page = root / "theme/pages/history.html"
    whole = page.read_bytes()
    try:
        page.write_bytes(b"{# one that is older #}\n<p>{{ t('pair_of') }}</p>\n")
        with pytest.raises(KaiteiError) as caught:
            build(root, DAY_AFTER, built)
    finally:
        page.write_bytes(whole)
    (told,) = caught.value.problems
    assert (told.rule, told.place) == ("theme-broken", "theme/pages/history.html:2")
    assert "KeyError: 'day'" in told.message("en")


def test_a_warning_of_mkdocs_is_an_error_of_ours(root: Path, built: Path):
    config = root / "mkdocs.yml"
    whole = config.read_bytes()
    try:
        config.write_bytes(whole + b"\nno_such_option: 1\n")
        assert refused(lambda: build(root, ON, built)) == [("site-build", "mkdocs.yml")]
    finally:
        config.write_bytes(whole)


def test_only_a_site_is_replaced(root: Path, tmp_path: Path):
    (tmp_path / "letters").mkdir()
    (tmp_path / "letters/mine.txt").write_text("dear")
    found = refused(lambda: build(root, ON, tmp_path / "letters"))
    assert found == [("site-foreign", str(tmp_path / "letters"))]
    assert (tmp_path / "letters/mine.txt").exists()


def test_a_file_among_the_sources_is_refused(root: Path, built: Path):
    stray = root / "theme/empty/draft.md"
    try:
        stray.write_text("# Not published")
        found = refused(lambda: build(root, ON, built))
        assert found == [("site-stray-file", "theme/empty/draft.md")]
    finally:
        stray.unlink()


@pytest.mark.parametrize("command", ["kaitei", "mkdocs"])
def test_a_damaged_record_stops_either_command_without_a_traceback(
    root: Path, tmp_path: Path, command: str
):
    copy = tmp_path / "copy"
    shutil.copytree(root, copy, ignore=shutil.ignore_patterns("site"))
    text = copy / "versions/privacy-policy/1/ja.md"
    text.write_bytes(text.read_bytes().replace("1円".encode(), "9円".encode()))
    main = "import sys; from kaitei.cli import main; sys.exit(main())"
    how = {"kaitei": ("-c", main, "build"), "mkdocs": ("-m", "mkdocs", "build", "-q")}[command]
    done = run(*how, cwd=copy, LC_ALL="C.UTF-8")
    assert done.returncode == 1
    assert "versions/privacy-policy/1/ja.md" in done.stderr
    assert "Traceback" not in done.stderr
    assert not (copy / "site").exists() or not list((copy / "site").rglob("*.html"))


@pytest.mark.parametrize(
    "day", ["2026-02-30", "２０２６-01-01", "tomorrow", "1900-01-01", "2106-12-31"]
)
def test_mkdocs_refuses_a_day_that_is_none(root: Path, tmp_path: Path, day: str):
    place = str(tmp_path / "site")
    done = run("-m", "mkdocs", "build", "-q", "-d", place, cwd=root, KAITEI_ON=day)
    assert done.returncode == 1
    assert day in done.stderr
    assert "Traceback" not in done.stderr


def test_serving_shows_the_day_that_was_asked_for(root: Path):
    import socket
    import time

    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    program = "import sys; from kaitei.cli import main; sys.exit(main())"
    child = subprocess.Popen(
        [sys.executable, "-c", program, "serve", "--on", str(ON), "--port", str(port)],
        cwd=root,
        env=os.environ | {"PYTHONPATH": str(sites.REPO / "scripts")},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        for _ in range(100):
            time.sleep(0.2)
            try:
                with urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=5) as answer:
                    html = answer.read().decode()
                break
            except OSError:
                continue
        assert "2026年8月31日" in html
    finally:
        child.terminate()
        child.wait()
