"""Reads title, authors and year above the text of a PDF's first page, by their look and by what its properties say.

Properties are often wrong ("Microsoft Word - draft3.doc", a template's name), and so is the look: the largest words may
be the journal's. A title of the properties is believed if the page has it, on lines of its own.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from indexer.parsing.headings import is_capitals
from indexer.parsing.pdf.front_lines import FrontLine
from indexer.parsing.pdf.front_people import are_spoken_of, in_order, people_below
from kutip.language.united import any_of, union
from kutip.metadata.rich_text import OBEYED
from kutip.text.reading import squeeze

_LARGER = 1.12  # than running text, in sizes: a title
_LEADING = 2.3  # sizes between two lines of a title
_NEARLY = 0.97  # of the largest size
_CLOSE = 1.5  # the same of one with several fonts
_BESIDE = 3  # groups of lines that may be beside each other
_MOST_LINES = 6  # of a title
_LONGEST = 400  # characters of a title
_LEAST_LETTERS = 6  # of a title that properties state
_UNREADABLE, _FEW_UNREADABLE = ("So", "Co", "Cn"), 0.1
_END_MARKS = "*∗⋆†‡§¶#"
_JOURNAL = re.compile(
    rf"^(?:the\s)?(?:{any_of('paper_facts.journals', 'papers.proceedings')}|transactions|annals)\b", re.IGNORECASE
)
_ISSUE = re.compile(rf"\b{any_of('papers.issues')}\b\.?\s*\d", re.IGNORECASE)
_ADDRESS = re.compile(rf"@|https?:|www\.|^(?:\S+\s)?{any_of('papers.workplaces')}\b(?:\s\S+){{0,5}}$", re.IGNORECASE)
_KIND = re.compile(rf"^{any_of('papers.kinds_of_paper')}[:.]?$", re.IGNORECASE)
_SECTION = re.compile(r"^\d{1,2}(?:\.\d{1,2})*\.?\s")
_WORD = re.compile(r"[^\W\d_]{2,}")
_PROCEEDINGS = re.compile(rf"(?:proc\.|{any_of('papers.proceedings')}\b)", re.IGNORECASE)
_SMALL_WORDS = union("function_words.small_words")
_YEAR = r"(?<!\d)(?:19|20)\d{2}(?!\d)"
_PROCEEDINGS = re.compile(rf"(?:proc\.|{any_of('papers.proceedings')}\b)", re.IGNORECASE)
_ANY_YEAR = re.compile(_YEAR)
_MONTH = rf"{any_of('dates.months', 'dates.short_months')}\.?"
_DATES = re.compile(
    rf"{_YEAR}[-/.–](?:0?[1-9]|1[0-2])[-/.–]\d{{1,2}}\b|\b\d{{1,2}}[./]\d{{1,2}}[./]{_YEAR}"
    rf"|\b{_MONTH}\s(?:\d{{1,2}}(?:[a-z]{{2}})?,?\s)?{_YEAR}",
    re.IGNORECASE,
)
_STEPS = re.compile(rf"\b{any_of('paper_facts.steps')}\b", re.IGNORECASE)
_MOST_DATED = 10  # words of a line with the date of a paper


@dataclass(frozen=True, slots=True)
class FrontFacts:
    """What the first page of a PDF states.

    Attributes:
        by_look: Fields of CSL-JSON that were told by the look. May be empty.
        confirmed: Those that the PDF's properties state and the page confirms. May be empty.
    """

    by_look: Mapping[str, Any] = field(default_factory=dict)
    confirmed: Mapping[str, Any] = field(default_factory=dict)


def front_facts(
    lines: Sequence[FrontLine], size: float, source: str, stated: Mapping[str, Any] | None = None
) -> FrontFacts:
    """Return title, authors and year as far as they are sure.

    Args:
        lines: What is above the text of the first page.
        size: Size of running text, in points.
        source: The whole text.
        stated: What the PDF's properties state: fields of CSL-JSON.
    """
    stated = stated or {}
    titled = _stated_title(lines, str(stated.get("title", "")))
    group = titled or _title_by_look(lines, size)
    if not group:
        return FrontFacts()
    title = _text(group)
    below = [line for line in lines if line.base > group[-1].base]
    by_look: dict[str, Any] = {"title": title}
    confirmed: dict[str, Any] = {"title": str(stated["title"])} if titled else {}
    by_page = people_below(below)
    people = [] if are_spoken_of(by_page.people, source, title) else list(by_page.people)
    if not titled and not people and len(title.split()) == 1:
        return FrontFacts()  # the heading of a contents, the name of a template
    known = _on_page(stated.get("author") or (), below)
    if people and by_page.is_sure and len(people) >= len(known):
        by_look["author"] = people
    elif known:
        confirmed["author"] = known
    heads = [line.text for line in lines if line.base < group[0].base and _PROCEEDINGS.match(line.text)]
    year = _year(line.text for line in below) or _only_year(heads)
    return FrontFacts(by_look | ({"issued": {"date-parts": [[year]]}} if year else {}), confirmed)


# --- Title ------------------------------------------------------------------------------------------------------------


def _groups(lines: Sequence[FrontLine]) -> list[list[FrontLine]]:
    """Group lines that follow each other closely and are set alike; others may stand beside them."""
    groups: list[list[FrontLine]] = []
    for line in lines:
        above = next((own for own in reversed(groups[-_BESIDE:]) if _is_below(own[-1], line)), None)
        if above is not None and _goes_on(above[-1], line):
            above.append(line)
        else:
            groups.append([line])
    return groups


def _is_below(above: FrontLine, line: FrontLine) -> bool:
    near = line.base - above.base <= _LEADING * line.look.size
    return near and above.pieces[0].x0 < line.pieces[-1].x1 and above.pieces[-1].x1 > line.pieces[0].x0


def _goes_on(above: FrontLine, line: FrontLine) -> bool:
    """True if a line is set as the one above it, or nearly, as where a title has words of another font."""
    if line.look.is_like(above.look):
        return True
    close = line.base - above.base <= _CLOSE * line.look.size and line.look.is_bold == above.look.is_bold
    return close and any(one.look.is_like(other.look) for one in line.pieces for other in above.pieces)


def _stated_title(lines: Sequence[FrontLine], title: str) -> list[FrontLine]:
    """Return the lines that together are the title that a PDF's properties state, the largest if there are several."""
    wanted = _letters(title)
    if len(wanted) < _LEAST_LETTERS or OBEYED.search(title) or len(title) > _LONGEST:
        return []
    found: list[list[FrontLine]] = []
    for first in range(len(lines)):
        written = ""
        for at in range(first, min(first + _MOST_LINES, len(lines))):
            written += _letters(lines[at].text)
            if written == wanted:
                found.append([*lines[first : at + 1]])
            if not wanted.startswith(written):
                break
    return max(found, key=_size, default=[])


