"""Joins accents that are drawn on their own to the letters that they stand over, as older fonts of TeX have them.

Their places in the file differ: before their letter, behind it, or behind the word, as in "Muller ¨" for "Müller".
"""

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import replace

from indexer.parsing.pdf.glyphs import Glyph
from kutip.types import Edges

_ABOVE = {
    "`": "\u0300",
    "\u02cb": "\u0300",
    "´": "\u0301",
    "\u02ca": "\u0301",
    "ˆ": "\u0302",
    "˜": "\u0303",
    "¯": "\u0304",
    "\u02c9": "\u0304",
    "˘": "\u0306",
    "˙": "\u0307",
    "¨": "\u0308",
    "˚": "\u030a",
    "˝": "\u030b",
    "ˇ": "\u030c",
}
_BELOW = {"¸": "\u0327", "˛": "\u0328"}
_COMBINING = _ABOVE | _BELOW
_DOTLESS = {"ı": "i", "ȷ": "j"}
_MOST = 2_000  # accents of a page; more are a pattern and no accents
_BEHIND, _BEFORE = 150, 2  # characters of the file by which an accent may stand behind its letter, or before it
_ASIDE = 0.25  # of the size, by which the middles of accent and letter differ
_OVERLAP, _FARTHEST = 0.15, 0.4  # of the size, from the edge of the letter to that of the accent
_SAME_SIZE = 0.8
_CLOSE = 0.15  # of the size: less white space is none between words


def with_accents(glyphs: Iterable[Glyph]) -> list[Glyph]:
    """Return the characters of a page, in the order of the file, with each accent written in its letter."""
    found: list[Glyph | None] = list(glyphs)
    places = [at for at, one in enumerate(found) if one is not None and one.text in _COMBINING]
    if not 0 < len(places) <= _MOST:
        return [one for one in found if one is not None]
    for at in places:
        accent = found[at]
        letter_at = None if accent is None else _letter_of(accent, at, found)
        letter = None if letter_at is None else found[letter_at]
        if accent is None or letter is None or letter_at is None:
            continue
        found[letter_at] = _joined(letter, accent, is_next=letter_at == at + 1)
        found[at] = None
        for near in {letter_at, at + 1}:
            _close(found, near)
    return [one for one in found if one is not None]


def _letter_of(accent: Glyph, at: int, glyphs: Sequence[Glyph | None]) -> int | None:
    """Return the place of the letter that an accent stands over, or under; None if there is none."""
    places = range(max(0, at - _BEHIND), min(len(glyphs), at + _BEFORE + 1))
    near = [place for place in places if (one := glyphs[place]) is not None and _stands_at(accent, one)]
    return min(near, key=lambda place: _aside(accent, glyphs[place]), default=None)


def _aside(accent: Glyph, letter: Glyph | None) -> float:
    return 0.0 if letter is None else abs(accent.x0 + accent.x1 - letter.x0 - letter.x1) / 2


def _stands_at(accent: Glyph, letter: Glyph) -> bool:
    size = letter.size
    if min(accent.size, size) < _SAME_SIZE * max(accent.size, size) or _aside(accent, letter) > _ASIDE * size:
        return False
    away = (accent.y0 - letter.y1) if accent.text in _BELOW else (letter.y0 - accent.y1)
    return -_OVERLAP * size <= away <= _FARTHEST * size and len(_written(letter, accent)) == 1


def _written(letter: Glyph, accent: Glyph) -> str:
    """Return a letter with an accent as one character, or else as two."""
    return unicodedata.normalize("NFC", _DOTLESS.get(letter.text, letter.text) + _COMBINING[accent.text])


def _joined(letter: Glyph, accent: Glyph, *, is_next: bool) -> Glyph:
    x0, y0, x1, y1 = _around((letter.x0, letter.y0, letter.x1, letter.y1), (accent.x0, accent.y0, accent.x1, accent.y1))
    blank = letter.has_blank_before or (is_next and accent.has_blank_before)
    shown = _around(letter.shown, accent.shown)
    text = _written(letter, accent)
    return replace(letter, text=text, x0=x0, y0=y0, x1=x1, y1=y1, has_blank_before=blank, shown=shown)


def _around(one: Edges, other: Edges) -> Edges:
    return min(one[0], other[0]), min(one[1], other[1]), max(one[2], other[2]), max(one[3], other[3])


def _close(glyphs: list[Glyph | None], at: int) -> None:
    """Leave out a blank before a character that only an accent stood for: the one before it is close by."""
    one = glyphs[at] if at < len(glyphs) else None
    before = next((other for other in reversed(glyphs[max(0, at - 3) : at]) if other is not None), None)
    if one is None or before is None or abs(one.base - before.base) > _CLOSE * one.size:
        return
    if -_FARTHEST * one.size <= one.x0 - before.x1 <= _CLOSE * one.size:
        glyphs[at] = replace(one, has_blank_before=False)
