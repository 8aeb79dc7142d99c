"""A paper's page and its list of references: no text is lost, and every anchor occurs once."""

from collections import Counter
from collections.abc import Iterator, Sequence
from types import SimpleNamespace
from typing import cast

import pytest
from conftest import english
from hypothesis import given
from test_indexer_laws import documents, flat_tables
from texts_in_forms import in_form

from api.pages.links import Links
from api.pages.marked_text import MarkedPiece, Pieces
from api.pages.paper_parts import Entries, HeadingView, Items, PaperView, PartView, Rows, TextView
from api.pages.paper_view import list_references, paper_of, read_paper
from indexer.bibliography.read import read_bibliography
from indexer.parsing.formats import READERS
from indexer.parsing.reader import Reader
from indexer.passages import cut_passages
from kutip.errors import NotFoundError
from kutip.types import Bibliography, Block, Cell, Document, Form, Kind, Mention, Message, Passage, Reference, Span
from retriever.search import Retriever

PAPERS = ["najib-juned-2025", "cakrawala-733"]
ENGLISH = Links("en")


def texts(parts: Sequence[PartView]) -> Iterator[Pieces]:
    """The pieces of each text of a page, in reading order."""
    for part in parts:
        match part:
            case HeadingView() | TextView():
                yield part.pieces
            case Items():
                yield from part.items
            case Rows():
                yield from (cell for row in part.rows for cell in row)
            case Entries():
                yield from (entry.pieces for entry in part.entries)


def all_pieces(page: PaperView) -> list[MarkedPiece]:
    return [piece for text in texts(page.parts) for piece in text]


def joined(found: Sequence[MarkedPiece]) -> str:
    return "".join(piece.text for piece in found)


def unspaced(text: str) -> str:
    return "".join(text.split())


def letters(text: str) -> str:
    return "".join(filter(str.isalnum, text))


def passages_of(retriever: Retriever, paper: str) -> list[Passage]:
    return [passage for passage in retriever.passages if passage.document_id == paper]


def retriever_of(
    source: str,
    blocks: Sequence[Block],
    *,
    pages: tuple[int, ...] = (),
    bibliography: Bibliography | None = None,
) -> Retriever:
    """Stands in for a retriever over one paper, without an index: it has the paper but cannot search."""
    document = Document("paper", source, "00" * 32, {}, pages)
    passages = cut_passages(document, blocks, lambda text: len(text.split()), target=20, limit=40)
    read = bibliography or read_bibliography(document, blocks)
    return cast(
        Retriever,
        SimpleNamespace(
            document=lambda _: document,
            passages=passages,
            blocks=lambda _: tuple(blocks),
            bibliography=lambda _: read,
        ),
    )


def read(source: str, form: str = "markdown", *, lit: Sequence[Span] = ()) -> PaperView:
    """The page of a paper with this source text."""
    own = READERS[form].read(source.encode("utf-8"))
    return read_paper(retriever_of(source, own.blocks, pages=own.pages), "paper", ENGLISH, lit=lit)


# --- Laws for the bundled papers --------------------------------------------------------------------------------------


@pytest.mark.parametrize("paper", PAPERS)
def test_a_page_shows_every_block_once_and_in_order(retriever: Retriever, paper: str) -> None:
    page = read_paper(retriever, paper, ENGLISH)
    assert unspaced(joined(all_pieces(page))) == unspaced("".join(block.text for block in retriever.blocks(paper)))
    whole = {block.text for block in retriever.blocks(paper) if block.kind is not Kind.TABLE_ROW}
    shown = {joined(text) for part in page.parts if not isinstance(part, Rows) for text in texts([part])}
    assert shown == whole


@pytest.mark.parametrize("paper", PAPERS)
def test_every_passage_begins_once_and_is_marked_completely(retriever: Retriever, paper: str) -> None:
    found = all_pieces(read_paper(retriever, paper, ENGLISH))
    own = passages_of(retriever, paper)
    assert Counter(piece.passage for piece in found if piece.begins) == Counter(passage.id for passage in own)
    for passage in own:
        assert unspaced(joined([p for p in found if p.passage == passage.id])) == unspaced(passage.text)


@pytest.mark.parametrize("paper", PAPERS)
def test_every_mention_opens_once_and_is_marked_completely(retriever: Retriever, paper: str) -> None:
    found = all_pieces(read_paper(retriever, paper, ENGLISH))
    mentions = retriever.bibliography(paper).mentions
    assert Counter(piece.mention for piece in found if piece.opens) == Counter(mention.id for mention in mentions)
    for mention in mentions:
        own = [piece for piece in found if piece.mention == mention.id]
        assert unspaced(joined(own)) == unspaced(mention.text)
        assert {piece.reference for piece in own} == {mention.reference_id}


