"""Pages as data: complete, escaped, linked, and changed by a day only where they speak of one."""

import dataclasses
import email.policy
import gc
import html
import itertools
import json
import re
import shutil
from dataclasses import replace
from datetime import date, timedelta
from email import message_from_bytes
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import urljoin

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jinja2.runtime import Context

from kaitei.base.problems import KaiteiError
from kaitei.model import Policy
from kaitei.site import api, calendars, feeds, mail, pages
from kaitei.site.model import Site, look
from kaitei.site.pages.components import boxed, clauses
from kaitei.site.pages.components.comparisons import lowered
from kaitei.site.pages.context import PageContext
from records import made as publication
from sites import REPO, SETTINGS, helpdesk, privacy

THEME = REPO / "theme"
URL = "https://policies.example/under/"
EVIL = "\"><script>alert(1)</script>{{7*7}}&amp;'"


def site(on: str, *changed: Policy) -> Site:
    policies = [Policy("privacy-policy", tuple(privacy())), Policy("helpdesk", tuple(helpdesk()))]
    return look(changed or policies, date.fromisoformat(on))


def made(on: str, *changed: Policy) -> dict[str, pages.Page]:
    """The pages of the record on a day, by address."""
    return {page.address: page for page in pages.pages(site(on, *changed), THEME, URL)}


def whole(page: pages.Page) -> str:
    around = ("banner", "header", "aside", "html", "footer")
    return "".join(page.parts[place] for place in around)


