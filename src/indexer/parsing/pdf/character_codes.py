"""Tells which character a code of a PDF's page is, and judges fonts that do not say which letters they draw.

PDFium gives the code of such a letter as its character. In fonts of bitmaps that TeX made, codes are those of ASCII; in
others they count the font's outlines, and "e" comes out as "H"; marks of plots come out as "q" or "l".
"""

import unicodedata
from collections.abc import Mapping

# Marks that turn, join or part what is around them: a page does not show them, and a text with them reads otherwise.
WITHOUT_INK = frozenset(
    map(
        chr,
        (
            *(0x61C, 0x180E, 0x200B, 0x200E, 0x200F, 0xFEFF),
            *range(0x202A, 0x202F),
            *range(0x2060, 0x2070),
            *range(0xE0000, 0xE0080),
        ),
    )
)
_NO_CHARACTER = frozenset({0, 0xFFFD})
_LINE_CUTS = frozenset({0x2, 0xFFFE})  # what PDFium makes of a hyphen at the end of a line
_HIGH_HALVES, _LOW_HALVES = range(0xD800, 0xDC00), range(0xDC00, 0xE000)  # of a character beyond 16 bits
_UNDRAWN = frozenset({"Cc", "Cn", "Cs"})  # categories of what no font draws: controls and what is no character
_PLAIN = range(0x21, 0x7F)  # ASCII that is drawn

_FEWEST_LETTERS = 60  # by which a font is judged alone
_VOWELS = frozenset("aeiou")
_VOWEL_SHARE = (0.28, 0.55)  # of the letters of a text in Latin script: 0.38 in English, 0.46 in Indonesian
_LEAST_LOWER = 0.7  # of its letters
_LEAST_LETTERS = 0.6  # of its characters


def joined(high: int, low: int) -> int | None:
    """The character of two halves, as UTF-16 has it; None if they are no such halves."""
    if high not in _HIGH_HALVES or low not in _LOW_HALVES:
        return None
    return 0x10000 + ((high - 0xD800) << 10) + (low - 0xDC00)


def character_of(code: int, *, is_mapped: bool, is_hyphen: bool) -> str:
    """Return the character of a code; "" where the font does not say which one it draws, or one that is not drawn.

    Args:
        code: As PDFium gives it.
        is_mapped: Whether the font says that this is the character; else plain ASCII is taken as it is.
        is_hyphen: Whether PDFium takes it for a hyphen at the end of a line.
    """
    if not is_mapped:
        return chr(code) if code in _PLAIN else ""
    if code in _LINE_CUTS:
        return "-" if is_hyphen else ""
    is_character = code < 0x110000 and code not in _NO_CHARACTER
    return chr(code) if is_character and unicodedata.category(chr(code)) not in _UNDRAWN else ""


def fonts_of_plain_codes(texts: Mapping[int, str], nameless: frozenset[int]) -> frozenset[int]:
    """Return the fonts of a page whose codes read as letters.

    Args:
        texts: What each font without a map draws on the page, its codes taken for ASCII.
        nameless: Those of them that have no name, as fonts of bitmaps; beside a longer text in one, a few words in
            another are of the same kind.
    """
    plain = {font for font, text in texts.items() if _reads_as_letters(text)}
    if plain & nameless:
        plain |= {font for font in nameless if sum(map(str.isalpha, texts.get(font, ""))) < _FEWEST_LETTERS}
    return frozenset(plain)


def _reads_as_letters(text: str) -> bool:
    letters = [one for one in text if one.isalpha()]
    if len(letters) < max(_FEWEST_LETTERS, _LEAST_LETTERS * len(text)):
        return False
    lower = [one for one in letters if one.islower()]
    vowels = sum(one in _VOWELS for one in lower) / max(len(lower), 1)
    return len(lower) >= _LEAST_LOWER * len(letters) and _VOWEL_SHARE[0] <= vowels <= _VOWEL_SHARE[1]
