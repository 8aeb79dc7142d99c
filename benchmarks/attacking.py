"""Strings on which a regular expression may take long, made from the expression itself.

An expression is slow where it can read the same characters in many ways or from many starts. So pieces that it reads
are repeated: alone, after what the expression reads before them, in pairs, and with an end on which it fails.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import islice, pairwise, product
from re import _constants, _parser  # type: ignore[attr-defined]
from typing import Any

# One or two characters of each kind that expressions distinguish; "\u0301" is a combining mark, "ı" the Turkish i.
CHARACTERS = "a A1 \n\t.,-(_)[]\"'“”’–:;/&*#%|!?<>@=\\éßıA中𝐀\u0301\u00ad\u200b\xa0…•€«»zZxIVs09"
# What papers and questions are full of, for expressions that read these as a whole.
USUAL = (
    *("a", "A", "1", "é", "中", "𝐀", "a\u0301", " ", "\t", "\n", " \n", "\xa0", ".", ",", "-", "(", ")", "[", "]"),
    *('"', "'", "“", "’", "…", "*", "_", "|", "#", "&", ";", ":", "/", "\\", "<", ">", "%", "!", "?", "\f", "\u200b"),
    *("a ", "A ", "Aa ", "A. ", "A.", "a.", "a. ", "1 ", "1. ", "1.", "1,", "1-", "1/", "1st ", "ab-", "ab-\n", "Ab, "),
    *("Smith, J., ", "Smith and ", "and ", "Smith & ", "Smith et al. ", "of the ", "van de ", "e-", "d’", "al-"),
    *("(2019) ", "Smith (2019), ", "(Smith, 2019; ", "2019, ", "2019a,b ", "2019-", "n.d. ", "(a", "(a)", "((", "[1]"),
    *("[1, ", "1 May 2019 ", "May 2019, ", "on May ", "ke-5 ", "1.000", "1.000.", "10.1234/", "doi: ", "pp. 1-2, "),
    *(
        "http://",
        "https://a.b/c ",
        "www.",
        "a@b.c ",
        "“a” ",
        '"a',
        "No. 1 ",
        "Table 1. ",
        "Law No. 1 of 2009 ",
        "a, b, ",
    ),
    *(
        "...",
        ". . ",
        "[...] ",
        "- ",
        "• ",
        "\n\n",
        "a\n",
        "a \n",
        "A: ",
        "# ",
        "| a ",
        "|-",
        "*a*",
        "<i>",
        "</i>",
        "&amp;",
    ),
)
Attack = tuple[str, str, str]  # start, repeated and end; a string is start + repeated * n + end
_ENDS = (
    "",
    "\x00",
    "\n(<;\x00",
)  # ends on which expressions fail; those that read everything but some marks on the last
_MOST = 10  # pieces of one expression that are combined in pairs
_MOST_REPEATED = 3  # samples of a repeated part; more differ in nothing that an expression distinguishes


def attacks(pattern: re.Pattern[str]) -> tuple[Attack, ...]:
    """Return what to build long strings from that an expression may read slowly.

    >>> ("", "a", " a") in attacks(re.compile("a+b"))
    True
    """
    pieces, prefixes = _pieces(pattern)
    found: dict[Attack, None] = {}
    found.update(dict.fromkeys(("", piece, end) for piece in USUAL for end in _ENDS[::2]))
    for piece in pieces:
        found.update(dict.fromkeys(("", piece, end) for end in _ENDS))
    for prefix, piece in prefixes:
        found.update(dict.fromkeys((prefix, piece, end) for end in _ENDS))
        found["", prefix + piece, ""] = None
        found["", prefix, ""] = found["", f" {prefix}", ""] = None
    for one, other in (*product(pieces[:_MOST], repeat=2), *pairwise(pieces)):
        found["", one + other, _ENDS[-1]] = None
    return tuple(one for one in found if one[1])


def built(attack: Attack, length: int) -> str:
    """Return the string of an attack with about `length` characters."""
    start, repeated, end = attack
    return start + repeated * max(1, (length - len(start) - len(end)) // len(repeated)) + end


def _pieces(pattern: re.Pattern[str]) -> tuple[list[str], list[tuple[str, str]]]:
    """Return texts that parts of an expression read, and for each repeated part what is read before it and by it."""
    tree = _parser.parse(pattern.pattern, pattern.flags & ~re.DEBUG)
    pieces: dict[str, None] = {}
    repeated: dict[tuple[str, str], None] = {}
    for before, item in _walked(tree, ""):
        samples = list(islice(_samples([item]), _MOST_REPEATED))
        pieces.update(dict.fromkeys(sample for sample in samples if sample))
        if _is_repeat(item[0]):
            repeated.update(dict.fromkeys((before, sample) for sample in _samples(item[1][2]) if sample))
    return list(pieces), list(repeated)


def _is_repeat(code: Any) -> bool:
    return code in (_constants.MAX_REPEAT, _constants.MIN_REPEAT, _constants.POSSESSIVE_REPEAT)


def _walked(items: Sequence[Any], before: str) -> Iterator[tuple[str, Any]]:
    """Yield every part of an expression after a text that the expression reads before it."""
    for item in items:
        yield before, item
        for inner in _inner(item):
            yield from _walked(inner, before)
        before += next(_samples([item]), "")


def _inner(item: Any) -> list[Sequence[Any]]:
    """Return the sequences of parts that a part contains."""
    code, value = item
    if _is_repeat(code):
        return [value[2]]
    if code is _constants.SUBPATTERN:
        return [value[3]]
    if code is _constants.ATOMIC_GROUP:
        return [value]
    if code is _constants.BRANCH:
        return list(value[1])
    if code in (_constants.ASSERT, _constants.ASSERT_NOT):
        return [value[1]]
    return []


def _samples(items: Sequence[Any]) -> Iterator[str]:
    """Yield some texts that a sequence of parts reads, at least one, the shortest ones first."""
    each = [list(islice(_samples_of(item), 12)) or [""] for item in items]
    yield "".join(samples[0] for samples in each)
    for at, samples in enumerate(each):
        for sample in samples[1:]:
            yield "".join([*(one[0] for one in each[:at]), sample, *(one[0] for one in each[at + 1 :])])


def _samples_of(item: Any) -> Iterator[str]:
    code, value = item
    if code is _constants.LITERAL:
        yield chr(value)
    elif code in (_constants.NOT_LITERAL, _constants.ANY):
        yield from (one for one in CHARACTERS if one != "\n" and one != chr(value or 0))
    elif code is _constants.IN:
        yield from (one for one in _spread(value))
    elif _is_repeat(code):
        least, most, inner = value
        for sample in islice(_samples(inner), 12):
            yield sample * max(1, min(least, most))
        if least == 0:
            yield ""
    elif code is _constants.BRANCH:
        for branch in value[1]:
            yield from islice(_samples(branch), 2)
    else:
        for inner in _inner(item) if code not in (_constants.ASSERT_NOT, _constants.ASSERT) else ():
            yield from _samples(inner)


def _spread(members: Sequence[Any]) -> Iterator[str]:
    """Yield characters of a set, of as many kinds as possible; literals of the set itself first."""
    negated = bool(members) and members[0][0] is _constants.NEGATE
    own = [chr(value) for code, value in members if code is _constants.LITERAL]
    seen = [one for one in CHARACTERS if any(map(_holds, members[negated:], [one] * len(members))) is not negated]
    seen += [chr(value[0]) for code, value in members if code is _constants.RANGE and not negated]
    yield from dict.fromkeys([*([] if negated else own[:3]), *seen[:9], *own[:0]])


def _holds(member: Any, character: str) -> bool:
    """True if a member of a set, such as a range or a category, has a character."""
    code, value = member
    if code is _constants.LITERAL:
        return ord(character) == int(value)
    if code is _constants.RANGE:
        return int(value[0]) <= ord(character) <= int(value[1])
    name = str(value)
    held = {
        "DIGIT": character.isdecimal(),
        "SPACE": character.isspace(),
        "WORD": character.isalnum() or character == "_",
    }
    return held[name.rpartition("_")[2]] is not ("NOT" in name)