@pytest.mark.parametrize("first", [0, 1])
@pytest.mark.parametrize("paper", PAPERS)
def test_highlighting_every_second_passage_highlights_exactly_these(
    retriever: Retriever, paper: str, first: int
) -> None:
    chosen = passages_of(retriever, paper)[first::2]  # not their neighbours, so that highlighting too much is noticed
    page = read_paper(retriever, paper, ENGLISH, lit=[span for passage in chosen for span in passage.spans])
    assert page.found
    lit = [piece for piece in all_pieces(page) if piece.lit]
    for passage in chosen:
        assert unspaced(joined([p for p in lit if p.passage == passage.id])) == unspaced(passage.text)
    assert len(unspaced(joined(lit))) == sum(len(unspaced(passage.text)) for passage in chosen)


@pytest.mark.parametrize("paper", PAPERS)
def test_highlighting_a_passage_highlights_exactly_its_text(retriever: Retriever, paper: str) -> None:
    for passage in passages_of(retriever, paper)[::10]:
        page = read_paper(retriever, paper, ENGLISH, lit=passage.spans)
        assert unspaced(joined([piece for piece in all_pieces(page) if piece.lit])) == unspaced(passage.text)


# --- Laws for any paper -----------------------------------------------------------------------------------------------


def check_page(source: str, reader: Reader) -> None:
    """Check that the page has all letters once and in order, and that each passage and mention begins once.

    Of several mentions at the same place, only the first begins.
    """
    own = reader.read(in_form(reader.form, source))
    source, blocks = own.text, own.blocks
    retriever = retriever_of(source, blocks, pages=own.pages)
    page = read_paper(retriever, "paper", ENGLISH, lit=[Span(0, len(source))])
    found = all_pieces(page)
    assert letters(joined(found)) == letters("".join(block.text for block in blocks))
    begun = Counter(piece.passage for piece in found if piece.begins)
    with_letters = [passage.id for passage in retriever.passages if letters(passage.text)]
    assert begun.keys() <= {passage.id for passage in retriever.passages}
    assert [begun[passage_id] for passage_id in with_letters] == [1] * len(with_letters)
    mentions = {mention.spans[0].start: mention.id for mention in retriever.bibliography("paper").mentions[::-1]}
    assert Counter(piece.mention for piece in found if piece.opens) == Counter(mentions.values())
    assert all(piece.lit for piece in found if piece.text.strip())
    assert page.found == bool(source.strip())


@pytest.mark.parametrize("reader", READERS.values(), ids=READERS)
@given(source=documents | flat_tables())
def test_pages_of_generated_documents_keep_these_laws(reader: Reader, source: str) -> None:
    check_page(source, reader)


# --- The bundled papers as a reader sees them -------------------------------------------------------------------------


@pytest.mark.parametrize("paper", PAPERS)
def test_the_contents_list_every_heading_with_its_anchor(retriever: Retriever, paper: str) -> None:
    page = read_paper(retriever, paper, ENGLISH)
    headings = [part for part in page.parts if isinstance(part, HeadingView)]
    assert page.contents == tuple((part.level, joined(part.pieces), part.anchor) for part in headings)
    assert [anchor for _, _, anchor in page.contents] == [f"h-{n}" for n in range(1, len(headings) + 1)]
    own = [(block.level, block.text) for block in retriever.blocks(paper) if block.kind is Kind.HEADING]
    assert [(level, text) for level, text, _ in page.contents] == own


def test_found_is_false_if_nothing_is_highlighted(retriever: Retriever) -> None:
    assert not read_paper(retriever, PAPERS[0], ENGLISH).found


def test_an_unknown_paper_raises_not_found() -> None:
    empty = SimpleNamespace(documents={})
    with pytest.raises(NotFoundError):
        read_paper(_retriever_of_nothing(empty), "other", ENGLISH)
    with pytest.raises(NotFoundError):
        list_references(_retriever_of_nothing(empty), "other", ENGLISH)


def _retriever_of_nothing(empty: SimpleNamespace) -> Retriever:
    empty.document = lambda document_id: Retriever.document(cast(Retriever, empty), document_id)
    return cast(Retriever, empty)


