"""Finds citations in running text by author and year, in all their forms."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from kutip.language.united import CITED_YEAR, STOP_WORDS, any_of, union
from kutip.types import Form

_BARE_YEAR = r"(?:1[5-9]|20)\d{2}"
_CITED_YEAR = rf"(?:{_BARE_YEAR}/{_BARE_YEAR}|{CITED_YEAR})"  # "1900/1953" is a work that was published again
_A_YEAR = re.compile(rf"(?<![\w/.–—-])(?<!\bp\.\s)(?<!\bpp\.\s){_CITED_YEAR}(?!\w|[/–—-]\d|\.\d)")
_LETTERS = re.compile(r"\s?(?P<mark>[,–-])\s?(?P<letter>[a-z])(?![\w.])")  # "2019a,b", "2019a–c"
_BOTH = any_of("function_words.conjunctions")
_YEARS = re.compile(
    rf"\s*{_CITED_YEAR}(?:\s?[,–-]\s?[a-z](?![\w.])|(?:\s*[,;&]\s*(?:{_BOTH}\s+)?|\s+{_BOTH}\s+){_CITED_YEAR})*"
)
_OWN_YEARS = re.compile(rf"(?=[^()]*+\Z){_YEARS.pattern}(?:\s*[,:;]\s[^()]*|\s*:\s*\d[^()]*)?")
_BRACKET = re.compile(r"\((?P<inside>(?:[^()]|\([^()]*\))*)\)|\[(?P<squared>[^\[\]()]*)\]")
# Names are read once and never read again in another way ("*+"), else a long row of them takes for ever.
_PARTICLE = rf"(?:(?:d[’']|{any_of('names.particles')})\s+)*+"
_CAPITAL = r"(?:d[’']|al-|el-)?[^\W\d_a-zß-öø-ÿ][\w’'./-]*+"
_JOINS = any_of("names.joins", "citing.name_joins")
_NAME = rf"{_PARTICLE}{_CAPITAL}(?:\s+(?:{_JOINS}\s+)*+{_PARTICLE}{_CAPITAL})*+"
_ET_AL = rf"(?:,?\s+{any_of('names.others')})"
_OTHERS = re.compile(rf"\b{any_of('names.others')}")
_AND = rf"(?:&|{any_of('function_words.conjunctions', 'names.foreign_conjunctions')})"
_INITIALS = r"(?:,\s(?:[^\W\d_a-zß-öø-ÿ]\.[\s-]?)+)?"
_NAMES = rf"{_NAME}{_INITIALS}(?:(?:,\s+{_NAME})*,?\s+{_AND}\s+{_NAME})?(?:{_ET_AL})?(?:[’']s?(?!\w))?"
_NARRATIVE = re.compile(rf"(?<![\w-])(?P<who>{_NAMES})(?:\s[(\[][^\W\d_a-z]{{2,}}[)\]])?,?\s*(?=[\[(])")
_ACRONYM = re.compile(r"\s[(\[][^\W\d_a-z]{2,}[)\]],?\s*$")  # "Badan Narkotika Nasional (BNN) (2019)"
_PAGES_BEFORE = re.compile(rf"\b{any_of('papers.pages')}\b\.?\s$")
_PLACE = rf"{_CAPITAL}(?:\s{_CAPITAL})?"
_EVENT = re.compile(  # "the meeting of states (Hanoi, 2005)", "held in Hanoi (2005)"
    rf"\b{any_of('citing.events')}\s(?:(?:{_JOINS}\s[\w-]+\s)?\((?P<place>{_PLACE}),\s{_BARE_YEAR}\)"
    rf"|(?P<lead>{any_of('citing.place_leads')})\s(?P<named>{_PLACE})\s\({_BARE_YEAR}\))"
)
_FARTHEST = 200  # characters before a bracket in which names are looked for
_SOURCE_NOTE = re.compile(
    rf"^(?:.*[.:;]\s+)?{any_of('papers.sources')}\s*:\s*(?P<inside>.+?)\.?$", re.IGNORECASE | re.DOTALL
)
_LEAD = re.compile(rf"^(?:[\s,;:&.(\[]+|{any_of('citing.leads')}(?=[\s,:])\s*)+", re.IGNORECASE)
_PARTS = any_of(
    *("papers.figures", "papers.tables", "papers.sections", "papers.pages", "papers.paragraphs", "papers.issues"),
    "citing.locators",
)
_LOCATOR = re.compile(
    rf"^\s*+,?\s*+(?:{_PARTS}\b\.?\s*[\dIVXivx–—,\s-]+|\d+(?:\s*[–-]\s*\d+)?)(?=[\s,;]|$)", re.IGNORECASE
)
_NEVER_AUTHORS = union("citing.never_authors")
_OPENERS = union("sentences.openers", "sentences.counting_openers", "sentences.participles", "citing.openers") - union(
    "sentences.surnames"
)
_OPENER_JOINS = union("citing.opener_joins")
_TREATIES = union("citing.treaties")
_INSTRUMENTS = union("citing.instruments")
_OWN_PARTS = any_of("papers.figures", "papers.tables", "papers.sections", "papers.appendices")
_NO_AUTHOR = re.compile(rf"^(?:{any_of('citing.no_author', 'numbers.currencies')}|{_OWN_PARTS})\b", re.IGNORECASE)
_MONTHS = union("dates.months", "dates.short_months")
_THROUGH = re.compile(rf".*\b{any_of('citing.through')}\s+", re.DOTALL)
# Blanks are matched only from their start, else long runs of them are read many times.
_ABOUT = re.compile(rf"(?:,|(?<!\s))\s*+\b{any_of('citing.circa')}\.?$")
_CASELESS = re.compile(r"&|(?!.*[\d_a-zà-öø-ÿ])(?![A-ZÀ-ÖØ-Þ])\w{1,8}[,、]?")  # names of scripts without capitals
_POSSESSIVE = re.compile(r"[’'](?:s(?!\w))?$")
_LOWERED = re.compile(rf"[^\W\d_]+(?:[’'-][^\W\d_]+)*(?:(?:,|,?\s{_AND})\s[^\W\d_]+|\s[^\W\d_]+){{0,3}}{_ET_AL}?")
_NO_NAMES = STOP_WORDS - union("function_words.conjunctions")
_STOPPED = re.compile(r"(?<![^\W\d_])([^\W\d_]{2,}+)\.\s")
_ABBREVIATIONS = union("sentences.abbreviations")
_PARTICLES = union("names.particles")
# Authors parted by semicolons: "Smith; Jones, 2020"; each is one or two words, perhaps with initials.
_PARTED = re.compile(rf"[\s;]*+(?:{_PARTICLE}{_CAPITAL}(?:\s{_CAPITAL})?{_INITIALS}\s?;\s?)++")
_MOST_WORDS = 16  # most words in the names that a citation may have; organisations have long names


@dataclass(frozen=True, slots=True)
class Callout:
    """A citation of one work in a text, at characters [start, end).

    Attributes:
        start: Start of the first author's name or, for a further year of the same authors, of the year.
        end: End of the year, or of the bracket around it if that contains only the year.
        form: Its form.
        who: The authors as the text names them; empty for a citation by number or key.
        year: Year with its letter, or "n.d."; the number or key for a citation by one.
    """

    start: int
    end: int
    form: Form
    who: str
    year: str


@lru_cache(maxsize=8192)  # the same sentences are read for many questions
def callouts(text: str) -> tuple[Callout, ...]:
    """Find the citations by author and year in a text, in order.

    A single name and a year after the word for an event, as in "the meeting (Hanoi, 2005)" and
    "held in Hanoi (2005)", are its place and time.

    >>> [(one.who, one.year, one.form.value) for one in callouts("Koster (2009) doubts it (see UNODC, 2008, p. 3).")]
    [('Koster', '2009', 'narrative'), ('UNODC', '2008', 'parenthetical')]
    """
    # "di" may be read as a particle of the name.
    events = {match.start(name) for match in _EVENT.finditer(text) for name in ("place", "lead", "named")}
    return tuple(one for one in callouts_or_events(text) if one.start not in events)


@lru_cache(maxsize=8192)
def callouts_or_events(text: str) -> tuple[Callout, ...]:
    """Find the citations by author and year in a text, and the places and years of events, which look alike."""
    results = list(_in_brackets(text, 0, len(text)))
    note = _SOURCE_NOTE.match(text)
    if note is not None:
        taken = {at for callout in results for at in range(callout.start, callout.end)}
        in_note = _parenthetical(text, *note.span("inside"))
        results += [one for one in in_note if one.start not in taken and one.end - 1 not in taken]
    return tuple(sorted(results, key=lambda callout: callout.start))


def _in_brackets(text: str, start: int, end: int) -> Iterator[Callout]:
    """Yield the citations of all brackets in [start, end), nested ones too; names before one are its authors."""
    for match in _BRACKET.finditer(text, start, end):
        inside = "inside" if match["inside"] is not None else "squared"
        nested = list(_in_brackets(text, *match.span(inside))) if "(" in match[inside] else []
        names = _names_before(text, match.start()) if _OWN_YEARS.fullmatch(match[inside]) else None
        if nested:
            yield from nested
        elif names is not None:
            yield from _narrative(text, names, match.start(inside), match.end())
        else:
            yield from _parenthetical(text, *match.span(inside))


def _names_before(text: str, bracket: int) -> tuple[int, int] | None:
    """Return the range of the names directly before a bracket with years; None if there are none."""
    start = _start_of_search(text, bracket)
    match = None
    for match in _NARRATIVE.finditer(text, start, bracket + 1):
        if match.end() == bracket:
            break
    if match is None or match.end() != bracket:
        return None
    start, end = match.span("who")
    start += _opening_length(text[start:end])
    who = _POSSESSIVE.sub("", text[start:end])
    words = [word.casefold() for word in who.split()]
    instrument = not words or words[-1] in _INSTRUMENTS or not _TREATIES.isdisjoint(words)
    return None if instrument or len(words) > _MOST_WORDS or not _is_name(who) else (start, end)


def _start_of_search(text: str, bracket: int) -> int:
    """Return where names before a bracket may begin: after the bracket before it, at most 200 characters away."""
    farthest = max(0, bracket - _FARTHEST)
    acronym = _ACRONYM.search(text, farthest, bracket)
    end = acronym.start() if acronym is not None else bracket
    return max(farthest, *(text.rfind(mark, farthest, end) + 1 for mark in "()[]"))


def _opening_length(who: str) -> int:
    """Count the characters before the names: the end of another sentence, or words that open this one."""
    at = max((stop.end() for stop in _STOPPED.finditer(who) if stop[1].casefold() not in _ABBREVIATIONS), default=0)
    for word in re.compile(r"\S+\s*").finditer(who, at):
        bare = word.group().strip().rstrip(",")
        if bare not in _OPENERS and not (at and bare in _OPENER_JOINS):
            break
        at = word.end()
    return at


def _narrative(text: str, names: tuple[int, int], start: int, end: int) -> Iterator[Callout]:
    """Yield the citations of authors named before a bracket that opens with their years, then others in it."""
    who = _who(text[names[0] : names[1]])
    years = _YEARS.match(text, start, end)
    after = years.end() if years is not None else end
    for i, (first, last, year) in enumerate(_years(text, start, after)):
        if i == 0:
            yield Callout(names[0], end, Form.NARRATIVE, who, year)
        else:
            yield Callout(first, last, Form.NARRATIVE, who, year)
    yield from _parenthetical(text, after, end - 1)


def _years(text: str, start: int, end: int) -> Iterator[tuple[int, int, str]]:
    """Yield (start, end, year) of the years in [start, end); "2019a,b" gives two."""
    for match in _A_YEAR.finditer(text, start, end):
        year, at = match.group(), match.end()
        if _PAGES_BEFORE.search(text, max(start, match.start() - 12), match.start()) is not None:
            continue
        if "/" in year and int(year[5:9]) - int(year[:4]) < 2:
            continue  # 2015/2016 is a school year
        yield match.start(), at, _year(year)
        while year[-1].isalpha() and year[0].isdigit() and (letter := _LETTERS.match(text, at, end)) is not None:
            at = letter.end()
            first = chr(ord(year[-1]) + 1) if letter["mark"] != "," else letter["letter"]
            for code in range(ord(first), ord(letter["letter"]) + 1):
                year = year[:-1] + chr(code)
                yield letter.start("letter"), at, year


def _parenthetical(text: str, start: int, end: int) -> Iterator[Callout]:
    """Yield the citations in [start, end): names, a year, perhaps more years, then the next names."""
    who, previous_end = "", start
    # The range of the previous year if it has no author: the next name may begin with a number.
    unclaimed_year: tuple[int, int] | None = None
    for year_start, last, year in _years(text, start, end):
        first = _start_of_names(text, previous_end, year_start, cited=bool(who))
        names = _ABOUT.sub("", text[first:year_start].rstrip(" ,(–-\n"))
        if names or not who:
            who = _who(names) if _may_cite(names, comma=text[first:year_start].rstrip().endswith(",")) else ""
            if who and unclaimed_year is not None and not text[unclaimed_year[1] : first].strip():
                first, who = unclaimed_year[0], f"{text[slice(*unclaimed_year)]} {who}"
        else:
            first = year_start
        unclaimed_year = None if who else (year_start, last)
        previous_end = last
        if who:
            yield Callout(first, last, Form.PARENTHETICAL, who, year)


def _start_of_names(text: str, start: int, end: int, *, cited: bool) -> int:
    """Return where names begin in [start, end): after the previous locator, a semicolon and words like "see"."""
    locator = _LOCATOR.match(text[start:end]) if cited else None
    at = start + locator.end() if locator is not None else start
    mark = text.rfind(";", start, end) + 1
    at = at if _are_authors(text, at, mark, end) else max(at, mark)
    through = _THROUGH.match(text, at, end)
    at = through.end() if through is not None else at
    lead = _LEAD.match(text[at:end])
    return at + lead.end() if lead is not None else at


def _are_authors(text: str, start: int, mark: int, end: int) -> bool:
    """True if semicolons part authors in [start, end), the last at `mark`: "Smith; Jones, 2020", not "WHO; Jones"."""
    if mark <= start or _PARTED.fullmatch(text, start, mark) is None or _OTHERS.search(text, mark, end) is not None:
        return False
    short = any(sum(letter.isupper() for letter in word) > 1 for word in re.findall(r"[^\W\d_]+", text[start:mark]))
    return not short or text[mark:end].isupper()


def _may_cite(names: str, *, comma: bool) -> bool:
    """True if the text before a year in a bracket names authors: "UNODC", not "June" or "established in".

    Some extracted texts print small capitals as lower case, so names in lower case are accepted before a comma.
    """
    words = names.split()
    if not words or len(words) > _MOST_WORDS:
        return False
    initial = len(words) > 1 and len(words[-1]) == 1 and words[-1].isupper()  # "Smith A"
    if not initial and words[-1].casefold().strip(".") in _NEVER_AUTHORS:
        return False
    if all(_CASELESS.fullmatch(word) for word in words):
        return True
    lowered = comma and names[0].islower() and _LOWERED.fullmatch(names) is not None
    return _is_name(names) or (lowered and _NO_NAMES.isdisjoint(words) and _NO_AUTHOR.match(names) is None)


def _is_name(who: str) -> bool:
    words = [word.strip(",.;:") for word in who.split()]
    first = who.lstrip("\"'“‘«")
    particle = words[0] in _PARTICLES or re.match(r"(?:d[’']|al-|el-)[^\W\d_a-z]", words[0]) is not None
    capital = first[:1].isupper() or (particle and any(not word.islower() for word in words))
    dated = any(word in _MONTHS for word in words) or any(word.isdigit() for word in words)
    return capital and not dated and _NO_AUTHOR.match(first) is None


def _who(names: str) -> str:
    return _POSSESSIVE.sub("", " ".join(names.split()).strip(' ,"“”«»'))


def _year(year: str) -> str:
    return re.sub(r"\s", "", year) if "." in year else year.casefold()
