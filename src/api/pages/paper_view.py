"""Prepares a paper for its page, and its list of references for another page."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import groupby

from api.pages.links import Links
from api.pages.marked_text import MarkedPiece, Pieces, overlap, pieces
from api.pages.paper_parts import (
    Entries,
    Entry,
    HeadingView,
    Items,
    Paper,
    PaperView,
    PartView,
    ReferenceList,
    Rows,
    TextView,
    Trouble,
)
from kutip.metadata.facts import facts_of
from kutip.text.reading import squeeze
from kutip.types import (
    Bibliography,
    Block,
    Cell,
    Document,
    FactStanding,
    Kind,
    Mention,
    Message,
    Passage,
    Reference,
    ReferenceProblem,
    Span,
)
from retriever.citations.apa import reference
from retriever.search import Retriever

_TOGETHER = frozenset({Kind.LIST_ITEM, Kind.REFERENCE})
_HEADING_MARKS = re.compile(r"\A#{1,6}[ \t]+(?=\S)")
_JOINT = " · "  # separates the names of several columns that share one cell
_MOST_PLACES = 10  # places listed for one problem; more would not help

_Column = tuple[str, int]  # (name, number of columns before it in the row that have the same name)


def paper_of(document: Document, retriever: Retriever, links: Links) -> Paper:
    """The facts of a paper for the list of papers and for the head of its page."""
    facts = facts_of(document)
    return Paper(
        id=document.id,
        title=facts.name,
        language=facts.language or "",
        authors=facts.authors,
        year=facts.year,
        doi=facts.doi,
        licence=facts.licence,
        reference=reference(document),
        read=links.document(document.id),
        references=links.references(document.id),
        entries=len(retriever.bibliography(document.id).references),
        notes=(*_read_facts(document), *document.notices),
    )


def _read_facts(document: Document) -> Iterator[Message]:
    """Say which facts of a paper are from its own files alone, one sentence for each place where some were read."""
    used = [fact for fact in document.read_facts if fact.standing is FactStanding.USED]
    for origin in dict.fromkeys(fact.origin for fact in used):
        names = tuple(Message(f"read_fact.{fact.field.casefold()}") for fact in used if fact.origin is origin)
        yield Message("document.read_facts", {"facts": names, "origin": Message(f"read_from.{origin}")})


def read_paper(retriever: Retriever, document_id: str, links: Links, *, lit: Sequence[Span] = ()) -> PaperView:
    """Prepare the page of a paper, with its whole text.

    Args:
        retriever: The retriever with the paper.
        document_id: Id of the paper.
        links: Creates the addresses.
        lit: Spans of the source to highlight.

    Raises:
        NotFoundError: The index has no such paper.
    """
    document = retriever.document(document_id)
    bibliography = retriever.bibliography(document_id)
    own = [passage for passage in retriever.passages if passage.document_id == document_id]
    page = _Page(document.source_text, lit, own, bibliography.mentions)
    cited = _CitedWorks(bibliography, document_id, links)
    contents: list[tuple[int, str, str]] = []
    parts: list[PartView] = []
    for run in _runs(retriever.blocks(document_id)):
        part = _part(run, page, cited, heading=f"h-{len(contents) + 1}")
        if isinstance(part, HeadingView):
            contents.append((part.level, squeeze("".join(piece.text for piece in part.pieces)), part.anchor))
        parts.append(part)
    if beside := [one for one in bibliography.references if one.file]:
        parts.append(Entries(tuple(cited.entry_beside(one) for one in beside)))
    return PaperView(paper_of(document, retriever, links), tuple(contents), tuple(parts), page.found)


def list_references(retriever: Retriever, document_id: str, links: Links) -> ReferenceList:
    """Prepare the page with a paper's references: entries with their citations, citations without an entry, problems.

    Raises:
        NotFoundError: The index has no such paper.
    """
    document = retriever.document(document_id)
    bibliography = retriever.bibliography(document_id)
    cited = _CitedWorks(bibliography, document_id, links)
    source = document.source_text
    unlisted = [mention for mention in bibliography.mentions if mention.reference_id is None]
    return ReferenceList(
        paper_of(document, retriever, links),
        tuple(
            cited.entry_beside(one) if one.file else cited.entry(one.id, pieces(source, one.spans, one.text))
            for one in bibliography.references
        ),
        tuple((mention.text, cited.address(mention), mention.context) for mention in unlisted),
        tuple(Trouble(one.kind.value, one.message, cited.places(one)) for one in bibliography.problems),
    )


class _Page:
    """Marks the texts of a page; `found` becomes True when something is highlighted."""

    def __init__(
        self, source: str, lit: Sequence[Span], passages: Sequence[Passage], mentions: Sequence[Mention]
    ) -> None:
        self._source, self._lit, self._passages, self._mentions = source, lit, passages, mentions
        self.found = False

    def pieces(self, whole: Block) -> Pieces:
        """The pieces of a block's text."""
        return self._marked(whole, self._passages)

    def cells(self, row: Block, cells: Iterable[Cell]) -> list[Pieces]:
        """The pieces of each cell's text."""
        cells = list(cells)
        covered = sorted(span for cell in cells for span in cell.spans)
        # The passage of a Markdown row "| a | b |" begins at the first "|", outside all cells: make it begin in a cell.
        near = [_cut(one, covered) for one in self._passages if overlap(one.spans, row.spans)]
        return [self._marked(cell, [one for one in near if one.spans]) for cell in cells]

    def _marked(self, whole: Block | Cell, passages: Sequence[Passage]) -> Pieces:
        marked = pieces(
            self._source, whole.spans, whole.text, lit=self._lit, passages=passages, mentions=self._mentions
        )
        self.found = self.found or any(piece.lit for piece in marked)
        return marked


