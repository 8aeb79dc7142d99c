"""Every language's record is whole, and its words are written as its description promises."""

import dataclasses
import re
from collections.abc import Iterator
from typing import Any

import pytest
from conftest import ROOT

from kutip.language import LANGUAGES, PAPERS_LANGUAGE
from kutip.language.listed import listed
from kutip.language.record import LanguageData, Stemming, Translating
from kutip.text.terms import stem
from retriever.query.question_type import QuestionType

CAPITALS = {
    *("dates.months", "dates.short_months", "dates.weekdays", "names.suffixes", "citing.openers", "citing.within"),
    *("sentences.openers", "sentences.counting_openers", "sentences.participles", "sentences.surnames"),
}
EITHER_CASE = {"citing.editors", "citing.title_abbreviations", "facts.reasons", "numbers.currencies", "citing.undated"}


def fields_of(record: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    """The paths of all fields of words or patterns, with what they hold; not those of translation and stemming."""
    for field in dataclasses.fields(record):
        value, name = getattr(record, field.name), f"{path}{field.name}"
        if dataclasses.is_dataclass(value) and not isinstance(value, Stemming | Translating):
            yield from fields_of(value, f"{name}.")
        elif path:
            yield name, value


def may_be_empty(path: str) -> bool:
    """Whether the description of a field allows that a language has no such words."""
    group, _, name = path.rpartition(".")
    kind = type(getattr(LANGUAGES["en"], group))
    described = re.search(rf"^        {name}: (.*?)(?=^        \w+: |\Z)", kind.__doc__ or "", re.DOTALL | re.MULTILINE)
    assert described is not None, f"{path} is not described"
    return "May be empty." in " ".join(described[1].split())


FIELDS = [(code, path, value) for code, one in LANGUAGES.items() for path, value in fields_of(one)]
over_fields = pytest.mark.parametrize(
    ("code", "path", "value"), FIELDS, ids=[f"{code}-{path}" for code, path, _ in FIELDS]
)
over_languages = pytest.mark.parametrize("one", LANGUAGES.values(), ids=lambda one: str(one.code))


def test_languages_are_found_by_the_code_of_their_record() -> None:
    assert {code: one.code for code, one in LANGUAGES.items()} == {"en": "en", "id": "id"}


def test_all_languages_have_the_same_fields_in_the_same_order() -> None:
    shapes = {tuple(path for path, _ in fields_of(one)) for one in LANGUAGES.values()}
    assert len(shapes) == 1
    assert len(shapes.pop()) > 90


@over_fields
def test_a_field_is_a_tuple_of_distinct_words(code: str, path: str, value: tuple[str, ...]) -> None:
    assert isinstance(value, tuple)
    assert value or may_be_empty(path)
    assert len(value) == len(set(value))
    assert all(word and word == word.strip() for word in value)


@over_fields
def test_words_have_the_case_that_their_field_promises(code: str, path: str, value: tuple[str, ...]) -> None:
    letters = [re.sub(r"\\[a-zA-Z]", "", word) for word in value]  # without the capital of "\W"
    if path in CAPITALS:
        assert [word for word in letters if not word[0].isupper()] == []
    elif path not in EITHER_CASE and not path.startswith("laws."):
        assert [word for word in letters if word != word.lower()] == []


@over_fields
def test_every_word_is_a_regular_expression_without_groups(code: str, path: str, value: tuple[str, ...]) -> None:
    assert [word for word in value if re.compile(word).groups] == []


@over_languages
def test_lists_that_count_have_no_gap(one: LanguageData) -> None:
    assert len(one.dates.months) == 12
    assert len(one.dates.weekdays) == 7
    assert len(one.numbers.cardinals) > 10
    assert len(one.numbers.ordinals) > 9
    assert len(one.numbers.tens) == len(one.numbers.tens_ordinals)
    assert len(one.numbers.tens) in (0, 8)


@over_languages
def test_parts_of_a_whole_are_in_it(one: LanguageData) -> None:
    assert {*one.citing.treaties} <= {*one.citing.instruments}
    openers = {*one.sentences.openers, *one.sentences.counting_openers, *one.sentences.participles}
    assert {*one.sentences.surnames} <= openers
    assert {*one.function_words.paired_negations} <= {*one.function_words.negations}


@over_languages
def test_every_type_of_question_has_its_patterns(one: LanguageData) -> None:
    held = {field.name for group in (one.type_anywhere, one.type_first) for field in dataclasses.fields(group)}
    assert held == {str(kind) for kind in QuestionType}


def test_only_the_language_of_the_papers_is_not_translated() -> None:
    assert [one.code for one in LANGUAGES.values() if one.translating is None] == [PAPERS_LANGUAGE.code] == ["en"]


@pytest.mark.parametrize("one", [one for one in LANGUAGES.values() if one.translating], ids=lambda one: str(one.code))
def test_what_translates_a_language_is_there(one: LanguageData) -> None:
    assert one.translating is not None
    assert (ROOT / "src" / "retriever" / "query" / one.translating.glossary).is_file()
    assert stem("123", one.translating.stemmer) == "123"
    assert len(one.translating.clitics) == len(set(one.translating.clitics)) > 0
    assert [form for form in one.translating.word_forms if re.compile(form).groups] == []


@over_languages
def test_what_stems_a_language_is_there(one: LanguageData) -> None:
    assert stem("123", one.stemming.stemmer) == "123"
    irregular = dict(one.stemming.irregular)
    assert len(irregular) == len(one.stemming.irregular)
    assert all(word == word.lower() and result and result in word for word, result in irregular.items())
    assert all(re.compile(start).groups == 0 and len(letter) == 1 for start, letter in one.stemming.lost_letters)


def test_a_respelling_is_a_pattern_and_what_replaces_it() -> None:
    pattern, target = PAPERS_LANGUAGE.respellings[0]
    assert re.sub(pattern, target, "organised") == "organized"
    assert len(PAPERS_LANGUAGE.respellings) == len(set(PAPERS_LANGUAGE.respellings))


def test_listed_parts_a_text_at_blanks_or_at_a_mark() -> None:
    assert listed(" a  b\nc ") == ("a", "b", "c")
    assert listed("such as | cf", "|") == ("such as", "cf")


def test_every_field_is_read_by_some_code() -> None:
    declared = {"english.py", "indonesian.py", "record.py", "text_words.py", "paper_words.py", "question_words.py"}
    declared |= {"english_asked.py", "indonesian_asked.py", "asked_words.py"}
    declared |= {"table_words.py", "english_tables.py", "indonesian_tables.py"}
    files = [path for path in (ROOT / "src").rglob("*.py") if path.name not in declared]
    code = "\n".join(path.read_text(encoding="utf-8") for path in files)
    paths = [path for path, _ in fields_of(LANGUAGES["en"])]
    names = {path: path.partition(".")[2] for path in paths}
    unread = [path for path in paths if path not in code and not re.search(rf'[."]{names[path]}\b', code)]
    assert unread == []
