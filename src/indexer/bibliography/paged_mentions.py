"""Finds citations by author and page, as in "(Holm 45)", in papers whose list has years behind titles.

A bracket with a name and a number may say anything, so only names that exactly one entry has are citations.
"""

import re
from collections.abc import Sequence

from indexer.bibliography.linking import fitting_entries
from indexer.bibliography.listed_names import NameIndex, year_of
from kutip.language.united import any_of
from kutip.text.callouts import Callout
from kutip.types import Form, Reference

_LATE = 0.6  # of the dated entries: how many have the year behind the title
_BRACKET = re.compile(r"\((?P<inside>[^()]{3,200})\)")
_PIECE = re.compile(r"[^;]+")
_LEAD = rf"(?:(?:{any_of('citing.leads', 'citing.through')})[\s,]\s?)*"
_COUNT = r"\d{1,4}(?:[–-]\d{1,4})?"
_PAGED = re.compile(rf"\s*(?i:{_LEAD})(?P<who>[^\d;]{{2,120}}?),?\s{_COUNT}(?:,\s{_COUNT})*\s*")
_DATED = re.compile(r"\s(?:1[5-9]|20)\d\d\s*$")


def cited_by_page(texts: Sequence[str], references: Sequence[Reference], *, by_name: int) -> list[list[Callout]]:
    """Return the citations of each text by author and page; their years are those of their entries.

    Args:
        texts: T texts.
        references: The list of references.
        by_name: Number of citations by author and year; where they are more, none is by page.
    """
    nothing: list[list[Callout]] = [[] for _ in texts]
    if not _has_late_years(references):
        return nothing
    listed = NameIndex(references)
    found = [_in_text(text, listed) for text in texts]
    return found if sum(map(len, found)) > by_name else nothing


def _has_late_years(references: Sequence[Reference]) -> bool:
    """True if most entries have the year behind the title, and few have a number."""
    dated = [one for one in references if one.year and one.title and one.year.spans and one.title.spans]
    late = sum(one.year.spans[0].start > one.title.spans[0].start for one in dated if one.year and one.title)
    numbered = sum(one.number is not None for one in references)
    return bool(dated) and late >= _LATE * len(dated) and 2 * numbered < len(references)


def _in_text(text: str, listed: NameIndex) -> list[Callout]:
    found = []
    for bracket in _BRACKET.finditer(text):
        for piece in _PIECE.finditer(text, *bracket.span("inside")):
            paged = _PAGED.fullmatch(text, *piece.span())
            if paged is None or _DATED.search(text, *piece.span()):
                continue
            fitting = fitting_entries(paged["who"], listed)
            year = year_of(fitting[0]) if len(fitting) == 1 else ""
            if year:
                end = piece.end() - (len(piece.group()) - len(piece.group().rstrip()))
                found.append(Callout(paged.start("who"), end, Form.PARENTHETICAL, paged["who"], year))
    return found
