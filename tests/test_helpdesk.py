"""What the helpdesk's and the procedure's pages add to their texts, out of the frozen facts."""

import dataclasses
import json
from datetime import date

import lxml.html
import pytest

from kaitei.model import Policy, facts
from kaitei.model.facts import wording
from kaitei.record import Record
from kaitei.site import pages
from kaitei.site.model import look
from records import ORGANIZATION, made
from sites import CONTACT, FACTS, REPO

FEE = {
    "type": "fee",
    "name": {"ja": "開示手数料", "en": "disclosure fee"},
    "amount": "1,100",
    "currency": "JPY",
    "tax": "included",
    "unit": {"ja": "契約回線ごと", "en": "per subscriber line"},
    "law": {"ja": "個人情報保護法第38条", "en": "APPI, Article 38"},
    "as_of": "2026-01-01",
}


def settings(**more) -> facts.Settings:
    frozen = {"organization": {**ORGANIZATION, "contact": CONTACT}, "facts": FACTS | more}
    return facts.load_frozen(frozen, "facts.yml")


def page(name: str, own: facts.Settings, lang: str = "en", on: str = "2026-06-15") -> str:
    publication = dataclasses.replace(made(1), policy=name, settings=own)
    site = look([Policy(name, (publication,))], date.fromisoformat(on))
    found = {p.address: p for p in pages.pages(site, REPO / "theme", "https://x.example/")}
    return found[f"{'en/' if lang == 'en' else ''}{name}/"].html


def test_a_fee_comes_with_a_worked_example_and_its_law():
    html = page("disclosure-procedure", settings(fee=FEE))
    assert "1,100 yen × 2 = 2,200 yen" in html
    assert "APPI, Article 38" in html
    assert '<time datetime="2026-01-01">' in html
    assert "1,100円×2＝2,200円" in page("disclosure-procedure", settings(fee=FEE), "ja")


def test_a_fee_without_an_amount_has_no_example():
    open_fee = FEE | {"amount": None}
    assert "k-fees" not in page("disclosure-procedure", settings(fee=open_fee))


def test_a_year_without_holiday_data_makes_no_claim():
    html = page("helpdesk", settings(), on="2099-06-15")
    data = json.loads(html.split('data-clock="')[1].split('"')[0].replace("&#34;", '"'))
    assert data["years"] == [2099]
    assert "The national holidays of 2100 have not been published yet." in html


def test_a_unit_of_another_kind_is_not_called_a_line():
    each = FEE | {"unit": {"ja": "一件ごと", "en": "per request"}, "law": None}
    html = page("disclosure-procedure", settings(fee=each))
    assert "1,100 yen (including tax) per request. For 2 of them that makes" in html
    assert "k-fees__law" not in html


# --- every field that the owner fills in, and none that he does not -----------------------------


@pytest.fixture(scope="module")
def whole_site(filled_in) -> dict[str, pages.Page]:
    site = look(Record(filled_in).policies, date(2026, 11, 22))
    return {p.address: p for p in pages.pages(site, REPO / "theme", "https://x.example/")}


@pytest.fixture(scope="module")
def filled_pages(whole_site) -> dict[str, str]:
    return {address: page.html for address, page in whole_site.items()}


def said(html: str) -> str:
    return " ".join(lxml.html.fromstring(f"<div>{html}</div>").text_content().split())


@pytest.mark.parametrize("lang", ["ja", "en"])
@pytest.mark.parametrize("field", wording.PROCEDURE)
def test_every_field_of_the_procedure_stands_on_the_page(filled_in, filled_pages, field, lang):
    own = facts.load(filled_in / "content")
    address = f"{'en/' if lang == 'en' else ''}disclosure-procedure/"
    name, words = own.facts["procedure"].rows(lang)[field]
    assert f"{name} {words}" in said(filled_pages[address])


