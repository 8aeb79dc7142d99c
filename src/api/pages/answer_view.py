"""Prepares an answer for its page: sentences with the numbers of their sources, sources with the cited words marked."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from api.pages.links import Links
from api.pages.marked_text import Pieces, pieces
from api.pages.page_side import ShownPage, page_side
from kutip.messages.catalogue import Catalogue
from kutip.metadata.facts import facts_of
from kutip.types import Answer, AnswerSentence, Cell, Citation, Expansion, Hit, Kind, Message, Passage, Span, Status
from retriever.answers.answer_text import first_of_papers
from retriever.citations.apa import cite
from retriever.citations.cite_span import quoted_cells
from retriever.citations.exports import page_formats
from retriever.citations.locators import page_said
from retriever.citations.secondary import cite_through
from retriever.search import Retriever


@dataclass(frozen=True, slots=True)
class Source:
    """A passage that an answer cites, or that a search found.

    Attributes:
        number: For a cited passage its number in the answer, for a hit its rank; from 1.
        passage_id: Id of the passage.
        document_id: Id of its paper.
        title: Title of the paper.
        language: Language of the paper, such as "en"; "" if unknown.
        in_text: In-text citation, APA 7.
        reference: Entry for a list of references, APA 7.
        heading: Headings above the passage, outermost first.
        page: Page counted in the supplied text, from 1; None if the text has no pages.
        kind: Kind of the passage.
        context: Text that was searched with the passage; for a table row, its caption and columns.
        pieces: Text of the passage; for a cited passage with the cited words highlighted.
        cells: For a table row, (column, pieces of the cell) for each cell.
        read: Address of the paper's page with the passage or the cited words highlighted.
        exports: (format, address) of each export, such as ("ris", "/v1/passages/...").
        secondary: In-text citations, "as cited in", of works that the cited sentences, in turn, cite.
        scores: (stage, score, score divided by the best hit's score: 0 to 1) for each stage.
        sheet: For a cited passage of a PDF, the page on which the cited words begin, with them lit; else None.
    """

    number: int
    passage_id: str
    document_id: str
    title: str
    language: str
    in_text: str
    reference: str
    heading: tuple[str, ...]
    page: Message | None
    kind: Kind
    context: str
    pieces: Pieces
    cells: tuple[tuple[str, Pieces], ...]
    read: str
    exports: tuple[tuple[str, str], ...]
    secondary: tuple[str, ...] = ()
    scores: tuple[tuple[str, float, float], ...] = ()
    sheet: ShownPage | None = None


@dataclass(frozen=True, slots=True)
class NumberedSentence:
    """A sentence of an answer with the numbers of the sources that it cites.

    Attributes:
        text: The sentence.
        numbers: The numbers of its sources.
        cells: If it is a row of a table, (column, text) of each cell.
        gloss: What Kutip adds to a sentence in another language than the question; None for nothing.
        paper: The paper's name, if the sentence is the first of several papers' that follow each other; else None.
    """

    text: str
    numbers: tuple[int, ...]
    cells: tuple[tuple[str, str], ...] = ()
    gloss: str | None = None
    paper: str | None = None


@dataclass(frozen=True, slots=True)
class Answered:
    """An answer as the page shows it, or the reason why there is none.

    Attributes:
        status: Answered, partial, or not in corpus.
        language: Language of reason and note.
        short: The short answer, or None.
        sentences: The sentences of the answer.
        sources: The passages that they cite, by number.
        reason: Why there is no answer or only a partial one, or None.
        note: A remark such as that the papers differ, or None.
        missing: Words of the question that no paper contains.
        confidence: Probability that the answer is right; None if Kutip was calibrated with another model.
        expansions: Replacements of words of the question that were searched.
        hits: The passages that were found, best first.
        copied: The answer with its sources as plain text, for the button that copies it.
        asked_as: The whole question that was asked for one that goes on from another, or None.
    """

    status: Status
    language: str
    short: str | None
    sentences: tuple[NumberedSentence, ...]
    sources: tuple[Source, ...]
    reason: str | None
    note: str | None
    missing: tuple[str, ...]
    confidence: float | None
    expansions: tuple[Expansion, ...]
    hits: tuple[Source, ...]
    copied: str
    asked_as: str | None


def show_answer(answer: Answer, retriever: Retriever, links: Links, preferred: str | None) -> Answered:
    """Prepare an answer for its page. The cited passages are numbered in order of first citation, each once.

    Args:
        answer: The answer.
        retriever: The retriever that it came from.
        links: Creates the addresses.
        preferred: Language that the reader prefers, for reason and note; if None, they are in the question's language.
    """
    cited: dict[str, list[Citation]] = {}
    for citation in (one for sentence in answer.sentences for one in sentence.citations):
        cited.setdefault(citation.passage_id, []).append(citation)
    numbers = {passage_id: number for number, passage_id in enumerate(cited, start=1)}
    hits = show_hits(answer.hits, retriever, links)
    scores = {hit.passage_id: hit.scores for hit in hits}
    sources = tuple(
        _cited_source(number, cited[passage_id], retriever, links, scores.get(passage_id, ()))
        for passage_id, number in numbers.items()
    )
    language = preferred or answer.language
    catalogue = Catalogue.of(language)
    papers = first_of_papers(answer.sentences, retriever.documents)
    sentences = tuple(
        NumberedSentence(
            sentence.text,
            tuple(dict.fromkeys(numbers[one.passage_id] for one in sentence.citations)),
            tuple((cell.column, cell.text) for cell in _cells(sentence, retriever)),
            None if sentence.gloss_said is None else catalogue.text(sentence.gloss_said),
            papers.get(at),
        )
        for at, sentence in enumerate(answer.sentences)
    )
    reason, note = catalogue.texts(answer.reason_codes) or None, catalogue.texts(answer.note_codes) or None
    head = [note, answer.short] if sentences else [reason]
    return Answered(
        status=answer.status,
        short=answer.short,
        sentences=sentences,
        sources=sources,
        language=language,
        reason=reason,
        note=note,
        missing=answer.missing,
        confidence=answer.confidence,
        expansions=answer.expansions,
        hits=hits,
        copied=_as_text([answer.asked_as or answer.question, *head], sentences, sources),
        asked_as=answer.asked_as,
    )


def _cells(sentence: AnswerSentence, retriever: Retriever) -> tuple[Cell, ...]:
    return quoted_cells(sentence, retriever.passage(sentence.citations[0].passage_id)) if sentence.citations else ()


def show_hits(hits: Sequence[Hit], retriever: Retriever, links: Links) -> tuple[Source, ...]:
    """Prepare hits for the page, with the score of each stage relative to the best hit's."""
    best: dict[str, float] = {}
    for hit in hits:
        for name, value in hit.scores.items():
            best[name] = max(best.get(name, 0.0), value)
    return tuple(_source(hit.rank, hit.passage, retriever, links, scores=_bars(hit.scores, best)) for hit in hits)


def _bars(scores: Mapping[str, float], best: Mapping[str, float]) -> tuple[tuple[str, float, float], ...]:
    return tuple(
        (name, value, max(0.0, min(1.0, value / best[name])) if best[name] > 0 else 0.0)
        for name, value in scores.items()
    )


def _cited_source(
    number: int,
    cited: Sequence[Citation],
    retriever: Retriever,
    links: Links,
    scores: tuple[tuple[str, float, float], ...],
) -> Source:
    passage = retriever.passage(cited[0].passage_id)
    document = retriever.document(passage.document_id)
    spans = sorted({span for citation in cited for span in citation.spans})
    named = dict.fromkeys(source for citation in cited for source in citation.secondary)
    secondary = tuple(cite_through(source, document, passage) for source in named)
    return _source(number, passage, retriever, links, lit=spans, secondary=secondary, scores=scores)


def _source(
    number: int,
    passage: Passage,
    retriever: Retriever,
    links: Links,
    *,
    lit: Sequence[Span] = (),
    secondary: tuple[str, ...] = (),
    scores: tuple[tuple[str, float, float], ...] = (),
) -> Source:
    document = retriever.document(passage.document_id)
    facts, how = facts_of(document), cite(document, passage)
    side = page_side(document, links, lit=lit) if lit else None
    return Source(
        number=number,
        passage_id=passage.id,
        document_id=document.id,
        title=facts.name,
        language=facts.language or "",
        in_text=how.in_text,
        reference=how.reference,
        heading=passage.heading,
        page=page_said(document, passage.page),
        kind=passage.kind,
        context=passage.context,
        pieces=pieces(document.source_text, passage.spans, passage.text, lit=lit),
        cells=tuple(
            (cell.column, pieces(document.source_text, cell.spans, cell.text, lit=lit)) for cell in passage.cells
        ),
        read=links.document(document.id, lit=lit or passage.spans),
        exports=tuple((form, links.export(passage.id, form)) for form in page_formats()),
        secondary=secondary,
        scores=scores,
        sheet=side.pages[0] if side else None,
    )


def _as_text(head: Sequence[str | None], sentences: Sequence[NumberedSentence], sources: Sequence[Source]) -> str:
    """The answer as plain text: the paragraphs of `head`, the sentences with their numbers, and the sources."""
    body = " ".join(f"{_told(one)} {''.join(f'[{number}]' for number in one.numbers)}" for one in sentences)
    listed = "\n".join(f"[{source.number}] {source.in_text} {source.reference}" for source in sources)
    return "\n\n".join(filter(None, [*head, body, listed]))


def _told(one: NumberedSentence) -> str:
    """A sentence as it is; a row of a table by its cells: "Year: 2020; Cases: 12"."""
    if not one.cells:
        return one.text
    return "; ".join(f"{column}: {text}" if column else text for column, text in one.cells)
