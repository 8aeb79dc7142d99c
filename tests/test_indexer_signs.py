"""How sure Kutip is of headings, rows and entries, and by which sign it took them for such."""

from pathlib import Path

import pytest

from indexer.believed import believed
from indexer.bibliography.read import read_bibliography
from indexer.parsing.corpus import read_alone
from indexer.signs import Sign, signs_of
from kutip.types import Kind

PROSE = (
    "The keepers of the northern coast wrote down the weather three\ntimes a day, and their books are kept in the town"
    " hall, where\nanyone may read them on a Tuesday."
)
ENTRIES = "Osei, R. (2004). Lamps of the coast. Lamp Press.\n\nHolm, B. (2009). Nets. *Journal of Nets*, 3(2), 1–20."


def signs(folder: Path, name: str, text: str, kind: Kind) -> list[tuple[str, float]]:
    (folder / name).write_text(text, encoding="utf-8")
    document, blocks, _ = read_alone(folder / name)
    found = signs_of(document, blocks)
    return [(found[at].sign, found[at].sureness) for at, block in enumerate(blocks) if block.kind is kind]


@pytest.mark.parametrize(
    ("heading", "sign"),
    [
        ("1 Introduction", Sign.NUMBERED),
        ("Acknowledgements", Sign.KNOWN_WORDS),
        ("WEATHER BOOKS", Sign.CAPITALS),
        ("Weather Books of the Coast", Sign.TITLE_CASE),
        ("Weather as it was seen", Sign.SHORT_LINE),
    ],
)
def test_a_heading_of_raw_text_says_by_which_sign_it_was_taken(tmp_path: Path, heading: str, sign: Sign) -> None:
    text = f"Abstract\n\n{PROSE}\n\n{heading}\n\n{PROSE}\n"
    found = signs(tmp_path, "a.txt", text, Kind.HEADING)
    assert [one for one, _ in found] == [Sign.KNOWN_WORDS, sign]
    assert found[1][1] <= found[0][1] < 1


def test_a_number_out_of_order_is_less_sure_than_one_in_order(tmp_path: Path) -> None:
    text = "".join(f"{number} Weather and wind\n\n{PROSE}\n\n" for number in (1, 2, 7))
    found = signs(tmp_path, "a.txt", text, Kind.HEADING)
    assert [one for one, _ in found] == [Sign.NUMBERED, Sign.NUMBERED, Sign.OUT_OF_ORDER]
    assert found[2][1] < found[1][1]


def test_headings_that_the_file_marks_are_sure(tmp_path: Path) -> None:
    text = f"# Weather books\n\n{PROSE}\n\nOlder books\n-----------\n\n{PROSE}\n"
    assert set(signs(tmp_path, "a.md", text, Kind.HEADING)) == {(Sign.MARKED, 1.0)}


def test_rows_of_a_table_say_whether_their_cells_could_be_told(tmp_path: Path) -> None:
    told = "| Town | Books |\n|---|---|\n| Oslo | 3 |\n| Bergen | 4 |\n| Vik | 5 | 6 |\n"
    found = signs(tmp_path, "a.md", f"# Books\n\n{PROSE}\n\n{told}", Kind.TABLE_ROW)
    assert {one for one, _ in found[:2]} == {Sign.CELLS_ALIKE}
    untold = "Table 1. What is kept.\n1. All of it in one.\n2. And all of this."
    found = signs(tmp_path, "b.txt", f"Abstract\n\n{PROSE}\n\n{untold}\n", Kind.TABLE_ROW)
    assert set(found) == {(Sign.ONE_CELL, 0.0)}


def test_entries_say_how_probable_the_model_finds_their_lines(tmp_path: Path) -> None:
    text = f"# Abstract\n\n{PROSE} (Osei, 2004; Holm, 2009).\n\n# References\n\n{ENTRIES}\n"
    found = signs(tmp_path, "a.md", text, Kind.REFERENCE)
    assert [one for one, _ in found] == [Sign.LIST_MODEL] * 2
    assert all(sureness > 0.3 for _, sureness in found)


def test_what_is_believed_sums_the_signs_up_and_doubts_plain_headings(tmp_path: Path) -> None:
    plain = "".join(
        f"{title} of the Northern Coast\n\n{PROSE}\n\n" for title in ("Nets", "Lamps", "Boats", "Winds", "Crews")
    )
    (tmp_path / "a.txt").write_text(f"Abstract\n\n{PROSE}\n\n{plain}", encoding="utf-8")
    document, blocks, keyed = read_alone(tmp_path / "a.txt")
    summed = believed(document, blocks, read_bibliography(document, blocks, keyed))
    assert (Kind.HEADING, Sign.TITLE_CASE, 5) in [one[:3] for one in summed.signs]
    assert any("5 of 6 headings show only by their place or in title case" in doubt for doubt in summed.doubts)
