"""By which sign a heading, a table's row or an entry was taken for one, and how sure that is: for a person to judge."""

from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import PurePath

from indexer.bibliography.list_features import list_features, plain_lines
from indexer.bibliography.list_lines import MODEL, Role
from indexer.bibliography.sequence_model import SequenceModel
from indexer.parsing.headings import is_capitals, is_title_case
from indexer.parsing.lines import split_lines
from indexer.parsing.plain_headings import is_known_title
from indexer.parsing.title_lines import SectionOrder, section_place
from kutip.types import Block, Document, Kind

_TEXT_FILES = (".md", ".txt")  # of all others, the file itself marks headings, tables and lists
_MARKS = ("#", "**", "__", "<h", "\\")
_MOST_LINES = 8_000  # of a list at whose lines the model looks again


class Sign(StrEnum):
    """What shows that a block is what it was taken for."""

    MARKED = "marked in the file"
    NUMBERED = "numbered in order"
    OUT_OF_ORDER = "numbered out of order"
    KNOWN_WORDS = "known words"
    CAPITALS = "capitals"
    TITLE_CASE = "title case"
    SHORT_LINE = "short line above prose"
    LOOK = "size and weight of its letters"
    CELLS_ALIKE = "as many cells as other rows"
    CELLS_DIFFER = "more or fewer cells than other rows"
    ONE_CELL = "columns not told"
    LIST_MODEL = "model of lists"


# Of headings: shares that were right among 1,749 of 160 raw texts of invented papers in ten layouts, rounded down; by
# look among 434 of the same papers as PDFs.
_HEADING_SURENESS = {
    Sign.MARKED: 1.0,
    Sign.NUMBERED: 0.99,
    Sign.KNOWN_WORDS: 0.99,
    Sign.CAPITALS: 0.95,
    Sign.TITLE_CASE: 0.85,
    Sign.SHORT_LINE: 0.8,
    Sign.LOOK: 0.99,
    Sign.OUT_OF_ORDER: 0.8,
}


@dataclass(frozen=True, slots=True)
class SignOf:
    """Why a block was taken for what it is.

    Attributes:
        sign: What shows it.
        sureness: How sure that is, 0 to 1: of a heading, how often the sign was right; of a row, the share of its
            table's rows that have as many cells; of an entry, the mean probability that the model gives its lines.
    """

    sign: Sign
    sureness: float


def signs_of(document: Document, blocks: Sequence[Block]) -> Mapping[int, SignOf]:
    """Return the signs of a document's headings, table rows and references, by the number of the block."""
    found = [*_heading_signs(document, blocks), *_row_signs(blocks), *_entry_signs(document, blocks)]
    return dict(sorted(found, key=lambda one: one[0]))


def summed_signs(blocks: Sequence[Block], signs: Mapping[int, SignOf]) -> tuple[tuple[Kind, Sign, int, float], ...]:
    """Return how many blocks of each kind have each sign, with their mean sureness, the surest first."""
    groups: defaultdict[tuple[Kind, Sign], list[float]] = defaultdict(list)
    for at, one in signs.items():
        groups[blocks[at].kind, one.sign].append(one.sureness)
    summed = [(kind, sign, len(each), sum(each) / len(each)) for (kind, sign), each in groups.items()]
    order = list(Kind)
    return tuple(sorted(summed, key=lambda one: (order.index(one[0]), -one[3], one[1])))


def _is_marked(document: Document) -> bool:
    return not _is_drawn(document) and PurePath(document.file).suffix.casefold() not in _TEXT_FILES


def _is_drawn(document: Document) -> bool:
    """True for a PDF, which shows headings by their look and marks nothing."""
    return PurePath(document.file).suffix.casefold() == ".pdf"


# --- Headings ---------------------------------------------------------------------------------------------------------


def _heading_signs(document: Document, blocks: Sequence[Block]) -> Iterator[tuple[int, SignOf]]:
    order = SectionOrder()
    for at, block in enumerate(blocks):
        if block.kind is Kind.HEADING:
            sign = Sign.MARKED if _has_mark(document, block) else _sign_of_title(block.text, order)
            if _is_drawn(document) and sign not in (Sign.NUMBERED, Sign.KNOWN_WORDS):
                sign = Sign.LOOK
            yield at, SignOf(sign, _HEADING_SURENESS[sign])


def _has_mark(document: Document, block: Block) -> bool:
    """True if the file marks a heading: by its form, or by signs around it or by a line below it."""
    start, end = block.spans[0].start, block.spans[-1].end
    source = document.source_text
    line = source[source.rfind("\n", 0, start) + 1 : end].lstrip()
    below = source[end : end + 200].lstrip("*_#").partition("\n")[2].partition("\n")[0].strip()
    return _is_marked(document) or line.startswith(_MARKS) or (len(below) > 1 and set(below) in ({"="}, {"-"}))


def _sign_of_title(text: str, order: SectionOrder) -> Sign:
    place = section_place(text)
    if place is not None:
        follows = order.follows(place[0])
        order.take(place[0])
        return Sign.NUMBERED if follows else Sign.OUT_OF_ORDER
    if is_known_title(text):
        return Sign.KNOWN_WORDS
    if is_capitals(text):
        return Sign.CAPITALS
    return Sign.TITLE_CASE if is_title_case(text) else Sign.SHORT_LINE


# --- Tables and lists -------------------------------------------------------------------------------------------------


def _row_signs(blocks: Sequence[Block]) -> Iterator[tuple[int, SignOf]]:
    tables: defaultdict[tuple[tuple[str, ...], tuple[str, ...]], list[int]] = defaultdict(list)
    for at, block in enumerate(blocks):
        if block.kind is Kind.TABLE_ROW:
            tables[block.heading, block.context[:1]].append(at)
    for rows in tables.values():
        usual, often = Counter(len(blocks[at].cells) for at in rows).most_common(1)[0]
        for at in rows:
            alike = Sign.CELLS_ALIKE if len(blocks[at].cells) == usual else Sign.CELLS_DIFFER
            yield at, SignOf(alike, often / len(rows)) if usual > 1 else SignOf(Sign.ONE_CELL, 0.0)


def _entry_signs(document: Document, blocks: Sequence[Block]) -> Iterator[tuple[int, SignOf]]:
    """Yield the signs of the entries of a list of references: the mean probability of each's lines."""
    entries = [at for at, block in enumerate(blocks) if block.kind is Kind.REFERENCE and block.spans]
    if _is_marked(document):
        yield from ((at, SignOf(Sign.MARKED, 1.0)) for at in entries)
        return
    ends, probable = _probabilities(document.source_text) if entries else ([], [])
    for at in entries:
        places = [(bisect_right(ends, one.start), bisect_right(ends, one.end)) for one in blocks[at].spans]
        lines = [sure for first, last in places for sure in probable[first:last]]
        yield at, SignOf(Sign.LIST_MODEL, sum(lines) / len(lines) if lines else 0.0)


def _probabilities(source: str) -> tuple[list[int], list[float]]:
    """Return the offset behind each line's last character, and how probable it is that the line is of a list."""
    lines = split_lines(source)
    kept = [line for line in lines if line.content][-_MOST_LINES:]
    first = lines.index(kept[0]) if kept else 0
    tagged = SequenceModel.of_package(MODEL).labels(list_features(plain_lines([line.text for line in lines[first:]])))
    probable = [1 - sure if label == Role.OUTSIDE.value else sure for label, sure in tagged]
    return [line.span.end for line in kept], probable
