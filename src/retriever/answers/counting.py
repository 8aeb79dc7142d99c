"""Finds the numbers of a sentence that count what a question asks for, and the year that each belongs to."""

import re
from collections.abc import Iterable, Iterator
from itertools import takewhile

from kutip.language.numbers import years
from kutip.language.united import STOP_WORDS, any_of
from kutip.text.terms import terms
from retriever.answers.asked_question import AskedQuestion
from retriever.answers.evidence import COUNTED_WITHIN, Evidence
from retriever.answers.facts import Fact, FactKind, facts

_SHARE = re.compile(rf"\b{any_of('questions.shares')}\b", re.IGNORECASE)
_COUNTED = re.compile(rf"\b{any_of('questions.counts')}\s+((?:[\w-]+\s?){{1,6}})", re.IGNORECASE)
_AMOUNT = re.compile(rf"\b{any_of('questions.amounts')}\b", re.IGNORECASE)
_AND = re.compile(rf"\s{any_of('function_words.conjunctions')}\s", re.IGNORECASE)
_PLURAL = re.compile(any_of("questions.plurals"), re.IGNORECASE)
_FIRST_WORDS = 3  # of what is counted, where no word is plainly a plural
_NUMBER_CELL = re.compile(r"[.,\s%]*\d[\d.,\s%]*")
_DIGIT = re.compile(r"\d")
# "164 cases (2018), 259 cases (2019)", "998 cases in 2023"
_YEAR_AFTER = re.compile(rf"[^()\d]{{0,30}}(?:\((?=\d{{4}}\))|\b{any_of('dates.year_leads')}\s)(\d{{4}})(?!\d)")
_IS_SHARE = re.compile(rf"(?:%|{any_of('numbers.shares')})$")
_ROUGHLY = re.compile(rf"\b{any_of('numbers.rough')}\s+$", re.IGNORECASE)


def asks_for_share(question: str) -> bool:
    """Whether a question asks for a percentage."""
    return _SHARE.search(question) is not None


def asks_to_count(question: str) -> bool:
    """Whether a question asks how many there are of something."""
    return _COUNTED.search(question) is not None and not asks_for_share(question)


def counting(question: AskedQuestion, text: str, numbers: Iterable[Fact]) -> Iterator[Fact]:
    """The numbers of a text that count what the question asks for, in the question's year if it names one.

    For "what share …" these are percentages; for "how many trafficking cases …" numbers with "cases" among the next few
    words: three victims of trafficking are no cases.

    Args:
        question: The question.
        text: A sentence.
        numbers: The numbers in it.
    """
    counted = _counted(question)
    for number in numbers:
        if not is_of_year(question, text, number):
            continue
        if asks_for_share(question.text):
            if is_share(number):
                yield number
        elif not is_share(number) and counted & set(
            terms(" ".join(_DIGIT.split(text[number.end :])[0].split()[:COUNTED_WITHIN]))
        ):
            yield number


def _counted(question: AskedQuestion) -> set[str]:
    """The terms of the things that a question counts, as it is read; none where it asks for a size or a number.

    Whether it counts anything is plain from the question as typed: "pasal berapa" is read as "article how many".
    """
    typed, _, read = question.text.partition("\n")
    if _AMOUNT.search(typed) or not any(map(_thing, _COUNTED.findall(typed))):
        return set()
    return {term for words in _COUNTED.findall(read or typed) for term in terms(_thing(words))}


def counts_several(question: AskedQuestion) -> bool:
    """Whether a question counts two things at once: "how many boats and nets"."""
    typed = question.text.partition("\n")[0]
    return any(_AND.search(words) for words in _COUNTED.findall(typed))


def counts_the_thing(question: AskedQuestion, one: Evidence) -> bool:
    """Whether a sentence has a number of what a question counts, or a row a cell with one.

    Questions such as "How long …", "By how much …" and "Pasal berapa …" count no things: any number may answer them.
    """
    cells = one.sentence.hit.passage.cells
    numbers = [fact for fact in one.facts if fact.kind is FactKind.NUMBER]
    if not asks_to_count(question.text) or not _counted(question):
        return _DIGIT.search(one.sentence.text) is not None or bool(numbers)
    if cells:
        return any(_NUMBER_CELL.fullmatch(cell.text) for cell in cells[1:])
    return any(True for _ in counting(question, one.sentence.text, numbers)) or one.features["uncounted"] < 1


def _thing(words: str) -> str:
    """The noun among the words after "how many": the first plural before a function word, else all of the first words.

    >>> [_thing(words) for words in ("human trafficking victims were there", "victims of crime", "korban perdagangan")]
    ['victims', 'victims', 'korban perdagangan']
    """
    own = list(takewhile(lambda word: word.casefold() not in STOP_WORDS, words.split()))
    plural = next((word for word in own if _PLURAL.fullmatch(word)), None)
    return plural or " ".join(own[:_FIRST_WORDS])


def is_share(number: Fact) -> bool:
    """Whether a number is a percentage."""
    return _IS_SHARE.search(number.text) is not None


def is_of_year(question: AskedQuestion, text: str, number: Fact) -> bool:
    """Whether a number belongs to the year that a question asks for, as far as its sentence tells."""
    asked_for, date = years(question.numbers), date_of(text, number)
    return not asked_for or date is None or bool(asked_for & years([date]))


def says_what_was_done(question: AskedQuestion, text: str) -> bool:
    """Whether a text says of the things counted what the question asks of them: cases recorded are not cases solved."""
    held = frozenset(terms(text))
    return all(held & done for done in question.done)


def date_of(text: str, number: Fact) -> str | None:
    """The date that a number belongs to: one right after it ("998 in 2023"), else the nearest one outside of brackets.

    >>> text = "It rose to 752 cases in 2022 from the year before, 2021, with 361 cases (Akbar, 2023)."
    >>> [date_of(text, fact) for fact in facts(text) if fact.kind is FactKind.NUMBER]
    ['2022', '2021']
    """
    after = _YEAR_AFTER.match(text, number.end)
    if after is not None:
        return after[1]
    dates = [fact for fact in facts(text) if fact.kind is FactKind.DATE and not _in_brackets(text, fact)]
    return min(dates, key=lambda date: _words_between(text, date, number)).text if dates else None


def is_rough(text: str, number: Fact) -> bool:
    """Whether the words before a number call it inexact, as "about 400" does."""
    return _ROUGHLY.search(text, 0, number.start) is not None


def _in_brackets(text: str, fact: Fact) -> bool:
    before = text[: fact.start]
    return before.rfind("(") > before.rfind(")")


def _words_between(text: str, one: Fact, other: Fact) -> int:
    first, second = sorted((one, other), key=lambda fact: fact.start)
    return len(text[first.end : second.start].split())
