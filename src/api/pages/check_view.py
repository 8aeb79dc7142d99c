"""Checks quotations or a text, and prepares the result for its page."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from api.pages.links import Links
from kutip.errors import QueryError
from kutip.metadata.facts import facts_of
from kutip.settings import LimitSettings
from kutip.types import CheckedSentence, ClaimEvidence, Message, QuoteCheck, QuoteMatch
from retriever.citations.apa import author_and_year, cite
from retriever.citations.locators import page_said
from retriever.claims import check_text
from retriever.quotations.checker import QuoteChecker
from retriever.search import Retriever

QUOTE, TEXT = "quote", "text"
_MOST = 100  # quotations in one request, as in the API
_BLANK_LINE = re.compile(r"\n\s*\n")


@dataclass(frozen=True, slots=True)
class Change:
    """A run of characters from comparing a quotation with its source.

    `kind` is "same", "given" (only in the quotation) or "source" (only in the source).
    """

    text: str
    kind: str


@dataclass(frozen=True, slots=True)
class PlaceView:
    """The place of a quotation or a piece of evidence.

    Attributes:
        title: Title of the paper.
        in_text: In-text citation.
        heading: Headings above the place, outermost first.
        page: Page counted in the supplied text, from 1, or None.
        text: Text at the place.
        read: Address of the paper's page with the text highlighted.
    """

    title: str
    in_text: str
    heading: tuple[str, ...]
    page: Message | None
    text: str
    read: str


@dataclass(frozen=True, slots=True)
class Quoted:
    """A quotation that was checked.

    Attributes:
        quote: The quotation as it was given.
        verdict: "exact", "normalised", "partial", "altered" or "not_found".
        similarity: Similarity, 0 to 1, to the best match.
        reason: What was normalised, what differs, or why nothing was found; None for an exact quotation.
        changes: The quotation compared with its best match; without a match, the quotation alone.
        places: The places that have it, or else the most similar ones.
    """

    quote: str
    verdict: str
    similarity: float
    reason: Message | None
    changes: tuple[Change, ...]
    places: tuple[PlaceView, ...]


@dataclass(frozen=True, slots=True)
class EvidenceView:
    """A piece of evidence for a sentence, with the sentence's numbers and names that it has (`agree`) and lacks."""

    place: PlaceView
    agree: tuple[str, ...]
    lacking: tuple[str, ...]
    negation_differs: bool


@dataclass(frozen=True, slots=True)
class Claimed:
    """A sentence that was checked against the papers: its label, the evidence, and the quotations in it."""

    text: str
    label: str
    evidence: tuple[EvidenceView, ...]
    quotes: tuple[Quoted, ...]


@dataclass(frozen=True, slots=True)
class Checked:
    """The result of the page that checks quotations or a text; `text` is the user's input.

    With mode "quote", `quotes` has the quotations; with mode "text", `sentences` has the sentences.
    """

    text: str
    mode: str
    quotes: tuple[Quoted, ...] = ()
    sentences: tuple[Claimed, ...] = ()


def check(
    text: str, mode: str, retriever: Retriever, checker: QuoteChecker, limits: LimitSettings, links: Links
) -> Checked:
    """Check a user's input: as quotations separated by blank lines, or as a text, sentence by sentence.

    Raises:
        QueryError: There is no quotation, there are too many quotations or sentences, an input is too long, or the mode
            is unknown.
    """
    if mode not in (QUOTE, TEXT):
        raise QueryError(Message("refused.mode", {"mode": mode[:20], "quote": QUOTE, "text": TEXT}))
    if len(text) > limits.max_text_characters:
        raise QueryError(Message("refused.text_too_long", {"n": len(text), "most": limits.max_text_characters}))
    if mode == TEXT:
        sentences = check_text(text, retriever, checker, most=limits.max_sentences)
        return Checked(text, mode, sentences=tuple(_claimed(one, retriever, links) for one in sentences))
    given = [part.strip() for part in _BLANK_LINE.split(text) if part.strip()]
    if not 0 < len(given) <= _MOST:
        raise QueryError(Message("refused.quotations", {"n": len(given), "most": _MOST}))
    for number, quotation in enumerate(given, start=1):
        if len(quotation) > limits.max_quote_characters:
            most = limits.max_quote_characters
            values = {"number": number, "n": len(quotation), "most": most}
            raise QueryError(Message("refused.quotation_too_long", values))
    return Checked(text, mode, quotes=tuple(_quoted(checker.check(one), retriever, links) for one in given))


def _quoted(check: QuoteCheck, retriever: Retriever, links: Links) -> Quoted:
    return Quoted(
        quote=check.quote,
        verdict=check.verdict.value,
        similarity=check.similarity,
        reason=check.reason,
        changes=changes(check.quote, check.matches[0]) if check.matches else (Change(check.quote, "same"),),
        places=tuple(_place(match, retriever, links) for match in check.matches),
    )


def changes(quote: str, match: QuoteMatch) -> tuple[Change, ...]:
    """Compare a quotation with its source, run by run; the runs of kind "same" and "given" join to the quotation."""
    found = []
    at = 0
    for difference in sorted(match.differences, key=lambda one: one.given_start):
        start = max(at, difference.given_start)
        end = max(at, difference.given_start + len(difference.given))
        found += [Change(quote[at:start], "same"), Change(quote[start:end], "given")]
        found.append(Change(difference.source, "source"))
        at = end
    found.append(Change(quote[at:], "same"))
    return tuple(change for change in found if change.text)


def _place(match: QuoteMatch, retriever: Retriever, links: Links) -> PlaceView:
    document = retriever.document(match.document_id)
    return PlaceView(
        title=facts_of(document).name,
        in_text=f"({author_and_year(document)})",
        heading=match.heading,
        page=page_said(document, match.page),
        text=match.text,
        read=links.document(document.id, lit=match.spans),
    )


def _claimed(sentence: CheckedSentence, retriever: Retriever, links: Links) -> Claimed:
    return Claimed(
        text=sentence.text,
        label=sentence.label.value,
        evidence=tuple(_evidence(one, retriever, links) for one in sentence.evidence),
        quotes=tuple(_quoted(one, retriever, links) for one in sentence.quotes),
    )


def _evidence(evidence: ClaimEvidence, retriever: Retriever, links: Links) -> EvidenceView:
    document, facts = retriever.document(evidence.passage.document_id), evidence.facts
    place = PlaceView(
        title=facts_of(document).name,
        in_text=cite(document, evidence.passage).in_text,
        heading=evidence.passage.heading,
        page=page_said(document, evidence.passage.page),
        text=evidence.quote,
        read=links.document(document.id, lit=evidence.spans),
    )
    agree: Sequence[str] = (*facts.numbers_agree, *facts.names_agree)
    lacking: Sequence[str] = (*facts.numbers_lacking, *facts.names_lacking)
    return EvidenceView(place, tuple(agree), tuple(lacking), facts.negation_differs)
