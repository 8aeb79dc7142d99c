"""Tables put together from row passages: which rows belong together, what columns hold, what a table is called."""

import pytest
from made_tables import GARDENS, PASSAGES, REEFS, STRAITS, prose, table

from kutip.types import Document, Passage
from retriever.answers.tables.typed_table import ColumnKind, TypedTable, tables_of


def tables(document: Document) -> dict[str, TypedTable]:
    own = [passage for passage in PASSAGES if passage.document_id == document.id]
    return {one.label: one for one in tables_of(document, own)}


def kinds(one: TypedTable) -> list[str]:
    return [column.kind.value for column in one.columns]


def test_rows_of_one_caption_form_one_table() -> None:
    found = tables(STRAITS)
    assert {label: len(one.rows) for label, one in found.items()} == {"Table 1": 4, "Table 2": 5, "Table 3": 4}
    assert found["Table 2"].told == "Meetings of the HPF (Harbour Pilots' Forum)"
    assert found["Table 2"].cited == "Table 2 (Okafor, 2020)"


def test_a_numbered_table_goes_on_after_prose_between_its_rows() -> None:
    rows = table("straits", "Table 4. Ships", ("Ship", "Crew"), [("Ada", "3"), ("Bo", "4")])
    (one,) = tables_of(STRAITS, [rows[0], prose("straits", "A page ends."), rows[1]])
    assert len(one.rows) == 2


def test_tables_without_a_number_end_where_prose_begins() -> None:
    rows = table("straits", "", ("Ship", "Crew"), [("Ada", "3"), ("Bo", "4")])
    found = tables_of(STRAITS, [rows[0], prose("straits", "Another table follows."), rows[1]])
    assert [len(one.rows) for one in found] == [1, 1]
    assert {one.label for one in found} == {"Results"}  # the heading above


def test_tables_of_one_caption_with_other_columns_are_two() -> None:
    first = table("straits", "Table 5. Ships", ("Ship", "Crew"), [("Ada", "3")])
    second = table("straits", "Table 5. Ships", ("Ship", "Flag"), [("Ada", "red")])
    assert len(tables_of(STRAITS, [*first, *second])) == 2


def test_columns_are_of_the_kind_of_their_cells() -> None:
    found = tables(STRAITS)
    assert kinds(found["Table 1"]) == ["text", "number", "number"]
    assert kinds(found["Table 2"]) == ["numbering", "text", "text", "date"]
    assert kinds(found["Table 3"]) == ["year", "number", "number"]
    assert [column.is_share for column in found["Table 3"].columns] == [False, False, True]
    assert kinds(tables(GARDENS)["Tabel 2"]) == ["text", "number", "number", "number"]


@pytest.mark.parametrize(
    ("cells", "kind"),
    [
        (["12", "-", "n/a", "1,5"], ColumnKind.NUMBER),
        (["12", "many"], ColumnKind.TEXT),
        (["-", "-"], ColumnKind.TEXT),
        (["2016", "2017"], ColumnKind.YEAR),
        (["2016", "12"], ColumnKind.NUMBER),
        (["May 2016", "2017 Oslo"], ColumnKind.DATE),
        (["May 2016", "Oslo", "Rome", "Bonn"], ColumnKind.TEXT),
    ],
)
def test_a_column_is_a_kind_only_if_its_cells_agree(cells: list[str], kind: ColumnKind) -> None:
    (one,) = tables_of(STRAITS, table("straits", "Table 9. X", ("Name", "Value"), [("a b", text) for text in cells]))
    assert one.columns[1].kind is kind


def test_what_a_column_counts_leaves_out_units_years_and_words_for_numbers() -> None:
    assert tables(STRAITS)["Table 3"].columns[1].measured == {"blade"}
    assert tables(STRAITS)["Table 1"].columns[2].measured == {"output"}
    first = tables(GARDENS)["Tabel 1"].columns[1]
    assert (first.measured, first.years) == ({"panen"}, (2016,))
    assert tables(GARDENS)["Tabel 2"].label_is_measure
    assert not tables(GARDENS)["Tabel 1"].label_is_measure


def test_short_names_are_found_but_not_words_in_capitals() -> None:
    assert tables(STRAITS)["Table 2"].names == {"hpf"}
    shouting = table("straits", "Table 6. Cases", ("YEAR", "NUMBER OF CASES"), [("2016", "3")])
    assert tables_of(STRAITS, shouting)[0].names == frozenset()


def test_ordinals_are_found_in_the_rows_labels() -> None:
    assert sorted(tables(STRAITS)["Table 2"].by_ordinal) == [2, 3, 4, 5]


def test_the_label_is_the_first_column_of_text() -> None:
    assert [one.label_column.name for one in tables(STRAITS).values()] == ["Strait", "HPF Meeting", "Year"]
    assert tables(REEFS)["Table 1"].label_column.name == "Name"


def test_a_label_in_another_language_counts_in_the_papers_language_too() -> None:
    (one,) = tables_of(STRAITS, table("straits", "Table 7. Crews", ("Flag", "Crew"), [("Filipina", "3")]))
    assert "philippin" in one.rows[0].cell_terms[0]


def test_a_paper_without_rows_has_no_tables() -> None:
    nothing: list[Passage] = [prose("straits", "No table here.")]
    assert tables_of(STRAITS, nothing) == ()
