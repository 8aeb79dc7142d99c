"""The loader refuses questions that cannot be scored, and the bundled set covers both papers."""

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from conftest import Parsed

from eval.sets.questions import Question, QuestionError, load_questions, locate
from kutip.types import Kind

SOURCES = {
    "paper": "ASEANAPOL was founded in 1981.\nIts secretariat sits in Kuala Lum-\npur. It meets once a year. It meets.",
    "other": "The Bali Process began in 2002.",
}
LINE: dict[str, Any] = {
    "id": "q001",
    "question": "When was ASEANAPOL founded?",
    "language": "en",
    "type": "when",
    "difficulty": "easy",
    "wording": "near",
    "answer": ["1981"],
    "evidence": [[{"document": "paper", "quote": "founded in 1981", "grade": 2}]],
}


def quoting(quote: str, *, document: str = "paper", grade: object = 2) -> list[list[dict[str, object]]]:
    return [[{"document": document, "quote": quote, "grade": grade}]]


def load(tmp_path: Path, *lines: str) -> list[Question]:
    path = tmp_path / "questions.jsonl"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return load_questions(SOURCES, path)


def test_a_question_is_loaded_with_the_offsets_of_its_evidence(tmp_path: Path) -> None:
    (question,) = load(tmp_path, json.dumps(LINE))
    assert (question.text, question.language, question.answer) == (LINE["question"], "en", ("1981",))
    assert question.answerable
    ((evidence,),) = question.parts
    assert (evidence.document, evidence.grade) == ("paper", 2)
    assert "".join(SOURCES["paper"][at] for at in sorted(evidence.offsets)) == "foundedin1981"


def test_an_unanswerable_question_has_no_answer_and_no_parts(tmp_path: Path) -> None:
    (question,) = load(tmp_path, json.dumps(LINE | {"answer": None, "evidence": []}))
    assert not question.answerable
    assert (question.answer, question.parts) == ((), ())


@pytest.mark.parametrize(
    ("quote", "characters"),
    [
        ("sits in Kuala Lumpur.", "sitsinKualaLum-pur."),  # the line-end hyphen left out
        ("sits in Kuala Lum-pur.", "sitsinKualaLum-pur."),
        ("1981. Its   secretariat", "1981.Itssecretariat"),
        ("It meets once", "Itmeetsonce"),
    ],
)
def test_a_quote_may_differ_from_its_source_in_white_space_and_line_end_hyphens(quote: str, characters: str) -> None:
    offsets = locate(quote, SOURCES, "paper", "q001")
    assert "".join(SOURCES["paper"][at] for at in sorted(offsets)) == characters


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"evidence": quoting("founded in 1982")}, "contains this 0 times"),
        ({"evidence": quoting("Founded in 1981")}, "contains this 0 times"),
        ({"evidence": quoting("found-ed in 1981")}, "contains this 0 times"),
        ({"evidence": quoting("It meets")}, "contains this 2 times"),
        ({"evidence": quoting(" ")}, "times instead of once"),
        ({"evidence": quoting("")}, "at least 1 character"),
        ({"evidence": quoting("founded in 1981", document="nobody-1999")}, "there is no document 'nobody-1999'"),
        ({"evidence": quoting("founded in 1981", document="other")}, "other contains this 0 times"),
        ({"evidence": quoting("founded in 1981", grade=1)}, "a part has no quote of grade 2"),
        ({"evidence": [[]]}, "a part has no quote of grade 2"),
        ({"evidence": [*LINE["evidence"], *quoting("It meets once", grade=1)]}, "a part has no quote of grade 2"),
        ({"evidence": quoting("founded in 1981", grade=3)}, "grade"),
        ({"evidence": quoting("founded in 1981", grade="2")}, "grade"),
        ({"evidence": []}, "an answer needs evidence, and evidence needs an answer"),
        ({"answer": None}, "an answer needs evidence, and evidence needs an answer"),
        ({"answer": []}, "an answer needs evidence, and evidence needs an answer"),
        ({"answer": "1981"}, "answer"),
        ({"answer": [1981]}, "answer"),
        ({"type": "whence"}, "type"),
        ({"language": "ms"}, "language"),
        ({"wording": None}, "wording"),
        ({"difficulty": 1}, "difficulty"),
        ({"question": "?"}, "question"),
        ({"note": "mine"}, "note"),
    ],
)
def test_a_question_that_cannot_be_scored_is_refused(tmp_path: Path, change: dict[str, object], message: str) -> None:
    with pytest.raises(QuestionError, match=message):
        load(tmp_path, json.dumps(LINE | change))


@pytest.mark.parametrize("field", LINE)
def test_every_field_is_required(tmp_path: Path, field: str) -> None:
    with pytest.raises(QuestionError, match=rf"questions.jsonl, line 1: [\s\S]*{field}\n  Field required"):
        load(tmp_path, json.dumps({name: value for name, value in LINE.items() if name != field}))


