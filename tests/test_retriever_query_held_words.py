"""A word is held in any of its forms, spellings and translations; widely, also within its kin."""

import pytest
from looked_up import BEES, GLOSSARY

from kutip.text.terms import terms
from kutip.types import Kind, Passage, Span
from retriever.query.held_words import HeldWords
from retriever.query.written_words import WrittenWords

TEXTS = (
    "The organisation brought bees to Thailand.",
    "Lebah pergi ke sarang.",
    "Secretary General of the unemployed, who went to the theatre.",
)


def words_of(*texts: str) -> HeldWords:
    own = [{term for code in ("en", "id") for term in terms(text, code)} for text in texts]
    passages = [Passage(f"p{n}", BEES.id, Kind.PARAGRAPH, (), "", None, (Span(0, 1),), t) for n, t in enumerate(texts)]
    return HeldWords(
        lambda held: [at for at, has in enumerate(own) if has.issuperset(held)],
        WrittenWords(passages),
        {"id": GLOSSARY},
    )


@pytest.mark.parametrize(
    ("piece", "strictly", "widely"),
    [
        ("organizations", {0}, {0}),
        ("bring", {0}, {0}),
        ("bee", {0, 1}, {0, 1}),  # "lebah"
        ("lebah", {0, 1}, {0, 1}),
        ("hives", {1}, {1}),  # "sarang"
        ("Thai", set(), {0}),
        ("employ", set(), {2}),
        ("Secretary-General", {2}, {2}),
        ("go", {2}, {2}),
        ("art", set(), set()),  # too short to be looked for in "theatre"
        ("bees Thailand", {0}, {0}),
        ("bees theatre", set(), set()),
        ("tractor", set(), set()),
        ("", set(), set()),
    ],
)
def test_the_passages_that_hold_a_word(piece: str, strictly: set[int], widely: set[int]) -> None:
    words = words_of(*TEXTS)
    assert words.holders(piece) == strictly
    assert words.holders(piece, widely=True) == widely


def test_a_text_holds_a_word_as_a_passage_does() -> None:
    words = words_of(*TEXTS)
    for piece in ("organizations", "bring", "bee", "hives", "Thai", "Secretary-General", "bees theatre", "tractor", ""):
        assert {at for at, text in enumerate(TEXTS) if words.is_in(piece, text)} == words.holders(piece), piece
