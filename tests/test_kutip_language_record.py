"""Every language's record is whole, and its words are written as its description promises."""

import dataclasses
import re
from collections.abc import Iterator
from typing import Any

import pytest

from kutip.language import LANGUAGES
from kutip.language.record import LanguageData, listed

CAPITALS = {
    "dates.months",
    "dates.short_months",
    "sentences.openers",
    "sentences.counting_openers",
    "sentences.participles",
    "sentences.surnames",
    "names.suffixes",
    "citing.openers",
    "citing.within",
}
EITHER_CASE = {
    "citing.editors",
    "citing.title_abbreviations",
    "citing.leads",
}  # "(?-i:the)" has no capital, but a "?-i"


def fields_of(record: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    """The paths of all fields that hold words or patterns, with what they hold."""
    for field in dataclasses.fields(record):
        value, name = getattr(record, field.name), f"{path}{field.name}"
        if dataclasses.is_dataclass(value):
            yield from fields_of(value, f"{name}.")
        elif not isinstance(value, str):
            yield name, value


def may_be_empty(path: str) -> bool:
    """Whether the description of a field allows that a language has no such words."""
    group, _, name = path.rpartition(".")
    kind = type(getattr(LANGUAGES["en"], group))
    described = re.search(rf"^        {name}: (.*?)(?=^        \w+: |\Z)", kind.__doc__ or "", re.DOTALL | re.MULTILINE)
    assert described is not None, f"{path} is not described"
    return "May be empty." in described[1]


FIELDS = [(code, path, value) for code, one in LANGUAGES.items() for path, value in fields_of(one)]


def test_languages_are_found_by_the_code_of_their_record() -> None:
    assert {code: one.code for code, one in LANGUAGES.items()} == {"en": "en", "id": "id"}


def test_all_languages_have_the_same_fields_in_the_same_order() -> None:
    shapes = {tuple(path for path, _ in fields_of(one)) for one in LANGUAGES.values()}
    assert len(shapes) == 1
    assert len(shapes.pop()) > 40


@pytest.mark.parametrize(("code", "path", "value"), FIELDS, ids=[f"{code}-{path}" for code, path, _ in FIELDS])
def test_a_field_is_a_tuple_of_distinct_words(code: str, path: str, value: tuple[str, ...]) -> None:
    assert isinstance(value, tuple)
    assert value or may_be_empty(path)
    assert len(value) == len(set(value))
    assert all(word and word == word.strip() for word in value)


@pytest.mark.parametrize(("code", "path", "value"), FIELDS, ids=[f"{code}-{path}" for code, path, _ in FIELDS])
def test_words_have_the_case_that_their_field_promises(code: str, path: str, value: tuple[str, ...]) -> None:
    if path in CAPITALS:
        assert [word for word in value if not word[0].isupper()] == []
    elif path not in EITHER_CASE:
        assert [
            word for word in value if re.sub(r"\\[a-zA-Z]", "", word) != re.sub(r"\\[a-zA-Z]", "", word).lower()
        ] == []


@pytest.mark.parametrize(("code", "path", "value"), FIELDS, ids=[f"{code}-{path}" for code, path, _ in FIELDS])
def test_every_word_is_a_regular_expression_without_groups(code: str, path: str, value: tuple[str, ...]) -> None:
    assert [word for word in value if re.compile(word).groups] == []


@pytest.mark.parametrize("one", LANGUAGES.values(), ids=lambda one: str(one.code))
def test_a_language_has_twelve_months(one: LanguageData) -> None:
    assert len(one.dates.months) == 12


@pytest.mark.parametrize("one", LANGUAGES.values(), ids=lambda one: str(one.code))
def test_parts_of_a_whole_are_in_it(one: LanguageData) -> None:
    assert {*one.citing.treaties} <= {*one.citing.instruments}
    openers = {*one.sentences.openers, *one.sentences.counting_openers, *one.sentences.participles}
    assert {*one.sentences.surnames} <= openers


def test_listed_parts_a_text_at_blanks_or_at_a_mark() -> None:
    assert listed(" a  b\nc ") == ("a", "b", "c")
    assert listed("such as | cf", "|") == ("such as", "cf")
