"""The force of a sentence: whether it denies, and whether it allows, binds or strives.

Each language has words that say it plainly, and words that may say it in another way (以外, only,
unable). What is said in words of the second kind is not judged.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple


class Force(NamedTuple):
    """What a sentence says plainly; `free` and `loose` are where other words may say it."""

    denials: int  # how often it denies
    free: bool  # whether words may deny, or take back, in a way that can't be counted
    mood: str  # "may", "effort", "advice", "duty", "firm"; "" where that is not plain
    moods: frozenset[str]  # all that its words may be
    hints: tuple[str, ...]  # the words that may deny, without their endings, sorted
    marks: dict[str, int]  # how often it says "deny", "may", "effort" plainly


@dataclass(frozen=True, slots=True)
class _Words:
    """The words of one language."""

    no_denial: re.Pattern[str]  # looks like a denial and is none
    denial: re.Pattern[str]
    hint: re.Pattern[str]
    moods: dict[str, re.Pattern[str]]  # what may say it
    plain: dict[str, re.Pattern[str]]  # what says it of the whole sentence
    strict: dict[str, re.Pattern[str]]  # what an edit that changes the mood puts in or takes out


def _en(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)


# “does not refuse” and “refuses” hold the same word that may deny.
_ENDING = re.compile(r"(?<=[a-z]{3})(?:es|s|ed|ing|e)$")
_JA_END = r"(?=(?:もの)?(?:と(?:します|する))?(?:が、.*|。|$|[)）」]))"
_LANGUAGES = {
    "ja": _Words(
        re.compile(
            r"なければ(?:なり|いけ)ません|なければならない|ねばな(?:ら|り)(?:ない|ません)|なくてはな(?:ら|り)(?:ない|ません)"
            r"|かもしれ(?:ない|ません)|(?:だけ|ばかり)[ではも]*なく|少な(?:い|く)|間も?なく|まもなく"
            r"|に(?:ほか|過ぎ|すぎ)(?:なら|な)?(?:ない|ません)|で(?:は|も)?(?:ないでしょうか|ありませんか)"
            r"|(?:か|や)どうか|とは?限ら(?:ない|ず|れません|ません)|差し支え(?:ない|ありません)|構いません|かまいません"
            r"|(?:に|を)かかわらず|に関わらず|を?問わず|やむを得(?:ない|ず)|危ない|遅滞なく|もれなく|漏れなく|余儀なく"
            r"|もったいない|つまらない|ませんか|までも(?:ない|ありません)|仕方(?:が)?(?:ない|ありません)|思わ[ずぬ]|必ず(?!しも)"
            r"|(?:問題|関係|途切れ|変わり|隙間|絶え間|滞り)なく|関わらず|推奨(?:され)?(?:てい)?(?:ない|ません)|先ず|まず|いず|はず|ずれ|ずつ"
            r"|わずか|ずっと|相変わらず|とりあえず|取りあえず|取り敢えず|切ない|つたない|あまり[^。、]{0,20}(?:ません|ない)"
            r"|ない(?=[一-鿿ァ-ヺ])(?!場合|限り|者|もの|とき)"
        ),
        re.compile(
            r"ません|(?<![限少危切])ない|なかった|なく(?=[、は])|なく(?!な)|なければ|ず(?=[、に。]|$)|ぬ(?=もの|場合)|ざる"
        ),
        re.compile(
            r"以外|のみ|限り|限[りるっ]|だけ|除|禁|[拒断]|不|無|未|非|免|失|やめ|止め|停止|困難|難し|しかね|までは|もはや"
            r"|[かがさたなばまらわえけせてねべめれ]ず|反し|反する|否|なし|違反|外れ|対象外|超え|唯一|しか|しも|別|例外|防|避け|わけ|いな|空|欠"
        ),
        {
            "may": re.compile(
                r"こと(?:が|も|は)?(?:でき|あり|ある|出来)|でき[るまなたれ]|場合[がも]あ|ても(?:よ|い|良|かま|構)|可能|差し支え"
                r"|かまい|構い|[得う](?:る|ます|ない|ません)|かもしれ|でしょう|だろう|恐れ|おそれ|権利|許|認め|自由|任意|たい(?:場合|とき)"
                r"|[えけせてねべめれ](?:ます|る)"
            ),
            "effort": re.compile(
                r"努め|努力|つとめ|べき|べく|望まし|推奨|お勧め|勧め|ください|下さい|お願い|ほうがよい|方が[よ良]|心がけ|目指|と(?:よい|良い|いい)"
                r"|ように|期待|試み|必要"
            ),
        },
        {
            "may": re.compile(
                rf"(?:ことがあ(?:ります|る)|ことができ(?:ます|る)|場合があ(?:ります|る)|ことがあるもの){_JA_END}"
            ),
            "effort": re.compile(rf"(?:よう(?:に)?|に)努め(?:ます|る){_JA_END}"),
            "firm": re.compile(
                rf"(?:なければ(?:なり|いけ)ません|なければならない|[しいきりちみびぎ]ます|[しいきりちみびぎ]ません|する|負う|負わない"
                rf"|しない|とします|とする){_JA_END}"
            ),
            "duty": re.compile(
                rf"(?:なければ(?:なり|いけ)ません|なければならない|ものとします|ものとする|義務を負(?:います|う)){_JA_END}"
            ),
        },
        {
            "may": re.compile(
                r"ことがあ(?:り|る)|こと(?:が|も)?でき|できます|場合があ(?:り|る)|てもよい"
            ),
            "effort": re.compile(r"努め|努力|べき"),
        },
    ),
    "en": _Words(
        _en(
            r"\bnot only\b|\bwhether or not\b|\bno(?:t)? (?:later|earlier|less|more|fewer"
            r"|longer than)\b|\bnot (?:limited|restricted)"
            r"|\bwithout (?:limitation|(?:undue )?delay)\b|\bif not\b|\bwhy not\b|\bno\. ?\d"
            r"|\bno (?:matter|doubt)\b|\bnot exceed"
            r"|\bwhether .{1,60}? or not\b|\bnot (?:necessarily|always)\b|\bif any\b"
        ),
        _en(
            r"\b(?:not|no|never|none|nor|neither|without|cannot|nobody|nothing|nowhere)\b|n['’]t\b"
        ),
        _en(
            r"\b(?:only|unless|except\w*|other than|until|prohibit\w*|refus\w+|declin\w+"
            r"|forbid\w*|fail\w*|lack\w*|avoid\w*"
            r"|prevent\w*|instead|rather|stop\w*|ceas\w+|exempt\w*|waiv\w+|exclu\w+|los[et]\w*"
            r"|hardly|barely|few|little|miss\w*"
            r"|neglect\w*|against|violat\w+|reject\w*|den(?:y|ies|ied)\w*|beyond|free|void"
            r"|solely|outside|sole|just|but|yet|if"
            r"|difficult|impossible|too"
            # but what begins so and denies nothing: under, until, disclose, distribute, display
            r"|un(?!der|it|i[oqv]|less|til)[a-z]{3,}|in(?:ab|ad|ap|corr|comp|cons|effect|elig"
            r"|valid|vis|visi|suff|acc)\w*"
            r"|dis(?!clo|cre|cuss|pat|play|trib|tric|tinc|tingu|cover|count)[a-z]{3,}"
            r"|non-?\w+|il?legal\w*|im(?:poss|prop|pract)\w*|ir(?:re|r)\w+|mis\w+"
            r"|suspen\w+|terminat\w+|abort\w*|withh\w+"
            r"|anything|any|exclud\w+|rid|removed?|absent|absence|empty|however|otherwise"
            r"|besides?|alone|minor\w*|protect\w*|keep\w*|away|off|out)\b"
        ),
        {
            "may": _en(
                r"\b(?:may(?! \d)|can(?:not)?|could|might|able|abilit\w+|possibl\w+"
                r"|possibilit\w+|entitled?|allow\w*|permi\w+|right|rights|option\w*"
                r"|sometimes|occasionally|likely|eligible|capable|let|lets|enabl\w+|free"
                r"|available|subject to|choose|chance|potential\w*|risk|perhaps|maybe|would|easy"
                r"|easily)\b"
                r"|can['’]t"
            ),
            "effort": _en(
                r"\b(?:should|endeavou?r\w*|striv\w+|efforts?|try|tries|trying|tried"
                r"|recommend\w*|ought|encourag\w+|aims?|seeks?|suggest\w*|please|want\w*"
                r"|better|best|prefer\w*|advis\w+|hop\w+|ideally|desirable|attempt\w*|good"
                r"|consider\w*|would|need\w*)\b"
            ),
        },
        {
            "may": _en(
                r"(?:^|[,;:] )(?:(?!(?:that|which|who|whom|where|when|if|as|what|any|whatever"
                r"|how|may|shall|must|will|before|after|and|or|but|because|until|unless|in"
                r"|information)\b)"
                r"[\w’'“”\"-]+ ){1,6}may,? (?!not\b|be\b)"
            ),
            "effort": _en(r"\b(?:endeavou?rs?|strives?|makes? (?:reasonable |every )?efforts?)\b"),
            "advice": _en(
                r"(?:^|[,;:] )(?:(?!(?:that|which|who|where|when|if|as"
                r"|what)\b)[\w’'“”\"-]+ ){1,6}should "
            ),
            "firm": _en(r"."),
            "duty": _en(r"\b(?:shall|must)\b"),
        },
        {
            "may": _en(r"\b(?:may(?! \d)(?! not)|might|can(?! ?not))\b"),
            "effort": _en(r"\b(?:should|endeavou?rs?|strives?|efforts|ought)\b"),
        },
    ),
}


@lru_cache(4096)
def force(words: str, lang: str) -> Force:
    """The force of a sentence, or of several that say together what one says elsewhere."""
    known = _LANGUAGES["ja" if lang == "ja" else "en"]
    bare = known.no_denial.sub(" ", words)
    denials = len(known.denial.findall(bare))
    moods = {name for name, pattern in known.moods.items() if pattern.search(words)}
    plain = [name for name in ("may", "effort", "advice") if _plainly(known, name, words)]
    if not plain and not moods:
        plain = [name for name in ("duty", "firm") if _plainly(known, name, words)][:1]
    mood = plain[0] if len(plain) == 1 else ""
    hints = sorted(_ENDING.sub("", found.lower()) for found in known.hint.findall(bare))
    counts = {name: len(pattern.findall(words)) for name, pattern in known.strict.items()}
    return Force(
        denials,
        bool(hints) or bare != words,
        mood,
        frozenset(moods),
        tuple(hints),
        {"deny": denials, **counts},
    )


def contradict(one: Force, other: Force) -> bool:
    """Whether each has one mood plainly, and both can't be meant."""
    for here, there in ((one, other), (other, one)):
        if here.mood == "may" and there.mood in ("effort", "duty", "firm"):
            return "may" not in there.moods
        if here.mood == "effort" and there.mood in ("duty", "firm"):
            return True
        if here.mood == "advice" and there.mood == "duty":
            return True
    return False


def _plainly(known: _Words, name: str, words: str) -> bool:
    return name in known.plain and bool(known.plain[name].search(words))
