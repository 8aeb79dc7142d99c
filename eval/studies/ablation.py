"""Measures what each part of the retriever contributes: python -m eval.studies.ablation.

It scores the whole retriever, then variants without one part, then each ranking stage alone.
"""

from collections.abc import Mapping

from rich.console import Console
from rich.table import Table

from eval.scoring.statistics import bootstrap
from eval.studies.indexed_questions import HEADLINES, IndexedQuestions
from kutip.settings import SearchSettings, Settings
from retriever.search import System

_STEPS = ("glossary", "abbreviations", "number_forms", "spelling", "supplements_last", "papers_in_turn")


def variants(settings: SearchSettings) -> dict[str, tuple[System, Mapping[str, object]]]:
    """The variants by name, for example "without glossary": the system that ranks, and the settings to change."""
    taken_out: dict[str, tuple[System, Mapping[str, object]]] = {}
    for at, stage in enumerate((System.BM25, System.DENSE, System.LATE)):
        update = {
            name: tuple(0 if i == at else share for i, share in enumerate(getattr(settings, name)))
            for name in ("weights", "weights_indonesian")
        }
        taken_out[f"without {stage}"] = (System.HYBRID, update)
    for step in _STEPS:
        taken_out[f"without {step}"] = (System.HYBRID, {step: False})
    taken_out["fused by RRF"] = (System.HYBRID, {"fusion": "rrf"})
    alone: dict[str, tuple[System, Mapping[str, object]]] = {
        f"{stage} alone": (stage, {}) for stage in (System.BM25, System.DENSE, System.LATE)
    }
    return {**taken_out, **alone}


def main() -> None:
    """Print a table: the whole retriever, then the difference of each variant to it with a 95 % interval."""
    console = Console(width=150)
    indexed = IndexedQuestions.open(Settings())
    asked = indexed.answerable
    whole = indexed.score_settings({}, asked, metrics=HEADLINES)
    title = f"{len(asked)} questions, {indexed.retriever.version}"
    table = Table("variant", *HEADLINES, "questions that differ", title=title)
    table.add_row("all", *(str(bootstrap(values)) for values in whole), "")
    for name, (system, update) in variants(indexed.settings.search).items():
        losses = indexed.score_settings(update, asked, system=system, metrics=HEADLINES) - whole
        table.add_row(name, *(str(bootstrap(values)) for values in losses), str(int(losses.any(axis=0).sum())))
    console.print(table)


if __name__ == "__main__":
    main()