@pytest.mark.parametrize("lang", ["ja", "en"])
def test_whatever_a_reader_must_find_of_the_company_stands_on_the_helpdesks_page(
    filled_in, filled_pages, lang
):
    html = filled_pages[f"{'en/' if lang == 'en' else ''}helpdesk/"]
    company = facts.load(filled_in / "content").organization
    for item in ("address", "representative", "privacy_officer", "helpdesk_address",
                 "accredited_body"):  # fmt: skip
        assert getattr(company, item)[lang] in said(html), item
    assert f'href="mailto:{company.email}"' in html
    assert 'href="tel:+81120000000"' in html
    number = company.certification.registration_no
    ja = f"プライバシーマーク（登録番号 {number}、有効期間 2027年6月30日まで）"
    en = f"PrivacyMark (registration number {number}, valid until 30 June 2027)"
    assert (ja if lang == "ja" else en) in said(html)
    assert "<img" not in html  # the mark itself is shown by contract only


def test_what_is_not_filled_in_leaves_no_trace(filled_in):
    """One field after the other is emptied, then all: its row goes, then the table."""
    own = facts.load(filled_in / "content")
    text = "One.\n\n{{table:procedure}}\n\n{{table:organization}}\n\nTwo.\n"
    procedure = own.facts["procedure"]
    for field in procedure.fields:
        less = dataclasses.replace(procedure, fields={**procedure.fields, field: None})
        fewer = dataclasses.replace(own, facts={**own.facts, "procedure": less})
        gone = {*own.fill(text, "en", "").text.split("\n")}
        gone -= {*fewer.fill(text, "en", "").text.split("\n")}
        name, words = procedure.rows("en")[field]
        assert gone == {f"| {name} | {words} |"}
    nothing = settings(procedure={"type": "procedure"})
    for lang in ("ja", "en"):
        assert nothing.fill(text, lang, "").text == "One.\n\nTwo.\n"
        assert nothing.fill(text.removesuffix("\n\nTwo.\n"), lang, "").text == "One."
    assert nothing.fill(text, "en", "").used == {"procedure", "organization"}


@pytest.mark.parametrize("item", ["address", "representative", "privacy_officer", "email",
                                  "helpdesk_address", "accredited_body"])  # fmt: skip
def test_a_gap_in_the_company_is_a_missing_row(item):
    given = {"email": "desk@example.com"} | {
        name: {"ja": f"和{name}", "en": f"E {name}"}
        for name in ("address", "representative", "privacy_officer", "helpdesk_address",
                     "accredited_body")
    }  # fmt: skip
    tables = [
        facts.load_frozen({"organization": ORGANIZATION | company, "facts": {}}, "f.yml")
        for company in (given, {k: v for k, v in given.items() if k != item})
    ]
    full, less = (one.table("organization", "en").split("\n") for one in tables)
    assert len(full) == len(less) + 1 == 9
    assert {*less} < {*full}


def test_a_certification_is_claimed_with_its_number_or_not_at_all():
    held = {"name": {"ja": "プライバシーマーク", "en": "PrivacyMark"}, "valid_until": "2027-06-30"}
    one = facts.load_frozen(
        {"organization": ORGANIZATION | {"certification": held}, "facts": {}}, "f.yml"
    )
    assert one.table("organization", "en") == ""
    assert one.parts("organization", "en")["certification"] == "PrivacyMark"


# --- where a visitor finds it -------------------------------------------------------------------


def test_the_helpdesks_page_begins_with_when_somebody_answers(filled_pages):
    for lang in ("", "en/"):
        html = filled_pages[f"{lang}helpdesk/"]
        assert html.index("data-clock") < html.index('id="contact"') < html.index("k-closures")


def test_each_revision_leads_to_its_own_form(filled_pages):
    for lang in ("", "en/"):
        for address in ("disclosure-procedure/", "disclosure-procedure/1/"):
            found = lxml.html.fromstring(filled_pages[lang + address])
            found.make_links_absolute(f"https://x.example/{lang}{address}")
            forms = [link for _, _, link, _ in found.iterlinks() if link.endswith(".pdf")]
            assert forms == [f"https://x.example/{lang}disclosure-procedure/1/request-form.pdf"]
        assert "request-form.pdf" not in filled_pages[f"{lang}privacy-policy/2/"]


def test_the_closed_days_can_be_followed_and_every_page_says_whom_to_write_to(whole_site):
    for lang in ("", "en/"):
        follow = whole_site[f"{lang}follow/"]
        assert f"https://x.example/{lang}helpdesk/closures.ics" in follow.html
        assert "privacy-policy/closures.ics" not in follow.html
    assert all(
        'href="mailto:desk@example.com"' in page.parts["footer"] for page in whole_site.values()
    )