def _title_by_look(lines: Sequence[FrontLine], size: float) -> list[FrontLine]:
    """Return the largest lines that can be a title; where none are large, the first bold ones or capitals."""
    fitting = [group for group in _groups(lines) if _can_be_title(group)]
    large = [group for group in fitting if _size(group) >= _LARGER * size]
    if large:
        most = max(map(_size, large))
        largest = [group for group in large if _size(group) >= _NEARLY * most]
        bold = [group for group in largest if group[0].look.is_bold]
        beside = any(_is_below(one[-1], after[0]) for one, after in pairwise(largest))
        chosen = bold[0] if beside and len(bold) == 1 else [] if beside else largest[0]
        return _with_rest(chosen, fitting)
    first = fitting[0] if fitting else []
    stands_out = all(line.look.is_bold or is_capitals(line.text) for line in first)
    return first if stands_out and not all(line.look.is_bold for line in lines) else []


def _with_rest(title: list[FrontLine], groups: Sequence[list[FrontLine]]) -> list[FrontLine]:
    """Add the lines below that a title announces by a colon or ends before; none if they are not there."""
    text = _text(title)
    if not title or not (text.endswith(":") or text.split()[-1].casefold() in _SMALL_WORDS):
        return title
    below = next((group for group in groups if _is_below(title[-1], group[0]) and group[0].base > title[-1].base), [])
    return [*title, *below] if below else []


def _size(lines: Sequence[FrontLine]) -> float:
    return max(line.look.size for line in lines)


def _can_be_title(lines: Sequence[FrontLine]) -> bool:
    text = _text(lines)
    if (
        len(lines) > _MOST_LINES
        or len(text) > _LONGEST
        or OBEYED.search(text)
        or any(one.segments > 1 for one in lines)
    ):
        return False
    if not _WORD.search(text) or (" " not in text and any(map(str.isdigit, text))):
        return False  # a number of a report
    if sum(unicodedata.category(one) in _UNREADABLE for one in text) > _FEW_UNREADABLE * len(text):
        return False  # letters whose font says that they are something else
    return not any(one.search(text) for one in (_JOURNAL, _ISSUE, _ADDRESS, _KIND, _DATES, _SECTION))


def _text(lines: Sequence[FrontLine]) -> str:
    return squeeze(" ".join(line.text for line in lines)).rstrip(f" {_END_MARKS}")


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, text.casefold()))


# --- Authors and year -------------------------------------------------------------------------------------------------


def _on_page(people: Sequence[Mapping[str, str]], lines: Sequence[FrontLine]) -> list[dict[str, str]]:
    """Return the authors that a PDF's properties state, in the page's order; none if it does not show them all."""
    text = " ".join(line.text for line in lines)
    letters = _letters(text)
    for one in people:
        given = _letters(one.get("given", "").split()[0]) if one.get("given") else ""
        if _letters(one["family"]) not in letters or given not in letters:
            return []
    return in_order([dict(one) for one in people], text)


def _year(lines: Iterable[str]) -> int | None:
    """Return the year of the dates below a title, but those of steps before its publication; None if there are two."""
    dated = [line for line in lines if len(line.split()) <= _MOST_DATED and not _STEPS.search(line)]
    years = {year for line in dated for date in _DATES.finditer(line) for year in _ANY_YEAR.findall(date[0])}
    return _only_year(years)


def _only_year(texts: Iterable[str]) -> int | None:
    years = {year for text in texts for year in _ANY_YEAR.findall(text)}
    return int(years.pop()) if len(years) == 1 else None
