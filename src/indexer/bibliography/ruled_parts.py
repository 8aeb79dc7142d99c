"""Finds the parts of a reference in its text: authors, year, title, container, DOI and URL.

References in APA style are read best ("Archer, C. (2001). *Title* (3rd ed.). Publisher."). Of styles that have the year
last or the title in quotation marks, only what is clearly marked is found. A part that is not recognised is left out.
"""

import re
from bisect import bisect_left
from dataclasses import replace
from itertools import pairwise

from indexer.bibliography.edited_parts import accessed
from indexer.bibliography.plain_entry import EntryParts, PlainEntry, trimmed
from kutip.language.united import CITED_YEAR, any_of, in_order

_NUMBER = re.compile(
    r"\s*(?:[\[(](\d{1,3})[\])]\s*|([¹²³⁴-⁹][⁰¹²³⁴-⁹]{0,2})\s?|(\d{1,3})(?:[.)]\s+|\s+(?=[^\W\d_][\w’'-]+,?\s[^\W\d_]\.)))(?=[^\W\d_]|[“\"])"
)
_YEAR_EARLY = re.compile(
    rf"\(\s*({CITED_YEAR})(?:\s*,[^()]*)?\)\.?,?:?|(?<=[\w.,)]\s)({CITED_YEAR})[.:,]?(?=\s+[^\W\d_“\"‘«'])"
)
YEARS = re.compile(rf"(?<![\w/.:–—-])({CITED_YEAR})(?![\w–—-]|[/.:]\d)")
_EARLY = 0.6  # a year in brackets ends the authors if it is within this share of the reference
_DOI_TAIL = r"(?:[^\s()\[\]>]|\([^\s()]*\))*(?:[^\s()\[\]>.,;]|\([^\s()]*\))"  # may contain closed brackets
_DOI = re.compile(rf"(?:\bdoi(?:\.org/|\s*:\s*(?:https?://(?:dx\.)?doi\.org/)?|\s+))({_DOI_TAIL})", re.IGNORECASE)
# Digits and full stops without a DOI's slash are read too, so that they are not read again from their middle.
_BARE_DOI = re.compile(rf"\b10\.\d{{4,9}}(?:\.\d++)*+(?P<tail>/{_DOI_TAIL})?+")
_URL = re.compile(r"\b(?:https?://|www\.)[^\s\]>]*[^\s\]>.,;]")
_TARGET = re.compile(r"\]\((https?://(?:[^\s()]|\([^\s()]*\))+)\)")  # target of a Markdown link
# Runs of blanks below are matched completely ("++") and only from their start ("(?<!\s)"), else long runs take forever.
_BLANKS = r"(?:(?<!\s)\s++)?+"
_QUOTED = re.compile(  # at most eight of the blanks before a title count towards its length
    r"[“\"«‘](?=\s*+[^”\"»’]{0,409}+\s*+[”\"»’])\s*(?=\s{0,8}+(?!\s))(.{8}|.{9,400}?(?=[,.\s”\"»’])(?:(?<!\s)|(?=[,.])))[,.]?\s*+(?:[”\"»]|’(?!\w))"
)
_INITIAL = r"[A-ZÀ-ÖØ-Þ]\.?(?:[\s-]++|(?=[A-ZÀ-ÖØ-Þ.,;:&]|$))"
_INITIALS = rf"(?:{_INITIAL})+"
_CONJUNCTIONS = any_of("function_words.conjunctions")
_OTHERS = any_of("names.others")
_ARE_EDITORS = any_of("citing.editors")
_ABBREVIATED = "".join(rf"(?<!\b{word})" for word in in_order("citing.title_abbreviations"))
_STOP = re.compile(rf"(?<![\s(.][A-ZÀ-Þ]){_ABBREVIATED}(?:\.(?=\s|$)|[?!](?=\s|$))")
_WITHIN = any_of("citing.within")
_WITHIN_FIRST = re.compile(rf"\s*{_WITHIN} ")
_IN = re.compile(rf"^\s*{_WITHIN}:?\s+(?:[^()]{{0,80}}?\({_ARE_EDITORS}\)[,:]?\s*)?", re.IGNORECASE)
_CONTAINER_END = re.compile(
    rf"(?:,|(?<!\s))\s++(?:{any_of('papers.issues')}\b\.?|{any_of('papers.pages')}\b\.)|(?<!\s)\s++\d++\s*+[(,:]"
    rf"|{_BLANKS}\((?=\d|Vol|pp|[^()]*\b(?:ed|{_ARE_EDITORS})(?!\w))|,\s|\.(?=\s|$)|{_BLANKS}\[",
)
_NO_CONTAINER = re.compile(
    rf"^\W*(?:https?:|www\.|doi\b|{any_of('citing.retrieved')}\b|\d|vol\b|pp?\.|$)", re.IGNORECASE
)
_BRACKET = re.compile(r"[()\[\]]")
_GOES_ON = re.compile(r"\s+[^\W\d_]")


