"""Scores the reader alone on questions about one paragraph: python -m eval.studies.reading FILE.

FILE is in the format of SQuAD 2.0 (SQuAD's own, IDK-MRC, and others), plain or gzipped. Each question is read with the
paragraph that it was written about, so nothing is searched and nothing of Kutip's calibration takes part.
"""

import re
import string
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer

from eval.runs.harness import Tick
from eval.runs.printing import bars, show_table
from eval.scoring.answers import has_words
from eval.scoring.statistics import auroc, bootstrap
from eval.studies.squad import SquadSet, read_squad_file
from kutip.language.united import any_of
from kutip.models.lazy_reader import LazyReader
from kutip.models.passage_reader import PassageReader, PassageReading
from kutip.text.sentences import sentence_bounds

_ARTICLES = re.compile(rf"\b{any_of('rewording.articles')}\b")
_NO_PUNCTUATION = str.maketrans("", "", string.punctuation)


@dataclass(frozen=True, slots=True)
class ReadScore:
    """How the reader did on one question.

    Attributes:
        id: The question's id.
        answerable: The paragraph answers it.
        certainty: How sure the reader is that it does, as a logit.
        exact: Its span equals an accepted answer, once both are normalised; None if there is no answer.
        f1: Best F1 of the words of its span and of an accepted answer; None likewise.
        right_sentence: The sentence that it finds likeliest holds an accepted answer; None likewise, and if no single
            sentence holds one.
    """

    id: str
    answerable: bool
    certainty: float
    exact: bool | None = None
    f1: float | None = None
    right_sentence: bool | None = None


def normalised(answer: str) -> list[str]:
    """The words of an answer as SQuAD compares them: lower case, without punctuation and articles.

    >>> normalised("The Norman dynasty's end.")
    ['norman', 'dynastys', 'end']
    """
    return _ARTICLES.sub(" ", answer.lower().translate(_NO_PUNCTUATION)).split()


def f1(given: str, accepted: str) -> float:
    """Harmonic mean of precision and recall over the words of two answers; 1 if neither has any.

    >>> f1("in Manila in 1981", "Manila, 1981")
    0.6666666666666666
    """
    ours, theirs = normalised(given), normalised(accepted)
    if not ours or not theirs:
        return float(ours == theirs)
    shared = (Counter(ours) & Counter(theirs)).total()
    return 2 * shared / (len(ours) + len(theirs))


def score_reading(name: str, text: str, answers: Sequence[str], reading: PassageReading) -> ReadScore:
    """Score the reading of one paragraph for one question; `answers` is empty if the paragraph does not answer."""
    if not answers:
        return ReadScore(name, False, reading.certainty)
    span = reading.span(0, len(text))
    given = text[span.start : span.end] if span else ""
    sentences = sentence_bounds(text)
    holding = [any(has_words(text[start:end], one) for one in answers) for start, end in sentences]
    evidence = [reading.evidence(start, end) for start, end in sentences]
    best = max(range(len(sentences)), key=lambda at: -1e9 if (own := evidence[at]) is None else own, default=None)
    return ReadScore(
        name,
        True,
        reading.certainty,
        any(normalised(given) == normalised(one) for one in answers),
        max(f1(given, one) for one in answers),
        holding[best] if best is not None and any(holding) else None,
    )


def read_all(asked: SquadSet, reader: PassageReader, tick: Tick) -> Iterator[ReadScore]:
    """Read every question's paragraph and score the reading; `tick` is called after each."""
    for one in asked.questions:
        text = asked.paragraphs[one.paragraph]
        (reading,) = reader.read(one.text, [("", text)])
        yield score_reading(one.id, text, one.answers, reading)
        tick()


def figures(scores: Sequence[ReadScore]) -> list[tuple[str, int, str]]:
    """Each figure's name, the number of questions that it counts, and its value with a 95 % bootstrap interval."""
    can, cannot = ([one.certainty for one in scores if one.answerable is kind] for kind in (True, False))
    rows = []
    for name, values in (
        ("exact match", [one.exact for one in scores if one.exact is not None]),
        ("F1", [one.f1 for one in scores if one.f1 is not None]),
        ("right sentence", [one.right_sentence for one in scores if one.right_sentence is not None]),
    ):
        if values:
            rows.append((name, len(values), str(bootstrap([float(value) for value in values]))))
    if can and cannot:
        rows.append(("AUROC, answerable from others", len(scores), str(auroc(can, cannot))))
    return rows


def main(
    file: Annotated[Path, typer.Argument(help="Questions in the format of SQuAD 2.0.")],
    sample: Annotated[int | None, typer.Option(min=1, help="Most questions of each kind; by default all.")] = None,
) -> None:
    """Print how well the reader finds answers and sentences, and tells answerable questions from others."""
    asked = read_squad_file(file, file.name)
    asked = asked.sampled(sample) if sample else asked
    with bars(file.name, len(asked.questions)) as tick:
        scores = list(read_all(asked, LazyReader().get(), tick))
    rows = [[name, str(n), value] for name, n, value in figures(scores)]
    show_table(f"{file.name}, each question with its own paragraph", ("figure", "questions", "value"), rows)


if __name__ == "__main__":
    typer.run(main)