def _cut(passage: Passage, spans: Sequence[Span]) -> Passage:
    """The passage with its spans cut to their overlap with `spans`."""
    both = [
        Span(max(own.start, span.start), min(own.end, span.end))
        for own in passage.spans
        for span in spans
        if own.start < span.end and span.start < own.end
    ]
    return replace(passage, spans=tuple(both))


class _CitedWorks:
    """The mentions and problems of each entry of a paper's list of references."""

    def __init__(self, bibliography: Bibliography, document_id: str, links: Links) -> None:
        self._document_id, self._links = document_id, links
        self._references = bibliography.references
        self._mentions = {mention.id: mention for mention in bibliography.mentions}
        self._opening: dict[int, str] = {}
        self._of: defaultdict[str | None, list[Mention]] = defaultdict(list)
        for mention in bibliography.mentions:
            # Mentions of a numbered range "[1-3]" share one place and link to the anchor of the first.
            self._opening.setdefault(mention.spans[0].start, mention.id)
            self._of[mention.reference_id].append(mention)
        self._problems: defaultdict[str, list[Message]] = defaultdict(list)
        for problem in bibliography.problems:
            for reference_id in problem.reference_ids:
                self._problems[reference_id].append(problem.message)

    def address(self, mention: Mention) -> str:
        """Address of a mention on the paper's page."""
        anchor = f"m-{self._opening[mention.spans[0].start]}"
        return self._links.document(self._document_id, anchor=anchor)

    def places(self, problem: ReferenceProblem) -> tuple[str, ...]:
        """Addresses of the first places of a problem on the paper's page, one for each mention."""
        mentions = [self._mentions[mention_id] for mention_id in problem.mention_ids]
        groups = [mention.spans for mention in mentions] or [(span,) for span in problem.in_text]
        return tuple(self._links.document(self._document_id, lit=spans) for spans in groups[:_MOST_PLACES])

    def entry(self, reference_id: str, text: Pieces) -> Entry:
        """The entry with this id."""
        mentions = tuple((self.address(mention), mention.context) for mention in self._of[reference_id])
        return Entry(reference_id, text, mentions, tuple(self._problems[reference_id]))

    def entry_beside(self, one: Reference) -> Entry:
        """An entry that a file beside the source holds: it has no place in the text."""
        entry = self.entry(one.id, (MarkedPiece(one.text),))
        return replace(entry, beside=Message("source.from_file", {"file": one.file, "key": one.key}))

    def entry_at(self, block: Block, text: Pieces) -> Entry:
        """The entry in a block of the list of references; one without an id if the block is not an entry."""
        found = next((one.id for one in self._references if overlap(one.spans, block.spans)), None)
        return self.entry(found, text) if found is not None else Entry("", text, (), ())


