"""The day in the name of a file, where dates are written as no sentence writes them."""

from __future__ import annotations

import re
import unicodedata
from datetime import date

from kaitei.text.values.dates import calendar_day
from kaitei.text.values.recogniser import values

_TOGETHER = re.compile(
    r"(?<!\d)((?:19|20)\d\d)[-_.]?(0[1-9]|1[0-2])[-_.]?(0[1-9]|[12]\d|3[01])(?!\d)"
)
"""20190401, 2019_04_01, 2019-0401: in a sentence the first is a number."""
_APART = re.compile(r"(?<=\d)_(?=\d)")


def day_of_name(name: str) -> date | None:
    """The first whole day in a name: 2019-04-01_privacy, privacy_20190401, 令和元年6月1日."""
    plain = _TOGETHER.sub(r"\1-\2-\3 ", unicodedata.normalize("NFKC", name))
    plain = _APART.sub("-", plain).replace("_", " ")
    days = (calendar_day(value.normal) for value in values(plain) if value.kind == "date")
    return next(filter(None, days), None)
