"""Parts a list of names that is not "Family, I." throughout: "Ann Lee, Bo Roe, and C. Day", "Lee A, Roe B", "Lee, Ann".

Only names whose form shows what they are become persons with a family and given names. An organisation may look like
"Ann Lee", so one name alone in natural order stays whole.
"""

import re
from dataclasses import dataclass
from itertools import pairwise

from indexer.bibliography.plain_entry import TextRange
from kutip.language.united import any_of, union

_AND = rf"(?:&|{any_of('function_words.conjunctions', 'names.foreign_conjunctions')})"
_BETWEEN = re.compile(rf"\s*(?:(?P<comma>[,;])\s*(?:{_AND}\s)?|\s{_AND}\s)\s*")
_WORD = re.compile(r"\S+")
_OTHERS = re.compile(rf"\W*{any_of('names.others')}\W*", re.IGNORECASE)
_SUFFIX = re.compile(rf"(?:{any_of('names.suffixes')}|I{{2,3}}|IV|2nd|3rd|[4-9]th)\.?")
_ROLE = re.compile(rf"(?:(?<!\s)\s++)?+\(?\b{any_of('citing.editors')}\)?\.?$")
_DOTTED = re.compile(r"(?:[^\W\d_a-zß-öø-ÿ]\.-?){1,4}")
_LETTERS = re.compile(r"[^\W\d_a-zß-öø-ÿ](?:-?[^\W\d_a-zß-öø-ÿ]){0,2}\.?")
_LETTER = r"[^\W\d_][\u0300-\u036f]?"  # a diacritic may be a character of its own
_NAME = re.compile(rf"(?![a-zß-öø-ÿ]){_LETTER}(?:{_LETTER})*(?:[-’'‐](?:{_LETTER})+)*")
_PARTICLES = union("names.particles")
_MOST = 200  # names of one reference
_MOST_WORDS = 5  # of one name
Person = tuple[TextRange, TextRange, TextRange]  # the whole name, the family name, the given names


@dataclass(frozen=True, slots=True)
class _Item:
    """What stands between two separators: "i" initial, "c" capitals, "n" name, "p" particle, "s" suffix, "?" other."""

    words: tuple[TextRange, ...]
    kinds: str
    after_comma: bool

    @property
    def where(self) -> TextRange:
        return self.words[0][0], self.words[-1][1]


def people(plain: str, where: TextRange, *, among_persons: bool = False) -> list[Person] | None:
    """Part names into persons, if all of them have forms that persons' names have; else return None.

    Args:
        plain: The reference.
        where: The names in it.
        among_persons: True if the list began with persons, so that a name in natural order is one too.

    >>> text = "Ann Lee, Bo van Roe, and C. Day"
    >>> [text[slice(*family)] for _, family, _ in people(text, (0, len(text)))]
    ['Lee', 'van Roe', 'Day']
    """
    items = _items(plain, where)
    if not items or len(items) > _MOST:
        return None
    if any(";" in plain[one.where[1] : two.where[0]] for one, two in pairwise(items)):
        return _by_semicolons(plain, items)
    natural = [_natural(item) for item in items]
    alone = items[0].where
    sure = among_persons or len(items) > 1 or _DOTTED.match(plain, *alone) or _BACK.fullmatch(items[0].kinds)
    if sure and all(natural):
        return [one for one in natural if one is not None]
    return _inverted(items)


def _items(plain: str, where: TextRange) -> list[_Item]:
    items: list[_Item] = []
    at, comma = where[0], False
    while at < where[1]:
        gap = _BETWEEN.search(plain, at, where[1])
        end = gap.start() if gap is not None else where[1]
        role = _ROLE.search(plain, at, end)
        words = [match.span() for match in _WORD.finditer(plain, at, role.start() if role is not None else end)]
        if words and _SUFFIX.fullmatch(plain, *words[0]) and items and len(words) == 1:
            items[-1] = _Item((*items[-1].words, *words), items[-1].kinds + "s", items[-1].after_comma)
        elif words and not _OTHERS.fullmatch(plain, words[0][0], words[-1][1]):
            items.append(_Item(*_without_stop(plain, words), comma))
        comma = gap is not None and gap["comma"] is not None and plain[gap.end() - 1 : gap.end()].isspace()
        at = gap.end() if gap is not None else where[1]
    return items


