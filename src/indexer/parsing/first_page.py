"""Reads title, authors, year and DOI from a paper's first page by plain rules; what is not sure is left out.

The first page's front is what stands above the abstract or the introduction. A title is taken if nothing else there can
be one; authors only if the whole line, and what follows it, leaves no doubt.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from indexer.parsing import line_openers
from indexer.parsing.author_line import AuthorLine, goes_on, read_author_line
from indexer.parsing.dois import stated_doi
from indexer.parsing.headings import whole_capitals
from indexer.parsing.lines import Line
from indexer.parsing.reading import SourceReading
from kutip.language.united import any_of, union
from kutip.metadata.rich_text import OBEYED
from kutip.types import Span

_FRONT = 6_000  # characters: no front is longer; what follows is the paper's text
_MARKED = re.compile(r"#{1,6}\s+")
_UNDERLINE = re.compile(r"={3,}|-{3,}")  # below a heading of Markdown
_END_MARKS = re.compile(r"(?:[*†‡§¹²³]|\^\{[^{}]{0,20}\}|<sup>[^<>]{0,20}</sup>)$")
_OPENING = re.compile(
    rf"{line_openers.SECTION_NUMBER}{any_of('papers.openings')}\s*(?:[:.—–-]\s*\S|:?$)", re.IGNORECASE
)
_NUMBERED = re.compile(r"\d+(?:\.\d+)*\.?\s")
_YEAR = r"(?<!\d)((?:1[5-9]|20)\d{2})(?!\d)"
_ANY_YEAR = re.compile(_YEAR)
_VOLUME = re.compile(rf"\b{any_of('papers.issues')}\b\.?\s*\d|\d\s*\(\d{{1,4}}\)", re.IGNORECASE)
_PUBLISHED = re.compile(
    rf"\b{any_of('paper_facts.publishing')}\b[^\n\d]{{0,20}}(?:\d{{1,2}}\D{{0,12}})?{_YEAR}", re.IGNORECASE
)
_COPYRIGHT = re.compile(rf"(?:©|\(c\)|\bcopyright\b)[^\n\d]{{0,30}}{_YEAR}(?!\s?[-–—,]\s?\d{{4}})", re.IGNORECASE)
_DATE = re.compile(rf"(?:\d{{1,2}}\s+)?{any_of('dates.months')}\s+(?:\d{{1,2}},\s*)?{_YEAR}", re.IGNORECASE)
_DOI = re.compile(r"\b10\.\d{4,9}/[^\s<>\"]+")
_DOI_LINE = re.compile(r"doi[:\s]{1,3}[<\[(]?(?:https?://(?:dx\.)?doi\.org/)?10\.", re.IGNORECASE)
# Lines of the front that are neither title nor authors: headers of the journal, addresses, dates, licences.
_FURNITURE = re.compile(
    rf"https?:|www\.|@|\bissn\b|\bdoi\b|\b{any_of('paper_facts.journals', 'papers.proceedings')}\b"
    rf"|\b(?:{any_of('paper_facts.steps')}|{any_of('paper_facts.licence_names')})\b",
    re.IGNORECASE,
)
_WORKPLACE = re.compile(rf"\b{any_of('papers.workplaces')}\b", re.IGNORECASE)
_KIND_OF_PAPER = re.compile(rf"{any_of('papers.kinds_of_paper')}[:.]?", re.IGNORECASE)
_SECTION_WORDS = union("papers.section_words")
_SMALL_WORDS = union("function_words.small_words")
_BEFORE_PEOPLE = union("papers.by_lines", "function_words.conjunctions")
_WORD = re.compile(r"[^\W\d_]+")
_LEAST_WORDS, _MOST_WORDS = 3, 45  # of a title that no mark shows to be one
_MOST_LINES = 5  # of a title
_MOST_LETTERS = 500  # of a title
_LONGEST_WORD = 40  # characters


@dataclass(frozen=True, slots=True)
class _Front:
    """The lines above the opening of the text, in groups between blank lines."""

    groups: tuple[tuple[Line, ...], ...]
    is_opened: bool


def first_page_facts(source: str, lines: Sequence[Line], reading: SourceReading) -> dict[str, Any]:
    """Return the fields of CSL-JSON that the first page states.

    Args:
        source: The whole text.
        lines: Its lines from where the first page begins: after YAML front matter, if there is any.
        reading: Reads spans of the text.
    """
    front = _front_of(lines)
    title, authors = _title_and_authors(front, reading)
    texts = [line.content for group in front.groups for line in group] if front.is_opened else []
    below = [line.content for line in lines if line.content and line.start < lines[0].start + _FRONT] if lines else []
    year = _year(texts, below)
    stated = {
        "title": title,
        "author": _sure_people(authors, source, title or "") if title else None,
        "issued": {"date-parts": [[year]]} if year is not None else None,
        "DOI": _doi(texts, below),
    }
    return {field: value for field, value in stated.items() if value}


def _front_of(lines: Sequence[Line]) -> _Front:
    taken: list[Line] = []
    is_opened = False
    for line in lines:
        if line.start - lines[0].start > _FRONT:
            break
        is_opened = bool(line.content) and _OPENING.match(whole_capitals(_bare(line.content))) is not None
        if is_opened:
            break
        if not _UNDERLINE.fullmatch(line.content):
            taken.append(line)
    runs = groupby(taken, key=lambda line: bool(line.content))
    return _Front(tuple(tuple(run) for filled, run in runs if filled), is_opened)


def _bare(text: str) -> str:
    return _MARKED.sub("", text, count=1).strip("*_ ")


# --- Title ------------------------------------------------------------------------------------------------------------


def _title_and_authors(
    front: _Front, reading: SourceReading
) -> tuple[str | None, "list[tuple[Line, AuthorLine]] | None"]:
    """The title and the lines of names right below it, with the line after them; None for what is not sure."""
    groups = front.groups
    if groups and _MARKED.match(groups[0][0].content) and _can_be_title(_bare(groups[0][0].content), least=1):
        lines = [line for group in groups for line in group]
        is_only = not any(_level(line) == _level(groups[0][0]) for line in lines[1:])
        return (_read(groups[0][:1], reading), _names_in(lines[1:])) if front.is_opened or is_only else (None, None)
    if not front.is_opened:
        return None, None
    kept = [group for group in groups if not all(is_furniture(line.content) for line in group)]
    for at, group in enumerate(kept):
        for cut in range(len(group)):
            if read_author_line(group[cut].content) is None or (cut == 0 and at == 0):
                continue
            above = group[:cut] if cut else kept[at - 1]
            rest = [*group[cut:], *(line for later in kept[at + 1 :] for line in later)]
            others = [one for one in kept[: at if cut else at - 1] if _can_be_title(_joined(one), least=1)]
            return (_read(above, reading), _names_in(rest)) if _is_title(above) and not others else (None, None)
    return (_read(kept[0], reading), None) if len(kept) == 1 and _is_title(kept[0]) else (None, None)


def _level(line: Line) -> int:
    marks = _MARKED.match(line.content)
    return marks[0].count("#") if marks else 0


def _joined(group: Sequence[Line]) -> str:
    return " ".join(line.content for line in group)


def _read(group: Sequence[Line], reading: SourceReading) -> str:
    text = reading.read([Span(group[0].span.start, group[-1].span.end)])
    bare = _bare(text)
    while (mark := _END_MARKS.search(bare)) is not None:
        bare = bare[: mark.start()].rstrip()
    return bare


def _is_title(group: Sequence[Line]) -> bool:
    return len(group) <= _MOST_LINES and _can_be_title(_bare(_joined(group)), least=_LEAST_WORDS)


def _can_be_title(text: str, *, least: int) -> bool:
    words = _WORD.findall(text)
    if (
        not least <= len(words) <= _MOST_WORDS
        or len(text) > _MOST_LETTERS
        or text.endswith((".", ",", ";", ":"))
        or OBEYED.search(text)
    ):
        return False
    if (
        not (text[0].isupper() or text[0].isdigit() or text[0] in "“‘\"'¿¡")
        or text.split()[-1].casefold() in _SMALL_WORDS
    ):
        return False
    is_section = all(word.casefold() in _SECTION_WORDS | _SMALL_WORDS for word in words)
    return not (is_section or _NUMBERED.match(text) or is_furniture(text))


def is_furniture(text: str) -> bool:
    """True if a line of a front is neither title nor authors: a journal's header, an address, a date, a licence."""
    bare = _bare(text)
    openers = (line_openers.FRONT_MATTER, line_openers.FIGURE, line_openers.TABLE, line_openers.NOTE)
    return (
        not _WORD.search(bare)
        or _KIND_OF_PAPER.fullmatch(bare) is not None
        or any(opener.match(bare) for opener in openers)
        or _FURNITURE.search(bare) is not None
        or _VOLUME.search(bare) is not None
        or _DATE.fullmatch(bare) is not None
        or _is_address(bare)
    )


