"""The comparable form of a text: what it ignores, what it keeps, and the place of each of its characters."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retriever.quotations.comparable import at_word_boundary, wording

# Letters, digits, and every kind of character that the comparable form treats specially.
PRINTED = st.text(alphabet="abcT 12 .,-–—\n\t\u00ad\u200b*\\'\"’“”…ﬁe\u0301é([)]x", min_size=0, max_size=60)
ANY_TEXT = st.text(st.characters(), max_size=60)  # with lone surrogates


@pytest.mark.parametrize(
    ("kind", "printed", "same"),
    [
        ("a line break", "human\ntrafficking", "human trafficking"),
        ("a paragraph", "human\n\n  trafficking", "human trafficking"),
        ("a tab", "human\ttrafficking", "human trafficking"),
        ("a space that does not break", "10\u00a0000 cases", "10 000 cases"),
        ("a thin space", "p.\u20095", "p. 5"),
        ("a hyphen at a line's end", "cross-\nborder", "crossborder"),
        ("a hyphen within a word", "cross-border", "crossborder"),
        ("a hyphen that does not break", "cross\u2011border", "cross-border"),
        ("a dash with spaces", "police – and", "police—and"),
        ("two hyphens for a dash", "police -- and", "police — and"),
        ("a dash at a line's end", "police —\nand", "police—and"),
        ("a range of years", "2021–2023", "2021-2023"),
        ("a range of years with spaces", "2021 – 2023", "2021-2023"),
        ("a letter, a hyphen and a digit", "I–24/7", "I-24/7"),
        ("a bullet", "the police:\n  - Bali\n- Java", "the police: Bali Java"),
        ("a dash behind a bracket", "(2023) – and", "(2023) and"),
        ("a soft hyphen", "traf\u00adficking", "trafficking"),
        ("a soft hyphen at a line's end", "traf\u00ad\n  ficking", "trafficking"),
        ("a space of no width", "traf\u200bficking", "trafficking"),
        ("a mark of direction", "\u200ehuman\u202c trafficking", "human trafficking"),
        ("a byte order mark", "\ufeffhuman", "human"),
        ("curly quotation marks", "“human trafficking”", '"human trafficking"'),
        ("single quotation marks", "‘human trafficking’", '"human trafficking"'),
        ("two single ones for a double one", "''human trafficking''", '"human trafficking"'),
        ("marks as TeX has them", "``human trafficking''", "“human trafficking”"),
        ("German and French ones", "„human« ‹trafficking›", "'human' 'trafficking'"),
        ("an apostrophe", "Indonesia’s", "Indonesia's"),
        ("an acute accent for an apostrophe", "Indonesia´s", "Indonesia's"),
        ("stress in Markdown", "**human** *trafficking*", "human trafficking"),
        (
            "a number that is raised behind a word",
            "trafficking<sup>1</sup> of people^2,3^ and",
            "trafficking of people and",
        ),
        ("a number that is raised behind a full stop", "It ends.^12^ It begins", "It ends. It begins"),
        ("a backslash in Markdown", r"human\_trafficking", "human_trafficking"),
        ("ligatures", "traﬃcking ﬁnds ﬂight of ﬀ ﬄ ﬅ ﬆ", "trafficking finds flight of ff ffl st st"),
        ("an accent by itself", "Communique\u0301", "Communiqué"),
        ("two accents in another order", "a\u0301\u0323", "a\u0323\u0301"),
        ("Korean letter by letter", "\u1112\u1161\u11ab", "한"),
        ("a sign for another character", "5 \u212b", "5 Å"),  # the unit and the letter
        ("dots", "cases…", "cases..."),
        ("dots apart", "cases . . .", "cases..."),
        ("a space before a mark", "cases , and", "cases, and"),
        ("a space inside of brackets", "( 2023 )", "(2023)"),
        ("a line break behind a slash", "police/\narmy", "police/army"),
        ("spaces beside a slash", "and / or", "and/or"),
        ("a space before a percent sign", "10.1 %", "10.1%"),
    ],
)
def test_texts_that_differ_only_in_printing_have_the_same_comparable_form(kind: str, printed: str, same: str) -> None:
    assert wording(printed).text == wording(same).text


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("cross border", "cross-border"),
        ("eats shoots", "eats, shoots"),
        ("Police", "police"),
        ("20212023", "2021-2023"),
        ("2021 2023", "2021-2023"),
        ("1,361", "1361"),
        ("10% - 20%", "10% 20%"),
        ("police\n-5 of", "police\n5 of"),
        ("1,361", "1.361"),
        ("e-ADS 2", "eADS2"),
        ("5*3", "53"),  # between digits an asterisk may be more than Markdown
        (r"5\3", "53"),
        ("10^3^ people", "10 people"),  # raised behind a figure or a letter, it is a power
        ("x<sup>2</sup> people", "x people"),
        ("resume", "résumé"),
        ("cases.", "cases"),
        ("10.1%", "10.1"),
        ("in 2023 .5", "in 2023.5"),
        ("(a)", "a"),
        ("one\u0301", "one"),
    ],
)
def test_texts_that_differ_in_more_have_different_comparable_forms(one: str, other: str) -> None:
    assert wording(one).text != wording(other).text


@pytest.mark.parametrize(
    ("printed", "text", "places"),
    [
        ("a b", "a b", ["a", " ", "b"]),
        ("a \n b", "a b", ["a", " \n ", "b"]),
        ("a-\nb", "ab", ["a", "b"]),
        ("1 – 2", "1-2", ["1", " – ", "2"]),
        ("ﬁn", "fin", ["ﬁ", "ﬁ", "n"]),
        ("e\u0301s", "és", ["e\u0301", "s"]),
        ("*a*", "a", ["a"]),
        ("“‘a’”", "'a'", ["“‘", "a", "’”"]),
        ("a…", "a...", ["a", "…", "…", "…"]),
        ("", "", []),
    ],
)
def test_each_character_keeps_its_place_in_the_original_text(printed: str, text: str, places: list[str]) -> None:
    found = wording(printed)
    assert found.text == text
    assert [printed[a:b] for a, b in zip(found.starts, found.ends, strict=True)] == places


@given(PRINTED | ANY_TEXT)
def test_the_places_of_all_characters_ascend_and_lie_within_the_text(text: str) -> None:
    found = wording(text)
    assert len(found.text) == len(found.starts) == len(found.ends)
    assert all(0 <= a < b <= len(text) for a, b in zip(found.starts, found.ends, strict=True))
    assert list(found.starts) == sorted(found.starts)
    assert list(found.ends) == sorted(found.ends)


@given(PRINTED | ANY_TEXT)
def test_the_comparable_form_has_only_single_spaces_and_plain_marks(text: str) -> None:
    found = wording(text).text
    assert "  " not in found
    assert all(character == " " for character in found if character.isspace())
    assert not set(found) & {"\u00ad", "\u200b", "“", "’", "…", "ﬁ", "–"}


@given(ANY_TEXT)
def test_composed_and_decomposed_text_have_the_same_comparable_form(text: str) -> None:
    assert wording(unicodedata.normalize("NFD", text)).text == wording(unicodedata.normalize("NFC", text)).text


@given(PRINTED)
def test_no_letter_or_digit_is_lost_or_moved(text: str) -> None:
    plain = unicodedata.normalize("NFC", text.replace("ﬁ", "fi"))
    kept = [character for character in wording(text).text if character.isalnum()]
    # An accent may combine with the character before an invisible one.
    assert [c for c in unicodedata.normalize("NFD", "".join(kept)) if c.isalnum()] == [
        c for c in unicodedata.normalize("NFD", plain) if c.isalnum()
    ]


@given(PRINTED, st.data())
def test_words_have_the_same_letters_alone_as_within_the_whole_text(text: str, data: st.DataObject) -> None:
    words = text.split()
    start = data.draw(st.integers(0, len(words)))
    end = data.draw(st.integers(start, len(words)))
    piece = " ".join(word for word in words[start:end])
    letters = "".join(c for c in wording(piece).text if c.isalnum())
    assert letters in "".join(c for c in wording(" ".join(words)).text if c.isalnum())


def test_a_cut_keeps_the_places_of_its_characters() -> None:
    cut = wording("one  two").cut(4, 7)
    assert (cut.text, list(cut.starts), list(cut.ends)) == ("two", [5, 6, 7], [6, 7, 8])


def test_a_place_has_no_blanks_at_either_end() -> None:
    text = "18 – 20"
    found = wording(text)
    assert found.text == "18-20"
    assert found.place(text, 2, 5) == (3, 7)  # the dash and what follows it


@pytest.mark.parametrize(
    ("text", "within"),
    [
        ("trafficking|s", False),
        ("human| trafficking", True),
        ("human |trafficking", True),
        ("1,|361", False),
        ("1|,361", False),
        ("1,361|", True),
        ("2.4|5", False),
        ("2|.5", False),
        ("in 2023|. The", True),
        ("in 2023.| The", True),
        ("in 2023|, 998", True),
        ("10.1|%", True),
        ("Indonesia|’s", False),
        ("Indonesia’|s", False),
        ("countries|’ police", True),
        ("|‘human’", True),
        ("‘|human’", True),
        ("cross|-border", False),
        ("cross-|border", False),
        ("cross|-\nborder", False),
        ("cross-|\nborder", False),
        ("cross-\n|border", False),
        ("pre-| and post", True),
        ("police –| and", True),
        ("police|—and", True),  # a long dash separates words
        ("police—|and", True),
        ("2021|-2023", False),
        ("2021–|2023", False),
        ("traf|\u00adficking", False),
        ("traf\u00ad|ficking", False),
        ("traf\u200b|ficking", False),
        ("Communique|\u0301", False),
        ("Communique\u0301|", True),
        ("(|2023)", True),
        ("a|", True),
        ("|a", True),
    ],
)
def test_at_word_boundary_is_false_within_words_and_numbers(text: str, within: bool) -> None:
    at = text.index("|")
    assert at_word_boundary(text.replace("|", ""), at) is within


@given(PRINTED | ANY_TEXT)
def test_a_text_begins_and_ends_at_word_boundaries(text: str) -> None:
    assert at_word_boundary(text, 0)
    assert at_word_boundary(text, len(text))


@given(st.text(alphabet="ab1 .", min_size=1, max_size=20), st.data())
def test_there_is_no_boundary_between_two_letters_or_digits(text: str, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(text)))
    if text[max(at - 1, 0) : at].isalnum() and text[at : at + 1].isalnum():
        assert not at_word_boundary(text, at)


@pytest.mark.parametrize(
    "text", [" " * 5000, "-" * 5000, "- " * 2500, "*" * 5000, "'" * 5000, "\u0301" * 5000, "." * 5000]
)
def test_long_runs_of_one_mark_are_kept_or_reduced_to_one_or_none(text: str) -> None:
    assert len(wording(text).text) in {0, 1, 5000}
