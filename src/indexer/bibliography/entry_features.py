"""Describes the words of a reference, for the model that labels each with the part of the reference that it belongs to.

A word is what stands between blanks, with its punctuation. What describes it is its letters and its neighbours', its
shape, the punctuation around it, and where it stands: in quotation marks, in brackets, after a year.
"""

import re
from collections.abc import Sequence

_WORD = re.compile(r"\S+")
_YEAR = re.compile(r"(?<!\d)(?:1[4-9]|20)\d\d(?!\d)")
_DOI = re.compile(r"\b10\.\d{4,9}/|doi", re.IGNORECASE)
_URL = re.compile(r"https?:|www\.", re.IGNORECASE)
_RANGE = re.compile(r"\d[-‐–—]+\d")
_INITIALS = re.compile(r"(?:[^\W\d_]\.-?)+[,;:]?|[^\W\d_a-zß-öø-ÿ]{1,3}[.,;:]*")
_OPENING, _CLOSING = "“«„", "”»"
_LONGEST = 24  # characters of a word that the model sees
_NEAR = (-2, -1, 1, 2)
_TENTHS = 8  # into how many stretches an entry is divided


def words_of(plain: str) -> list[tuple[int, int]]:
    """Return [start, end) of each word of a text, with its punctuation."""
    return [match.span() for match in _WORD.finditer(plain)]


def features(plain: str, words: Sequence[tuple[int, int]]) -> list[list[str]]:
    """Describe each word of a reference; the names mean nothing but to the model that was trained with them."""
    texts = [plain[start:end][:_LONGEST] for start, end in words]
    own = [_described(text) for text in texts]
    where = _standings(texts)
    described = []
    for at, one in enumerate(own):
        row = [*one, *where[at]]
        for step in _NEAR:
            if 0 <= at + step < len(own):
                row += [f"{step}{name}" for name in own[at + step][: 9 if abs(step) == 1 else 3]]
            else:
                row.append(f"{step}=none")
        described.append(row)
    return described


def _described(text: str) -> list[str]:
    """Describe a word by itself; what comes first is told of its neighbours too."""
    bare = text.strip("()[]{}.,;:!?\"'“”‘’«»„*_-–—/&")
    lower = bare.casefold()
    row = [f"w={_digits(lower)}", f"s={_shape(bare)}", f"e={_ends(text)}", f"b={_begins(text, bare)}"]
    row.append(f"k={_kind(text, bare)}")
    row += [f"x={_digits(text.casefold())}", f"l={min(len(bare), 6)}"]
    row.append(f"n={len(re.findall('[0-9]', bare))}")
    row.append(f"i={bool(_INITIALS.fullmatch(text))}")
    row += [f"p{n}={lower[:n]}" for n in (1, 2, 3, 4)]
    row += [f"z{n}={lower[-n:]}" for n in (2, 3, 4)]
    return row


def _digits(text: str) -> str:
    return re.sub(r"\d", "0", text)


def _shape(bare: str) -> str:
    """Return the shape of a word: "Aa" for a capitalised one, "A.A" for initials, "0-0" for a range of pages."""
    shape = "".join("0" if one.isdigit() else ("A" if one.isupper() else "a") if one.isalpha() else one for one in bare)
    return re.sub(r"(.)\1+", r"\1", shape)[:8]


def _ends(text: str) -> str:
    start = len(text)
    while start and not (text[start - 1].isalnum() or text[start - 1] == "_"):
        start -= 1
    return text[start:][-3:]


def _begins(text: str, bare: str) -> str:
    return text[: text.find(bare[0])][:2] if bare else text[:2]


def _kind(text: str, bare: str) -> str:
    if _DOI.search(text):
        return "doi"
    if _URL.search(text):
        return "url"
    if _YEAR.search(bare):
        return "year" if len(bare) <= 5 else "years"
    if _RANGE.search(bare):
        return "range"
    if bare.isdigit():
        return "number"
    return "mixed" if any(one.isdigit() for one in bare) else "word" if bare else "mark"


def _standings(texts: Sequence[str]) -> list[list[str]]:
    """Describe where each word of an entry stands among the others."""
    rows, quoted, straight, depth, years, stops = [], 0, False, 0, 0, 0
    last = len(texts)
    for at, text in enumerate(texts):
        quoted += sum(text.count(one) for one in _OPENING)
        straight = straight or text.lstrip("([").startswith('"')
        depth += text.count("(") + text.count("[")
        row = [f"@={at * _TENTHS // last}", f"q={quoted > 0 or straight}", f"d={min(max(depth, 0), 1)}"]
        row += [f"y={min(years, 2)}", f"f={min(stops, 4)}"]
        row += [f"a={at}"] if at < 3 else []
        row += [f"t={last - at}"] if last - at < 3 else []
        rows.append(row)
        quoted = max(0, quoted - sum(text.count(one) for one in _CLOSING))
        straight = straight and not text.rstrip(".,;:)]").endswith('"')
        depth -= text.count(")") + text.count("]")
        years += bool(_YEAR.search(text))
        stops += text.endswith(".") and not _INITIALS.fullmatch(text)
    return rows
