"""Texts as they are seen: look-alike letters become one letter, unseen characters go, ordinary text stays."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from unicode_texts import TEXTS

from kutip.text.lookalikes import as_seen, is_raised


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("n\u043et", "not"),
        ("nеvеr", "never"),
        ("ｎｏｔ 𝐧𝐨𝐭 n\u200bot no\u00adt", "not not not not"),
        ("②,047 １９８１ 𝟏𝟗𝟖𝟏", "2,047 1981 1981"),
        ("10² and 1981¹ and H₂O", "10² and 1981¹ and H₂O"),
        ("Максим Горький, Αθήνα", "Максим Горький, Αθήνα"),
        ("naïve Ünïted Đà Nẵng", "naïve Ünïted Đà Nẵng"),
        ("ﬁve \u202e123", "five 123"),
    ],
)
def test_a_text_is_read_as_it_looks(text: str, seen: str) -> None:
    assert as_seen(text) == seen


def test_unseen_characters_can_become_blanks() -> None:
    assert as_seen("did\u200bnot", unseen=" ") == "did not"


@given(text=st.text(st.characters(max_codepoint=127)))
def test_plain_ascii_is_left_unchanged(text: str) -> None:
    assert as_seen(text) == text


@given(text=TEXTS)
def test_reading_any_text_twice_changes_nothing_more(text: str) -> None:
    assert as_seen(as_seen(text)) == as_seen(text)


@pytest.mark.parametrize(("character", "raised"), [("²", True), ("₂", True), ("2", False), ("①", False), ("a", False)])
def test_raised_and_lowered_characters_are_recognised(character: str, raised: bool) -> None:
    assert is_raised(character) is raised
