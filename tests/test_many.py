"""A site of more policies than one page can say all of: an index on home, a search in two steps."""

import re
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from types import FrameType

import pytest

import sites
from browser import follow
from kaitei.build import shares
from kaitei.build.shares import Share
from kaitei.model import Publication
from kaitei.record import Record
from kaitei.site import feeds
from kaitei.site.model import PolicySite, Site, look
from records import made, record
from test_shares import tree

ON = date(2026, 12, 1)
MANY = 52


def enactment(number: int) -> Publication:
    name = f"policy-{number:02}"
    titles = {"ja": f"規程{number:02}", "en": f"{'ABCD'[number % 4]} policy {number:02}"}
    rare = " lighthouse" if number == 7 else ""
    sources = {
        "ja": sites.text("ja", titles["ja"], f"fee: 手数料は{number}円です。"),
        "en": sites.text("en", titles["en"], f"fee: The fee is {number} yen.{rare}"),
    }
    own = {"policy": name, "settings": sites.SETTINGS, "titles": titles, "sources": sources}
    return made(1, id=f"tag:kaitei-sample.example,2026:{name}/1", **own)


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("many") / "repository"
    sites.place(root)
    record(root, *map(enactment, range(MANY)), frozen=sites.WHOLE)
    sites.build(root, ON, root / "site")
    return root


def test_home_is_an_index(root: Path):
    home = (root / "site/en/index.html").read_text("utf-8")
    assert re.findall(r'<h3 id="k-initial-\d+">(.)</h3>', home) == ["A", "B", "C", "D"]
    listed = re.findall(r'<li><a href="[./]*en/(policy-\d\d)/">', home)
    assert len(set(listed)) == MANY
    assert "k-digest" not in home  # these stand on the policies' own pages


def test_search_lists_policies_and_each_has_its_clauses(root: Path):
    search = (root / "site/en/search/index.html").read_text("utf-8")
    assert search.count(" data-whole") == search.count(" data-asks-in") == MANY
    assert "1. Fee" in search  # what clauses are called is found
    assert "The fee is 7 yen" not in search  # what they say is found in the policy
    own = (root / "site/en/policy-07/clauses/index.html").read_text("utf-8")
    assert "The fee is 7 yen" in own


def test_shares_are_the_same_site(root: Path):
    for share in (Share(1, 2), Share(2, 2)):
        shares.make(Record(root, outlined=True), share, ON, root / share.folder)
    folders = [root / Share(number, 2).folder for number in (1, 2)]
    output = root / "joined"
    shares.join(shares.common(Record(root, outlined=True), ON, output), output, folders)
    assert tree(output) == tree(root / "site")


@pytest.mark.browser
def test_what_is_looked_for_goes_along(browser, root: Path, serve_dir: Callable[[Path], str]):
    page, address = browser.new_page(), serve_dir(root / "site")
    page.goto(f"{address}en/search/?q=policy")
    page.fill("#k-q", "policy 07")
    follow(page.locator(".k-hit:visible [data-asks-in]").first)
    assert page.url.endswith("/policy-07/clauses/?q=policy+07")
    page.fill("#k-q", "lighthouse")
    assert page.locator(".k-hit:visible").count() == 1
    page.close()


@pytest.mark.parametrize("name", ["", "policy-01"])
def test_what_all_policies_are_asked_grows_with_their_number(tmp_path: Path, name: str):
    """Lines that are run for the feeds of one policy, and of all: no policy is looked at by each.

    All are announced in one and on one day, so that each has a moment after that of all others.
    """
    costs = []
    for count in (2, 40, 80):  # the first run fills what is read once
        root = tmp_path / str(count)
        own = [replace(enactment(n), announcement="all", sample=False) for n in range(count)]
        record(root, *own, frozen=sites.WHOLE)
        site = look(Record(root).policies, date(2026, 1, 1))
        wanted = [site.policy(name)] if name else list(site.policies)
        costs.append(lines(lambda: [asked(site, one) for one in wanted]))  # noqa: B023
    assert costs[2] < 2.2 * costs[1]


def asked(site: Site, policy: PolicySite) -> object:
    """What pages and feeds of a policy ask of all policies."""
    entry = policy.newest
    said = site.sample, site.contact("ja"), site.publisher, site.policy_of(entry)
    documents = [one.updated for one in feeds.of_policy(site, policy, "https://many.example/")]
    return said, len(site.told.publications), documents


def lines(run: Callable[[], object]) -> int:
    """How many lines are run."""
    count = 0

    def line(frame: FrameType, event: str, given: object) -> Callable[..., object]:
        nonlocal count
        count += event == "line"
        return line

    before = sys.gettrace()
    sys.settrace(line)
    try:
        run()
    finally:
        sys.settrace(before)
    return count
