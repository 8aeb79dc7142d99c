"""Finds the words of a yes/no question in a sentence, and what stands beside them there."""

from collections.abc import Iterator, Sequence

from kutip.language.negations import denies
from kutip.language.united import in_order, union
from retriever.answers.between_words import (
    ADVERB,
    EMBEDDING,
    JOINS,
    LIGHT,
    MARKS,
    MODIFIERS,
    OF,
    RELATIVES,
    FoundWords,
    between,
    is_plain,
    take_note,
)
from retriever.answers.compared_words import (
    BEING,
    DETERMINERS,
    DOING,
    EXCLUSIVES,
    HAVING,
    MODALS,
    MOVABLE,
    PARTIALS,
    PREPOSITIONS,
    THERE,
    UNIVERSALS,
    ComparedWord,
    key_of,
)
from retriever.answers.proposition import Phrase, Proposition

_OPPOSITES = frozenset(frozenset(map(key_of, pair.split())) for pair in in_order("polarity.antonyms"))
_MONTHS = frozenset(word.casefold() for word in union("dates.months", "dates.short_months"))
_LED_BY = DETERMINERS | UNIVERSALS | PARTIALS | EXCLUSIVES | _MONTHS
_BEFORE, _AFTER = "before", "after"
_ENDINGS = ("n", "an", "s")  # of a name, with which it speaks of the same: Indonesia, Indonesian
_LEAST_NAME = 4
_AWAY = 15  # words between a predicate and a further phrase of it


def readings(asked: Proposition, own: Sequence[ComparedWord]) -> Iterator[FoundWords]:
    """The ways in which a sentence has all phrases of a question; those with fewer differing numbers first."""
    for order in asked.phrases[0].orders:
        for start in range(len(own)):
            for core in _openings(order, own, start, loose=asked.translated):
                found, begin, end = core
                left = _left(own, begin, asked.exists, is_aside=found.aside)
                if left is None:
                    continue
                found.add(left)
                end = _predicate(found, own, end)
                if all(_further(phrase, own, begin, end, found) for phrase in asked.phrases[1:]):
                    yield found


def _predicate(found: FoundWords, own: Sequence[ComparedWord], end: int) -> int:
    """Where the predicate ends that stands between a subject and a preposition: "It is at the second level"."""
    if found.being or found.reduced:
        return end
    upto = next((at for at in range(end, len(own)) if own[at].folded in PREPOSITIONS), end)
    gap = between(own[end:upto], (), may_reduce=True)
    if gap is None or not gap.being:
        return end
    found.add(gap)
    return upto


def _openings(
    order: Sequence[ComparedWord], own: Sequence[ComparedWord], start: int, *, loose: bool
) -> Iterator[tuple[FoundWords, int, int]]:
    """Subject and predicate from a place on: in their order, or with a participle that opens the sentence."""
    chained = _chain(order, own, start, may_reduce=True, loose=loose)
    if chained is not None and _ends(own, chained[1]):
        yield chained[0], start, chained[1]
    if start == 0 and len(order) > 1:
        yield from _participle_first(order, own)


def _participle_first(
    order: Sequence[ComparedWord], own: Sequence[ComparedWord]
) -> Iterator[tuple[FoundWords, int, int]]:
    """The last word asked opens the sentence, and its subject follows a comma: "Formed in 1981, the union …"."""
    subject, verb = order[:-1], order[-1]
    if not own or not _same(verb, own[0]) or own[0].folded == verb.folded.removesuffix("ed"):
        return
    comma = next((at for at, token in enumerate(own) if token.text == "," and not _in_date(own, at)), None)
    if comma is None or any(token.folded in RELATIVES for token in own[:comma]):
        return
    at = comma + 1
    while at < len(own) and own[at].folded in DETERMINERS:
        at += 1
    chained = _chain(subject, own, at, may_reduce=False)
    if chained is not None and not chained[0].being and _ends_subject(own, chained[1]):
        found = chained[0]
        found.reduced = True
        yield found, 0, 1


