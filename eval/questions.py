"""The hand-written questions, each quote of their evidence found in its source."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

QUESTIONS = Path(__file__).parent / "questions.jsonl"

Language = Literal["en", "id"]
Type = Literal[
    "who", "when", "where", "how_many", "which", "why", "how", "define", "list", "compare", "yes_no", "source"
]


class QuestionError(Exception):
    """A question that cannot be scored as it is written."""


class _Quote(BaseModel):
    model_config = ConfigDict(extra="forbid")

    document: str
    quote: str = Field(min_length=1)
    grade: Literal[1, 2]


class _Line(BaseModel):
    model_config = ConfigDict(extra="forbid")

    id: str
    question: str = Field(min_length=3)
    language: Language
    type: Type
    difficulty: Literal["easy", "medium", "hard"]
    wording: Literal["near", "far"]
    answer: list[str] | None
    evidence: list[list[_Quote]]


@dataclass(frozen=True, slots=True)
class Evidence:
    """A quote and where it stands.

    Attributes:
        document: The document's id.
        offsets: Those of its characters in the source, white space left out.
        grade: 2 if it answers its part alone, 1 if it only helps.
    """

    document: str
    offsets: frozenset[int]
    grade: int


@dataclass(frozen=True, slots=True)
class Question:
    """A question with its evidence.

    Attributes:
        id: "q001" and so on.
        text: As a person would type it.
        language: Of the question; the papers are in English.
        type: What kind of answer it asks for.
        difficulty: "easy", "medium" or "hard".
        wording: "far" if it shares few content words with its evidence, else "near".
        answer: Short forms of the answer; empty where neither paper has it.
        parts: All must be found (AND), each by one of its alternatives (OR); empty where neither paper answers.
    """

    id: str
    text: str
    language: str
    type: str
    difficulty: str
    wording: str
    answer: tuple[str, ...]
    parts: tuple[tuple[Evidence, ...], ...]

    @property
    def answerable(self) -> bool:
        """Whether one of the papers answers it."""
        return bool(self.parts)


def load_questions(sources: Mapping[str, str], path: Path = QUESTIONS) -> list[Question]:
    """All questions, checked.

    Args:
        sources: Source text by document id.
        path: A file with a JSON object a line.

    Raises:
        QuestionError: A line is malformed, an id or a question is there twice, a quote is not in its source or stands
            there more than once, or a part has no quote that answers it alone.
    """
    questions: list[Question] = []
    lines = path.read_text(encoding="utf-8").removesuffix("\n").split("\n")  # a string may hold other line ends
    for number, line in enumerate(lines, start=1):
        try:
            raw = _Line.model_validate(_strict_json(line))
        except (ValidationError, ValueError) as error:
            raise QuestionError(f"{path.name}, line {number}: {error}") from error
        questions.append(_question(raw, sources))
    for field in ("id", "text"):
        values = [getattr(q, field) for q in questions]
        twice = sorted({value for value in values if values.count(value) > 1})
        if twice:
            raise QuestionError(f"{path.name} has the same {field} twice: {twice[0]}")
    return questions


def _strict_json(line: str) -> Any:
    """JSON as the standard has it, a name once in an object; Python's own reader takes NaN and the last of several."""
    return json.loads(line, object_pairs_hook=_once_each, parse_constant=_refuse)


def _once_each(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    names = [name for name, _ in pairs]
    if len(set(names)) < len(names):
        raise ValueError(f"a name is there twice: {', '.join(names)}")
    return dict(pairs)


def _refuse(constant: str) -> None:
    raise ValueError(f"{constant} is no JSON")


def _question(raw: _Line, sources: Mapping[str, str]) -> Question:
    if bool(raw.answer) != bool(raw.evidence):
        raise QuestionError(f"{raw.id}: an answer needs evidence, and evidence an answer")
    parts = []
    for part in raw.evidence:
        found = tuple(Evidence(q.document, locate(q.quote, sources, q.document, raw.id), q.grade) for q in part)
        if not any(evidence.grade == 2 for evidence in found):
            raise QuestionError(f"{raw.id}: a part has no quote of grade 2")
        parts.append(found)
    return Question(
        raw.id, raw.question, raw.language, raw.type, raw.difficulty, raw.wording, tuple(raw.answer or ()), tuple(parts)
    )


def locate(quote: str, sources: Mapping[str, str], document: str, question: str) -> frozenset[int]:
    """Offsets of a quote's characters in its source, white space left out.

    White space may differ, and a hyphen that ends a line in the source may be missing in the quote; all else must be
    the same to the character.

    Raises:
        QuestionError: There is no such document, or the quote does not stand in it exactly once.
    """
    if document not in sources:
        raise QuestionError(f"{question}: there is no document {document!r}")
    source = sources[document]
    between = r"(?:\s*|-[^\S\n]*\n\s*)"
    pattern = between.join(re.escape(c) for c in quote if not c.isspace())
    found = list(re.finditer(pattern, source))
    if len(found) != 1:
        raise QuestionError(f"{question}: {document} holds this {len(found)} times instead of once: {quote!r}")
    start, end = found[0].span()
    return frozenset(i for i in range(start, end) if not source[i].isspace())
