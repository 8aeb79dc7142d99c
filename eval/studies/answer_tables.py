"""Tables of the scores of answers, by language, wording and type, with how far their confidence can be trusted."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import get_args

import numpy as np
from rich.console import Console
from rich.table import Table

from eval.scoring.answers import FACTS, ScoredAnswer, calibration_error, reliability
from eval.scoring.statistics import auroc, bootstrap
from eval.sets.questions import Question, Type


def _is_of_type(kind: str, question: Question) -> bool:
    return question.type == kind


_ROWS: Mapping[str, Callable[[Question], bool]] = {
    "all": lambda question: True,
    "English": lambda question: question.language == "en",
    "Indonesian": lambda question: question.language == "id",
    "near wording": lambda question: question.wording == "near",
    "other words": lambda question: question.wording == "far",
    **{kind: partial(_is_of_type, kind) for kind in get_args(Type)},
}


def show_answers(console: Console, title: str, scored: Sequence[ScoredAnswer]) -> None:
    """Print a table of the scores of answers, over all questions, by language, by wording and by type."""
    columns = ("n", "key", "evidence cited", "wrong refusals", "right: near", "right: other fields", "words, of fact")
    table = Table("", *columns, title=title)
    for name, belongs in _ROWS.items():
        own = [one for one in scored if belongs(one.question)]
        can = [one for one in own if one.question.answerable]
        other = [one for one in own if one.question.topic == "other"]
        near = [one for one in own if not one.question.answerable and one not in other]
        words = [one.words for one in can if one.question.type in FACTS and not one.refused]
        if not own:
            continue
        values = (
            [o.key for o in can],
            [o.supported for o in can],
            *([o.refused for o in g] for g in (can, near, other)),
        )
        table.add_row(
            name,
            f"{len(can)}, {len(near)}, {len(other)}",
            *(str(bootstrap(v)) if v else "" for v in values),
            f"{np.mean(words):.0f}" if words else "",
        )
    console.print(table)
    answerable = [one for one in scored if one.question.answerable]
    apart = {
        name: auroc(_confidences(answerable), _confidences([one for one in scored if belongs(one)])).mean
        for name, belongs in (("look-alikes", _is_near), ("other fields", _is_other))
    }
    short = [one.short_right for one in answerable if one.short_right is not None]
    console.print(
        f"confidence tells answerable questions from {' and '.join(f'{k} with {v:.3f}' for k, v in apart.items())}"
        f" (area under the ROC curve); {len(short)} short answers, right for {np.mean(short):.3f}"
    )
    parts = reliability(judged(scored))
    console.print(f"expected calibration error of {sum(n for *_, n in parts)} answers: {calibration_error(parts):.3f}")


def judged(scored: Sequence[ScoredAnswer]) -> list[tuple[float | None, bool]]:
    """The confidence of each answer that is no refusal, and whether it is right: it has the key and cites evidence."""
    return [(one.confidence, one.key and one.supported) for one in scored if not one.refused]


def _confidences(scored: Sequence[ScoredAnswer]) -> list[float]:
    """The confidences of answers; none counts as 0."""
    return [one.confidence or 0.0 for one in scored]


def _is_other(one: ScoredAnswer) -> bool:
    return one.question.topic == "other"


def _is_near(one: ScoredAnswer) -> bool:
    return not one.question.answerable and not _is_other(one)
