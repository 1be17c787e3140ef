"""revision.yml of the record: a `Publication` as a person reads it, and back.

Every value is read strictly, as from a stranger's hand: the sums say that a file is unchanged, not
that it was ever right.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from kaitei.base import yamlfile
from kaitei.base.fields import ANY_YEAR, Entry, entry
from kaitei.model import Kind, Publication
from kaitei.model.acceptance import Acceptance
from kaitei.model.facts import Settings
from kaitei.model.publication import Extra

_TEXTUAL = ("policy", "id", "announcement")
_BY_LANGUAGE = ("title", "summary", "reason")
_NEWER = {Kind.PARTICULARS: 3, Kind.REVIEW: 4}  # kinds that came later, and their formats
_OTHER = ("format", "number", "kind", "announced", "effective", "base", "of", "translation_later")
_KEYS = (*_TEXTUAL, "former", *_BY_LANGUAGE, *_OTHER, "decision", "sample", "imported",
         "carried_over", "published")  # fmt: skip


def dump(publication: Publication) -> str:
    """The revision.yml that is frozen with a publication. What is empty is left out."""
    values: dict[str, object] = {
        "format": _format(publication.kind, publication.published),
        "policy": publication.policy,
        "number": publication.number,
        "kind": str(publication.kind),
        "id": publication.id,
        "announced": None if publication.undated else publication.announced,
        "published": publication.published,
        "effective": publication.effective,
        "base": publication.base,
        "of": publication.of,
        "former": publication.former,
        "title": dict(publication.titles),
        "summary": {lang: list(items) for lang, items in publication.summary.items()},
        "reason": dict(publication.reason),
        "translation_later": list(publication.translation_later),
        "announcement": publication.announcement,
        "decision": {k: v if isinstance(v, str) else dict(v) for k, v in publication.extra.items()},
        "sample": publication.sample,
        "imported": publication.imported,
        "carried_over": publication.carried_over,
    }
    return yamlfile.dump({key: value for key, value in values.items() if value})


def load(
    text: str, file: str, sources: Mapping[str, str], settings: Settings, digest: str
) -> Publication:
    """The publication that a frozen revision.yml describes; `file` names it in problems.

    Raises KaiteiError for a name that is not known here and for a value of the wrong type.
    """
    root = entry(yamlfile.read(text, file), file).only(*_KEYS)
    published = _maybe_moment(root["published"])
    kind = Kind(root["kind"].choice(Kind))
    root["format"].choice([str(_format(kind, published))])
    effective, carried = _maybe_day(root["effective"]), _maybe_day(root["carried_over"])
    # Nobody knows when a text that was carried over was announced: it stands where it took effect.
    undated = root["announced"].open and carried is not None and effective is not None
    return Publication(
        policy=_text(root["policy"]),
        number=root["number"].number(),
        kind=kind,
        id=_text(root["id"]),
        announced=effective if undated and effective else root["announced"].day(ANY_YEAR),
        effective=effective,
        base=_maybe_number(root["base"]),
        of=_maybe_number(root["of"]),
        former=_text(root["former"], ""),
        titles=_by_name(root["title"]),
        summary={lang: _texts(root["summary"][lang]) for lang in root["summary"].names()},
        reason=_by_name(root["reason"]),
        translation_later=_texts(root["translation_later"]),
        announcement=_text(root["announcement"], ""),
        extra=_extra(root["decision"]),
        sample=root["sample"].flag(default=False),
        imported=root["imported"].flag(default=False),
        carried_over=carried,
        undated=undated,
        published=published,
        sources=sources,
        settings=settings,
        digest=digest,
    )


def _extra(decision: Entry) -> Extra:
    """What was said of the decision; how one agrees was `acceptance` before that was a value."""
    found = {name: _once_or_by_name(decision[name]) for name in decision.names()}
    if "acceptance" in found and found["acceptance"] not in [*Acceptance]:
        found["agreement"] = found.pop("acceptance")
    return found


def _format(kind: Kind, published: datetime | None) -> int:
    """The format of a publication's folder: 2 says when it was published, 1 is of before.

    3 is a change of particulars and 4 a review, which programs of before don't know. A later kaitei
    that writes another must read these too.
    """
    if kind in _NEWER:
        return _NEWER[kind]
    return 1 if published is None else 2


def _text(value: Entry, default: str | None = None) -> str:
    """Any text: unlike a field of content/ it may hold what legal wrote, whatever that was."""
    if value.value is None and default is not None:
        return default
    if not isinstance(value.value, str):
        raise value.wrong("text")
    return value.value


def _texts(value: Entry) -> tuple[str, ...]:
    return tuple(_text(item) for item in value.items())


def _by_name(value: Entry) -> dict[str, str]:
    return {name: _text(value[name]) for name in value.names()}


def _once_or_by_name(value: Entry) -> str | dict[str, str]:
    return _by_name(value) if isinstance(value.value, dict) else _text(value)


def _maybe_day(value: Entry) -> date | None:
    return None if value.open else value.day(ANY_YEAR)


def _maybe_moment(value: Entry) -> datetime | None:
    """A moment to the second with its distance from UTC: 2027-04-01 09:30:00+09:00."""
    pattern = r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d[+-]\d\d:\d\d"
    if value.open:
        return None
    try:
        return datetime.fromisoformat(value.match(pattern, "moment"))
    except ValueError:
        raise value.wrong("moment") from None


def _maybe_number(value: Entry) -> int | None:
    return None if value.open else value.number()
