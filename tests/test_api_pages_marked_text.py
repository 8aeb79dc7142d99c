"""Cutting a text into pieces by passage, mention and highlighting."""

from collections.abc import Sequence
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.pages.marked_text import MarkedPiece, overlap, pieces
from kutip.errors import ReadingError
from kutip.text.reading import align, squeeze
from kutip.types import Form, Kind, Mention, Passage, Span

SOURCE = "Crime crosses bor-\nders (Archer, 2001). It pays. It\nstays."


def span(words: str, source: str = SOURCE) -> Span:
    start = source.index(words)
    return Span(start, start + len(words))


def passage(id_: str, *spans: Span) -> Passage:
    return Passage(id_, "paper", Kind.PARAGRAPH, (), "", None, spans, "")


def mention(id_: str, *spans: Span, of: str | None = None) -> Mention:
    return Mention(id_, "paper", Form.PARENTHETICAL, "", spans, "", "", "", of)


def read(**marked: Sequence[object]) -> tuple[MarkedPiece, ...]:
    text = squeeze(SOURCE.replace("-\n", ""))
    return pieces(SOURCE, [Span(0, len(SOURCE))], text, **marked)  # type: ignore[arg-type]


def shown(found: Sequence[MarkedPiece], field: str) -> list[tuple[str, object]]:
    """The text of each piece with the value of one of its fields."""
    return [(piece.text, getattr(piece, field)) for piece in found]


# --- Examples ---------------------------------------------------------------------------------------------------------


def test_a_text_without_marks_is_one_piece() -> None:
    assert read() == (MarkedPiece("Crime crosses borders (Archer, 2001). It pays. It stays."),)


def test_a_text_without_characters_has_no_pieces() -> None:
    assert pieces(SOURCE, [], "") == ()


def test_a_word_hyphenated_at_a_line_end_is_highlighted_whole() -> None:
    assert shown(read(lit=[span("bor-\nders")]), "lit") == [
        ("Crime crosses ", False),
        ("borders", True),
        (" (Archer, 2001). It pays. It stays.", False),
    ]


def test_white_space_is_highlighted_only_between_highlighted_words() -> None:
    lit = [span(" It pays. "), span("It\nstays."), span("crosses")]
    assert shown(read(lit=lit), "lit") == [
        ("Crime ", False),
        ("crosses", True),
        (" borders (Archer, 2001). ", False),
        ("It pays. It stays.", True),
    ]


def test_a_blank_between_two_passages_belongs_to_neither() -> None:
    found = read(passages=[passage("first", span(SOURCE[:39])), passage("second", span("It pays. It\nstays."))])
    assert found == (
        MarkedPiece("Crime crosses borders (Archer, 2001).", passage="first", begins=True),
        MarkedPiece(" "),
        MarkedPiece("It pays. It stays.", passage="second", begins=True),
    )


def test_a_passage_continued_from_another_block_does_not_begin_here() -> None:
    found = pieces(SOURCE, [span("It pays.")], "It pays.", passages=[passage("long", span("(Archer, 2001). It pays."))])
    assert found == (MarkedPiece("It pays.", passage="long"),)


def test_a_partly_highlighted_passage_or_mention_begins_in_one_piece() -> None:
    found = read(
        lit=[span("2001"), span("It")],
        passages=[passage("p", Span(0, len(SOURCE)))],
        mentions=[mention("m", span("Archer, 2001"), of="archer")],
    )
    assert [piece.text for piece in found if piece.begins] == ["Crime crosses borders ("]
    assert found[1] == MarkedPiece("Archer, ", passage="p", mention="m", reference="archer", opens=True)
    assert found[2] == MarkedPiece("2001", lit=True, passage="p", mention="m", reference="archer")
    assert "".join(piece.text for piece in found if piece.passage == "p") == "".join(piece.text for piece in found)


def test_a_mention_without_an_entry_has_no_reference() -> None:
    [own] = [piece for piece in read(mentions=[mention("m", span("Archer, 2001"))]) if piece.mention]
    assert own == MarkedPiece("Archer, 2001", mention="m", opens=True)


def test_of_mentions_at_the_same_place_only_the_first_opens() -> None:
    found = read(mentions=[mention("m3", span("2001")), mention("m4", span("2001"))])
    assert [(piece.text, piece.mention) for piece in found if piece.opens] == [("2001", "m3")]


def test_each_of_two_nested_mentions_opens() -> None:
    found = read(mentions=[mention("inner", span("2001")), mention("outer", span("Archer, 2001)"))])
    assert [(piece.text, piece.mention, piece.opens) for piece in found if piece.mention] == [
        ("Archer,", "outer", True),
        ("2001", "inner", True),
        (")", "outer", False),
    ]


def test_a_text_that_differs_from_its_spans_is_refused() -> None:
    with pytest.raises(ReadingError):
        pieces(SOURCE, [span("It pays.")], "It costs.")