class Seen(HTMLParser):
    """The links, ids, languages and words of a page."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.ids: list[str] = []
        self.words = ""
        self.feed(html)
        self.words = " ".join(self.words.split())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        if tag == "a" and found.get("href"):
            self.links.append(found["href"])
        if found.get("id"):
            self.ids.append(found["id"])

    def handle_data(self, data: str) -> None:
        self.words += data


# --- complete ---------------------------------------------------------------------------------


def test_each_language_has_each_page():
    own = [
        "",
        "search/",
        "follow/",
        "privacy-policy/",
        "privacy-policy/history/",
        "helpdesk/",
        "helpdesk/history/",
    ]
    own += [f"privacy-policy/{n}/" for n in range(1, 9)]
    own += [f"privacy-policy/{n}/changes/" for n in (1, 2, 3, 5, 6)]
    own += [f"privacy-policy/{n}/changes-to-current/" for n in (1, 2, 3)]
    own += [f"privacy-policy/{page}/" for page in ("compare", "parallel", "wordings")]
    own += [f"privacy-policy/{n}/changes/parallel/" for n in (2, 3, 5, 6)]
    own += [f"privacy-policy/{n}/marked/" for n in (2, 3, 5, 6)]
    own += [f"helpdesk/{n}/" for n in range(1, 5)]
    own += [f"helpdesk/{n}/changes/" for n in (1, 2)]
    found = made("2026-11-22")
    listed = {*own, *(f"en/{address}" for address in own), "404.html"}
    assert set(found) == listed, "a page that is new or gone: put it right in `own`, above"
    assert all(page.title and page.description for page in found.values())


def test_an_empty_record_has_a_home_and_a_page_for_errors():
    assert list(made("2025-12-31")) == ["", "search/", "en/", "en/search/", "404.html"]


def test_nothing_announced_later_is_on_the_site():
    found = made("2026-02-01")
    assert "privacy-policy/3/" not in found
    assert not any("2026年6月" in page.html for page in found.values())


def test_every_link_and_anchor_is_there():
    found = made("2026-11-22")
    known = {urljoin(URL, address) for address in found}
    shown = site("2026-11-22")
    for make in (feeds.feeds, calendars.calendars, api.api):
        known |= {urljoin(URL, path) for path, _ in make(shown, URL)}
    ids = {URL + address: set(Seen(whole(page)).ids) for address, page in found.items()}
    for address, page in found.items():
        for link in Seen(whole(page)).links:
            if link.startswith("tel:"):
                continue
            target, _, anchor = urljoin(URL + address, link).partition("#")
            assert target in known, f"{address}: {link}"
            assert not anchor or anchor in ids[target], f"{address}: {link}"


def test_ids_are_unique_on_a_page():
    for address, page in made("2026-11-22").items():
        ids = Seen(whole(page)).ids
        assert len(ids) == len(set(ids)), address


def test_headings_start_at_one_and_leave_no_level_out():
    for address, page in made("2026-11-22").items():
        levels = [int(n) for n in re.findall(r"<h([1-6])[ >]", page.html)]
        assert levels[0] == 1, address
        assert levels.count(1) == 1, address
        assert all(b - a <= 1 for a, b in itertools.pairwise(levels)), address


# --- safe -------------------------------------------------------------------------------------


def test_every_word_from_the_record_is_escaped():
    evil = {"ja": EVIL, "en": EVIL}
    publications = tuple(
        dataclasses.replace(p, titles=evil, summary={"ja": (EVIL,)}, reason=evil, digest=EVIL)
        for p in privacy()
    )
    for page in made("2026-11-22", Policy("privacy-policy", publications)).values():
        data = '<script type="application/json" id="k-index">'
        assert "<script" not in whole(page).replace(data, "", 1), page.address
        assert whole(page).count("</script") == (page.kind == "compare"), page.address
        assert "49" not in Seen(page.html).words, "content was run as a template"
    assert EVIL in Seen(page.parts["header"]).words


# --- true to the day ----------------------------------------------------------------------------

EFFECTIVE = date(2026, 9, 1)  # privacy-policy@5 takes effect and supersedes @3


def test_an_effective_day_changes_only_what_speaks_of_it():
    before, after = made("2026-08-31"), made("2026-09-01")
    changed = {address for address in after if before.get(address) != after[address]}
    home = before[""].html.replace("8月31日", ""), after[""].html.replace("9月1日", "")
    assert home[0] != home[1], "home must change for more than its own date"
    own = ["", "privacy-policy/", "privacy-policy/history/", "privacy-policy/3/"]
    own += ["privacy-policy/5/", "search/"]
    own += [f"privacy-policy/{n}/marked/" for n in (3, 5)]
    own += [f"privacy-policy/{page}/" for page in ("compare", "parallel", "wordings")]
    own += [f"privacy-policy/{n}/changes-to-current/" for n in (1, 2, 3)]
    listed = {*own, *(f"en/{address}" for address in own)}
    assert changed == listed, "a page that speaks of effective days stands in `own`, no other does"


@settings(max_examples=6)  # each makes two whole sites
@given(st.dates(date(2026, 8, 2), date(2026, 10, 31)), st.integers(1, 90))
def test_between_announcements_an_announcement_never_changes(day: date, days: int):
    first, later = (
        made(d.isoformat()) for d in (day, min(day + timedelta(days), date(2026, 10, 31)))
    )
    for address, page in first.items():
        if page.kind in ("announcement", "missing"):
            assert later[address] == page


@pytest.mark.parametrize(
    ("on", "address", "words"),
    [
        ("2026-08-01", "privacy-policy/", "施行中 2026年7月1日から施行"),
        ("2026-08-01", "privacy-policy/", "2026年9月1日に、この規程を改定します"),
        ("2026-08-01", "privacy-policy/2/", "旧版 2026年2月15日から2026年6月30日まで施行"),
        ("2026-08-01", "privacy-policy/5/", "改定予定 2026年9月1日に施行予定"),
        ("2026-08-01", "privacy-policy/6/", "撤回済み"),
        ("2026-08-01", "privacy-policy/4/", "施行日を2026年7月1日（令和8年7月1日）に延期します。"
         "公表時の施行日は2026年6月1日（令和8年6月1日）です。"),
        ("2026-08-01", "privacy-policy/3/changes/", "施行日は2026年7月1日（令和8年7月1日）に延期"),
        ("2026-08-01", "privacy-policy/8/", "英語"),
        ("2026-08-01", "helpdesk/1/", "非公開"),
        ("2026-11-01", "helpdesk/", "この規程は2026年11月1日に廃止されました。"),
        ("2026-11-01", "helpdesk/2/", "廃止済み 2026年2月1日から2026年10月31日まで施行"),
        ("2026-01-01", "en/privacy-policy/", "In force since 1 January 2026"),
        ("2026-02-10", "en/privacy-policy/2/", "Upcoming takes effect on 15 February 2026"),
    ],
)  # fmt: skip
def test_a_page_says_where_its_text_stands(on: str, address: str, words: str):
    assert words.replace(" ", "") in Seen(made(on)[address].html).words.replace(" ", "")


def test_a_text_that_does_not_hold_is_kept_from_search_engines_and_search():
    found = made("2026-08-01")
    assert [n for n in range(1, 7) if n != 4 and not found[f"privacy-policy/{n}/"].indexed] == [
        1, 2, 5, 6,
    ]  # fmt: skip
    assert found["privacy-policy/3/"].canonical == URL + "privacy-policy/"  # it holds
    assert "手数料は3円" in found["search/"].html
    assert not re.search("手数料は[^3]円", found["search/"].html)


# --- languages ----------------------------------------------------------------------------------


def test_a_missing_translation_is_never_passed_off():
    late = tuple(p for p in privacy() if p.number < 8)  # the English of 5 is not there yet
    found = made("2026-11-22", Policy("privacy-policy", late))
    main, own = found["en/privacy-policy/"], found["en/privacy-policy/5/"]
    assert "The English text below is that of publication 3." in main.html
    assert "The fee is 3 yen." in re.sub("<[^>]*>", "", main.html)
    assert "has not been translated into English yet. The text below is in Japanese." in own.html
    assert re.search(r'<div class="k-text" lang="ja">.*手数料は五円です。', own.html, re.S)


def test_a_translation_that_is_behind_says_so_at_the_top_and_at_each_clause_that_moved():
    late = tuple(p for p in privacy() if p.number < 8)
    found = made("2026-11-22", Policy("privacy-policy", late))
    for page in (found["en/privacy-policy/"], found["en/privacy-policy/parallel/"]):
        note = "This translation is of the clause as it was before publication 5."
        assert page.html.count(note) == 1 + (page.kind == "parallel")  # clause two is there in ja
        assert "that of publication 3" in Seen(page.html).words
    assert "before publication" not in made("2026-11-22")["en/privacy-policy/"].html


def test_languages_stand_side_by_side_by_clause():
    html = made("2026-11-22")["privacy-policy/parallel/"].html
    rows = re.findall(r'<section class="k-parallel__row".*?</section>', html, re.S)
    assert ["五円" in row and "5 yen" in row for row in rows] == [True, False]
    assert "新しい条" in rows[1]
    assert "A new clause" in rows[1]
    changed = made("2026-11-22")["en/privacy-policy/3/changes/parallel/"].html
    cells = re.findall(r'k-parallel__cell--\d" lang="(..)">(.*?)</div>', changed, re.S)
    assert [lang for lang, _ in cells] == ["ja", "en"]
    assert all("<del>" in cell and "<ins>" in cell for _, cell in cells)


def test_a_clause_names_the_revisions_that_touched_it():
    html = made("2026-11-22")["privacy-policy/"].html
    touched = re.findall(r'class="k-touched".*?</p>', html, re.S)
    links = [re.findall(r'href="([^"]+)"', one) for one in touched]
    assert links == [
        [f"../privacy-policy/{n}/changes/#k-row-one" for n in (2, 3, 5)]
        + ["../privacy-policy/wordings/#one"],
        ["../privacy-policy/5/changes/#k-row-two"],
    ]


def three_texts(number: int) -> Policy:
    """Clauses one and two; the second gives way to a third; then the fee of the first changes."""
    clauses = {
        1: "## 第1条 {#one}\n\n手数料は1円です。\n\n## 第2条 {#two}\n\n担当は本社です。\n",
        2: "## 第1条 {#one}\n\n手数料は1円です。\n\n## 第2条 {#three}\n\n窓口は別に定めます。\n",
        3: "## 第1条 {#one}\n\n手数料は3円です。\n\n## 第2条 {#three}\n\n窓口は別に定めます。\n",
    }
    made = [
        publication(n, sources=dict.fromkeys(("ja", "en"), f"---\ntitle: 規程\n---\n{text}"))
        for n, text in clauses.items()
        if n <= number
    ]
    if number == 3:
        made[-1] = replace(made[-1], announced=date(2026, 2, 10))
    return Policy("privacy-policy", tuple(made))


def test_the_link_of_a_clause_that_is_gone_says_what_became_of_it():
    """It stands where the clause stood, and only where the policy is read as it stands."""
    found = made("2026-02-15", three_texts(2))
    html = found["en/privacy-policy/"].html
    gone = re.search(r'<p class="k-gone" id="two".*?</p>', html, re.S)
    assert html.index('id="one"') < gone.start() < html.index('id="three"')
    assert "publication 2, effective 1 February 2026, left it out" in Seen(gone[0]).words
    assert Seen(gone[0]).links == [
        "../../en/privacy-policy/2/changes/#k-row-two",
        "../../en/privacy-policy/wordings/#two",
    ]
    assert 'id="k-row-two"' in found["en/privacy-policy/2/changes/"].html
    assert "k-gone" not in found["en/privacy-policy/2/"].html


def test_a_first_clause_that_is_gone_is_told_once_below_a_preamble_too():
    """A text may lose its first clause: what stands above the first heading has no id either."""
    preamble = "この規程は次のとおりです。\n\n"
    texts = [
        f"{preamble}## 第1条 {{#one}}\n\n1円です。\n\n## 第2条 {{#two}}\n\n担当は本社です。\n",
        f"{preamble}## 第1条 {{#two}}\n\n担当は本社です。\n",
    ]
    publications = [
        publication(n, sources=dict.fromkeys(("ja", "en"), f"---\ntitle: 規程\n---\n{text}"))
        for n, text in enumerate(texts, 1)
    ]
    html = made("2026-02-15", Policy("privacy-policy", tuple(publications)))["privacy-policy/"].html
    assert html.count('id="one"') == 1
    assert '<p class="k-gone" id="one"' in html


def test_a_clause_says_what_is_announced_of_it_until_it_holds():
    before, after = (made(on, three_texts(3)) for on in ("2026-02-15", "2026-03-01"))
    said = re.findall(r'<p class="k-coming".*?</p>', before["privacy-policy/"].html, re.S)
    assert [Seen(one).links for one in said] == [["../privacy-policy/3/changes/#k-row-one"]]
    assert "2026年3月1日" in said[0]
    for place in (before["privacy-policy/"].html, before["privacy-policy/"].parts["aside"]):
        (entry,) = re.findall(r'<a [^>]*href="#one".*?</a>', place.split("k-clause__head")[0], re.S)
        assert Seen(entry).words == "第1条 ●改定予定：2026年3月1日"
    assert "●" not in Seen(re.search('<a [^>]*href="#three".*?</a>', place, re.S)[0]).words
    assert "k-coming" not in after["privacy-policy/"].html
    assert "k-toc__coming" not in whole(after["privacy-policy/"])
    for on, coming in (("2026-02-15", {"one": [3]}), ("2026-03-01", {})):
        files = dict(api.api(site(on, three_texts(3)), URL))
        assert json.loads(files["api/v1/policies/privacy-policy.json"])["coming"] == coming


# --- helpdesk, theme ------------------------------------------------------------------------------


def test_the_helpdesk_lists_the_closed_days_of_two_years():
    html = made("2026-10-22")["helpdesk/"].html
    days = re.findall(r'k-closures__day"><time datetime="([\d-]+)"', html)
    season = [day for day in days if "2026-11-22" <= day <= "2027-01-12"]
    assert season == [
        "2026-11-23", "2026-12-29", "2026-12-30", "2026-12-31", "2027-01-01", "2027-01-11",
    ]  # fmt: skip
    assert days[0] == "2026-01-01"
    assert max(days) == "2027-12-31"


def own_words(tmp_path: Path, toml: str) -> Path:
    shutil.copytree(THEME, tmp_path / "theme")
    (tmp_path / "theme/words.toml").write_text(toml, "utf-8")
    return tmp_path / "theme"


def test_an_owner_replaces_a_word(tmp_path: Path):
    theme = own_words(tmp_path, '[ja]\nhome = "トップ"\n')
    found = {page.address: page for page in pages.pages(site("2026-11-22"), theme, URL)}
    assert "トップ" in found["privacy-policy/"].html
    assert "Home" in found["en/privacy-policy/"].html


@pytest.mark.parametrize(
    ("toml", "place", "rule", "named"),
    [
        ('[ja]\n\nhomme = "トップ"\n', "theme/words.toml:3", "theme-words-unknown", "home"),
        ('[en]\nas_of = "As of today"\n', "theme/words.toml:2", "theme-words-values", "{day}"),
        ('[en]\nhome = "Home {"\n', "theme/words.toml:2", "theme-words-values", "-"),
        ('[ja]\nhome = "ホーム"\n[xx]\n', "theme/words.toml:3", "theme-words-unknown", "en, ja"),
        ("[ja\n", "theme/words.toml", "theme-broken", "line 1"),
    ],
)
def test_a_word_that_is_not_there_is_refused(
    tmp_path: Path, toml: str, place: str, rule: str, named: str
):
    with pytest.raises(KaiteiError) as caught:
        pages.pages(site("2026-11-22"), own_words(tmp_path, toml), URL)
    (found,) = caught.value.problems
    assert (found.place, found.rule) == (place, rule)
    assert named in found.message() + found.mend()


def test_a_broken_template_is_one_clear_problem(tmp_path: Path):
    shutil.copytree(THEME, tmp_path / "theme")
    (tmp_path / "theme/pages/home.html").write_text("<h1>{{ nothing_of_this_name }}</h1>")
    with pytest.raises(KaiteiError) as caught:
        pages.pages(site("2026-11-22"), tmp_path / "theme", URL)
    assert caught.value.problems[0].place == "theme/pages/home.html:1"
    assert "nothing_of_this_name" in caught.value.problems[0].message()


# --- renamed ----------------------------------------------------------------------------------


def renamed() -> list[Policy]:
    """The helpdesk, and the privacy policy renamed on 1 September 2026, then revised."""
    own = {"policy": "privacy", "settings": SETTINGS}
    later = [
        publication(9, "renaming", 5, former="privacy-policy", **own),
        publication(10, base=5, **own),
    ]
    policies = Policy("privacy", (*privacy(), *later)), Policy("helpdesk", tuple(helpdesk()))
    return list(policies)


def test_a_renamed_policy_keeps_every_address_and_the_old_ones_lead_on():
    before, after = made("2026-08-31", *renamed()), made("2026-10-01", *renamed())
    assert before.keys() == made("2026-08-31").keys()  # nobody knows of it yet
    assert before.keys() < after.keys()
    for page in after.values():
        if page.kind == "moved":
            assert page.leads_to == page.address.replace("privacy-policy", "privacy")
            assert page.canonical == URL + page.leads_to
            assert page.canonical.removeprefix(URL) in after
            assert urljoin(URL + page.address, "../" * page.address.count("/") + page.leads_to) in {
                urljoin(URL + page.address, link) for link in Seen(page.html).links
            }
        elif page.kind == "announcement":
            assert page.canonical == URL + page.address
        elif page.kind == "revision":  # the one that holds is known as the policy
            assert page.canonical in (URL + page.address, URL + re.sub(r"\d+/$", "", page.address))
    assert after["privacy-policy/"].kind == after["en/privacy-policy/history/"].kind == "moved"
    assert after["privacy/"].kind == "policy"
    assert "privacy-policy/3/changes/" in after
    assert "privacy/10/changes/" in after
    assert not after["privacy-policy/"].indexed
    links = Seen(after["helpdesk/"].html).links if "helpdesk/" in after else []
    assert "../privacy/#one" in links  # its frozen text still says ../privacy-policy/


def test_every_link_of_a_renamed_policy_is_there():
    found = made("2026-10-01", *renamed())
    for page in found.values():
        for link in Seen(whole(page)).links:
            target = urljoin(URL + page.address, link).partition("#")[0].removeprefix(URL)
            assert (
                target in found
                or target.endswith((".xml", ".ics", ".json", ".md"))
                or ":" in target
            ), (
                page.address,
                link,
            )


def test_hosts_are_told_of_former_names():
    assert pages.redirects(site("2026-08-31", *renamed()), URL) == []
    ((path, content),) = pages.redirects(site("2026-10-01", *renamed()), URL)
    assert path == "_redirects"
    lines = content.decode().splitlines()
    assert "/under/privacy-policy/ /under/privacy/ 301" in lines
    assert "/under/en/privacy-policy/history/ /under/en/privacy/history/ 301" in lines
    assert len(lines) == 12


# --- announced together, decided ----------------------------------------------------------------


def test_an_announcement_names_its_decision_and_what_was_announced_with_it():
    decided = {"decided_on": "2025-12-20", "approved_by": "取締役会 & <others>", "reference": "R-1"}
    both = [
        publication(1, policy=name, announcement="start", extra=decided, settings=SETTINGS)
        for name in ("privacy-policy", "helpdesk")
    ]
    found = made("2026-01-01", *(Policy(p.policy, (p,)) for p in both))
    ja, en = (found[f"{lang}privacy-policy/1/changes/"] for lang in ("", "en/"))
    assert "2025年12月20日（令和7年12月20日）" in Seen(ja.html).words
    assert "20 December 2025" in Seen(en.html).words
    assert "取締役会 &amp; &lt;others&gt;" in ja.html
    assert "R-1" in ja.html
    assert "../../../helpdesk/1/changes/" in Seen(ja.html).links
    alone = made("2026-02-01")["privacy-policy/1/changes/"]
    assert "../../../helpdesk/1/changes/" not in Seen(alone.html).links


def test_whom_a_revision_concerns_is_told_wherever_it_is_told_of():
    """Announcement, notice and foot of the policy's page, dated text, feed, mail, JSON."""
    said = {"ja": "新規のご契約 & <更新>", "en": "New contracts & <renewals>"}
    extra = {"decided_on": "2026-01-20", "applies_to": said, "transitional": "従前の例による。"}
    texts = publication(1), publication(2, effective=date(2026, 4, 1), extra=extra)
    corrected = publication(3, "correction", 2, effective=date(2026, 4, 1))
    policy = Policy("privacy-policy", texts)
    before = made("2026-02-15", policy)
    fold = before["en/privacy-policy/"].html.split("</header>")[0]
    assert "20 January 2026" not in fold
    assert "令和" not in before["privacy-policy/2/"].html
    after = made("2026-04-15", Policy("privacy-policy", (*texts, corrected)))
    here = site("2026-02-15", policy)
    files = dict([*feeds.feeds(here, URL), *api.api(here, URL)])
    entry = here.policy("privacy-policy").entry(2)
    letter = mail.message(here, entry, ["en"], URL, pages.read_words(THEME, ["en"]))
    parts = message_from_bytes(letter, policy=email.policy.default).iter_parts()
    told = {
        "announcement": Seen(before["en/privacy-policy/2/changes/"].html).words,
        "dated text": Seen(before["en/privacy-policy/2/"].html).words,
        "notice": Seen(fold).words,
        "foot": Seen(after["en/privacy-policy/"].html.split("k-document-foot")[1]).words,
        "feed": Seen(json.loads(files["en/feed.json"])["items"][0]["content_html"]).words,
        **{part.get_content_type(): html.unescape(part.get_content()) for part in parts},
    }
    for place, words in told.items():
        assert all(one in words for one in (said["en"], "従前の例による。")), place
    assert "Enacted1 January 2026 Last revised20 January 2026" in told["foot"]
    marked = re.findall(r' lang="ja">([^<]*)<', before["en/privacy-policy/2/changes/"].html)
    assert marked == ["従前の例による。"]  # what the translation doesn't say
    coming = json.loads(files["api/v1/current.json"])["policies"]["privacy-policy"]["upcoming"]
    listed = json.loads(files["api/v1/policies/privacy-policy.json"])["publications"]
    wanted = {**extra, "transitional": {"ja": "従前の例による。"}}
    assert [one["decision"] for one in (*coming, *listed)] == [wanted, wanted, {}]