def _is_address(text: str) -> bool:
    """True if a line names where authors work: it begins with such a body, or lists one among places."""
    found = _WORKPLACE.search(text)
    if found is None:
        return False
    return len(_WORD.findall(text[: found.start()])) <= 1 or not text[0].isalpha() or text.count(",") > 1


# --- Authors ----------------------------------------------------------------------------------------------------------


def _names_in(lines: Sequence[Line]) -> "list[tuple[Line, AuthorLine]] | None":
    """The lines of names with which some lines begin; None if there are none, or if what follows may be names too."""
    found: list[tuple[Line, AuthorLine]] = []
    held: list[Line] = []
    for line in lines:
        held.append(line)
        text = " ".join(one.content for one in held)
        if goes_on(line.content):
            continue
        read = read_author_line(text)
        if read is None:
            break
        found.append((line, read))
        held = []
    if not found or not (not held or _ends_names(held[0].content)):
        return None
    below = lines[lines.index(found[-1][0]) + 1 :]
    return None if any(read_author_line(line.content) for line in below) else found  # others stand further down


def _ends_names(text: str) -> bool:
    """True if a line below names shows that no name follows: an address, a mark, a date, a sentence."""
    return is_furniture(text) or text[:1] in "*_^<([" or not text[:1].isalpha() or text.rstrip("*_").endswith(".")


