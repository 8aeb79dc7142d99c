"""A quotation as given: the text to look for, its pieces and its words."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retriever.quotations.comparable import wording
from retriever.quotations.quotation import Quotation, core_bounds, count_words, is_word, tokens


@pytest.mark.parametrize(
    ("wording", "found"),
    [
        ("in 2023, 998 cases", ["in", "2023", ",", "998", "cases"]),
        ("10,000 of 1.5% at 10:30", ["10,000", "of", "1.5%", "at", "10:30"]),
        ("the 21st of 2021-2023.", ["the", "21st", "of", "2021-2023", "."]),
        ("didn't, Archer's states'", ["didn't", ",", "Archer's", "states", "'"]),
        ("I-24/7 (Interpol)", ["I-24", "/", "7", "(", "Interpol", ")"]),
        ("see https://doi.org/10.1/a-b_c.", ["see", "https://doi.org/10.1/a-b_c", "."]),
        ("<http://a.org/>", ["<", "http://a.org/", ">"]),
        ("é́ ü 한국", ["é", "́", "ü", "한국"]),
        ("... !", [".", ".", ".", "!"]),
        ("", []),
    ],
)
def test_tokens_are_words_numbers_addresses_and_single_marks(wording: str, found: list[str]) -> None:
    assert [wording[start:end] for start, end in tokens(wording)] == found


@given(st.text(st.characters(), max_size=80))
def test_every_character_but_blanks_is_in_exactly_one_token(text: str) -> None:
    found = tokens(text)
    assert "".join(text[start:end] for start, end in found) == "".join(text.split())
    assert all(before[1] <= after[0] for before, after in pairwise(found))


@pytest.mark.parametrize(("token", "word"), [("a", True), ("10%", True), ("한", True), (",", False), ("'", False)])
def test_a_token_with_a_letter_or_digit_is_a_word(token: str, word: bool) -> None:
    assert is_word(token) is word


def test_count_words_ignores_marks() -> None:
    assert count_words("In 2023 , 998 ( identified ) cases .") == 5


@pytest.mark.parametrize(
    ("text", "core"),
    [
        ("he said so", "he said so"),
        ("  he said so ", "he said so"),
        ("'he said so.'", "he said so"),
        ("'he said so'.", "he said so"),
        ("he said so?!", "he said so"),
        ("he said so...", "he said so"),
        ("...he said so", "he said so"),
        ("... he said so [...].", "he said so"),
        ("[...] he said so (...)", "he said so"),
        ("- he said so -", "he said so"),
        ("-5 degrees", "-5 degrees"),  # may be a minus sign
        ("(he said so)", "(he said so)"),
        (", he said so", ", he said so"),
        ("he ... said so", "he ... said so"),
        ("10%.", "10%"),
        ("...", ""),
        ("", ""),
    ],
)
def test_outer_marks_are_not_part_of_the_core(text: str, core: str) -> None:
    assert text[slice(*core_bounds(text))] == core


@given(st.text(alphabet="ab '.,[]()-…", max_size=40))
def test_the_core_keeps_all_letters_and_is_its_own_core(text: str) -> None:
    found = wording(text).text
    core = found[slice(*core_bounds(found))]
    assert core[slice(*core_bounds(core))] == core
    assert [c for c in core if c.isalpha()] == [c for c in found if c.isalpha()]


def test_head_and_tail_are_the_outer_marks_as_given() -> None:
    quotation = Quotation("«*he said so.*»")
    assert (quotation.head, quotation.whole.wording.text, quotation.tail) == ("«*", "he said so", ".*»")


@pytest.mark.parametrize(
    ("given", "pieces"),
    [
        ("he said so", ["he said so"]),
        ("he said … so it was", ["he said", "so it was"]),
        ("he said ... so it was", ["he said", "so it was"]),
        ("he said [...] so it was", ["he said", "so it was"]),
        ("he said […] so it was", ["he said", "so it was"]),
        ("he said (…) so it was", ["he said", "so it was"]),
        ("he said . . . so it was", ["he said", "so it was"]),
        ("he said.... So it was", ["he said", "So it was"]),
        ("he said, … and so … it was", ["he said", "and so", "it was"]),
        ("he said … … it was", ["he said", "it was"]),
        ("… he said …", ["he said"]),
        ("he said … 'it' …", ["he said", "it"]),
        ("he said .. it was", ["he said.. it was"]),  # two dots are not an omission mark
        ("… …", []),
    ],
)
def test_pieces_are_the_texts_between_omission_marks(given: str, pieces: list[str]) -> None:
    assert [piece.wording.text for piece in Quotation(given).pieces if piece.wording.text] == pieces


def test_a_piece_keeps_its_place_in_the_quotation() -> None:
    given = "“he  said” [...] so it was"
    second = Quotation(given).pieces[1].wording
    assert given[slice(*second.place(given, 0, len(second.text)))] == "so it was"


def test_a_text_with_more_than_20_omission_marks_is_one_piece() -> None:
    assert len(Quotation("a b … " * 20 + "a b").pieces) == 21
    assert len(Quotation("a b … " * 21 + "a b").pieces) == 1


@pytest.mark.parametrize(
    ("given", "variants"),
    [
        ("The police", ("The police", "the police")),
        ("the police", ("the police", "The police")),
        ("(the police)", ("(the police)", "(The police)")),
        ("[T]he police", ("The police", "the police")),
        ("[…] [t]he police", ("the police", "The police")),
        ("10 police", ("10 police",)),
        ("ßs", ("ßs",)),  # its capital is two letters
        ("한국", ("한국",)),
    ],
)
def test_the_first_letter_of_a_quotation_may_have_either_case(given: str, variants: tuple[str, ...]) -> None:
    assert Quotation(given).whole.variants() == variants


def test_a_later_piece_keeps_its_case_unless_its_letter_is_in_brackets() -> None:
    pieces = Quotation("He said … the police … [t]he police").pieces
    assert [piece.either_case for piece in pieces] == [True, False, True]
    assert pieces[2].wording.text == "the police"


@pytest.mark.parametrize(("given", "letters"), [("a, b 12", 4), ("…", 0), ("", 0), ("e\u0301", 1), ("😀\0", 0)])
def test_letters_counts_letters_and_digits(given: str, letters: int) -> None:
    assert Quotation(given).letters == letters
