"""The forms of a law, date, number or ordinal: rewritten both ways, with similar texts left unchanged."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retriever.query.forms import (
    Rewriter,
    ordinal,
    rewrite_dates,
    rewrite_laws,
    rewrite_numbers,
    rewrite_ordinals,
)

REWRITERS: list[Rewriter] = [rewrite_ordinals, rewrite_laws, rewrite_dates, rewrite_numbers]
# Pieces of forms in any order, with any text between them.
PIECES = st.sampled_from(
    "UU Law No. Nomor Tahun of / - . , ke ke- th rd third twenty-first 1st 4 21 24 31 1.047 2605 2007 July 29".split()
)
TEXTS = st.lists(PIECES | st.sampled_from([" ", "  ", "\n"]) | st.text(max_size=4), max_size=12).map("".join)


def rewritten(rewriter: Rewriter, text: str) -> list[tuple[str, str]]:
    """Return each rewritten piece of a text with its other form."""
    return [(text[one.start : one.end], one.target) for one in rewriter(text)]


# Ordinals


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("the third AMMTC", [("third", "3rd")]),
        ("the 3rd AMMTC", [("3rd", "third")]),
        ("AMMTC ke-3", [("ke-3", "3rd")]),
        ("AMMTC ke3", [("ke3", "3rd")]),
        ("AMMTC KE-21", [("KE-21", "21st")]),
        ("the Second SOMTC", [("Second", "2nd")]),
        ("THE TWELFTH SOMTC", [("TWELFTH", "12th")]),
        ("the twenty-ninth conference", [("twenty-ninth", "29th")]),
        ("the twenty first SOMTC", [("twenty first", "21st")]),
        ("the 29th conference", [("29th", "twenty-ninth")]),
        ("konferensi ke-40", [("ke-40", "40th")]),
        ("the fortieth conference", [("fortieth", "40th")]),
        ("the ninety-ninth, the 99TH", [("ninety-ninth", "99th"), ("99TH", "ninety-ninth")]),
        ("from the 1st to the fifth", [("fifth", "5th"), ("1st", "first")]),
        ("konferensi ke-112", [("ke-112", "112th")]),
        ("the 112th", []),  # nobody writes it in words
        ("30 seconds, two thirds", []),
        ("a third of the victims", []),
        ("ke Bali, ke 3 kota, 3 orang", []),
        ("firsthand, secondly, the Thirdly", []),
        ("e-ADS, I-24/7, 2nd_draft", []),
        ("ke-1000", []),
    ],
)
def test_an_ordinal_in_words_is_rewritten_to_digits_and_the_reverse(text: str, pieces: list[tuple[str, str]]) -> None:
    assert rewritten(rewrite_ordinals, text) == pieces


@pytest.mark.parametrize("number", range(1, 100))
def test_every_ordinal_below_100_is_rewritten_to_words_and_back(number: int) -> None:
    (word,) = [one.target for one in rewrite_ordinals(ordinal(number))]
    assert [one.target for one in rewrite_ordinals(word)] == [ordinal(number)]
    assert [one.target for one in rewrite_ordinals(f"ke-{number}")] == [ordinal(number)]


@pytest.mark.parametrize(
    ("number", "written"),
    [(0, "0th"), (1, "1st"), (2, "2nd"), (3, "3rd"), (4, "4th"), (11, "11th"), (12, "12th"), (13, "13th"),
     (20, "20th"), (21, "21st"), (22, "22nd"), (23, "23rd"), (101, "101st"), (111, "111th"), (113, "113th")],
)  # fmt: skip
def test_an_ordinal_has_the_ending_that_is_pronounced(number: int, written: str) -> None:
    assert ordinal(number) == written


@pytest.mark.parametrize(
    ("text", "beside"),
    [
        ("Where was the third AMMTC held?", ("the", "AMMTC")),
        ("third", ()),
        ("AMMTC ke-3", ("AMMTC",)),
        ("the third, international meeting", ("the", "international")),
    ],
)
def test_the_words_beside_an_ordinal_are_recorded(text: str, beside: tuple[str, ...]) -> None:
    (found,) = rewrite_ordinals(text)
    assert found.beside == beside


# Laws


@pytest.mark.parametrize(
    "typed",
    [
        "UU 21/2007", "uu 21/2007", "UU No. 21 Tahun 2007", "UU No 21 thn 2007", "UU RI Nomor 21 Tahun 2007",
        "Undang-Undang Nomor 21 Tahun 2007", "Undang Undang No. 21/2007", "Law Number 21 of 2007", "Law 21 of 2007",
        "Law No. 21 of the year 2007", "law no. 21 year 2007", "Act No. 21 of 2007", "UU 21 / 2007",
        "Law of the Republic of Indonesia Number 21 of 2007", "Undang-Undang Republik Indonesia Nomor 21 Tahun 2007",
    ],
)  # fmt: skip
def test_a_law_is_rewritten_to_both_forms_used_in_english_papers(typed: str) -> None:
    text = f"What does {typed} punish?"
    assert rewritten(rewrite_laws, text) == [(typed, "Law No. 21 of 2007"), (typed, "Law No. 21/2007")]


@pytest.mark.parametrize(
    ("typed", "other"),
    [("Law No. 21 of 2007", "Law No. 21/2007"), ("Law No. 21/2007", "Law No. 21 of 2007"),
     ("LAW NO. 21 OF 2007", "Law No. 21/2007")],
)  # fmt: skip
def test_a_law_in_one_of_these_forms_is_rewritten_to_the_other_only(typed: str, other: str) -> None:
    assert rewritten(rewrite_laws, typed) == [(typed, other)]


@pytest.mark.parametrize(
    ("typed", "kind"),
    [
        ("Perpres 69/2008", "Presidential Regulation"),
        ("Perpres Nomor 69 Tahun 2008", "Presidential Regulation"),
        ("Peraturan Presiden No. 69 Tahun 2008", "Presidential Regulation"),
        ("PP 69/2008", "Government Regulation"),
        ("Peraturan Pemerintah RI Nomor 69 Tahun 2008", "Government Regulation"),
    ],
)
def test_a_regulation_keeps_its_kind(typed: str, kind: str) -> None:
    assert [target for _, target in rewritten(rewrite_laws, typed)] == [f"{kind} No. 69 of 2008", f"{kind} No. 69/2008"]


@pytest.mark.parametrize(
    "text",
    ["UUD 1945", "UU 1945", "the law of 2007", "Law 21", "UU 21/07", "Lawson 21/2007", "impact 5/2009", "pp. 451-462",
     "Law No. 1234 of 2007", "21 of 2007", "Law No. 21 of 20075"],
)  # fmt: skip
def test_texts_that_resemble_a_law_are_left_unchanged(text: str) -> None:
    assert rewritten(rewrite_laws, text) == []


# Dates


@pytest.mark.parametrize(
    ("typed", "other"),
    [
        ("24/7/2023", "24 July 2023"),
        ("24-07-2023", "24 July 2023"),
        ("24.7.2023", "24 July 2023"),
        ("2023-07-24", "24 July 2023"),
        ("7/24/2023", "24 July 2023"),  # there is no 24th month
        ("4/7/2023", "4 July 2023"),  # the day comes first, as in Indonesia
        ("29/2/2024", "29 February 2024"),
        ("24 July 2023", "24/7/2023"),
        ("24th of July 2023", "24/7/2023"),
        ("July 24, 2023", "24/7/2023"),
        ("july 24th 2023", "24/7/2023"),
        ("1 May 2011", "1/5/2011"),
    ],
)
def test_a_date_in_digits_is_rewritten_to_words_and_the_reverse(typed: str, other: str) -> None:
    assert rewritten(rewrite_dates, f"Since {typed}, who") == [(typed, other)]


@pytest.mark.parametrize(
    "text",
    ["31/2/2023", "29/2/2023", "31 February 2023", "13/13/2023", "2023-13-01", "0/5/2023", "1/2-2023", "4/7/23",
     "July 2023", "21/2007", "I-24/7", "124/7/2023", "24/7/20235", "may 24 people"],
)  # fmt: skip
def test_impossible_dates_are_left_unchanged(text: str) -> None:
    assert rewritten(rewrite_dates, text) == []


@given(day=st.dates(min_value=date(1000, 1, 1)))
def test_every_date_is_rewritten_and_back(day: date) -> None:
    for typed in (f"{day.day}/{day.month}/{day.year}", day.isoformat()):
        (words,) = [one.target for one in rewrite_dates(typed)]
        (numbers,) = [one.target for one in rewrite_dates(words)]
        assert numbers == f"{day.day}/{day.month}/{day.year}"


# Numbers


@pytest.mark.parametrize(
    ("typed", "other"),
    [("1.047", "1,047"), ("1047", "1,047"), ("2605", "2,605"), ("12.345.678", "12,345,678"), ("2.019", "2,019"),
     ("1499", "1,499"), ("2200", "2,200"), ("100000", "100,000")],
)  # fmt: skip
def test_a_large_number_gets_commas_between_thousands(typed: str, other: str) -> None:
    assert rewritten(rewrite_numbers, f"{typed} victims") == [(typed, other)]
    assert rewritten(rewrite_numbers, f"In Bali: {typed}.") == [(typed, other)]


@pytest.mark.parametrize(
    "text",
    ["in 2019", "1500 to 2199", "998", "1,047", "10.5", "1.0475", "1.047,50", "3,4.567", "2605-2606", "21/2007",
     "v.2605", "1 047", "24/7/2023", "10.35879/jik.v19i1.466", "2605th", "4711-A"],
)  # fmt: skip
def test_years_fractions_and_numbers_with_commas_are_left_unchanged(text: str) -> None:
    assert rewritten(rewrite_numbers, text) == []


@given(st.integers(min_value=1000, max_value=10**9).filter(lambda n: n not in range(1500, 2200)))
def test_dots_and_nothing_between_thousands_give_the_same_number(number: int) -> None:
    commas = f"{number:,}"
    for typed in (str(number), commas.replace(",", ".")):
        assert rewritten(rewrite_numbers, typed) == [(typed, commas)]


# All forms


@pytest.mark.parametrize("rewriter", REWRITERS)
@pytest.mark.parametrize("text", ["", "police", "Apa peran ASEANAPOL?", "What is e-ADS?", "½ №", "人身売買"])
def test_a_text_without_a_form_is_not_rewritten(rewriter: Rewriter, text: str) -> None:
    assert rewritten(rewriter, text) == []


@pytest.mark.parametrize("rewriter", REWRITERS)
@given(text=TEXTS)
def test_every_rewriting_of_any_text_is_within_it_and_differs_from_it(rewriter: Rewriter, text: str) -> None:
    for one in rewriter(text):
        assert 0 <= one.start < one.end <= len(text)
        typed = text[one.start : one.end]
        assert typed == typed.strip()
        assert one.target.casefold() != typed.casefold()
        assert one.target.strip()
        assert one.why


@pytest.mark.parametrize(
    ("rewriter", "text"),
    [(rewrite_ordinals, "the fıfth AMMTC"), (rewrite_ordinals, "THE SİXTH AMMTC"), (rewrite_dates, "4 Aprıl 2023")],
)
def test_a_turkish_i_is_a_different_letter(rewriter: Rewriter, text: str) -> None:
    assert rewritten(rewriter, text) == []


def test_a_number_longer_than_any_count_is_left_unchanged() -> None:
    assert rewritten(rewrite_numbers, "9" * 5000) == []


@pytest.mark.parametrize(
    ("text", "beside"),
    [
        ("the joint-, 3rd ... meeting", ("joint-", "meeting")),
        ("- 3rd -", ("-", "-")),
        ("3rd", ()),
        ("pre-3rd", ("pre-",)),
    ],
)
def test_the_words_beside_an_ordinal_are_the_nearest_ones(text: str, beside: tuple[str, ...]) -> None:
    assert [found.beside for found in rewrite_ordinals(text)] == [beside]
