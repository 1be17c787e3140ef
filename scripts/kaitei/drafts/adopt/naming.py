"""Ids for clauses: readable, the same in both languages, kept from one publication to the next."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from kaitei.drafts.adopt.slugs import japanese, proposed, slug, speaks
from kaitei.model import Clause, Text
from kaitei.text import diff
from kaitei.text.values import label_number


def headed(text: Text) -> list[Clause]:
    """The clauses of a text that have a heading."""
    return [clause for clause in text.clauses if clause.heading]


def named(texts: Mapping[tuple[int, str], Text]) -> dict[tuple[int, str], list[str]]:
    """For each text (by publication and language) the ids of its headed clauses, in order.

    A clause keeps its id from one publication to the next and bears it in every language. Ids come
    from English titles where there is one, else from what Japanese titles are called, else from
    the number.
    """
    chains = _Chains(texts)
    return {key: chains.ids(key) for key in texts}


class _Chains:
    """Clauses that are one another in other publications and languages share a chain, and an id."""

    def __init__(self, texts: Mapping[tuple[int, str], Text]) -> None:
        self.texts = texts
        self.headed = {key: headed(text) for key, text in texts.items()}
        self.parent: dict[tuple[int, str, int], tuple[int, str, int]] = {}
        self.held: dict[tuple[int, str, int], set[tuple[int, str]]] = {}  # texts, by a chain's root
        for key in texts:
            for place in range(len(self.headed[key])):
                node = (*key, place)
                self.parent[node] = node
                self.held[node] = {key}
        self._link()
        self.names = self._name()

    def ids(self, key: tuple[int, str]) -> list[str]:
        return [self.names[self._root((*key, i))] for i in range(len(self.headed[key]))]

    def _root(self, node: tuple[int, str, int]) -> tuple[int, str, int]:
        while self.parent[node] != node:
            self.parent[node] = self.parent[self.parent[node]]
            node = self.parent[node]
        return node

    def _join(self, one: tuple[int, str, int], other: tuple[int, str, int]) -> None:
        first, second = self._root(one), self._root(other)
        # Never two clauses of one text in one chain: their ids would be one.
        if first != second and self.held[first].isdisjoint(self.held[second]):
            small, large = sorted((first, second), key=lambda root: len(self.held[root]))
            self.parent[small] = large
            self.held[large] |= self.held.pop(small)

    def _link(self) -> None:
        by_lang: dict[str, list[int]] = {}
        for number, lang in sorted(self.texts):
            by_lang.setdefault(lang, []).append(number)
        for lang, numbers in by_lang.items():
            for old, new in pairwise(numbers):
                for one, other in self._same(self.texts[old, lang], self.texts[new, lang]):
                    self._join((old, lang, one), (new, lang, other))
        together: dict[int, list[str]] = {}
        for number, lang in self.texts:
            together.setdefault(number, []).append(lang)
        for number in sorted(together):
            langs = sorted(together[number])
            for second in langs[1:]:
                pairs = across(self.texts[number, langs[0]], self.texts[number, second])
                for one, two in pairs:
                    self._join((number, langs[0], one), (number, second, two))

    @staticmethod
    def _same(old: Text, new: Text) -> Iterator[tuple[int, int]]:
        """The clauses of two texts of one language that are one another, by their places."""
        places = [{id(c): i for i, c in enumerate(headed(text))} for text in (old, new)]
        for change in diff.compare(old, new).clauses:
            one, other = places[0].get(id(change.old)), places[1].get(id(change.new))
            if one is not None and other is not None:
                yield one, other

    def _name(self) -> dict[tuple[int, str, int], str]:
        chains: dict[tuple[int, str, int], list[tuple[int, str, int]]] = {}
        for node in sorted(self.parent, key=lambda n: (n[0], n[2], n[1])):
            chains.setdefault(self._root(node), []).append(node)
        taken: dict[str, int] = {}
        names = {}
        for root, nodes in chains.items():
            clauses = [(lang, self.headed[n, lang][i], i) for n, lang, i in nodes]
            own = next((c.id for _, c, _ in clauses if speaks(c.id)), "")
            names[root] = _free(own or proposed(clauses), taken)
        return names


def across(one: Text, other: Text) -> list[tuple[int, int]]:
    """The clauses of two languages that are one another: by place where they are as many.

    Measured: languages agree in their sequence of headings in 73 of 74 real cases. Where one has
    clauses that the other has not, titles that are called alike tell, then numbers.
    """
    ours, theirs = headed(one), headed(other)
    if len(ours) == len(theirs):
        return [(i, i) for i in range(len(ours))]
    pairs = _alike(list(map(_called, ours)), list(map(_called, theirs)))
    taken = [{pair[side] for pair in pairs} for side in (0, 1)]
    by_number = _alike(list(map(_number, ours)), list(map(_number, theirs)))
    pairs += [(i, j) for i, j in by_number if i not in taken[0] and j not in taken[1]]
    return sorted(pairs)


def _alike(ours: Sequence[str], theirs: Sequence[str]) -> list[tuple[int, int]]:
    """The places of what stands once on either side and is the same."""
    times = [Counter(side) for side in (ours, theirs)]
    places = {name: place for place, name in enumerate(theirs)}
    return [
        (place, places[name])
        for place, name in enumerate(ours)
        if name and times[0][name] == times[1][name] == 1
    ]


def _called(clause: Clause) -> str:
    return slug(clause.title) or japanese(clause.title)


def _number(clause: Clause) -> str:
    digits = label_number(clause.label)
    return f"{clause.level}/{digits}" if digits else ""


def _free(wanted: str, taken: dict[str, int]) -> str:
    """`wanted`, or with a number behind it; `taken` says how often each name was given."""
    while wanted in taken:
        taken[wanted] += 1
        numbered = f"{wanted}-{taken[wanted]}"
        if numbered not in taken:
            wanted = numbered
    taken[wanted] = 1
    return wanted
