"""Reads from a question what it asks of a table: an operation, years, an ordinal, and the words that name things."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from kutip.language import LANGUAGES
from kutip.language.united import STOP_WORDS, any_of, union
from kutip.text.terms import terms
from retriever.answers.tables.cell_values import months_in, ordinals_in, years_in
from retriever.query.forms import rewrite_ordinals
from retriever.query.question_type import QuestionType
from retriever.query.understanding import Understood


class TableOperation(StrEnum):
    """What is to be done with the rows that a question is about."""

    LOOK_UP = "look_up"
    LATEST = "latest"
    EARLIEST = "earliest"
    MOST = "most"
    FEWEST = "fewest"
    TOTAL = "total"
    DIFFERENCE = "difference"
    TIMES = "times"


_OPERATIONS = {
    operation: re.compile(rf"\b{any_of(f'tables.{field}')}\b", re.IGNORECASE)
    for operation, field in (
        (TableOperation.TIMES, "times"),
        (TableOperation.DIFFERENCE, "differences"),
        (TableOperation.LATEST, "latest"),
        (TableOperation.EARLIEST, "earliest"),
        (TableOperation.MOST, "most"),
        (TableOperation.FEWEST, "fewest"),
        (TableOperation.TOTAL, "totals"),
    )
}
_WORD = re.compile(r"\w+")
_PIECE = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
# Words for a number as such, which do not say what is counted: "rate".
MEASURES = frozenset(term for word in union("tables.measures") for code in LANGUAGES for term in terms(word, code))
_CHANGES = frozenset(term for word in union("tables.changes") for code in LANGUAGES for term in terms(word, code))
_FRAMES = frozenset(term for word in union("tables.frames") for code in LANGUAGES for term in terms(word, code))
_ABOUT = r"(?:mid-|early\s|late\s)?"
_UP_TO = any_of("tables.until_years", "numbers.ranges")
_SPAN = re.compile(
    rf"(?P<lead>\b{any_of('tables.spans_of_years')}\s+(?:{any_of('tables.moments')}\s+)?)?{_ABOUT}(?<!\d)(?P<first>\d{{4}})"
    rf"\s*(?:(?P<to>[-–—]|\b{_UP_TO}\b)|\b{any_of('function_words.conjunctions')}\b)\s*{_ABOUT}(?P<last>\d{{4}})(?!\d)",
    re.IGNORECASE,
)
_BOUNDS = {
    name: re.compile(
        rf"\b{any_of(f'tables.{name}')}\s+(?:{any_of('tables.moments')}\s+)?{_ABOUT}(\d{{4}})(?!\d)", re.IGNORECASE
    )
    for name in ("from_years", "after_years", "until_years", "before_years")
}
_HEADS = re.compile(any_of("questions.heads"), re.IGNORECASE)
_PLURAL = re.compile(r"(?<=[A-Z])s$")  # of a short name: "MoUs"
_LABEL = re.compile(rf"\b{any_of('papers.tables', 'papers.appendices')}\s+(\d+|[A-Z]\b)", re.IGNORECASE)
_HEAD = re.compile(rf"\b{any_of('questions.heads')}\s+(?P<noun>[^\W\d_][\w-]*)", re.IGNORECASE)
_EARLIEST_YEAR, _LATEST_YEAR = 0, 9999
_ORDINALS = union("numbers.ordinals", "numbers.tens_ordinals")
_MONTH_NAMES = frozenset(month for one in LANGUAGES.values() for month in one.dates.months)


@dataclass(frozen=True, slots=True)
class TableWord:
    """A word of a question that names something.

    Attributes:
        typed: As its user typed it.
        english: Its translation to the papers' language; the same for a word of that.
        forms: The sets of terms that stand for it: those typed, those of its translation. One of them is enough.
    """

    typed: str
    english: str
    forms: tuple[frozenset[str], ...]

    @property
    def size(self) -> int:
        """How many words of the papers' language it is."""
        return len(self.english.split())

    @property
    def is_name(self) -> bool:
        """Whether it was typed with a capital, as a name is."""
        return self.typed[:1].isupper()

    def is_in(self, held: frozenset[str]) -> bool:
        """Whether some terms hold it."""
        return any(form <= held for form in self.forms)


@dataclass(frozen=True, slots=True)
class AskedYears:
    """The years that a question asks for: from `first` to `last`; `named` are those that it names one by one."""

    first: int
    last: int
    named: tuple[int, ...]
    is_span: bool

    def __contains__(self, year: int) -> bool:
        return self.first <= year <= self.last and (self.is_span or year in self.named)


