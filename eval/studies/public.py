"""Scores rankings and answers on SciFact and SQuAD 2.0: python -m eval.studies.public DATA.

DATA contains scifact/ in BEIR's format and squad20-dev/dev-v2.0.json.gz. The indexes are kept in .public/ and built
anew only when they would differ; `--sample 100` then takes a few minutes.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer

from eval.errors import EvaluationError
from eval.runs.compare import compare_records, show_comparison
from eval.runs.harness import Tick
from eval.runs.printing import bars, console, show_summary
from eval.scoring.answers import area, calibration_error, has_words, reliability, risk_coverage
from eval.scoring.statistics import PairedGain, auroc, auroc_gain, bootstrap
from eval.studies.beir import Collection, IndexedCollection, check_systems, evaluate_collection, read_beir
from eval.studies.parts import PARTS, without
from eval.studies.squad import read_squad_file
from kutip.types import Status
from retriever.answers.answerer import Answerer
from retriever.answers.calibration import Calibration
from retriever.search import Retriever, System

WORK = Path(".public")
_SAMPLE = 1000  # queries of each kind; enough for intervals of about 0.02


def read_squad(folder: Path, sample: int = _SAMPLE) -> Collection:
    """Read a sample of SQuAD 2.0's development set: so many answerable and as many unanswerable questions at most.

    Each paragraph becomes a text. For an answerable question, the relevant text is the paragraph it was written about.

    Raises:
        EvaluationError: The file cannot be read.
    """
    return read_squad_file(folder / "dev-v2.0.json.gz", "squad20-dev").sampled(sample).as_collection()


READERS: dict[str, Callable[[Path, int], Collection]] = {
    "scifact": lambda folder, sample: read_beir(folder).sampled(sample),
    "squad20-dev": read_squad,
}


def main(
    data: Annotated[Path, typer.Argument(help="Folder that contains scifact/ and squad20-dev/.")],
    only: Annotated[list[str] | None, typer.Option(help="Collections to score; by default all.")] = None,
    systems: Annotated[str, typer.Option(help="Systems to rank with, parted by commas.")] = ",".join(System),
    leave_out: Annotated[
        list[str] | None, typer.Option("--without", help="Answer again without this part, and compare.")
    ] = None,
    sample: Annotated[int, typer.Option(min=1, help="Most queries of each kind, evenly spaced.")] = _SAMPLE,
    work: Annotated[Path, typer.Option(help="Folder that keeps the indexes.")] = WORK,
) -> None:
    """Print the metrics of each system on each collection, and compare the hybrid with each stage alone."""
    ranked_by = [name for name in systems.split(",") if name]
    check_systems(ranked_by)
    for kind, given, known in (("part", leave_out or (), PARTS), ("collection", only or (), READERS)):
        if unknown := [name for name in given if name not in known]:
            raise EvaluationError(f"there is no {kind} {unknown[0]!r}; there are {', '.join(known)}")
    for name in only or READERS:
        indexed = IndexedCollection(READERS[name](data / name, sample), work, bars)
        _show_rankings(indexed, ranked_by)
        if indexed.collection.answers:
            _show_answers(indexed, leave_out or ())


def _show_rankings(indexed: IndexedCollection, systems: Sequence[str]) -> None:
    name = indexed.collection.name
    summary, outcomes = evaluate_collection(indexed, systems, bars)
    show_summary(summary)
    for stage in (system for system in systems if system != System.HYBRID and System.HYBRID in systems):
        both = outcomes[System.HYBRID].records, outcomes[stage].records
        show_comparison(compare_records(f"{name}/hybrid", f"{name}/{stage}", *both), moved=0)


@dataclass(frozen=True, slots=True)
class PublicQuestion:
    """The result of one question.

    Attributes:
        answerable: The collection has an answer to it.
        right: Our answer contains one of the accepted answers.
        refused: We said that the texts do not answer it.
        confidence: Our confidence, 0 to 1, that they do; None if the answer gives none.
    """

    answerable: bool
    right: bool
    refused: bool
    confidence: float | None


def ask(collection: Collection, retriever: Retriever, tick: Tick) -> list[PublicQuestion]:
    """Ask every query in `collection.answers`; `tick` is called after each."""
    answerer = Answerer(retriever, Calibration.read())
    outcomes = []
    for query, accepted in collection.answers.items():
        answer = answerer.answer(collection.queries[query])
        right = any(has_words(answer.text or "", one) for one in accepted)
        outcomes.append(PublicQuestion(bool(accepted), right, answer.status is Status.NOT_IN_CORPUS, answer.confidence))
        tick()
    return outcomes


def _show_answers(indexed: IndexedCollection, leave_out: Sequence[str]) -> None:
    """Print the figures of the answers, then those without each part and the difference that it makes."""
    collection, settings = indexed.collection, indexed.retriever.settings
    whole: list[PublicQuestion] = []
    for part in (None, *leave_out):
        title = f"{collection.name}: answers" + (f" without the {part}" if part else "")
        retriever = indexed.retriever.tuned(without(settings, [part] if part else []))
        with bars(title, len(collection.answers)) as tick:
            asked = ask(collection, retriever, tick)
        console.print(title)
        for line in answer_lines(asked):
            console.print(f"  {line}")
        for line in gain_lines(whole, asked) if part else ():
            console.print(f"  the {part} gives {line}")
        whole = whole or asked


def answer_lines(asked: Sequence[PublicQuestion]) -> list[str]:
    """The figures of some answers, in words."""
    can, cannot = [one for one in asked if one.answerable], [one for one in asked if not one.answerable]
    curve = risk_coverage([(one.confidence, one.right) for one in asked])
    given = reliability([(one.confidence, one.answerable and one.right) for one in asked if not one.refused])
    lines = [f"area under the risk-coverage curve {area(curve):.3f}"]
    lines.append(f"expected calibration error of {sum(n for *_, n in given)} answers {calibration_error(given):.3f}")
    if can:
        lines.append(f"{len(can)} answerable questions; answered right: {bootstrap([one.right for one in can])}")
        lines.append(f"wrong refusals: {bootstrap([one.refused for one in can])}")
    if cannot:
        lines.append(f"{len(cannot)} unanswerable ones; refused: {bootstrap([one.refused for one in cannot])}")
    if can and cannot:
        lines.append(f"AUROC, answerable questions from others by confidence: {auroc(*_confidences(asked))}")
    return lines


def gain_lines(whole: Sequence[PublicQuestion], less: Sequence[PublicQuestion]) -> list[str]:
    """What all parts gain over fewer parts, on the same questions in the same order."""
    both = list(zip(whole, less, strict=True))
    can = [(float(one.right), float(other.right)) for one, other in both if one.answerable]
    lines = [f"{PairedGain.of(*zip(*can, strict=True))} of right answers"] if can else []
    if 0 < len(can) < len(both):
        area_gain = auroc_gain(_confidences(whole), _confidences(less))
        lines.append(f"{area_gain.mean:+.3f} [{area_gain.low:+.3f}, {area_gain.high:+.3f}] of AUROC")
    return lines


def _confidences(asked: Sequence[PublicQuestion]) -> tuple[list[float], list[float]]:
    """The confidences in answerable questions and in the others; without a confidence, 0."""
    can, cannot = ([one.confidence or 0.0 for one in asked if one.answerable is kind] for kind in (True, False))
    return can, cannot


if __name__ == "__main__":
    typer.run(main)
