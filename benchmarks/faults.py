"""Breaks builds and index files in every way that can be tried: python -m benchmarks.faults [--index index] [--seed 1].

Prints how often the old or the new index was whole, and how often damage was found:

    every operation   a build is killed before each of its file operations; the same with the last file cut in half; the
                      same with the operation refused: on a full disk (ENOSPC) that takes no more files from then on,
                      and by a broken one (EIO), once
    random times      `kutip index` in a process of its own is killed at random times
    flips             each file of the index gets flipped bits, is cut, emptied, lengthened, removed

It works on copies in a temporary folder, with a glossary entry added to the corpus, so that nothing is encoded anew.
"""

import argparse
import errno
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from indexer.build import build_index
from kutip.errors import IndexDamagedError, KutipError
from kutip.index.store import open_generation
from kutip.settings import Settings

_OPERATIONS = frozenset({"open", "os.rename", "os.mkdir", "os.remove", "os.rmdir", "os.truncate", "shutil.copyfile"})
_NEED_SPACE = frozenset(
    {"open", "os.mkdir", "shutil.copyfile"}
)  # a full disk refuses these; renaming and removing go on
_KILLED = -signal.SIGKILL


def main() -> None:
    """Try all faults and print the counts; the exit status is 1 if an index was broken or damage was missed."""
    reader = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    reader.add_argument("--index", type=Path, default=Settings().index, help="an index of the corpus to begin with")
    reader.add_argument("--kills", type=int, default=50, help="how often a build is killed at a random time (50)")
    reader.add_argument("--flips", type=int, default=25, help="how many bits are flipped in each file (25)")
    reader.add_argument("--seed", type=int, default=1, help="of what is drawn at random (1)")
    given = reader.parse_args()
    draw = random.Random(given.seed)  # noqa: S311 - no secret
    with tempfile.TemporaryDirectory() as folder:
        bench = _Bench(Path(folder), given.index)
        found = [*bench.every_operation(), bench.random_times(given.kills, draw), bench.flips(given.flips, draw)]
    for name, counts in found:
        print(f"{name:34} " + ", ".join(f"{what}: {count}" for what, count in sorted(counts.items())))
    sys.exit(any(counts["broken"] or counts["missed"] or counts["left behind"] for _, counts in found))


