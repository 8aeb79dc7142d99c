"""What the tables of made-up papers answer, what they say they lack, and above all what they leave to others."""

from collections.abc import Sequence

import pytest
from made_tables import PAPERS, PASSAGES, planned, prose, table

from kutip.messages.catalogue import Catalogue, languages
from kutip.types import Passage, Status
from retriever.answers.planned import PlannedAnswer


def answered(question: str, passages: Sequence[Passage] = PASSAGES) -> PlannedAnswer:
    found = planned(question, passages)
    assert found is not None, question
    assert found.status is Status.ANSWERED
    assert found.places
    assert [place.text for place in found.places] == [place.passage.text for place in found.places]
    return found


def notes(found: PlannedAnswer, language: str = "en") -> str:
    return Catalogue.of(language).texts(found.notes)


def refused(question: str, passages: Sequence[Passage] = PASSAGES) -> str:
    found = planned(question, passages)
    assert found is not None, question
    assert found.status is Status.NOT_IN_CORPUS
    assert not found.places
    assert found.short is None
    assert found.confidence < 0.5
    return Catalogue.of("en").texts(found.reason)


# --- Cells ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("question", "short", "row"),
    [
        ("How many turbines are there in Pentland?", "4", "Pentland 4 9,800.5"),
        ("How many turbines does the Kvalsund strait have?", "12", "Kvalsund 12 5,200"),
        ("How many blades were replaced in 2016?", "28", "2016 28 9%"),
        ("What share of blades were worn in 2018?", "14%", "2018 28 14%"),
        ("Where was the 2nd HPF held?", "San José", "2. 2nd HPF Costa Rica June 30 – July 2, 2012 San José"),
        ("In which city was the third HPF held?", "Oslo", "3. 3rd HPF Norway 12 Agustus 2013 Oslo"),
        ("When was the 4th HPF held?", "March 2014", "4. 4th HPF Iceland March 2014 In Online Networking"),
        ("Who chaired the 5th HPF?", "Costa Rica", "5. 5th HPF Costa Rica September 9, 2015 Limón"),
        ("Which HPF was held in Oslo?", "3rd HPF", "3. 3rd HPF Norway 12 Agustus 2013 Oslo"),
        ("Where was the HPF of 2015?", "Limón", "5. 5th HPF Costa Rica September 9, 2015 Limón"),
        ("Di mana HPF ke-2 diadakan?", "San José", "2. 2nd HPF Costa Rica June 30 – July 2, 2012 San José"),
        ("Negara mana yang mengetuai HPF ke-4?", "Iceland", "4. 4th HPF Iceland March 2014 In Online Networking"),
        ("Berapa panen kopi kebun Atas tahun 2016?", "1.250,5", "Atas 1.250,5 980"),
        ("Berapa jumlah pekerja tetap tahun 2018?", "44", "Jumlah pekerja tetap 31 28 44"),
    ],
)
def test_a_cell_is_given_as_it_stands_with_its_row(question: str, short: str, row: str) -> None:
    found = answered(question)
    assert (found.short, [place.text for place in found.places]) == (short, [row])
    assert any(short in cell.text for cell in found.places[0].passage.cells)


def test_the_note_names_table_row_and_column_in_both_languages() -> None:
    found = answered("How many turbines are there in Pentland?")
    assert notes(found) == "Table 1: row “Pentland”, column “Turbines”."
    assert notes(found, "id") == "Table 1: baris “Pentland”, kolom “Turbines”."


def test_several_rows_give_a_cell_each() -> None:
    found = answered("When did Costa Rica host the HPF?")
    assert found.short == "June 30 – July 2, 2012; September 9, 2015"
    assert len(found.places) == 2
    assert answered("Which countries chaired the HPF before 2013?").short == "Norway; Costa Rica"


def test_a_long_cell_is_named_by_its_rows_label() -> None:
    long = "Agreement on the common use of quays, cranes and ships in all harbours"
    rows = [("Norway", f"{long} of the north", "In force"), ("Malta", f"{long} of the south", "Being drafted")]
    agreements = table("straits", "Table 8. Agreements (HUA)", ("Country", "HUA document", "State"), rows)
    assert answered("Which HUA is being drafted?", agreements).short == "Malta"


