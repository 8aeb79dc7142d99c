"""Prints how long the slowest regular expressions take on hostile strings: python -m benchmarks.patterns [N].

Every expression of src is run on strings of 1,000, 10,000 and 100,000 characters that are made to be slow for it. The
table has the N (10) slowest, in seconds of CPU; a run is cut off after CUT_OFF seconds.
"""

import signal
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import kutip
from benchmarks.attacking import Attack, attacks, built
from benchmarks.finding import FoundPattern, Use, find_patterns
from benchmarks.rooms import PACKAGES

SRC = Path(kutip.__file__).parent.parent
LENGTHS = (1_000, 10_000, 100_000)
CUT_OFF = 2.0
_FAST = 1.0  # seconds of CPU within which growth does not matter; they are too few to measure it
_STEEPER = 20  # times as long for ten times the characters is more than linear; quadratic is 100 times
_TRIED = 1_000  # characters of the strings among which the slowest are chosen
_TRIED_CUT_OFF = 0.05
_CHOSEN = 4  # slowest strings of an expression that are tried at full length
_SHOWN = 10


class _CutOffError(Exception):
    """A run took longer than its limit."""


@dataclass(frozen=True, slots=True)
class Slowest:
    """What takes longest.

    Attributes:
        name: The expression or the function.
        attack: What the string is built from.
        seconds: CPU time at each length, ascending; infinity where it was cut off.
    """

    name: str
    attack: Attack
    seconds: tuple[float, ...]

    @property
    def grows_faster_than_linear(self) -> bool:
        """True if the longest string took over a second and over twice its share; or was cut off."""
        *_, shorter, longest = self.seconds
        return longest > _FAST and longest > _STEEPER * shorter


@contextmanager
def _limited(seconds: float) -> Iterator[None]:
    """Raise _CutOffError when this process has used so many seconds of CPU; `re` looks for signals while it matches."""

    def cut_off(*_: object) -> None:
        raise _CutOffError

    before = signal.signal(signal.SIGVTALRM, cut_off)
    signal.setitimer(signal.ITIMER_VIRTUAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)


def seconds_of(run: Callable[[], object], limit: float) -> float:
    """Return the seconds of CPU of a call in the main thread; infinity if it was cut off at the limit."""
    start = time.thread_time()
    try:
        with _limited(limit):
            run()
    except _CutOffError:
        return float("inf")
    return time.thread_time() - start


def slowest_of(
    name: str, run: Callable[[str], object], tried: Sequence[Attack], lengths: Sequence[int] = LENGTHS
) -> Slowest:
    """Find the attack on which a call takes longest, among all with 1,000 characters and few with the last length."""
    timed = [(seconds_of(partial(run, built(one, _TRIED)), _TRIED_CUT_OFF), one) for one in tried]
    chosen = [one for _, one in sorted(timed, key=lambda pair: -pair[0])[:_CHOSEN]]
    longest, attack = 0.0, chosen[0]
    for one in chosen:
        call = partial(run, built(one, lengths[-1]))
        seconds = seconds_of(call, CUT_OFF)
        if seconds > _FAST:  # once more, in case that something else slowed it down
            seconds = min(seconds, seconds_of(call, CUT_OFF))
        if seconds > longest:
            longest, attack = seconds, one
        if longest > CUT_OFF:
            break
    shorter = (seconds_of(partial(run, built(attack, length)), CUT_OFF) for length in lengths[:-1])
    return Slowest(name, attack, (*shorter, longest))


def slowest(found: FoundPattern) -> Slowest:
    """Find the string on which an expression takes longest as our code uses it."""
    tried = attacks(found.pattern)
    results = [slowest_of(f"{found.name}.{use.value}", partial(_run, found, use), tried) for use in sorted(found.uses)]
    return max(results, key=lambda one: one.seconds[-1])


def _run(found: FoundPattern, use: Use, text: str) -> None:
    width = found.window or len(text)
    for start in range(0, len(text), width):
        if use is Use.ANYWHERE:
            for _ in found.pattern.finditer(text, start, start + width):
                pass
        else:
            getattr(found.pattern, use.value)(text, start, start + width)


def main(shown: int = _SHOWN) -> None:
    """Print the table."""
    rows = [slowest(found) for found in find_patterns(SRC, PACKAGES)]
    rows.sort(key=lambda row: [-seconds for seconds in row.seconds[::-1]])
    over = sum(row.seconds[1] > 0.1 for row in rows)
    steep = sum(row.grows_faster_than_linear for row in rows)
    print(f"{len(rows)} expressions; {over} take over 0.1 s at 10,000 characters, {steep} grow faster than linear\n")
    print(f"{'':56} {'start, repeated':34}" + "".join(f"{length:>10,}" for length in LENGTHS))
    for row in rows[:shown]:
        start, repeated, _ = row.attack
        times = "".join(f"{'cut off' if one == float('inf') else f'{one:.4f}':>10}" for one in row.seconds)
        print(f"{row.name[-56:]:56} {f'{start[-12:]!r} {repeated[:12]!r}':34}{times}")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
