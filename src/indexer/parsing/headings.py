"""Recognises headings and nests them, in texts that have lost their type sizes.

The remaining signs are capitals, numbers, a colon that announces a group of sub-headings, and headings that begin
alike. Explicit marks (``##``, ``2.1``) take precedence over all of them.
"""

import re
from collections.abc import Container, Sequence
from dataclasses import dataclass

from kutip.language.united import union

MAX_WORDS = 16  # the longest heading in the bundled papers has 11; beyond 16, title case is more often a whole sentence
SMALL_WORDS = union("function_words.small_words")
_DEEPEST = 9  # deepest level that a number gives; a path of headings that grows with each one would have no end
_LONGEST_NAME = 500  # characters of a heading in the paths of the blocks below it, each of which repeats it
_NUMBERED = re.compile(r"(\d{1,2}(?:\.\d{1,2})*)\.?\s+\S")
_SECTION = re.compile(r"(\d{1,2}(?:\.\d{1,2}){0,3})(\.?)\s+(?=\S)")
_SHORT_TITLE = 9  # words of a title in sentence case; longer lines are more often part of a sentence
_WORD = re.compile(r"[^\s]+")
_LEAD = re.compile(r"(?:\d{1,2}(?:\.\d{1,2}){0,3}|[IVX]{1,5}|[A-H])\.\s+|\d{1,2}(?:\.\d{1,2}){0,3}\s+")
_LARGE_FIRST = re.compile(r"(?<!\S)(\w) (\w{2,})(?!\S)")
_SECTION_CAPITALS = frozenset(word.upper() for word in union("papers.section_words"))


@dataclass(frozen=True, slots=True)
class Title:
    """How a heading is formatted, which determines its level.

    Attributes:
        level: Level from explicit marks or from capitals, from 1.
        explicit: True if the level comes from explicit marks.
        after_colon: True if the text before it ends in a colon.
    """

    level: int
    explicit: bool = False
    after_colon: bool = False


def is_capitals(text: str) -> bool:
    """True if a line is in capitals, like the headings of main sections.

    >>> [is_capitals(t) for t in ("RESULT AND DISCUSSIONS", "ABSTRAK:", "UNESCO", "2016 478", "Role")]
    [True, True, True, False, False]
    """
    letters = [c for c in text if c.isalpha()]
    return len(letters) >= 4 and all(c.isupper() for c in letters) and len(text.split()) <= MAX_WORDS


def whole_capitals(text: str) -> str:
    """Return a line without the blanks that some tools leave behind the larger first letters of small capitals.

    All its words but numbers and small ones must be so divided.

    >>> whole_capitals("II. R ELATED W ORK"), whole_capitals("A BOAT"), whole_capitals("BUILDING A BOAT")
    ('II. RELATED WORK', 'A BOAT', 'BUILDING A BOAT')
    """
    number = _LEAD.match(text)
    words = text[number.end() if number else 0 :]
    if not words.isupper():
        return text
    pairs = _LARGE_FIRST.findall(words)
    others = _LARGE_FIRST.sub("", words).split()
    sure = len(pairs) > 1 or any(first + rest in _SECTION_CAPITALS for first, rest in pairs)
    if not sure or any(word.casefold() not in SMALL_WORDS for word in others):
        return text
    return text[: len(text) - len(words)] + _LARGE_FIRST.sub(r"\1\2", words)


def is_title_case(text: str) -> bool:
    """True if every word but the small ones has a capital and the line does not end like a sentence.

    >>> [is_title_case(t) for t in ("Role Of UNESCO", "Role as an Arena", "Ludwig Humboldt's view", "It ends.")]
    [True, True, False, False]
    """
    words = _WORD.findall(text)
    if not words or len(words) > MAX_WORDS or text.rstrip()[-1] in ".,;:!?)" or not text[0].isalnum():
        return False
    lead = [w.lstrip("\"'“‘(").rstrip(",:)”’\"'") for w in words]
    if any(not w for w in lead) or not any(len(w) > 2 and w[0].isupper() for w in lead):
        return False
    return all(w[0].isupper() or w[0].isdigit() or w.casefold() in SMALL_WORDS for w in lead) and not text[0].islower()


def title_of(text: str, *, after_colon: bool) -> Title:
    """Return the format of a line that is known to be a heading."""
    numbered = _NUMBERED.match(text)
    if numbered:
        return Title(min(numbered.group(1).count(".") + 1, _DEEPEST), explicit=True, after_colon=after_colon)
    return Title(1 if is_capitals(text) else 2, after_colon=after_colon)


def numbered_title(text: str) -> str:
    """Return the title behind a line's section number; "" if the line is no numbered heading by itself.

    A single number with a full stop counts list items as often, so it is left to `SectionNumbers`.

    >>> [numbered_title(text) for text in ("3 The method used", "2.1. Edge types", "2. Boats", "3 Nets and 4 boats")]
    ['The method used', 'Edge types', '', '']
    """
    found = _SECTION.match(text)
    if found is None or (found.group(2) and "." not in found.group(1)):
        return ""
    title = text[found.end() :]
    return title if is_short_title(title) else ""


