"""Speed and memory on the bundled corpus: python -m benchmarks."""

import http.client
import json
import os
import platform
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from urllib.parse import quote

import numpy as np

from eval.studies.tuned_index import Evaluation
from kutip.index.query_encoder import QueryEncoder
from kutip.index.store import open_generation
from kutip.settings import Settings
from retriever.answers.answerer import Answerer
from retriever.answers.calibration import Calibration
from retriever.query.abbreviations import Abbreviations
from retriever.query.glossary import Glossary
from retriever.query.understanding import Understanding
from retriever.ranking.bm25 import Postings
from retriever.ranking.dense import DenseIndex
from retriever.ranking.late import LateIndex
from retriever.search import Retriever, System

_HOST = "127.0.0.1"
_ROUNDS = 3
_FILES_SHOWN = 8  # of the index, the largest


def main() -> None:
    """Print what is measured, a line each."""
    settings = Settings()
    print(f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}")
    start = time.perf_counter()
    retriever = Retriever.open(settings.index, settings)
    print(f"open and check the index      {(time.perf_counter() - start) * 1000:8.1f} ms")
    asked = [question.text for question in Evaluation.open(settings).questions]
    print(f"index {retriever.version}, {len(retriever.passages)} passages, {len(asked)} questions, {_ROUNDS} rounds")
    _stages(settings, asked)
    for system in System:
        _print_times(f"search {system}", asked, partial(retriever.search, system=system))
    answerer = Answerer(retriever, Calibration.read())
    _print_times("ask", asked, answerer.answer)
    _serve(settings, asked)
    _build(settings)


def _stages(settings: Settings, asked: Sequence[str]) -> None:
    """Where the time of a query goes: each stage by itself, on all passages."""
    generation = open_generation(settings.index)
    folder, passages = generation.folder, int(generation.facts["passages"])
    postings, dense = Postings(folder, passages), DenseIndex(folder, passages)
    late = LateIndex(folder, passages, in_memory=passages <= settings.search.late_exact_up_to)
    understanding = Understanding(Glossary.read(), Abbreviations.read(folder), postings.count_holders)
    encoder = QueryEncoder(folder, max_tokens=int(generation.facts["max_tokens"]))
    read = {text: understanding.of(text, settings.search) for text in asked}
    encoded = {text: encoder.encode(read[text].encoded) for text in asked}
    n, every = settings.search.candidates, np.arange(passages)
    _print_times("  understand", asked, lambda text: understanding.of(text, settings.search))
    _print_times("  encode", asked, lambda text: encoder.encode(read[text].encoded))
    _print_times("  bm25", asked, lambda text: postings.scores(read[text].counted))
    _print_times("  dense", asked, lambda text: dense.nearest(encoded[text].pooled, n))
    _print_times("  late", asked, lambda text: late.scores(encoded[text], every))


def _print_times(name: str, asked: Sequence[str], call: Callable[[str], object]) -> None:
    for text in asked[:20]:
        call(text)
    times = []
    for _ in range(_ROUNDS):
        for text in asked:
            start = time.perf_counter()
            call(text)
            times.append((time.perf_counter() - start) * 1000)
    p50, p95 = statistics.median(times), statistics.quantiles(times, n=20)[-1]
    print(f"{name:28}  p50 {p50:6.2f} ms   p95 {p95:6.2f} ms")


def _serve(settings: Settings, asked: Sequence[str]) -> None:
    with socket.socket() as probe:
        probe.bind((_HOST, 0))
        port = int(probe.getsockname()[1])
    command = [sys.executable, "-m", "kutip", "serve", "--port", str(port), "--index", str(settings.index)]
    start = time.perf_counter()
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        try:
            while _status(port, "/readyz") != 200:
                time.sleep(0.02)
            print(f"server ready after            {time.perf_counter() - start:8.2f} s")
            connection = http.client.HTTPConnection(_HOST, port)

            def call(path: str, text: str) -> None:
                connection.request("GET", f"/v1/{path}?q={quote(text)}")
                json.loads(connection.getresponse().read())

            for path in ("search", "ask"):
                _print_times(f"{path} over HTTP", asked, partial(call, path))
            connection.close()
            status = Path(f"/proc/{process.pid}/status")
            if status.exists():
                resident = next(line for line in status.read_text().splitlines() if line.startswith("VmRSS"))
                print(f"server's resident memory      {int(resident.split()[1]) / 1024:8.0f} MiB")
        finally:
            process.terminate()


def _status(port: int, path: str) -> int:
    connection = http.client.HTTPConnection(_HOST, port, timeout=5)
    try:
        connection.request("GET", path)
        return connection.getresponse().status
    except OSError:
        return 0
    finally:
        connection.close()


def _build(settings: Settings) -> None:
    with tempfile.TemporaryDirectory() as folder:
        for name in ("kutip index, from nothing", "kutip index, unchanged"):
            command = [sys.executable, "-m", "kutip", "index", "--corpus", str(settings.corpus), "--index", folder]
            start = time.perf_counter()
            subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            print(f"{name:28}  {time.perf_counter() - start:8.2f} s")
        generation = open_generation(Path(folder)).folder
        sizes = {path.name: path.stat().st_size for path in generation.rglob("*") if path.is_file()}
        print(f"size of the index             {sum(sizes.values()) / 2**20:8.2f} MiB")
        for name, size in sorted(sizes.items(), key=lambda item: -item[1])[:_FILES_SHOWN]:
            print(f"  {name:26}  {size / 2**20:8.2f} MiB")


if __name__ == "__main__":
    main()
