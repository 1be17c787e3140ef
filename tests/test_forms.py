"""The request form: a PDF whose words, boxes and fonts are looked at with other programs."""

import dataclasses
from datetime import date

import pytest

import pdfs
from kaitei.base import typesetting
from kaitei.model import Policy, facts
from kaitei.record import Record
from kaitei.site import forms
from kaitei.site.model import Site, look
from records import made
from sites import REPO
from test_helpdesk import FEE, settings

TYPES = {
    "type": "request-types",
    "as_of": "2026-01-01",
    "types": {
        "disclosure": {"name": {"ja": "開示", "en": "disclosure"}, "article": "33", "fee": "fee"},
        "correction": {"name": {"ja": "訂正", "en": "amendment"}, "article": "34"},
        "notice-of-purpose": {"name": {"ja": "利用目的の通知", "en": "notice of purpose"},
                              "article": "32(2)"},
    },
}  # fmt: skip
ANSWER = {
    "type": "procedure",
    "answer": {"ja": "書面で回答します。", "en": "We answer in writing."},
}


def site(*, name: str = "disclosure-procedure", **more) -> Site:
    own = settings(**({"fee": FEE, "types": TYPES} | more))
    publications = tuple(dataclasses.replace(made(n), policy=name, settings=own) for n in (1, 2))
    return look([Policy(name, publications)], date(2026, 6, 15))


def made_by(place: Site) -> dict[str, bytes]:
    return dict(forms.forms(place))


def test_each_revision_has_a_form_in_each_language_and_other_policies_have_none():
    assert set(made_by(site())) == {
        f"{lang}disclosure-procedure/{n}/request-form.pdf" for lang in ("", "en/") for n in (1, 2)
    }
    assert made_by(site(name="privacy-policy")) == {}
    assert made_by(site(types={"type": "text", "value": {"ja": "無", "en": "none"}})) == {}


def test_two_makings_are_the_same_to_the_byte_and_a_later_day_changes_nothing():
    first = made_by(site())
    typesetting.compiler._compiler.cache_clear()
    assert made_by(site()) == first
    assert all(pdf.startswith(b"%PDF-1.") for pdf in first.values())


def test_what_is_asked_and_what_it_costs_can_be_read_out():
    found = made_by(site(procedure=ANSWER))
    ja = pdfs.words(found["disclosure-procedure/2/request-form.pdf"])
    for wanted in (
        "開示（第33条）",
        "利用目的の通知（第32条第2項）",
        "契約回線ごとに1,100円（税込）",
        "書面で回答します。",
        "見本株式会社",
        "公表第2号（2026年2月1日施行）",
        "03-0000-0000",
    ):
        assert wanted in ja, wanted
    en = pdfs.words(found["en/disclosure-procedure/2/request-form.pdf"])
    for wanted in ("Amendment (Article 34)", "1,100 yen ×", "We answer in writing.", "SAMPLE",
                   "publication 2 (effective 1 February 2026)"):  # fmt: skip
        assert wanted in en, wanted
    assert "在" not in en


@pytest.mark.parametrize("lang", ["ja", "en"])
def test_every_field_of_the_procedure_stands_on_a_page_of_its_own(filled_in, lang):
    place = f"{'en/' if lang == 'en' else ''}disclosure-procedure/1/request-form.pdf"
    pdf = made_by(look(Record(filled_in).policies, date(2026, 11, 22)))[place]
    first, second = ("".join(page.split()) for page in pdfs.read(pdf))
    for name, said in facts.load(filled_in / "content").facts["procedure"].rows(lang).values():
        assert "".join(name.split()) in second
        assert "".join(said.split()) in second
    for label in ("開示（第33条）", "利用目的の通知（第32条第2項）") if lang == "ja" else (
        "Disclosure(Article33)", "Noticeofthepurposeofuse(Article32(2))"
    ):  # fmt: skip
        assert label in first


def test_what_is_not_filled_in_is_left_out():
    found = made_by(site(fee=FEE | {"amount": None}))
    pdf = found["disclosure-procedure/2/request-form.pdf"]
    (only,) = pdfs.pages(pdf)
    assert "手数料" not in only
    assert "請求の手続" not in only


def test_its_fonts_are_embedded_and_its_structure_is_tagged():
    for pdf in made_by(site()).values():
        used = pdfs.fonts(pdf)
        assert {name for name, _ in used} <= {"BIZUDPGothic-Regular", "BIZUDPGothic-Bold"}
        assert used
        assert all(flags == ["yes"] * 3 for _, flags in used)
        told = pdfs.told(pdf)
        assert (told["Tagged"], told["Pages"]) == ("yes", "1")
        assert "A4" in told["Page size"]


def test_words_are_printed_and_never_run():
    evil = "#panic(1) $x$ = _y_"
    fee = FEE | {"unit": {"ja": evil, "en": evil}}
    assert evil in pdfs.words(made_by(site(fee=fee))["en/disclosure-procedure/1/request-form.pdf"])


def test_a_character_that_the_font_does_not_have_is_named_and_no_hole():
    found = made_by(site(fee=FEE | {"unit": {"ja": "𓀀ごと", "en": "per line"}}))
    ja = pdfs.words(found["disclosure-procedure/2/request-form.pdf"])
    assert "［U+13000］ごとに1,100円" in ja


def test_the_sample_has_its_forms():
    found = made_by(look(Record(REPO).policies, date(2026, 11, 22)))
    assert "disclosure-procedure/2/request-form.pdf" in found
    assert max(map(len, found.values())) < 100_000
