"""Finds the items of a list that a sentence announces: marked lines, sentences with ordinals, or subsections."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kutip.language import LANGUAGES
from kutip.language.united import any_of
from kutip.text.sentences import sentence_bounds
from kutip.types import Kind, Passage
from retriever.answers.facts import FactKind, facts
from retriever.answers.passage_sentences import PROSE, is_whole, sentences_of
from retriever.answers.planned import QuotedPlace

_MARKER = re.compile(r"(?:\(?(?P<number>\d{1,2})[.)]|\(?(?P<letter>[a-z])[.)]|(?P<bullet>[-*•–]))\s+(?=\S)")
_INLINE = re.compile(r"\((?:(?P<number>\d{1,2})|(?P<letter>[a-z]))\)\s")
# The first opener of each language, the second of each, and so on.
_OPENERS = tuple(
    re.compile(rf"(?:{'|'.join(forms)})\b", re.IGNORECASE)
    for forms in zip(*(one.listing.openers for one in LANGUAGES.values()), strict=False)
)
_LAST = re.compile(rf"{any_of('listing.last_openers')}\b", re.IGNORECASE)
_COMMA_AND = re.compile(rf",\s*{any_of('facts.last_item_leads')}\s", re.IGNORECASE)
_NAMELY = re.compile(rf"\b{any_of('listing.announcing')}\b", re.IGNORECASE)
_TITLE_WORDS = 9  # at most, of a line that names an item
_NEAR = 2  # sentences after an announcement, within which a list in prose begins; a list of lines follows at once
_FAR = 3  # passages without a further item, after which a list has ended
_LEAST = 2  # items of a list
_MOST = 20


@dataclass(frozen=True, slots=True)
class _Line:
    place: QuotedPlace
    passage: int


def items_after(announcement: QuotedPlace, passages: Sequence[Passage], *, stated: int | None) -> list[QuotedPlace]:
    """The items of the list that a sentence announces, in order; none if no list follows it.

    Args:
        announcement: The sentence.
        passages: Those of its paper, in order.
        stated: How many items it announces; None if it does not say. A list is never longer.
    """
    most = stated or _MOST
    at = next(n for n, one in enumerate(passages) if one.id == announcement.passage.id)
    own = [one for one in passages[at:] if one.heading == announcement.passage.heading and one.kind in PROSE]
    for found in (_marked(announcement, own), _counted(announcement, own)):
        if len(found) >= _LEAST:
            return found[:most]
    below = _subsections(announcement, passages[at:])
    return below[:most] if len(below) >= _LEAST else []


def is_item(sentence: QuotedPlace) -> bool:
    """Whether a sentence is itself an item of a list of lines."""
    return sentence.passage.kind is Kind.LIST_ITEM or _MARKER.match(sentence.text) is not None


def inline_items(sentence: str) -> int:
    """How many items a sentence numbers itself: "(1) … (2) …" has 2; 0 if they do not count up from the first."""
    expected = 1
    for match in _INLINE.finditer(sentence):
        if _value(match) == expected:
            expected += 1
    return expected - 1 if expected > _LEAST else 0


def joined_items(sentence: str, *, stated: int) -> str | None:
    """The items that a sentence names itself, joined by commas, if they are as many as it announces: "a, b and c"."""
    for fact in facts(sentence):
        if fact.kind is FactKind.ITEMS:
            lead = max((one.end() for one in _NAMELY.finditer(fact.text)), default=0)
            items = fact.text[lead:].lstrip(" :,")
            commas = items.count(",")
            if stated == commas + (1 if _COMMA_AND.search(items) else 2):
                return items
    return None


def _value(match: re.Match[str]) -> int:
    return int(match["number"]) if match["number"] else ord(match["letter"]) - ord("a") + 1


def _lines(announcement: QuotedPlace, passages: Sequence[Passage]) -> Iterator[_Line]:
    """The lines after an announcement, to the end of its section."""
    for number, passage in enumerate(passages):
        start = announcement.end if number == 0 else 0
        for line in passage.text[start:].splitlines(keepends=True):
            bare = line.strip()
            if bare:
                first = start + line.index(bare)
                yield _Line(QuotedPlace(passage, first, first + len(bare)), number)
            start += len(line)


def _marked(announcement: QuotedPlace, passages: Sequence[Passage]) -> list[QuotedPlace]:
    """The lines that begin with 1., 2. and so on, with a), b), or with the same bullet."""
    found: list[QuotedPlace] = []
    last, bullet = 0, ""
    for number, line in enumerate(_lines(announcement, passages)):
        marker = _MARKER.match(line.place.text)
        if (not found and number) or line.passage > last + _FAR:
            break
        if marker is None:
            continue
        sign = marker["bullet"] or ""
        follows = sign == bullet if sign else _value(marker) == len(found) + 1 and not bullet
        if follows or (sign and not found):
            found.append(_named(line.place, marker.end()))
            last, bullet = line.passage, sign
    return found


def _named(line: QuotedPlace, after: int) -> QuotedPlace:
    """The name of an item, or its first sentence if the line is no name."""
    bare = line.text[after:]
    if len(bare.split()) <= _TITLE_WORDS and not bare.endswith("."):
        return line
    bounds = [end for _, end in sentence_bounds(line.text) if end > after + 1]
    return QuotedPlace(line.passage, line.start, line.start + bounds[0]) if bounds else line


def _counted(announcement: QuotedPlace, passages: Sequence[Passage]) -> list[QuotedPlace]:
    """The sentences that begin with "First", "Second" and so on."""
    found: list[QuotedPlace] = []
    following = (
        one
        for one in sentences_of(passages)
        if one.passage is not announcement.passage or one.start >= announcement.end
    )
    for number, sentence in enumerate(following):
        if not found and number >= _NEAR:
            break
        opener = _opened(sentence.text)
        if opener == 0 and found:
            break  # another list begins
        if opener == len(found) or (found and _LAST.match(sentence.text)):
            found.append(sentence)
            if opener is None:
                break
    return found


def _opened(sentence: str) -> int | None:
    """The place in a list, from 0, that a sentence's first word names; None for none."""
    return next((at for at, opener in enumerate(_OPENERS) if opener.match(sentence)), None)


def _subsections(announcement: QuotedPlace, passages: Sequence[Passage]) -> list[QuotedPlace]:
    """The first sentence of each subsection that follows an announcement at the end of a section's text."""
    prose = [one for one in passages if one.kind in PROSE]
    if not announcement.text.rstrip().endswith(":") or announcement.end < len(announcement.passage.text.rstrip()):
        return []
    above = announcement.passage.heading
    found: dict[tuple[str, ...], QuotedPlace] = {}
    for passage in prose[1:]:
        if passage.heading[: len(above)] != above or passage.heading == above:
            break
        first = next((one for one in sentences_of([passage]) if is_whole(one)), None)
        if first is not None:
            found.setdefault(passage.heading[: len(above) + 1], first)
    return list(found.values())
