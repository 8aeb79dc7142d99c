"""Describes the lines of a paper, for the model that tells which of them are a list of references and begin an entry.

What describes a line is how it opens and ends, its numbers and punctuation, its length and indentation beside its
neighbours', and whether its number or key follows the one before. Its words are not looked at.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

_LONGEST = 300  # characters of a line that the model sees
_NEAR = (-2, -1, 1, 2)
_YEAR = re.compile(r"(?<![\d-])(?:1[6-9]|20)\d\d[a-z]?(?!\d)")
_MARKED = re.compile(r"[\[(](\d{1,4})[\])]|\*\*(\d{1,4})[.)]\*\*|(\d{1,4})(?:[.)](?=\s)|\t)")
_BARE_NUMBER = re.compile(r"(\d{1,3}) +(?=[^\W\d_])")
_RAISED = re.compile(r"([¹²³⁴-⁹][⁰¹²³⁴-⁹]{0,2})\s?(?=[^\W\d_]|[“\"])")
_DIGITS_OF = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
_OPENINGS = {  # by name: how a line may open, the first that fits counts
    "key": re.compile(r"\[[^\W\d_]{1,12}[^\[\]]{0,14}\]"),
    "bullet": re.compile(r"[-–•·▪*]\s"),
    "dashes": re.compile(r"[—–_-]{2,}"),
    "link": re.compile(r"<?(?:https?:|www\.|doi\b)", re.IGNORECASE),
    "inverted": re.compile(
        r"(?:[^\W\d_]{1,4}\s)?[^\W\d_a-z][\w’'‐-]{1,40}(?:\s[^\W\d_a-z][\w’'-]{1,40})?,\s(?:[^\W\d_a-z]\.[\s-]?){1,4}"
    ),
    "inverted full": re.compile(
        r"[^\W\d_a-z][\w’'-]{1,40}(?:\s[^\W\d_a-z][\w’'-]{1,40})?,\s"
        r"[^\W\d_a-z][\w’'-]{1,40}(?:\s[^\W\d_a-z]\.?)?[,.;]?\s"
    ),
    "family letters": re.compile(r"[^\W\d_a-z][\w’'-]{1,40}(?:\s[^\W\d_a-z][\w’'-]{1,40})?\s[^\W\d_a-z]{1,3}[,.:;]"),
    "initials": re.compile(r"(?:[^\W\d_a-z]\.[\s-]?){1,3}\s?(?:[a-z]{2,3}\s)?[^\W\d_a-z][\w’'-]{1,40}"),
    "names": re.compile(
        r"[^\W\d_a-z][\w’'-]{1,40}(?:\s[^\W\d_a-z]\.)?(?:\s[^\W\d_a-z][\w’'-]{1,40}){1,2}(?:,|\.|\sand\b|\s&)"
    ),
    "quote": re.compile(r"[“\"‘«]"),
    "capital": re.compile(r"[^\W\d_a-z]"),
    "small": re.compile(r"[a-zß-ÿ]"),
    "digit": re.compile(r"\d"),
}
_NAMED = {"inverted", "inverted full", "family letters", "names", "initials"}
_KINDS = {
    "doi": re.compile(r"\bdoi\b|10\.\d{4}", re.IGNORECASE),
    "link": re.compile(r"https?:|www\."),
    "pages": re.compile(r"\d[-–—]\s?\d|\bpp?\."),
    "volume": re.compile(r"\d\s?\(\d|\bvol\b|\d:\s?\d", re.IGNORECASE),
    "initial": re.compile(r"\b[^\W\d_a-z]\."),
    "bracketed year": re.compile(r"\((?:1[6-9]|20)\d\d[a-z]?\)"),
    "quotes": re.compile(r"[“”\"]"),
    "dots": re.compile(r"\.{4,}|(?:\. ){4,}"),
    "table": re.compile(r"\t.*\t|\S {3,}\S"),
}


@dataclass(frozen=True, slots=True)
class PlainLine:
    """A line that is not blank.

    Attributes:
        text: The line without blanks at its ends and marks of emphasis.
        indent: Number of blanks before it.
        after_blank: True if the line above is blank or there is none.
    """

    text: str
    indent: int
    after_blank: bool


def plain_lines(texts: Sequence[str]) -> list[PlainLine]:
    """Return the lines that are not blank, in order."""
    lines: list[PlainLine] = []
    blank = True
    for text in texts:
        content = raised_as_number(text.strip())
        if content:
            lines.append(PlainLine(content[:_LONGEST], min(len(text) - len(text.lstrip()), 20), blank))
        blank = not content
    return lines


def raised_as_number(content: str) -> str:
    """Return a line whose raised number is set as others are: "¹² Lee" as "12. Lee"."""
    raised = _RAISED.match(content)
    if raised is None:
        return content
    return f"{raised[1].translate(_DIGITS_OF)}. {content[raised.end() :]}"


def list_features(lines: Sequence[PlainLine]) -> list[list[str]]:
    """Describe each line; the names mean nothing but to the model that was trained with them."""
    own = [_described(line) for line in lines]
    lengths = sorted(len(line.text) for line in lines)
    typical = max(20, lengths[len(lengths) * 3 // 4]) if lengths else 20
    follows = _follows(lines)
    described = []
    for at, line in enumerate(lines):
        before = lines[at - 1] if at else None
        after = lines[at + 1] if at + 1 < len(lines) else None
        row = [*own[at], f"blank={line.after_blank}", f"follows={follows[at]}"]
        row.append(f"blank next={after is None or after.after_blank}")
        row.append(f"long={_share(line.text, typical)}")
        if before is not None:
            row += [f"-long={_share(before.text, typical)}", f"indent={_compared(line.indent, before.indent)}"]
            row.append(f"{row[0]} {_end(before.text)} {line.after_blank} {_share(before.text, typical)}")
            row.append(f"{row[0]} {row[3]} {_end(before.text)}")
            row.append(f"{follows[at]} {_end(before.text)}")
        if after is not None:
            row.append(f"indent next={_compared(after.indent, line.indent)}")
        row.append(f"at edge={line.indent == 0}")
        for step in _NEAR:
            if 0 <= at + step < len(own):
                row += [f"{step}{name}" for name in own[at + step]]
        described.append(row)
    return described


def _described(line: PlainLine) -> list[str]:
    text = line.text.lstrip("*_#> ") or line.text
    row = [f"opens={_opening(line.text)}", f"ends={_end(text)}"]
    number = _MARKED.match(text)
    rest = text[number.end() :].lstrip("* ") if number is not None else text
    row.append(f"names={_opening(rest)}" if number is not None else "names=")
    year = _YEAR.search(text)
    row.append(f"year={'none' if year is None else min(year.start() // 30, 3)}")
    row += [name for name, pattern in _KINDS.items() if pattern.search(text)]
    row.append(f"commas={min(text.count(','), 5)}")
    row.append(f"words={min(len(text.split()), 16) // 2}")
    letters = [one for one in text if one.isalpha()]
    row.append(f"capitals={bool(letters) and all(one.isupper() for one in letters)}")
    return row


def _opening(text: str) -> str:
    if _MARKED.match(text):
        return "number"
    if _BARE_NUMBER.match(text):
        return "bare number"
    return next((name for name, pattern in _OPENINGS.items() if pattern.match(text)), "other")


def _end(text: str) -> str:
    last = text.rstrip('*_"”’)')[-1:]
    return last if last in ".,;:?-‐/&" else "digit" if last.isdigit() else "letter" if last.isalpha() else "other"


def _share(text: str, typical: int) -> int:
    return min(4 * len(text) // typical, 5)


def _compared(one: int, other: int) -> str:
    return "=" if abs(one - other) < 2 else ">" if one > other else "<"


def _follows(lines: Sequence[PlainLine]) -> list[str]:
    """Tell of each line whether its number is one more than the last, or its first letter not before the last one's."""
    found, last = [], 0
    for line in lines:
        number = _number(line.text)
        found.append("none" if number is None else "next" if number == last + 1 else "other")
        last = number if number is not None and found[-1] == "next" else 1 if number == 1 else last
    return [f"{one} {order}" for one, order in zip(found, _orders(lines), strict=True)]


def _orders(lines: Sequence[PlainLine]) -> list[str]:
    """Tell of each line that opens like an entry whether it is in alphabetical order with those above and below."""
    told = ["no name"] * len(lines)
    named = [(at, line.text.lstrip("*_-–• ").casefold()[:12]) for at, line in enumerate(lines) if _is_named(line.text)]
    for place, (at, name) in enumerate(named):
        above = [other for _, other in named[max(0, place - 2) : place]]
        below = [other for _, other in named[place + 1 : place + 3]]
        told[at] = f"{sum(other <= name for other in above)}/{sum(name <= other for other in below)}"
    return told


def _is_named(text: str) -> bool:
    return _opening(text.lstrip("*_-–• ")) in _NAMED


def _number(text: str) -> int | None:
    marked = _MARKED.match(text.lstrip("*_#> ")) or _MARKED.match(text) or _BARE_NUMBER.match(text)
    return int(next(one for one in marked.groups() if one)) if marked is not None else None
