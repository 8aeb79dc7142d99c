"""Fits the calibration of answers and tests it on unseen questions: python -m eval.studies.fit [--also FILE] [--write].

The calibration has three logistic regressions: one gives the probability that a sentence answers its question, one that
the papers answer the question at all, and one that the answer is right. For each of ten folds they are fitted on the
other nine, each on what the ones before it give to questions that they have not seen. Then the answers to the fold's
questions are scored; only these figures estimate how new questions fare. All of it is done twice, for answers with the
reader and for answers without it.

Public question sets, each over an index of its own paragraphs, take part in the third regression alone, so that the
confidence holds for other texts. In the first two they made our own answers worse.
"""

import json
from collections.abc import Sequence
from dataclasses import asdict, replace
from pathlib import Path
from typing import Annotated

import numpy as np
import typer
from rich.console import Console

from eval.runs.plots import as_file, marks, plot_reliability, plot_risk
from eval.runs.printing import bars
from eval.scoring.answers import (
    ScoredAnswer,
    area,
    calibration_error,
    overlaps,
    reliability,
    risk_coverage,
)
from eval.scoring.metrics import Unit
from eval.scoring.statistics import evenly_spaced
from eval.studies.answer_tables import judged, show_answers
from eval.studies.beir import IndexedCollection
from eval.studies.fitting import Case, calibrate, cross_validate, score
from eval.studies.indexed_questions import IndexedQuestions
from eval.studies.public import WORK
from eval.studies.squad import read_squad_file
from eval.studies.squad_questions import as_questions
from kutip.settings import Settings
from retriever.answers.calibration import FILE, Calibration
from retriever.answers.composing import cite_sentence
from retriever.answers.weighed import read

_OFF_TOPIC = 0.3  # weight of a question of another field, where others have 1: such questions are easy to refuse
_PUBLIC = 0.1  # mean weight of a public set's question; more, and our own answers are surer than they say
_PUBLIC_SAMPLE = 300  # answerable questions of a public set, and as many others


def read_cases(indexed: IndexedQuestions) -> list[Case]:
    """Read all questions, unanswerable ones and those of other fields included, and label their sentences."""
    units: dict[tuple[str, int], Unit] = {}
    cases = []
    for question in indexed.questions:
        reading = read(
            indexed.retriever.look_up(question.text, k=indexed.settings.answers.hits_widely), with_reader=True
        )
        labels = []
        for one in reading.evidence:
            key = one.sentence.hit.passage.id, one.sentence.start
            if key not in units:
                citation = cite_sentence(one.sentence, reading.look_up)
                units[key] = Unit.of(citation)
            labels.append(1 if overlaps(units[key], question) else -1 if overlaps(units[key], question, grade=1) else 0)
        share = _OFF_TOPIC if question.topic == "other" else 1.0
        cases.append(Case(question, reading, np.asarray(labels, dtype=np.int64), share))
    return cases


def read_public(file: Path, work: Path, *, answerable: float) -> list[Case]:
    """Read a sample of a question set in SQuAD's format, over an index of its paragraphs.

    Half of such a set's questions have no answer, by design; people ask fewer of them. So they weigh less.

    Args:
        file: The set.
        work: Folder that keeps the index.
        answerable: The fraction of answerable questions that the set is to weigh as if it had.
    """
    asked = read_squad_file(file, file.name.partition(".")[0]).sampled(_PUBLIC_SAMPLE)
    indexed = IndexedCollection(asked.as_collection(), work, bars)
    retriever = indexed.retriever
    cases = read_cases(IndexedQuestions(retriever.settings, retriever, tuple(as_questions(asked, indexed))))
    own = sum(case.question.answerable for case in cases) / len(cases)
    weights = {True: answerable / own, False: (1 - answerable) / (1 - own)}
    return [replace(case, share=_PUBLIC * weights[case.question.answerable]) for case in cases]