def _without_stop(plain: str, words: list[TextRange]) -> tuple[tuple[TextRange, ...], str]:
    start, end = words[-1]
    if plain[end - 1] in ".:" and not (_DOTTED.fullmatch(plain, start, end) or _LETTERS.fullmatch(plain, start, end)):
        words = [*words[:-1], (start, end - 1)] if end - start > 1 else words[:-1] or words
    kinds = "".join(_kind(plain, word) for word in words)
    if len(words) > 2 and _SUFFIX.fullmatch(plain, *words[-1]):  # of two words, "II" may be initials
        kinds = f"{kinds[:-1]}s"
    return tuple(words), kinds


def _kind(plain: str, word: TextRange) -> str:
    if _DOTTED.fullmatch(plain, *word):
        return "i"
    if _LETTERS.fullmatch(plain, *word):
        return "i" if word[1] - word[0] == 1 else "c"
    if plain[slice(*word)] in _PARTICLES:
        return "p"
    return "n" if _NAME.fullmatch(plain, *word) else "?"


_FRONT = re.compile(r"(?P<given>[ic][in]{0,2})(?P<family>p*n{1,2})s?|(?P<first>n[icn]{0,2})(?P<last>p*n)s?")
_BACK = re.compile(r"(?P<family>p*n{1,3})(?P<given>[ic]{1,3})s?")


def _natural(item: _Item) -> Person | None:
    """Part "Ann B. Lee", "A. B. Lee" or "Lee AB"; None for any other."""
    if len(item.words) > _MOST_WORDS:
        return None
    back = _BACK.fullmatch(item.kinds)
    if back is not None:
        return _person(item, back.span("family"), back.span("given"))
    front = _FRONT.fullmatch(item.kinds)
    if front is None:
        return None
    names = ("given", "family") if front["family"] else ("first", "last")
    return _person(item, front.span(names[1]), front.span(names[0]))


def _person(item: _Item, family: TextRange, given: TextRange) -> Person:
    def place(words: TextRange) -> TextRange:
        return item.words[words[0]][0], item.words[words[1] - 1][1]

    first, last = min(family[0], given[0]), max(family[1], given[1])
    return place((first, last)), place(family), place(given)


def _is_family(item: _Item) -> bool:
    return re.fullmatch(r"p*[nc]n?s?", item.kinds) is not None


def _is_given(item: _Item) -> bool:
    return item.after_comma and re.fullmatch(r"[icn]{1,3}p{0,3}s?", item.kinds) is not None


def _pair(one: _Item, other: _Item) -> Person:
    return (one.where[0], other.where[1]), one.where, other.where


def _inverted(items: list[_Item]) -> list[Person] | None:
    """Part "Lee, Ann, and Bo Roe" or "Lee, Ann, Roe, Bo"."""
    if len(items) < 2 or not _is_family(items[0]) or not _is_given(items[1]):
        return None
    rest = [_natural(item) for item in items[2:]]
    if all(rest):
        return [_pair(items[0], items[1]), *(one for one in rest if one is not None)]
    pairs = list(zip(items[::2], items[1::2], strict=False))
    if len(items) % 2 or not all(_is_family(one) and _is_given(other) for one, other in pairs):
        return None
    return [_pair(one, other) for one, other in pairs]


def _by_semicolons(plain: str, items: list[_Item]) -> list[Person] | None:
    """Part "Lee, A.; Roe, B.": names between semicolons, each inverted or in natural order."""
    found: list[Person] = []
    at = 0
    while at < len(items):
        two = items[at : at + 2]
        joined = len(two) == 2 and "," in plain[two[0].where[1] : two[1].where[0]]
        natural = None if joined else _natural(items[at])
        if joined and _is_family(two[0]) and _is_given(two[1]):
            found.append(_pair(two[0], two[1]))
        elif natural is not None:
            found.append(natural)
        else:
            return None
        at += 2 if joined else 1
    return found
