"""Keeps the retriever of a serving process up to date while `kutip index` builds new generations."""

import gc
import logging
import threading
import time
from concurrent.futures import Future

from kutip.errors import (
    IndexDamagedError,
    IndexFormatError,
    IndexMissingError,
    IndexUnreadableError,
    OtherModelError,
)
from kutip.index.store import pointer
from kutip.models.lazy_reader import LazyReader
from kutip.settings import Settings
from retriever.quotations.checker import QuoteChecker
from retriever.search import Retriever

_LOG = logging.getLogger(__name__)
_RETRY = 1.0  # seconds after which an index that could not be opened is tried again; it may have been repaired
_KEPT = 2  # quotation checkers: while a new generation comes into force, some requests still need the old one's


class CurrentRetriever:
    """Gives the retriever for the generation in force, and opens a new one after each build."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._reader = LazyReader()  # shared by the generations: it is 60 MB in memory
        self._opening_lock = threading.Lock()  # held while a generation is opened
        self._lock = threading.Lock()  # held for a moment only
        self._current: tuple[str, Retriever] | None = None
        self._opening: Future[Retriever] | None = None
        self._tried = ("", -_RETRY)  # the generation that was last opened in another thread, and when
        self._checkers_lock = threading.Lock()
        self._checkers: dict[str, QuoteChecker] = {}

    def get(self) -> Retriever:
        """Get the retriever for the generation in force, and wait while it is opened if that was not done yet.

        Where a new generation cannot be used, the one that is loaded goes on; the log says so once.

        Raises:
            IndexMissingError, IndexDamagedError, IndexFormatError: There is no index that can be used, and none loaded.
        """
        with self._opening_lock:
            name = self._pointer()
            if self._current is None:
                self._current = (name, self._opened())
            elif self._current[0] != name:
                self._current = (name, self._newer(self._current[1]))
            return self._current[1]

    def in_force(self) -> Future[Retriever]:
        """Get the retriever without waiting; it is that of the last generation that was opened.

        If a newer one is in force, another thread begins to open it, and later calls get it.

        Returns:
            A future that is done if a retriever is loaded. If none is, it gets the result, or the error, of `get`.
        """
        with self._lock:
            name, now = self._pointer(), time.monotonic()
            current = self._current
            is_stale = current is None or current[0] != name
            is_tried = self._tried[0] == name and now - self._tried[1] < _RETRY
            if is_stale and (self._opening is None or (self._opening.done() and not is_tried)):
                self._opening, self._tried = Future(), (name, now)
                threading.Thread(target=self._open, args=(self._opening,), name="kutip-open", daemon=True).start()
            if current is None and self._opening is not None:
                return self._opening
        loaded: Future[Retriever] = Future()
        if current is not None:
            loaded.set_result(current[1])
        return loaded

    def quotations(self, retriever: Retriever) -> QuoteChecker:
        """Get the quotation checker for a retriever's papers; it is made once for each index."""
        with self._checkers_lock:
            checker = self._checkers.get(retriever.version)
            if checker is None:
                checker = self._checkers[retriever.version] = QuoteChecker(retriever.documents, retriever.passages)
                for version in list(self._checkers)[:-_KEPT]:
                    del self._checkers[version]
            return checker

    def close(self) -> None:
        """Let go of what is loaded; a later call opens the index again."""
        with self._opening_lock, self._lock, self._checkers_lock:
            self._current = self._opening = None
            self._tried = ("", -_RETRY)
            self._reader = LazyReader()
            self._checkers.clear()

    def _pointer(self) -> str:
        """What names the generation in force; if that cannot be read now, what named the loaded one."""
        try:
            return pointer(self._settings.index)
        except IndexUnreadableError:
            if self._current is None:
                raise
            return self._current[0]

    def _open(self, opened: "Future[Retriever]") -> None:
        gc.collect()  # an index of earlier, which a cycle of objects may still keep in memory
        try:
            opened.set_result(self.get())
        except BaseException as error:
            opened.set_exception(error)

    def _opened(self) -> Retriever:
        return Retriever.open(self._settings.index, self._settings, reader=self._reader)

    def _newer(self, loaded: Retriever) -> Retriever:
        try:
            return self._opened()
        except (IndexMissingError, IndexDamagedError, IndexFormatError, OtherModelError) as error:
            _LOG.error("going on with the index as loaded, version %s: %s", loaded.version, error)
            return loaded
