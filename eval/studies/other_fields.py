"""Asks questions about papers of other fields: python -m eval.studies.other_fields.

The papers in tests/papers were written for tests, each about an invented study of another field. They are indexed
together, so that a question about one may be answered wrongly by another, and asked with the shipped calibration. Each
line of questions.jsonl has an id such as "lamp-oil.07.list": the paper, a number and the kind of the question, "none"
for one that no paper answers. Whoever mends Kutip looks at the questions with odd numbers only (`--half open`): the
others show whether a repair holds for more than what it was made for.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Annotated

import typer

from eval.errors import QuestionError
from eval.runs.harness import Tick
from eval.runs.printing import bars, console, show_table
from eval.runs.services import source_texts
from eval.scoring.answers import ScoredAnswer, calibration_error, has_words, overlaps, reliability, score_answer
from eval.scoring.metrics import Unit
from eval.scoring.statistics import bootstrap
from eval.sets.questions import Question, load_questions
from indexer.build import build_index
from kutip.settings import Settings
from kutip.types import Answer, Status
from retriever.answers.answerer import Answerer
from retriever.answers.calibration import Calibration
from retriever.search import Retriever

PAPERS = Path("tests/papers")
WORK = Path(".public/other-fields")
HALVES = ("both", "open", "apart")
_HEAD = (
    *("of", "n", "key in the answer", "evidence cited", "all parts cited", "wrong refusals"),
    *("n", "false answers", "called answered", "words", "ECE"),
)
_NONE = "-"


@dataclass(frozen=True, slots=True)
class FieldAnswer:
    """The scored answer to one question about these papers.

    Attributes:
        paper: Id of the paper that the question is about.
        kind: Kind of the question, for example "steps"; "none" for one that no paper answers.
        is_open: Whether it belongs to the half that may be looked at while mending.
        scored: Its scores.
        key: Whether it has one of the question's short forms, be it in words of Kutip's own, such as a sum.
        parts: Fraction of the parts of its evidence that are cited; 0 without evidence.
        is_sure: Whether the answer calls itself answered, and not partial.
    """

    paper: str
    kind: str
    is_open: bool
    scored: ScoredAnswer
    key: bool
    parts: float
    is_sure: bool

    @classmethod
    def of(cls, question: Question, answer: Answer) -> "FieldAnswer":
        """Score an answer.

        Raises:
            QuestionError: The question's id has another form than "paper.07.kind".
        """
        pieces = question.id.rsplit(".", 2)
        if len(pieces) != 3 or not pieces[1].isdigit():  # paper, number, kind
            raise QuestionError(f"{question.id!r} is no id of the form 'paper.07.kind'")
        cited = [Unit.of(citation) for sentence in answer.sentences for citation in sentence.citations]
        found = [any(overlaps(one, replace(question, parts=(part,))) for one in cited) for part in question.parts]
        return cls(
            pieces[0],
            pieces[2],
            int(pieces[1]) % 2 == 1,
            score_answer(question, answer),
            any(has_words(answer.text or "", one) for one in question.answer),
            sum(found) / len(found) if found else 0.0,
            answer.status is Status.ANSWERED,
        )


def ask_all(
    questions: Iterable[Question], answer: Callable[[str], Answer], tick: Tick = lambda: None
) -> Iterator[FieldAnswer]:
    """Ask questions and score their answers; `tick` is called after each."""
    for one in questions:
        yield FieldAnswer.of(one, answer(one.text))
        tick()


def figures(answers: Sequence[FieldAnswer]) -> list[str]:
    """The figures of some answers, in the order of the table's columns; "-" where there is nothing to count."""
    can, cannot = ([one for one in answers if one.scored.question.answerable is kind] for kind in (True, False))
    given = [one for one in answers if not one.scored.refused]
    known = reliability([(one.scored.confidence, one.key) for one in given])
    return [
        str(len(can)),
        _mean([one.key for one in can]),
        _mean([one.scored.supported for one in can]),
        _mean([one.parts for one in can]),
        _mean([one.scored.refused for one in can]),
        str(len(cannot)),
        _mean([not one.scored.refused for one in cannot]),
        _mean([one.is_sure for one in cannot]),
        f"{sum(one.scored.words for one in given) / len(given):.0f}" if given else _NONE,
        f"{calibration_error(known):.3f}" if known else _NONE,
    ]


def _mean(values: Sequence[float]) -> str:
    return str(bootstrap(values)) if values else _NONE


def rows(answers: Sequence[FieldAnswer]) -> Iterator[list[str]]:
    """The rows of the table: all answers, then those of each half, paper, language and kind."""
    groups: Mapping[str, Callable[[FieldAnswer], str]] = {
        "half": lambda one: HALVES[1] if one.is_open else HALVES[2],
        "paper": lambda one: one.paper,
        "language": lambda one: one.scored.question.language,
        "kind": lambda one: one.kind,
    }
    yield ["all", *figures(answers)]
    for name, group in groups.items():
        for value in dict.fromkeys(map(group, answers)):
            yield [f"{name} {value}", *figures([one for one in answers if group(one) == value])]


def main(
    papers: Annotated[Path, typer.Argument(help="Folder with the papers and questions.jsonl.")] = PAPERS,
    half: Annotated[str, typer.Option(help=f"Questions to ask: {', '.join(HALVES)}.")] = HALVES[0],
    failing: Annotated[bool, typer.Option(help="List the questions of the open half that went wrong.")] = False,
    work: Annotated[Path, typer.Option(help="Folder that keeps the index.")] = WORK,
) -> None:
    """Print how questions about the papers are answered, by half, paper, language and kind."""
    if half not in HALVES:
        raise QuestionError(f"there is no half {half!r}; there are {', '.join(HALVES)}")
    settings = Settings(corpus=papers, index=work)
    build_index(settings)
    retriever = Retriever.open(work, settings)
    asked = load_questions(source_texts(retriever), papers / "questions.jsonl")
    answer = Answerer(retriever, Calibration.read()).answer
    with bars("questions", len(asked)) as tick:
        answers = [one for one in ask_all(asked, answer, tick) if half in (HALVES[0], HALVES[1 if one.is_open else 2])]
    show_table(f"{len(answers)} questions about {len(retriever.documents)} papers", _HEAD, list(rows(answers)))
    for one in answers if failing else ():
        if one.is_open and (not one.key if one.scored.question.answerable else not one.scored.refused):
            console.print(f"{one.scored.question.id}: {one.scored.question.text}")


if __name__ == "__main__":
    typer.run(main)
