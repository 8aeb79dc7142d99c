"""Reads the entries of law: cases ("Roe v. Wade, 410 U.S. 113 (1973).") and articles in the same style.

Their marks are exact: a volume, a reporter or journal, a page, and at the end the year in brackets.
"""

import re
from dataclasses import dataclass

from indexer.bibliography.personal_names import people
from indexer.bibliography.plain_entry import TextRange, trimmed
from kutip.language.united import any_of

_CAPITAL = r"[^\W\d_a-z]"
_REPORTER = rf"{_CAPITAL}[^\d()\[\],;]{{0,60}}(?:\d[a-z]{{1,2}}\.?)?"  # "F.3d" and "Cal. 4th" have a digit
_PAGE = r"(?P<pages>\d{1,5}(?:[–-]\d{1,5})?)(?:,\s\d{1,5}(?:[–-]\d{1,5})?)?"
_SOURCE = rf"(?P<volume>\d{{1,4}})\s(?P<container>{_REPORTER})\s{_PAGE}"
_YEAR = r"\((?:[^()\d]|\d{1,2}[a-z]{0,2}\b){0,40}(?P<year>1[5-9]\d\d|20\d\d)\)"
_PARTIES = re.compile(rf"(?:{_CAPITAL}[^()\[\]“”\"]{{1,120}}?\sv\.?|In\sre|Ex\sparte)\s(?=\S)")
_REPORTED = re.compile(rf",?\s{_SOURCE}\s{_YEAR}")
_NEUTRAL = re.compile(  # "Lowe v Dunn [1932] 2 AC 562"
    r",?\s\[(?P<year>\d{4})\]\s(?:(?P<volume>\d{1,3})\s)?"
    rf"(?P<container>{_CAPITAL}[A-Za-z. ]{{0,20}})\s(?P<pages>\d{{1,5}})"
)
_LONGEST_PARTY = 200
_ARTICLE = re.compile(rf",\s{_SOURCE}\s{_YEAR}\.?\s*$")
_SUFFIX = rf"(?:,\s(?:{any_of('names.suffixes')}|I{{2,3}}|IV)\.?)?"
_LAST_AUTHOR = re.compile(rf"(?:\s&\s[^,&]{{3,60}}{_SUFFIX}|\s{any_of('names.others')}),\s")
_QUOTE = re.compile(r"[“”\"()]")
_COMMA = re.compile(r",\s")
_LEAD = re.compile(r"\s*(?:[\[(]?\d{1,3}[\])]\s*|\d{1,3}\.\s+|[-–•]\s+)?")


@dataclass(frozen=True, slots=True)
class LawParts:
    """[start, end) of the parts of an entry of law: a case has no authors."""

    authors: TextRange | None
    year: TextRange
    title: TextRange
    container: TextRange
    volume: TextRange | None
    pages: TextRange


def law_parts(plain: str) -> LawParts | None:
    """Find the parts of a case or of an article that is cited as lawyers do; None for any other entry.

    >>> text = "Jane Doe, Tides of Law, 12 Harv. L. Rev. 34 (1999)."
    >>> found = law_parts(text)
    >>> [text[slice(*part)] for part in (found.authors, found.title, found.container, found.pages, found.year)]
    ['Jane Doe', 'Tides of Law', 'Harv. L. Rev.', '34', '1999']
    """
    start = _end_of(_LEAD.match(plain))
    parties = _PARTIES.match(plain, start)
    if parties is not None:
        reach = parties.end(), parties.end() + _LONGEST_PARTY
        cited = _REPORTED.search(plain, *reach) or _NEUTRAL.search(plain, *reach)
        title = trimmed(plain, (start, cited.start())) if cited is not None else None
        if cited is not None and title is not None and not _QUOTE.search(plain, *title):
            return _cited(None, title, cited)
    article = _ARTICLE.search(plain, start)
    return _article(plain, start, article) if article is not None else None


def _end_of(match: re.Match[str] | None) -> int:
    return match.end() if match is not None else 0


def _article(plain: str, start: int, source: re.Match[str]) -> LawParts | None:
    """Divide the authors from the title in front of a journal: "&" stands before the last of several."""
    end = source.start()
    last = _LAST_AUTHOR.search(plain, start, end) or _COMMA.search(plain, start, end)
    if last is None:
        return None
    authors = (start, last.end() - 2)
    title = trimmed(plain, (last.end(), end))
    if title is None or people(plain, authors, among_persons=True) is None:
        return None
    return _cited(authors, title, source)


def _cited(authors: TextRange | None, title: TextRange, source: re.Match[str]) -> LawParts:
    volume = source.span("volume") if source["volume"] else None
    return LawParts(authors, source.span("year"), title, source.span("container"), volume, source.span("pages"))
