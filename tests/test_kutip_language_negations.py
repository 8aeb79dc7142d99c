"""Words that deny, and how many of them a text has."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kutip.language import LANGUAGES
from kutip.language.negations import count_negations, denies


@pytest.mark.parametrize("word", ["not", "NO", "Never", "cannot", "isn't", "didn’t", "tidak", "Bukanlah", "tanpa"])
def test_a_word_that_denies(word: str) -> None:
    assert denies(word)


@pytest.mark.parametrize("word", ["note", "nothing", "unlawful", "know", "notable", "tidakkah", "n't-shirt", ""])
def test_a_word_that_only_looks_like_one(word: str) -> None:
    assert not denies(word)


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("It met.", 0),
        ("It did not meet.", 1),
        ("Nobody said that it did not meet.", 2),
        ("Nothing hardly changed.", 2),
        ("Neither Laos nor Brunei met.", 1),  # one denial in two words
        ("Law No. 21 and no. 5 hold.", 0),
        ("There is no law.", 1),
        ("No law says so.", 1),
        ("It didn’t meet, and won't.", 2),
        ("Polisi tidak hadir tanpa alasan.", 2),
        ("It is a no-fly zone.", 0),
        ("", 0),
    ],
)
def test_negations_of_a_text_are_counted(text: str, count: int) -> None:
    assert count_negations(text) == count


@given(st.sampled_from([word for one in LANGUAGES.values() for word in one.function_words.negations]))
def test_every_negation_of_a_record_denies_in_any_case(word: str) -> None:
    assert denies(word)
    assert denies(word.upper())
