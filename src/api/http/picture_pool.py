"""Waits for pictures of pages in threads of its own; what draws gives way to searches, which never wait for it."""

import asyncio
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass

from fastapi import Request

from kutip.errors import BusyError
from kutip.pictures.picture_cache import PagePicture
from kutip.pictures.picture_maker import PictureMaker
from kutip.settings import LimitSettings, PictureSettings
from kutip.types import Message


@dataclass(slots=True)
class _Drawing:
    """A picture that is being drawn or waits for that, and how many requests wait for it."""

    result: "Future[bytes]"
    requests: int = 0


class PicturePool:
    """The pictures that are being drawn, each once however many requests ask for it. One event loop uses it."""

    def __init__(self, pictures: PictureSettings, limits: LimitSettings) -> None:
        """Make a pool; it starts no thread and no process before the first picture.

        Args:
            pictures: What drawing a page may cost.
            limits: How many requests may wait, and how long.
        """
        self._settings = pictures
        self._seconds = limits.waiting_seconds
        self._most = limits.max_waiting + pictures.picture_processes
        self._maker = PictureMaker(pictures)
        self._threads: ThreadPoolExecutor | None = None
        self._drawings: dict[PagePicture, _Drawing] = {}

    async def picture(self, wanted: PagePicture, read: Callable[[], bytes]) -> bytes:
        """Get a picture; one that nobody waits for any more is not begun.

        Args:
            wanted: Which picture.
            read: Gives the PDF.

        Raises:
            PictureError: The page cannot be drawn.
            BusyError: Too many pictures are waited for, or this one was for too long.
        """
        kept = self._maker.kept(wanted)
        if kept is not None:
            return kept
        drawing = self._drawings.get(wanted) or self._begin(wanted, read)
        drawing.requests += 1
        try:
            async with asyncio.timeout(self._seconds):
                return await asyncio.shield(asyncio.wrap_future(drawing.result))
        except TimeoutError:
            raise BusyError(Message("refused.waited")) from None
        finally:
            drawing.requests -= 1
            if not drawing.requests:
                drawing.result.cancel()  # one that is being drawn goes on, and is kept

    def close(self) -> None:
        """Give up what is being drawn and end the processes; the pool can be used again after that."""
        maker, self._maker = self._maker, PictureMaker(self._settings)
        maker.stop()
        if self._threads is not None:
            self._threads.shutdown(wait=False, cancel_futures=True)
        self._threads = None

    def _begin(self, wanted: PagePicture, read: Callable[[], bytes]) -> _Drawing:
        if len(self._drawings) >= self._most:
            raise BusyError(Message("refused.busy"))
        if self._threads is None:
            self._threads = ThreadPoolExecutor(self._settings.picture_processes, "kutip-pictures")
        drawing = self._drawings[wanted] = _Drawing(self._threads.submit(self._maker.draw, wanted, read))
        drawing.result.add_done_callback(lambda _: self._drawings.pop(wanted, None))
        return drawing


def picture_pool(request: Request) -> PicturePool:
    """The pool of the application that got a request."""
    pool: PicturePool = request.app.state.pictures
    return pool