# --- First, last, most, fewest ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("question", "short"),
    [
        ("Where was the last HPF held?", "Limón"),
        ("Which country chaired the most recent HPF?", "Costa Rica"),
        ("When was the first HPF held?", "May 3 – 5, 2011"),
        ("Di mana HPF pertama diadakan?", "Bergen"),
        ("Where was the last HPF chaired by Norway held?", "Oslo"),
        ("Which strait has the most turbines?", "Kvalsund"),
        ("Which strait has the highest output?", "Pentland"),
        ("Which strait has the lowest output?", "Raz Blanchard"),
        ("In which year were the most blades replaced?", "2015"),
        ("In which year were the fewest blades replaced?", "2016; 2018"),
        ("Tahun berapa jumlah pekerja tetap paling sedikit?", "2017"),
        ("Tahun berapa jumlah pekerja tetap paling banyak?", "2018"),
    ],
)
def test_the_row_at_an_end_is_found(question: str, short: str) -> None:
    assert answered(question).short == short


def test_rows_without_a_value_are_named_where_the_most_is_sought() -> None:
    assert "No value is given for: Strangford." in notes(answered("Which strait has the most turbines?"))


@pytest.mark.parametrize(
    "cells",
    [
        [("Kvalsund", "12 km"), ("Pentland", "4000 m")],  # other units
        [("Kvalsund", "10-14"), ("Pentland", "12")],  # a range that holds the other number
        [("Kvalsund", "12"), ("Pentland", "-")],  # nothing to compare
        [("Kvalsund", "12"), ("Pentland", "many")],
    ],
)
def test_the_most_is_not_sought_among_what_does_not_compare(cells: list[tuple[str, str]]) -> None:
    rows = table("straits", "Table 8. Length", ("Strait", "Length"), cells)
    assert planned("Which strait has the highest length?", rows) is None


def test_the_most_of_ranges_that_lie_apart_stays_out_only_if_it_is_a_range() -> None:
    rows = table("straits", "Table 8. Length", ("Strait", "Length"), [("Kvalsund", "20"), ("Pentland", "10-14")])
    assert answered("Which strait has the highest length?", rows).short == "Kvalsund"
    assert planned("Which strait has the lowest length?", rows) is None


def test_the_last_row_in_time_need_not_be_the_last_in_the_table() -> None:
    rows = table(
        *("straits", "Table 8. Talks (HLT)", ("HLT", "Held")),
        [("2nd HLT", "May 2015 Rome"), ("1st HLT", "May 2011 Bonn"), ("3rd HLT", "June 2015 Graz")],
    )
    assert answered("Where was the last HLT held?", rows).short == "Graz"
    assert answered("Where was the first HLT held?", rows).short == "Bonn"


def test_a_tie_in_time_is_left_out() -> None:
    rows = table(
        *("straits", "Table 8. Talks (HLT)", ("HLT", "Held")), [("A HLT", "2015 Rome"), ("B HLT", "June 2015 Graz")]
    )
    assert planned("Where was the last HLT held?", rows) is None


# --- Counts, sums, differences ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("question", "rows", "note"),
    [
        ("How many times was the HPF held?", 5, "Counted by Kutip in Table 2: 5 rows."),
        ("How many times did Norway chair the HPF?", 2, "Counted by Kutip in Table 2: 2 rows with HPF Chair: Norway."),
        ("How many HPF meetings were held after 2012?", 3, "Counted by Kutip in Table 2: 3 rows."),
        ("How many of the HPF were held in Oslo?", 1, "Counted by Kutip in Table 2: 1 row with Held: Oslo."),
        ("How many straits are listed in Table 1?", 4, "Counted by Kutip in Table 1: 4 rows."),
    ],
)
def test_a_count_quotes_each_row_that_it_counts(question: str, rows: int, note: str) -> None:
    found = answered(question)
    assert found.short is None  # the number stands in no paper
    assert len(found.places) == rows
    assert notes(found).startswith(note.removesuffix("."))


def test_a_count_is_said_in_indonesian_too() -> None:
    found = answered("Berapa kali Norway menjadi tuan rumah HPF?")
    assert notes(found, "id") == "Dihitung oleh Kutip dalam Table 2: 2 baris dengan HPF Chair: Norway."


def test_meetings_without_a_place_are_told_apart_where_places_are_asked_for() -> None:
    assert notes(answered("How many HPF meetings were held in Iceland?")).endswith("Of these, 1 was held online.")
    assert "online" not in notes(answered("How many times did Iceland chair the HPF?"))


def test_of_many_rows_a_count_quotes_the_first_and_the_last() -> None:
    rows = table("straits", "Table 8. Talks (HLT)", ("HLT", "Chair"), [(f"{n}. HLT", "Norway") for n in range(1, 30)])
    found = answered("How many times did Norway chair the HLT?", rows)
    assert "29 rows" in notes(found)
    assert [place.text for place in found.places] == ["1. HLT Norway", "29. HLT Norway"]


