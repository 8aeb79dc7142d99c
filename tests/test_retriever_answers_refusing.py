"""The reason for a refusal names what the papers hold of a question and what they do not; it is one, and it is true."""

import pytest
from looked_up import PAPERS, Paper, look_up

from kutip.messages.catalogue import Catalogue
from kutip.types import Kind, Message
from retriever.answers.refusing import SpokenOf, counted, not_given, pieces_of, refusal, spoken_of, unsure
from retriever.query.question_type import QuestionType

ENGLISH, INDONESIAN = Catalogue.of("en"), Catalogue.of("id")
TOWN = Paper(
    "berg-2020",
    {},
    [
        (Kind.PARAGRAPH, (), "The Vale Guild brought children to a workshop in Denmark. Imprisonment is rare."),
        (Kind.PARAGRAPH, (), "A dyke costs money. Its colour is grey. The water board builds it."),
    ],
)


def test_a_refusal_names_the_kind_of_thing_that_was_asked_for() -> None:
    codes = refusal(SpokenOf(), QuestionType.HOW_MANY)
    assert codes == (Message("answer.not_given", {"wanted": Message("wanted.how_many")}),)
    assert ENGLISH.texts(codes) == "No sentence of the papers was found that gives a number for this."
    assert INDONESIAN.texts(codes) == "Tidak ditemukan kalimat dalam artikel yang menyebutkan angka untuk hal ini."


@pytest.mark.parametrize("kind", QuestionType)
def test_a_refusal_of_every_type_of_question_has_a_sentence(kind: QuestionType) -> None:
    for catalogue in (ENGLISH, INDONESIAN):
        assert catalogue.texts(refusal(SpokenOf(), kind)).endswith(".")
        assert catalogue.text(not_given(kind)).endswith(".")


def test_words_that_no_paper_has_are_named_in_quotation_marks() -> None:
    codes = refusal(SpokenOf(lacking=("moons", "Jupiter")), QuestionType.YES_NO)
    assert ENGLISH.texts(codes) == "The papers nowhere have “moons”, “Jupiter”."
    assert INDONESIAN.texts(unsure(SpokenOf(lacking=("bulan",)))).endswith(" Artikel tidak memuat “bulan”.")


def test_there_is_one_reason() -> None:
    both = SpokenOf(held=("Vale Guild",), lacking=("budget",), apart=("a", "b"))
    assert ENGLISH.texts(refusal(both, QuestionType.HOW_MANY)) == (
        "The papers speak of “Vale Guild”, but nowhere have “budget”."
    )
    apart = SpokenOf(held=("Vale Guild",), apart=("Vale Guild", "dyke"))
    assert ENGLISH.texts(refusal(apart, QuestionType.WHO)) == (
        "The papers have “Vale Guild” and “dyke”, but no passage of them has both."
    )


@pytest.mark.parametrize(
    ("question", "held", "lacking"),
    [
        ("What is the Vale Guild's budget?", ("Vale Guild",), ("budget",)),
        ("Which orchestra plays?", (), ("orchestra", "plays")),
        ("What does the water board pay for granite?", ("water board",), ("pay", "granite")),
        ("What did the Vale Guild bring?", ("Vale Guild",), ()),  # "brought" stands there
        ("Which child came to Denmark?", ("Denmark",), ()),
        ("Which color is a dyke?", (), ()),  # "colour" stands there
        ("How many prisons are there?", (), ()),  # "imprisonment" is its kin
        ("Which Danish towns are there in Denmark?", ("Denmark",), ("Danish", "towns")),
        ("How tall is the Vale Guild?", ("Vale Guild",), ()),  # asks for a size, not for what is tall
        ("Who is the Denmarkian?", (), ()),  # begins with a word of theirs
    ],
)
def test_what_the_papers_hold_and_what_they_lack(
    question: str, held: tuple[str, ...], lacking: tuple[str, ...]
) -> None:
    spoken = spoken_of(look_up(question, [TOWN]))
    assert (spoken.held, spoken.lacking) == (held, lacking)


def test_words_that_no_passage_has_together_are_apart() -> None:
    assert spoken_of(look_up("What does the Vale Guild say of dykes?", [TOWN])).apart == ("Vale", "dykes")
    assert spoken_of(look_up("What is the money for a dyke?", [TOWN])).apart == ()


def test_what_names_a_paper_itself_is_not_called_lacking() -> None:
    assert spoken_of(look_up("What does the paper by Holm say of tractors?", PAPERS)).lacking == ("tractors",)
    assert spoken_of(look_up("What does Quirke say of tractors?", PAPERS)).lacking == ("Quirke", "tractors")


def test_a_word_is_held_in_the_other_language_too() -> None:
    assert spoken_of(look_up("Berapa jumlah lebah di sarang?", PAPERS)).lacking == ()  # "bee", "hive"
    assert spoken_of(look_up("Kapan lebah bernyanyi?", PAPERS)).lacking == ("bernyanyi",)
    assert spoken_of(look_up("How many rice fields does the dance reach?", PAPERS)).lacking == ("reach",)  # "sawah"


@pytest.mark.parametrize(
    ("question", "thing", "is_held"),
    [
        ("How many prisons does Denmark have?", "prisons", False),
        ("How many water boards are there?", "boards", True),
        ("How many were there?", None, True),
        ("Who are the children?", None, True),
        ("Berapa lebah madu yang ada?", "lebah", True),
    ],
)
def test_the_thing_counted_stands_behind_the_word_for_counting(question: str, thing: str | None, is_held: bool) -> None:
    found = look_up(question, [TOWN, *PAPERS])
    one = counted(found, list(pieces_of(found)))
    assert (one.typed if one else None) == thing
    assert spoken_of(found).counts_what_is_held is is_held
