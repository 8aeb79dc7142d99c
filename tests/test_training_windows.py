"""Windows are whole sentences that keep or lose the answer as asked; the reader's input is cut as Kutip cuts it."""

import random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tokenizers import Tokenizer, models
from training_corpus import write_tokenizer

from kutip.errors import ModelError
from kutip.index.query_encoder import load_tokenizer
from kutip.models.windows import cut_windows
from kutip.text.sentences import sentence_bounds
from training.features import make_example
from training.windows import Leave, ReaderWindow, cut_window

SENTENCES = ["The library was built by Maya.", "People like it.", "The bridge was opened in 1914.", "Many visit it."]
TEXT = " ".join(SENTENCES)
YEAR = (TEXT.index("1914"), TEXT.index("1914") + 4)


def cut(seed: int = 0, *, tokens: int = 200, leave: Leave = Leave.NOTHING, heading: str = "") -> ReaderWindow | None:
    return cut_window(TEXT, heading=heading, answer=YEAR, tokens=tokens, draw=random.Random(seed), leave=leave)


@pytest.fixture(scope="module")
def tokenizer(tmp_path_factory: pytest.TempPathFactory) -> Tokenizer:
    path = tmp_path_factory.mktemp("base") / "tokenizer.json"
    write_tokenizer(path, "bert")
    return load_tokenizer(path)


@given(seed=st.integers(0, 10_000), tokens=st.integers(0, 60), leave=st.sampled_from([Leave.NOTHING, Leave.OTHER]))
def test_a_window_keeps_its_answer_and_is_made_of_whole_sentences(seed: int, tokens: int, leave: Leave) -> None:
    window = cut(seed, tokens=tokens, leave=leave)
    assert window is not None
    assert window.answer is not None
    assert window.evidence is not None
    assert window.text[slice(*window.answer)] == "1914"
    assert window.text[slice(*window.evidence)].strip() == SENTENCES[2]
    assert {window.text[a:b] for a, b in sentence_bounds(window.text)} <= {*SENTENCES}


def test_a_window_has_as_many_sentences_as_fit() -> None:
    sizes = [len(sentence_bounds(window.text)) for n in (0, 13, 200) if (window := cut(tokens=n)) is not None]
    assert sizes == [1, 2, 4]


def test_with_the_answer_taken_out_the_other_sentences_remain() -> None:
    window = cut(leave=Leave.ANSWER)
    assert window is not None
    assert window.text == "The library was built by Maya. People like it. Many visit it."
    assert (window.answer, window.evidence) == (None, None)


def test_an_answer_that_stands_elsewhere_too_cannot_be_taken_out() -> None:
    twice = f"{TEXT} It was 1914."
    asked = {"answer": YEAR, "tokens": 200, "leave": Leave.ANSWER}
    assert cut_window(twice, heading="", draw=random.Random(0), **asked) is None  # type: ignore[arg-type]
    assert cut(leave=Leave.ANSWER, heading="The year 1914") is None
    assert cut(leave=Leave.ANSWER, tokens=0) is None, "nothing is left of one sentence"


def test_with_another_sentence_taken_out_the_answer_stays() -> None:
    windows = [cut(seed, leave=Leave.OTHER) for seed in range(20)]
    texts = {window.text for window in windows if window is not None}
    assert texts == {" ".join(s for s in SENTENCES if s != gone) for gone in (SENTENCES[0], SENTENCES[1], SENTENCES[3])}


def test_the_input_in_training_is_the_input_in_use(tokenizer: Tokenizer) -> None:
    window = cut(heading="Town 3")
    assert window is not None
    example = make_example(tokenizer, "When was the bridge opened?", window, answerable=True)
    (used,) = cut_windows(tokenizer, "When was the bridge opened?", [("Town 3", window.text)])
    assert example is not None
    assert np.array_equal(example.ids, used.windows[0].ids)
    assert np.array_equal(example.types, used.windows[0].types)


def test_labels_are_the_tokens_of_the_answer_and_of_its_sentence(tokenizer: Tokenizer) -> None:
    window = cut(heading="Town 3")
    assert window is not None
    example = make_example(tokenizer, "When was the bridge opened?", window, answerable=True)
    assert example is not None
    words = [tokenizer.id_to_token(int(n)) for n in example.ids]
    assert words[example.span[0] : example.span[1] + 1] == ["1914"]
    assert " ".join(words[example.evidence[0] : example.evidence[1] + 1]) == "the bridge was opened in 1914 ."
    assert words[0] == "[CLS]"
    assert words[-1] == "[SEP]"


def test_without_an_answer_the_span_is_the_first_token(tokenizer: Tokenizer) -> None:
    window = cut(leave=Leave.ANSWER)
    assert window is not None
    example = make_example(tokenizer, "When was the bridge opened?", window, answerable=False)
    assert example is not None
    assert (example.span, example.evidence, example.located) == ((0, 0), (-1, -1), True)
    known = make_example(tokenizer, "Is it old?", ReaderWindow("", TEXT, None, None), answerable=True)
    assert known is not None
    assert not known.located


def test_an_answer_that_no_window_holds_whole_gives_no_example(tokenizer: Tokenizer) -> None:
    long = " ".join(["bridge"] * 500)
    shown = ReaderWindow("", long, (0, len(long)), (0, len(long)))
    assert make_example(tokenizer, "What?", shown, answerable=True) is None


def test_an_answer_far_into_a_long_passage_is_found_in_a_later_window(tokenizer: Tokenizer) -> None:
    long = " ".join(["bridge"] * 500) + " opened in 1914."
    place = (long.index("1914"), long.index("1914") + 4)
    example = make_example(tokenizer, "When?", ReaderWindow("", long, place, place), answerable=True)
    assert example is not None
    assert tokenizer.id_to_token(int(example.ids[example.span[0]])) == "1914"


def test_a_tokenizer_of_another_kind_is_an_error() -> None:
    other = Tokenizer(models.WordLevel({"a": 0, "?": 1}, unk_token="?"))
    with pytest.raises(ModelError, match="has none of"):
        make_example(other, "a?", ReaderWindow("", "a a", None, None), answerable=False)
