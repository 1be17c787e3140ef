"""What was made of a policy's texts, for whoever looks at them again and again."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from kaitei.base.timings import stage
from kaitei.model import Text
from kaitei.text import diff as redline
from kaitei.text import markdown
from kaitei.text.diff import Redline
from kaitei.text.history_index import HistoryIndex, Written


class TextMemory:
    """The texts of one policy, parsed, compared and woven.

    All of it is known by the sources that it was made of, so it changes no result.
    """

    def __init__(self) -> None:
        self._compared = redline.Memory()
        self._texts: dict[tuple[str, str], Text] = {}
        self._sources: dict[int, str] = {}  # of these texts, by their identity
        self._redlines: dict[tuple[str | None, str, str], Redline] = {}
        self._indexes: dict[str, HistoryIndex] = {}

    def __bool__(self) -> bool:
        """Whether anything was made."""
        return bool(self._texts)

    def text(self, source: str, lang: str) -> Text:
        """The text of a source in a language."""
        key = source, lang
        if key not in self._texts:
            with stage("parsing"):
                self._texts[key] = found = markdown.parse(source, lang)
            self._sources[id(found)] = source
        return self._texts[key]

    def compare(self, old: Text | None, new: Text) -> Redline:
        """The comparison of two texts: what it shares with others is compared once."""
        with stage("comparing"):
            return redline.compare(old, new, self._compared)

    def redline(self, old: str | None, new: str, lang: str) -> Redline:
        """The comparison of two sources, made once; without an old one all is new."""
        key = old, new, lang
        if key not in self._redlines:
            before = None if old is None else self.text(old, lang)
            self._redlines[key] = self.compare(before, self.text(new, lang))
        return self._redlines[key]

    def history_index(self, lang: str, texts: Sequence[Written]) -> HistoryIndex:
        """All texts of a language in one record, which is the memory's: to be read only."""
        index = self._indexes.setdefault(lang, HistoryIndex())
        index.become(texts, self._between)  # not held by it: no circle keeps a memory in being
        return index

    def _between(self, old: Text, new: Text) -> Redline:
        """The comparison of two texts out of this memory: of neighbours it is that of `redline`."""
        return self.redline(self._sources[id(old)], self._sources[id(new)], new.lang)

    def keep(self, sources: Iterable[str]) -> None:
        """Give back what was made of other sources: what a draft said before it was saved again."""
        if not self._texts:
            return  # and no source is read for that
        wanted = {None, *sources}
        self._texts = {key: text for key, text in self._texts.items() if key[0] in wanted}
        self._sources = {id(text): key[0] for key, text in self._texts.items()}
        self._redlines = {
            key: redline for key, redline in self._redlines.items() if wanted.issuperset(key[:2])
        }