def test_different_cells_are_counted_once() -> None:
    found = answered("How many chairs has the HPF had?")
    assert notes(found) == "Counted by Kutip in Table 2, column “HPF Chair”: 3 different, in 5 rows."


def test_rows_that_name_several_things_are_not_counted() -> None:
    rows = table("reefs", "Table 4. Divers (RDV)", ("Name", "RDV post"), [("Dr. A Dr. B", "Medic"), ("Dr. C", "Medic")])
    assert planned("How many RDV medics are there?", rows) is None


def test_a_sum_says_what_was_added() -> None:
    found = answered("How many blades were replaced from 2015 to 2016?")
    assert found.short is None
    assert notes(found) == "Added up by Kutip: 68, the sum of 2 values of Table 3, column “Number of blades”."
    assert len(found.places) == 2
    assert "103" in notes(answered("Berapa total pekerja tetap dari 2016 sampai 2018?"))


@pytest.mark.parametrize(
    "question",
    [
        "How many blades were replaced from 2015 to 2020?",  # the table ends before
        "How many turbines are there in total?",  # a strait has no value
        "What is the total share of worn blades from 2015 to 2016?",  # shares do not add up
    ],
)
def test_what_cannot_be_added_up_is_left_out(question: str) -> None:
    assert planned(question) is None


def test_a_difference_says_its_direction_and_its_numbers() -> None:
    assert notes(answered("By how much did the number of blades fall from 2015 to 2016?")) == (
        "Worked out by Kutip: 12 fewer, from 40 to 28 in Table 3, column “Number of blades”."
    )
    assert "16 more" in notes(answered("Berapa selisih jumlah pekerja tetap antara 2017 dan 2018?"))


# --- What a table lacks ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("question", "reason"),
    [
        (
            "How many blades were replaced in 2020?",
            "Table 3 (Okafor, 2020) ends in 2018. The nearest that it gives is 28",
        ),
        (
            "How many blades were replaced in 2009?",
            "Table 3 (Okafor, 2020) begins in 2015. The nearest that it gives is 40",
        ),
        ("Where was the 7th HPF held?", "Table 2 (Okafor, 2020) ends with 5th HPF."),
        ("How many turbines are there in Gibraltar?", "Table 1 (Okafor, 2020) has no row for Gibraltar."),
        ("How many turbines are in Strangford?", "Table 1 (Okafor, 2020) gives no value for this: row “Strangford”"),
        ("How many blades were replaced in Sweden in 2016?", "Table 3 (Okafor, 2020) is of “Blades replaced in Norway"),
        ("Berapa panen kopi kebun Bawah tahun 2016?", "Tabel 1 (Halim, 2020) gives no value for this: row “Bawah”"),
    ],
)
def test_a_refusal_says_what_the_table_lacks(question: str, reason: str) -> None:
    assert refused(question).startswith(reason)


@pytest.mark.parametrize(
    ("question", "sentence"),
    [
        ("How many blades were replaced in 2020?", "In 2020, 17 blades were replaced."),
        ("How many turbines are there in Gibraltar?", "In Gibraltar 6 turbines turn."),
        ("Where was the 7th HPF held?", "The 7th HPF was held in Rome."),
        ("How many blades were replaced in Sweden in 2016?", "In 2016, Sweden replaced 8 blades."),
    ],
)
def test_a_table_does_not_refuse_what_prose_gives(question: str, sentence: str) -> None:
    assert refused(question)
    assert planned(question, [*PASSAGES, prose("reefs", sentence)]) is None


# --- What is left to others ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "question",
    [
        "In which year did Norway join the HPF?",  # rows share a name
        "When did Iceland become a member of the HPF?",
        "How many pilots does Norway have?",
        "How many delegates were at the 3rd HPF?",
        "How many turbines were destroyed in Pentland?",  # another thing is counted
        "How many blades were painted in 2016?",
        "How much did the turbines in Pentland cost?",
        "When were the turbines in Pentland built?",
        "What did the last HPF decide?",
        "What is the theme of the 5th HPF?",
        "At which hotel was the 5th HPF held?",
        "Who founded the HPF?",
        "Which strait is the deepest?",
        "Which country has the most pilots?",
        "How long is the Kvalsund strait?",
        "Where is Oslo?",
        "What is the output?",
        "Where was the 3rd HPF held in Bergen?",  # the row says Oslo
        "Did Norway chair the HPF?",
        "Why was the 4th HPF held online?",
        "Do the papers agree on the number of blades in 2016?",
        "And in 2016?",
        "Berapa jumlah penduduk Norwegia?",
        "Kapan Norwegia bergabung dengan HPF?",
        "How many victims were there in 2016?",
        "Who is the diver in Narvik?",
        "Where was Dr. Jon Vik posted in 2016?",  # the table says nothing of years
        "How many meetings were there?",  # of whom?
    ],
)
def test_a_question_that_no_cell_answers_is_left_to_others(question: str) -> None:
    assert planned(question) is None


