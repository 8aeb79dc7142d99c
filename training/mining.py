"""Finds passages that are like a question and do not answer it, by BM25 and, if wanted, by vectors."""

import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

import numpy as np

from indexer.bm25 import write_postings
from kutip.index.arrays import Floats
from kutip.text.reading import squeeze
from kutip.text.terms import terms
from retriever.ranking.bm25 import Postings
from training.records import Mined, SourcePassage, SourceQuestion

Encode = Callable[[Sequence[str]], Floats]  # N texts to unit vectors, (N, D)

_K1, _B = 1.2, 0.3
_READ = 60  # passages of a ranking that are looked at


def mine(
    questions: Sequence[SourceQuestion],
    passages: Mapping[str, SourcePassage],
    *,
    near: int = 8,
    far: int = 6,
    encode: Encode | None = None,
) -> Iterator[tuple[str, Mined]]:
    """Yield, for each answerable question, its id and the passages most like it that lack its answer.

    Args:
        questions: A question without a known answer gets passages of other articles only.
        passages: By id, in a fixed order.
        near: How many of the same article.
        far: How many of other articles.
        encode: Encodes texts; then passages are taken in turns from the ranking by BM25 and that by cosine.
    """
    held = list(passages.values())
    asked = [question for question in questions if question.answerable]
    postings = _postings([terms(passage.text) for passage in held])
    vectors = encode([passage.text for passage in held]) if encode is not None else None
    numbers: dict[str, int] = {}
    articles = np.asarray([numbers.setdefault(passage.article, len(numbers)) for passage in held])
    squeezed = [squeeze(passage.text).casefold() for passage in held]
    for question in asked:
        scores = [np.asarray(postings.scores(terms(question.text)), dtype=np.float64)]
        if encode is not None and vectors is not None:
            scores.append(np.asarray(vectors @ encode([question.text])[0], dtype=np.float64))
        answers = [squeeze(answer).casefold() for answer in question.accepted]
        own = passages[question.passage]

        def lacks(row: int, *, own: SourcePassage = own, answers: Sequence[str] = answers) -> bool:
            return held[row].text != own.text and not any(answer in squeezed[row] for answer in answers)

        same = articles == numbers[own.article]
        yield (
            question.id,
            Mined(
                _taken(scores, same & bool(answers), near, lacks, held),
                _taken(scores, ~same, far, lacks, held),
            ),
        )


def _postings(of_terms: Sequence[Sequence[str]]) -> Postings:
    with tempfile.TemporaryDirectory() as folder:
        write_postings(Path(folder), of_terms, k1=_K1, b=_B)
        return Postings(Path(folder), len(of_terms))


def _taken(
    scores: Sequence[Floats | np.ndarray[tuple[int, ...], np.dtype[np.float64]]],
    allowed: np.ndarray[tuple[int, ...], np.dtype[np.bool_]],
    most: int,
    lacks: Callable[[int], bool],
    held: Sequence[SourcePassage],
) -> tuple[str, ...]:
    """The ids of the best allowed passages, taken in turns from each ranking."""
    rows = np.flatnonzero(allowed)
    rankings = [rows[np.argsort(-one[rows], kind="stable")[:_READ]] for one in scores]
    taken: dict[int, None] = {}
    for turn in zip(*rankings, strict=True):
        for row in map(int, turn):
            if len(taken) < most and row not in taken and lacks(row):
                taken[row] = None
    return tuple(held[row].id for row in taken)
