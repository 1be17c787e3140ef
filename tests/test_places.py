"""Where a clause and words of it stand in a file, held against a search of the lines."""

from hypothesis import given
from hypothesis import strategies as st

from kaitei.drafts.checks.places import Places
from kaitei.model import Block, Clause, Run

HEADING = Block("h2", (Run("甲"),))
NAMES = st.sampled_from(["x", "y", ""])


@given(
    st.lists(st.text("ab", max_size=3), min_size=1, max_size=12),
    st.lists(st.tuples(st.integers(1, 12), NAMES), max_size=4, unique_by=lambda one: one[0]),
    st.sampled_from(["x", "y", "z"]),
    st.text("ab", min_size=1, max_size=2),
)
def test_words_are_found_in_their_clause(
    lines: list[str], headings: list[tuple[int, str]], clause: str, words: str
) -> None:
    begun = sorted(one for one in headings if one[0] <= len(lines))
    written = [(line, Clause(name, "", "", 2, HEADING, ())) for line, name in begun]
    places = Places("\n".join(lines), written, 1)
    start, stop = next(
        (
            (line, begun[n + 1][0] if n + 1 < len(begun) else len(lines) + 1)
            for n, (line, name) in enumerate(begun)
            if name == clause
        ),
        (0, 0),
    )
    saying = (n for n in range(start, stop) if words in lines[n - 1])
    assert places.line(clause, words) == next(saying, start)
    for number in range(1, len(lines) + 1):
        above = [name for line, name in begun if line <= number]
        assert places.clause(number) == (above[-1] if above else "")
