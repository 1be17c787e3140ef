"""The one recogniser of values: what in a text can be right or wrong by a digit.

`values(text)` gives the values of a stretch of text in order, Japanese and English alike, each with
where it stands and with a normal form. Comparison, its sentences, the parity of the languages, the
check of summaries, the dates that an import proposes and facts in a returned Word file ask here and
nowhere else.

A `Value` has

- `kind`, its dimension: "amount", "rate", "period", "date", "time", "count", "number",
  "telephone", "email", "url", "postcode", "address", "reference". Values are paired only within one
  kind;
- `normal`, its normal form: 1億2,000万円, ¥120,000,000 and 120 million yen all are "120000000JPY".
  Two values whose `key` (kind and normal form) is equal differ in notation only: nothing became
  another;
- `unit`, what it is counted in: a currency, "%", the greatest unit of a period, the counter of a
  count (名, members); "" elsewhere;
- `start`, `end`, `text`: where it stands, and its words there.

| kind | normal form | made from |
|---|---|---|
| amount | 120000000JPY | 1億2,000万円, 金壱億円, ¥1,000, $1.5 million, two hundred dollars |
| rate | 14.6, 100/3 (percent) | 14.6%, 十四・六パーセント, 3割5分, 3分の1, two thirds |
| period | 18m, 14d, 24h, 90min, 10b | 1年6か月, 2週間, 24時間, 10営業日, thirty (30) days |
| date | 2026-04-01, --04-01, ---27 | 令和8年4月1日（水）, 2019 年 3 月, 1 April 2026, 毎月27日 |
| time | 17:30 | 午後5時半, 17時30分, 5:30 p.m., 正午 |
| count | 3 | 3名, 二回線, five members, 100MB |
| number | 1000 | 1,000, forty |
| telephone | 0312345678 | 03-1234-5678, 03（1234）5678, +81 3 1234 5678 |
| email, url | desk@example.com | as written, hosts in small letters |
| postcode, address | 100-0001, 1-1-1 | 〒100-0001, 一丁目1番1号, 1-1-1 Chiyoda |
| reference | A3-2.P1.I4, P-1, A+1 | 第3条の2第1項第4号, 前項, the following Article |

A month is no number of days, and a day no number of hours: they differ in law.

What is said twice in one place is one value: thirty (30) days, 2026年4月1日（令和8年4月1日）. What
is said once for two belongs to both: 4月1日から30日まで and "1,000 to 1,200 yen" are two each.

The cost is linear in the length of the text, whatever stands in it.
"""

from kaitei.text.values.dates import (
    WEEKDAYS,
    WEEKDAYS_JA,
    calendar_day,
    exists,
    in_era,
    outside,
    readings,
    year_of,
)
from kaitei.text.values.elsewhere import clause_references
from kaitei.text.values.filenames import day_of_name
from kaitei.text.values.labels import label_number, label_range
from kaitei.text.values.numbers import spelled
from kaitei.text.values.periods import in_days, same_but_business, single
from kaitei.text.values.recogniser import fold, values
from kaitei.text.values.references import Place, places
from kaitei.text.values.value import Value

__all__ = [
    "WEEKDAYS",
    "WEEKDAYS_JA",
    "Place",
    "Value",
    "calendar_day",
    "clause_references",
    "day_of_name",
    "exists",
    "fold",
    "in_days",
    "in_era",
    "label_number",
    "label_range",
    "outside",
    "places",
    "readings",
    "same_but_business",
    "single",
    "spelled",
    "values",
    "year_of",
]