def year_in_brackets(plain: str) -> bool:
    """True if a reference has its year in brackets after its authors, by which both are sure."""
    early = _YEAR_EARLY.search(plain)
    return early is not None and early[1] is not None and early.start() <= _EARLY * len(plain)


def ruled_parts(entry: PlainEntry) -> EntryParts:
    """Find the parts of a reference by rules: the number, years, full stops, quotation marks and emphasis."""
    plain = entry.plain
    numbered = _NUMBER.match(plain)
    start = numbered.end() if numbered is not None else 0
    number = numbered.span(numbered.lastindex or 0) if numbered is not None else None
    doi, url = _links(plain)
    body = min([end for end, _ in (where for where in (doi, url) if where is not None)], default=len(plain))
    read = accessed(plain)
    early = _YEAR_EARLY.search(plain, start)
    if (
        early is not None
        and not _within(early.start(), read)
        and early.start() <= start + _EARLY * (len(plain) - start)
    ):
        authors, title, rest = _after_year(entry, start, early.start(), early.end(), body)
        year: tuple[int, int] | None = early.span(1) if early[1] else early.span(2)
    else:
        years = list(YEARS.finditer(plain, start, body)) or list(YEARS.finditer(plain, start))
        # The date of reading is the year only if nothing else is.
        years = [one for one in years if not _within(one.start(1), read)] or years
        year = years[-1].span(1) if years else None
        authors, title, rest = _by_order(entry, start, body)
    container = _container(entry, rest, body)
    named = EntryParts(number, trimmed(plain, authors), year, trimmed(plain, title), container, doi, url)
    return replace(named, accessed=read)


def _within(at: int, where: tuple[int, int] | None) -> bool:
    return where is not None and where[0] <= at < where[1]


def _links(plain: str) -> tuple[tuple[int, int] | None, tuple[int, int] | None]:
    """Find DOI and URL; a DOI that is printed as a URL does not count as a URL."""
    named = _DOI.search(plain)
    bare = next((one for one in _BARE_DOI.finditer(plain) if one["tail"]), None)
    doi = named.span(1) if named is not None else bare.span() if bare is not None else None
    target = _TARGET.search(plain)
    urls = [target.span(1)] if target is not None else [url.span() for url in _URL.finditer(plain)]
    return doi, next((url for url in urls if doi is None or not url[0] <= doi[0] < url[1]), None)


def _after_year(
    entry: PlainEntry, start: int, year: int, after: int, body: int
) -> tuple[tuple[int, int] | None, tuple[int, int] | None, int]:
    """Find authors and title on both sides of an early year; also return where the rest begins."""
    if _WITHIN_FIRST.match(entry.plain, after):  # no author: the title is in front of the year
        return None, (start, year), after
    end = entry.emphasis_at(after)
    stop = _STOP.search(entry.plain, after, end if end is not None else body)
    if stop is not None:
        end = stop.end() if entry.plain[stop.start()] in "?!" else stop.start()
        rest = stop.end()
    elif end is not None:
        if _GOES_ON.match(entry.plain, end):  # the emphasis was interrupted by a line end
            stop = _STOP.search(entry.plain, end, body)
            end = stop.start() if stop is not None else body
        rest = end
    else:
        end = rest = body
    if not entry.emphasised:
        end = before_brackets(entry.plain, after, end)
    return (start, year), (after, end), _past_bracket(entry.plain, rest)


def before_brackets(plain: str, start: int, end: int) -> int:
    """Return where a title ends without the brackets after it, as in "Title (3rd ed.) [Report]"."""
    opened = _opened(plain[start:end])
    while plain[start:end].rstrip().endswith((")", "]")):
        closing = len(plain[start:end].rstrip()) - 1
        if closing not in opened:
            break
        end = start + len(plain[start : start + opened[closing]].rstrip())
    return end


