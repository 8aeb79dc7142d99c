"""Times `kutip index` in a process of its own, first and again without a change, and measures the index's size."""

import subprocess
import sys
import tempfile
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from benchmarks.figures import Figure, seconds
from kutip.index.store import open_generation
from kutip.settings import Settings

_FILES_SHOWN = 8  # the largest files of the index


def measure_build(settings: Settings) -> Iterator[Figure]:
    """Build the settings' corpus into a temporary folder, twice."""
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "kutip", "index", "--corpus", str(settings.corpus), "--index", folder]
        build = partial(subprocess.run, command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        yield seconds("kutip index, from nothing", build)
        yield seconds("kutip index, unchanged", build)
        generation = open_generation(Path(folder)).folder
        sizes = {path.name: path.stat().st_size for path in generation.rglob("*") if path.is_file()}
        yield Figure("size of the index", sum(sizes.values()) / 2**20, "MiB")
        for name, size in sorted(sizes.items(), key=lambda item: -item[1])[:_FILES_SHOWN]:
            yield Figure(f"size of {name}", size / 2**20, "MiB")
