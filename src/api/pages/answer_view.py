"""An answer as a page shows it: sentences with the numbers of their sources, sources with the cited words lit."""

from collections.abc import Mapping, Sequence

from api.pages.links import Links
from api.pages.marked_text import pieces
from api.pages.views import Answered, Said, Source
from kutip.messages.catalogue import Catalogue
from kutip.metadata.facts import facts_of
from kutip.types import Answer, Citation, Hit, Passage, Span
from retriever.citations.apa import cite
from retriever.citations.exports import page_formats
from retriever.citations.secondary import cite_through
from retriever.search import Retriever


def show_answer(answer: Answer, retriever: Retriever, links: Links, preferred: str | None) -> Answered:
    """Put an answer together: passages that it cites are numbered as they come, each once.

    Args:
        answer: What was found.
        retriever: Where.
        links: Where the addresses lead.
        preferred: The language that the reader prefers; None if that is not known: then it is the question's.
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
    sentences = tuple(
        Said(sentence.text, tuple(dict.fromkeys(numbers[one.passage_id] for one in sentence.citations)))
        for sentence in answer.sentences
    )
    language = preferred or answer.language
    catalogue = Catalogue.of(language)
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
        copied=_as_text([answer.question, *head], sentences, sources),
    )


def show_hits(hits: Sequence[Hit], retriever: Retriever, links: Links) -> tuple[Source, ...]:
    """Hits with what each stage gave them, as shares of what it gave the best of them."""
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
    return Source(
        number=number,
        passage_id=passage.id,
        document_id=document.id,
        title=facts.name,
        language=facts.language or "",
        in_text=how.in_text,
        reference=how.reference,
        heading=passage.heading,
        page=passage.page,
        kind=passage.kind,
        context=passage.context,
        pieces=pieces(document.source_text, passage.spans, passage.text, lit=lit),
        cells=tuple(
            (cell.column, pieces(document.source_text, cell.spans, cell.text, lit=lit)) for cell in passage.cells
        ),
        read=links.document(document.id, lit=lit or passage.spans),
        exports=tuple((form, f"/v1/passages/{passage.id}/export?format={form}") for form in page_formats()),
        secondary=secondary,
        scores=scores,
    )


def _as_text(head: Sequence[str | None], sentences: Sequence[Said], sources: Sequence[Source]) -> str:
    """The question and what comes first, the sentences with their numbers, and the sources, to be pasted elsewhere."""
    said = " ".join(f"{one.text} {''.join(f'[{number}]' for number in one.numbers)}" for one in sentences)
    listed = "\n".join(f"[{source.number}] {source.in_text} {source.reference}" for source in sources)
    return "\n\n".join(filter(None, [*head, said, listed]))
