"""What a question asks for by its words."""

import pytest

from kutip.types import Kind
from retriever.query.wishes import comparison, kinds_asked_for

REFERENCE, FRONT_MATTER, CAPTION = Kind.REFERENCE, Kind.FRONT_MATTER, Kind.CAPTION


@pytest.mark.parametrize(
    ("question", "kinds"),
    [
        ("Which source is cited for the number of cases?", {REFERENCE}),
        ("Which references are on JCLEC?", {REFERENCE}),
        ("Who edited the book on international organizations?", {REFERENCE}),
        ("Sumber apa yang dikutip?", {REFERENCE}),
        ("Apa saja rujukan tentang TPPO?", {REFERENCE}),
        ("Which journal published the article by Coyne and Bell?", {REFERENCE, FRONT_MATTER}),
        ("Jurnal apa yang menerbitkan artikel ini?", {REFERENCE, FRONT_MATTER}),
        ("DOI of Najib & Juned 2025", {FRONT_MATTER}),
        ("Who are the authors?", {FRONT_MATTER}),
        ("Siapa yang menulis artikel ini, dan kapan ditulis?", {FRONT_MATTER}),
        ("Under which licence?", {FRONT_MATTER}),
        ("Apa kata kunci artikel ini?", {FRONT_MATTER}),
        ("What does Table 1 show?", {CAPTION}),
        ("Apa isi Lampiran 2?", {CAPTION}),
        ("What is the source of the figure?", {REFERENCE, CAPTION}),
    ],
)
def test_a_question_asks_for_a_kind_of_passage_by_its_words(question: str, kinds: set[Kind]) -> None:
    assert kinds_asked_for(question) == kinds
    assert kinds_asked_for(question.upper()) == kinds


@pytest.mark.parametrize(
    "question",
    [
        "Which meetings show ASEANAPOL acting as an arena?",
        "Who is behind the figure of 998 cases?",
        "In which city was the 5th AMMTC held?",
        "How many resources does a republic have?",
        "Is the region stable, and what is charted?",
        "Negara mana yang menjadi tuan rumah?",
        "",
    ],
)
def test_other_questions_ask_for_body_text(question: str) -> None:
    assert kinds_asked_for(question) == frozenset()


@pytest.mark.parametrize(
    ("question", "pieces"),
    [
        ("Do the two papers agree on the causes?", ("Do the two papers agree",)),
        ("do the papers differ on it?", ("do the papers differ",)),
        (
            "What is the difference in size according to both papers?",
            ("according to both papers", "What is the difference in"),
        ),
        ("Apa perbedaan jumlah kasus menurut kedua makalah?", ("menurut kedua makalah", "Apa perbedaan")),
        ("Which theorist do both papers build on?", ("do both papers",)),
        ("What does each of the two papers recommend?", ("does each of the two papers",)),
        ("Do these studies use interviews?", ("Do these studies",)),
        ("Who chairs AMMTC? Compare the two articles.", ("Compare the two articles",)),
        ("Which part is in each paper, and do the papers agree?", ("each paper", "do the papers agree")),
        ("Apa kata kedua artikel tentang e-ADS?", ("kedua artikel",)),
        ("Apakah dua makalah itu sepakat?", ("dua makalah",)),
        ("Apa kesimpulan masing-masing penelitian?", ("masing-masing penelitian",)),
        ("DO BOTH PAPERS AGREE?", ("DO BOTH PAPERS AGREE",)),
    ],
)
def test_a_comparison_of_papers_is_recognised_by_its_words(question: str, pieces: tuple[str, ...]) -> None:
    assert comparison(question) == pieces


@pytest.mark.parametrize(
    "question",
    [
        "Why is ASEANAPOL an arena in the paper?",
        "Do both countries hold meetings?",
        "Who are the authors of the article?",
        "What do the police do?",
        "Apa peran kedua negara?",
        "Where was the second AMMTC held?",
        "",
    ],
)
def test_other_questions_do_not_compare_papers(question: str) -> None:
    assert comparison(question) == ()


def test_an_indonesian_question_for_the_author_asks_for_front_matter() -> None:
    assert kinds_asked_for("Siapa penulis artikel ini?") == {FRONT_MATTER}


@pytest.mark.parametrize(
    "question", ["Why does the paper call ASEANAPOL an arena?", "How has the study by Najib and Juned been done?"]
)
def test_a_question_about_one_paper_is_not_a_comparison(question: str) -> None:
    assert comparison(question) == ()
