"""The laws of blocks and passages, over both bundled papers and over texts that hypothesis generates."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from itertools import pairwise
from pathlib import Path

import pytest
from conftest import Parsed
from hypothesis import HealthCheck, given
from hypothesis import settings as examples
from hypothesis import strategies as st
from texts_in_forms import in_form
from unicode_texts import TEXTS

from indexer.bibliography.read import read_bibliography
from indexer.model_files import DEFAULT_MODEL, model_folder
from indexer.parsing.formats import READERS
from indexer.parsing.reader import Reader, ReadSource
from indexer.passages import cut_passages
from kutip.index.query_encoder import load_tokenizer
from kutip.index.store import open_generation
from kutip.settings import Settings
from kutip.text.reading import align
from kutip.text.terms import encoded_text, indexed_text
from kutip.types import UNSEARCHED, Block, Cell, Document, Kind, Passage, Span
from retriever.search import Retriever

PAPERS = ["najib-juned-2025", "cakrawala-733"]
SPECIAL_TOKENS = 2  # [CLS] and [SEP]
# The documents are small, so their number determines the run time; examples have no deadline.
many = examples(max_examples=150, deadline=None)

# --- Strategies -----------------------------------------------------------------------------------------------------

WORDS = (
    "the", "police", "of", "Role", "ASEANAPOL", "cross-", "co-operation", "langkah-", "langkah", "frame-", "work",
    "2021", "9.8%", "(2021)", "e\u0301", "\u0301x", "Ünï", "“quoted”", "警察", "ไทย", "-", "–", "-5", "1,047", "May",
    "January", "COVID-", "19",
    "oﬄine", "ﬁ", "har\u00adbour", "a.", "doi", "http://x.org", "ends.", "asks?", "these:", "No.", "Year", "Name",
    "\ufeff", "",
)  # fmt: skip
LINE_ENDS = (
    "\n", "\n", " \n", "\r\n", " \r\n", "\t\n", "-\n", "- \n", "-\r\n", "\u00a0\n", "\u00ad\n", "\u2010\n",
    "\ufffe\n", "\ufffe", "\u2028\n",
    ".\n", ".\n\n", "\n\n", "\n \n", "\r\n\r\n", "\n\f", "\n ", "\r", "",
)  # fmt: skip
LINES = (
    "INTRODUCTION", "ABSTRACT:", "# Title", "## 2.1 Part", "2.1 Methods Used", "Role of ASEANAPOL", "Role as an Arena",
    "REFERENCES", "RESULT AND DISCUS-", "CONCLUSION", "Daftar Pustaka", "Roles of the Police in Com-",
    "1. First thing", "a) an item", "- dashed", "• dot", "2. HIV/AIDS", "> quoted line", "“A law says so.”",
    "Keywords: x, y", "(Archer, 2001)", "Table 1. Things by Year", "Figure 2. A drawing", "Source: own data, 2024",
    "Note:", "Appendix 1. More", "Since 1 January 2021, the chair follows the order of all",
    "a\tb\tc", "Country\t2018\t\t2019\t", "x\t-\t5", "| a | b |", "|---|---|", "| c | - |", "||", "|a||b|",
    "Year 2020 2021 2022", "Cases 12 13 14", "No. Name Year", "1. Police Manila May 5, 2020.", "3. Army July 8, 2022",
    "- Archer, C. (2001). *Book*. Routledge.", "Journal of Things 7", "8", "page 9", "2", "2 The files are there.",
    "words.2 For each of the", "a fitted regres-", "sion model and so we",
    "Kim, Y. K. (2023). Title of a pa-", "per in Journal. <https://doi.org/1>",
)  # fmt: skip
prose_lines = st.lists(st.sampled_from(WORDS), min_size=1, max_size=8).map(" ".join)
documents = st.lists(
    st.tuples(prose_lines | st.sampled_from(LINES), st.sampled_from(LINE_ENDS)).map("".join), min_size=1, max_size=25
).map("".join)
characters = st.text(
    alphabet="aB1. \n\t\r\f\v|-#>*()“”:;,ﬁ\u00ad\ufffe\u2010\u00a0\u0301\u2028\x85\x1c\u200b\ufeff😀", max_size=60
)
# Prose whose soft line ends have a blank, as PDF extractors leave it; below it, a line without one ends hard.
TELLING = "It goes on \nand on over \nall the lines \n" * 10 + "to its end.\n\n"
CELLS = (
    "Police", "Army", "Manila", "go", "Note", "it", "of", "the", "May", "(May", "June", "5,", "2020.", "(May 5, 2020)",
    "May 7 2021.", "12", "-", "No.", "Role", "2.", "x.", "cut-",
)  # fmt: skip
cells = st.lists(st.sampled_from(CELLS), min_size=1, max_size=4).map(" ".join)
HEADERS = ("No. Name Year\n", "No. Forum Chair Date\n\n", "Name Role\n", "Year 2020 2021\n", "No.\n", "Topic \n", "")


@st.composite
def flat_tables(draw: st.DrawFn) -> str:
    """Draw a caption, perhaps a header, and rows of cells across hard and soft line ends, numbered or not."""
    text = TELLING + "Table 1. Things\n" + draw(st.sampled_from(HEADERS))
    for number in range(1, draw(st.integers(1, 6))):
        text += draw(st.sampled_from([f"{number}. ", f"{number} ", ""]))
        row_cells = draw(st.lists(cells, min_size=1, max_size=4))
        text += "".join(cell + draw(st.sampled_from([" ", " \n", "\n", "\n\n", ".\n"])) for cell in row_cells)
        text += draw(st.sampled_from(["\n", "\n\n", "\n\nSince then the chair follows the order of names\n\n"]))
    return text + draw(st.sampled_from(["", "Source: x\n", "\f Next page.\n", "CONCLUSION PART\nText.\n"]))


# --- The laws -------------------------------------------------------------------------------------------------------


def filled(source: str, spans: Iterable[Span]) -> list[int]:
    return [i for span in spans for i in range(span.start, span.end) if not source[i].isspace()]


def optional_hyphens(source: str, spans: Iterable[Span]) -> set[int]:
    ends = {i for s in spans for i in range(s.start, s.end) if not source[i + 1 : s.end].split("\n")[0].strip()}
    soft = {i for s in spans for i in range(s.start, s.end) if source[i] in "\u00ad\ufffe"}
    return {i for i in ends if source[i] in "-\u2010"} | soft


def is_reading(source: str, spans: Sequence[Span], text: str) -> bool:
    """Check a reading independently: turn the spans into a pattern in which some hyphens are optional."""
    free = optional_hyphens(source, spans)
    layout = {
        "\u00ad": "-",
        "\ufffe": "-",
        **dict(zip("ﬀﬁﬂﬃﬄﬅﬆ", ("ff", "fi", "fl", "ffi", "ffl", "st", "st"), strict=True)),
    }
    held = [(i, layout.get(source[i], source[i])) for i in filled(source, spans)]
    pattern = "".join(re.escape(text) + "?" * (i in free) for i, text in held)
    return re.fullmatch(pattern, "".join(text.split())) is not None


def check_reading(source: str, whole: Block | Passage | Cell) -> None:
    """Check that the text is the reading of its spans, which ascend and have no white space at either end."""
    assert whole.text.strip() == whole.text != ""
    assert is_reading(source, whole.spans, whole.text)
    assert len(align(source, whole.spans, whole.text)) == len(whole.text)
    assert all(0 <= span.start < span.end <= len(source) for span in whole.spans)
    assert all(one.end <= two.start for one, two in pairwise(whole.spans))
    assert not any(source[span.start].isspace() or source[span.end - 1].isspace() for span in whole.spans)


def check_cells(source: str, row: Block | Passage) -> None:
    """Check that each cell is the reading of its spans, which are in the row, or above it for a shared cell."""
    for cell in row.cells:
        check_reading(source, cell)
        inside = all(any(own.start <= s.start and s.end <= own.end for own in row.spans) for s in cell.spans)
        assert inside or cell.spans[-1].end <= row.spans[0].start


def read_by(reader: Reader, text: str) -> ReadSource:
    """Return the result of reading a text with a reader."""
    return reader.read(in_form(reader.form, text))


def check_blocks(source: str, blocks: Sequence[Block], marks: Sequence[Span] = ()) -> None:
    """Check that blocks are readings of their spans, and that they and the reader's marks hold all text once."""
    for block in blocks:
        check_reading(source, block)
        check_cells(source, block)
    held = Counter(i for block in blocks for i in filled(source, block.spans))
    held.update(filled(source, marks))
    assert held == Counter(filled(source, [Span(0, len(source))]))
    starts = [block.spans[0].start for block in blocks]
    assert starts == sorted(starts)


