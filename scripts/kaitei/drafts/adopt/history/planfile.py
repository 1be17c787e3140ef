"""The plan: what a person decides of a history before it becomes a record, as a YAML file.

It is written with comments that tell what is known of each state, and read back strictly.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from kaitei.base import yamlfile
from kaitei.base.fields import Entry
from kaitei.base.problems import KaiteiError, Problem, problem
from kaitei.drafts import policy_names
from kaitei.drafts.adopt.planfile import LARGEST
from kaitei.model import Kind

FORMAT = 1
KINDS = (Kind.ENACTMENT, Kind.REVISION, Kind.CORRECTION, Kind.TRANSLATION, Kind.REPEAL)
SHORT = 12  # characters of a commit's id in a plan
_ASK, _ANNOUNCED = "ask", "announced"
_STEP = ("commit", "publish", "kind", "announced", "effective", "texts", "summary",
         "compared_with", "reason")  # fmt: skip


@dataclass(frozen=True, slots=True)
class HistoryStep:
    """One state of a policy, and what is to become of it.

    What is None or empty is left to `apply`: the kind (enactment for the first, else revision),
    the day (the commit's), the texts, the summary, the reason. `texts` name by language the commit
    whose text is taken, or a file beside the plan. `compared_with` is the commit of the publication
    that the summary compares with. `comments` stand above it in the file; `lines` are its entries'.
    """

    commit: str
    publish: bool
    kind: Kind | None = None
    announced: date | None = None
    effective: date | None = None
    texts: Mapping[str, str] = field(default_factory=dict)
    summary: Mapping[str, Sequence[str]] = field(default_factory=dict)
    compared_with: str = ""
    reason: Mapping[str, str] = field(default_factory=dict)
    comments: tuple[str, ...] = ()
    file: str = ""
    lines: Mapping[str, int] = field(default_factory=dict)

    def problem(self, rule: str, name: str, **values: object) -> Problem:
        """A problem of `rule` at the entry `name` of this step."""
        line = self.lines.get(name, self.lines.get("commit", 0))
        return problem(rule, self.file, line, "", **values)


@dataclass(frozen=True, slots=True)
class PolicyPlan:
    """A policy's part of the plan: where its texts stood, a title for texts without, its states."""

    name: str
    sources: Mapping[str, Sequence[str]]
    titles: Mapping[str, str]
    steps: tuple[HistoryStep, ...]
    line: int = 0


@dataclass(frozen=True, slots=True)
class HistoryPlan:
    """A whole plan. `head` is the commit whose main line it tells; `file` names it in problems."""

    repository: str
    head: str
    policies: tuple[PolicyPlan, ...]
    effective_is_announced: bool = False
    file: str = ""


def render(plan: HistoryPlan, head: Sequence[str], comments: Mapping[str, Sequence[str]]) -> str:
    """The plan as YAML. `head` are the comments at its top, `comments` those above each policy."""
    where_open = _ANNOUNCED if plan.effective_is_announced else _ASK
    lines = [*map(_comment, head), ""]
    lines += _entries({"format": FORMAT, "repository": plan.repository, "head": plan.head}, "")
    lines += _entries({"effective_where_open": where_open}, "")
    lines += ["policies:"]
    for policy in plan.policies:
        lines += ["", *(f"  {_comment(c)}" for c in comments.get(policy.name, ()))]
        lines += [f"  {policy.name}:"]
        lines += _entries({"sources": {k: list(v) for k, v in policy.sources.items()}}, "    ")
        if policy.titles:
            lines += _entries({"title": dict(policy.titles)}, "    ")
        lines += ["    states:"]
        for step in policy.steps:
            lines += ["", *(f"    {_comment(c)}" for c in step.comments)]
            first, *rest = _entries(_values(step), "      ")
            lines += [f"    - {first.lstrip()}", *rest]
    return "\n".join(lines) + "\n"


def _values(step: HistoryStep) -> dict[str, object]:
    values: dict[str, object] = {"commit": step.commit, "publish": step.publish}
    if step.publish:
        values |= {
            "kind": str(step.kind or ""),
            "announced": step.announced,
            "effective": step.effective,
            "texts": dict(step.texts),
            "summary": {lang: list(items) for lang, items in step.summary.items()},
            "compared_with": step.compared_with,
            "reason": dict(step.reason),
        }
        if step.kind is Kind.TRANSLATION:
            del values["effective"]
    always = ("commit", "publish", "effective")
    return {key: value for key, value in values.items() if value or key in always}


def _entries(values: Mapping[str, object], indent: str) -> list[str]:
    return [f"{indent}{line}" for name, value in values.items() for line in _lines_of(name, value)]


def _lines_of(name: str, value: object) -> list[str]:
    """An entry as a person would write it: yes, no, and nothing where nothing is known."""
    if value is None:
        return [f"{name}:"]
    if isinstance(value, bool):
        return [f"{name}: {'yes' if value else 'no'}"]
    return yamlfile.dump({name: value}).rstrip("\n").split("\n")


def _comment(text: str) -> str:
    """A comment of one line, whatever is in it: nothing may end it early."""
    return f"# {''.join(c if c.isprintable() else ' ' for c in text)}".rstrip()


# --- reading ----------------------------------------------------------------------------------


def read(text: str, file: str) -> HistoryPlan:
    """The plan in a YAML file. Raises KaiteiError with all entries that can't be read."""
    root = Entry(yamlfile.read(text, file, limit=LARGEST))
    root.only("format", "repository", "head", "effective_where_open", "policies")
    root["format"].choice([str(FORMAT)])
    problems: list[Problem] = []
    policies = []
    for name in root["policies"].names():
        entry = root["policies"][name]
        if wrong := policy_names.unfit(name, (), file, entry.line):
            problems.append(wrong)
        try:
            policies.append(_policy(entry, name))
        except KaiteiError as error:
            problems += error.problems
    if problems:
        raise KaiteiError(*problems)
    where_open = root["effective_where_open"]
    announced = not where_open.open and where_open.choice((_ASK, _ANNOUNCED)) == _ANNOUNCED
    head = root["head"].match("[0-9a-f]{40,64}", "commit")
    return HistoryPlan(_any(root["repository"]), head, tuple(policies), announced, file)


def _policy(entry: Entry, name: str) -> PolicyPlan:
    entry.only("sources", "title", "states")
    sources = {
        lang: tuple(map(_any, entry["sources"][lang].items())) for lang in entry["sources"].names()
    }
    problems: list[Problem] = []
    steps = []
    for state in entry["states"].items():
        try:
            steps.append(_step(state))
        except KaiteiError as error:
            problems += error.problems
    if problems:
        raise KaiteiError(*problems)
    return PolicyPlan(name, sources, _by_language(entry["title"]), tuple(steps), entry.line)


def _step(entry: Entry) -> HistoryStep:
    entry.only(*_STEP)
    return HistoryStep(
        commit=entry["commit"].match("[0-9a-f]{12,64}", "commit"),
        publish=entry["publish"].choice(("yes", "no")) == "yes",
        kind=None if entry["kind"].open else Kind(entry["kind"].choice(map(str, KINDS))),
        announced=_day(entry["announced"]),
        effective=_day(entry["effective"]),
        texts=_by_language(entry["texts"]),
        summary=dict(_lists(entry["summary"])),
        compared_with=""
        if entry["compared_with"].open
        else entry["compared_with"].match("[0-9a-f]{12,64}", "commit"),
        reason=_by_language(entry["reason"]),
        file=entry.doc.file,
        lines={name: entry[name].line for name in entry.names()},
    )


def _day(entry: Entry) -> date | None:
    return None if entry.open else entry.day()


def _by_language(entry: Entry) -> dict[str, str]:
    return {name: _any(entry[name]) for name in entry.names() if not entry[name].open}


def _lists(entry: Entry) -> Iterator[tuple[str, tuple[str, ...]]]:
    for name in entry.names():
        if items := tuple(_any(item) for item in entry[name].items() if not item.open):
            yield name, items


def _any(entry: Entry) -> str:
    """Any text on one line: paths and summaries hold what they hold."""
    if not isinstance(entry.value, str):
        raise entry.wrong("line")
    return " ".join(entry.value.split("\n")).strip()
