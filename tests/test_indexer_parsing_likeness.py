"""How alike the rows of a table look: rows cut at the same words score higher than rows cut at random."""

import pytest

from indexer.parsing.cues import cut_rows
from indexer.parsing.likeness import CellLikeness, Likeness, shapes_of
from indexer.parsing.row_tokens import RowToken


def row(text: str) -> list[RowToken]:
    """Make the tokens of a row; "|" before a word is a hard line end."""
    words = text.split()
    return [RowToken(word.lstrip("|"), i, i + 1, hard=word.startswith("|")) for i, word in enumerate(words)]


ROWS = [row(f"Meeting of {who} |Bangkok {day} agreed") for day, who in enumerate(("chiefs", "ministers", "experts"))]


def test_dates_and_numbers_have_one_shape_each() -> None:
    tokens = [*row("Hanoi 12 1,300"), RowToken("24 April 2025", 9, 22)]
    assert shapes_of(tokens) == ("Hanoi", "<number>", "<number>", "<date>")


def test_a_cut_at_a_line_end_scores_higher_than_one_within_a_cell() -> None:
    score = Likeness(ROWS, ["Meeting", "Place"])
    assert score([(3,)] * 3) > score([(2,)] * 3)
    assert score([(3,)] * 3) > score([(3,), (3,), (1,)])
    assert score([(3,)] * 3) > score([(3,), (3,), None])


def test_a_column_of_dates_should_have_a_name_for_dates() -> None:
    rows = [[RowToken("Hanoi", 0, 5), RowToken(f"{day} April 2025", 6, 19)] for day in (1, 2, 3, 4)]
    dated, other = Likeness(rows, ["Place", "Date"]), Likeness(rows, ["Place", "Result"])
    assert dated([(1,)] * 4) > other([(1,)] * 4)


def test_a_cell_resembles_known_cells_of_its_column_alone() -> None:
    known = CellLikeness([(one, (3,)) for one in ROWS])
    shapes = shapes_of(row("Meeting of judges Bangkok 5 agreed"))
    assert known(shapes, (3,)) == 3 + 3 + (3 + 2 * 3)  # first word; first and last word of equal cells twice
    assert known(shapes, (3,)) > known(shapes, (2,))


@pytest.mark.parametrize("rows", [2, 60])
def test_very_wide_rows_without_cues_are_left_whole(rows: int) -> None:
    tokens = [row(" ".join(f"w{i}x{n}" for i in range(300))) for n in range(rows)]
    assert cut_rows(tokens, [f"C{i}" for i in range(300)]) == [None] * rows
