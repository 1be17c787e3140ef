"""The mail that announces a publication: parsed, drawn in a browser, sent and read by others."""

import re
import shutil
import smtplib
import subprocess
from datetime import date
from email import message_from_bytes, policy
from email.message import EmailMessage
from html.parser import HTMLParser
from pathlib import Path

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.handlers import Mailbox

import drafting
import webserver
from conftest import REPO
from kaitei.cli import main
from kaitei.record import Record
from kaitei.site import mail, pages
from kaitei.site.model import Site, look

SITE_URL = "https://policies.example/"
FETCHING = r"<(?:img|script|link|iframe|object|style)\b|\bsrc=|url\("


@pytest.fixture(scope="module")
def site() -> Site:
    return look(Record(REPO).policies, date.max)


@pytest.fixture(scope="module")
def joint(site: Site) -> bytes:
    """The mail of two policies that were revised in one announcement, in both languages."""
    return written(site, "privacy-policy", 2)


def written(site: Site, name: str, number: int, *languages: str) -> bytes:
    words = pages.read_words(REPO / "theme", site.languages)
    entry = site.policy(name).entry(number)
    return mail.message(site, entry, languages or ("ja", "en"), SITE_URL, words)


def parsed(message: bytes) -> tuple[EmailMessage, str, str]:
    """A mail, its plain text, its HTML."""
    found = message_from_bytes(message, policy=policy.default)
    assert not found.defects
    plain, html = found.get_body(("plain",)), found.get_body(("html",))
    return found, plain.get_content(), html.get_content()


def words(html: str) -> str:
    """What is left of HTML where nothing of it is understood but the words."""
    found: list[str] = []
    reader = HTMLParser()
    reader.handle_data = found.append
    reader.feed(html)
    return re.sub(r"\s+", "", "".join(found))


def test_both_languages_and_both_forms_say_the_same(site: Site, joint: bytes) -> None:
    found, plain, html = parsed(joint)
    assert all(line.endswith(b"\r") for line in joint.split(b"\n")[:-1])
    assert all(len(line) <= 998 for line in joint.split(b"\r\n"))  # RFC 5322, 2.1.1
    assert not {"From", "To", "Date", "Message-ID"} & set(found.keys())
    spoken = words(html)
    for entry in site.together(site.policy("privacy-policy").entry(2)):
        own = site.policy_of(entry)
        for lang, day in (("ja", "2025年10月1日"), ("en", "1 October 2025")):
            said = [*own.summary(entry, lang).value, own.reason(entry, lang).value, day]
            said += [own.title_of(entry, lang), entry.publication.digest]
            said += [entry.publication.settings.contact(lang).telephone]
            said += [SITE_URL + site.address(lang, *entry.announcement_path)]
            assert [s for s in said if s not in plain or re.sub(r"\s", "", s) not in spoken] == []
            assert own.title_of(entry, lang) in found["Subject"]


def test_what_two_policies_change_in_the_same_words_is_told_once(site: Site, joint: bytes) -> None:
    """In the mail, which tells both. The page of each tells it too, since it stands alone."""
    _, plain, html = parsed(joint)
    once = "プライバシーポリシー（第5条）、開示等の請求手続（第2条）に共通：800円 → 1,000円"
    apart = "第1条（請求の種類）を改めました：「開示」の「手数料」：800円 → 1,000円"
    rest = "このほか、上に「共通」として示した改正があります"
    for said in ("".join(plain.split()), words(html)):
        assert [said.count("".join(x.split())) for x in (once, apart, rest)] == [1, 1, 1]
    found = {page.address: page.html for page in pages.pages(site, REPO / "theme", SITE_URL)}
    for name in ("privacy-policy", "disclosure-procedure"):
        page = found[f"{name}/2/changes/"]
        assert (page.count(once), page.count(rest)) == (1, 0)


def test_one_language_has_no_word_of_the_other(site: Site) -> None:
    found, plain, html = parsed(written(site, "privacy-policy", 2, "en"))
    assert found["Subject"].isascii()
    assert '<html lang="en">' in html
    assert plain.replace("“", "").replace("”", "").replace("…", "").isascii()


def test_it_is_the_same_each_time_and_fetches_nothing(site: Site, joint: bytes) -> None:
    assert written(site, "privacy-policy", 2) == joint
    assert not re.search(FETCHING, parsed(joint)[2])


def test_every_publication_has_one(site: Site) -> None:
    for own in site.policies:
        for entry in own.entries:
            _, plain, html = parsed(written(site, entry.publication.policy, entry.number))
            assert entry.publication.digest in plain
            assert entry.publication.digest in html


