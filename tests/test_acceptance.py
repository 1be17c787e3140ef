"""Whether readers are to agree: declared with a text, told by pages, asked for by programs."""

import json
import re
from datetime import date

import pytest
from lxml import html

from kaitei.model import Policy, Publication
from kaitei.model.acceptance import acceptance, consent_since
from kaitei.record import Record, revision_file
from kaitei.site import api, pages
from kaitei.site.model import look
from records import made, record
from sites import REPO

REQUIRED, NOTICE, NONE = ({"acceptance": value} for value in ("required", "notice", "none"))
WORDS = {"acceptance": {"ja": "利用を続けることで同意とします。", "en": "By using it on."}}
LATE = date(2026, 12, 1)


def spaced(number: int) -> dict[str, str]:
    """The first text, written otherwise: every figure in full width, and nothing else."""
    return {
        "ja": "---\ntitle: 個人情報保護方針\n---\n## 第1条 {#one}\n\n手数料は１円です。\n",
        "en": "---\ntitle: Privacy policy\n---\n## 1. {#one}\n\nThe fee is **1** yen.\n",
    }


@pytest.mark.parametrize(
    ("publications", "since"),
    [
        ([made(1, extra=REQUIRED)], 1),
        ([made(1), made(2, extra=NOTICE)], 1),
        ([made(1), made(2, extra=NOTICE), made(3, extra=NONE)], 1),
        ([made(1), made(2, extra=REQUIRED), made(3, extra=NOTICE)], 2),
        ([made(1), made(2)], 2),  # nothing was declared: it may ask
        ([made(1, extra=NONE)], 1),  # nothing was there before it
        ([made(1), made(2, "correction", 1)], 1),
        ([made(1), made(2, extra=NOTICE), made(3, "correction", 2)], 1),
        ([made(1), made(2, extra=REQUIRED), made(3, "correction", 2)], 2),
        ([made(1), made(2, extra=REQUIRED), made(3, "withdrawal", 2)], 1),
    ],
)
def test_the_text_for_which_consent_was_last_to_be_asked(
    publications: list[Publication], since: int
):
    policy = Policy("privacy-policy", tuple(publications))
    held = policy.in_force(LATE)
    assert held is not None
    assert consent_since(policy, held).number == since


def current(*publications: Publication, on: date = LATE) -> dict:
    files = dict(api.api(look([Policy("privacy-policy", publications)], on), "https://x.example/"))
    return json.loads(files["api/v1/current.json"])["policies"]["privacy-policy"]


@pytest.mark.parametrize(
    ("publications", "material"),
    [
        ([made(1)], None),  # nothing to compare with
        ([made(1), made(2)], True),
        ([made(1), made(2, sources=spaced(2))], False),
        ([made(1), made(2, sources=spaced(2)), made(3, "correction", 2)], False),
        ([made(1), made(2), made(3, "correction", 2)], True),
        ([made(1), made(2, sources={})], None),  # withheld
    ],
)
def test_programs_learn_whether_anything_material_changed(
    publications: list[Publication], material: bool | None
):
    if not publications[-1].sources:
        publications = [made(1), made(2), made(3, "withheld", 1)]
    assert current(*publications)["in_force"]["material"] is material


def test_what_was_published_last_is_told_whether_or_not_it_brought_a_text():
    review = made(3, "review", 2, extra={"decided_on": "2026-02-20"})
    found = current(made(1), made(2, extra=NOTICE), review)
    assert found["last"] == {"number": 3, "kind": "review", "announced": "2026-03-01"}
    assert (found["in_force"]["number"], found["in_force"]["acceptance"]) == (2, "notice")
    assert current(made(1))["in_force"]["acceptance"] is None


def test_readers_are_told_in_their_language(tmp_path):
    record(tmp_path, made(1), made(2, extra=REQUIRED))
    site = look(Record(tmp_path).policies, date(2026, 3, 1))
    drawn = {p.address: p for p in pages.pages(site, REPO / "theme", "https://x.example/")}
    for address, said in (
        ("privacy-policy/2/changes/", "同意をいただきます"),
        ("en/privacy-policy/2/changes/", "Your consent is asked for"),
        ("en/privacy-policy/", "Your consent is asked for"),
    ):
        assert said in html.fromstring(drawn[address].html).text_content(), address


def test_words_of_a_record_of_before_are_still_how_one_agrees():
    written = made(2, extra=WORDS)
    frozen = revision_file.dump(written)
    assert "acceptance:" in frozen
    read = revision_file.load(frozen, "revision.yml", written.sources, written.settings, "")
    assert read.extra == {"agreement": WORDS["acceptance"]}
    assert acceptance(read) is None
    decision = current(made(1), read)["in_force"]["decision"]
    assert decision["acceptance"] == decision["agreement"] == WORDS["acceptance"]


def test_an_application_that_follows_the_docs_asks_tells_and_leaves_alone():
    document = (REPO / "docs/api.md").read_text("utf-8")
    example = re.search(r"```python\n(.*?)```", document, re.DOTALL)
    assert example is not None
    names: dict = {}
    exec(example[1].split("\n\n\nwith ")[0], names)  # noqa: S102  # the document is our own
    due, agreed = names["due"], names["agreed"]
    first = current(made(1))["in_force"]
    assert due(first, None) == "ask"
    assert due(None, None) is None
    kept = json.loads(json.dumps(agreed(first, "4711", "ja")))
    assert kept["privacy_notice"] == "https://x.example/privacy-policy/1/"
    for then, wanted in [
        ((made(2, "correction", 1),), None),
        ((made(2, extra=NONE),), None),
        ((made(2, extra=NOTICE),), "tell"),
        ((made(2, extra=REQUIRED),), "ask"),
        ((made(2, extra=REQUIRED), made(3, extra=NOTICE)), "ask"),
        ((made(2, extra=REQUIRED), made(3, "withdrawal", 2)), None),
        ((made(2),), "ask"),
    ]:
        assert due(current(made(1), *then)["in_force"], kept) == wanted, then
