"""Makes pictures of pages: from memory if they were drawn before, else in a process under limits."""

import logging
import queue
from collections.abc import Callable

from kutip.errors import BusyError, KutipError, PictureError
from kutip.limited_process import CallOutcome, Excess, Task
from kutip.limited_worker import LimitedWorker
from kutip.pictures.drawing import draw_page, prepare
from kutip.pictures.picture_cache import PagePicture, PictureCache
from kutip.settings import PictureSettings
from kutip.types import Message

_LOG = logging.getLogger(__name__)
_PATIENCE = 10  # seconds on the clock per second of CPU; other work goes before pictures
_NICENESS = 5  # searches and answers of the service itself go first
_MOST_DRAWN = 500  # pictures after which a process is replaced, whatever PDFium may have kept of their files
_PREPARING = (20, 400)  # seconds of CPU and megabytes for loading the libraries


class PictureMaker:
    """Draws pages and keeps the pictures; any thread may use it."""

    def __init__(self, settings: PictureSettings) -> None:
        """Make no process before the first picture."""
        self._settings = settings
        self._cache = PictureCache(settings.picture_cache_megabytes * 1_000_000)
        self._artists = [_Artist(settings) for _ in range(settings.picture_processes)]
        self._free: queue.LifoQueue[_Artist] = queue.LifoQueue()  # the last one used first: it has a process
        for artist in reversed(self._artists):
            self._free.put(artist)

    def kept(self, wanted: PagePicture) -> bytes | None:
        """A picture that was drawn before; None if it was not, or is not kept.

        Raises:
            PictureError: It was found before that the page cannot be drawn.
        """
        found = self._cache.get(wanted)
        if isinstance(found, Message):
            raise PictureError(found)
        return found

    def draw(self, wanted: PagePicture, read: Callable[[], bytes]) -> bytes:
        """Draw a page, and keep the picture; waits while all processes draw.

        Args:
            wanted: Which picture.
            read: Gives the PDF.

        Raises:
            PictureError: The page cannot be drawn.
            BusyError: The machine does so much else that it took too long, or the processes were ended.
        """
        artist = self._free.get()
        try:
            kept = self.kept(wanted)
            if kept is not None:
                return kept
            outcome = artist.draw(wanted, read())
        finally:
            self._free.put(artist)
        if outcome.excess in (Excess.CLOCK, Excess.KILLED):  # neither need be the page's doing
            raise BusyError(Message("refused.waited"), seconds=10)
        found = self._found(wanted.page, outcome)
        self._cache.keep(wanted, found)
        if isinstance(found, Message):
            raise PictureError(found)
        return found

    def stop(self) -> None:
        """End the processes, and start no more; what they draw is given up."""
        for artist in self._artists:
            artist.stop()

    def _found(self, page: int, outcome: CallOutcome) -> bytes | Message:
        """The picture, or why there is none."""
        if isinstance(outcome.value, bytes):
            return outcome.value
        if outcome.excess is Excess.SECONDS:
            return Message("picture.too_slow", {"page": page, "seconds": self._settings.picture_seconds})
        if outcome.excess is Excess.MEMORY:
            return Message("picture.too_large", {"page": page, "megabytes": self._settings.picture_megabytes})
        return Message("picture.broken", {"page": page})


class _Artist:
    """A process that draws one page at a time; one that has drawn many, or went over a limit, is replaced."""

    def __init__(self, settings: PictureSettings) -> None:
        self._limits = settings.picture_seconds, settings.picture_megabytes
        self._worker = LimitedWorker(patience=_PATIENCE, niceness=_NICENESS)
        self._drawn = 0
        self._is_stopped = False

    def draw(self, wanted: PagePicture, data: bytes) -> CallOutcome:
        """Draw a page; again, in a new process, if something outside ended the process.

        Raises:
            PictureError: No process can be started that draws.
            BusyError: It was stopped.
        """
        task = Task(draw_page, (data, wanted.page, wanted.width, wanted.form), *self._limits, files=0)
        outcome = self._outcome(task)
        return self._outcome(task) if outcome.excess is Excess.KILLED else outcome

    def stop(self) -> None:
        """End the process; no other one is started."""
        self._is_stopped = True
        self._worker.stop(for_good=True)

    def _outcome(self, task: Task) -> CallOutcome:
        if self._drawn >= _MOST_DRAWN:
            self._worker.stop()
        if not self._worker.is_running:
            self._drawn = 0
            prepared = self._worker.outcome(Task(prepare, (), *_PREPARING))
            if prepared is None or prepared.trouble or prepared.excess:
                self._worker.stop()
                raise self._no_process(prepared)
        self._drawn += 1
        outcome = self._worker.outcome(task)
        if outcome is None or (outcome.excess and self._is_stopped):
            raise self._no_process(outcome)
        return outcome

    def _no_process(self, outcome: CallOutcome | None) -> KutipError:
        if self._is_stopped:
            return BusyError(Message("refused.stopping"), seconds=10)
        _LOG.error("no process can be started that draws pages: %s", outcome)
        return PictureError(Message("picture.no_process"))
