"""Example questions: read from the corpus's file, or made from headings, short forms and titles of its papers."""

import json
from pathlib import Path
from typing import Any

import pytest
from conftest import ROOT
from hypothesis import given
from hypothesis import strategies as st

from indexer.examples import FILE, examples_of, make_examples, read_examples
from indexer.parsing.corpus import list_documents, read_document
from kutip.errors import CorpusError
from kutip.messages.catalogue import languages
from kutip.types import Block, Document, ExampleQuestion, Heading, Kind, Span

SPAN = (Span(0, 1),)


def paper(name: str, *headings: str, text: str = "", title: str | None = None) -> tuple[Document, tuple[Block, ...]]:
    metadata = {} if title is None else {"title": title}
    levelled = tuple(Heading(2, heading, SPAN) for heading in headings)
    return Document(name, "x", name, metadata, headings=levelled), (Block(Kind.PARAGRAPH, (), SPAN, text),)


def questions(*papers: tuple[Document, tuple[Block, ...]]) -> list[str]:
    return [one.question for one in make_examples(papers)]


# --- Listed questions -----------------------------------------------------------------------------------------------


def test_the_file_gives_its_questions_in_order(tmp_path: Path) -> None:
    listed = [{"language": "id", "question": " Kapan  dibangun? "}, {"language": "en", "question": "When?"}]
    (tmp_path / FILE).write_text(json.dumps(listed), encoding="utf-8")
    wanted = (ExampleQuestion("id", "Kapan dibangun?"), ExampleQuestion("en", "When?"))
    assert read_examples(tmp_path / FILE) == wanted
    assert examples_of(tmp_path, [paper("a", "Blade Wear")]) == wanted


def test_an_empty_list_gives_no_examples(tmp_path: Path) -> None:
    (tmp_path / FILE).write_text("[]", encoding="utf-8")
    assert examples_of(tmp_path, [paper("a", "Blade Wear")]) == ()


def test_without_a_file_questions_are_made(tmp_path: Path) -> None:
    assert read_examples(tmp_path / FILE) is None
    assert examples_of(tmp_path, [paper("a", "Blade Wear")]) != ()


def test_the_bundled_corpus_lists_five_questions() -> None:
    listed = read_examples(ROOT / "corpus" / FILE)
    assert listed is not None
    assert [one.language for one in listed] == ["en", "en", "en", "id", "id"]


GOOD = {"language": "en", "question": "When?"}


@pytest.mark.parametrize(
    ("held", "says"),
    [
        (b"{", "is not JSON in UTF-8"),
        (b"\xff", "is not JSON in UTF-8"),
        (b"[" * 100_000, "is not JSON in UTF-8"),
        (GOOD, "holds a dict; it needs a list"),
        ([GOOD, "When?"], 'entry 2: it is "When\\?"; write an object such as'),
        ([{"question": "When?"}], "entry 1: it is"),
        ([{**GOOD, "answer": "1271"}], "entry 1: it is"),
        ([{**GOOD, "language": "fr"}], 'entry 1: its language is "fr"; write one of en, id'),
        ([{**GOOD, "language": ["en"]}], r'entry 1: its language is \["en"\]'),
        ([{**GOOD, "question": "?!"}], r'entry 1: its question is "\?!"; write a question of letters on one line'),
        ([{**GOOD, "question": 3}], "entry 1: its question is 3"),
        ([{**GOOD, "question": "a\nb"}], "entry 1: its question is"),
        ([{**GOOD, "question": "a\ud800"}], "entry 1: its question is"),
        ([GOOD, GOOD, {**GOOD, "question": "x" * 201}], "entry 3: its question has 201 characters; shorten it to 200"),
    ],
)
def test_a_malformed_file_is_refused_with_the_place_of_the_error(tmp_path: Path, held: Any, says: str) -> None:
    path = tmp_path / FILE
    path.write_bytes(held if isinstance(held, bytes) else json.dumps(held).encode())
    with pytest.raises(CorpusError, match=says) as told:
        read_examples(path)
    assert str(path) in str(told.value)


# --- Made questions -------------------------------------------------------------------------------------------------


def test_headings_give_questions_in_both_languages() -> None:
    assert questions(
        paper("a", "Salt", "2.1 Blade Wear", "## Cod near Rotors", "The Price of Salt", "Old Toll Books")
    ) == [
        "What is said about “Blade Wear”?",
        "What is said about “Cod near Rotors”?",
        "What is said about “The Price of Salt”?",
        "Apa yang diketahui tentang “Old Toll Books”?",
        "Apa yang diketahui tentang “Salt”?",  # a single word comes after longer headings
    ]


@pytest.mark.parametrize(
    "heading",
    ["Introduction", "2. Materials and Methods", "RESULTS AND DISCUSSION", "Daftar Pustaka", "Kesimpulan", "-"],
)
def test_a_usual_section_name_gives_no_question(heading: str) -> None:
    assert questions(paper("a", heading)) == []


def test_papers_take_turns() -> None:
    asked = questions(paper("a", "Blade Wear", "Spring Tides", "Neap Tides"), paper("b", "Cod Density"))
    assert asked[:3] == [f"What is said about “{name}”?" for name in ("Blade Wear", "Cod Density", "Spring Tides")]


def test_short_forms_and_titles_are_used_if_there_are_no_headings() -> None:
    text = "A tidal range barrage (TRB) holds water."
    assert questions(paper("a", "Introduction", text=text, title="Walls in the Sea")) == [
        "What does TRB stand for?",
        "What is “Walls in the Sea” about?",
        "Apa kepanjangan TRB?",
        "Apa isi “Walls in the Sea”?",
    ]


def test_a_heading_that_repeats_the_title_is_left_out() -> None:
    assert "What is said about “WALLS IN THE SEA”?" not in questions(
        paper("a", "WALLS IN THE SEA", title="Walls in the sea")
    )


def test_a_paper_without_headings_short_forms_and_title_gives_no_question() -> None:
    assert questions(paper("a", text="It rained.")) == []


def test_the_other_papers_of_the_tests_have_examples() -> None:
    parsed = [read_document(folder)[:2] for folder in list_documents(ROOT / "tests" / "papers")]
    for one in parsed:
        assert {example.language for example in make_examples([one])} == set(languages())


@given(st.lists(st.lists(st.text(max_size=80), max_size=6), max_size=4), st.none() | st.text(max_size=300))
def test_made_questions_are_few_distinct_and_on_one_line(headings: list[list[str]], title: str | None) -> None:
    made = make_examples([paper(str(i), *some, title=title) for i, some in enumerate(headings)])
    assert len(made) <= 5
    assert len(set(made)) == len(made)
    assert all(len(one.question.splitlines()) == 1 for one in made)