def _sure_people(
    found: "Sequence[tuple[Line, AuthorLine]] | None", source: str, title: str
) -> list[dict[str, str]] | None:
    """The people of some lines of names, unless the paper's text speaks of them as of things or places."""
    if found is None:
        return None
    read = [one for _, one in found]
    names = [name for one in read for name in one.written]
    if len(names) < 2 and not all(one.is_marked for one in read):
        return None
    lower = set(_WORD.findall(source)) if names else set()
    for name in names:
        words = [word for word in _WORD.findall(name) if len(word) > 1]
        if all(word.casefold() in lower for word in words) or _is_spoken_of(name, source):
            return None
        if any(word in _WORD.findall(title) for word in words):
            return None
    return [person for one in read for person in one.people]


def _is_spoken_of(name: str, source: str) -> bool:
    """True if a name stands after a word in lower case: "in New Zealand"."""
    pieces = source.split(name)[:-1]
    before = (word for piece in pieces for word in piece[-_LONGEST_WORD:].rpartition("\n\n")[2].split()[-1:])
    return any(word.isalpha() and word.islower() and word not in _BEFORE_PEOPLE for word in before)


# --- Year and DOI -----------------------------------------------------------------------------------------------------


def _year(front: Sequence[str], below: Sequence[str]) -> int | None:
    """The year of publication; None if none is stated, or several are."""
    stated = [_PUBLISHED.findall("\n".join(front)), _COPYRIGHT.findall("\n".join(_starting(_COPYRIGHT, below)))]
    stated.append([year for line in front if _VOLUME.search(line) for year in _ANY_YEAR.findall(line)])
    stated.append([year for line in front if _DATE.fullmatch(_bare(line)) for year in _ANY_YEAR.findall(line)])
    years = next((set(one) for one in stated if one), set())
    return int(years.pop()) if len(years) == 1 else None


def _doi(front: Sequence[str], below: Sequence[str]) -> str | None:
    """The DOI that the front states, or a line of its own on the first page; None if there are several."""
    lines = [*front, *_starting(_DOI_LINE, below)]
    found = {doi.rstrip(".,;)]}").casefold(): doi.rstrip(".,;)]}") for line in lines for doi in _DOI.findall(line)}
    return stated_doi(next(iter(found.values()))) if len(found) == 1 else None


def _starting(pattern: re.Pattern[str], lines: Sequence[str]) -> Iterator[str]:
    """Lines that begin with a pattern, up to the list of references."""
    for line in lines:
        if line_openers.REFERENCES.fullmatch(_bare(line)):
            return
        if pattern.match(_bare(line)):
            yield line
