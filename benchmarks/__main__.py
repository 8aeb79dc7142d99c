"""Speed and memory on the bundled corpus: python -m benchmarks.

Prints each figure when it is measured, and adds the run as one line to benchmarks/results.jsonl.
"""

import time
from collections.abc import Iterator, Sequence

from benchmarks.building import measure_build
from benchmarks.figures import Figure
from benchmarks.in_process import measure_answers, measure_searches, measure_stages
from benchmarks.over_http import measure_server
from benchmarks.pdf_reading import measure_pdf_reading
from benchmarks.results import RESULTS, append_record, describe_machine, make_record
from eval.sets.questions import load_questions
from kutip.settings import Settings
from retriever.search import Retriever


def main() -> None:
    """Measure, print and keep every figure."""
    settings = Settings()
    start = time.perf_counter()
    retriever = Retriever.open(settings.index, settings)
    opened = Figure("open and check the index", (time.perf_counter() - start) * 1000, "ms")
    sources = {document.id: document.source_text for document in retriever.documents.values()}
    questions = [question.text for question in load_questions(sources)]
    print(*(f"{name}: {value}" for name, value in describe_machine().items()), sep="\n")
    print(f"index {retriever.version}, {len(retriever.passages)} passages, {len(questions)} questions")
    figures = []
    for figure in _measure(settings, retriever, questions, opened):
        print(f"{figure.name:36} {figure.value:9.2f} {figure.unit}", flush=True)
        figures.append(figure)
    record = make_record(
        figures,
        corpus={document.id: document.sha256 for document in retriever.documents.values()},
        index_version=retriever.version,
        passages=len(retriever.passages),
        questions=len(questions),
    )
    append_record(record)
    print(f"added to {RESULTS}")


def _measure(settings: Settings, retriever: Retriever, questions: Sequence[str], opened: Figure) -> Iterator[Figure]:
    yield opened
    yield from measure_stages(settings, questions)
    yield from measure_searches(retriever, questions)
    yield from measure_answers(retriever, questions)
    yield from measure_server(settings, questions)
    yield from measure_build(settings)
    yield from measure_pdf_reading()


if __name__ == "__main__":
    main()
