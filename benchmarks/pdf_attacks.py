"""What hostile PDFs cost and what is said of them: python -m benchmarks.pdf_attacks [name ...].

Each is read as `kutip index` reads a paper, in a bounded process, and after it a good one in the same run. Time, memory
and message are those of the bounded process. Nothing is encoded.
"""

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from benchmarks.pdf_bombs import BOMBS
from benchmarks.pdf_lies import LIES
from benchmarks.pdf_writing import SENTENCE, one_page
from indexer.limited import LimitedCalls
from indexer.papers import read_paper
from kutip.errors import CorpusError
from kutip.settings import BuildingLimits

ATTACKS = {**BOMBS, **LIES}
_NAME_WIDTH, _TEXT_SHOWN = 42, 60


def main(arguments: Sequence[str] | None = None) -> int:
    """Print a line per document; return 1 if one kept the next paper from being read."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", help="names of documents; all if none is given")
    parser.add_argument("--in-process", action="store_true", help="read the one document named here and now")
    given = parser.parse_args(arguments)
    if given.in_process:
        sys.stdout.write(json.dumps(_attacked(given.names[0])) + "\n")
        return 0
    failed = 0
    for name in given.names or ATTACKS:
        ran = _in_own_process(name)
        failed |= not ran["next_is_read"]
        line = (
            f"{name:{_NAME_WIDTH}} {ran['bytes']:>10,} B {ran['seconds']:6.2f} s {ran['cpu']:6.2f} s CPU"
            f" {ran['mib']:6.0f} MiB  {'next read' if ran['next_is_read'] else 'NEXT LOST'}  {ran['told']}"
        )
        sys.stdout.write(line + "\n")
        sys.stdout.flush()
    return failed


def _in_own_process(name: str) -> dict[str, Any]:
    """Read a document below a process that has no other children, so that their figures are this document's."""
    command = [sys.executable, "-m", "benchmarks.pdf_attacks", "--in-process", name]
    ran = subprocess.run(command, capture_output=True, text=True, check=True)
    figures: dict[str, Any] = json.loads(ran.stdout)
    return figures


def _attacked(name: str) -> dict[str, Any]:
    limits = BuildingLimits()
    with tempfile.TemporaryDirectory() as folder:
        paper, good = Path(folder) / "paper", Path(folder) / "good"
        data = ATTACKS[name]()
        for place, content in ((paper, data), (good, one_page())):
            place.mkdir()
            (place / "source.pdf").write_bytes(content)
        size = len(data)
        del data
        with LimitedCalls(seconds=limits.document_seconds, megabytes=limits.document_megabytes) as calls:
            calls.call("good", read_paper, good, limits)  # the modules are imported by now
            begun, before = time.perf_counter(), calls.call("clock", time.process_time)
            told = _told(calls, paper, limits)
            seconds = time.perf_counter() - begun
            ended = _cpu_of_ended_processes()  # if the process was stopped, its figures are there
            cpu = (ended or calls.call("clock", time.process_time)) - before
            next_is_read = SENTENCE in calls.call("good", read_paper, good, limits).document.source_text
    return {
        "bytes": size,
        "seconds": seconds,
        "cpu": cpu,
        "mib": resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 2**10,
        "told": told,
        "next_is_read": next_is_read,
    }


def _cpu_of_ended_processes() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _told(calls: LimitedCalls, paper: Path, limits: BuildingLimits) -> str:
    """What became of the document: its message, or what was read of it."""
    try:
        read = calls.call(paper.name, read_paper, paper, limits)
    except CorpusError as error:
        return str(error).replace(str(paper.parent), "")
    text = " ".join(read.document.source_text.split())
    notices = ", ".join(f"{notice.code} {notice.values.get('n', '')}".strip() for notice in read.document.notices)
    return f"read {len(text)} characters {text[:_TEXT_SHOWN]!a}; notices: {notices or 'none'}"


if __name__ == "__main__":
    sys.exit(main())