def test_every_former_wording_stands_once_with_the_days_on_which_it_held():
    """Of a clause that did not change nothing is listed; of one that did what it said before."""
    found = made("2026-11-22")["privacy-policy/wordings/"]
    words = Seen(found.html).words
    line = [n for n in (1, 2, 3, 5) if f"手数料は{n}円です。" in words]
    assert line == [1, 2, 3]
    assert words.index("手数料は3円です。") < words.index("手数料は1円です。")  # the newest first
    assert "2026年7月1日から2026年8月31日まで" in words  # of 3, postponed
    assert "6円" not in words  # withdrawn before it took effect
    assert found.html.count('id="one"') == 1


# --- tables, headings -------------------------------------------------------------------------


def test_a_table_stands_in_a_named_box_and_short_cells_stay_on_one_line():
    row = '<td class="align-right">1,000円</td><td>どの規程についても一件ごとに頂きます。</td>'
    table = f"<table><thead><tr><th>手数料</th><th>備考</th></tr></thead><tr>{row}</tr></table>"
    framed = boxed(f'<table class="ours"><tr><td>{table}</td></tr></table>', "表（{columns}）")
    box = '<section class="k-table" aria-label="表（手数料 · 備考）" tabindex="0"><table>'
    assert framed.count("k-table") == framed.count(box) == 1
    assert framed.startswith('<table class="ours"><tr><td><section')
    assert framed.count('<th scope="col" class="k-short">') == 2
    assert '<td class="k-short align-right">1,000円</td><td>どの規程' in framed


