"""Reads names of persons, and lines that list the authors of a paper, where they are sure to be that."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from kutip.language.united import any_of, union

_SUPERSCRIPTS = "⁰¹²³⁴-⁹"
_MARK = rf"[\d{_SUPERSCRIPTS}*†‡§¶#✉]"
# What ties a name to an affiliation or a footnote: "¹,²", "^1^", "<sup>a</sup>", "1,*".
_MARKS = re.compile(
    rf"\s?(?:<sup>[^<>]{{0,40}}</sup>|\^\{{[^{{}}]{{0,40}}\}}|\^[^\^\s]{{1,20}}\^|{_MARK}(?:,?{_MARK})*+)"
)
_CONJUNCTION = rf"(?:{any_of('function_words.conjunctions', 'names.foreign_conjunctions')}|&)"
_BETWEEN = re.compile(rf" ?, ?(?:{_CONJUNCTION} )?| {_CONJUNCTION} ")
_BY = re.compile(rf"{any_of('papers.by_lines')}:? (?=\S)", re.IGNORECASE)
_GOES_ON = re.compile(rf"(?:[,;]| {_CONJUNCTION})$")
_BOLD = ("**", "__")
_PARTICLES = union("names.particles")
_SUFFIXES = union("names.suffixes")
_INITIAL = re.compile(r"(?:[^\W\d_]\.-?){1,4}|[^\W\d_]")
_ROMAN = set("IVX")  # "III" is a suffix and no initials
_INITIALS_LAST = re.compile(r"[^\W\d_]{1,3}")
_FULL = re.compile(r"[^\W\d_]+(?:['’‐-][^\W\d_]+)*")
_MOST_WORDS = 6  # of one name
_MOST_LETTERS = 200  # of one name
_UNNAMED = re.compile(
    rf"\b{any_of('papers.workplaces', 'paper_facts.journals', 'dates.months', 'dates.weekdays')}\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class AuthorLine:
    """Names on a line, in order.

    Attributes:
        people: The names in CSL-JSON.
        written: The same as they stand there, without marks.
        is_marked: True if something says that these are authors: marks of affiliations, or "by" before them.
    """

    people: tuple[dict[str, str], ...]
    written: tuple[str, ...]
    is_marked: bool


def read_author_line(line: str) -> AuthorLine | None:
    """Read a line that holds names and nothing else; None for any other.

    >>> read_author_line("Ana Okafor¹, Pieter de Vries² and J. K. Lam¹").written
    ('Ana Okafor', 'Pieter de Vries', 'J. K. Lam')
    >>> read_author_line("The tides of the northern straits") is None
    True
    """
    bare = _without_bold(" ".join(line.split()))
    by = _BY.match(bare)
    bare = bare[by.end() :] if by else bare
    if _UNNAMED.search(bare) or len(bare) > 20 * _MOST_LETTERS:
        return None
    unmarked = " ".join(_MARKS.sub("", bare).split()).strip(" ,;")
    parts = unmarked.split(";") if ";" in unmarked else _BETWEEN.split(unmarked)
    written = tuple(part.strip() for part in parts if part.strip())
    people = [person_named(part) for part in written]
    certain = tuple(person for person in people if person is not None)
    if not certain or len(certain) < len(people):
        return None
    return AuthorLine(certain, written, by is not None or _MARKS.search(bare) is not None)


def _without_bold(line: str) -> str:
    return next((line[2:-2] for mark in _BOLD if line.startswith(mark) and line.endswith(mark)), line)


def goes_on(line: str) -> bool:
    """True if a line ends within a list of names: at a comma or "and"."""
    return bool(_GOES_ON.search(_MARKS.sub("", line).rstrip()))


def person_named(text: str) -> dict[str, str] | None:
    """Read the name of one person; None where it is not sure which of its words is the family name.

    >>> person_named("Pieter de Vries"), person_named("Lam, J. K."), person_named("Newey WK"), person_named("Suryanto")
    ({'given': 'Pieter', 'family': 'de Vries'}, {'given': 'J. K.', 'family': 'Lam'}, \
{'given': 'WK', 'family': 'Newey'}, None)
    """
    if len(text) > _MOST_LETTERS:
        return None
    family, comma, given = (piece.strip() for piece in text.partition(","))
    if comma:
        if "," in given or not _are_names(family.split()) or not _are_names(given.split(), may_be_initials=True):
            return None
        return {"given": given, "family": family}
    words = text.split()
    suffix = words.pop() if words and words[-1].rstrip(".") in _SUFFIXES else ""
    if not 2 <= len(words) <= _MOST_WORDS:
        return None
    if _INITIALS_LAST.fullmatch(words[-1]) and words[-1].isupper():
        is_clear = _is_full(words[-2]) and all(word in _PARTICLES for word in words[:-2]) and set(words[-1]) - _ROMAN
        return {"given": words[-1], "family": " ".join(words[:-1])} if is_clear else None
    begin = len(words) - 1
    while begin > 1 and words[begin - 1] in _PARTICLES:
        begin -= 1
    if not _are_names(words[:begin], may_be_initials=True) or not _is_full(words[-1]):
        return None
    name = {"given": " ".join(words[:begin]), "family": " ".join(words[begin:])}
    return {**name, "suffix": suffix} if suffix else name


def _are_names(words: Sequence[str], *, may_be_initials: bool = False) -> bool:
    """True for words that names consist of, and not of particles alone."""
    fits = [_is_full(word) or (may_be_initials and _is_initial(word)) for word in words]
    return any(fits) and all(fit or word in _PARTICLES for fit, word in zip(fits, words, strict=True))


def _is_initial(word: str) -> bool:
    return _INITIAL.fullmatch(word) is not None and word[0].isupper()


def _is_full(word: str) -> bool:
    """True for a word that begins with a capital and is not all capitals, of two letters at least."""
    return _FULL.fullmatch(word) is not None and word[0].isupper() and len(word) > 1 and not word.isupper()