def test_the_head_of_a_paper_has_its_facts_and_links(retriever: Retriever) -> None:
    paper = paper_of(retriever.document("najib-juned-2025"), retriever, Links("id"))
    assert (paper.year, paper.doi, paper.licence) == (2025, "10.35879/jik.v19i1.466", "CC-BY-4.0")
    assert paper.authors == ("Gesang Qa'id Najibah Najib", "Mansur Juned")
    assert paper.reference.startswith("Najib, G. Q. N., & Juned, M. (2025). The Role of ASEANAPOL")
    assert paper.read == "/documents/najib-juned-2025?lang=id"
    assert paper.references == "/documents/najib-juned-2025/references?lang=id"
    assert paper.entries == 53


def test_unknown_facts_of_a_paper_are_none_or_empty(retriever: Retriever) -> None:
    paper = paper_of(retriever.document("cakrawala-733"), retriever, ENGLISH)
    assert (paper.authors, paper.year, paper.doi, paper.licence, paper.entries) == ((), None, None, None, 0)
    bare = paper_of(Document("paper", "", "", {}), retriever_of("", []), ENGLISH)
    assert (bare.title, bare.reference) == ("paper", "paper. (n.d.).")


def test_rows_of_a_table_form_one_part_and_spanning_cells_show_once(retriever: Retriever) -> None:
    tables = [part for part in read_paper(retriever, "cakrawala-733", ENGLISH).parts if isinstance(part, Rows)]
    assert len(tables) == 10  # seven tables, three of which are cut in two by a note or a repeated header
    roles = tables[-1]
    assert roles.caption.startswith("Appendix 4. Comparison of the Roles")
    assert roles.columns == ("No.", "Actor", "Strategy", "Role")
    assert [[joined(cell) for cell in row][:3] for row in roles.rows[:3]] == [
        ["1", "ASEANAPOL", "Human Resource Capacity Building"],
        ["", "The Indonesian Police", ""],
        ["2", "ASEANAPOL", "International Meeting"],
    ]
    assert roles.rows[1][0] == roles.rows[1][2] == ()


def test_entries_form_one_part_with_links_to_their_mentions(retriever: Retriever) -> None:
    page = read_paper(retriever, "najib-juned-2025", ENGLISH)
    bibliography = retriever.bibliography("najib-juned-2025")
    [entries] = [part.entries for part in page.parts if isinstance(part, Entries)]
    assert [entry.id for entry in entries] == [reference.id for reference in bibliography.references]
    for entry in entries:
        citing = [mention for mention in bibliography.mentions if mention.reference_id == entry.id]
        wanted = [(f"/documents/najib-juned-2025?lang=en#m-{one.id}", one.context) for one in citing]
        assert list(entry.mentions) == wanted
    assert sum(len(entry.mentions) for entry in entries) == 62
    assert [len(entry.problems) for entry in entries if entry.problems] == [1, 1, 1, 1]


# --- Made-up papers ---------------------------------------------------------------------------------------------------

PIPES = """# Data

Table 1. Cases by Year

| Country | Cases | Year |
|---------|-------|------|
| Laos (Archer, 2001) | 12 | 2020 |
| Vietnam | | 2021 |
| Vietnam | 14 | 2022 |

# References

- Archer, C. (2001). *International Organizations*. Routledge.
- Boer, M. (2010). *New Mobile Crime*. Routledge.
"""


def test_the_passage_of_a_markdown_row_begins_in_its_first_cell() -> None:
    page = read(PIPES)
    [table] = [part for part in page.parts if isinstance(part, Rows)]
    assert (table.caption, table.columns) == ("Table 1. Cases by Year", ("Country", "Cases", "Year"))
    assert [[joined(cell) for cell in row] for row in table.rows] == [
        ["Laos (Archer, 2001)", "12", "2020"],
        ["Vietnam", "", "2021"],
        ["Vietnam", "14", "2022"],
    ]
    assert [row[0][0].begins for row in table.rows] == [True, True, True]
    assert sum(piece.begins for row in table.rows for cell in row for piece in cell) == 3
    assert [piece.text for piece in table.rows[0][0] if piece.opens] == ["Archer, 2001"]


def table_of(*rows: Block, source: str) -> Rows:
    retriever = retriever_of(source, rows)
    [part] = read_paper(retriever, "paper", ENGLISH).parts
    assert isinstance(part, Rows)
    return part