def test_a_draft_says_so_first_and_a_name_that_nobody_knows_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    before, after = ({"ja": f"手数料は{n}円です。", "en": f"The fee is {n} yen."} for n in (5, 6))
    root = drafting.repository(tmp_path, after, before).root
    for name in ("theme", "mkdocs.yml"):
        (root / name).symlink_to(REPO / name)
    monkeypatch.chdir(root)
    assert main(["export", "--mail", "terms"]) == 0
    found, plain, html = parsed((root / "terms-2.eml").read_bytes())
    assert found["Subject"].startswith("【改定案】")
    assert "[Draft]" in found["Subject"]
    assert plain.startswith("* これは改定案です。公表されたものではありません。 *")
    assert html.index("これは改定案です") < html.index("<h1")
    assert "SHA-256" not in plain  # it has no digest yet
    for wrong in ("terms@9", "terms@2x", "nothing"):
        capsys.readouterr()
        assert main(["export", "--mail", wrong]) == 1
        assert wrong in capsys.readouterr().err
    assert sorted(one.name for one in root.glob("*.eml")) == ["terms-2.eml"]
    with pytest.raises(SystemExit, match="2"):
        main(["export", "--mail", "terms@1", "terms@2"])


def test_without_a_draft_the_number_is_asked_for(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["export", "--mail", "helpdesk", "--root", str(REPO)]) == 1
    assert re.search("helpdesk@[0-9]+", capsys.readouterr().err)


WIDE = "() => document.documentElement.scrollWidth - innerWidth"
CELLS = """() => [...document.querySelectorAll('tr')].filter(r => r.cells.length == 2).map(
    r => [...r.cells].map(c => c.getBoundingClientRect())).map(([a, b]) => b.x >= a.right)"""
# Relative luminance as WCAG has it, of the words and of the ground that they stand on.
CONTRAST = """() => {
    const lum = c => { const v = c.match(/\\d+/g).slice(0, 3).map(x => x / 255).map(
        x => x <= 0.04045 ? x / 12.92 : ((x + 0.055) / 1.055) ** 2.4);
        return 0.2126 * v[0] + 0.7152 * v[1] + 0.0722 * v[2]; };
    const probe = document.createElement('i');
    probe.style.color = 'Canvas'; document.body.append(probe);
    const ground = lum(getComputedStyle(probe).color);
    return Math.min(...[...document.querySelectorAll('p,li,h1,th,a')].map(e => {
        const ink = lum(getComputedStyle(e).color);
        return (Math.max(ink, ground) + 0.05) / (Math.min(ink, ground) + 0.05); })); }"""


@pytest.mark.parametrize(
    ("width", "scheme", "styled", "beside"),
    [(600, "light", True, True), (360, "light", True, False), (600, "dark", True, True),
     (360, "dark", False, None)],
)  # fmt: skip
def test_it_reads_well(browser, joint: bytes, width, scheme, styled, beside) -> None:
    html = parsed(joint)[2]
    if not styled:
        html = re.sub(r' style="[^"]*"', "", html)
    context = browser.new_context(
        viewport={"width": width, "height": 800}, color_scheme=scheme, java_script_enabled=True
    )
    page = context.new_page()
    page.set_content(html)
    assert page.evaluate(WIDE) <= 0 or not styled
    assert page.evaluate(CONTRAST) >= 4.5
    if beside is not None:
        assert set(page.evaluate(CELLS)) == {beside}
    context.close()


READERS = ("notmuch", "lynx")


@pytest.mark.skipif(not all(map(shutil.which, READERS)), reason="readers: .ci/setup readers")
def test_it_is_sent_and_read(tmp_path: Path, joint: bytes) -> None:
    box = tmp_path / "mail"
    port = webserver.free_port()
    controller = Controller(Mailbox(box), hostname="127.0.0.1", port=port)
    controller.start()
    try:
        with smtplib.SMTP("127.0.0.1", port) as server:
            sent = message_from_bytes(joint, policy=policy.SMTP)
            sent["From"], sent["To"] = "legal@example.com", "customer@example.com"
            sent["Message-ID"] = "<one@example.com>"
            server.send_message(sent)
    finally:
        controller.stop()
    settings = tmp_path / "notmuch"
    settings.write_text(f"[database]\npath={box}\n[user]\nprimary_email=customer@example.com\n")

    def read(*arguments: str) -> str:
        command = ["notmuch", f"--config={settings}", *arguments]
        return subprocess.run(command, check=True, capture_output=True, text=True).stdout

    read("new")
    assert "プライバシーポリシー改定のお知らせ" in read("search", "*")
    assert "開示手数料を、契約回線ごとに" in read("show", "--format=text", "*")
    page = tmp_path / "mail.html"
    page.write_text(parsed(next((box / "new").iterdir()).read_bytes())[2])
    seen = subprocess.run(
        ["lynx", "-dump", "-display_charset=utf-8", "-width=80", str(page)],
        check=True, capture_output=True, text=True,
    ).stdout  # fmt: skip
    for said in ("新旧対照表", "改正後", "（新設）", "Comparison table", "03-3359-0028"):
        assert said in seen
