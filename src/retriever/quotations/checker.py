"""Checks quotations: whether what someone quotes from the papers stands in them word for word, and if not, how far."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace

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
from retriever.quotations.quotation import Quotation, QuotePiece
from retriever.quotations.stream import streams_of
from retriever.quotations.stretches import Parts, parts
from retriever.quotations.word_index import WordIndex

LEAST_LETTERS = 12  # letters and digits of a quotation; with fewer it is a phrase that anyone may use
_LEAST_SIMILARITY = 0.5  # of what is shown as coming nearest to a quotation that stands nowhere
_COMPARED = 10  # places whose printing is held against the quotation


class QuoteChecker:
    """Checks quotations against some papers; safe to share between threads."""

    def __init__(self, documents: Mapping[str, Document], passages: Sequence[Passage]) -> None:
        """Read some papers.

        Args:
            documents: Documents by id.
            passages: All their passages.

        Raises:
            ReadingError: A passage or a heading does not read as its spans do.
        """
        own = {id_: [p for p in passages if p.document_id == id_] for id_ in sorted(documents)}
        self._streams = {id_: streams_of(documents[id_], held) for id_, held in own.items()}
        ranked = [(rank, stream) for streams in self._streams.values() for rank, stream in enumerate(reversed(streams))]
        self._index = WordIndex([stream for _, stream in sorted(ranked, key=lambda pair: -pair[0])])

    def check(self, quote: str, documents: Iterable[str] = ()) -> QuoteCheck:
        """How a quotation stands to the papers.

        Args:
            quote: Any text.
            documents: Ids of the only papers that count; none means all.

        Returns:
            A verdict with all places where the quotation stands; where it stands nowhere, with the nearest one.
        """
        quotation, asked = Quotation(quote), sorted(set(documents))
        if quotation.letters < LEAST_LETTERS:
            reason = reasons.too_short(quotation.letters, LEAST_LETTERS)
            return QuoteCheck(quote, Verdict.NOT_FOUND, 0.0, reason, ())
        counted = [id_ for id_ in self._streams if id_ in asked or not asked]
        others = [id_ for id_ in self._streams if id_ not in counted]
        found = self._standing(quotation, counted)
        if found is None and (there := self._standing(quotation, others)) is not None:
            return _elsewhere(there, asked)
        found = found or self._changed(quotation, counted, asked)
        if found.verdict is Verdict.NOT_FOUND and others:
            there = self._changed(quotation, others, others)
            return _elsewhere(there, asked) if there.verdict is not Verdict.NOT_FOUND else found
        return found

    def _standing(self, quotation: Quotation, counted: Iterable[str]) -> QuoteCheck | None:
        """The verdict on a quotation that stands in some papers word for word; None for any other."""
        found: dict[str, list[QuotePlace]] = {}
        literal = False
        for id_ in counted:
            exact = literal_places(quotation, self._streams[id_])
            literal = literal or bool(exact)
            found[id_] = [*whole_places(quotation, self._streams[id_]), *exact]
        if any(found.values()):
            return self._verdict(quotation, [quotation.whole], found, literal=literal)
        pieces = quotation.pieces
        if len(pieces) > 1 and all(map(long_enough, pieces)):
            found = {id_: list(parted_places(quotation, pieces, self._streams[id_])) for id_ in counted}
        return self._verdict(quotation, pieces, found, literal=False) if any(found.values()) else None

    def _verdict(
        self,
        quotation: Quotation,
        pieces: Sequence[QuotePiece],
        found: Mapping[str, list[QuotePlace]],
        *,
        literal: bool,
    ) -> QuoteCheck:
        """The verdict on a quotation, given the places where its pieces stand in each paper."""
        listed = tuple(match for id_, places in found.items() for match in matches(places, self._document(id_)))
        if literal:
            return QuoteCheck(quotation.given, Verdict.EXACT, 1.0, None, listed)
        some = [place for places in found.values() for place in places][:_COMPARED]
        reason = f"Same but for {reasons.same_but_for(quotation, pieces, some)}."
        return QuoteCheck(quotation.given, Verdict.NORMALISED, 1.0, reason, listed)

    def _document(self, document_id: str) -> Document:
        return self._streams[document_id][0].document

    def _changed(self, quotation: Quotation, counted: Collection[str], asked: Iterable[str]) -> QuoteCheck:
        """The verdict on a quotation that does not stand in some papers as it is."""
        admitted = self._index.admitted(counted)
        near = nearest(quotation, self._index, admitted)
        held = None if near and near.is_quoted and near.holds_all else parts(quotation, self._index, admitted)
        if near and near.is_quoted and not (held and (near.is_cut or held.explain(near.match))):
            return _altered(quotation, near)
        return _partial(quotation, held) if held else _not_found(quotation, near, asked)


def _altered(quotation: Quotation, near: Nearest) -> QuoteCheck:
    """The verdict on a quotation most of which stands at a place."""
    match = near.match
    if match.differences:
        verdict, reason = Verdict.ALTERED, reasons.altered(match.differences)
    elif not near.in_order:
        verdict, reason = Verdict.ALTERED, reasons.out_of_order(match.document_id)
    elif not all(map(long_enough, quotation.pieces)):
        verdict, reason = Verdict.PARTIAL, reasons.single_word()
    elif near.length > reach(quotation):
        verdict, reason = Verdict.PARTIAL, reasons.too_far_apart(match.document_id)
    else:  # the same words and marks
        return QuoteCheck(quotation.given, Verdict.NORMALISED, 1.0, "Same but for spaces.", (match,))
    return QuoteCheck(quotation.given, verdict, min(near.similarity(), MOST), reason, (match,))


def _elsewhere(there: QuoteCheck, asked: Iterable[str]) -> QuoteCheck:
    """The verdict on a quotation that counts only in some papers and stands in others."""
    reason = reasons.elsewhere(asked, there)
    return replace(there, verdict=Verdict.NOT_FOUND, similarity=min(there.similarity, MOST), reason=reason)


def _partial(quotation: Quotation, held: Parts) -> QuoteCheck:
    like = min(similarity(quotation.whole.wording.text, held.longest), MOST)
    return QuoteCheck(quotation.given, Verdict.PARTIAL, like, reasons.in_part(held), held.matches)


def _not_found(quotation: Quotation, near: Nearest | None, asked: Iterable[str]) -> QuoteCheck:
    """The verdict on a quotation that stands nowhere, with the place that comes nearest where that is near enough."""
    like = 0.0 if near is None else near.similarity()
    if near is None or like < _LEAST_SIMILARITY:
        return QuoteCheck(quotation.given, Verdict.NOT_FOUND, 0.0, reasons.nowhere(asked, None), ())
    return QuoteCheck(quotation.given, Verdict.NOT_FOUND, like, reasons.nowhere(asked, like), (near.match,))
