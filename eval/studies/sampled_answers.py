"""Prints answers to some of our questions in full, to be judged by a person: python -m eval.studies.sampled_answers.

The questions are drawn by a seed, so that nobody chooses those that look best.
"""

from collections.abc import Iterator, Sequence
from typing import Annotated

import numpy as np
import typer

from eval.sets.questions import Question
from eval.studies.indexed_questions import IndexedQuestions
from kutip.settings import Settings
from kutip.types import Answer
from retriever.answers.answerer import Answerer
from retriever.answers.calibration import Calibration


def drawn(questions: Sequence[Question], *, seed: int, english: int, indonesian: int) -> list[Question]:
    """Draw so many questions of each language, those of other fields left out; the English ones come first."""
    chance = np.random.default_rng(seed)
    own = [one for one in questions if one.topic == "papers"]
    chosen: list[Question] = []
    for language, count in (("en", english), ("id", indonesian)):
        spoken = [one for one in own if one.language == language]
        chosen += [spoken[at] for at in chance.choice(len(spoken), count, replace=False).tolist()]
    return chosen


def as_lines(number: int, question: Question, answer: Answer) -> Iterator[str]:
    """An answer in Markdown: what was asked, what is known of it, and all that its reader sees."""
    expected = question.answer[0] if question.answerable else "the papers do not say"
    yield f"**{number}. {question.text}** ({question.id}; expected: {expected})"
    yield ""
    confidence = "" if answer.confidence is None else f", {answer.confidence:.2f}"
    yield f"{answer.status.value}{confidence}"
    yield ""
    for said in ((answer.text or "").splitlines(), [answer.reason or ""], [answer.note or ""]):
        quoted = [f"> {line}" for line in said if line]
        if quoted:
            yield from (*quoted, "")


def main(
    seed: Annotated[int, typer.Option(help="Decides which questions are drawn.")] = 17,
    english: Annotated[int, typer.Option(min=0, help="How many English questions.")] = 20,
    indonesian: Annotated[int, typer.Option(min=0, help="How many Indonesian ones.")] = 10,
) -> None:
    """Print the answers."""
    indexed = IndexedQuestions.open(Settings())
    answerer = Answerer(indexed.retriever, Calibration.read())
    asked = drawn(indexed.questions, seed=seed, english=english, indonesian=indonesian)
    for number, question in enumerate(asked, start=1):
        typer.echo("\n".join(as_lines(number, question, answerer.answer(question.text))))


if __name__ == "__main__":
    typer.run(main)