def _ends_subject(own: Sequence[ComparedWord], end: int) -> bool:
    """Whether no noun goes on after a subject, of which it would only be a part: "the union's secretariat"."""
    if own[end - 1].text.casefold().endswith(("'s", "’s")):
        return False
    return end < len(own) and (
        own[end].folded in BEING | HAVING | DOING | LIGHT
        or own[end].folded in MODALS
        or own[end].folded.endswith(("s", "ed", ","))
    )


def _chain(
    order: Sequence[ComparedWord], own: Sequence[ComparedWord], start: int, *, may_reduce: bool, loose: bool = False
) -> tuple[FoundWords, int] | None:
    """Tokens in their order from a place on, with only such words between them as change nothing or are counted."""
    found, at = FoundWords(), start
    for number, token in enumerate(order):
        best = None
        for place in range(at, min(len(own), at + 1 if number == 0 else at + 9)):
            gap = between(own[at:place], own[place : place + 1], may_reduce=may_reduce, loose=loose)
            if gap is None:
                continue
            pair = _met(token, own, place)
            if pair is not None:
                best = (gap, pair, place)
                break
        if best is None:
            return None
        gap, pair, place = best
        found.add(gap)
        found.reach = place + 1
        found.swapped += [(token, own[place])] if pair == "swapped" else []
        at = place + 1
    return found, at


def _met(token: ComparedWord, own: Sequence[ComparedWord], place: int) -> str | None:
    """Whether a token of a sentence is the one asked for: "same", "swapped", or None."""
    other = own[place]
    if token.shape and place and own[place - 1].text in ("~", "<", ">"):
        return None  # the sentence gives no exact number
    if token.bound and other.shape == token.shape:
        if token.key == other.key:
            return None  # "at least" takes it in, "more than" does not
        return "same" if _within(token, other, token.bound) else "swapped"
    if _same(token, other):
        return "same"
    if token.shape and token.shape == other.shape:
        return "swapped"
    return "swapped" if frozenset((token.key, other.key)) in _OPPOSITES else None


def _within(token: ComparedWord, other: ComparedWord, bound: str) -> bool:
    try:
        asked, held = float(token.key), float(other.key)
    except ValueError:
        return False
    return held > asked if bound == ">" else held < asked


def _same(token: ComparedWord, other: ComparedWord) -> bool:
    if token.shape or other.shape:
        return (token.shape, token.key) == (other.shape, other.key)
    if token.key == other.key:
        return True
    short, long = sorted((token.folded, other.folded), key=len)
    capitals = token.text[:1].isupper() and other.text[:1].isupper()
    return capitals and len(short) >= _LEAST_NAME and long.startswith(short) and long[len(short) :] in _ENDINGS


def _left(own: Sequence[ComparedWord], begin: int, exists: bool, *, is_aside: bool) -> FoundWords | None:
    """What stands before a subject; None if it is no subject there, but for an aside on it, or only part of one."""
    found, at = FoundWords(), begin - 1
    while at >= 0 and (
        own[at].folded in DETERMINERS or own[at].folded in UNIVERSALS | PARTIALS or denies(own[at].folded)
    ):
        take_note(own[at].folded, own[at - 1].folded if at else "", found)
        at -= 1
    if found.negated and "all" in found.quantifiers:
        found.negated, found.quantifiers = False, {"not all"}
    if exists:
        there = [token.folded for token in own[max(0, at - 2) : at + 1]]
        is_there = any(word in THERE for word in there) and any(word in BEING for word in there)
        found.being |= {word for word in there if word in BEING}
        found.negated ^= any(denies(word) for word in there)
        return found if is_there else None
    if at < 0 or own[at].text in ",;:" or own[at].folded in EMBEDDING:
        return found
    if is_aside and own[at].folded in PREPOSITIONS - OF:
        return found
    return None