def _opened(text: str) -> dict[int, int]:
    """Return where each bracket of a text opens, by where it closes; the farthest place if there are several.

    A bracket may hold pairs of round brackets that hold no others. It may hold square brackets only after such a pair,
    because "[Report] [3rd ed.]" are two brackets. Which kind closes it does not matter.
    """
    brackets = [(match.start(), match.group()) for match in _BRACKET.finditer(text)]
    opened: dict[int, int] = {}
    first = [0] * (len(brackets) + 1)  # of the brackets before each one that are squares or in pairs, the first
    squares = [at for at, (one, other) in enumerate(pairwise(brackets)) if (one[1], other[1]) == ("[", "(")]
    last_round = None
    for at, (place, bracket) in enumerate(brackets):
        own = first[at]
        first[at + 1] = own if bracket in "[]" else at + 1
        if bracket in ")]":
            outer = own > 0 and brackets[own - 1][1] == "(" and (own == at or brackets[own][1] == "(")
            square = next(iter(squares[bisect_left(squares, own) :][:1]), at)
            opening = own - 1 if outer else min(square, at - 1 if at and brackets[at - 1][1] == "[" else at)
            if opening < at:
                opened[place] = brackets[opening][0]
        if bracket == ")" and last_round is not None and brackets[last_round][1] == "(":
            first[at + 1] = first[last_round]
        last_round = last_round if bracket in "[]" else at
    return opened


def _past_bracket(plain: str, at: int) -> int:
    """Skip a bracket with the edition or the editors, as in " (V. Knight (Ed.); 4th ed.)."."""
    bracketed = re.compile(r"\s*(?:\((?:[^()]|\([^()]*\))*\)|\[[^\[\]]*\])").match(plain, at)
    return bracketed.end() if bracketed is not None else at


def _by_order(entry: PlainEntry, start: int, body: int) -> tuple[tuple[int, int] | None, tuple[int, int] | None, int]:
    """Find authors and title if the year comes last, by quotation marks or full stops; and where the rest begins."""
    plain = entry.plain
    quoted = _QUOTED.search(plain, start, body)
    if quoted is not None:
        return (start, quoted.start()), quoted.span(1), quoted.end()
    end = _authors_end(plain, start, body)
    stop = _STOP.search(plain, end, body)
    return (start, end), (end, stop.start() if stop is not None else body), stop.end() if stop is not None else body


_AND_OTHERS = re.compile(rf"\s*+,?\s*+{_OTHERS}\.?,?")
_AND = rf"(?:&|{any_of('function_words.conjunctions', 'names.foreign_conjunctions')})"
_WHOLE_NAME = r"[^\W\d_a-zß-öø-ÿ][\w’'-]++"
_LAST_NAME = rf"{_WHOLE_NAME}(?:\s{_WHOLE_NAME})?"
_INITIAL_APART = r"[A-ZÀ-ÖØ-Þ](?:\.(?:[\s-]++|(?=[A-ZÀ-ÖØ-Þ]))|-*+\s[\s-]*+)"  # not followed by the rest of a word
_A_NAME = re.compile(
    rf"\s*(?:{_AND}\s+)?(?:{_LAST_NAME},?\s+{_INITIALS}"
    rf"|{_LAST_NAME},\s+{_WHOLE_NAME}(?:\s{_INITIALS})?(?=[.,;])"
    rf"|(?:{_WHOLE_NAME}\s)?{_INITIAL}(?:(?:{_INITIAL})*{_INITIAL_APART})?"
    rf"(?:{any_of('names.particles')}\s+)*{_LAST_NAME})"
    rf"\s*(?P<end>[.,;:]|(?=\s{_AND}\s)|(?<=[\s-]\s)(?={_AND}\s)|$)"
)


def _authors_end(plain: str, start: int, body: int) -> int:
    """Return where the authors end: after names with initials, else at the first full stop."""
    at = start
    while (name := _A_NAME.match(plain, at, body)) is not None:
        at = name.end()
        if name["end"] == ":":
            return at
    others = _AND_OTHERS.match(plain, at, body)
    if others is not None:
        return others.end()
    if at > start:
        return at
    stop = _STOP.search(plain, start, body)
    return stop.end() if stop is not None else start


def _container(entry: PlainEntry, start: int, body: int) -> tuple[int, int] | None:
    """Find the journal, book, site or publisher after a title."""
    plain = entry.plain
    lead = re.compile(r"[\s.,;:]*").match(plain, start, body)
    start = lead.end() if lead is not None else start
    within = _IN.match(plain[start:body])
    start += within.end() if within is not None else 0
    lead = re.compile(r"[\s.,;:]*").match(plain, start, body)
    start = lead.end() if lead is not None else start
    if _NO_CONTAINER.match(plain[start:body]):
        return None
    end = entry.emphasis_at(start)
    if end is None:
        stop = _CONTAINER_END.search(plain, start, body)
        end = stop.start() if stop is not None else body
    return trimmed(plain, (start, end))
