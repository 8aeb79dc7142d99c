"""Time and memory of reading hostile documents: python -m benchmarks.hostile [--size 100000] [name ...].

Each document is read in a process of its own, stage by stage: its peak of memory and its seconds of CPU are its own.
The model encodes nothing here; its time grows with the number of passages, which the limits on a document bound.
"""

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

from benchmarks.hostile_documents import HostileDocument, hostile_documents
from kutip.index.layout import TOKENIZER
from kutip.index.query_encoder import load_tokenizer
from kutip.index.store import open_generation
from kutip.settings import Settings

_SECONDS = 60.0  # seconds after which a document is given up
_ROOM = 254  # tokens of the encoder's input without its special tokens


def main() -> None:
    """Print a line per document, and as JSON with --json: its seconds of CPU by stage and its peak of memory."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", help="names of documents, such as dots-markdown; all if none is given")
    parser.add_argument("--size", type=int, default=100_000, help="characters of each document")
    parser.add_argument("--seconds", type=float, default=_SECONDS, help="seconds after which a document is given up")
    parser.add_argument("--json", type=Path, help="file for one line of JSON a document")
    parser.add_argument("--in-process", action="store_true", help="read the one document named here and now")
    given = parser.parse_args()
    known = {document.name: document for document in hostile_documents()}
    chosen = [known[name] for name in given.names] or list(known.values())
    if given.in_process:
        for stage in _stages(chosen[0], given.size):
            print(json.dumps(stage), flush=True)
        return
    for document in chosen:
        measured = _measured(document, given.size, given.seconds)
        stages = " ".join(f"{name} {spent:.2f}" for name, spent in measured["stages"].items())
        print(
            f"{document.name:38} {measured['seconds']:7.2f} s {measured['mib']:6.0f} MiB  {measured['end']:8} {stages}",
            flush=True,
        )
        if given.json is not None:
            with given.json.open("a", encoding="utf-8") as lines:
                lines.write(json.dumps(measured) + "\n")


def _measured(document: HostileDocument, size: int, seconds: float) -> dict[str, Any]:
    """Read a document in a process of its own, which ends after `seconds` of CPU."""

    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_CPU, (int(seconds), int(seconds)))
        resource.setrlimit(resource.RLIMIT_AS, (8 * 2**30, 8 * 2**30))

    command = [sys.executable, "-m", "benchmarks.hostile", document.name, "--size", str(size), "--in-process"]
    ran = subprocess.run(command, capture_output=True, text=True, preexec_fn=limit)
    stages = [json.loads(line) for line in ran.stdout.splitlines()]
    spent = {stage["stage"]: stage["seconds"] for stage in stages}
    total = sum(spent.values()) if ran.returncode == 0 else seconds
    mib = max((stage["mib"] for stage in stages), default=0.0)
    end = (
        "read" if ran.returncode == 0 else ran.stderr.strip().splitlines()[-1][:60] if ran.stderr.strip() else "stopped"
    )
    return {"document": document.name, "size": size, "seconds": total, "mib": mib, "end": end, "stages": spent}


def _stages(document: HostileDocument, size: int) -> Iterator[Mapping[str, Any]]:
    """Read a document stage by stage; yield each stage's seconds of CPU and the process's peak of memory so far."""
    from indexer.bibliography.read import read_bibliography
    from indexer.examples import make_examples
    from indexer.fitting import TokenCounter
    from indexer.parsing.corpus import read_document
    from indexer.passages import cut_passages
    from kutip.text.sentences import sentence_bounds
    from kutip.text.short_forms import find_abbreviations

    tokenizer = load_tokenizer(open_generation(Settings().index).path(TOKENIZER))
    with tempfile.TemporaryDirectory() as folder:
        paper = Path(folder) / document.name
        paper.mkdir()
        (paper / "source.md").write_text(document.text(size), encoding="utf-8", newline="")
        (paper / "metadata.json").write_text(json.dumps({"source_form": document.form}), encoding="utf-8")

        def measure(stage: str, work: Callable[[], Any]) -> tuple[Any, Mapping[str, Any]]:
            start = time.process_time()
            result = work()
            seconds = time.process_time() - start
            return result, {"stage": stage, "seconds": round(seconds, 3), "mib": round(_peak(), 1)}

        yield {"stage": "start", "seconds": 0.0, "mib": measure("", lambda: None)[1]["mib"]}
        (paper_read, blocks, keyed), measured = measure("parse", lambda: read_document(paper))
        yield measured
        yield measure("sentences", lambda: [sentence_bounds(block.text) for block in blocks])[1]
        yield measure("bibliography", lambda: read_bibliography(paper_read, blocks, keyed))[1]
        pairs, measured = measure("abbreviations", lambda: [p for b in blocks for p in find_abbreviations(b.text)])
        yield measured
        count = TokenCounter(tokenizer)
        cut = lambda: cut_passages(paper_read, blocks, count, target=200, limit=_ROOM, long_forms=dict(pairs))  # noqa: E731
        yield measure("passages", cut)[1]
        yield measure("examples", lambda: make_examples([(paper_read, blocks)]))[1]


def _peak() -> float:
    """The most memory that this process has held, in MiB."""
    status = Path("/proc/self/status")
    if status.exists():  # what getrusage says counts what the process held that started this one
        line = next(line for line in status.read_text(encoding="utf-8").splitlines() if line.startswith("VmHWM"))
        return int(line.split()[1]) / 2**10
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (2**20 if sys.platform == "darwin" else 2**10)


if __name__ == "__main__":
    main()