# --- Parts ------------------------------------------------------------------------------------------------------------


def _runs(blocks: Sequence[Block]) -> Iterator[list[Block]]:
    """Group blocks into parts: consecutive list items, entries, and rows of one table; other blocks alone."""

    def key(numbered: tuple[int, Block]) -> tuple[object, ...]:
        at, block = numbered
        if block.kind is Kind.TABLE_ROW:
            return (block.kind, *_table(block))
        return (block.kind,) if block.kind in _TOGETHER else (at,)

    for _, run in groupby(enumerate(blocks), key):
        yield [block for _, block in run]


def _part(run: Sequence[Block], page: _Page, cited: _CitedWorks, *, heading: str) -> PartView:
    """The part of a run of blocks; `heading` is the anchor to use if it is a heading."""
    first = run[0]
    if first.kind is Kind.HEADING:
        return HeadingView(first.level, heading, _without_marks(page.pieces(first)))
    if first.kind is Kind.LIST_ITEM:
        return Items(tuple(page.pieces(block) for block in run))
    if first.kind is Kind.REFERENCE:
        return Entries(tuple(cited.entry_at(block, page.pieces(block)) for block in run))
    if first.kind is Kind.TABLE_ROW:
        return _rows(run, page)
    return TextView(first.kind, page.pieces(first))


def _without_marks(pieces_of_heading: Pieces) -> Pieces:
    """Take the marks of Markdown off a heading: the page shows by its size that it is one."""
    first, *others = pieces_of_heading
    text = _HEADING_MARKS.sub("", first.text)
    return (replace(first, text=text), *others) if text else pieces_of_heading


# --- Tables -----------------------------------------------------------------------------------------------------------


def _table(row: Block) -> tuple[object, ...]:
    """A key that is equal for rows of the same table.

    It is their context without the cells that a row shares with the row above, and whether the row has one cell for
    several columns.
    """
    shared = {f"{cell.column}: {cell.text}" for cell in row.cells}
    context = tuple(part for part in row.context if part not in shared)
    coarse = any(_JOINT in cell.column and _JOINT.join(context).endswith(cell.column) for cell in row.cells)
    return (*context, coarse)


def _rows(run: Sequence[Block], page: _Page) -> Rows:
    """Arrange the rows of one table under its columns."""
    named = [_named(row) for row in run]
    columns = _columns(named) or [("", 0)]
    rows: list[tuple[Pieces, ...]] = []
    for row, cells in zip(run, named, strict=True):
        # A cell that spans several rows is listed in each, but its text is in the first.
        own = {column: cell for column, cell in cells.items() if overlap(cell.spans, row.spans)}
        if _solid("".join(cell.text for cell in own.values())) == _solid(row.text):
            shown = dict(zip(own, page.cells(row, own.values()), strict=True))
        else:
            shown = {columns[0]: page.pieces(row)}
        rows.append(tuple(shown.get(column, ()) for column in columns))
    names = tuple(name for name, _ in columns)
    context = run[0].context
    is_caption = bool(context) and all(context[0] not in (name, name.split(_JOINT)[0]) for name in names)
    return Rows(context[0] if is_caption else "", names, tuple(rows))


def _named(row: Block) -> dict[_Column, Cell]:
    """The cells of a row by column; columns may have equal names."""
    before: Counter[str] = Counter()
    named: dict[_Column, Cell] = {}
    for cell in row.cells:
        named[cell.column, before[cell.column]] = cell
        before[cell.column] += 1
    return named


def _columns(rows: Iterable[Iterable[_Column]]) -> list[_Column]:
    """All columns of some rows in order; a column that only a later row has keeps its place before the next one."""
    columns: list[_Column] = []
    for row in map(list, rows):
        for i, column in enumerate(row):
            if column not in columns:
                at = (columns.index(after) for after in row[i + 1 :] if after in columns)
                columns.insert(next(at, len(columns)), column)
    return columns


def _solid(text: str) -> str:
    """The letters and digits of a text, without the characters that separate cells."""
    return "".join(filter(str.isalnum, text))