def check_passages(source: str, blocks: Sequence[Block], passages: Sequence[Passage]) -> None:
    """Check that passages are readings of their spans, keep to a section and hold all that is searched."""
    untold = UNSEARCHED | {Kind.HEADING}
    section = {i: (b.heading, b.kind in untold) for b in blocks for i in filled(source, b.spans)}
    for passage in passages:
        check_reading(source, passage)
        assert {section[i] for i in filled(source, passage.spans)} == {(passage.heading, False)}
    held = Counter(i for passage in passages for i in filled(source, passage.spans))
    # These hyphens may be dropped, so no passage has to contain them.
    free = {i for block in blocks for i in optional_hyphens(source, block.spans)}
    told = [block for block in blocks if block.kind not in untold]
    wanted = Counter(i for block in told for i in filled(source, block.spans))
    assert {i: n for i, n in held.items() if i not in free} == {i: n for i, n in wanted.items() if i not in free}
    assert held <= wanted
    assert len({passage.id for passage in passages}) == len(passages)
    assert [passage.spans for passage in passages] == sorted(passage.spans for passage in passages)


# --- Blocks ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("paper", PAPERS)
def test_blocks_of_the_papers_obey_the_laws(parsed: Parsed, paper: str) -> None:
    document, blocks = parsed[paper]
    check_blocks(document.source_text, blocks)