def is_short_title(text: str) -> bool:
    """True if a line can be a title in sentence case: few words, a capital, no figures, no comma, no sentence's end.

    >>> [is_short_title(text) for text in ("Related work", "related work", "Osei, Berg", "It ends.", "Boats in 1901")]
    [True, False, False, False, False]
    """
    words = text.split()
    if not words or len(words) > _SHORT_TITLE or not text[0].isupper() or text[-1] in ".,;!?)]":
        return False
    letters = sum(map(str.isalpha, text))
    return letters >= 4 and letters * 4 >= 3 * len(text) and not any(c.isdigit() or c in ",;=@|/" for c in text)


class SectionNumbers:
    """Follows the numbers of a paper's main sections: "2. Methods" is a heading if "1. Introduction" was one.

    In other papers such a line is a list item, and so is a line whose number is not the next one.
    """

    def __init__(self) -> None:
        self._last: int | None = None

    def opened_by(self, text: str) -> None:
        """Record a heading that was recognised by its words; its number, if it has one, starts the count."""
        numbered = _NUMBERED.match(text)
        if numbered and numbered.group(1).isdigit():
            self._last = int(numbered.group(1))

    def next_is(self, text: str) -> bool:
        """True if a line is the heading of the next main section, which is then counted."""
        numbered = _NUMBERED.match(text)
        if self._last is None or numbered is None or numbered.group(1) != str(self._last + 1):
            return False
        words = text[numbered.end(1) :].lstrip(". ")
        if not (is_capitals(words) or is_title_case(words)):
            return False
        self._last += 1
        return True


def nest(
    titles: Sequence[Title | None], texts: Sequence[str], ends: Container[int] = ()
) -> list[tuple[tuple[str, ...], int]]:
    """Find the headings above each block and the level of each heading.

    Args:
        titles: N titles in reading order; None for blocks that are not headings.
        texts: The N blocks' texts.
        ends: Indices of blocks to which the headings before them do not apply.

    Returns:
        N pairs (path, level): path from the outermost heading, with a heading's own text last; level 0 for other
        blocks.
    """
    levels = _levels(titles, texts)
    path: list[tuple[int, str]] = []
    nested = []
    for i, (level, text) in enumerate(zip(levels, texts, strict=True)):
        if i in ends:
            path = []
        if level:
            path = [step for step in path if step[0] < level]
            path.append(
                (level, text.lstrip("#").strip()[:_LONGEST_NAME])
            )  # "##" is part of the source, not of the name
        nested.append((tuple(t for _, t in path), level))
    return nested


def _levels(titles: Sequence[Title | None], texts: Sequence[str]) -> list[int]:
    places = [i for i, title in enumerate(titles) if title is not None]
    levels = [0] * len(titles)
    # The heading whose text announced sub-headings, and the latest one: level and the words it begins and ends with.
    announced: tuple[int, tuple[list[str], list[str]]] | None = None
    latest: tuple[int, tuple[list[str], list[str]]] | None = None
    for i in places:
        title = titles[i]
        if title is None:
            continue
        words = texts[i].casefold().split()
        ends = words[:2], words[-2:]
        if announced and (title.explicit or title.level <= 1 or _look_alike(announced[1], ends)):
            announced = None
        if title.after_colon and latest and not announced and not title.explicit and title.level == latest[0]:
            announced = latest
        levels[i] = title.level if announced is None else announced[0] + 1
        latest = (levels[i], ends)
    _lower_series(places, titles, texts, levels)
    return levels


def _look_alike(one: tuple[list[str], list[str]], other: tuple[list[str], list[str]]) -> bool:
    """True if two headings begin or end with the same two words, as sections of the same level often do."""
    return one[0] == other[0] or one[1] == other[1]


def _lower_series(
    places: Sequence[int], titles: Sequence[Title | None], texts: Sequence[str], levels: list[int]
) -> None:
    """Lower a series of headings that begin alike ("Role as an Arena", "Role as an Actor") below the one before it.

    That one must come directly before the series, at the same level, and begin with the same word ("Role of ...").
    """
    words = {i: texts[i].casefold().split() for i in places}
    first = 1
    while first < len(places):
        end = first + 1
        while (
            end < len(places) and words[places[end]][:2] == words[places[first]][:2] and len(words[places[first]]) > 1
        ):
            end += 1
        series, opener = places[first:end], places[first - 1]
        judged = all((t := titles[i]) is not None and not t.explicit for i in (*series, opener))
        same_level = all(levels[i] == levels[opener] for i in series)
        if len(series) > 1 and judged and same_level and words[opener][:1] == words[series[0]][:1]:
            for i in series:
                levels[i] += 1
        first = end