def row(source: str, text: str, *columns: str, context: tuple[str, ...] = ("Table 1. Things",)) -> Block:
    """A table row with one word per cell; words beyond the last column are in no cell."""
    at = source.index(text)
    cells = []
    for column, word in zip(columns, text.split(), strict=False):
        start = source.index(word, at)
        cells.append(Cell(column, word, (Span(start, start + len(word)),)))
    return Block(Kind.TABLE_ROW, (), (Span(at, at + len(text)),), text, context=context, cells=tuple(cells))


def test_a_row_without_cells_is_shown_as_one_cell() -> None:
    source = "one two\nthree four"
    table = table_of(row(source, "one two"), row(source, "three four", "A", "B"), source=source)
    assert table.columns == ("A", "B")
    assert [[joined(cell) for cell in cells] for cells in table.rows] == [["one two", ""], ["three", "four"]]
    alone = table_of(row(source, "one two"), source=source)
    assert (alone.columns, len(alone.rows[0])) == (("",), 1)


def test_a_row_with_words_outside_its_cells_is_shown_in_one_cell() -> None:
    source = "one two three"
    table = table_of(row(source, source, "A", "B"), source=source)
    assert [joined(cell) for cell in table.rows[0]] == ["one two three", ""]


def test_columns_of_equal_name_stay_separate_and_new_ones_keep_their_order() -> None:
    source = "a1 c1\na2 b2 c2\nx3 x4"
    rows = (row(source, "a1 c1", "A", "C"), row(source, "a2 b2 c2", "A", "B", "C"), row(source, "x3 x4", "D", "D"))
    table = table_of(*rows, source=source)
    assert table.columns == ("A", "B", "C", "D", "D")
    assert [joined(cell) for cell in table.rows[1]] == ["a2", "b2", "c2", "", ""]
    assert [joined(cell) for cell in table.rows[2]] == ["", "", "", "x3", "x4"]


def test_rows_of_two_tables_are_two_parts_and_a_column_is_not_a_caption() -> None:
    source = "a1 b1\na2 b2"
    rows = row(source, "a1 b1", "A", "B"), row(source, "a2 b2", "A", "B", context=("A", "B"))
    parts = read_paper(retriever_of(source, rows), "paper", ENGLISH).parts
    assert [part.caption for part in parts if isinstance(part, Rows)] == ["Table 1. Things", ""]


def test_a_row_with_merged_columns_is_a_table_of_its_own() -> None:
    context = ("Table 1. Things", "A", "B")
    source = "a1 b1\nabab"
    rows = row(source, "a1 b1", "A", "B", context=context), row(source, "abab", "A · B", context=context)
    parts = read_paper(retriever_of(source, rows), "paper", ENGLISH).parts
    assert [part.columns for part in parts if isinstance(part, Rows)] == [("A", "B"), ("A · B",)]


@pytest.mark.parametrize("lit", [(), (Span(0, 1),), (Span(0, 6),), (Span(3, 4),)])
def test_a_heading_shows_without_its_marks_but_keeps_other_signs(lit: tuple[Span, ...]) -> None:
    titles = [title for _, title, _ in read("# Nets\n\nDry.\n\n## C# and #5\n\nWet.\n", lit=lit).contents]
    assert titles[1] == "C# and #5"
    assert titles[0].removeprefix("# ") == "Nets"
    assert lit or titles[0] == "Nets"


def test_code_and_equations_are_parts_of_their_own_kind() -> None:
    parts = read("# T\n\n```\nif x:\n    y\n```\n\n$$\na + b\n$$\n").parts[1:]
    assert [(part.kind, joined(part.pieces)) for part in parts if isinstance(part, TextView)] == [
        (Kind.CODE, "if x:\n    y"),
        (Kind.EQUATION, "a + b"),
    ]


def test_consecutive_list_items_form_one_part() -> None:
    page = read("# Parts\n\nThere are:\n\n- one\n- two\n\n## More\n\n- three\n")
    items = [part for part in page.parts if isinstance(part, Items)]
    assert [[joined(item) for item in part.items] for part in items] == [["- one", "- two"], ["- three"]]


def test_a_block_of_the_reference_list_without_entry_has_no_id() -> None:
    retriever = retriever_of(
        "x", [Block(Kind.REFERENCE, (), (Span(0, 1),), "x")], bibliography=Bibliography((), (), ())
    )
    [part] = read_paper(retriever, "paper", ENGLISH).parts
    assert isinstance(part, Entries)
    assert [(entry.id, entry.mentions, entry.problems) for entry in part.entries] == [("", (), ())]


