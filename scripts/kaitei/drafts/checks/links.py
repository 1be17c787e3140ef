"""Cross-references and links: each must land, and say the number of what it lands on."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import unquote

from kaitei.base.problems import Problem
from kaitei.drafts.checks import parity
from kaitei.drafts.checks.characters import mixed
from kaitei.drafts.checks.context import DraftContext, listed
from kaitei.model import Clause

_OTHER_POLICY = re.compile(r"\.\./(?P<policy>[a-z0-9-]+)/(?:#(?P<clause>.+))?", re.ASCII)
_BARE = re.compile(r"\bhttp://[A-Za-z0-9._~:/?#@!$&*+,;=%-]+")
_ELSEWHERE = re.compile(r"(https|mailto|tel):.+", re.ASCII)
_NUMBERED = re.compile(
    r"第\s*([0-9０-９]+)\s*条|(?:clause|section|article)\s+([0-9]+)|^\s*([0-9０-９]+)[.．]?(?:\s|$)",
    re.IGNORECASE,
)


def references(case: DraftContext) -> Iterator[Problem]:
    """Every link leads to a clause, to a policy, or to another site over https."""
    for lang in case.languages:
        for clause in case.text(lang).clauses:
            for href, words in _links(clause):
                yield from _judge(case, lang, clause, href, words)
            for url in dict.fromkeys(_BARE.findall(parity.words(clause))):
                yield case.at("link-insecure", lang, clause.id, url, href=url)


def _judge(
    case: DraftContext, lang: str, clause: Clause, href: str, words: str
) -> Iterator[Problem]:
    if href.startswith("#"):
        yield from _target(case, case, lang, clause, href, words)
    elif other := _OTHER_POLICY.fullmatch(href):
        there = next((c for c in case.desk.cases if other["policy"] in c.names), None)
        if there is None and not case.desk.complete:
            return  # told already, as what is wrong with that policy
        if there is None:
            known = ", ".join(draft.policy for draft in case.desk.content.drafts)
            yield case.at(
                "link-policy",
                lang,
                clause.id,
                find=href,
                href=href,
                policy=other["policy"],
                known=known,
            )
        elif other["clause"] and lang in there.draft.files:
            yield from _target(case, there, lang, clause, f"#{other['clause']}", words)
    elif href.startswith("http:"):
        yield case.at("link-insecure", lang, clause.id, href, href=href)
    elif not _ELSEWHERE.fullmatch(href):
        yield case.at("link-form", lang, clause.id, href, href=href)
    elif host := _disguised(href):
        yield case.at("link-disguised", lang, clause.id, href, href=href, host=host)


def _disguised(href: str) -> str:
    """The host of an address that reads like another: behind an @, or in letters of two scripts.

    "" where it is what it seems to be.
    """
    if not href.startswith("https:"):
        return ""
    authority = re.split(r"[/?#\\]", href.removeprefix("https:").lstrip("/"), maxsplit=1)[0]
    _, at, host = unquote(authority).rpartition("@")
    return host if at or any(map(mixed, re.findall(r"[^\W\d_]+", host))) else ""


def _target(
    case: DraftContext, there: DraftContext, lang: str, clause: Clause, href: str, words: str
) -> Iterator[Problem]:
    """The clause that `#id` names in `there` exists and has the number that `words` say."""
    target = there.clauses(lang).get(href[1:])
    if target is None:
        known = listed(f"#{id_}" for id_ in there.clauses(lang))
        yield case.at("reference-dead", lang, clause.id, href, href=href, known=known)
        return
    said = _number(words)
    if said and said != _number(target.label):
        yield case.at(
            "reference-number", lang, clause.id, words, words=words, label=target.label or "-"
        )


def _number(words: str) -> str:
    """The clause number in some words: "2" of 「第2条」, "clause 2", "2."; "" without one."""
    match = _NUMBERED.search(words)
    digits = next((group for group in match.groups() if group), "") if match else ""
    return str(int(digits)) if digits else ""  # int reads full-width digits too


def _links(clause: Clause) -> Iterator[tuple[str, str]]:
    """Each link of a clause with its words."""
    for block in clause.blocks:
        for leaf in block.leaves():
            for run in leaf.runs:
                for mark in run.marks:
                    if mark.tag == "a":
                        yield dict(mark.attrs).get("href", ""), run.text
