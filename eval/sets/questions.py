"""The hand-written questions, each quote of their evidence found in its source."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from eval.errors import QuestionError
from kutip.errors import ReadingError
from kutip.text.reading import HYPHENS, align
from kutip.types import Span

QUESTIONS = Path(__file__).parent / "questions.jsonl"

Language = Literal["en", "id"]
Type = Literal[
    "who", "when", "where", "how_many", "which", "why", "how", "define", "list", "compare", "yes_no", "source"
]
Topic = Literal["papers", "other"]


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
    topic: Topic = "papers"


@dataclass(frozen=True, slots=True)
class GoldEvidence:
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
        topic: "papers", or "other" for a question of another field, which no paper here could answer.
    """

    id: str
    text: str
    language: str
    type: str
    difficulty: str
    wording: str
    answer: tuple[str, ...]
    parts: tuple[tuple[GoldEvidence, ...], ...]
    topic: str = "papers"

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
        QuestionError: The file cannot be read, a line is malformed, an id or a question is there twice, a quote is not
            in its source or stands there more than once, or a part has no quote that answers it alone.
    """
    questions: list[Question] = []
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise QuestionError(f"{path} cannot be read: {error}; name a file with a JSON object a line") from error
    lines = text.removesuffix("\n").split("\n")  # a string may hold other line ends
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
        found = tuple(GoldEvidence(q.document, locate(q.quote, sources, q.document, raw.id), q.grade) for q in part)
        if not any(evidence.grade == 2 for evidence in found):
            raise QuestionError(f"{raw.id}: a part has no quote of grade 2")
        parts.append(found)
    if parts and raw.topic == "other":
        raise QuestionError(f"{raw.id}: a question of another field has no evidence in these papers")
    return Question(
        id=raw.id,
        text=raw.question,
        language=raw.language,
        type=raw.type,
        difficulty=raw.difficulty,
        wording=raw.wording,
        answer=tuple(raw.answer or ()),
        parts=tuple(parts),
        topic=raw.topic,
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
    found = list(_places(quote, sources[document]))
    if len(found) != 1:
        raise QuestionError(f"{question}: {document} holds this {len(found)} times instead of once: {quote!r}")
    return frozenset(i for i in range(found[0].start, found[0].end) if not sources[document][i].isspace())


def _places(quote: str, source: str) -> Iterator[Span]:
    """Where a quote is a reading of the source: looked for without blanks and hyphens, then held against all of it."""
    plain, offsets = _without_layout(source)
    wanted, _ = _without_layout(quote)
    bare = "".join(c for c in quote if not c.isspace())
    before = len(bare) - len(bare.lstrip(HYPHENS))  # hyphens that a quote begins or ends with are to stand there too
    after = len(bare) - len(bare.rstrip(HYPHENS))
    at = plain.find(wanted) if wanted else -1
    while at >= 0:
        start, end = offsets[at], offsets[at + len(wanted) - 1] + 1
        for _ in range(before):
            start = max(source.rfind(hyphen, 0, start) for hyphen in HYPHENS)
        for _ in range(after):
            end = min((i for h in HYPHENS if (i := source.find(h, end)) >= 0), default=end - 1) + 1
        if start >= 0:
            try:
                align(source, [Span(start, end)], quote)
            except ReadingError:
                pass
            else:
                yield Span(start, end)
        at = plain.find(wanted, at + 1)


@lru_cache(maxsize=8)  # a few papers, each asked for hundreds of times
def _without_layout(text: str) -> tuple[str, list[int]]:
    kept = [(i, c) for i, c in enumerate(text) if c not in HYPHENS and not c.isspace()]
    return "".join(c for _, c in kept), [i for i, _ in kept]