def test_a_number_that_prose_contradicts_is_left_to_others() -> None:
    agreeing = prose("reefs", "In 2016, 28 blades were replaced.")
    assert answered("How many blades were replaced in 2016?", [*PASSAGES, agreeing]).short == "28"
    differing = prose("reefs", "In 2016, 29 blades were replaced.")
    assert planned("How many blades were replaced in 2016?", [*PASSAGES, differing]) is None


def test_a_count_of_all_rows_that_prose_states_is_left_to_it() -> None:
    stated = [*PASSAGES, prose("straits", "So far, the HPF has met 5 times.")]
    assert planned("How many times was the HPF held?", stated) is None
    assert planned("How many times did Norway chair the HPF?", stated) is not None  # prose does not say that


def test_the_most_that_prose_contradicts_is_left_to_others() -> None:
    question = "What was the highest number of blades replaced?"
    assert answered(question).short == "40"
    assert planned(question, [*PASSAGES, prose("reefs", "In 2015, 41 blades were replaced.")]) is None
    assert answered("In which year were the most blades replaced?").short == "2015"


def test_rows_that_only_say_what_is_counted_are_not_counted() -> None:
    rows = table("straits", "Table 8. Pilots hurt (PHX)", ("", "2016", "2017"), [("Number of pilots", "3", "4")])
    assert answered("How many pilots were there in 2016?", rows).short == "3"
    assert planned("How many PHX were hurt in 2016?", rows) is None


def test_a_label_is_named_by_its_noun_and_not_by_what_describes_it() -> None:
    rows = table("straits", "Table 8. Arrests", ("", "2016", "2017"), [("Number of Norwegian pirates", "3", "4")])
    assert answered("How many pirates were there in 2016?", rows).short == "3"
    assert planned("How many Norwegian ships were there in 2016?", rows) is None
    assert planned("How many Norwegians were there in 2016?", rows) is None
    assert planned("How many Norwegians were there in 2009?", rows) is None
    assert answered("Berapa jumlah pekerja tahun 2017?").short == "28"
    assert planned("Berapa jumlah yang tetap tahun 2017?") is None


def test_two_papers_whose_tables_differ_are_both_named() -> None:
    other = table("reefs", "Table 5. Turbines by strait", ("Strait", "Turbines"), [("Pentland", "6"), ("Alta", "1")])
    found = answered("How many turbines are there in Pentland?", [*PASSAGES, *other])
    assert found.short is None
    assert notes(found) == "The papers differ: 4 (Okafor, 2020); 6 (Lind, 2020)"
    assert {place.passage.document_id for place in found.places} == {"straits", "reefs"}


def test_two_papers_whose_tables_agree_give_one_answer() -> None:
    other = table("reefs", "Table 5. Turbines by strait", ("Strait", "Turbines"), [("Pentland", "4"), ("Alta", "1")])
    found = answered("How many turbines are there in Pentland?", [*PASSAGES, *other])
    assert (found.short, len(found.places)) == ("4", 2)


def test_two_tables_of_one_paper_are_left_to_others() -> None:
    other = table("straits", "Table 5. Turbines by strait", ("Strait", "Turbines"), [("Pentland", "6"), ("Alta", "1")])
    assert planned("How many turbines are there in Pentland?", [*PASSAGES, *other]) is None


def test_a_named_table_is_the_one_that_answers() -> None:
    other = table("straits", "Table 5. Turbines by strait", ("Strait", "Turbines"), [("Pentland", "6"), ("Alta", "1")])
    assert answered("How many turbines does Table 5 give for Pentland?", [*PASSAGES, *other]).short == "6"


def test_papers_without_tables_answer_nothing() -> None:
    assert planned("How many turbines are there in Pentland?", [prose("straits", "Nothing.")]) is None


def test_every_message_of_tables_is_there_in_every_language() -> None:
    codes = (
        "cell",
        "most",
        "fewest",
        "total",
        "rose",
        "fell",
        "different",
        "not_given",
        "no_row",
        "other",
        "ends_with",
    )
    for language in languages():
        assert all(f"answer.table_{code}" in Catalogue.of(language) for code in codes)
    assert len(PAPERS) == 3
