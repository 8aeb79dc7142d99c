"""The index of all words: the place nearest to a changed quotation, and the stretches that occur verbatim."""

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st
from test_retriever_quotations_stream import paper

from retriever.quotations.quotation import is_word, tokens
from retriever.quotations.stream import streams_of
from retriever.quotations.word_index import WordIndex

ONE = paper("one", "# Aims", "The police of Bali meet every year, and Indonesia meets them.", "Police meet.")
TWO = paper("two", "In Indonesia the police do not meet. Police of Java meet every year in Bali.")
INDEX = WordIndex([stream for one in (ONE, TWO) for stream in streams_of(*one)[:1]])
ALL = INDEX.admitted(["one", "two"])


def words(text: str) -> list[str]:
    return [text[start:end] for start, end in tokens(text)]


def index_of(*texts: str) -> WordIndex:
    return WordIndex([streams_of(*paper(str(i), text))[0] for i, text in enumerate(texts)])


def read(index: WordIndex, place: tuple[int, int]) -> str:
    found, stream = index.tokens(*place), index.stream(place[0])
    return stream.wording.text[found[0][0] : found[-1][1]] if found else ""


@pytest.mark.parametrize(
    ("quotation", "nearest"),
    [
        ("the police of Bali meet", "The police of Bali meet"),
        ("police of Java meet each year in Bali", "Police of Java meet every year in Bali"),
        ("the police do meet", "the police do not meet"),
        ("Malaysia meets them", "Indonesia meets them"),  # the papers lack this word
        ("every year, and Indonesia", "every year, and Indonesia"),
        ("meet every years in Bali", "meet every year in Bali"),
        ("do not mee", "do not meet"),  # cut off within a word
        ("The police meet every year", "The police of Bali meet every year"),
        ("Police of Java in Bali", "Police of Java meet every year in Bali"),  # words left out
    ],
)
def test_a_changed_quotation_is_found_at_its_nearest_place(quotation: str, nearest: str) -> None:
    places = [INDEX.closest(words(quotation), window) for window in INDEX.likely(words(quotation), ALL)]
    assert read(INDEX, places[0]) == nearest


def test_a_quotation_with_no_word_of_the_papers_has_no_likely_place() -> None:
    assert INDEX.likely(["cheese", "moon"], ALL) == []


def test_marks_do_not_vote_for_a_place() -> None:
    assert INDEX.likely([",", "."], ALL) == []


def test_only_admitted_papers_are_searched() -> None:
    wanted = words("police of Bali meet every year")
    (window, *_) = INDEX.likely(wanted, INDEX.admitted(["two"]))
    assert INDEX.stream(INDEX.closest(wanted, window)[0]).document.id == "two"
    assert INDEX.likely(wanted, INDEX.admitted([])) == []


def test_a_text_of_more_than_2000_words_has_no_likely_place() -> None:
    assert INDEX.likely(["police"] * 2001, ALL) == []
    assert INDEX.likely(["police"] * 2000, ALL) != []


def test_a_place_never_spans_two_papers() -> None:
    index = index_of("alpha beta gamma", "delta epsilon")
    assert read(index, index.closest(words("beta gamma delta epsilon"), (0, 7))) in {"beta gamma", "delta epsilon"}


def test_around_stays_within_the_stream() -> None:
    start, end = INDEX.around(2, 3, 10_000)
    assert read(INDEX, (start, end)) == INDEX.stream(2).wording.text
    assert read(INDEX, INDEX.around(3, 4, 8)) == "police of Bali meet"


def test_names_are_capitalised_within_sentences_and_never_in_lower_case() -> None:
    assert INDEX.names == {"Bali", "Indonesia", "Java"}


VOCABULARY = st.sampled_from(["a", "b", "c", "d", ",", "."])
TEXTS = st.lists(VOCABULARY, min_size=1, max_size=12)


