"""Pieces of long sentences: as long as they fit, the same however they are found, and found without much counting."""

from collections.abc import Callable, Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tokenizers import Tokenizer
from tokenizers.models import WordPiece
from tokenizers.normalizers import BertNormalizer
from tokenizers.pre_tokenizers import BertPreTokenizer

from indexer.fitting import TokenCounter, fitting_pieces

PIECES = ["a", "b", "ab", "aba", "##a", "##b", "##ab", ";", ",", ".", "中", "[UNK]"]
TEXTS = st.text(st.sampled_from("aab; ,.\n中é"), max_size=300).map(str.strip).filter(bool)


def tokenizer() -> Tokenizer:
    """A small tokenizer of the encoder's kind, in which a cut word may have more tokens than the whole one."""
    vocabulary = {piece: number for number, piece in enumerate(PIECES)}
    made = Tokenizer(WordPiece(vocabulary, unk_token="[UNK]", max_input_chars_per_word=20))
    made.normalizer = BertNormalizer()
    made.pre_tokenizer = BertPreTokenizer()
    return made


COUNT = TokenCounter(tokenizer())


def by_trying_all(text: str, room: int) -> Iterator[tuple[int, int]]:
    """Divide a text as `fitting_pieces` does, with the whole rest counted for every cut."""
    start, end = 0, len(text)
    while COUNT(text[start:end]) > room:
        low, high = start + 1, end
        while high - low > 1:
            middle = (low + high) // 2
            low, high = (middle, high) if COUNT(text[start:middle]) <= room else (low, middle)
        half = (start + low) // 2
        marks = (text.rfind(mark, half, low) + 1 for mark in ("; ", ", ", " "))
        cut = next((at for at in marks if at > half), low)
        yield start, start + len(text[start:cut].rstrip())
        start = cut + len(text[cut:end]) - len(text[cut:end].lstrip())
    yield start, end


@given(TEXTS, st.integers(3, 40))
def test_pieces_are_those_found_by_counting_the_whole_rest_for_every_cut(text: str, room: int) -> None:
    pieces = list(fitting_pieces(text, 0, len(text), TokenCounter(tokenizer()), room))
    assert [(a, b) for a, b, _ in pieces] == list(by_trying_all(text, room))


@given(TEXTS, st.integers(3, 40))
def test_pieces_fit_hold_all_text_and_tell_their_tokens(text: str, room: int) -> None:
    for count in (TokenCounter(tokenizer()), lambda piece: COUNT(piece)):
        pieces = list(fitting_pieces(text, 0, len(text), count, room))
        assert [tokens for _, _, tokens in pieces] == [COUNT(text[a:b]) for a, b, _ in pieces]
        assert all(tokens <= room for _, _, tokens in pieces)
        assert "".join("".join(text[a:b].split()) for a, b, _ in pieces) == "".join(text.split())


@pytest.mark.parametrize("make", [lambda n: "中" * n, lambda n: "ab, " * n, lambda n: "." * n, lambda n: "ab" * n])
def test_characters_counted_grow_with_the_length_of_the_text(make: Callable[[int], str]) -> None:
    def counted(n: int) -> int:
        characters = 0

        def count(text: str) -> int:
            nonlocal characters
            characters += len(text)
            return COUNT(text)

        text = make(n).strip()
        list(fitting_pieces(text, 0, len(text), count, 50))
        return characters

    assert counted(20_000) < 2.5 * counted(10_000)


def test_a_tokenizer_that_joins_words_is_counted_as_it_is() -> None:
    class Joining(TokenCounter):
        """Counts two tokens more for a text of several words, as no count of single words can tell."""

        def __call__(self, text: str) -> int:
            return super().__call__(text) + 2 * (" " in text)

    pieces = list(fitting_pieces("ab, " * 30 + "ab", 0, 122, Joining(tokenizer()), 10))
    assert max(tokens for _, _, tokens in pieces) <= 10
    assert len(pieces) > 5
