from itertools import pairwise

import pytest
from conftest import Parsed, golden
from hypothesis import given
from hypothesis import strategies as st

from kutip.text.sentences import sentence_bounds


def sentences(text: str) -> list[str]:
    return [text[start:end] for start, end in sentence_bounds(text)]


@pytest.mark.parametrize("fixture", golden("sentences"), ids=lambda fixture: fixture["text"][:40])
def test_sentences_are_split_as_in_the_fixture(fixture: dict[str, object]) -> None:
    assert sentences(str(fixture["text"])) == fixture["sentences"]


@given(st.text(alphabet='aB1. \n"(),?!…*’', max_size=60))
def test_sentences_contain_every_character_once_in_order(text: str) -> None:
    bounds = sentence_bounds(text)
    assert "".join("".join(text[a:b].split()) for a, b in bounds) == "".join(text.split())
    assert all(a < b for a, b in bounds)
    assert all(one[1] <= two[0] for one, two in pairwise(bounds))


def test_a_newline_ends_a_sentence() -> None:
    assert sentences("2. HIV/AIDS\nMany cases led to it.") == ["2. HIV/AIDS", "Many cases led to it."]


def test_no_sentence_of_the_papers_is_a_fragment(parsed: Parsed) -> None:
    texts = [b.text for _, blocks in parsed.values() for b in blocks if b.kind in ("paragraph", "quote")]
    pieces = [s for text in texts for s in sentences(text)]
    assert [s for s in pieces if len(s) < 12] == []
    assert [s for s in pieces if s[0] in ",;:.)"] == []