def test_spans_overlap_only_if_they_share_a_character() -> None:
    assert overlap([Span(0, 2), Span(5, 9)], [Span(8, 12)])
    assert not overlap([Span(0, 2), Span(5, 9)], [Span(2, 5), Span(9, 10)])
    assert not overlap([], [Span(0, 1)])


# --- Laws -------------------------------------------------------------------------------------------------------------

sources = st.text(alphabet="ab-\n ()", min_size=1, max_size=30)


@st.composite
def cuts(draw: st.DrawFn, source: str, *, most: int) -> tuple[Span, ...]:
    """Up to `most` ascending spans of a source."""
    ends = sorted(draw(st.sets(st.integers(0, len(source)), max_size=2 * most)))
    return tuple(Span(a, b) for a, b in pairwise(ends) if draw(st.booleans()))


@st.composite
def marked_texts(draw: st.DrawFn) -> tuple[str, tuple[Span, ...], str, dict[str, tuple[Span, ...]]]:
    """A source, the spans of a text, the text, and spans to highlight, of two passages and of two mentions."""
    source = draw(sources)
    spans = draw(cuts(source, most=3))
    text = draw(st.sampled_from([" ", "\n"])).join(source[one.start : one.end] for one in spans)
    names = ("lit", "p1", "p2", "m1", "m2")
    return source, spans, text, {name: draw(cuts(source, most=2)) for name in names}


def marked(
    source: str, spans: Sequence[Span], text: str, marks: dict[str, tuple[Span, ...]]
) -> tuple[list[str], tuple[MarkedPiece, ...]]:
    """The ids of passages and mentions with at least one span, and the pieces of the text."""
    ids = [name for name in marks if name != "lit" and marks[name]]
    passages = [passage(name, *marks[name]) for name in ids if name.startswith("p")]
    mentions = [mention(name, *marks[name]) for name in ids if name.startswith("m")]
    return ids, pieces(source, spans, text, lit=marks["lit"], passages=passages, mentions=mentions)


def covers(spans: Sequence[Span], offset: int) -> bool:
    return any(one.start <= offset < one.end for one in spans)


def owner(ids: Sequence[str], marks: dict[str, tuple[Span, ...]], offset: int) -> str | None:
    """The id to which an offset belongs, by a simple oracle: of those that cover it, the one that starts last."""
    covering = [name for name in ids if covers(marks[name], offset)]
    return max(covering, key=lambda name: marks[name][0].start, default=None)


@given(drawn=marked_texts())
def test_pieces_join_to_the_text_and_differ_from_their_neighbours(
    drawn: tuple[str, tuple[Span, ...], str, dict[str, tuple[Span, ...]]],
) -> None:
    _, found = marked(*drawn)
    assert "".join(piece.text for piece in found) == drawn[2]
    assert all(piece.text for piece in found)
    kinds = [(piece.lit, piece.passage, piece.mention) for piece in found]
    assert all(one != other for one, other in pairwise(kinds))


@given(drawn=marked_texts())
def test_each_character_gets_the_marks_that_a_simple_oracle_gives(
    drawn: tuple[str, tuple[Span, ...], str, dict[str, tuple[Span, ...]]],
) -> None:
    source, spans, text, marks = drawn
    ids, found = marked(*drawn)
    offsets = align(source, spans, text)
    each = [(piece.lit, piece.passage, piece.mention) for piece in found for _ in piece.text]
    solid = [at for at, character in enumerate(text) if not character.isspace()]
    for at in solid:
        of_passage = owner([name for name in ids if name.startswith("p")], marks, offsets[at])
        of_mention = owner([name for name in ids if name.startswith("m")], marks, offsets[at])
        assert each[at] == (covers(marks["lit"], offsets[at]), of_passage, of_mention)
    for at in set(range(len(text))) - set(solid):
        before, after = [i for i in solid if i < at], [i for i in solid if i > at]
        sides = list(zip(each[before[-1]], each[after[0]], strict=True)) if before and after else [(False, None)] * 3
        assert each[at][0] == all(sides[0])
        assert each[at][1:] == tuple(one if one == other else None for one, other in sides[1:])


@given(drawn=marked_texts())
def test_each_passage_and_mention_begins_in_the_piece_of_its_first_letter(
    drawn: tuple[str, tuple[Span, ...], str, dict[str, tuple[Span, ...]]],
) -> None:
    source, spans, text, marks = drawn
    ids, found = marked(*drawn)
    offsets = [at for at, character in zip(align(source, spans, text), text, strict=True) if not character.isspace()]
    begun = [piece.passage for piece in found if piece.begins] + [piece.mention for piece in found if piece.opens]
    for name in ids:
        start = marks[name][0].start
        first = next(other for other in ids if other[0] == name[0] and marks[other][0].start == start)
        assert begun.count(name) == (start in offsets and name == first)
