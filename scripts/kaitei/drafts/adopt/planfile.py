"""plan.yml: what a person decides of the texts found, before they become a record."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from kaitei.base import yamlfile
from kaitei.base.fields import Entry
from kaitei.base.problems import KaiteiError, Problem, problem
from kaitei.drafts import policy_names
from kaitei.model import Kind

NAME = "plan.yml"
FORMAT = 2  # 1 is that of a git history
LARGEST = 3_000_000  # characters: some 10,000 publications, read in a few seconds
KINDS = (Kind.ENACTMENT, Kind.REVISION, Kind.CORRECTION, Kind.TRANSLATION)
_STEP = (
    "publish",
    "kind",
    "announced",
    "effective",
    "texts",
    "from",
    "translates",
    "summary",
    "reason",
)


@dataclass(frozen=True, slots=True)
class Step:
    """One publication to be: its texts and the files they come from, by language; its days.

    `translates` is the file of the text that a late translation is of. What is None or empty is
    left to `apply`, but for `effective`, which nobody may guess. `comments` stand above it.
    """

    publish: bool
    kind: Kind
    texts: Mapping[str, str]
    origins: Mapping[str, str]
    announced: date | None = None
    effective: date | None = None
    translates: str = ""
    summary: Mapping[str, Sequence[str]] = field(default_factory=dict)
    reason: Mapping[str, str] = field(default_factory=dict)
    comments: tuple[str, ...] = ()
    file: str = ""
    lines: Mapping[str, int] = field(default_factory=dict)

    def problem(self, rule: str, name: str, **values: object) -> Problem:
        """A problem of `rule` at the entry `name` of this step."""
        line = self.lines.get(name, self.lines.get("publish", 0))
        return problem(rule, self.file, line, "", **values)


@dataclass(frozen=True, slots=True)
class Plan:
    """The plan of one policy."""

    policy: str
    titles: Mapping[str, str]
    steps: tuple[Step, ...]
    file: str = ""


def render(plan: Plan, head: Sequence[str]) -> str:
    """The plan as YAML; `head` are the comments at its top."""
    lines = [*map(_comment, head), ""]
    lines += _lines({"format": FORMAT, "policy": plan.policy, "title": dict(plan.titles)}, "")
    lines += ["publications:"]
    for step in plan.steps:
        lines += ["", *(f"  {_comment(c)}" for c in step.comments)]
        values: dict[str, object] = {
            "publish": step.publish,
            "kind": str(step.kind),
            "announced": step.announced,
            "effective": step.effective,
            "texts": dict(step.texts),
            "from": dict(step.origins),
            "translates": step.translates,
            "summary": {lang: list(items) for lang, items in step.summary.items()},
            "reason": dict(step.reason),
        }
        if step.kind is Kind.TRANSLATION:
            del values["effective"]
        else:
            del values["translates"]
        always = ("publish", "announced", "effective")
        first, *rest = _lines({k: v for k, v in values.items() if v or k in always}, "    ")
        lines += [f"  - {first.lstrip()}", *rest]
    return "\n".join(lines) + "\n"


def _lines(values: Mapping[str, object], indent: str) -> list[str]:
    out = []
    for name, value in values.items():
        if value is None:
            out.append(f"{indent}{name}:")
        elif isinstance(value, bool):
            out.append(f"{indent}{name}: {'yes' if value else 'no'}")
        else:
            out += [f"{indent}{x}" for x in yamlfile.dump({name: value}).rstrip("\n").split("\n")]
    return out


def _comment(text: str) -> str:
    return f"# {''.join(c if c.isprintable() else ' ' for c in text)}".rstrip()


def read(text: str, file: str) -> Plan:
    """The plan in a YAML file. Raises KaiteiError with all entries that can't be read."""
    root = Entry(yamlfile.read(text, file, limit=LARGEST)).only(
        "format", "policy", "title", "publications"
    )
    root["format"].choice([str(FORMAT)])
    problems: list[Problem] = []
    steps = []
    for entry in root["publications"].items():
        try:
            steps.append(_step(entry))
        except KaiteiError as error:
            problems += error.problems
    policy = _any(root["policy"])
    if wrong := policy_names.unfit(policy, (), file, root["policy"].line):
        problems.append(wrong)
    if problems:
        raise KaiteiError(*problems)
    return Plan(policy, _by_language(root["title"]), tuple(steps), file)


def _step(entry: Entry) -> Step:
    entry.only(*_STEP)
    return Step(
        publish=entry["publish"].choice(("yes", "no")) == "yes",
        kind=Kind(entry["kind"].choice(map(str, KINDS))),
        announced=None if entry["announced"].open else entry["announced"].day(),
        effective=None if entry["effective"].open else entry["effective"].day(),
        texts=_by_language(entry["texts"]),
        origins=_by_language(entry["from"]),
        translates="" if entry["translates"].open else _any(entry["translates"]),
        summary={
            lang: tuple(_any(item) for item in entry["summary"][lang].items() if not item.open)
            for lang in entry["summary"].names()
        },
        reason=_by_language(entry["reason"]),
        file=entry.doc.file,
        lines={name: entry[name].line for name in entry.names()},
    )


def _by_language(entry: Entry) -> dict[str, str]:
    return {name: _any(entry[name]) for name in entry.names() if not entry[name].open}


def _any(entry: Entry) -> str:
    if not isinstance(entry.value, str):
        raise entry.wrong("line")
    return " ".join(entry.value.split("\n")).strip()