@pytest.mark.parametrize(
    "line",
    [
        "",
        "{",
        "[]",
        "null",
        json.dumps(LINE).replace('"1981"', "NaN"),
        json.dumps(LINE).replace('"grade": 2', '"grade": NaN'),
        json.dumps(LINE).replace('"grade": 2', '"grade": Infinity'),
        json.dumps(LINE).replace('{"id"', '{"answer": null, "id"'),  # a repeated name
    ],
)
def test_a_line_that_is_not_a_json_object_is_refused_with_its_number(tmp_path: Path, line: str) -> None:
    with pytest.raises(QuestionError, match=r"questions\.jsonl, line 2: "):
        load(tmp_path, json.dumps(LINE), line)


def test_a_repeated_id_or_question_is_refused(tmp_path: Path) -> None:
    with pytest.raises(QuestionError, match="the same id twice: q001"):
        load(tmp_path, json.dumps(LINE), json.dumps(LINE | {"question": "When did it begin?"}))
    with pytest.raises(QuestionError, match="the same text twice: When was"):
        load(tmp_path, json.dumps(LINE), json.dumps(LINE | {"id": "q002"}))


def test_a_line_separator_in_a_question_does_not_split_the_line(tmp_path: Path) -> None:
    (question,) = load(tmp_path, json.dumps(LINE | {"question": "When\u2028was\x85it?"}, ensure_ascii=False))
    assert question.text == "When\u2028was\x85it?"


def test_a_question_of_another_field_with_evidence_is_refused(tmp_path: Path) -> None:
    (question,) = load(tmp_path, json.dumps(LINE | {"answer": None, "evidence": [], "topic": "other"}))
    assert question.topic == "other"
    with pytest.raises(QuestionError, match="another field cannot have evidence"):
        load(tmp_path, json.dumps(LINE | {"topic": "other"}))


def test_an_unreadable_file_is_reported(tmp_path: Path) -> None:
    with pytest.raises(QuestionError, match=r"none\.jsonl cannot be read"):
        load_questions({}, tmp_path / "none.jsonl")
    (tmp_path / "bytes.jsonl").write_bytes(b"\xff")
    with pytest.raises(QuestionError, match=r"bytes\.jsonl cannot be read"):
        load_questions({}, tmp_path / "bytes.jsonl")


# The bundled set


@pytest.fixture(scope="module")
def questions(parsed: Parsed) -> list[Question]:
    return load_questions({name: document.source_text for name, (document, _) in parsed.items()})


def test_the_set_is_large_and_mixed_enough_to_compare_systems(questions: list[Question]) -> None:
    assert len(questions) >= 160
    assert Counter(question.language for question in questions)["id"] >= 24
    assert sum(not question.answerable for question in questions) >= 20
    assert sum(question.wording == "far" for question in questions) >= len(questions) / 2
    assert {question.language for question in questions if not question.answerable} == {"en", "id"}
    assert any(len(question.parts) > 1 for question in questions)
    assert any(len(part) > 1 for question in questions for part in question.parts)


def test_questions_of_other_fields_exist_in_both_languages_without_answer(questions: list[Question]) -> None:
    other = [question for question in questions if question.topic == "other"]
    assert {question.language for question in other} == {"en", "id"}
    assert not any(question.answerable or question.answer for question in other)


def test_ids_are_numbered_without_gaps(questions: list[Question]) -> None:
    assert [question.id for question in questions] == [f"q{n:03}" for n in range(1, len(questions) + 1)]


def test_every_table_and_appendix_is_asked_about(questions: list[Question], parsed: Parsed) -> None:
    evidence = [e for question in questions for part in question.parts for e in part]
    asked: Counter[tuple[str, str]] = Counter()
    tables = set()
    for name, (_, blocks) in parsed.items():
        for row in (block for block in blocks if block.kind is Kind.TABLE_ROW):
            tables.add((name, row.context[0]))
            places = {at for span in row.spans for at in range(span.start, span.end)}
            asked[name, row.context[0]] += sum(e.document == name and bool(e.offsets & places) for e in evidence)
    assert len(tables) == 8
    assert {table for table in tables if not asked[table]} == set()


def test_every_main_section_is_asked_about(questions: list[Question], parsed: Parsed) -> None:
    evidence = [e for question in questions for part in question.parts for e in part]
    sections: Counter[tuple[str, str]] = Counter()
    for name, (_, blocks) in parsed.items():
        for block in (block for block in blocks if block.kind is Kind.PARAGRAPH and block.heading):
            places = {at for span in block.spans for at in range(span.start, span.end)}
            sections[name, block.heading[0]] += sum(e.document == name and bool(e.offsets & places) for e in evidence)
    assert {section for section, asked in sections.items() if not asked} == set()
