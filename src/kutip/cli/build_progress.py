"""Shows how far a build is, how fast and how long yet: as a bar, or in lines where none is seen; and what it did."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Self

from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    ProgressColumn,
    SpinnerColumn,
    Task,
    TextColumn,
    TimeElapsedColumn,
)
from rich.text import Text

from kutip.cli.printing import out
from kutip.cli.service_command import tell_skipped
from kutip.cli.terminal import VisibleConsole

if TYPE_CHECKING:
    from indexer.build import Report

_SECONDS = 30  # between two lines
_TELLING = 1.0  # seconds from which a stage has a rate that means something
# Seconds of encoding after one of reading papers that are added: 4 to 8 with 20 PDFs of 9 to 21 pages.
_ENCODING = 6
_READING = "add"  # the stage in which they are read
_WIDE = 72  # columns of a terminal from which there is room for the bar itself


class _Rate(ProgressColumn):
    """How many steps of a stage are done in a second."""

    def render(self, task: Task) -> Text:
        """The rate; nothing before it is known."""
        is_long = (task.elapsed or 0) >= _TELLING
        return Text(told_rate(task.finished_speed or task.speed) if is_long else "")


class _Left(ProgressColumn):
    """The time that is left: of a stage, and while papers are read, of encoding them too."""

    max_refresh = 0.5  # seconds, so that it can be read

    def render(self, task: Task) -> Text:
        """The time as hours, minutes and seconds; "about" where it says how long encoding may take."""
        left = task.time_remaining
        if left is None or not task.completed or not task.total:
            return Text("-:--:--")
        ahead = task.fields["ahead"] * (task.elapsed or 0) * task.total / task.completed
        return Text(f"{'about ' if ahead else ''}{timedelta(seconds=round(left + ahead))}")


def told_rate(a_second: float | None) -> str:
    """A rate in words; "" for none.

    >>> told_rate(12.34), told_rate(0.25), told_rate(None)
    ('12.3 a second', '0.25 a second', '')
    """
    if not a_second:
        return ""
    return f"{a_second:.1f} a second" if a_second >= 1 else f"{a_second:.2f} a second"


def print_report(report: "Report") -> None:
    """Print what a build did; the papers that it skipped go to standard error."""
    tell_skipped(report.skipped)
    what = "built" if report.is_new else "is up to date"
    encoded = f", {report.encoded} of them encoded now" if report.is_new else ""
    out.print(
        f"index {report.generation.version} {what}: {report.documents} documents, {report.passages} passages{encoded}",
        highlight=False,
        emoji=False,
    )
    if report.lacks_multilingual:
        out.print(
            "without the multilingual encoder, for questions in another language than a paper's:"
            " pip install 'kutip[multilingual]', then kutip index",
            highlight=False,
            emoji=False,
        )


def report_json(report: "Report") -> dict[str, Any]:
    """Return what a build did, for programs."""
    counts = {"documents": report.documents, "passages": report.passages, "encoded": report.encoded}
    skipped = [{"id": one.document, "reason": one.reason} for one in report.skipped]
    return {"version": report.generation.version, "built": report.is_new, **counts, "skipped": skipped}


@dataclass
class _Stage:
    begun: float
    told: float


@dataclass
class BuildProgress:
    """A context in which a build tells of its progress.

    Attributes:
        console: Where a bar is shown, if it is a terminal.
        log: Where lines are written otherwise: standard error, so that what the command prints stays the same.
        clock: Gives the time in seconds.
        is_encoding: True if papers that are added will be encoded too, which takes longer than reading them.
    """

    console: VisibleConsole
    log: VisibleConsole = field(default_factory=lambda: VisibleConsole(stderr=True))
    clock: Callable[[], float] = time.monotonic
    is_encoding: bool = True
    _stages: dict[str, _Stage] = field(default_factory=dict)
    _tasks: dict[str, Any] = field(default_factory=dict)

    def __enter__(self) -> Self:
        """Show the bar."""
        columns = [SpinnerColumn(), TextColumn("{task.description}"), MofNCompleteColumn()]
        if self.console.width >= _WIDE:
            columns += [BarColumn(), _Rate(), TimeElapsedColumn()]
        columns += [TextColumn("left:"), _Left()]
        self._bar = Progress(*columns, console=self.console, transient=True, disable=not self.console.is_terminal)
        self._bar.__enter__()
        return self

    @contextmanager
    def paused(self) -> Iterator[None]:
        """Take the bar away while a person is asked."""
        self._bar.stop()
        try:
            yield
        finally:
            self._bar.start()

    def __exit__(self, *raised: Any) -> None:
        """Take it away."""
        self._bar.__exit__(*raised)

    def __call__(self, stage: str, done: int, total: int) -> None:
        """Tell that so many steps of a stage are done."""
        if self.console.is_terminal:
            if stage not in self._tasks:
                ahead = _ENCODING if stage == _READING and self.is_encoding else 0
                self._tasks[stage] = self._bar.add_task(f"{stage:8}", total=total, ahead=ahead)
            self._bar.update(self._tasks[stage], completed=done)
            return
        now = self.clock()
        own = self._stages.setdefault(stage, _Stage(now, now))
        if now - own.told >= _SECONDS:
            own.told = now
            rate = told_rate(done / (now - own.begun))
            self.log.print(f"{stage}: {done} of {total}, {rate}", highlight=False, emoji=False, soft_wrap=True)
