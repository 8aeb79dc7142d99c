"""Cites a part of a passage: its spans in the source, its quote, and the works that it, in turn, cites."""

from kutip.text.reading import align, spans_between
from kutip.text.sentences import sentence_bounds
from kutip.text.terms import terms
from kutip.types import AnswerSentence, Bibliography, Cell, Citation, Document, Passage
from retriever.citations.secondary import sources_cited, sources_keyed


def cite(passage: Passage, document: Document, start: int, end: int, listed: Bibliography | None = None) -> Citation:
    """The citation of the characters [start, end) of the passage's text.

    Args:
        passage: The passage.
        document: Its paper.
        start: First character.
        end: The character after the last.
        listed: The paper's references and citations, if known: what it cites by keys has its authors and year there.
    """
    offsets = align(document.source_text, passage.spans, passage.text)
    spans = spans_between(document.source_text, passage.spans, offsets, start, end)
    quote = passage.text[start:end]
    sources = dict.fromkeys([*sources_cited(quote), *sources_keyed(spans, listed.mentions if listed else ())])
    return Citation(passage.id, document.id, spans, quote, tuple(sources))


def cite_nearest(passage: Passage, document: Document, text: str, listed: Bibliography | None = None) -> Citation:
    """The citation of the sentence of a passage that shares most terms with `text`; of a table row, the whole row.

    `listed` is as for `cite`.
    """
    wanted = set(terms(text))
    bounds = [(0, len(passage.text))] if passage.cells else sentence_bounds(passage.text)
    start, end = max(bounds, key=lambda pair: len(wanted & set(terms(passage.text[pair[0] : pair[1]]))))
    return cite(passage, document, start, end, listed)


def quoted_cells(sentence: AnswerSentence, passage: Passage) -> tuple[Cell, ...]:
    """The cells of the table row that a sentence of an answer quotes whole; none for any other sentence.

    Args:
        sentence: The sentence.
        passage: The passage that it cites first.
    """
    return passage.cells if len(sentence.citations) == 1 and sentence.text == passage.text else ()
