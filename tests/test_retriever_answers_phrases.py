"""What Kutip says around the papers' sentences: which message, with which values, in both languages."""

import pytest

from kutip.messages.catalogue import Catalogue
from kutip.types import Message
from retriever.answers.phrases import papers_differ, refusal, unsure
from retriever.query.question_type import QuestionType

ENGLISH, INDONESIAN = Catalogue.of("en"), Catalogue.of("id")


def test_a_refusal_names_the_kind_of_thing_that_was_asked_for() -> None:
    codes = refusal([], QuestionType.HOW_MANY)
    assert codes == (Message("answer.not_given", {"wanted": Message("wanted.how_many")}),)
    assert ENGLISH.texts(codes) == "No sentence of the papers was found that gives a number for this."
    assert INDONESIAN.texts(codes) == "Tidak ditemukan kalimat dalam artikel yang menyebutkan angka untuk hal ini."


@pytest.mark.parametrize("kind", QuestionType)
def test_a_refusal_of_every_type_of_question_has_a_sentence(kind: QuestionType) -> None:
    for catalogue in (ENGLISH, INDONESIAN):
        assert catalogue.texts(refusal([], kind)).endswith(".")


def test_words_that_no_paper_has_are_named_in_quotation_marks() -> None:
    codes = refusal(["moons", "Jupiter"], QuestionType.YES_NO)
    assert [one.code for one in codes] == ["answer.not_found", "answer.lacking"]
    assert ENGLISH.texts(codes) == (
        "No sentence of the papers was found that answers this. The papers nowhere have “moons”, “Jupiter”."
    )
    assert INDONESIAN.texts(unsure(["bulan"])).endswith(" Artikel tidak memuat “bulan”.")


@pytest.mark.parametrize(
    ("said", "papers", "english", "indonesian"),
    [
        (["1 (A, 2001)", "2 (B, 2002)"], 2, "The papers differ: ", "Kedua artikel berbeda: "),
        (["1 (A, 2001)", "2 (B, 2002)"], 3, "The papers differ: ", "Artikel-artikel berbeda: "),
        (["1 (A, 2001)", "2 (B, 2002)", "3 (C, 2003)"], 3, "The papers differ: ", "Artikel-artikel berbeda: "),
    ],
)
def test_both_papers_differ_only_if_there_are_two(said: list[str], papers: int, english: str, indonesian: str) -> None:
    assert ENGLISH.text(papers_differ(said, papers=papers)) == english + "; ".join(said)
    assert INDONESIAN.text(papers_differ(said, papers=papers)) == indonesian + "; ".join(said)