@pytest.mark.parametrize("form", READERS)
@pytest.mark.parametrize("paper", PAPERS)
def test_the_papers_obey_the_laws_with_either_reader_and_carriage_returns(
    parsed: Parsed, paper: str, form: str
) -> None:
    read = read_by(READERS[form], parsed[paper][0].source_text.replace("\n", "\r\n"))
    check_blocks(read.text, read.blocks, read.marks)


@pytest.mark.parametrize("reader", READERS.values(), ids=READERS)
@given(source=documents)
@many
def test_blocks_of_any_document_obey_the_laws(reader: Reader, source: str) -> None:
    read = read_by(reader, source)
    check_blocks(read.text, read.blocks, read.marks)


@pytest.mark.parametrize("reader", READERS.values(), ids=READERS)
@given(source=characters)
@many
def test_blocks_of_any_characters_obey_the_laws(reader: Reader, source: str) -> None:
    read = read_by(reader, source)
    check_blocks(read.text, read.blocks, read.marks)


@given(source=flat_tables())
@many
def test_blocks_of_any_flattened_table_obey_the_laws(source: str) -> None:
    check_blocks(source, read_by(READERS["pdf-text"], source).blocks)


@pytest.mark.parametrize("reader", READERS.values(), ids=READERS)
@given(lines=st.lists(st.tuples(TEXTS | st.sampled_from(LINES), st.sampled_from(LINE_ENDS)), min_size=1, max_size=8))
@examples(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
def test_documents_of_all_unicode_planes_obey_the_laws(
    count: Callable[[str], int], reader: Reader, lines: list[tuple[str, str]]
) -> None:
    source = "".join(map("".join, lines))
    read = read_by(reader, source)
    check_blocks(read.text, read.blocks, read.marks)
    passages_of(reader, source, count, 40, 200)
    read_bibliography(Document("any", read.text, "0" * 64, {}, read.pages), read.blocks)


def content(blocks: Iterable[Block]) -> list[tuple[object, ...]]:
    return [(b.kind, b.heading, b.text, b.context, [(cell.column, cell.text) for cell in b.cells]) for b in blocks]


@pytest.mark.parametrize("reader", READERS.values(), ids=READERS)
@given(source=documents | flat_tables())
@many
def test_lf_and_crlf_line_ends_give_the_same_blocks(reader: Reader, source: str) -> None:
    unix = source.replace("\r", "")
    assert content(read_by(reader, unix.replace("\n", "\r\n")).blocks) == content(read_by(reader, unix).blocks)


# --- Passages -------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def count() -> Callable[[str], int]:
    """Return a function that counts a text's tokens by the default model's tokenizer, without special tokens."""
    folder = model_folder(DEFAULT_MODEL)
    assert folder is not None
    tokenizer = load_tokenizer(folder / "tokenizer.json")
    return lambda text: len(tokenizer.encode(text, add_special_tokens=False).ids)


def passages_of(reader: Reader, source: str, count: Callable[[str], int], target: int, limit: int) -> list[Passage]:
    read = read_by(reader, source)
    document = Document("any", read.text, "0" * 64, {}, read.pages)
    passages = cut_passages(document, read.blocks, count, target=target, limit=limit)
    check_passages(read.text, read.blocks, passages)
    assert all(count(indexed_text(passage)) <= limit for passage in passages)
    return list(passages)


@pytest.mark.parametrize("paper", PAPERS)
def test_passages_of_the_papers_obey_the_laws(parsed: Parsed, retriever: Retriever, paper: str) -> None:
    document, blocks = parsed[paper]
    passages = [passage for passage in retriever.passages if passage.document_id == paper]
    check_passages(document.source_text, blocks, passages)
    for passage in passages:
        check_cells(document.source_text, passage)


def test_every_passage_fits_into_the_encoder(retriever: Retriever, settings: Settings) -> None:
    generation = open_generation(settings.index)
    tokenizer = load_tokenizer(generation.path("tokenizer.json"))
    for text in (text for p in retriever.passages for text in (indexed_text(p), encoded_text(p))):
        assert len(tokenizer.encode(text).ids) <= generation.facts["max_tokens"], text


LONG = ("x" * 150, "word " * 300, "警" * 300, "a, b; " * 120, "é" * 90, "One ends here. " * 40, "# " + "警" * 300)
SIZES = st.sampled_from([(16, 30), (40, 62), (160, 254)])  # (aim, maximum) in tokens


@pytest.mark.parametrize("reader", READERS.values(), ids=READERS)
@given(lines=st.lists(documents | st.sampled_from([text + "\n" for text in LONG]), max_size=5), sizes=SIZES)
@many
def test_passages_of_any_document_obey_the_laws(
    count: Callable[[str], int], reader: Reader, lines: list[str], sizes: tuple[int, int]
) -> None:
    passages_of(reader, "".join(lines), count, *sizes)


@given(source=documents, sizes=SIZES)
@examples(max_examples=30, deadline=None)
def test_the_same_document_gives_the_same_passages(
    count: Callable[[str], int], source: str, sizes: tuple[int, int]
) -> None:
    reader = READERS["markdown"]
    assert passages_of(reader, source, count, *sizes) == passages_of(reader, source, count, *sizes)


def test_passage_ids_differ_between_documents_and_places(retriever: Retriever) -> None:
    assert len({passage.id for passage in retriever.passages}) == len(retriever.passages)
    assert {len(passage.id) for passage in retriever.passages} == {16}


def test_the_papers_source_texts_are_their_files(retriever: Retriever, settings: Settings) -> None:
    for document in retriever.documents.values():
        path = Path(settings.corpus) / document.id / document.file
        assert document.source_text.encode("utf-8") == path.read_bytes()
