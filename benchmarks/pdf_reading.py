"""Measures how long a PDF as long as a thesis takes to be read, and the memory of the process that reads it."""

import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from itertools import count, islice
from pathlib import Path

from benchmarks.figures import Figure
from benchmarks.pdf_writing import FONT, PAGE_SIZE, stream, written
from indexer.limited import LimitedCalls
from indexer.papers import read_paper
from kutip.settings import BuildingLimits

_PAGES, _LINES, _LINE_WORDS = 300, 36, 13  # 2,600 characters a page, as a thesis has
_TOP, _LEADING = 760, 18  # points
_WORDS = (
    "the river boats came to town in spring when water was high and most of them carried salt grain or timber while"
    " others went on to the coast where larger ships waited for their load until the wind turned"
).split()


def long_pdf(pages: int = _PAGES) -> bytes:
    """A PDF of pages with paragraphs, all of whose sentences differ."""
    words = _prose()
    objects = {
        1: b"<< /Type /Catalog /Pages 2 0 R >>",
        2: f"<< /Type /Pages /Count {pages} /MediaBox {PAGE_SIZE} /Kids [".encode()
        + b" ".join(b"%d 0 R" % (10 + 2 * page) for page in range(pages))
        + b"] >>",
        5: FONT,
    }
    for page in range(pages):
        at = 10 + 2 * page
        lines = (" ".join(islice(words, _LINE_WORDS)) for _ in range(_LINES))
        text = "".join(f"({line}) Tj 0 -{_LEADING} Td\n" for line in lines)
        objects[at] = (
            f"<< /Type /Page /Parent 2 0 R /Contents {at + 1} 0 R /Resources << /Font << /F 5 0 R >> >> >>".encode()
        )
        objects[at + 1] = stream(f"BT /F 11 Tf 72 {_TOP} Td\n{text}ET\n".encode(), packed=1)
    return written(objects)


def _prose() -> Iterator[str]:
    """Words of sentences of 20 words, each with its number."""
    for number in count(1):
        chosen = [_WORDS[(number * step + step * step) % len(_WORDS)] for step in range(1, 19)]
        yield from (chosen[0].capitalize(), *chosen[1:], "in", f"{number}.")


def measure_pdf_reading() -> Iterator[Figure]:
    """Read a PDF of 300 pages, in a process of its own."""
    ran = subprocess.run([sys.executable, "-m", "benchmarks.pdf_reading"], capture_output=True, text=True, check=True)
    told = json.loads(ran.stdout)
    yield Figure(f"read a PDF of {_PAGES} pages", told["seconds"], "s")
    yield Figure("read a PDF, a page", told["seconds"] / _PAGES * 1000, "ms")
    yield Figure(f"memory to read a PDF of {_PAGES} pages", told["mib"], "MiB")


def main() -> None:
    """Print seconds of CPU and MiB as JSON."""
    limits = BuildingLimits()
    with tempfile.TemporaryDirectory() as folder:
        paper = Path(folder) / "paper"
        paper.mkdir()
        (paper / "source.pdf").write_bytes(long_pdf())
        with LimitedCalls.within(limits) as calls:
            before = calls.call("clock", time.process_time)
            read = calls.call("paper", read_paper, paper, limits)
            seconds = calls.call("clock", time.process_time) - before
    if len(read.document.pages) != _PAGES:
        raise ValueError(f"{len(read.document.pages)} pages were read")
    mib = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 2**10
    sys.stdout.write(json.dumps({"seconds": seconds, "mib": mib}) + "\n")


if __name__ == "__main__":
    main()
