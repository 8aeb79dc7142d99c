"""Alignment of a quotation with its source: matching runs, differing runs, and ends without a counterpart."""

from collections.abc import Sequence
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz.distance import Levenshtein

from retriever.quotations.alignment import MOST, AlignedRun, compare, is_foreign, similarity, without_foreign_ends

TEXTS = st.lists(st.sampled_from(["a", "b", "c", "A", ",", "."]), max_size=12)


def shown(runs: Sequence[AlignedRun], given_text: str, source_text: str) -> list[tuple[str, str]]:
    """Return the runs that differ, as (quotation, source) text."""
    one, other = given_text.split(), source_text.split()
    return [(" ".join(one[slice(*r.given)]), " ".join(other[slice(*r.source)])) for r in runs if not r.same]


@pytest.mark.parametrize(
    ("given_text", "source_text", "differing"),
    [
        ("a red fox", "a red fox", []),
        ("a Red fox", "a red fox", []),  # compare() ignores case
        ("a blue fox", "a red fox", [("blue", "red")]),
        ("a fox", "a red fox", [("", "red")]),
        ("a red fox", "a fox", [("red", "")]),
        ("a fox , red", "a fox red", [(",", "")]),
        ("a blue old fox", "a red fox", [("blue old", "red")]),
        ("fox a ran", "fox ran", [("a", "")]),
        ("a panda , eats shoots", "a panda eats , shoots", [(",", ""), ("", ",")]),
        ("fox ; ran", "fox , then ran", [(";", ", then")]),
        ("x fox y", "a fox b", [("x", "a"), ("y", "b")]),
        ("", "a", [("", "a")]),
        ("", "", []),
    ],
)
def test_compare_finds_the_words_that_differ(
    given_text: str, source_text: str, differing: list[tuple[str, str]]
) -> None:
    assert shown(compare(given_text.split(), source_text.split()), given_text, source_text) == differing


@given(TEXTS, TEXTS)
def test_runs_cover_every_word_once_and_alternate_between_same_and_different(
    given_words: list[str], source: list[str]
) -> None:
    runs = compare(given_words, source)
    assert [i for run in runs for i in range(*run.given)] == list(range(len(given_words)))
    assert [j for run in runs for j in range(*run.source)] == list(range(len(source)))
    assert all(before.same is not after.same for before, after in pairwise(runs))
    for run in runs:
        one, other = given_words[slice(*run.given)], source[slice(*run.source)]
        assert ([word.casefold() for word in one] == [word.casefold() for word in other]) is run.same


@pytest.mark.parametrize(
    ("given_text", "source_text", "differing"),
    [
        # Up to two words at an end face as many words of the source.
        ("one two three x y", "one two three four five", [("x y", "four five")]),
        ("x one two three", "zero one two three", [("x", "zero")]),
        # Three that do not match are foreign: the source ends before them.
        ("one two three x y z", "one two three four five six", [("x y z", "")]),
        ("x y z one two three", "a b c one two three", [("x y z", "")]),
        # One of them that matches by chance does not change that.
        ("one two three four x y z of u", "one two three four five six seven of eight", [("x y z of u", "")]),
        # But if more than a third of them match, they were changed.
        ("one two three four x y z six seven", "one two three four a b c six seven", [("x y z", "a b c")]),
        # A difference between two matching stretches is never foreign.
        ("one two three x y z four five six", "one two three a b c four five six", [("x y z", "a b c")]),
        # At an end, only the words most similar to the quotation's count as its counterpart.
        ("cross border crime", "addressing crossborder crime", [("cross border", "crossborder")]),
        ("fights cross border", "fights crossborder crime", [("cross border", "crossborder")]),
    ],
)
def test_a_foreign_end_of_a_quotation_faces_no_words_of_the_source(
    given_text: str, source_text: str, differing: list[tuple[str, str]]
) -> None:
    one, other = given_text.split(), source_text.split()
    assert shown(without_foreign_ends(compare(one, other), one, other), given_text, source_text) == differing


@given(TEXTS, TEXTS)
def test_cutting_foreign_ends_keeps_every_word_of_the_quotation(given_words: list[str], source: list[str]) -> None:
    runs = compare(given_words, source)
    if not any(run.same for run in runs):
        return
    kept = without_foreign_ends(runs, given_words, source)
    assert [i for run in kept for i in range(*run.given)] == list(range(len(given_words)))
    held = [j for run in kept for j in range(*run.source)]
    assert held == list(range(held[0], held[-1] + 1))


@pytest.mark.parametrize(
    ("run", "foreign"),
    [
        (AlignedRun(False, (0, 3), (0, 0)), True),
        (AlignedRun(False, (0, 3), (0, 1)), False),
        (AlignedRun(False, (0, 2), (0, 0)), False),
        (AlignedRun(False, (2, 5), (0, 0)), False),  # a comma is not a word
    ],
)
def test_a_run_is_foreign_if_three_words_or_more_face_nothing(run: AlignedRun, foreign: bool) -> None:
    assert is_foreign(run, ["a", "b", "c", ",", "d"]) is foreign


@pytest.mark.parametrize(
    ("one", "other", "like"),
    [
        ("abcd", "abcd", 1.0),
        ("abcd", "abce", 0.75),
        ("abcd", "", 0.0),
        ("", "", 1.0),
        ("a" * 100_000, "a" * 99_999, MOST),
    ],
)
def test_similarity_is_the_share_of_letters_that_need_no_edit(one: str, other: str, like: float) -> None:
    assert similarity(one, other) == like


@given(st.text(max_size=30), st.text(max_size=30))
def test_similarity_is_symmetric_and_1_only_for_equal_texts(one: str, other: str) -> None:
    assert (similarity(one, other) == 1.0) is (one == other)
    assert similarity(one, other) == pytest.approx(
        min(Levenshtein.normalized_similarity(one, other), MOST if one != other else 1)
    )
    assert similarity(one, other) == similarity(other, one)