def main(
    also: Annotated[list[Path] | None, typer.Option(help="Question set in the format of SQuAD 2.0.")] = None,
    work: Annotated[Path, typer.Option(help="Folder that keeps the indexes of these sets.")] = WORK,
    write: Annotated[bool, typer.Option(help="Write the fitted calibration into the package.")] = False,
    plot_to: Annotated[Path | None, typer.Option("--plot", help="SVG file for the risk-coverage curve.")] = None,
    reliability_to: Annotated[Path | None, typer.Option("--reliability", help="SVG file for the reliability.")] = None,
) -> None:
    """Fit the calibration and print how well it answers questions it has not seen."""
    console = Console(width=170)
    indexed = IndexedQuestions.open(Settings())
    cases = read_cases(indexed)
    can = sum(case.question.answerable for case in cases) / len(cases)
    public = [case for file in also or () for case in read_public(file, work, answerable=can)]
    unread, unread_public = ([case.without_reader() for case in own] for own in (cases, public))
    unseen, others = cross_validate(cases, public)
    show_answers(console, "with the reader, by calibrations that have not seen the question", unseen)
    unread_scores, unread_others = cross_validate(unread, unread_public)
    show_answers(console, "the same without the reader", unread_scores)
    for what, scored in (("with the reader", others), ("without it", unread_others)):
        _show_public(console, what, scored, can)
    asked = [one for one in unseen if one.question.topic == "papers"]
    curve = risk_coverage([(one.confidence, one.key) for one in asked])
    console.print(f"area under the risk-coverage curve, questions of other fields left out: {area(curve):.3f}")
    if reliability_to is not None:
        parts = {"with the reader": reliability(judged(unseen)), "without": reliability(judged(unread_scores))}
        label = "Share of right answers by their confidence, of questions that the calibration had not seen"
        drawn = plot_reliability(parts, marks(list(parts)), name="reliability", label=label)
        reliability_to.write_text(as_file(drawn), encoding="utf-8")
    if plot_to is not None:
        label = f"Share of {len(asked)} answers without the key, at each share of the questions answered"
        drawn = plot_risk(curve, marks(["answers"])["answers"], name="risk", label=label)
        plot_to.write_text(as_file(drawn), encoding="utf-8")
    calibration = calibrate(cases, public)
    show_answers(console, "with the reader, by the calibration fitted on all questions", score(cases, calibration))
    show_answers(console, "the same without the reader", score(unread, calibration))
    if write:
        FILE.write_text(_as_json(calibration, indexed.retriever.model), encoding="utf-8")


def _show_public(console: Console, what: str, scored: Sequence[ScoredAnswer], answerable: float) -> None:
    """Print how far the confidence holds on each public set, as it is and weighed as if it had so many answerable."""
    for name in dict.fromkeys(one.question.topic for one in scored):
        own = [one for one in scored if one.question.topic == name]
        can = sum(one.question.answerable for one in own) / len(own)
        most = max(answerable / can, (1 - answerable) / (1 - can))
        # of each kind of question as many, evenly spaced, as leave that fraction
        kept = [
            one
            for kind, weight in ((True, answerable / can), (False, (1 - answerable) / (1 - can)))
            for group in [[one for one in own if one.question.answerable is kind]]
            for one in evenly_spaced(group, round(len(group) * weight / most))
        ]
        as_it_is, as_ours = (calibration_error(reliability(judged(group))) for group in (own, kept))
        console.print(
            f"{name}, {len(own)} questions, {what}: expected calibration error {as_it_is:.3f};"
            f" with {answerable:.2f} of the questions answerable ({len(kept)}), as ours: {as_ours:.3f}"
        )


def _as_json(calibration: Calibration, model: str) -> str:
    data = asdict(calibration)
    for fit in (data["with_reader"], data["without_reader"]):
        for name in ("sentence", "question", "right"):
            weights = {feature: round(weight, 4) for feature, weight in fit[name]["weights"].items()}
            fit[name] = {"bias": round(fit[name]["bias"], 4), "weights": weights}
    fitted_for = {"model": model, "encoder": data.pop("encoder"), "reader": data.pop("reader")}
    made = {"made by": "python -m eval.studies.fit --write", "fitted_for": fitted_for, **data}
    return json.dumps(made, indent=1) + "\n"


if __name__ == "__main__":
    typer.run(main)