class _Bench:
    """A corpus with one more glossary entry, and the index from before it."""

    def __init__(self, folder: Path, index: Path) -> None:
        self._start, self._index = folder / "start", folder / "index"
        corpus = folder / "corpus"
        shutil.copytree(Settings().corpus, corpus)
        shutil.copytree(index, self._start)
        settings = Settings(corpus=corpus, index=self._start)
        self._old = build_index(settings).generation.version
        with (corpus / "glossary_id.tsv").open("a", encoding="utf-8") as glossary:
            glossary.write("qwertyu\tkeyboard\tmade up\n")
        self._settings = settings.model_copy(update={"index": self._index})
        self._fresh()
        self._new = build_index(self._settings).generation.version
        if self._new == self._old:
            raise SystemExit("the build changed nothing: there is nothing to break")

    def every_operation(self) -> Iterator[tuple[str, Counter[str]]]:
        """Break a build at each of its file operations, in four ways."""
        faults: dict[str, Callable[[Path | None], None]] = {
            "killed at an operation": lambda last: os.kill(os.getpid(), signal.SIGKILL),
            "killed, the last file cut": _cut_and_die,
            "operation refused, disk full": _full,
            "operation refused, I/O error": _fail,
        }
        for name, fault in faults.items():
            counts, at, ended = Counter[str](), 0, _KILLED
            while ended:
                at += 1
                self._fresh()
                ended = self._child(at, fault)
                counts[self._state()] += 1
                if ended > 0 and [*self._index.glob("*.tmp")]:
                    counts["left behind"] += 1
            yield f"{name} ({at - 1})", counts

    def random_times(self, kills: int, draw: random.Random) -> tuple[str, Counter[str]]:
        """Kill `kutip index` at random times."""
        command = [sys.executable, "-m", "kutip", "index", "--corpus", str(self._settings.corpus)]
        counts = Counter[str]()
        self._fresh()
        start = time.perf_counter()
        subprocess.run([*command, "--index", str(self._index)], check=True, stdout=subprocess.DEVNULL)
        longest = time.perf_counter() - start
        for _ in range(kills):
            self._fresh()
            with subprocess.Popen([*command, "--index", str(self._index)], stdout=subprocess.DEVNULL) as process:
                time.sleep(draw.uniform(0, longest))
                process.kill()
            counts[self._state()] += 1
        return f"killed at a random time ({kills})", counts

    def flips(self, flips: int, draw: random.Random) -> tuple[str, Counter[str]]:
        """Damage each file of the index; a damaged index has to be refused, with advice."""
        counts = Counter[str]()
        self._fresh(link=False)
        folder = open_generation(self._index).folder
        files = [self._index / "CURRENT", *sorted(path for path in folder.rglob("*") if path.is_file())]
        for path in files:
            for damaged in _damages(path.read_bytes(), flips, draw):
                self._damage(path, damaged, counts)
        return f"damaged files ({len(files)} files)", counts

    def _damage(self, path: Path, damaged: bytes | None, counts: Counter[str]) -> None:
        kept = path.with_name(path.name + ".kept")
        path.rename(kept)
        outside = self._index.parent / kept.name  # no file that the manifest does not name may lie in the folder
        kept.rename(outside)
        if damaged is not None:
            path.write_bytes(damaged)
        try:
            open_generation(self._index)
            counts["missed" if damaged != outside.read_bytes() else "same"] += 1
        except KutipError as error:
            counts["found, with advice" if "kutip index" in str(error) else "missed"] += 1
        path.unlink(missing_ok=True)
        outside.rename(path)

    def _fresh(self, *, link: bool = True) -> None:
        """Put the old index back. Hard links will do, since a build never writes to a file of an older generation."""
        shutil.rmtree(self._index, ignore_errors=True)
        shutil.copytree(self._start, self._index, copy_function=os.link if link else shutil.copy2)

    def _state(self) -> str:
        try:
            version = open_generation(self._index).version
        except IndexDamagedError:
            return "broken"
        return {self._old: "old index", self._new: "new index"}.get(version, "broken")

    def _child(self, at: int, fault: Callable[[Path | None], None]) -> int:
        """Build in a fork whose operation number `at` suffers the fault; its exit status, below 0 for a signal."""
        child = os.fork()
        if child == 0:
            _build_and_exit(self._settings, at, fault)
        _, status = os.waitpid(child, 0)
        return os.waitstatus_to_exitcode(status)


def _build_and_exit(settings: Settings, at: int, fault: Callable[[Path | None], None]) -> None:
    """Build with a fault at one operation; exits with 0 if there was no such operation, else with 1."""
    inside, seen = str(settings.index), 0
    last: Path | None = None

    def hook(event: str, arguments: tuple[Any, ...]) -> None:
        nonlocal seen, last
        if event not in _OPERATIONS or not str(arguments[0]).startswith(inside):
            return
        if event == "open" and not _writes(arguments):
            return
        seen += 1
        if seen == at or (seen > at and event in _NEED_SPACE and fault is _full):
            fault(last)
        if event == "open":
            last = Path(str(arguments[0]))

    sys.addaudithook(hook)
    try:
        build_index(settings)
    except (KutipError, OSError):
        os._exit(1)
    os._exit(0 if seen < at else 1)


def _writes(arguments: tuple[Any, ...]) -> bool:
    """Whether the arguments of an "open" event ask to write."""
    mode, flags = arguments[1], arguments[2]
    return (
        any(letter in mode for letter in "wax+") if isinstance(mode, str) else bool(flags & (os.O_WRONLY | os.O_RDWR))
    )


def _cut_and_die(last: Path | None) -> None:
    """Leave the last file that was written with half its bytes, as a power cut may, and die."""
    if last is not None and last.is_file():
        os.truncate(last, last.stat().st_size // 2)
    os.kill(os.getpid(), signal.SIGKILL)


def _full(last: Path | None) -> None:
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def _fail(last: Path | None) -> None:
    raise OSError(errno.EIO, os.strerror(errno.EIO))


def _damages(whole: bytes, flips: int, draw: random.Random) -> Iterator[bytes | None]:
    """Damaged contents of a file: removed (None), empty, cut, lengthened, and each with one bit flipped."""
    yield from (None, b"", whole[: len(whole) // 2], whole + b"\0")
    for _ in range(flips if whole else 0):
        at, bit = draw.randrange(len(whole)), 1 << draw.randrange(8)
        yield whole[:at] + bytes([whole[at] ^ bit]) + whole[at + 1 :]


if __name__ == "__main__":
    main()
