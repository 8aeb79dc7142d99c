"""Measures what each part contributes, by leaving it out and alone: python -m eval.studies.ablation.

Rankings and cross-validated answers are scored with all parts, then by variant: without a learned part, with it alone,
without a step or a ranking stage, and over other indexes (`--index FOLDER`), such as one whose encoder is not adapted.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer

from eval.errors import EvaluationError
from eval.runs.printing import console, show_table
from eval.runs.services import source_texts
from eval.scoring.answers import ScoredAnswer
from eval.scoring.statistics import PairedGain, bootstrap
from eval.sets.questions import Question
from eval.studies.fit import read_cases
from eval.studies.fitting import cross_validate
from eval.studies.indexed_questions import HEADLINES, IndexedQuestions
from eval.studies.parts import part_variants
from kutip.index.store import open_generation
from kutip.settings import SearchSettings, Settings
from retriever.search import Retriever, System

_STEPS = ("abbreviations", "number_forms", "spelling", "undress", "corrections", "supplements_last", "papers_in_turn")
GROUPS: Mapping[str, Callable[[Question], bool]] = {
    "all": lambda question: True,
    "English": lambda question: question.language == "en",
    "Indonesian": lambda question: question.language == "id",
    "near wording": lambda question: question.wording == "near",
    "far wording": lambda question: question.wording == "far",
}
# Figures of answers: name -> the questions that it counts, and whether an answer scores.
ANSWERS: Mapping[str, tuple[Callable[[Question], bool], Callable[[ScoredAnswer], bool]]] = {
    "key": (lambda question: question.answerable, lambda scored: scored.key),
    "evidence cited": (lambda question: question.answerable, lambda scored: scored.supported),
    "wrong refusals": (lambda question: question.answerable, lambda scored: scored.refused),
    "look-alikes refused": (
        lambda question: not question.answerable and question.topic == "papers",
        lambda scored: scored.refused,
    ),
    "other fields refused": (lambda question: question.topic == "other", lambda scored: scored.refused),
}


@dataclass(frozen=True, slots=True, eq=False)
class AblationVariant:
    """The index with its questions, searched by a system.

    Attributes:
        name: For example "without glossary".
        indexed: The index, the settings and the questions.
        system: What ranks.
    """

    name: str
    indexed: IndexedQuestions
    system: System = System.HYBRID


Values = Mapping[str, float]  # question id -> value; a figure leaves out the questions that it does not count


@dataclass(frozen=True, slots=True)
class AblationRow:
    """What a variant scores: for each figure, its name, and the value of each question."""

    name: str
    values: Mapping[str, Values]


def learned_variants(indexed: IndexedQuestions, others: Sequence[Path] = ()) -> Iterator[AblationVariant]:
    """All parts; then without each learned part, with it alone and without any; then the same questions over others.

    Raises:
        EvaluationError: Another index has other papers.
    """
    yield AblationVariant("all", indexed)
    for name, settings in part_variants(indexed.settings):
        yield AblationVariant(name, indexed.tuned(settings))
    for folder in others:
        settings = indexed.settings.changed(index=folder)
        other = Retriever(open_generation(folder), settings)  # `Retriever.open` refuses another model or adapter
        if source_texts(other) != source_texts(indexed.retriever):
            raise EvaluationError(f"{folder} is an index of other papers; build it from the same corpus")
        yield AblationVariant(f"index {folder.name}", IndexedQuestions(settings, other, indexed.questions))


def ranking_variants(indexed: IndexedQuestions) -> Iterator[AblationVariant]:
    """With the reader ranking too, without each step and each stage, merged otherwise, and each stage alone."""
    again = indexed.settings.changed(reading={"reader": "on"})
    if again != indexed.settings:
        yield AblationVariant("ranked again by the reader", indexed.tuned(again))
    for name, (system, update) in stage_updates(indexed.settings.search).items():
        yield AblationVariant(name, indexed.tuned(indexed.settings.changed(search=update)), system)


def stage_updates(settings: SearchSettings) -> dict[str, tuple[System, Mapping[str, object]]]:
    """By name, for example "without late": the system that ranks, and the search settings to change."""
    found: dict[str, tuple[System, Mapping[str, object]]] = {}
    for at, stage in enumerate((System.BM25, System.DENSE, System.LATE)):
        update = {
            name: tuple(0 if i == at else share for i, share in enumerate(getattr(settings, name)))
            for name in ("weights", "weights_translated", "weights_multilingual", "weights_untranslated")
        }
        found[f"without {stage}"] = (System.HYBRID, update)
    for step in _STEPS:
        found[f"without {step}"] = (System.HYBRID, {step: False})
    found["fused by RRF"] = (System.HYBRID, {"fusion": "rrf"})
    return found | {f"{stage} alone": (stage, {}) for stage in (System.BM25, System.DENSE, System.LATE)}


def score_ranking(variant: AblationVariant) -> AblationRow:
    """The headline metrics of the answerable questions."""
    asked = variant.indexed.answerable
    values = variant.indexed.score_settings({}, asked, system=variant.system, metrics=HEADLINES)
    ids = [question.id for question in asked]
    return AblationRow(
        variant.name, {m: dict(zip(ids, own.tolist(), strict=True)) for m, own in zip(HEADLINES, values, strict=True)}
    )


def score_answers(variant: AblationVariant) -> AblationRow:
    """The figures of the answers, each by a calibration that was fitted for this variant on other questions."""
    scored, _ = cross_validate(read_cases(variant.indexed))
    return AblationRow(
        variant.name,
        {
            figure: {one.question.id: float(score(one)) for one in scored if counts(one.question)}
            for figure, (counts, score) in ANSWERS.items()
        },
    )


def as_cells(rows: Sequence[AblationRow], group: frozenset[str]) -> list[list[str]]:
    """A row of cells for each row: the means of the first with intervals, the gains of the others over it.

    Args:
        rows: The first is what the others are compared with.
        group: Ids of the questions that count.
    """
    whole, *others = rows
    cells = [[whole.name, *(_mean(own, group) for own in whole.values.values()), ""]]
    for row in others:
        gains = [_gain(row.values[figure], own, group) for figure, own in whole.values.items()]
        differ = {q for figure, own in whole.values.items() for q in own if own[q] != row.values[figure][q]}
        cells.append([row.name, *gains, str(len(differ & group))])
    return cells


def _mean(values: Values, group: frozenset[str]) -> str:
    own = [value for question, value in values.items() if question in group]
    return str(bootstrap(own)) if own else ""


def _gain(values: Values, whole: Values, group: frozenset[str]) -> str:
    asked = [question for question in whole if question in group]
    return str(PairedGain.of([values[q] for q in asked], [whole[q] for q in asked])) if asked else ""


def _show(what: str, questions: Sequence[Question], rows: Sequence[AblationRow], groups: Sequence[str]) -> None:
    for name in groups:
        group = frozenset(question.id for question in questions if GROUPS[name](question))
        head = ("variant", *rows[0].values, "differ")
        counted = {q for own in rows[0].values.values() for q in own} & group
        show_table(f"{what}, {name}: {len(counted)} questions", head, as_cells(rows, group))


def main(
    index: Annotated[list[Path] | None, typer.Option(help="A further index of the same papers, to compare.")] = None,
    stages: Annotated[bool, typer.Option(help="Also leave out ranking stages and steps.")] = True,
    answers: Annotated[bool, typer.Option(help="Also answer every question; takes minutes a variant.")] = True,
) -> None:
    """Print for each group of questions the figures of all parts, and how each variant differs, with 95 % intervals."""
    indexed = IndexedQuestions.open(Settings())
    console.print(f"index {indexed.retriever.version}; differences to all parts, paired randomisation test")
    learned = list(learned_variants(indexed, index or ()))
    rows = [score_ranking(variant) for variant in learned]
    _show("rankings", indexed.questions, rows, list(GROUPS))
    if stages:
        more = [rows[0], *map(score_ranking, ranking_variants(indexed))]
        _show("stages and steps", indexed.questions, more, ["all"])
    if answers:
        _show("answers", indexed.questions, list(map(score_answers, learned)), list(GROUPS))


if __name__ == "__main__":
    typer.run(main)