def cost(given: Sequence[str], source: Sequence[str]) -> int:
    """Compute the edit cost of two texts by a table over all their prefixes.

    A word costs 4, a mark 2; skipping a run of the source costs 2, plus 2 per word and 1 per mark in it.
    """
    weights = {True: (4, 2), False: (2, 1)}
    table: dict[tuple[int, int], int] = {}
    for i in range(len(given) + 1):
        for j in range(len(source) + 1):
            ways = [0] if i == j == 0 else []
            if i:
                ways.append(table[i - 1, j] + weights[is_word(given[i - 1])][0])
            if i and j:
                one, other = given[i - 1], source[j - 1]
                swap = 8 if is_word(one) is not is_word(other) else weights[is_word(one)][0]
                ways.append(table[i - 1, j - 1] + (0 if one == other else swap))
            ways += [table[i, k] + 2 + sum(weights[is_word(word)][1] for word in source[k:j]) for k in range(j)]
            table[i, j] = min(ways)
    return table[len(given), len(source)]


@given(TEXTS, TEXTS)
def test_no_other_place_costs_less_than_the_closest(given_words: list[str], source: list[str]) -> None:
    index = index_of(" ".join(source) + " x")
    held = words(index.stream(0).wording.text)
    start, end = index.closest(given_words, (0, len(held)))
    places = [(a, b) for a in range(len(held) + 1) for b in range(a, len(held) + 1)]
    assert cost(given_words, held[start:end]) == min(cost(given_words, held[a:b]) for a, b in places)


@pytest.mark.parametrize(
    ("quotation", "least", "stretches"),
    [
        ("so police of Bali meet or so", 3, ["police of Bali meet"]),
        ("meet every year, and they do not meet", 3, ["meet every year, and", "do not meet"]),
        ("the Police of Bali meet", 4, ["of Bali meet"][1:]),  # case counts, except in a stretch's first word
        ("police of Bali meet", 3, ["police of Bali meet"]),
        ("Police of Bali meet", 3, ["Police of Bali meet"]),  # the first word may differ in case
        ("meet every year and Indonesia", 3, ["meet every year"]),  # a comma is missing
        (", and Indonesia meets", 2, ["and Indonesia meets"]),
        ("cheese and moon", 2, []),
    ],
)
def test_verbatim_stretches_of_a_quotation_are_found(quotation: str, least: int, stretches: list[str]) -> None:
    given_words = words(quotation)
    found = INDEX.stretches(given_words, ALL, least)
    assert [given_words[s.start : s.end] for s in found] == [words(stretch) for stretch in stretches]


def test_stretches_are_only_from_admitted_papers() -> None:
    (stretch,) = INDEX.stretches(words("police of Bali meet every year"), INDEX.admitted(["two"]), 3)
    assert (stretch.start, stretch.end, INDEX.stream(stretch.at).document.id) == (3, 6, "two")


@given(st.lists(VOCABULARY, min_size=1, max_size=25), st.lists(VOCABULARY, min_size=1, max_size=25))
def test_stretches_occur_where_reported_and_the_longest_is_found(given_words: list[str], source: list[str]) -> None:
    index = index_of(" ".join(source) + " x")
    held = words(index.stream(0).wording.text)
    found = index.stretches(given_words, index.admitted(["0"]), 2)
    for stretch in found:
        size = stretch.end - stretch.start
        assert given_words[stretch.start : stretch.end] == held[stretch.at : stretch.at + size]
    taken = [i for stretch in found for i in range(stretch.start, stretch.end)]
    assert len(taken) == len(set(taken))
    runs = [
        sum(map(is_word, given_words[a:b]))
        for a in range(len(given_words))
        for b in range(a + 1, len(given_words) + 1)
        if any(held[j : j + b - a] == given_words[a:b] for j in range(len(held)))
    ]
    longest = max(runs, default=0)
    assert (sum(map(is_word, given_words[found[0].start : found[0].end])) if found else 0) == (
        longest if longest > 1 else 0
    )


def test_an_empty_index_finds_nothing() -> None:
    index = WordIndex([])
    assert index.likely(["a"], index.admitted([])) == []
    assert index.stretches(["a", "b"], index.admitted([]), 1) == []