# --- The list of references -------------------------------------------------------------------------------------------


def test_the_reference_list_shows_the_text_of_every_entry(retriever: Retriever) -> None:
    listed = list_references(retriever, "najib-juned-2025", ENGLISH)
    references = retriever.bibliography("najib-juned-2025").references
    assert [(entry.id, joined(entry.pieces)) for entry in listed.entries] == [(one.id, one.text) for one in references]
    assert listed.paper.entries == len(listed.entries)
    assert listed.unlisted == ()


def test_entries_are_equal_on_the_paper_s_page_and_in_the_list(retriever: Retriever) -> None:
    page = read_paper(retriever, "najib-juned-2025", ENGLISH)
    on_page = [entry for part in page.parts if isinstance(part, Entries) for entry in part.entries]
    listed = list_references(retriever, "najib-juned-2025", ENGLISH).entries
    assert [(e.id, e.mentions, e.problems) for e in on_page] == [(e.id, e.mentions, e.problems) for e in listed]


def test_troubles_link_to_the_places_that_cite(retriever: Retriever) -> None:
    troubles = list_references(retriever, "najib-juned-2025", ENGLISH).troubles
    assert [(trouble.kind, len(trouble.places)) for trouble in troubles] == [
        ("year_differs", 1),
        ("authors_differ", 1),
        ("malformed_doi", 0),
        ("never_cited", 0),
    ]
    assert troubles[0].places == ("/documents/najib-juned-2025?lit=5584-5613&lang=en#lit",)
    assert "Emmaline Soken Huberty (2023)" in english(troubles[0].message)


def test_without_a_list_all_mentions_are_unlisted_with_one_trouble(
    retriever: Retriever,
) -> None:
    listed = list_references(retriever, "cakrawala-733", Links())
    mentions = retriever.bibliography("cakrawala-733").mentions
    wanted = [(one.text, f"/documents/cakrawala-733#m-{one.id}", one.context) for one in mentions]
    assert list(listed.unlisted) == wanted
    [trouble] = listed.troubles
    assert (trouble.kind, len(trouble.places)) == ("no_list", 10)


NUMBERED = """# Text

All of it was said before [1–3].

# References

[1] Archer, C. (2001). *International Organizations*. Routledge.
[2] Boer, M. (2010). *New Mobile Crime*. Routledge.
"""


def test_mentions_of_a_numbered_range_share_the_first_one_s_anchor() -> None:
    retriever = retriever_of(NUMBERED, READERS["markdown"].read(NUMBERED.encode("utf-8")).blocks)
    first, second, third = retriever.bibliography("paper").mentions
    listed = list_references(retriever, "paper", ENGLISH)
    anchor = f"/documents/paper?lang=en#m-{first.id}"
    assert [entry.mentions for entry in listed.entries] == [((anchor, first.context),), ((anchor, second.context),)]
    assert listed.unlisted == ((third.text, anchor, third.context),)
    opened = [piece.mention for piece in all_pieces(read(NUMBERED)) if piece.opens]
    assert opened == [first.id]


def with_file() -> Retriever:
    """A paper of one paragraph that cites an entry of a file by its key."""
    source = "# Ships\n\nShips sail, as @archer says."
    entry = Reference("r1", "paper", "Archer, C. (2001). Ships.", (), file="paper.bib", key="archer")
    at = source.index("@archer")
    spans = (Span(at, at + 7),)
    said = Mention("m1", "paper", Form.NARRATIVE, "@archer", spans, "Ships sail.", "Archer", "2001", "r1", key="archer")
    blocks = READERS["markdown"].read(source.encode("utf-8")).blocks
    return retriever_of(source, blocks, bibliography=Bibliography((entry,), (said,), ()))


def test_an_entry_of_a_file_is_below_the_paper_and_says_where_it_is_from() -> None:
    paper = read_paper(with_file(), "paper", ENGLISH)
    (entry,) = next(part.entries for part in paper.parts if isinstance(part, Entries))
    assert ("".join(piece.text for piece in entry.pieces), entry.id) == ("Archer, C. (2001). Ships.", "r1")
    assert entry.beside == Message("source.from_file", {"file": "paper.bib", "key": "archer"})
    assert [text for _, text in entry.mentions] == ["Ships sail."]
    assert [piece.reference for part in paper.parts for piece in getattr(part, "pieces", ()) if piece.mention] == ["r1"]
    assert list_references(with_file(), "paper", ENGLISH).entries == (entry,)
