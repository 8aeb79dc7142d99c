"""Passages and questions to train on, and the folder that `python -m training.prepare` writes them to."""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from training.errors import TrainingError

PASSAGES, QUESTIONS, MINED, FACTS = "passages.jsonl", "questions.jsonl", "mined.jsonl", "prepared.json"
HELD_OUT = 0.04  # fraction of the articles that is not trained on
_PARTS = 1000  # how finely articles are divided into those trained on and those held out

Range = tuple[int, int]  # half-open, in characters


@dataclass(frozen=True, slots=True)
class SourcePassage:
    """A passage of a public source.

    Attributes:
        id: Unique among all sources: "squad/Oxygen/3".
        article: The article it belongs to; articles are held out as a whole.
        heading: What stands before the text where the reader sees it; "" for none.
        text: The text as the source has it.
        source: The source's name: "squad".
    """

    id: str
    article: str
    heading: str
    text: str
    source: str


@dataclass(frozen=True, slots=True)
class SourceQuestion:
    """A question about one passage.

    Attributes:
        id: Unique among all sources.
        text: The question.
        passage: Id of the passage that it is about.
        answerable: Whether the passage answers it.
        answer: Where in the passage's text the answer stands; None if it has none or the source does not say.
        accepted: All answers that the source accepts, in words.
        source: The source's name.
        made: How we made it from another question: "entity", "number", "opposite", "negation"; "" if a person wrote it.
    """

    id: str
    text: str
    passage: str
    answerable: bool
    answer: Range | None
    accepted: tuple[str, ...]
    source: str
    made: str = ""


@dataclass(frozen=True, slots=True)
class Mined:
    """Ids of passages that are like a question and lack its answer, the most alike first."""

    near: tuple[str, ...] = ()  # of the same article
    far: tuple[str, ...] = ()  # of other articles


@dataclass(frozen=True, slots=True)
class Prepared:
    """What a folder of prepared data holds.

    Attributes:
        passages: By id.
        questions: All questions, those made by us included.
        mined: By the id of the question that a person wrote.
        facts: Sources, counts, seed.
    """

    passages: Mapping[str, SourcePassage]
    questions: Sequence[SourceQuestion]
    mined: Mapping[str, Mined]
    facts: Mapping[str, Any] = field(default_factory=dict)

    def split(self, *, seed: int, share: float = HELD_OUT) -> "tuple[list[SourceQuestion], list[SourceQuestion]]":
        """Divide the questions by article into those to train on and those held out.

        Args:
            seed: Another seed holds out other articles.
            share: Fraction of the articles to hold out.
        """
        groups: tuple[list[SourceQuestion], list[SourceQuestion]] = ([], [])
        for question in self.questions:
            groups[is_held_out(self.passages[question.passage].article, seed=seed, share=share)].append(question)
        return groups

    def write(self, folder: Path) -> None:
        """Write the files of this data to a folder."""
        folder.mkdir(parents=True, exist_ok=True)
        _write_lines(folder / PASSAGES, (asdict(passage) for passage in self.passages.values()))
        _write_lines(folder / QUESTIONS, (asdict(question) for question in self.questions))
        _write_lines(folder / MINED, ({"question": key, **asdict(one)} for key, one in self.mined.items()))
        text = json.dumps(dict(self.facts), ensure_ascii=False, indent=1)
        (folder / FACTS).write_text(text + "\n", encoding="utf-8")

    @classmethod
    def read(cls, folder: Path) -> "Prepared":
        """Read such a folder.

        Raises:
            TrainingError: A file is missing, or a line is not as `write` wrote it.
        """
        passages = [SourcePassage(**line) for line in _read_lines(folder / PASSAGES)]
        questions = [_question(line) for line in _read_lines(folder / QUESTIONS)]
        mined = {
            line["question"]: Mined(tuple(line["near"]), tuple(line["far"])) for line in _read_lines(folder / MINED)
        }
        facts = json.loads((folder / FACTS).read_text(encoding="utf-8"))
        return cls({passage.id: passage for passage in passages}, questions, mined, facts)


def is_held_out(article: str, *, seed: int, share: float) -> bool:
    """Whether an article is held out; it depends on no other article, so that further sources move none."""
    digest = hashlib.sha256(f"{seed}:{article}".encode()).digest()
    return int.from_bytes(digest[:8], "big") % _PARTS < share * _PARTS


def _question(line: dict[str, Any]) -> SourceQuestion:
    answer = None if line["answer"] is None else (int(line["answer"][0]), int(line["answer"][1]))
    return SourceQuestion(**{**line, "answer": answer, "accepted": tuple(line["accepted"])})


def _write_lines(path: Path, lines: Iterable[Mapping[str, Any]]) -> None:
    with path.open("w", encoding="utf-8", newline="\n") as file:
        for line in lines:
            file.write(json.dumps(line, ensure_ascii=False) + "\n")


def _read_lines(path: Path) -> list[dict[str, Any]]:
    try:
        return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    except FileNotFoundError as error:
        raise TrainingError(f"{path} is missing; make the folder with: python -m training.prepare") from error
    except ValueError as error:
        raise TrainingError(f"{path} is not as python -m training.prepare writes it ({error}); make it anew") from error
