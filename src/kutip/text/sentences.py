"""Cuts reading text into sentences, as scholarly English and Indonesian write them.

A full stop ends a sentence unless what stands before it is an abbreviation, an initial or a list number, or what
follows it cannot begin one. A source in brackets after the full stop belongs to the sentence before it.
"""

import re
from collections.abc import Iterator

# Abbreviations that go on: what follows them is the same sentence, whatever its first letter.
_GOES_ON = frozenset(
    "al approx art assoc brig capt cf ch col dr dra drs e.g eds eq fig figs gen gov h hj hlm hon i.e ibid ir jl jr kab"
    " kec kol kombes lt maj mr mrs ms mt no nos nr op p para pp prof pt pol ref refs rep res rev rp sec sect sen sgt"
    " spp sr st tab tgl u.s.c viz vol vols vs yth akbp akp ipda iptu jend kompol letjen mayjen dipl tr cit ed"
    " trans".split()
)
# Abbreviations that may end a sentence too: they do so before a capital.
_MAY_END = frozenset("etc dll dsb dst dkk inc ltd corp co a.m p.m dipl.ing".split())
_STARTERS = frozenset(
    "The This That These Those It In On At As A An He She They We I However But And For From To If When While There Its"
    " His Her Their Our After Before During Since Although Moreover Furthermore Meanwhile Therefore Thus According"
    " Ini Itu Di Pada Dalam Untuk Dengan Namun Selain Menurut Oleh Sejak Para Hal Kemudian".split()
)
_STOP = re.compile(r"(?P<mark>[.!?…]+)(?P<close>[\"'”’»)\]*_]*)(?=\s|$)")
_CITATION = re.compile(r"\s+(\((?:[^()]*?)(?:\d{4}[a-z]?|n\.d\.)[^()]*\)\.?)(?=\s|$)")
_LAST_WORD = re.compile(r"[^\s(\[\"“‘'*/]+$")
_ENUMERATOR = re.compile(r"\(?(?:\d{1,3}|[a-z]|[ivxlIVXL]{1,5}|[A-Z])[.)]{1,2}")
_DOTTED = re.compile(r"(?:[^\W\d_]{1,4}\.)+[^\W\d_]{1,4}")
_OPEN = "\"'“‘«([*_¿<"


def sentence_bounds(text: str) -> list[tuple[int, int]]:
    """Where the sentences of a reading text stand.

    Args:
        text: Any text; a newline ends a sentence.

    Returns:
        (start, end) of each in order, white space at the ends left out; together they hold all that is not blank.

    >>> text = "See Kim et al. (2023). It was No. 5."
    >>> [text[a:b] for a, b in sentence_bounds(text)]
    ['See Kim et al. (2023).', 'It was No. 5.']
    """
    bounds = []
    at = 0
    for line in text.splitlines(keepends=True):
        for start, end in _in_line(line):
            bounds.append((at + start, at + end))
        at += len(line)
    return bounds


def _in_line(line: str) -> Iterator[tuple[int, int]]:
    start = len(line) - len(line.lstrip())
    for match in _STOP.finditer(line):
        if match.end() <= start:
            continue
        end = match.end()
        cited = _CITATION.match(line, end)
        if cited and _ends_here(line, start, match):
            end = cited.end(1)
        elif not _ends_here(line, start, match) or not _may_start(line, end):
            continue
        yield start, end
        start = end + len(line[end:]) - len(line[end:].lstrip())
    if line[start:].strip():
        yield start, len(line.rstrip())


def _may_start(line: str, end: int) -> bool:
    """Whether what follows can begin a sentence: not lower case, behind any opening marks."""
    rest = line[end:].lstrip()
    enumerated = _ENUMERATOR.match(rest)
    if enumerated and rest.startswith("("):
        return True
    first = rest.lstrip(_OPEN)[:1]
    return not first.islower() or rest.lstrip(_OPEN).startswith(("e-", "http"))


def _ends_here(line: str, start: int, match: re.Match[str]) -> bool:
    """Whether the mark ends a sentence, as far as the words before it tell."""
    mark = match["mark"]
    if mark != ".":
        return True
    before = line[start : match.start()]
    word_match = _LAST_WORD.search(before)
    word = word_match.group() if word_match else ""
    rest = line[match.end() :].lstrip()
    if not word:
        return True
    if _ENUMERATOR.fullmatch(before.strip() + "."):
        return False
    if match["close"]:
        return True
    bare = word.casefold()
    if bare in _MAY_END:
        return not rest.startswith("(")  # "dkk. (2023)" is a name and its year
    if bare == "n" and rest[:1].isdigit():
        return False  # the number of a note
    if bare in _GOES_ON:
        # "No" is a word too: as an abbreviation it has a capital or stands before a number.
        return bare == "no" and not rest[:1].isdigit() and word.islower()
    if _DOTTED.fullmatch(word):  # "U.S", "S.H": goes on unless the next word is one that opens sentences
        return not rest or rest.split()[0].strip(",") in _STARTERS
    if len(word) == 1 and word.isalpha() and word.isupper():
        return not rest[:1].isupper() or rest.split()[0].strip(",") in _STARTERS
    return True