def _ends(own: Sequence[ComparedWord], end: int) -> bool:
    """Whether what is asked for ends at a place: no further noun follows, of which it would only be a part."""
    if end >= len(own) or own[end].folded in MARKS:
        return True
    word = own[end].folded
    goes_on = PREPOSITIONS | JOINS | RELATIVES | BEING | HAVING | DOING | MODALS.keys() | DETERMINERS | LIGHT
    if own[end - 1].text.casefold().endswith(("'s", "’s")):
        return False
    return (
        word in goes_on or word == "to" or bool(ADVERB.fullmatch(word)) or (not own[end].shape and word.endswith("ing"))
    )


def _further(phrase: Phrase, own: Sequence[ComparedWord], begin: int, end: int, found: FoundWords) -> bool:
    """Whether a sentence has a further phrase of a question, at best with the same numbers."""
    best: FoundWords | None = None
    for order in phrase.orders:
        for start in range(len(own)):
            chained = _of_lead(phrase.lead, order, own, start)
            if chained is None or not _ends(own, chained[1]) or not _belongs(own, begin, end, start, chained[1]):
                continue
            if best is None or len(chained[0].swapped) < len(best.swapped):
                best = chained[0]
    if best is None:
        return False
    found.add(best)
    return True


def _of_lead(
    lead: str, order: Sequence[ComparedWord], own: Sequence[ComparedWord], start: int
) -> tuple[FoundWords, int] | None:
    """A phrase from a place on, if its preposition stands before it; "before" a year, any earlier one is."""
    at = _lead_of(own, start)
    if at is None:
        return None
    held = own[at].folded
    if lead in (_BEFORE, _AFTER) and order[0].shape == "year" and held in MOVABLE:
        if own[start].shape != "year" or len(order) > 1:
            return None
        found = FoundWords(reach=start + 1)
        if not _within(order[0], own[start], "<" if lead == _BEFORE else ">"):
            found.swapped.append((order[0], own[start]))
        return found, start + 1
    if held != lead and not (held in MOVABLE and lead in MOVABLE):
        return None
    chained = _chain(order, own, start, may_reduce=False)
    for place in range(at + 1, start):
        if chained is not None and own[place].folded in UNIVERSALS | EXCLUSIVES | PARTIALS:
            take_note(own[place].folded, own[place - 1].folded, chained[0])
    return chained


def _lead_of(own: Sequence[ComparedWord], start: int) -> int | None:
    """Where the preposition before a place is, if only articles, parts of a date or two adjectives come between."""
    modifiers = 0
    for at in range(start - 1, max(-1, start - 7), -1):
        token = own[at]
        if token.folded in PREPOSITIONS:
            return at
        in_date = own[start].shape == "year" and (token.shape or token.text == ",")
        if in_date or token.folded in _LED_BY:
            continue
        if not is_plain(token) or modifiers == MODIFIERS or own[start].shape:
            return None
        modifiers += 1
    return None


def _in_date(own: Sequence[ComparedWord], at: int) -> bool:
    return 0 < at < len(own) - 1 and bool(own[at - 1].shape) and own[at + 1].shape == "year"


def _belongs(own: Sequence[ComparedWord], begin: int, end: int, start: int, stop: int) -> bool:
    """Whether a phrase [start, stop) is one of the predicate that begins and ends at these places.

    Before it, the phrase opens its clause; behind it, nothing between the two may make it a phrase of something else.
    """
    if stop <= begin:
        lead = next((at for at in range(start - 1, -1, -1) if own[at].folded in PREPOSITIONS), 0)
        opens = lead == 0 or own[lead - 1].text in MARKS or own[lead - 1].folded in EMBEDDING
        return opens and all(token.text == "," or token.folded in DETERMINERS for token in own[stop:begin])
    gap = own[end:start]
    if start < end or len(gap) > _AWAY or any(_parts(token) for token in gap):
        return False
    commas = [at for at, token in enumerate(gap) if token.text == ","]
    return not any(at + 1 < len(gap) and gap[at + 1].folded.endswith("ing") for at in commas)


def _parts(token: ComparedWord) -> bool:
    return token.folded in JOINS | RELATIVES or token.text in ";:.!?"
