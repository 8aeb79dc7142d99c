"""Finds who edited the book that a work is in, its edition, and the date on which a page of the web was read."""

import re
from dataclasses import dataclass
from itertools import islice

from indexer.bibliography.learned_parts import LearnedParts
from indexer.bibliography.personal_names import people
from indexer.bibliography.plain_entry import TextRange, trimmed
from kutip.language.united import any_of

_ROLE = rf"[([]?\b{any_of('citing.editors')}[)\]]?"
_WITHIN = rf"(?:{any_of('citing.within')}|in)\b:?\s++"
# One range for both the book and the names: two of them would be tried at all their lengths together.
_BOOK_FIRST = re.compile(rf"{_WITHIN}(?P<book_and_names>[^()“”\"]{{8,400}}?),?\s{_ROLE}[.,]")
_NAMES_FIRST = re.compile(
    rf"(?<![\w,]\s)\b{_WITHIN}(?P<names>[^()“”\"]{{3,200}}?)(?:,?\s\({_ROLE}|,\s{_ROLE}(?=,|\.\s))[.,:]*\s+(?=\S)"
)
_LEAD = re.compile(rf"[\s(\[]*(?:{_WITHIN})?[\s(\[]*(?:{any_of('citing.edited_by')}\b|{_ROLE}\s)?\s*", re.IGNORECASE)
_TAIL = re.compile(rf"[\s,]{{0,3}}{_ROLE}[\s,.;:)]{{0,6}}$")
_EDITED_BY = re.compile(rf"(?<!\w){any_of('citing.edited_by')}\s", re.IGNORECASE)
_NAMES_END = re.compile(r",\s|(?<![\s.][^\W\d_a-z])\.(?:\s|$)")
_AND = re.compile(rf"\s(?:&|{any_of('function_words.conjunctions')})\s")
_IN_ROUND = re.compile(rf"\({any_of('citing.editors')}\s(?P<names>[^()]{{3,200}})\)")
_BOOK = re.compile(r"[^.(]{3,200}?(?=\s\(|\.\s|,\s\W*\d|\.?$)")
_MIDDLE = re.compile(r"[^\W\d_a-z][^\W\d_]{1,40}\s[^\W\d_a-z]$")  # "Samuel R", after which a surname is to come
_SURNAME = re.compile(r"\s[^\W\d_a-z][\w’'-]{1,40}(?=[,.;:])")
_EDITIONS = any_of("citing.editions")
_ORDINALS = any_of("numbers.ordinals")
_EDITION = re.compile(
    rf"(?<![\w-])(?:\d{{1,2}}\s?(?:[a-z]{{2}}|[.ªº])|{_ORDINALS})\s(?:[a-z]{{3,7}}\.?\s)?{_EDITIONS}(?!\w)\.?"
    rf"|(?<![\w-]){_EDITIONS}\.?\s(?:{any_of('numbers.ordinal_prefixes')}\s?\d{{1,2}}|{_ORDINALS})(?!\w)",
    re.IGNORECASE,
)
_COMMA = re.compile(r",\s")
_MOST_COMMAS = 8  # of a book and its editors
_MONTH = r"[^\W\d_]{3,10}\.?"
_DATE = (
    rf"(?:\d{{1,2}}\.?\s{_MONTH},?\s\d{{4}}|{_MONTH}\s\d{{1,2}},?\s\d{{4}}|\d{{4}}\s{_MONTH}\s\d{{1,2}}"
    rf"|\d{{4}}[-/.]\d{{1,2}}[-/.]\d{{1,2}}|\d{{1,2}}[-/.]\d{{1,2}}[-/.]\d{{4}}|{_MONTH}\s\d{{4}})(?!\w)"
)
# Between the word and the date stand at most an address and three small words: "Diakses dari https://… pada tanggal".
_ACCESSED = re.compile(
    rf"(?<!\w){any_of('citing.retrieved')}\b:?\s*(?:[a-z]{{2,8}}\s(?:https?:|www\.)\S+,?\s)?(?:[a-z]{{2,8}}:?\s){{0,2}}"
    rf"(?P<date>{_DATE})",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class EditedBook:
    """Where the editors of a book stand, and the book beside them if that is known too."""

    editors: TextRange
    book: TextRange | None


def accessed(plain: str) -> TextRange | None:
    """Return the date on which a page was read, as printed.

    >>> text = "A title. Accessed 12 March 2020. https://x.org"
    >>> text[slice(*accessed(text))]
    '12 March 2020'
    """
    found = _ACCESSED.search(plain)
    return found.span("date") if found is not None else None


def edition(plain: str, learned: LearnedParts) -> TextRange | None:
    """Return the edition as printed: "2nd ed."."""
    run = learned.first("edition")
    found = _EDITION.search(plain, *run) if run is not None else None
    found = found if found is not None else _EDITION.search(plain)
    return found.span() if found is not None else None


def edited_book(plain: str, learned: LearnedParts) -> EditedBook | None:
    """Find the editors: by the model where what it has are persons' names, else by their marks beside the book."""
    run = learned.first("editor")
    names = _persons(plain, run) if run is not None else None
    if names is not None:
        return EditedBook(names, None)
    by = _EDITED_BY.search(plain)
    if by is not None and (names := _named_by(plain, by.end())) is not None:
        return EditedBook(names, None)
    in_round = _IN_ROUND.search(plain)
    if in_round is not None and (names := _persons(plain, in_round.span("names"))) is not None:
        return EditedBook(names, None)
    names_first = _NAMES_FIRST.search(plain)
    if names_first is not None and (names := _persons(plain, names_first.span("names"))) is not None:
        return EditedBook(names, _book_after(plain, names_first.end(), learned))
    book_first = _BOOK_FIRST.search(plain)
    if book_first is None:
        return None
    start, end = book_first.span("book_and_names")
    for comma in islice(_COMMA.finditer(plain, start, end), _MOST_COMMAS):
        if (names := _persons(plain, (comma.end(), end))) is not None:
            return EditedBook(names, trimmed(plain, (start, comma.start())))
    return None


def _named_by(plain: str, start: int) -> TextRange | None:
    """Return the names behind "edited by": up to a comma, or over several to the one behind the last name's "and"."""
    found = None
    for ends in islice(_NAMES_END.finditer(plain, start), _MOST_COMMAS):
        names = _persons(plain, (start, ends.start()))
        if names is None or (found is not None and not _AND.search(plain, *names)):
            break
        found = names
    return found


def _persons(plain: str, where: TextRange) -> TextRange | None:
    """Return a range without the words around names, if names with forms that persons' names have are left."""
    lead = _LEAD.match(plain, *where)
    start = lead.end() if lead is not None else where[0]
    tail = _TAIL.search(plain[start : where[1]])
    end = start + tail.start() if tail is not None else where[1]
    end = start + len(plain[start:end].rstrip(" ,.)"))  # a full stop of an initial is put back below
    inner = trimmed(plain, (start, end))
    if inner is None:
        return None
    if plain[inner[1] - 1].isupper() and plain.startswith(".", inner[1]):
        after = _SURNAME.match(plain, inner[1] + 1) if _MIDDLE.search(plain, *inner) is not None else None
        inner = (inner[0], after.end() if after is not None else inner[1] + 1)
    return inner if people(plain, inner, among_persons=True) is not None else None


def _book_after(plain: str, start: int, learned: LearnedParts) -> TextRange | None:
    """Return the book that begins after the editors, to where the model or else punctuation has it end."""
    ends = [
        run.where[1] for run in learned.runs if run.label in ("container-title", "journal") and run.where[1] > start
    ]
    if ends:
        return trimmed(plain, (start, ends[0]))
    told = _BOOK.match(plain, start)
    return trimmed(plain, told.span()) if told is not None else None
