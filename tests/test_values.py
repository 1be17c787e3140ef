from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kaitei.text.values import values
from kaitei.text.values.recogniser import _FORMS
from repositories import lines

CASES = Path(__file__).parent / "cases" / "values"
FORMS = [
    tuple(part.strip() for part in line.split("|"))
    for line in lines(CASES / "forms.txt")
    if line and not line.startswith("#")
]


@pytest.mark.parametrize(("text", "expected"), FORMS)
def test_a_value_has_its_kind_and_its_normal_form(text: str, expected: str):
    assert "; ".join(f"{v.kind} {v.normal}" for v in values(text)) == expected


def test_every_pattern_compiles_although_none_is_compiled_before_it_is_asked_for():
    assert all(form.pattern.groupindex is not None for form in _FORMS)


SIGNS = "0123456789一二三十百千万億,.・:/-～ 年月日時分円%第条項のか間()（）~金半 \nApril to"


@given(st.text(SIGNS) | st.text(max_size=60))
def test_values_stand_in_order_and_say_what_stands_there(text: str):
    at = 0
    for value in values(text):
        assert at <= value.start < value.end <= len(text)
        assert text[value.start : value.end] == value.text
        assert value.normal
        at = value.end


@given(st.integers(1, 10**15))
def test_an_amount_is_the_same_however_it_is_grouped(amount: int):
    rest, high = amount % 10**4, amount // 10**4
    scaled = f"{high}万{rest or ''}円" if high else f"{rest}円"
    forms = (f"{amount}円", f"{amount:,}円", f"¥{amount:,}", f"{amount:,} yen", scaled)
    assert {values(form)[0].key for form in forms} == {("amount", f"{amount}JPY")}


@given(st.dates(max_value=date(2999, 12, 31)))
def test_a_date_is_the_same_in_either_language(day):
    year = f"{day.year:04}"
    forms = [f"on {day.day} {day:%B} {year}.", f"on {day:%B} {day.day}, {year}."]
    if day.year >= 1800:
        forms += [f"{year}年{day.month}月{day.day}日に", f"{day.isoformat()}に"]
    assert {values(form)[0].key for form in forms} == {("date", day.isoformat())}
