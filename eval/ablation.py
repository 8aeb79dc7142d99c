"""What each part of the retriever is worth: each taken out, each stage alone: python -m eval.ablation."""

from collections.abc import Mapping

from rich.console import Console
from rich.table import Table

from eval.metrics import bootstrap, score_questions
from eval.questions import load_questions
from eval.systems import Kutip
from kutip.settings import Settings
from retriever.search import Retriever, System

_METRICS = ("nDCG@10", "Success@5", "Success300w")
_STEPS = ("glossary", "abbreviations", "number_forms", "spelling", "supplements_last", "both_papers")


def variants(settings: Settings) -> dict[str, tuple[System, Mapping[str, object]]]:
    """What is compared with the whole, by name: which stages rank, and the settings that differ."""
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
    alone = {f"{stage} alone": (stage, {}) for stage in (System.BM25, System.DENSE, System.LATE)}
    return {**taken_out, **alone}


def main() -> None:
    """Print a table: the whole, and what each variant loses against it, with 95 % intervals of the difference."""
    console = Console(width=150)
    settings = Settings()
    retriever = Retriever.open(settings.index, settings)
    sources = {document.id: document.source_text for document in retriever.documents.values()}
    asked = [question for question in load_questions(sources) if question.answerable]

    def scored(system: System, update: Mapping[str, object]) -> dict[str, list[float]]:
        kutip = Kutip(retriever.tuned(settings.model_copy(update=dict(update))), system)
        scores = score_questions(asked, {q.id: kutip.rank(q.text) for q in asked}, kutip.units, sources)
        return {metric: [scores[q.id][metric] for q in asked] for metric in _METRICS}

    whole = scored(System.HYBRID, {})
    table = Table("variant", *_METRICS, "questions that differ", title=f"{len(asked)} questions, {retriever.version}")
    table.add_row("all", *(str(bootstrap(whole[metric])) for metric in _METRICS), "")
    for name, (system, update) in variants(settings).items():
        own = scored(system, update)
        differences = {m: [a - b for a, b in zip(own[m], whole[m], strict=True)] for m in _METRICS}
        differ = sum(any(differences[m][i] for m in _METRICS) for i in range(len(asked)))
        table.add_row(name, *(str(bootstrap(differences[metric])) for metric in _METRICS), str(differ))
    console.print(table)


if __name__ == "__main__":
    main()
