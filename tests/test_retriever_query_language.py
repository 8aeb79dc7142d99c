"""English or Indonesian: questions as people type them, and the questions of the evaluation set."""

import json

import pytest
from conftest import ROOT
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from retriever.query.language import detect_language

untimed = hypothesis_settings(deadline=None)  # a busy machine may be slow

ENGLISH = [
    "What is ASEANAPOL?",
    "role of Interpol",
    "Who chaired AMMTC 7?",
    "When was the Bali Process founded?",
    "How many victims in 2021",
    "human trafficking prevention",
    "the police of Indonesia and Malaysia",
    "Is the e-ADS safe?",
    "Why do di and ke matter?",
    "define transnational crime",
    "which countries are members of AICHR",
    "Najib and Juned",
]
INDONESIAN = [
    "Apa itu ASEANAPOL?",
    "peran Interpol di Indonesia",
    "Siapa ketua AMMTC ke-7?",
    "Kapan Bali Process didirikan?",
    "berapa korban pada 2021",
    "pencegahan perdagangan orang",
    "kepolisian dari Malaysia dan Singapura",
    "Apakah e-ADS aman?",
    "Mengapa korban tidak melapor?",
    "jelaskan kejahatan transnasional",
    "negara mana yang menjadi anggota AICHR",
    "perlindungan korban",
]
NEITHER = ["ASEANAPOL", "e-ADS", "AMMTC 2019", "1,047", "I-24/7", "Bali", "Mansur Juned", "?", "", "人身売買"]


@pytest.mark.parametrize("text", ENGLISH)
def test_english_questions_are_recognised(text: str) -> None:
    assert detect_language(text) == "en"


@pytest.mark.parametrize("text", INDONESIAN)
def test_indonesian_questions_are_recognised(text: str) -> None:
    assert detect_language(text) == "id"


@pytest.mark.parametrize("text", NEITHER)
def test_names_and_numbers_count_as_english(text: str) -> None:
    assert detect_language(text) == "en"


@pytest.mark.parametrize("text", ENGLISH + INDONESIAN)
def test_case_and_punctuation_do_not_matter(text: str) -> None:
    bare = text.upper().translate(str.maketrans("?", "!"))
    assert detect_language(f"  {bare}\n") == detect_language(text)


@untimed
@given(st.text())
def test_any_text_is_in_one_of_the_two_languages(text: str) -> None:
    assert detect_language(text) in ("en", "id")


def test_nearly_every_question_of_the_evaluation_set_is_recognised() -> None:
    lines = (ROOT / "eval" / "sets" / "questions.jsonl").read_text(encoding="utf-8").splitlines()
    questions = [json.loads(line) for line in lines]
    for language in ("en", "id"):
        asked = [q["question"] for q in questions if q["language"] == language]
        right = [text for text in asked if detect_language(text) == language]
        assert len(right) >= 0.97 * len(asked)
