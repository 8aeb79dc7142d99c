"""What each learned part costs in time, memory and disk: python -m benchmarks.parts.

Every question goes to all variants before the next question does, and another variant comes first each time, so that
what slows the machine slows all of them alike. Then a server for each variant shows its memory.
"""

import argparse
import statistics
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

from benchmarks.figures import ROUNDS, Figure
from benchmarks.over_http import ask_over_http
from benchmarks.results import describe_machine
from benchmarks.serving import served
from eval.sets.questions import load_questions
from eval.studies.parts import PARTS, part_variants
from kutip.index.store import open_generation
from kutip.settings import Settings
from retriever.answers.answerer import Answerer
from retriever.answers.calibration import Calibration
from retriever.search import Retriever
from retriever.stages import STAGES, observed

WHOLE = "in all"
CPU = "CPU, in all"  # of all threads; other programs of a busy machine hardly change it
Call = Callable[[str], object]
Medians = Mapping[str, float]  # p50 in ms by stage, of the whole call, and of its CPU time


def interleaved(calls: Mapping[str, Call], questions: Sequence[str], *, rounds: int = ROUNDS) -> dict[str, Medians]:
    """Time calls with one question each, by stage.

    Args:
        calls: What to time, by name.
        questions: One or more; each goes to every call in each round, after one round that is not measured.
        rounds: How often.

    Returns:
        For each call the medians over questions and rounds. A stage that runs more than once in a call counts with its
        sum.
    """
    taken: dict[str, defaultdict[str, list[float]]] = {name: defaultdict(list) for name in calls}
    names = list(calls)
    for number in range((rounds + 1) * len(questions)):
        first = number % len(names)
        for name in (*names[first:], *names[:first]):
            stages = _timed(calls[name], questions[number % len(questions)])
            for stage, ms in stages.items() if number >= len(questions) else ():
                taken[name][stage].append(ms)
    return {name: {stage: statistics.median(own) for stage, own in by.items()} for name, by in taken.items()}


def _timed(call: Call, question: str) -> dict[str, float]:
    """The ms that one call takes, by stage and in all, and the CPU ms."""
    ms: defaultdict[str, float] = defaultdict(float)

    def add(stage: str, seconds: float) -> None:
        ms[stage] += seconds * 1000

    start, busy = time.perf_counter(), time.process_time()
    with observed(add):
        call(question)
    ms[WHOLE] = (time.perf_counter() - start) * 1000
    ms[CPU] = (time.process_time() - busy) * 1000
    return ms


def table(medians: Mapping[str, Medians]) -> list[str]:
    """Lines of a table in Markdown: a column for each call; a row for each stage that took part, and for the whole."""
    rows = [stage for stage in (*STAGES, WHOLE, CPU) if any(stage in own for own in medians.values())]
    lines = [" | ".join(("| p50, ms", *medians)) + " |", "| --- " * (len(medians) + 1) + "|"]
    for stage in rows:
        cells = (f"{own[stage]:.1f}" if stage in own else "" for own in medians.values())
        lines.append(" | ".join((f"| {stage}", *cells)) + " |")
    return lines


def variables(settings: Settings) -> dict[str, str]:
    """The variables of the environment that leave out the parts that some settings leave out."""
    return {part.variable: str(part.off).lower() for part in PARTS.values() if not part.is_on(settings)}


def measure_memory(settings: Settings, questions: Sequence[str]) -> Iterator[Figure]:
    """Yield the resident memory of a server that has answered the questions: with all parts, and of each variant."""
    for name, own in (("all", settings), *part_variants(settings)):
        with served(own.index, **variables(own)) as server:
            ask_over_http(server.port, questions)
            held = server.held()
        if held is not None:
            yield Figure(f"resident memory, {name}", held.memory, "MiB")


def measure_sizes(index: Path) -> Iterator[Figure]:
    """Yield the size of the index in force, and of each folder in it; "." is what lies in none."""
    generation = open_generation(index).folder
    sizes: defaultdict[str, int] = defaultdict(int)
    for path in generation.rglob("*"):
        if path.is_file():
            inner = path.relative_to(generation)
            sizes[inner.parts[0] if len(inner.parts) > 1 else "."] += path.stat().st_size
    yield Figure("size of the index", sum(sizes.values()) / 2**20, "MiB")
    for name, size in sorted(sizes.items()):
        yield Figure(f"size of the index, {name}", size / 2**20, "MiB")


def main() -> None:
    """Print times by stage, memory and sizes."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.parts", description="Time, memory and disk by part.")
    parser.add_argument("--every", type=int, default=5, metavar="N", help="ask every Nth question (default 5)")
    every = parser.parse_args().every
    settings = Settings()
    retriever = Retriever.open(settings.index, settings)
    sources = {document.id: document.source_text for document in retriever.documents.values()}
    questions = [question.text for question in load_questions(sources)][::every]
    print(*(f"{name}: {value}" for name, value in describe_machine().items()), sep="\n")
    print(f"index {retriever.version}, {len(questions)} questions, {ROUNDS} rounds")
    tuned = {name: retriever.tuned(own) for name, own in (("all", settings), *part_variants(settings))}
    calibration = Calibration.read()
    searches: dict[str, Call] = {name: own.search for name, own in tuned.items()}
    answers: dict[str, Call] = {name: Answerer(own, calibration).answer for name, own in tuned.items()}
    for what, calls in (("search", searches), ("ask", answers)):
        print(f"\n{what}", *table(interleaved(calls, questions)), sep="\n", flush=True)
    for figure in (*measure_sizes(settings.index), *measure_memory(settings, questions)):
        print(f"{figure.name:40} {figure.value:9.2f} {figure.unit}", flush=True)


if __name__ == "__main__":
    main()