def test_a_comparison_jumps_over_no_level_of_headings():
    """The chapter of the first clause did not change, so that it is not there."""
    html = "<h3>第1条</h3><h3>第2条</h3><h2>第2章</h2><h3>第3条</h3>"
    assert lowered(html) == "<h3>第1条</h3><h3>第2条</h3><h3>第2章</h3><h4>第3条</h4>"
    assert lowered(html, by=0) == "<h2>第1条</h2><h2>第2条</h2><h2>第2章</h2><h3>第3条</h3>"


def test_an_amount_is_never_broken_and_nothing_in_a_tag_is_touched():
    html = '<p>手数料は1,000円です。<a href="/?q=500円" title="2円">3.5万円</a>、1,000 yen。</p>'
    marked = clauses._unbroken(html)
    assert re.findall(r'<span class="k-amount">(.*?)</span>', marked) == [
        "1,000円",
        "3.5万円",
        "1,000 yen",
    ]
    assert re.sub(r"</?span[^>]*>", "", marked) == html


def test_an_empty_site_says_so_and_names_nobody():
    for address, page in made("2025-12-31").items():
        assert "まだありません" in page.html or "yet" in page.html or page.kind == "missing", (
            address
        )
        assert not re.search(r"<title>[^<]*\|  |<p class=\"k-lead\">が", whole(page))


def test_what_a_page_was_printed_from_is_given_back_at_once():
    gc.collect()
    before = {id(one) for one in gc.get_objects()}
    gc.disable()  # as while a policy is built: what stands in circles stays
    try:
        assert made("2027-04-01")
        left = [one for one in gc.get_objects() if isinstance(one, Context | PageContext)]
    finally:
        gc.enable()
    assert not [one for one in left if id(one) not in before]
