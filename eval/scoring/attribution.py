"""Whether what an answer cites bears out what it says, and stands where it is said to stand."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from eval.errors import EvaluationError
from eval.scoring.answers import has_words
from kutip.errors import ReadingError
from kutip.text.reading import align, squeeze
from kutip.text.terms import searchable, terms
from kutip.types import Answer, Citation, Span

_COVERED = 0.8  # of a sentence's terms: an inflection or a linking word more is still the same statement
_NEGATION = re.compile(
    r"\b(?:not|no|never|nor|neither|without|cannot|tidak|tak|bukan|belum|tanpa)\b|n[’']t\b", re.IGNORECASE
)
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_HYPHEN = re.compile(r"(?<=[^\W\d])[-\u00ad\u2010]\s*(?=[^\W\d])")  # between letters, at a line's end or not


@dataclass(frozen=True, slots=True)
class Attribution:
    """What the citations of one answer are worth, each 0 to 1.

    Attributes:
        recall: Share of the sentences that all of their citations together bear out.
        precision: Share of the citations that their sentence needs; 0 for one of a sentence that is not borne out.
        exact: Share of the citations whose quote is a reading of their spans; None where there are none.
    """

    recall: float
    precision: float
    exact: float | None


def attribution(answer: Answer, sources: Mapping[str, str]) -> Attribution | None:
    """Citation recall and precision in ALCE's sense, with a deterministic test (`bears_out`) in place of its model.

    A sentence without citations is not borne out. A citation is needed if it bears out its sentence alone, or if the
    others do not without it.

    Args:
        answer: What was answered.
        sources: Source text by document id: what is tested is what stands there, not what the answer says of it.

    Returns:
        None where no sentence was answered.

    Source: Gao, Yen, Yu and Chen, EMNLP 2023, doi:10.18653/v1/2023.emnlp-main.398.
    """
    if not answer.sentences:
        return None
    borne_out, needed, exact = [], [], []
    for sentence in answer.sentences:
        texts = [cited_text(one, sources) for one in sentence.citations]
        whole = bears_out(texts, sentence.text)
        borne_out.append(whole)
        for place, text in enumerate(texts):
            others = texts[:place] + texts[place + 1 :]
            needed.append(whole and (bears_out([text], sentence.text) or not bears_out(others, sentence.text)))
        exact += [is_reading(c.document_id, c.spans, c.quote, sources) for c in sentence.citations]
    return Attribution(_share(borne_out), _share(needed), _share(exact) if exact else None)


def bears_out(texts: Sequence[str], sentence: str) -> bool:
    """Whether texts say what a sentence says, as far as words tell.

    They do if one has the sentence word for word, line ends, hyphens and capitals aside; or if together they have
    every number of it and at least four fifths of all its terms (stems without function words), and both or
    neither deny something. That is stricter than a reader who knows other words for the same, and laxer than one who
    minds who does what to whom; it is the same on every machine and needs no model.

    >>> bears_out(["ASEANAPOL was formed in Manila in 1981."], "In 1981, ASEANAPOL was formed in Manila.")
    True
    >>> bears_out(["ASEANAPOL was formed in Manila in 1981."], "ASEANAPOL was formed in Manila in 1984.")
    False
    """
    whole = _plain(sentence)
    if not searchable(whole):
        return False
    if any(has_words(_plain(text), whole) for text in texts):
        return True
    said = {term for text in texts for read in (text, _plain(text)) for term in terms(read)}
    own = terms(sentence)
    if not own or not _numbers(sentence) <= {number for text in texts for number in _numbers(text)}:
        return False
    denied = any(_NEGATION.search(text) for text in texts)
    if denied is not bool(_NEGATION.search(sentence)):
        return False
    return sum(term in said for term in own) >= _COVERED * len(own)


def cited_text(citation: Citation, sources: Mapping[str, str]) -> str:
    """What stands where a citation points to; nothing where there is no such place."""
    source = sources.get(citation.document_id, "")
    return "\n".join(source[span.start : span.end] for span in citation.spans if 0 <= span.start < span.end)


def is_reading(document: str, spans: Sequence[Span], text: str, sources: Mapping[str, str]) -> bool:
    """Whether a text is what some spans of a document hold: every character but white space and line-end hyphens.

    Raises:
        EvaluationError: There is no such document.
    """
    if document not in sources:
        raise EvaluationError(f"something was cited from {document!r}, which is none of {', '.join(sources)}")
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
    """A text without what layout may change: line ends, hyphens, capitals."""
    return _HYPHEN.sub("", squeeze(text)).casefold()


def _share(values: Sequence[bool]) -> float:
    return sum(values) / len(values) if values else 0.0
