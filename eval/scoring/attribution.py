"""Checks an answer's citations: do the cited texts support its sentences, and do the quotes match the source?"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from eval.errors import EvaluationError
from eval.scoring.answers import has_words
from kutip.errors import ReadingError
from kutip.text.reading import align, squeeze
from kutip.text.terms import searchable, terms
from kutip.types import Answer, Citation, Span

_COVERED = 0.8  # least fraction of a sentence's terms to be found; below 1, since a linking word may be added
_NEGATION = re.compile(
    r"\b(?:not|no|never|nor|neither|without|cannot|tidak|tak|bukan|belum|tanpa)\b|n[’']t\b", re.IGNORECASE
)
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_HYPHEN = re.compile(r"(?<=[^\W\d])[-\u00ad\u2010]\s*(?=[^\W\d])")  # between letters, also at a line's end


@dataclass(frozen=True, slots=True)
class Attribution:
    """Scores of one answer's citations, each 0 to 1.

    Attributes:
        recall: Fraction of the sentences that their citations, taken together, support.
        precision: Fraction of the citations that their sentence needs; an unsupported sentence needs none of its own.
        exact: Fraction of the citations whose quote equals the text at their spans; None if nothing is cited.
    """

    recall: float
    precision: float
    exact: float | None


def attribution(answer: Answer, sources: Mapping[str, str]) -> Attribution | None:
    """ALCE's citation recall and precision, with a deterministic test (`supports`) in place of its language model.

    A sentence without citations is unsupported. A citation is needed if it supports its sentence alone, or if the
    sentence's other citations do not support it without this one.

    Args:
        answer: The answer to score.
        sources: Source text by document id. The text at the cited spans is tested, not the quote that the answer shows.

    Returns:
        The scores, or None if the answer has no sentence.

    Source: Gao, Yen, Yu and Chen, EMNLP 2023, doi:10.18653/v1/2023.emnlp-main.398.
    """
    if not answer.sentences:
        return None
    supported, needed, exact = [], [], []
    for sentence in answer.sentences:
        texts = [cited_text(one, sources) for one in sentence.citations]
        together = supports(texts, sentence.text)
        supported.append(together)
        for at, text in enumerate(texts):
            others = texts[:at] + texts[at + 1 :]
            needed.append(together and (supports([text], sentence.text) or not supports(others, sentence.text)))
        exact += [is_reading(c.document_id, c.spans, c.quote, sources) for c in sentence.citations]
    return Attribution(_share(supported), _share(needed), _share(exact) if exact else None)


def supports(texts: Sequence[str], sentence: str) -> bool:
    """Whether the cited texts say what the sentence says, judged by their words alone.

    True if one text contains the sentence word for word, ignoring line ends, hyphens and case. Also true if the texts
    together contain every number and at least four fifths of the terms (stems without function words) of the sentence,
    and either both or neither contain a negation. A paraphrase in other words fails; swapping who does what to whom
    passes. The test needs no model and gives the same result on every machine.

    >>> supports(["ASEANAPOL was formed in Manila in 1981."], "In 1981, ASEANAPOL was formed in Manila.")
    True
    >>> supports(["ASEANAPOL was formed in Manila in 1981."], "ASEANAPOL was formed in Manila in 1984.")
    False
    """
    whole = _plain(sentence)
    if not searchable(whole):
        return False
    if any(has_words(_plain(text), whole) for text in texts):
        return True
    available = {term for text in texts for read in (text, _plain(text)) for term in terms(read)}
    wanted = terms(sentence)
    if not wanted or not _numbers(sentence) <= {number for text in texts for number in _numbers(text)}:
        return False
    negated = any(_NEGATION.search(text) for text in texts)
    if negated is not bool(_NEGATION.search(sentence)):
        return False
    return sum(term in available for term in wanted) >= _COVERED * len(wanted)


def cited_text(citation: Citation, sources: Mapping[str, str]) -> str:
    """The source text at a citation's spans, one line a span; "" for an unknown document or invalid spans."""
    source = sources.get(citation.document_id, "")
    return "\n".join(source[span.start : span.end] for span in citation.spans if 0 <= span.start < span.end)


def is_reading(document: str, spans: Sequence[Span], text: str, sources: Mapping[str, str]) -> bool:
    """Whether `text` equals the document's text at `spans`, ignoring white space and line-end hyphens.

    Raises:
        EvaluationError: `document` is not one of the sources.
    """
    if document not in sources:
        raise EvaluationError(f"there is no document {document!r} to cite; there are {', '.join(sources)}")
    source = sources[document]
    if not spans or any(not 0 <= span.start < span.end <= len(source) for span in spans):
        return False
    try:
        align(source, spans, text)
    except ReadingError:
        return False
    return True


def _numbers(text: str) -> set[str]:
    return {number.replace(",", "") for number in _NUMBER.findall(text)}


def _plain(text: str) -> str:
    """The text in lower case with single spaces and without the hyphens between letters."""
    return _HYPHEN.sub("", squeeze(text)).casefold()


def _share(values: Sequence[bool]) -> float:
    return sum(values) / len(values) if values else 0.0
