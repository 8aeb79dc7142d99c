"""Windows cover every token of a passage, at its true place, and are never too long."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tokenizers import Tokenizer

from kutip.models.lazy_reader import FOLDER, TOKENIZER
from kutip.models.windows import MOST_TOKENS, Window, cut_windows

WORDS = st.lists(
    st.sampled_from("the police of ASEANAPOL met in Manila, 1981 (twelve) détente —".split()), max_size=900
)
TEXTS = WORDS.map(" ".join)


@pytest.fixture(scope="module")
def tokenizer() -> Tokenizer:
    return Tokenizer.from_file(str(FOLDER / TOKENIZER))


def bare(tokenizer: Tokenizer) -> Tokenizer:
    tokenizer.no_padding()
    tokenizer.no_truncation()
    return tokenizer


@given(question=TEXTS, context=TEXTS, text=TEXTS)
def test_windows_cover_all_tokens_of_a_text_in_order(
    tokenizer: Tokenizer, question: str, context: str, text: str
) -> None:
    (cut,) = cut_windows(bare(tokenizer), question, [(context, text)])
    whole = tokenizer.encode(text, add_special_tokens=False)
    assert cut.offsets.tolist() == [list(pair) for pair in whole.offsets]
    covered: set[int] = set()
    for window in cut.windows:
        assert len(window.ids) == len(window.types) <= MOST_TOKENS
        own = window.ids[window.place : window.place + window.last - window.first].tolist()
        assert own == whole.ids[window.first : window.last]
        covered.update(range(window.first, window.last))
    assert covered == set(range(len(whole.ids)))


def test_a_short_passage_is_one_window_as_the_tokenizer_writes_a_pair(tokenizer: Tokenizer) -> None:
    question, context, text = "When was it founded?", "History", "It was founded in Manila in 1981."
    (cut,) = cut_windows(bare(tokenizer), question, [(context, text)])
    pair = tokenizer.encode(question, f"{context}\n{text}")
    (window,) = cut.windows
    assert window.ids.tolist() == pair.ids
    assert window.types.tolist() == pair.type_ids


def test_windows_of_a_long_passage_overlap(tokenizer: Tokenizer) -> None:
    (cut,) = cut_windows(bare(tokenizer), "Who met?", [("", "The police met in Manila. " * 200)])

    def shared(one: Window, other: Window) -> int:
        return one.last - other.first

    assert len(cut.windows) > 2
    assert {shared(*pair) for pair in zip(cut.windows, cut.windows[1:], strict=False)} == {64}


def test_a_long_question_leaves_room_for_the_passage(tokenizer: Tokenizer) -> None:
    (cut,) = cut_windows(bare(tokenizer), "why " * 900, [("above " * 900, "The police met in Manila.")])
    (window,) = cut.windows
    assert (window.first, window.last) == (0, len(cut.offsets))
