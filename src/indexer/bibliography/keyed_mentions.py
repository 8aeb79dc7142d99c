"""Places the citations that a source states by keys in the text of its blocks, beside those found by name or number."""

import unicodedata
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from indexer.parsing.keyed_citations import KeyedCitation
from kutip.text.callouts import Callout
from kutip.types import Form, Span

_AROUND = " \t\n\r[](){},;"  # beside a number that cites


@dataclass(frozen=True, slots=True)
class KeyedCallout:
    """A citation in a text, and the key by which the source ties it; "" for one that was only found by its words.

    Of a citation that only has a key, `callout.who` and `callout.year` are empty.
    """

    callout: Callout
    key: str = ""


class StatedKeys:
    """The citations that a source states by keys, found by their places."""

    def __init__(self, citations: Iterable[KeyedCitation]) -> None:
        """Sort them by place; the same one counts once."""
        self._citations = sorted(dict.fromkeys(citations), key=lambda one: one.span)
        self._starts = [one.span.start for one in self._citations]

    def within(self, spans: Iterable[Span]) -> list[KeyedCitation]:
        """Return, by place, those that begin in some spans, or just before and reach into them."""
        found: dict[int, None] = {}
        for span in spans:
            first, after = bisect_left(self._starts, span.start), bisect_left(self._starts, span.end)
            while first > 0 and self._citations[first - 1].span.end > span.start:
                first -= 1
            found.update(dict.fromkeys(range(first, after)))
        return [self._citations[at] for at in sorted(found)]


def keyed_callouts(text: str, offsets: Sequence[int], stated: Iterable[KeyedCitation]) -> Iterator[KeyedCallout]:
    """Yield the citations that a source states, as they stand in a block's text; what it does not show is left out.

    Args:
        text: The text.
        offsets: The offset in the source of each of its characters.
        stated: The citations.
    """
    for one in stated:
        start, end = bisect_left(offsets, one.span.start), bisect_left(offsets, one.span.end)
        shown = text[start:end]
        start, end = start + len(shown) - len(shown.lstrip()), end - len(shown) + len(shown.rstrip())
        if start >= end:
            continue
        number = unicodedata.normalize("NFKC", text[start:end]).strip(_AROUND)  # it may be raised
        is_number = one.form is Form.NUMBERED or (one.form is None and number.isdecimal())
        form = Form.NUMBERED if is_number else one.form or Form.PARENTHETICAL
        yield KeyedCallout(Callout(start, end, form, "", number if is_number else ""), one.key)


def joined(callouts: Sequence[Callout], keyed: Sequence[KeyedCallout]) -> list[KeyedCallout]:
    """Return all citations of a text, each once, by place.

    Where one that is stated and one that is found are the same, the key of the first goes with the words of the second:
    "Kim (2020)", of which only the year is a link. Where it is not clear which are the same, those that are found go.

    Args:
        callouts: Those found by name or number.
        keyed: Those stated by the source.
    """
    over: defaultdict[int, list[int]] = defaultdict(list)  # for each of `keyed`, the callouts over it
    under: defaultdict[int, list[int]] = defaultdict(list)  # for each callout, the keyed ones under it
    for i, k in _overlaps(callouts, [one.callout for one in keyed]):
        under[i].append(k)
        over[k].append(i)
    same = {k: at for k, found in over.items() if (at := _same(keyed[k].callout, found, callouts, under)) is not None}
    taken = Counter(same.values())
    dropped = {i for i, beside in under.items() if taken[i] > 1 or not same.keys() >= set(beside)}
    kept = [KeyedCallout(one) for i, one in enumerate(callouts) if i not in dropped and not taken[i]]
    for k, one in enumerate(keyed):
        tied = same.get(k)
        kept.append(one if tied is None or tied in dropped else KeyedCallout(callouts[tied], one.key))
    return sorted(kept, key=_place)


def _place(one: KeyedCallout) -> tuple[int, int, int]:
    """Where a citation stands; the numbers of a range, at the same place, by number."""
    year = one.callout.year
    return one.callout.start, one.callout.end, int(year) if year.isdecimal() else 0


def _overlaps(ones: Sequence[Callout], others: Sequence[Callout]) -> Iterator[tuple[int, int]]:
    """Yield the indices of each two that overlap."""
    order = sorted(range(len(others)), key=lambda k: others[k].start)
    starts = [others[k].start for k in order]
    for i, one in enumerate(ones):
        at = bisect_left(starts, one.end)
        while at > 0 and others[order[at - 1]].end > one.start:
            at -= 1
            yield i, order[at]


def _same(
    stated: Callout, found: Sequence[int], callouts: Sequence[Callout], under: dict[int, list[int]]
) -> int | None:
    """Return which of the callouts over a stated citation is the same: the only one, or that of its number."""
    if len(found) == 1 and len(under[found[0]]) == 1:
        return found[0]
    numbered = [i for i in found if stated.year and callouts[i].year == stated.year]
    return numbered[0] if len(numbered) == 1 else None
