"""docs/rules.md is the catalogue of messages as a document: written from it, held to it.

KAITEI_WRITE_DOCS=1 pytest tests/test_rules.py      writes it anew
"""

import os
import re
from pathlib import Path

from kaitei.base import catalogue, problems
from kaitei.drafts.checks import turned_off

RULES = Path(__file__).resolve().parent.parent / "docs" / "rules.md"
LISTED = (Path(problems.__file__).parent / "rules.toml").read_text("utf-8")
SEVERITIES = {
    "error": "Error: stops publishing. 誤り：公表できません。",
    "warning": "Warning. 注意",
    "note": "Note. 備考",
}
HEAD = """\
# What each message means 指摘の一覧

Every message that kaitei gives, in both languages: what is wrong, how to mend it, and where the
rule comes from. `kaitei check` shows the rule's name with `--format json` and `--format github`.
Words in braces stand for what is filled in. This page is written from
`scripts/kaitei/base/rules.toml` and `base/i18n/messages/` by `tests/test_rules.py` and compared
with them by every test run.

A rule marked † can't be turned off: the record rests on it. Any other is turned off in
`content/checks.yml`, with a reason that is reported as a note on every run.

† の付いていない検査は、理由を書けば外せます。外した検査は、理由とともに毎回表示されます。

```yaml
off:
  - rule: digits-wide
    reason: The gazette's notation is kept. 官報の表記に従います。
    policy: privacy-policy     # in this policy only (may be left out)
    clause: purposes           # in this clause only (may be left out)
    until: 2027-03-31          # the last day (may be left out)
```
"""


def written() -> str:
    """The document as the catalogue wants it."""
    parts = [HEAD]
    for name, text in re.findall(r"^# --- (.+?) -+$|^\[([a-z0-9-]+)\]$", LISTED, re.MULTILINE):
        parts.append(f"## {name[:1].upper()}{name[1:]}\n" if name else entry(text))
    return "\n".join(parts)


def entry(name: str) -> str:
    rule = problems.rules()[name]
    locked = " †" if name.startswith(turned_off.LOCKED) else ""
    sentences = [catalogue.messages(lang)[name] for lang in catalogue.DESK]
    said = [f"- {shown(words['message'])} {shown(words['mend'])}" for words in sentences]
    why = f"- *Why:* {shown(rule['why'])}"
    return "\n".join(
        [f"### {name}", "", f"{SEVERITIES[rule['severity']]}{locked}", "", *said, why, ""]
    )


def shown(sentence: str) -> str:
    """A sentence of the catalogue as Markdown shows it: values in braces."""
    sentence = sentence.replace("{{", "\0").replace("}}", "\1")
    sentence = re.sub(r"\{(\w+?)(?:_ja)?\}", r"{\1}", sentence)
    sentence = sentence.replace("\0", "{").replace("\1", "}")
    return re.sub(r"([*_<>\[\]|\\]|(?<=\])\()", r"\\\1", sentence)


def test_the_document_is_the_catalogue():
    if os.environ.get("KAITEI_WRITE_DOCS"):
        RULES.write_text(written(), "utf-8")
    assert RULES.read_text("utf-8") == written(), "write it anew: see the head of this file"


def test_what_is_locked_exists():
    for start in turned_off.LOCKED:
        assert any(rule.startswith(start) for rule in problems.rules()), start
