"""Finds what may be citations by the label of an entry: numbers in brackets or raised, and keys such as [HS97].

Whether a mark cites is for who knows the list of references: "[60–80]" may be an interval, "(2)" a step.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from kutip.language.united import any_of
from kutip.text.callouts import Callout
from kutip.types import Form


class LabelStyle(StrEnum):
    """How a mark is set: [3], [HS97], word³ (also ^3^ and <sup>3</sup>), word3, (3)."""

    BRACKETS = "brackets"
    KEYS = "keys"
    RAISED = "raised"
    GLUED = "glued"
    PARENTHESES = "parentheses"


@dataclass(frozen=True, slots=True)
class LabelMark:
    """What may be a citation by labels.

    Attributes:
        start: Start of the whole mark.
        end: Its end.
        style: How it is set.
        callouts: One for each label; those of a range have the place of the range.
        is_interval: True if the words before it say that it is an interval or an index, no citation.
    """

    start: int
    end: int
    style: LabelStyle
    callouts: tuple[Callout, ...]
    is_interval: bool = False

    @property
    def labels(self) -> tuple[str, ...]:
        """The labels that it cites."""
        return tuple(one.year for one in self.callouts)


_MOST = 100  # works that one range cites
RAISED_DIGITS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻˒⸴", "0123456789-,,")
_NUMBER = r"[1-9]\d{0,2}"
_PIECE = rf"{_NUMBER}(?:\s?[–—-]\s?{_NUMBER})?"
_LIST = rf"{_PIECE}(?:\s?[,;]\s?{_PIECE})*"
_KEY = r"[A-Z][A-Za-z]{0,7}(?:\+ ?)?\d{2}[a-z]?"  # "[ABC+ 19]" where a tool sets the raised plus apart
_PARTS = any_of("papers.figures", "papers.tables", "papers.sections", "papers.pages", "papers.paragraphs")
_PART = any_of("citing.locators", "papers.pages", "papers.sections", "papers.figures", "papers.tables")
_LOCATOR = rf"(?:\s?,\s?{_PART}\b[^\[\]]{{1,30}}|\s?:\s?\d{{1,4}}(?:\s?[–-]\s?\d{{1,4}})?)?"
_LEAD = rf"(?:{any_of('citing.leads')}\s)?"
# "[3](https://…)" and "![3]" are links and pictures; "[3](#entry)" points at an entry.
_NO_LINK = r"(?!\((?:https?:|www\.|mailto:|\.{0,2}/)[^()#]*\))"
_IN_BRACKETS = re.compile(rf"(?<![!\\])\[\s?(?i:{_LEAD})(?P<inside>{_LIST})(?i:{_LOCATOR})\s?\]{_NO_LINK}")
_KEYED = re.compile(rf"\[\s?(?i:{_LEAD})(?P<inside>{_KEY}(?:\s?[,;]\s?{_KEY})*)(?i:{_LOCATOR})\s?\]{_NO_LINK}")
_AFTER_WORD = r"(?:(?<=[^\W\d_][^\W\d_][^\W\d_])|(?<=[.,;:!?)”\"’»]))"  # not "km²", nor "x²"
_RAISED = re.compile(
    rf"{_AFTER_WORD}(?:\^(?P<caret>{_LIST})\^|<sup>(?P<sup>{_LIST})</sup>|\$\^\{{?(?P<tex>{_LIST})\}}?\$"
    r"|(?P<raised>[¹²³⁴-⁹][⁰¹²³⁴-⁹]{0,2}(?:\s?[,˒⸴⁻–-]\s?[¹²³⁴-⁹][⁰¹²³⁴-⁹]{0,2})*)(?![⁰¹²³⁴-⁹⁻]))"
)
_GLUED = re.compile(rf"(?:(?<=[a-zß-ÿ]{{3}})|(?<=[a-zß-ÿ]{{3}}[.,;”]))(?P<inside>{_LIST})(?![\w/%°-]|[.,–]\d)")
_PARENTHESES = re.compile(rf"(?<=[\w’”,;.]\s)\((?P<inside>{_LIST})\)(?=[\s.,;:]|$)")
_PIECES = re.compile(rf"(?P<first>{_NUMBER})(?:\s?[–—-]\s?(?P<last>{_NUMBER}))?")
_JOINED = re.compile(r"\s?[–—-]\s?")
_BEFORE = 40  # characters before a mark in which a word says what it is
_INTERVAL = re.compile(rf"\b(?:{any_of('citing.interval_leads')})(?:\s(?:of|:|=))?[\s:=]*$", re.IGNORECASE)
_ALSO = re.compile(rf",?\s{any_of('function_words.conjunctions')}\s|,\s")
_INDEX = re.compile(r"(?:(?<![^\W_])[a-z]|_\w{0,20}|(?<![^\W_])[a-z]\w?\s?=\s?)$")  # x[3], row_of[3], x = [3, 5]
_LABELLED = re.compile(rf"\b(?:{any_of('numbers.labels', 'papers.appendices')}|eqs?|equations?|{_PARTS})\b\.?\s$", re.I)


def marks_in(text: str) -> tuple[LabelMark, ...]:
    """Find all that may be citations by labels in a text, in order.

    >>> [(one.style.value, one.labels) for one in marks_in("It holds [2, 5-7], though not in [HS97].")]
    [('brackets', ('2', '5', '6', '7')), ('keys', ('HS97',))]
    """
    found = [*_bracketed(text), *_keyed(text), *_raised(text)]
    if any(character.isdigit() for character in text):
        found += _plain(text, _GLUED.finditer(text), LabelStyle.GLUED)
        found += _plain(text, _PARENTHESES.finditer(text), LabelStyle.PARENTHESES)
    return tuple(sorted(found, key=lambda mark: mark.start))


def numbered_callouts(text: str) -> list[Callout]:
    """Find the citations by number in square brackets; a range cites each number in it.

    >>> [one.year for one in numbered_callouts("It was shown [2, 5-7].")]
    ['2', '5', '6', '7']
    """
    return [one for mark in _bracketed(text) if not mark.is_interval for one in mark.callouts]


def _bracketed(text: str) -> Iterator[LabelMark]:
    """Yield the numbers in square brackets; "[5]–[7]" is one range."""
    matches = list(_IN_BRACKETS.finditer(text))
    interval_end = -1  # of the interval before: "[1, 3] and [2, 4]" are two
    i = 0
    while i < len(matches):
        first = last = matches[i]
        callouts = tuple(numbered_places(first["inside"], first.start("inside")))
        if i + 1 < len(matches) and first["inside"].isdigit() and matches[i + 1]["inside"].isdigit():
            after = matches[i + 1]
            if _JOINED.fullmatch(text, first.end(), after.start()) and int(first["inside"]) < int(after["inside"]):
                last, i = after, i + 1
                whole = (first.start("inside"), last.end("inside"))
                callouts = tuple(_range(*whole, int(first["inside"]), int(last["inside"])))
        i += 1
        if callouts:
            pair = len(_PIECES.findall(first["inside"])) <= 2 and len(callouts) > 1
            before = text[max(0, first.start() - _BEFORE) : first.start()]
            also = interval_end >= 0 and _ALSO.fullmatch(text, interval_end, first.start()) is not None
            interval = pair and (also or _INTERVAL.search(before) is not None)
            interval_end = last.end() if interval else -1
            no_citation = _INDEX.search(before) is not None or interval
            yield LabelMark(first.start(), last.end(), LabelStyle.BRACKETS, callouts, no_citation)


def _keyed(text: str) -> Iterator[LabelMark]:
    for match in _KEYED.finditer(text):
        at = match.start("inside")
        callouts = tuple(
            Callout(at + key.start(), at + key.end(), Form.NUMBERED, "", key.group().replace(" ", ""))
            for key in re.finditer(_KEY, match["inside"])
        )
        yield LabelMark(match.start(), match.end(), LabelStyle.KEYS, callouts)


def _raised(text: str) -> Iterator[LabelMark]:
    for match in _RAISED.finditer(text):
        name = str(match.lastgroup)
        callouts = tuple(numbered_places(match[name].translate(RAISED_DIGITS), match.start(name)))
        if callouts:
            yield LabelMark(match.start(), match.end(), LabelStyle.RAISED, callouts)


def _plain(text: str, matches: Iterable[re.Match[str]], style: LabelStyle) -> Iterator[LabelMark]:
    for match in matches:
        callouts = tuple(numbered_places(match["inside"], match.start("inside")))
        before = text[max(0, match.start() - _BEFORE) : match.start()]
        if callouts and _LABELLED.search(before) is None:
            yield LabelMark(match.start(), match.end(), style, callouts)


def numbered_places(inside: str, at: int) -> Iterator[Callout]:
    """Yield a citation for each number of a text such as "3, 5–7", which begins at an offset."""
    for piece in _PIECES.finditer(inside):
        first, last = int(piece["first"]), int(piece["last"] or piece["first"])
        yield from _range(at + piece.start(), at + piece.end(), first, last)


def _range(start: int, end: int, first: int, last: int) -> Iterator[Callout]:
    for number in range(first, min(last, first + _MOST - 1) + 1):
        yield Callout(start, end, Form.NUMBERED, "", str(number))
