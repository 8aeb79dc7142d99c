"""Reads question sets in the format of SQuAD 2.0, such as SQuAD's own, IDK-MRC and others made like them.

Source of the format: Rajpurkar, Jia and Liang, Know What You Don't Know, ACL 2018.
"""

import gzip
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from pydantic import BaseModel, Field, ValidationError

from eval.errors import EvaluationError
from eval.scoring.statistics import evenly_spaced
from eval.studies.beir import Collection


class _Answer(BaseModel):
    text: str
    answer_start: int = Field(ge=0)


class _Question(BaseModel):
    id: str
    question: str
    answers: list[_Answer]
    is_impossible: bool = False


class _Paragraph(BaseModel):
    context: str
    qas: list[_Question]


class _Article(BaseModel):
    paragraphs: list[_Paragraph]


class _File(BaseModel):
    data: list[_Article]


@dataclass(frozen=True, slots=True)
class SquadQuestion:
    """A question about one paragraph.

    Attributes:
        id: Its id in the file.
        text: The question.
        paragraph: Id of the paragraph that it was written about.
        answers: Accepted answers, each a stretch of the paragraph; () if the paragraph does not answer.
        starts: Where each of them starts in the paragraph, in code points.
    """

    id: str
    text: str
    paragraph: str
    answers: tuple[str, ...]
    starts: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class SquadSet:
    """Paragraphs and the questions about them.

    Attributes:
        name: Name of the set, for example "squad20-dev".
        paragraphs: Text of each distinct paragraph by its id ("p00017").
        questions: All questions in the file's order.
    """

    name: str
    paragraphs: Mapping[str, str]
    questions: tuple[SquadQuestion, ...]

    def sampled(self, most: int) -> "SquadSet":
        """The same paragraphs with at most so many answerable and as many unanswerable questions, evenly spaced."""
        groups = [[one for one in self.questions if bool(one.answers) is can] for can in (True, False)]
        return SquadSet(self.name, self.paragraphs, tuple(one for own in groups for one in evenly_spaced(own, most)))

    def as_collection(self) -> Collection:
        """The paragraphs as texts to search; an answerable question's own paragraph is the one relevant text."""
        return Collection(
            self.name,
            {name: ("", text) for name, text in self.paragraphs.items()},
            {one.id: one.text for one in self.questions},
            {one.id: {one.paragraph: 1} for one in self.questions if one.answers},
            {one.id: one.answers for one in self.questions},
        )


def read_squad_file(path: Path, name: str) -> SquadSet:
    """Read a file in the format of SQuAD 2.0, plain or gzipped (.gz).

    Raises:
        EvaluationError: The file cannot be read, is not in that format, or has a question id twice.
    """
    try:
        data = path.read_bytes()
        read = _File.model_validate_json(gzip.decompress(data) if path.suffix == ".gz" else data)
    except (OSError, EOFError, zlib.error) as error:
        raise EvaluationError(f"{path} cannot be read ({error}); fetch it again") from error
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        where = ".".join(map(str, first["loc"])) or "it"
        raise EvaluationError(f"{path} is not in the format of SQuAD 2.0: {where}: {first['msg']}") from error
    ids: dict[str, str] = {}
    questions: dict[str, SquadQuestion] = {}
    for paragraph in (paragraph for article in read.data for paragraph in article.paragraphs):
        own = ids.setdefault(paragraph.context, f"p{len(ids):05d}")
        for one in paragraph.qas:
            given = [] if one.is_impossible else one.answers
            if one.id in questions:
                raise EvaluationError(f"{path} has the question id {one.id!r} twice; fetch it again")
            questions[one.id] = SquadQuestion(
                one.id, one.question, own, tuple(a.text for a in given), tuple(a.answer_start for a in given)
            )
    return SquadSet(name, {own: text for text, own in ids.items()}, tuple(questions.values()))
