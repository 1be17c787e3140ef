"""What the helpdesk's and the procedure's pages add to their texts, out of the frozen facts."""

import dataclasses
import json
from datetime import date

from kaitei import facts, pages
from kaitei.policy import Policy
from kaitei.site import look
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
FIELDS = ("data-covered", "who-may-ask", "where-to-apply", "forms", "locating-the-data",
          "identity-documents", "agents", "payment", "answer", "refusal-grounds",
          "use-of-request-data", "complaints")  # fmt: skip


def settings(**more) -> facts.Settings:
    frozen = {"organization": {**ORGANIZATION, "contact": CONTACT}, "facts": FACTS | more}
    return facts.thaw(frozen, "facts.yml")


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


def test_every_field_of_the_procedure_has_its_row_and_an_empty_one_none():
    whole = {name: {"ja": f"和{n}", "en": f"Words {n}"} for n, name in enumerate(FIELDS)}
    filled = settings(procedure={"type": "procedure", **whole}).table("procedure", "en")
    assert filled.count("\n") == len(FIELDS) + 1
    assert "| Who may ask | Words 1 |" in filled
    some = {"type": "procedure", "answer": {"ja": "書面で回答します。", "en": "In writing."}}
    assert settings(procedure=some).table("procedure", "ja").splitlines() == [
        "| 事項 | 内容 |",
        "| --- | --- |",
        "| 回答の方法及び時期 | 書面で回答します。 |",
    ]
    assert settings(procedure={"type": "procedure"}).table("procedure", "ja") == ""
    assert settings(p=some).fill("{{table:p}}", "en", "en.md").used == {"p"}
