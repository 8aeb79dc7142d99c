"""Asks questions again in another dress and counts the same answers: python -m eval.studies.dresses.

Each question is asked plainly, then numbered, with courtesy, in capitals, with a slip of the fingers and so on. A dress
is "the same" if the answer's status and first sentence are those of the plain question.
"""

import random
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated

import typer
from rich.table import Table

from eval.runs.printing import console
from eval.sets.questions import Question
from eval.studies.indexed_questions import IndexedQuestions
from kutip.settings import Settings
from kutip.types import Answer
from retriever.answers.answerer import Answerer
from retriever.answers.calibration import Calibration

Dress = Callable[[str], str]
SEED = 17  # of the questions that are drawn
_LANGUAGES = ("en", "id")
_LONG = re.compile(r"(?<![\w-])[a-z]{6,}(?![\w-])")  # words that can have a slip or a hyphen in them


def _with_slip(question: str) -> str:
    """The first longer word of small letters, with two letters in its middle swapped."""
    for match in _LONG.finditer(question):
        word, middle = match.group(), len(match.group()) // 2
        if word[middle - 1] != word[middle]:
            slipped = word[: middle - 1] + word[middle] + word[middle - 1] + word[middle + 1 :]
            return question[: match.start()] + slipped + question[match.end() :]
    return question


def _hyphenated(question: str) -> str:
    """Soft hyphens in the longer words, as text that is copied from a page may have them."""
    return _LONG.sub(lambda word: f"{word[0][:3]}\u00ad{word[0][3:]}", question)


def _ended(question: str) -> str:
    """A question or keywords with a mark at the end, so that a sentence may follow."""
    return question if question.endswith(("?", ".")) else f"{question}."


def _begun_small(question: str) -> str:
    """A question with its first letter small, if the first word is one of small letters otherwise."""
    first = question.split(maxsplit=1)[0]
    return question[0].lower() + question[1:] if first[1:].islower() or len(first) == 1 else question


DRESSES: Mapping[str, Mapping[str, Dress]] = {
    "en": {
        "numbered": lambda q: f"3. {q}",
        "labelled": lambda q: f"Question 2: {q}",
        "courteous": lambda q: f"Hello, could you please tell me: {_ended(q)} Thank you very much!",
        "with a purpose": lambda q: f"For my essay, I need to know: {q}",
        "with an instruction": lambda q: f"{_ended(q)} Please answer in two sentences.",
        "in capitals": str.upper,
        "in title case": lambda q: " ".join(word[:1].upper() + word[1:] for word in q.split()),
        "with soft hyphens": _hyphenated,
        "with a slip": _with_slip,
        "in small letters": lambda q: q.lower().rstrip("?"),
        "with many marks": lambda q: f"{q.rstrip('?.')}???!!",
    },
    "id": {
        "numbered": lambda q: f"3) {q}",
        "labelled": lambda q: f"Soal 2: {q}",
        "courteous": lambda q: f"Halo, tolong beri tahu saya: {_ended(q)} Terima kasih banyak.",
        "with a purpose": lambda q: f"Untuk skripsi saya, saya ingin tahu: {q}",
        "with an instruction": lambda q: f"{_ended(q)} Jawab dengan singkat.",
        "in capitals": str.upper,
        "in title case": lambda q: " ".join(word[:1].upper() + word[1:] for word in q.split()),
        "with soft hyphens": _hyphenated,
        "with a slip": _with_slip,
        "in small letters": lambda q: q.lower().rstrip("?"),
        "with many marks": lambda q: f"{_begun_small(q).rstrip('?.')} ya???",
    },
}


@dataclass(frozen=True, slots=True)
class DressedQuestion:
    """A question in a dress.

    Attributes:
        dress: The dress's name.
        language: Of the question.
        plain: The question as it is asked plainly.
        text: The same in the dress.
        is_same: Whether its answer is that of the plain question.
    """

    dress: str
    language: str
    plain: str
    text: str
    is_same: bool


def drawn(questions: Sequence[Question], each: int) -> list[Question]:
    """So many answerable questions of each language, drawn by chance."""
    chance = random.Random(SEED)  # noqa: S311  # draws questions, guards nothing
    own = ([one for one in questions if one.language == code and one.answerable] for code in _LANGUAGES)
    return [one for group in own for one in chance.sample(group, min(each, len(group)))]


def asked_again(questions: Sequence[Question], answer: Callable[[str], Answer]) -> Iterator[DressedQuestion]:
    """Ask each question plainly and in each dress that changes it."""
    for one in questions:
        plain = _told(answer(one.text))
        for name, dress in DRESSES[one.language].items():
            text = dress(one.text)
            if text != one.text:
                yield DressedQuestion(name, one.language, one.text, text, _told(answer(text)) == plain)


def _told(answer: Answer) -> tuple[object, ...]:
    return answer.status, next((one.text for one in answer.sentences), None)


def main(
    each: Annotated[int, typer.Option(min=1, help="Questions of each language.")] = 14,
    differing: Annotated[bool, typer.Option(help="List those that are answered otherwise.")] = False,
) -> None:
    """Print the share of dressed questions that are answered as the plain ones, by dress and language."""
    indexed = IndexedQuestions.open(Settings())
    answerer = Answerer(indexed.retriever, Calibration.read())
    again = list(asked_again(drawn(indexed.questions, each), answerer.answer))
    table = Table("dress", *_LANGUAGES, "both")
    for name in [*DRESSES["en"], ""]:
        rows = [[one for one in again if name in ("", one.dress) and one.language == code] for code in _LANGUAGES]
        table.add_row(name or "all", *map(_share, [*rows, [one for row in rows for one in row]]))
    console.print(table)
    for one in again if differing else ():
        if not one.is_same:
            console.print(f"{one.dress}: {one.text!r}", markup=False, highlight=False)


def _share(rows: Sequence[DressedQuestion]) -> str:
    same = sum(one.is_same for one in rows)
    return f"{same / len(rows):.3f} of {len(rows)}" if rows else "-"


if __name__ == "__main__":
    typer.run(main)
