"""Facts in a text (dates, numbers, names, lists ...): found at their place, and look-alikes not found."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retriever.answers.facts import Fact, FactKind, facts

# Parts of facts, to be put in any order with other text between them.
PIECES = st.sampled_from(
    "5 12th June Mei 2016 2016–2019 1,047 10.1% Rp 500 million two Law No. 21 of (3) e-ADS S. M. The Bali in di and"
    ' “ ” " * because since is a means such as Laos, Thailand, . ;'.split(" ")
)
TEXTS = st.lists(PIECES | st.text(max_size=4), max_size=15).map(" ".join)


def found(kind: FactKind, text: str) -> list[str]:
    return [fact.text for fact in facts(text) if fact.kind is kind]


@pytest.mark.parametrize(
    ("text", "dates"),
    [
        ("It met on 5 May 2012.", ["5 May 2012"]),
        ("It met on the 3rd of March 2010.", ["3rd of March 2010"]),
        ("It met on May 5, 2012 in Hanoi.", ["May 5, 2012"]),
        ("It met on September 20th, 1999.", ["September 20th, 1999"]),
        ("It met on 4–6 June 2014.", ["4–6 June 2014"]),
        ("It met on June 4-6, 2014.", ["June 4-6, 2014"]),
        ("It met from June 30 – July 3, 2009.", ["June 30 – July 3, 2009"]),
        ("Sidang dibuka pada 17 Agustus 2015.", ["17 Agustus 2015"]),
        ("Sidang itu pada Mei 2016.", ["Mei 2016"]),
        ("In May 2016, on 24 July and in 2019.", ["May 2016", "24 July", "2019"]),
        ("the 2016–2019 plan, from 2016 - 2018", ["2016–2019", "2016 - 2018"]),
        ("(2019), 2020: 2021.", ["2019", "2020", "2021"]),
        ("by mid-2024", ["2024"]),
        ("in the 2016–19 plan", ["2016–19"]),
        ("He spoke on 4/4/2023.", ["4/4/2023"]),
    ],
)
def test_dates_are_found(text: str, dates: list[str]) -> None:
    assert found(FactKind.DATE, text) == dates


@pytest.mark.parametrize(
    "text",
    [
        "12019 cases, 2,019 cases, 2.019 kasus, 2019%, 20195",
        "Resolution 66/2012, UU No. 21/2007, ISBN 978-2019",
        "in 1499 or 2100",
        "It may, in March",
        ("5 Mayors and 12 Junior officers"),
        ("server A2019"),
        ("in the 1990s"),
    ],
)
def test_look_alikes_of_dates_are_not_found(text: str) -> None:
    assert found(FactKind.DATE, text) == []


@given(day=st.dates(min_value=date(1600, 1, 1), max_value=date(2099, 12, 31)))
def test_every_day_is_found_with_day_or_month_first(day: date) -> None:
    month = f"{day:%B}"
    for written in (f"{day.day} {month} {day.year}", f"{month} {day.day}, {day.year}", f"{month} {day.year}"):
        assert found(FactKind.DATE, f"It met on {written} in Bali.") == [written]
        assert found(FactKind.NUMBER, f"It met on {written} in Bali.") == []


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("45% of 200 members, 22.9 percent, 10 persen", ["45%", "200", "22.9 percent", "10 persen"]),
        ("1.5 million people, 2 juta orang", ["1.5 million", "2 juta"]),
        ("US$ 3 million, USD 3,000, $20 or € 30.5 billion", ["US$ 3 million", "USD 3,000", "$20", "€ 30.5 billion"]),
        ("a fine of Rp 500 juta", ["Rp 500 juta"]),
        ("Twelve members sent two hundred officers.", ["Twelve", "two hundred"]),
        ("998, 1,047 and 1.047 cases.", ["998", "1,047", "1.047"]),
        ("In 2019 there were 47.", ["47"]),
        ("a fine of Rp120,000,000.00", ["Rp120,000,000.00"]),
        ("a tenth (10.1%) of them", ["10.1%"]),
        ("twenty-five officers", ["twenty-five"]),
        ("12-14 officers", ["12-14"]),
    ],
)
def test_numbers_are_found(text: str, numbers: list[str]) -> None:
    assert found(FactKind.NUMBER, text) == numbers


@pytest.mark.parametrize(
    "text",
    [
        "Law No. 21 of 2007, UU Nomor 21, Pasal 5, Article 2 paragraph 1",
        "Table 3, Figure 4 and Appendix 2 on pp. 12",
        "1. Patrols",
        "12) Patrols",
        "patrols (1), raids [2], checks #3",
        "66/290, I-24/7, the 5th and ke-41, COVID-19, v2",
        ("Articles 3 and 4"),
        ("article 2 and Pasal 5 ayat 2"),
        ("doi 10.35879/jik"),
    ],
)
def test_numbers_that_count_nothing_are_not_found(text: str) -> None:
    assert found(FactKind.NUMBER, text) == []


@given(st.integers(0, 10**9), st.sampled_from(["", "%", " percent", " million", " juta"]))
def test_every_number_with_commas_is_found_with_its_scale(number: int, scale: str) -> None:
    assert found(FactKind.NUMBER, f"It took up to {number:,}{scale}, in all.") == [f"{number:,}{scale}"]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("The Association of Southeast Asian Nations met.", ["Association of Southeast Asian Nations"]),
        ("However, S. M. Tito Karnavian met Najib and Juned.", ["S. M. Tito Karnavian", "Najib and Juned"]),
        ("They met Élodie van Dijk, Qa’id bin Ali.", ["Élodie van Dijk", "Qa’id bin Ali"]),
        ("Although it was late, police officers met.", []),
        ("It met in June.", []),
        ("He opened e-ADS.", ["e-ADS"]),
        ("Data of the U.S. police", ["Data of the U.S."]),
    ],
)
def test_names_are_found(text: str, names: list[str]) -> None:
    assert found(FactKind.NAME, text) == names


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("It met in Phnom Penh, Cambodia.", ["Phnom Penh"]),
        ("In Bali, near the Mekong River, at Polri", ["Bali", "Mekong River", "Polri"]),
        ("Korban dari Nusa Tenggara Timur dibawa ke Medan.", ["Nusa Tenggara Timur", "Medan"]),
        ("It was held by Laos for Thailand, through Interpol.", []),
        ("It met in June 2014.", []),
        ("It met in Laos on June 12.", ["Laos"]),
        ("It rose in March and April.", []),
    ],
)
def test_places_are_names_after_a_preposition(text: str, places: list[str]) -> None:
    assert found(FactKind.PLACE, text) == places


@pytest.mark.parametrize(
    ("kind", "text", "pieces"),
    [
        (FactKind.ITEMS, "crimes such as theft, fraud, and arson.", ["theft, fraud, and arson"]),
        (FactKind.ITEMS, "The tasks are: patrols, raids, checks; no more", ["patrols, raids, checks"]),
        (FactKind.ITEMS, "seperti Laos, Brunei, dan Vietnam.", ["Laos, Brunei, dan Vietnam"]),
        (FactKind.ITEMS, "In theft, as in fraud, it helps.", []),
        (FactKind.DEFINITION, "Piracy is defined as theft at sea.", ["theft at sea"]),
        (FactKind.DEFINITION, "It stands for legal aid; a raid is a search.", ["legal aid", "search"]),
        (FactKind.REASON, "It failed because trust was lacking.", ["because trust was lacking"]),
        (FactKind.REASON, "Sidang batal karena banjir; itu saja.", ["karena banjir"]),
        (FactKind.REASON, "The unit aims to stop piracy.", ["aims to stop piracy"]),
    ],
)  # fmt: skip
def test_lists_definitions_and_reasons_are_found(kind: FactKind, text: str, pieces: list[str]) -> None:
    assert found(kind, text) == pieces


@pytest.mark.parametrize(
    ("kind", "text", "pieces"),
    [
        (FactKind.ITEMS, "such as Laos, Brunei and Fiji.", ["Laos, Brunei and Fiji"]),
        (FactKind.ITEMS, "such as raids, checks, and arrests (at sea)", ["raids, checks, and arrests"]),
        (FactKind.REASON, "It is a member since 2001.", []),
        (FactKind.DEFINITION, "Sent by means of a network.", []),
        (FactKind.DEFINITION, "There is a lack of trust.", []),
        (FactKind.DEFINITION, "Growth is a rise of 1.5 percent.", ["rise of 1.5 percent"]),
    ],
)  # fmt: skip
def test_clauses_that_are_easily_misread_are_read_right(kind: FactKind, text: str, pieces: list[str]) -> None:
    assert found(kind, text) == pieces


@given(text=TEXTS | st.text())
def test_every_fact_matches_the_text_and_every_place_is_a_name(text: str) -> None:
    for fact in facts(text):
        assert 0 <= fact.start < fact.end <= len(text)
        assert fact.text == text[fact.start : fact.end]
        if fact.kind is FactKind.PLACE:
            assert Fact(FactKind.NAME, fact.start, fact.end, fact.text) in facts(text)
    assert facts.__wrapped__(text) == facts(text)


@pytest.mark.parametrize(
    "text",
    [
        "See Tables 2, 3 and 4 for the 998 cases.",
        "On pages 12-14 it has 998 cases.",
        "Figure: 3 shows 998 cases [7].",
        "(1) There were 998 cases #5.",
    ],
)
def test_numbers_of_tables_pages_and_notes_are_no_facts(text: str) -> None:
    assert [fact.text for fact in facts(text) if fact.kind is FactKind.NUMBER] == ["998"]


def test_a_name_ends_before_the_day_in_its_last_line() -> None:
    names = [fact.text for fact in facts("ASEAN on May\nForum on Monday") if fact.kind is FactKind.NAME]
    assert names == ["ASEAN on May\nForum"]
