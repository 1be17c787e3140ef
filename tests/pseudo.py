"""A language that nobody speaks: English with every letter accented and each word a third longer.

What is still plain English on its pages did not come out of the catalogue; what does not fit was
measured by English.
"""

import json
import re
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from kaitei.base import catalogue

LANG = "en-XA"  # the code that Unicode's CLDR has for pseudo-accents
NAME = "Ƥşḗŭḓǿ"
_ACCENTED = str.maketrans(
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz",
    "ȦƁƇḒḖƑƓĦĪĴĶĿḾȠǾƤɊŘŞŦŬṼẆẊẎẐȧƀƈḓḗƒɠħīĵķŀḿƞǿƥɋřşŧŭṽẇẋẏẑ",
)
# What is no word: names of values, signs for the reader's clock, file names, addresses.
_KEPT = re.compile(r"\{\w*\}|\[\w+\]|\.\w+|https?://\S+")
_WORD = re.compile(r"[A-Za-z]+")


def write(readers: Path) -> None:
    """Put the language into a folder of readers' words, as a file like any other."""
    english = tomllib.loads((readers / "en.toml").read_text("utf-8"))
    words: dict[str, Any] = {name: _longer(value) for name, value in english.items()}
    words["language"] = english["language"] | {"holidays": "ja"}  # names that are not English
    words["languages"] = {
        **{code: _longer(n) for code, n in english["languages"].items()},
        LANG: NAME,
    }
    (readers / f"{LANG}.toml").write_text("".join(_lines("", words)), "utf-8")


def words() -> set[str]:
    """The words of the English catalogue that the pseudo-language must have in its own form."""
    said = " ".join(str(value) for value in catalogue._flat("readers", "en").values())
    return {word.lower() for word in _WORD.findall(_KEPT.sub(" ", said))}


def _longer(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {key: _longer(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_longer(inner) for inner in value]
    if not isinstance(value, str):
        return value
    kept = _KEPT.findall(value)
    parts = [_WORD.sub(_accented, part) for part in _KEPT.split(value)]
    return parts[0] + "".join(k + part for k, part in zip(kept, parts[1:], strict=True))


def _accented(word: re.Match[str]) -> str:
    letters = word[0].translate(_ACCENTED)
    return letters + letters[-1] * (-(-len(letters) // 3))


def _lines(name: str, table: Mapping[str, Any]) -> list[str]:
    """A table as TOML, its own values before the tables in it."""
    own = [f"[{name}]\n"] if name else []
    inner = []
    for key, value in table.items():
        if isinstance(value, Mapping):
            inner += _lines(f"{name}.{key}" if name else key, value)
        else:
            own.append(f"{key} = {json.dumps(value, ensure_ascii=False)}\n")
    return own + inner
