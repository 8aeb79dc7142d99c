"""Adds what a sentence needs to be understood: the one that it points back to, the items that it leads on to."""

import re
from collections.abc import Sequence

from kutip.language.united import any_of
from kutip.types import Passage
from retriever.answers.list_items import items_after
from retriever.answers.passage_sentences import PROSE, sentences_of
from retriever.answers.planned import QuotedPlace
from retriever.lookup import LookUp

_POINTS_BACK = re.compile(rf"^(?:[^,.;]{{1,60}},\s*)?{any_of('listing.pointing_back')}\b", re.IGNORECASE)


def with_antecedents(look_up: LookUp, places: Sequence[QuotedPlace], *, most: int) -> list[QuotedPlace]:
    """Put the sentence before each one that points back to it, as long as there are no more than `most`."""
    kept = [(one.passage.id, one.start) for one in places]
    result: list[QuotedPlace] = []
    left = most - len(places)
    for place in places:
        before = _before(look_up, place) if left > 0 and _POINTS_BACK.match(place.text) else None
        if before is not None and (before.passage.id, before.start) not in kept:
            result.append(before)
            kept.append((before.passage.id, before.start))
            left -= 1
        result.append(place)
    return result


def with_items(look_up: LookUp, places: Sequence[QuotedPlace]) -> list[QuotedPlace]:
    """Put behind each sentence that leads on to a list the items of it; without a list, such a sentence says nothing.

    Where no other sentence is left, it stays as it is.
    """
    result: list[QuotedPlace] = []
    for place in places:
        if not place.text.rstrip().endswith(":"):
            result.append(place)
            continue
        passages = look_up.passages_of.get(place.passage.document_id, ())
        items = items_after(place, passages, stated=None) if any(one.id == place.passage.id for one in passages) else []
        result += [place, *items] if items else []
    seen = {(one.passage.id, one.start, one.end): one for one in result}
    return list(seen.values()) or list(places)


def _before(look_up: LookUp, place: QuotedPlace) -> QuotedPlace | None:
    """The sentence before another one in its section; None for the first."""
    passages = look_up.passages_of.get(place.passage.document_id, ())
    own = [one for one in passages if one.heading == place.passage.heading and one.kind in PROSE]
    earlier: QuotedPlace | None = None
    for one in sentences_of(_near(own, place.passage)):
        if one.passage.id == place.passage.id and one.start >= place.start:
            return earlier
        earlier = one
    return None


def _near(passages: Sequence[Passage], passage: Passage) -> Sequence[Passage]:
    """A passage and the one before it."""
    at = next((n for n, one in enumerate(passages) if one.id == passage.id), 0)
    return passages[max(0, at - 1) : at + 1]
