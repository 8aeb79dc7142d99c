"""What stands around a question goes; what is of it stays."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retriever.query.dress import is_only_dress, undressed

EN, ID = "Which salt road is the oldest?", "Jalan garam mana yang tertua?"


@pytest.mark.parametrize(
    "dressed",
    [
        f"4. {EN}", f"(4) {EN}", f"b) {EN}", f"iv. {EN}", f"- {EN}", f"• {EN}", f"Q: {EN}", f"Q7. {EN}",
        f"Question 12: {EN}",
        f"Exercise 3 - {EN}", f"Hey there! {EN}", f"Good morning, {EN}", f"Dear all, {EN}", f"Quick question: {EN}",
        f"Would anybody happen to know: {EN}", f"Please tell me: {EN}", f"My question is: {EN}",
        f"I was wondering: {EN}",
        f"For our term paper, {EN}", f"I'm a history student. {EN}", f"I am working on a thesis: {EN}",
        f"Answer in ten words: {EN}", f"Be brief. {EN}", f"{EN} Keep it short.", f"{EN} Please include the sources.",
        f"{EN} Many thanks in advance!", f"{EN} Cheers", f"{EN} Best regards.", f"{EN}??", f"{EN[:-1]}, please?",
        f"“{EN}”", f"  {EN}\n", f"Hi. Could you help me find out: {EN} Thank you so much!!",
        EN.replace("salt", "s\u00adalt"),
        EN.replace("oldest", "old\u200best"), EN.replace("oldest", "old-\nest"), f"\ufeff{EN}",
        EN.replace(" ", "\u00a0"),
    ],
)  # fmt: skip
def test_a_dressed_question_is_the_plain_one(dressed: str) -> None:
    assert undressed(dressed).text == EN


@pytest.mark.parametrize(
    "dressed",
    [
        f"5) {ID}", f"Soal 5: {ID}", f"Pertanyaan: {ID}", f"Halo min, {ID}", f"Selamat pagi, mau tanya: {ID}",
        f"Tolong jawab: {ID}", f"Bisakah kamu memberi tahu saya: {ID}", f"Untuk tugas kuliah: {ID}",
        f"Saya seorang mahasiswa. {ID}", f"{ID} Jawab singkat saja.", f"{ID} Jelaskan dalam dua kalimat.",
        f"{ID} Makasih banyak kak", f"{ID} Terima kasih sebelumnya!",
    ],
)  # fmt: skip
def test_a_dressed_indonesian_question_is_the_plain_one(dressed: str) -> None:
    assert undressed(dressed).text == ID


@pytest.mark.parametrize(
    "whole",
    [
        "1. FC Nürnberg", "3. Results", "Question 5 of the survey", "Which question 5: the first?",
        "What thanks did he give?",
        "Who said please?", "“Hello, could you wait?” is said by whom?", "Hello world", "Which dear sir wrote?",
        "Do you know the way?", "In English, what is it called?", "Tell me about salt",
        "For the town, which road is best?",
        "No. 5 of 2009", "e-ADS 2.0", "(2019) Halim", "How do traders answer in one word?", "Salam",
        "Which letter ends in regards?",
        "Untuk apa garam dipakai?", "Siapa yang berterima kasih?", "Nomor berapa jalan itu?",
        "Terima kasih kepada siapa?",
    ],
)  # fmt: skip
def test_a_question_keeps_all_that_is_of_it(whole: str) -> None:
    assert undressed(whole).text == whole
    assert undressed(whole).left_out == ()


def test_what_was_taken_away_is_told_in_its_order() -> None:
    assert undressed(f"2. Hi, {EN} Thanks!").left_out == ("2.", "Hi,", "Thanks!")


@pytest.mark.parametrize("text", ["Hello!", "Thanks a lot", "please", "Halo kak", "Terima kasih banyak!"])
def test_a_text_of_nothing_else_stays_and_is_known(text: str) -> None:
    assert is_only_dress(text)
    assert undressed(text).text


@pytest.mark.parametrize("text", [EN, "Hello Kitty", "salt", "Thanks to whom?"])
def test_a_text_with_anything_else_is_more_than_dress(text: str) -> None:
    assert not is_only_dress(text)


@given(st.text(max_size=80))
def test_no_text_becomes_an_empty_one(text: str) -> None:
    bare = undressed(text).text
    assert bare or not text
    assert any(map(str.isalnum, bare)) or not any(map(str.isalnum, text))
