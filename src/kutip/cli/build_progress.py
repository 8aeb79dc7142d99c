"""Shows how far a build is, how fast and how long yet: as a bar, or in lines where none is seen; and what it did."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Self

from rich.progress import (
    Progress,
    ProgressColumn,
    SpinnerColumn,
    Task,
    TextColumn,
    TimeElapsedColumn,
    TimeRemainingColumn,
)
from rich.text import Text

from kutip.cli.printing import out
from kutip.cli.service_command import tell_skipped
from kutip.cli.terminal import VisibleConsole

if TYPE_CHECKING:
    from indexer.build import Report

_SECONDS = 30  # between two lines


class _Rate(ProgressColumn):
    """How many steps of a stage are done in a second."""

    def render(self, task: Task) -> Text:
        """The rate; nothing before it is known."""
        return Text(told_rate(task.finished_speed or task.speed))


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
    """

    console: VisibleConsole
    log: VisibleConsole = field(default_factory=lambda: VisibleConsole(stderr=True))
    clock: Callable[[], float] = time.monotonic
    _stages: dict[str, _Stage] = field(default_factory=dict)
    _tasks: dict[str, Any] = field(default_factory=dict)

    def __enter__(self) -> Self:
        """Show the bar."""
        counts = Progress.get_default_columns()[1:3]  # the bar and its percentage
        times = (TimeElapsedColumn(), TextColumn("left:"), TimeRemainingColumn())
        columns = (SpinnerColumn(), TextColumn("{task.description}"), *counts, _Rate(), *times)
        self._bar = Progress(*columns, console=self.console, transient=True, disable=not self.console.is_terminal)
        self._bar.__enter__()
        return self

    def __exit__(self, *raised: Any) -> None:
        """Take it away."""
        self._bar.__exit__(*raised)

    def __call__(self, stage: str, done: int, total: int) -> None:
        """Tell that so many steps of a stage are done."""
        if self.console.is_terminal:
            if stage not in self._tasks:
                self._tasks[stage] = self._bar.add_task(f"{stage:8}", total=total)
            self._bar.update(self._tasks[stage], completed=done)
            return
        now = self.clock()
        own = self._stages.setdefault(stage, _Stage(now, now))
        if now - own.told >= _SECONDS:
            own.told = now
            rate = told_rate(done / (now - own.begun))
            self.log.print(f"{stage}: {done} of {total}, {rate}", highlight=False, emoji=False, soft_wrap=True)
