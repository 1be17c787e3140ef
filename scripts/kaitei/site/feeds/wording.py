"""The feeds' own words by language; {names} are filled in by the other members."""

from __future__ import annotations

from collections.abc import Mapping

_WORDS: Mapping[str, Mapping[str, str]] = {
    "ja": {
        "all": "{company}：規程の改定",
        "one": "{company}：{title}の改定",
        "about": "公表した規程の制定・改定・訂正などを、公表ごとに一件ずつお知らせします。"
        "最新の公表のダイジェスト：{digest}",
        "entry": "{title}：{kind}",
        "and": "・",
        "apart": "／",
        "colon": "：",
        "effective": "（{day}施行）",
        "announced_row": "公表日",
        "effective_row": "施行日",
        "number_row": "公表番号",
        "digest_row": "ダイジェスト（SHA-256）",
        "summary": "概要",
        "reason": "理由",
        "changes": "変更箇所",
        "redline": "見え消し（変更のあった条のみ）",
        "other": "日本語版がまだないため、以下の比較は正文によります。",
        "long": "変更箇所が多いため、見え消しと新旧対照表は次のページをご覧ください。",
        "more": "新旧対照表と全文を見る",
        "read": "公表の内容を見る",
        "sample": "これは見本です。文章と日付は実在の公表ではありません。",
    },
    "en": {
        "all": "{company}: policy revisions",
        "one": "{company}: revisions of the {title}",
        "about": "One entry for each enactment, revision, correction or other publication. "
        "Digest of the newest publication: {digest}",
        "entry": "{title}: {kind}",
        "and": " and ",
        "apart": "; ",
        "colon": ": ",
        "effective": " (effective {day})",
        "announced_row": "Announced",
        "effective_row": "Effective",
        "number_row": "Publication",
        "digest_row": "Digest (SHA-256)",
        "summary": "Summary",
        "reason": "Reason",
        "changes": "What changed",
        "redline": "Redline (changed clauses only)",
        "other": "There is no English text yet; the authoritative texts are compared below.",
        "long": "The changes are many: the redline and the comparison table are on the page below.",
        "more": "Comparison table and full text",
        "read": "Read the announcement",
        "sample": "This is a sample. Its text and dates are not a real publication.",
    },
}


def words(lang: str) -> Mapping[str, str]:
    """The words of `lang`; English where there are none."""
    return _WORDS.get(lang, _WORDS["en"])