@dataclass(frozen=True)
class TableQuestion:
    """A question as it is asked of a table.

    Attributes:
        kind: The kind of answer that it wants.
        text: As it was typed, then in the papers' language.
        operation: What is to be done with the rows.
        words: The words that name things, in order; no question word, no word of the operation, no year, no ordinal.
        head: The terms of the noun that "which" asks for: of "city" in "which city"; empty without one.
        ordinals: The ordinals that it names.
        years: The years; None if it names none.
        months: The months, from 1.
        label: The number or letter of a table that it names; None if it names none.
    """

    kind: QuestionType
    text: str
    operation: TableOperation
    words: tuple[TableWord, ...]
    head: frozenset[str]
    ordinals: frozenset[int]
    years: AskedYears | None
    months: frozenset[int]
    label: str | None

    @classmethod
    def of(cls, query: str, understood: Understood) -> "TableQuestion | None":
        """Read a question; None if it names two operations that do not go together."""
        english = " ".join(target for _, target in understood.words if target)
        text = f"{query}\n{english}"
        operations = [one for one, pattern in _OPERATIONS.items() if pattern.search(text)]
        ordinals = _ordinals(text)
        if TableOperation.EARLIEST in operations:
            ordinals -= {1}
        if len(operations) > 1 and not _go_together(operations):
            return None
        is_difference = TableOperation.DIFFERENCE in operations
        return cls(
            kind=understood.kind,
            text=text,
            operation=operations[0] if operations else TableOperation.LOOK_UP,
            words=tuple(one for one in _words(understood.words) if not (is_difference and one.is_in(_CHANGES))),
            head=_head(understood.words, understood.language),
            ordinals=ordinals,
            years=_years(text),
            months=frozenset().union(*(months_in(word) for word in text.split() if word.strip("?,.") in _MONTH_NAMES)),
            label=next((found[1] for found in _LABEL.finditer(text)), None),
        )

    def says(self, text: str) -> bool:
        """Whether it has all words of a text, one after the other."""
        return f" {' '.join(_WORD.findall(text.casefold()))} " in f" {' '.join(_WORD.findall(self.text.casefold()))} "

    @cached_property
    def numbers(self) -> tuple[int, ...]:
        """The years that it names, in its order."""
        return self.years.named if self.years is not None else ()


def _go_together(operations: Sequence[TableOperation]) -> bool:
    """Whether one operation only says another in more words: "the total difference"."""
    return set(operations) <= {TableOperation.DIFFERENCE, TableOperation.TOTAL}


def _ordinals(text: str) -> frozenset[int]:
    worded = [f"{text[one.start : one.end]} {one.target}" for one in rewrite_ordinals(text)]
    return frozenset(number for piece in (text, *worded) for number in ordinals_in(piece))


def _years(text: str) -> AskedYears | None:
    named = tuple(dict.fromkeys(years_in(text)))
    if not named:
        return None
    span = _SPAN.search(text)
    if span is not None and (span["lead"] or span["to"]):
        first, last = sorted((int(span["first"]), int(span["last"])))
        return AskedYears(first, last, named, is_span=True)
    bounds = {name: int(found[1]) for name, pattern in _BOUNDS.items() if (found := pattern.search(text)) is not None}
    if not bounds or len(named) > 1:
        return AskedYears(min(named), max(named), named, is_span=False)
    first = bounds.get("from_years", bounds.get("after_years", _EARLIEST_YEAR - 1) + ("from_years" not in bounds))
    last = bounds.get("until_years", bounds.get("before_years", _LATEST_YEAR + 1) - 1)
    return AskedYears(first, last, named, is_span=True)


def _head(pairs: Sequence[tuple[str, str]], language: str) -> frozenset[str]:
    """The terms of the noun that "which" asks for; where questions are translated it may come first: "forum mana"."""
    if LANGUAGES[language].translating is None:
        found = _HEAD.search(" ".join(typed for typed, _ in pairs))
        return frozenset(terms(_singular(found["noun"]))) if found is not None else frozenset()
    before = ""
    for _, english in pairs:
        found = _HEAD.search(english)
        if found is not None:
            return frozenset(terms(found["noun"]))
        if _HEADS.fullmatch(english):
            return frozenset(term for code in LANGUAGES for term in terms(before, code))
        before = english or before
    return frozenset()


def _words(pairs: Sequence[tuple[str, str]]) -> Iterator[TableWord]:
    """The words of a question that name things, each with its forms."""
    if all(typed == english for typed, english in pairs):
        text = " ".join(typed for typed, _ in pairs)
        for one in reversed(list(rewrite_ordinals(text))):  # whole: "twenty-first" is no "first"
            text = f"{text[: one.start]} {text[one.end :]}"
        pairs = [(one, one) for one in _PIECE.findall(_without_operations(text))]
    for typed, english in pairs:
        own, other = (
            [one for one in _PIECE.findall(_without_operations(text)) if _names(one)] for text in (typed, english)
        )
        if own == other:
            yield from (TableWord(one, one, _forms([one], [one])) for one in own)
        elif other:
            yield TableWord(typed, " ".join(other), _forms(own, other))


def _forms(own: Sequence[str], other: Sequence[str]) -> tuple[frozenset[str], ...]:
    texts = dict.fromkeys((" ".join(own), " ".join(other)))
    found = [frozenset(terms(_singular(text), code)) for text in texts if text for code in LANGUAGES]
    return tuple(dict.fromkeys(form - MEASURES or form for form in found if form))


def _singular(word: str) -> str:
    """A short name without the ending of its plural."""
    return _PLURAL.sub("", word)


def _without_operations(text: str) -> str:
    for pattern in _OPERATIONS.values():
        text = pattern.sub(" ", text)
    return _LABEL.sub(" ", text)


def _names(word: str) -> bool:
    """Whether a word names something: no stop word, number, month or word that only says that something is there."""
    if word[0].isdigit() or word.casefold() in STOP_WORDS | _ORDINALS or word in _MONTH_NAMES:
        return False
    return not frozenset(terms(word)) <= _FRAMES
