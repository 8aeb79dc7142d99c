"""The served text of a source that is no plain text: its blocks, rows and in-text citations with their places."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st
from test_indexer_laws import check_blocks

from indexer.parsing.served_table import Piece, TableCell, placed
from indexer.parsing.served_text import Served, ServedText
from kutip.types import Kind, Span


def cell(text: str, columns: int = 1, rows: int = 1) -> TableCell:
    return TableCell((Piece(text),), columns, rows)


def row(*texts: str) -> list[TableCell]:
    return [cell(text) for text in texts]


def shown(served: Served, span: Span) -> str:
    return served.text[span.start : span.end]


def test_blocks_stand_on_lines_of_their_own_below_their_headings() -> None:
    built = ServedText()
    built.add_heading([Piece("Nets\nand "), Piece("boats")], 1)
    built.add(Kind.PARAGRAPH, [Piece("  They \t mend "), Piece("nets. ")])
    built.add_heading([Piece("Knots")], 2)
    built.add(Kind.LIST_ITEM, [Piece("A knot.")], label=[Piece("Bowline")])
    served = built.finish()
    assert served.text == "Nets and boats\n\nThey mend nets.\n\nKnots\n\nBowline\nA knot."
    assert [(one.kind, one.level, one.heading, one.text) for one in served.blocks] == [
        (Kind.HEADING, 1, ("Nets and boats",), "Nets and boats"),
        (Kind.PARAGRAPH, 0, ("Nets and boats",), "They mend nets."),
        (Kind.HEADING, 2, ("Nets and boats", "Knots"), "Knots"),
        (Kind.LIST_ITEM, 0, ("Nets and boats", "Knots"), "Bowline\nA knot."),
    ]
    check_blocks(served.text, served.blocks)


def test_what_is_blank_is_no_block() -> None:
    built = ServedText()
    built.add(Kind.PARAGRAPH, [Piece(" \n"), Piece("", ("key",))])
    built.add_heading([], 1)
    built.add_lines(Kind.PARAGRAPH, "\n \n")
    built.add_table([row("", " ")], headers=1)
    built.add(Kind.REFERENCE, [Piece(" ")], key="berg2001")
    assert built.finish() == Served("", (), (), ())


def test_citations_and_entries_have_their_places_and_keys() -> None:
    built = ServedText()
    built.add(Kind.PARAGRAPH, [Piece("It held,  "), Piece(" (Berg,\n 2001)", ("berg2001", "lam99")), Piece(". So")])
    built.add(Kind.REFERENCE, [Piece("Berg, A. (2001). Knots.")], key="berg2001")
    built.add(Kind.REFERENCE, [Piece("Lam, B. (1999). Rope.")])
    served = built.finish()
    assert [(shown(served, span), keys) for span, keys in served.cited] == [("(Berg, 2001)", ("berg2001", "lam99"))]
    [(start, key)] = served.entries
    assert served.text[start:].startswith("Berg, A.")
    assert key == "berg2001"


def test_a_citation_in_the_middle_of_a_word_keeps_its_place() -> None:
    built = ServedText()
    built.add(Kind.PARAGRAPH, [Piece("nets"), Piece("[1]", ("a",)), Piece(", ropes"), Piece("[2] ", ("b",))])
    served = built.finish()
    assert served.text == "nets[1], ropes[2]"
    assert [shown(served, span) for span, _ in served.cited] == ["[1]", "[2]"]


def test_lines_of_code_are_kept_as_they_are_indented() -> None:
    built = ServedText()
    built.add(Kind.PARAGRAPH, [Piece("Run it:")])
    built.add_lines(Kind.PARAGRAPH, "\n  for x in y:\r\n\n      go(x)  \n\n")
    assert built.finish().text == "Run it:\n\n  for x in y:\n\n      go(x)"


def test_rows_of_a_table_name_their_columns_and_what_they_share() -> None:
    built = ServedText()
    built.add(Kind.CAPTION, [Piece("Table 1: Catch")])
    rows = [
        [cell("Port", rows=2), cell("Catch", columns=2)],
        row("2001", "2002"),
        [cell("Vik", rows=2), cell("12"), cell("14")],
        row("", "15"),
        [cell("none", columns=3)],
    ]
    built.add_table(rows, headers=2, caption="Table 1: Catch")
    served = built.finish()
    assert served.text == "Table 1: Catch\n\nPort\tCatch\n2001\t2002\nVik\t12\t14\n\t15\nnone"
    kinds = [block.kind for block in served.blocks]
    assert kinds == [*[Kind.CAPTION] * 3, *[Kind.TABLE_ROW] * 3]
    first, second, last = served.blocks[3:]
    assert [(one.column, one.text) for one in first.cells] == [
        ("Port", "Vik"),
        ("Catch · 2001", "12"),
        ("Catch · 2002", "14"),
    ]
    assert first.context == ("Table 1: Catch", "Port", "Catch", "2001", "2002")
    assert [(one.column, one.text) for one in second.cells] == [("Port", "Vik"), ("Catch · 2002", "15")]
    assert second.text == "15"
    assert second.context[-1] == "Port: Vik"
    assert [one.column for one in last.cells] == ["Port / Catch · 2001 / Catch · 2002"]
    check_blocks(served.text, served.blocks)


def test_a_table_that_spans_without_end_stays_small() -> None:
    rows = [[cell("a", columns=10**9, rows=10**9) for _ in range(300)], *(row("b") for _ in range(5_000))]
    assert sum(map(len, placed(rows))) < 100_000


WORDS = st.sampled_from(["net", "(a,", "b)", " ", "\n", "\u00a0", "\f", "cut-", "-", "é", "\u00ad", "1"])
TEXTS = st.lists(WORDS, max_size=4).map("".join)
PIECES = st.lists(st.builds(Piece, TEXTS, st.sampled_from([(), ("key",), ("a", "b")])), max_size=4)
CELLS = st.builds(TableCell, PIECES.map(tuple), st.integers(0, 3), st.integers(0, 3))
TABLES = st.tuples(st.lists(st.lists(CELLS, max_size=4), max_size=4), st.integers(0, 2))


@given(parts=st.lists(st.tuples(st.sampled_from(["heading", "item", "lines"]), PIECES) | TABLES, max_size=6))
def test_blocks_of_any_pieces_obey_the_laws(parts: list[tuple[object, object]]) -> None:
    built = ServedText()
    wanted = 0
    for what, content in parts:
        if what == "heading":
            built.add_heading(content, 2)  # type: ignore[arg-type]
        elif what == "item":
            built.add(Kind.LIST_ITEM, content, label=content)  # type: ignore[arg-type]
            wanted += sum(bool(one.keys) and bool(one.text.strip()) for one in content)  # type: ignore[attr-defined]
        elif what == "lines":
            built.add_lines(Kind.PARAGRAPH, "\n".join(one.text for one in content))  # type: ignore[attr-defined]
        else:
            built.add_table(what, headers=content, caption="All")  # type: ignore[arg-type]
    served = built.finish()
    check_blocks(served.text, served.blocks)
    assert len(served.cited) >= wanted
    assert all(one.end <= two.start for (one, _), (two, _) in pairwise(served.cited))
    assert all(shown(served, span) == shown(served, span).strip() != "" for span, _ in served.cited)
