"""Checks quotations: does the text occur in the papers word for word, and if not, how close does it come?"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace

from kutip import budget
from kutip.text.page_boxes import is_recognised
from kutip.types import Document, Passage, QuoteCheck, Verdict
from retriever.quotations import reasons
from retriever.quotations.alignment import MOST, similarity
from retriever.quotations.nearest import Nearest, nearest
from retriever.quotations.places import (
    QuotePlace,
    literal_places,
    long_enough,
    matches,
    parted_places,
    reach,
    whole_places,
)
from retriever.quotations.printing import OCR, SPACES, differing_print
from retriever.quotations.quotation import Quotation, QuotePiece
from retriever.quotations.respaced import respaced
from retriever.quotations.stream import streams_of
from retriever.quotations.stretches import Parts, parts
from retriever.quotations.word_index import WordIndex

LEAST_LETTERS = 12  # fewest letters and digits of a quotation; a shorter phrase is anyone's
_LEAST_SIMILARITY = 0.5  # of the nearest place that is shown for a quotation that was not found
_COMPARED = 10  # number of places compared to find the one printed most like the quotation


class QuoteChecker:
    """Checks quotations against a set of papers; safe to share between threads."""

    def __init__(self, documents: Mapping[str, Document], passages: Sequence[Passage]) -> None:
        """Prepare the papers for searching.

        Args:
            documents: Documents by id.
            passages: All their passages.

        Raises:
            ReadingError: The text of a passage or a heading differs from its spans.
        """
        by_document = {id_: [p for p in passages if p.document_id == id_] for id_ in sorted(documents)}
        self._streams = {id_: streams_of(documents[id_], own_passages) for id_, own_passages in by_document.items()}
        ranked = [(rank, stream) for streams in self._streams.values() for rank, stream in enumerate(reversed(streams))]
        self._index = WordIndex([stream for _, stream in sorted(ranked, key=lambda pair: -pair[0])])

    def check(self, quote: str, documents: Iterable[str] = ()) -> QuoteCheck:
        """Look a quotation up in the papers.

        Args:
            quote: Any text.
            documents: Ids of the documents to search; empty for all.

        Returns:
            The verdict, and all places where the quotation occurs; if it occurs nowhere, the nearest place.
        """
        budget.pause()
        quotation, requested = Quotation(quote), sorted(set(documents))
        if quotation.letters < LEAST_LETTERS:
            reason = reasons.too_short(quotation.letters, LEAST_LETTERS)
            return QuoteCheck(quote, Verdict.NOT_FOUND, 0.0, reason, ())
        searched = [id_ for id_ in self._streams if id_ in requested or not requested]
        others = [id_ for id_ in self._streams if id_ not in searched]
        result = self._verbatim(quotation, searched)
        if result is None and (elsewhere := self._verbatim(quotation, others)) is not None:
            return _elsewhere(elsewhere, requested)
        result = result or self._changed(quotation, searched, requested)
        if result.verdict is Verdict.NOT_FOUND and others:
            elsewhere = self._changed(quotation, others, others)
            return _elsewhere(elsewhere, requested) if elsewhere.verdict is not Verdict.NOT_FOUND else result
        return result

    def _verbatim(self, quotation: Quotation, searched: Iterable[str]) -> QuoteCheck | None:
        """Return the verdict if the quotation occurs word for word in some papers, None otherwise."""
        places: dict[str, list[QuotePlace]] = {}
        literal = is_certain = False
        for id_ in searched:
            budget.pause()
            exact = literal_places(quotation, self._streams[id_])
            document = self._document(id_)
            literal = literal or bool(exact)
            is_certain = is_certain or any(not is_recognised(document, place.match().spans) for place in exact)
            places[id_] = [*whole_places(quotation, self._streams[id_]), *exact]
        if any(places.values()):
            return self._verdict(quotation, [quotation.whole], places, literal=literal, is_certain=is_certain)
        pieces = quotation.pieces
        if len(pieces) > 1 and all(map(long_enough, pieces)):
            places = {id_: list(parted_places(quotation, pieces, self._streams[id_])) for id_ in searched}
        return self._verdict(quotation, pieces, places, literal=False) if any(places.values()) else None

    def _verdict(
        self,
        quotation: Quotation,
        pieces: Sequence[QuotePiece],
        places_by_document: Mapping[str, list[QuotePlace]],
        *,
        literal: bool,
        is_certain: bool = True,
    ) -> QuoteCheck:
        """Return the verdict on a quotation, given the places where its pieces occur in each paper."""
        listed = tuple(
            match
            for id_, of_document in places_by_document.items()
            for match in matches(of_document, self._document(id_))
        )
        if literal and is_certain:
            return QuoteCheck(quotation.given, Verdict.EXACT, 1.0, None, listed)
        compared = [place for of_document in places_by_document.values() for place in of_document][:_COMPARED]
        doubt = (OCR,) if all(is_recognised(self._document(one.document_id), one.spans) for one in listed) else ()
        kinds = () if literal else differing_print(quotation, pieces, compared)
        reason = reasons.same_but_for((*kinds, *((OCR,) if literal else doubt)))
        return QuoteCheck(quotation.given, Verdict.NORMALISED, 1.0, reason, listed)

    def _document(self, document_id: str) -> Document:
        return self._streams[document_id][0].document

    def _changed(self, quotation: Quotation, searched: Collection[str], requested: Iterable[str]) -> QuoteCheck:
        """Return the verdict on a quotation that does not occur word for word in some papers."""
        admitted = self._index.admitted(searched)
        near = nearest(quotation, self._index, admitted)
        if near and (place := respaced(near)):
            places = {place.stream.document.id: [place]}
            return self._verdict(quotation, [quotation.whole], places, literal=False)
        stretches = None if near and near.is_quoted and near.holds_all else parts(quotation, self._index, admitted)
        if near and near.is_quoted and not (stretches and (near.is_cut or stretches.explain(near.match))):
            return _altered(quotation, near)
        return _partial(quotation, stretches) if stretches else _not_found(quotation, near, requested)


def _altered(quotation: Quotation, near: Nearest) -> QuoteCheck:
    """Return the verdict on a quotation most of which occurs at one place."""
    match = near.match
    if match.differences:
        verdict, reason = Verdict.ALTERED, reasons.altered(match.differences)
    elif not near.in_order:
        verdict, reason = Verdict.ALTERED, reasons.out_of_order(match.document_id)
    elif not all(map(long_enough, quotation.pieces)):
        verdict, reason = Verdict.PARTIAL, reasons.single_word()
    elif near.length > reach(quotation):
        verdict, reason = Verdict.PARTIAL, reasons.too_far_apart(match.document_id)
    else:  # spaces are the only difference
        return QuoteCheck(quotation.given, Verdict.NORMALISED, 1.0, reasons.same_but_for((SPACES,)), (match,))
    return QuoteCheck(quotation.given, verdict, min(near.similarity(), MOST), reason, (match,))


def _elsewhere(check: QuoteCheck, requested: Iterable[str]) -> QuoteCheck:
    """Turn a verdict from papers that were not asked for into "not found", with a reason that names those papers."""
    reason = reasons.elsewhere(requested, check)
    return replace(check, verdict=Verdict.NOT_FOUND, similarity=min(check.similarity, MOST), reason=reason)


def _partial(quotation: Quotation, stretches: Parts) -> QuoteCheck:
    likeness = min(similarity(quotation.whole.wording.text, stretches.longest), MOST)
    return QuoteCheck(quotation.given, Verdict.PARTIAL, likeness, reasons.in_part(stretches), stretches.matches)


def _not_found(quotation: Quotation, near: Nearest | None, requested: Iterable[str]) -> QuoteCheck:
    """Return the verdict on a quotation that was not found, with the nearest place if it is similar enough."""
    likeness = 0.0 if near is None else near.similarity()
    if near is None or likeness < _LEAST_SIMILARITY:
        return QuoteCheck(quotation.given, Verdict.NOT_FOUND, 0.0, reasons.nowhere(requested, None), ())
    return QuoteCheck(quotation.given, Verdict.NOT_FOUND, likeness, reasons.nowhere(requested, likeness), (near.match,))
