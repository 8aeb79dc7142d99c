"""Quotations and texts that were checked, as a page shows them."""

import re
from collections.abc import Sequence

from api.pages.links import Links
from api.pages.views import Change, Checked, Claimed, EvidenceView, PlaceView, Quoted
from kutip.errors import QueryError
from kutip.metadata.facts import facts_of
from kutip.settings import LimitSettings
from kutip.types import CheckedSentence, ClaimEvidence, Message, QuoteCheck, QuoteMatch
from retriever.citations.apa import author_and_year, cite
from retriever.claims import check_text
from retriever.quotations.checker import QuoteChecker
from retriever.search import Retriever

QUOTE, TEXT = "quote", "text"
_MOST = 100  # quotations at once, as over the API
_PARTED = re.compile(r"\n\s*\n")


def check(
    text: str, mode: str, retriever: Retriever, checker: QuoteChecker, limits: LimitSettings, links: Links
) -> Checked:
    """Check what was pasted: as quotations parted by blank lines, or as a text, sentence by sentence.

    Raises:
        QueryError: There is nothing to check, or too much, or it is meant as neither.
    """
    if mode not in (QUOTE, TEXT):
        raise QueryError(Message("refused.mode", {"mode": mode[:20], "quote": QUOTE, "text": TEXT}))
    if len(text) > limits.max_text_characters:
        raise QueryError(Message("refused.text_too_long", {"n": len(text), "most": limits.max_text_characters}))
    if mode == TEXT:
        sentences = check_text(text, retriever, checker)
        return Checked(text, mode, sentences=tuple(_claimed(one, retriever, links) for one in sentences))
    given = [part.strip() for part in _PARTED.split(text) if part.strip()]
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
    """A quotation beside its source, run by run; without what only the source has, it is the quotation."""
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
        page=match.page,
        text=match.text,
        read=links.document(document.id, lit=match.spans),
    )


def _claimed(sentence: CheckedSentence, retriever: Retriever, links: Links) -> Claimed:
    return Claimed(
        text=sentence.text,
        label=sentence.label.value,
        evidence=tuple(_held(one, retriever, links) for one in sentence.evidence),
        quotes=tuple(_quoted(one, retriever, links) for one in sentence.quotes),
    )


def _held(evidence: ClaimEvidence, retriever: Retriever, links: Links) -> EvidenceView:
    document, facts = retriever.document(evidence.passage.document_id), evidence.facts
    place = PlaceView(
        title=facts_of(document).name,
        in_text=cite(document, evidence.passage).in_text,
        heading=evidence.passage.heading,
        page=evidence.passage.page,
        text=evidence.quote,
        read=links.document(document.id, lit=evidence.spans),
    )
    agree: Sequence[str] = (*facts.numbers_agree, *facts.names_agree)
    lacking: Sequence[str] = (*facts.numbers_lacking, *facts.names_lacking)
    return EvidenceView(place, tuple(agree), tuple(lacking), facts.negation_differs)
