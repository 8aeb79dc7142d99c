"""Prepares a paper for its page, and its list of references for another page."""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby

from api.pages.links import Links
from api.pages.marked_page import MarkedPage
from api.pages.marked_text import MarkedPiece, Pieces, overlap, pieces
from api.pages.page_side import PagePlace, joined_spans, page_side
from api.pages.paper_parts import (
    Entries,
    Entry,
    HeadingView,
    Items,
    Paper,
    PaperView,
    PartView,
    ReferenceList,
    TextView,
    Trouble,
)
from api.pages.paper_tables import arranged_rows, table_key
from kutip.metadata.facts import facts_of
from kutip.text.reading import squeeze
from kutip.types import (
    Bibliography,
    Block,
    Document,
    FactStanding,
    Kind,
    Mention,
    Message,
    Reference,
    ReferenceProblem,
    Span,
)
from retriever.citations.apa import reference
from retriever.search import Retriever

_TOGETHER = frozenset({Kind.LIST_ITEM, Kind.REFERENCE})
_HEADING_MARKS = re.compile(r"\A#{1,6}[ \t]+(?=\S)")
_MOST_PLACES = 10  # places listed for one problem; more would not help


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
        pages=len(document.page_shapes),
    )


def _read_facts(document: Document) -> Iterator[Message]:
    """Say which facts of a paper are from its own files alone, one sentence for each place where some were read."""
    used = [fact for fact in document.read_facts if fact.standing is FactStanding.USED]
    for origin in dict.fromkeys(fact.origin for fact in used):
        names = tuple(Message(f"read_fact.{fact.field.casefold()}") for fact in used if fact.origin is origin)
        yield Message("document.read_facts", {"facts": names, "origin": Message(f"read_from.{origin}")})


def read_paper(
    retriever: Retriever, document_id: str, links: Links, *, lit: Sequence[Span] = (), page: int = 0
) -> PaperView:
    """Prepare the page of a paper, with its whole text.

    Args:
        retriever: The retriever with the paper.
        document_id: Id of the paper.
        links: Creates the addresses.
        lit: Spans of the source to highlight.
        page: Page of a PDF to show beside the text, from 1; 0 for the highlighted ones.

    Raises:
        NotFoundError: The index has no such paper.
        QueryError: The PDF has no such page.
    """
    document = retriever.document(document_id)
    bibliography = retriever.bibliography(document_id)
    own = [passage for passage in retriever.passages if passage.document_id == document_id]
    lit = joined_spans(document.source_text, lit)
    side = page_side(document, links, lit=lit, page=page)
    marked = MarkedPage(document, links, lit=lit, passages=own, mentions=bibliography.mentions, side=side)
    cited = _CitedWorks(bibliography, document, links)
    contents: list[tuple[int, str, str]] = []
    parts: list[PartView] = []
    for run in _runs(retriever.blocks(document_id)):
        part = _part(run, marked, cited, heading=f"h-{len(contents) + 1}")
        if isinstance(part, HeadingView):
            contents.append((part.level, squeeze("".join(piece.text for piece in part.pieces)), part.anchor))
        parts.append(part)
    if beside := [one for one in bibliography.references if one.file]:
        parts.append(Entries(tuple(cited.entry_beside(one) for one in beside)))
    return PaperView(paper_of(document, retriever, links), tuple(contents), tuple(parts), marked.found, side)


def list_references(retriever: Retriever, document_id: str, links: Links) -> ReferenceList:
    """Prepare the page with a paper's references: entries with their citations, citations without an entry, problems.

    Raises:
        NotFoundError: The index has no such paper.
    """
    document = retriever.document(document_id)
    bibliography = retriever.bibliography(document_id)
    cited = _CitedWorks(bibliography, document, links)
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


class _CitedWorks:
    """The mentions and problems of each entry of a paper's list of references."""

    def __init__(self, bibliography: Bibliography, document: Document, links: Links) -> None:
        self._document_id, self._links = document.id, links
        self._in_pdf = bool(document.page_shapes)
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
        """Address of a mention on the paper's page; of a PDF, with the mention lit on the picture of its page."""
        anchor = f"m-{self._opening[mention.spans[0].start]}"
        return self._links.document(self._document_id, lit=mention.spans if self._in_pdf else (), anchor=anchor)

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

    def entry_at(self, block: Block, text: Pieces, place: PagePlace | None) -> Entry:
        """The entry in a block of the list of references; one without an id if the block is not an entry."""
        found = next((one.id for one in self._references if overlap(one.spans, block.spans)), None)
        return replace(self.entry(found, text) if found is not None else Entry("", text, (), ()), place=place)


# --- Parts ------------------------------------------------------------------------------------------------------------


def _runs(blocks: Sequence[Block]) -> Iterator[list[Block]]:
    """Group blocks into parts: consecutive list items, entries, and rows of one table; other blocks alone."""

    def key(numbered: tuple[int, Block]) -> tuple[object, ...]:
        at, block = numbered
        if block.kind is Kind.TABLE_ROW:
            return (block.kind, *table_key(block))
        return (block.kind,) if block.kind in _TOGETHER else (at,)

    for _, run in groupby(enumerate(blocks), key):
        yield [block for _, block in run]


def _part(run: Sequence[Block], page: MarkedPage, cited: _CitedWorks, *, heading: str) -> PartView:
    """The part of a run of blocks; `heading` is the anchor to use if it is a heading."""
    first = run[0]
    if first.kind is Kind.HEADING:
        return HeadingView(first.level, heading, _without_marks(page.pieces(first)), page.place(first))
    if first.kind is Kind.LIST_ITEM:
        return Items(tuple(page.pieces(block) for block in run), tuple(page.place(block) for block in run))
    if first.kind is Kind.REFERENCE:
        return Entries(tuple(cited.entry_at(block, page.pieces(block), page.place(block)) for block in run))
    if first.kind is Kind.TABLE_ROW:
        return arranged_rows(run, page)
    return TextView(first.kind, page.pieces(first), page.place(first))


def _without_marks(pieces_of_heading: Pieces) -> Pieces:
    """Take the marks of Markdown off a heading: the page shows by its size that it is one."""
    first, *others = pieces_of_heading
    text = _HEADING_MARKS.sub("", first.text)
    return (replace(first, text=text), *others) if text else pieces_of_heading
