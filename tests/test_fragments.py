"""What a company's own pages take in and offer: fragments of HTML, and its own service of news."""

import re
from datetime import date
from html.parser import HTMLParser
from pathlib import Path

import pytest

from conftest import REPO
from kaitei.base.problems import KaiteiError
from kaitei.build import host
from kaitei.record import Record
from kaitei.site import pages
from kaitei.site.model import Site, look
from kaitei.site.pages import PageFactory
from records import made, record
from sites import WHOLE, helpdesk, privacy

URL = "https://policies.example/"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    folder = tmp_path_factory.mktemp("record")
    record(folder, *privacy(), *helpdesk(), frozen=WHOLE)
    return look(Record(folder).policies, date(2026, 6, 20))


@pytest.fixture(scope="module")
def files(site: Site) -> dict[str, str]:
    words = pages.read_words(REPO / "theme", site.languages)
    found = dict(pages.fragments_of_site(site, URL, words))
    for policy in site.policies:
        found |= dict(pages.fragments_of_policy(site, policy, URL, words))
    return {path: content.decode() for path, content in found.items()}


class Tags(HTMLParser):
    """Whether every element is closed, which there are, and their links."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: set[str] = set()
        self.links: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        self.links += [value for name, value in attrs if name == "href"]
        if tag not in ("br", "hr", "img"):
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag


def test_each_is_whole_and_its_links_lead_there_from_anywhere(files: dict[str, str]) -> None:
    assert len(files) == 2 * (1 + 2 * 2)
    for html in files.values():
        tags = Tags(html)
        assert not tags.open
        assert not tags.tags & {"html", "head", "body", "h1", "style", "script", "link"}
        assert "style=" not in html
        assert all(re.match("https?:|mailto:|tel:|#", link) for link in tags.links)


def test_they_say_what_holds_and_what_will(site: Site, files: dict[str, str]) -> None:
    policy = site.policy("privacy-policy")
    text = files["privacy-policy/text.fragment.html"]
    assert policy.in_force
    assert f"{URL}privacy-policy/{policy.in_force.number}/" in text
    announced = files["en/announcements.fragment.html"]
    newest = ["en/" + "/".join(map(str, one.announcement_path)) for one in site.entries][:10]
    assert re.findall(rf'href="{URL}(.*)/"', announced) == newest
    for coming in policy.upcoming:
        assert f"{URL}privacy-policy/{coming.number}/changes/" in text
    withheld = files["helpdesk/text.fragment.html"]
    assert "手数料" not in withheld


def test_a_draft_has_none(site: Site) -> None:
    draft = look([one.policy for one in site.policies], date(2026, 6, 20), ())
    words = pages.read_words(REPO / "theme", site.languages)
    assert not [*pages.fragments_of_site(draft, URL, words)]
    assert not [*pages.fragments_of_policy(draft, draft.policies[0], URL, words)]


def test_the_owners_own_service_comes_first_where_there_is_one(site: Site) -> None:
    offered = {"ja": "https://form.example/", "en": "mailto:news@example.com"}
    with_it = PageFactory(site, REPO / "theme", URL, subscribe=offered)
    without = PageFactory(site, REPO / "theme", URL)
    for factory, wanted in ((with_it, offered), (without, {})):
        found = [*factory.of_site(), *factory.of_policy(site.policies[0])]
        for page in (page for page in found if page.kind in ("follow", "policy")):
            html = page.parts["html"]
            first = re.search(r'(?:k-lead|k-ways)">.*?href="([^"]+)"', html, re.S)
            assert first
            assert (first[1] == wanted.get(page.lang)) is bool(wanted)


@pytest.mark.parametrize("wrong", ["form.example", "javascript:x", "{jp: a@b.example}", "{ja: x}"])
def test_an_address_that_leads_nowhere_is_refused(tmp_path: Path, wrong: str) -> None:
    settings = (REPO / "mkdocs.yml").read_text("utf-8")
    assert "kaitei: {}" in settings
    (tmp_path / "theme").symlink_to(REPO / "theme")
    (tmp_path / "mkdocs.yml").write_text(
        settings.replace("kaitei: {}", f"kaitei: {{subscribe: {wrong}}}"), "utf-8"
    )
    with pytest.raises(KaiteiError) as refused:
        host.layout(tmp_path, ["ja", "en"])
    assert [one.rule for one in refused.value.problems] == ["site-subscribe"]


def test_a_repeal_to_come_is_told_beside_the_text_and_at_home(tmp_path: Path) -> None:
    """Until its day, that is; the text holds to the day before."""
    record(tmp_path, made(1), made(2, "repeal", 1, effective=date(2026, 4, 1)))
    for on, told in ((date(2026, 3, 31), True), (date(2026, 4, 1), False)):
        site = look(Record(tmp_path).policies, on)
        words = pages.read_words(REPO / "theme", site.languages)
        (policy,) = site.policies
        files = dict(pages.fragments_of_policy(site, policy, URL, words))
        homes = (p.html for p in pages.pages(site, REPO / "theme", URL) if p.address == "en/")
        texts = (made.decode() for made in files.values() if b'"kaitei-text" lang="en"' in made)
        for html in (next(homes), next(texts)):
            said = re.sub(r"<[^>]+>", "", html)
            assert ("This policy is repealed on 1 April 2026" in said) == told
