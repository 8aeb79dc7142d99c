"""Reads the hand-written questions and finds each quote of their evidence in the source text."""

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
    """A quote of a question's evidence, by its place in the source.

    Attributes:
        document: Document id.
        offsets: Offsets of the quote's characters in the source text, in code points, without white space.
        grade: 2 if the quote answers its part of the question by itself, 1 if it only helps.
    """

    document: str
    offsets: frozenset[int]
    grade: int


@dataclass(frozen=True, slots=True)
class Question:
    """A question with its evidence.

    Attributes:
        id: For example "q001".
        text: The question as a person would type it.
        language: "en" or "id" for the question; the papers are in English.
        type: The kind of answer wanted, for example "who" or "how_many"; see `Type`.
        difficulty: "easy", "medium" or "hard".
        wording: "far" if it shares few content words with its evidence, else "near".
        answer: Accepted short answers, best first; empty if the papers do not answer.
        parts: Required parts (AND), each a tuple of alternative quotes (OR); empty if the papers do not answer.
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
        """Whether the papers answer the question, so that it has evidence."""
        return bool(self.parts)


def load_questions(sources: Mapping[str, str], path: Path = QUESTIONS) -> list[Question]:
    """Read and check all questions of a file.

    Args:
        sources: Source text by document id.
        path: A file with one JSON object per line.

    Raises:
        QuestionError: The file cannot be read, a line is malformed, an id or a question occurs twice, a quote does not
            occur exactly once in its source, or a part has no quote of grade 2.
    """
    questions: list[Question] = []
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise QuestionError(f"{path} cannot be read: {error}; name a file with one JSON object per line") from error
    lines = text.removesuffix("\n").split("\n")  # not splitlines: a JSON string may contain other line ends
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
    """Parse JSON, but refuse NaN, infinities and repeated names in an object, all of which `json.loads` accepts."""
    return json.loads(line, object_pairs_hook=_unique_names, parse_constant=_refuse_constant)


def _unique_names(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    names = [name for name, _ in pairs]
    if len(set(names)) < len(names):
        raise ValueError(f"an object has the same name twice: {', '.join(names)}")
    return dict(pairs)


def _refuse_constant(constant: str) -> None:
    raise ValueError(f"{constant} is not valid JSON")


def _question(raw: _Line, sources: Mapping[str, str]) -> Question:
    if bool(raw.answer) != bool(raw.evidence):
        raise QuestionError(f"{raw.id}: an answer needs evidence, and evidence needs an answer")
    parts = []
    for part in raw.evidence:
        found = tuple(GoldEvidence(q.document, locate(q.quote, sources, q.document, raw.id), q.grade) for q in part)
        if not any(evidence.grade == 2 for evidence in found):
            raise QuestionError(f"{raw.id}: a part has no quote of grade 2")
        parts.append(found)
    if parts and raw.topic == "other":
        raise QuestionError(f"{raw.id}: a question of another field cannot have evidence in these papers")
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
    """Offsets of the quote's characters in the source text of `document`, without white space.

    White space may differ, and the quote may lack a hyphen that ends a line in the source; every other character must
    match. `question` is the question's id, for error messages.

    Raises:
        QuestionError: There is no such document, or the quote does not occur in it exactly once.
    """
    if document not in sources:
        raise QuestionError(f"{question}: there is no document {document!r}")
    found = list(_places(quote, sources[document]))
    if len(found) != 1:
        raise QuestionError(f"{question}: {document} contains this {len(found)} times instead of once: {quote!r}")
    return frozenset(i for i in range(found[0].start, found[0].end) if not sources[document][i].isspace())


def _places(quote: str, source: str) -> Iterator[Span]:
    """Spans of the source that read as the quote: found ignoring blanks and hyphens, then checked by `align`."""
    plain, offsets = _without_layout(source)
    wanted, _ = _without_layout(quote)
    bare = "".join(c for c in quote if not c.isspace())
    before = len(bare) - len(bare.lstrip(HYPHENS))  # hyphens at the quote's start
    after = len(bare) - len(bare.rstrip(HYPHENS))  # and at its end; the source must have them too
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


@lru_cache(maxsize=8)  # hundreds of quotes are looked up in a few papers
def _without_layout(text: str) -> tuple[str, list[int]]:
    """The text without hyphens and white space, and the offset in `text` of each character kept."""
    kept = [(i, c) for i, c in enumerate(text) if c not in HYPHENS and not c.isspace()]
    return "".join(c for _, c in kept), [i for i, _ in kept]
