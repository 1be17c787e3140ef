"""A review that changed nothing: when a policy was last reviewed, and when it will be next."""

import json
from datetime import date

import pytest
from lxml import html

from kaitei.model import Policy, Publication, reviews
from kaitei.record import Record
from kaitei.site import api, pages
from kaitei.site.model import look
from records import FROZEN, ORGANIZATION, made, record
from sites import REPO

DUE, LATER = "2027-01-20", "2028-03-01"
FIRST = made(1, extra={"next_review": DUE})
REVIEWED = made(3, "review", 2, extra={"decided_on": "2026-02-20", "next_review": LATER})
ALONE = made(3, "review", 2, extra={"decided_on": "2026-02-20"})
ENDED = made(3, "repeal", 2)
ANEW = made(4, "enactment", extra={})
REPLACED = made(2, base=1, extra={"next_review": LATER})
MARCH = date(2026, 3, 1)


@pytest.mark.parametrize(
    ("publications", "on", "last", "due"),
    [
        ([FIRST, made(2)], MARCH, None, DUE),
        ([FIRST, REPLACED], MARCH, None, LATER),
        ([FIRST, made(2), REVIEWED], MARCH, "2026-02-20", LATER),
        ([FIRST, made(2), REVIEWED], date(2026, 2, 28), None, DUE),  # not announced yet
        ([FIRST, made(2), ALONE], MARCH, "2026-02-20", None),  # what was due is done
        ([FIRST, made(2), ENDED, ANEW], date(2026, 4, 1), None, None),  # it begins anew
        ([FIRST, REPLACED, made(3, "withdrawal", 2)], MARCH, None, DUE),
    ],
)
def test_the_last_review_and_the_next(
    publications: list[Publication], on: date, last: str | None, due: str | None
):
    policy = Policy("privacy-policy", tuple(publications))
    found = reviews.last_review(policy, on), reviews.next_review(policy, on)
    assert [day and day.isoformat() for day in found] == [last, due]


def test_the_record_of_a_review_is_none_that_programs_of_before_read(tmp_path):
    record(tmp_path, made(1), made(2), REVIEWED)
    frozen = (tmp_path / "versions/privacy-policy/3/revision.yml").read_text("utf-8")
    assert frozen.startswith("format: 4\n")
    (policy,) = Record(tmp_path).policies
    assert policy.get(3).extra == REVIEWED.extra


@pytest.mark.parametrize("of_all", ["2026-02-25", "2026-01-05"])
def test_page_and_program_tell_the_later_review_and_the_next(tmp_path, of_all: str):
    """The policy's own review, or the owner's of all policies where that was later."""
    company = {**FROZEN, "organization": {**ORGANIZATION, "last_reviewed": of_all}}
    record(tmp_path, made(1), made(2), REVIEWED, frozen=company)
    site = look(Record(tmp_path).policies, MARCH)
    files = dict(api.api(site, "https://x.example/"))
    found = json.loads(files["api/v1/policies/privacy-policy.json"])
    last = max(of_all, "2026-02-20")
    assert (found["last_reviewed"], found["next_review"]) == (last, LATER)
    drawn = {p.address: p for p in pages.pages(site, REPO / "theme", "https://x.example/")}
    page = html.fromstring(drawn["privacy-policy/"].html)
    days = page.xpath('//footer[@class="k-document-foot"]//dl//time/@datetime')
    assert [days.count(day) for day in (last, LATER)] == [1, 1]
    notice = html.fromstring(drawn["en/privacy-policy/3/"].html)
    assert "stands unchanged" in notice.text_content()
    assert not notice.xpath('//*[contains(@class, "kaitei-table")]')
