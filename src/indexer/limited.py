"""Makes calls about a document under limits on seconds and memory, in a process that a document cannot bring down."""

from collections.abc import Callable
from typing import Any, Self, TypeVar

from kutip.errors import CorpusError
from kutip.limited_process import Excess, Task, outcome_of
from kutip.limited_worker import LimitedWorker
from kutip.settings import BuildingLimits

_Result = TypeVar("_Result")
_PATIENCE = 20  # seconds on the clock per second of CPU, on a machine that does much else, before a call is given up


class LimitedCalls:
    """A context in which functions are called under limits; leaving it ends the process that makes the calls.

    The process is started by the first call and replaced after one that exceeded a limit. It has no network, starts no
    program and writes no file, as far as `kutip.confinement` can hold it. Where no process can be started, and on
    Windows, calls are made here, without limits.
    """

    @classmethod
    def within(cls, limits: BuildingLimits) -> Self:
        """Calls under the limits on one document; they may start the program for OCR, if that is wanted."""
        waiting = limits.ocr_document_seconds if limits.ocr != "off" else 0
        return cls(
            seconds=limits.document_seconds,
            megabytes=limits.document_megabytes,
            may_start_programs=waiting > 0,
            patience=_PATIENCE + waiting / limits.document_seconds,
        )

    def __init__(
        self, *, seconds: int, megabytes: int, may_start_programs: bool = False, patience: float = _PATIENCE
    ) -> None:
        """Set the limits of each call.

        Args:
            seconds: Seconds of CPU.
            megabytes: Megabytes of memory besides the process's own.
            may_start_programs: Whether a call may start other programs, which have the same limits.
            patience: As for `LimitedWorker`.
        """
        self._seconds = seconds
        self._megabytes = megabytes
        self._worker = LimitedWorker(patience=patience, may_start_programs=may_start_programs)

    def __enter__(self) -> Self:
        """Return itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """End the process."""
        self._worker.stop()

    def call(self, name: str, function: Callable[..., _Result], *arguments: Any) -> _Result:
        """Call a function of a module under the limits.

        Args:
            name: The document that the call is about, for the error.
            function: The function.
            arguments: Its arguments; they and the result are copied from one process to the other.

        Raises:
            CorpusError: The function raised an error or exceeded a limit; the message says what to do.
        """
        task = Task(function, arguments, self._seconds, self._megabytes)
        outcome = self._worker.outcome(task) or outcome_of(task)
        if outcome.excess is not None:
            raise CorpusError(self._told(name, outcome.excess))
        if outcome.trouble is not None:
            told = outcome.trouble if name in outcome.trouble else f"{name}: {outcome.trouble}"
            raise CorpusError(told)
        result: _Result = outcome.value
        return result

    def _told(self, name: str, excess: Excess) -> str:
        if excess in (Excess.MEMORY, Excess.KILLED):
            return f"{name} needs more than {self._megabytes} MB of memory; divide it or raise KUTIP_DOCUMENT_MEGABYTES"
        if excess is Excess.CRASH:
            return f"{name}: the program that reads it breaks off at it; save the file anew, or leave it out"
        return f"{name}: it takes more than {self._seconds} seconds; divide it or raise KUTIP_DOCUMENT_SECONDS"
