"""Writes the numbers that a browser or a word processor puts in front of a list's items."""

import re
from collections.abc import Iterator

from indexer.parsing.markup.markup_tree import Element

_LABELLED = re.compile(r"\s*(?:\[[^\[\]]{1,20}\]|\(?\w{1,3}[.)])\s")
_UNNUMBERED_STYLE = re.compile(r"list-style(?:-type)?\s{0,9}:\s{0,9}none", re.IGNORECASE)
_UNNUMBERED_CLASSES = frozenset(
    {"list-unstyled", "no-bullets", "nonumber", "unnumbered", "unstyled", "list-style-none"}
)
_ROMAN = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"))
_SMALL_ROMAN = ((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))
_MOST = 4_000  # above, letters and Roman numerals are written as numbers


def item_numbers(element: Element) -> Iterator[str]:
    """Yield what stands in front of each item of an HTML list, without end; "" for lists without numbers.

    >>> from itertools import islice
    >>> list(islice(item_numbers(Element("ol", {"start": "3"})), 2)), next(item_numbers(Element("ul")))
    (['3. ', '4. '], '')
    """
    first = element.child("li")
    written = first is None or _LABELLED.match(first.text()[:100].lstrip()) is not None
    unnumbered = _UNNUMBERED_STYLE.search(element.get("style")) is not None
    classes = frozenset(element.get("class").lower().split())
    if element.tag != "ol" or (written and first is not None) or unnumbered or classes & _UNNUMBERED_CLASSES:
        while True:
            yield ""
    items = iter(element.children("li"))
    step = -1 if "reversed" in element.attributes else 1
    number = _whole(element.get("start"), len(element.children("li")) if step < 0 else 1)
    while True:
        item = next(items, None)
        number = _whole(item.get("value"), number) if item is not None else number
        yield f"{numeral(number, element.get('type'))}. "
        number += step


def numeral(number: int, style: str) -> str:
    """Write a number as a list does: "1", "a", "A", "i" or "I" say how.

    >>> [numeral(28, style) for style in ("1", "a", "A", "i", "I")]
    ['28', 'ab', 'AB', 'xxviii', 'XXVIII']
    """
    if style.lower() not in ("a", "i") or not 0 < number < _MOST:
        return str(number)
    written = _letters(number) if style.lower() == "a" else _roman(number)
    return written if style.islower() else written.upper()


def _letters(number: int) -> str:
    written = ""
    while number > 0:
        number, at = divmod(number - 1, 26)
        written = chr(ord("a") + at) + written
    return written


def _roman(number: int) -> str:
    written = ""
    for value, letters in (*_ROMAN, *_SMALL_ROMAN):
        count, number = divmod(number, value)
        written += letters * count
    return written


def _whole(text: str, otherwise: int) -> int:
    return int(text) if re.fullmatch(r"-?[0-9]{1,6}", text) else otherwise
