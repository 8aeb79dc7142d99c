"""The words of all languages together."""

import re

import pytest

from kutip.language import LANGUAGES
from kutip.language.united import CITED_YEAR, STOP_WORDS, any_of, in_order, union


def test_a_union_holds_the_words_of_every_language() -> None:
    assert {*LANGUAGES["en"].names.titles, *LANGUAGES["id"].names.titles} == union("names.titles")


def test_a_union_of_two_fields_holds_both() -> None:
    assert union("names.titles", "names.degrees") == union("names.titles") | union("names.degrees")


def test_in_order_begins_with_english_and_has_no_word_twice() -> None:
    months = in_order("dates.months")
    assert months[:12] == LANGUAGES["en"].dates.months
    assert len(months) == len(set(months))
    assert "Mei" in months


@pytest.mark.parametrize("text", ["et al.", "dkk.", "and colleagues"])
def test_any_of_matches_a_pattern_of_any_language(text: str) -> None:
    assert re.fullmatch(any_of("names.others"), text)


def test_any_of_several_fields_matches_either() -> None:
    both = re.compile(any_of("papers.tables", "papers.figures"))
    assert [bool(both.fullmatch(word)) for word in ("tabel", "figures", "page")] == [True, True, False]


def test_any_of_is_one_group_that_captures_nothing() -> None:
    assert re.compile(any_of("citing.leads") + "x").groups == 0
    assert re.fullmatch(rf"{any_of('papers.tables')} 3", "tabel 3")


def test_a_field_that_is_not_in_the_record_is_refused() -> None:
    with pytest.raises(AttributeError):
        union("papers.footnotes")


def test_stop_words_are_of_both_languages() -> None:
    assert {"the", "yang"} <= STOP_WORDS
    assert "police" not in STOP_WORDS


@pytest.mark.parametrize(("text", "is_year"), [("2019", True), ("2019a", True), ("n.d.", True), ("1490", False)])
def test_cited_years(text: str, is_year: bool) -> None:
    assert bool(re.fullmatch(CITED_YEAR, text)) is is_year
