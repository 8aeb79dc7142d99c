"""One retriever for a process that serves while builds go on."""

import logging
import threading

from kutip.errors import IndexDamagedError, IndexFormatError, IndexMissingError
from kutip.index.store import pointer
from kutip.settings import Settings
from retriever.quotations.checker import QuoteChecker
from retriever.search import Retriever

_LOG = logging.getLogger(__name__)


class CurrentRetriever:
    """The retriever for the generation in force; follows the index when a build puts a new one there."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._lock = threading.Lock()
        self._current: tuple[str, Retriever] | None = None
        self._quotations: tuple[str, QuoteChecker] | None = None

    def get(self) -> Retriever:
        """The retriever, opened at the first call and again after a build.

        Where a new generation cannot be used, the one that is loaded goes on; the log says so once.

        Raises:
            IndexMissingError, IndexDamagedError, IndexFormatError: There is no index that can be used, and none loaded.
        """
        with self._lock:
            name = pointer(self._settings.index)
            if self._current is None:
                self._current = (name, Retriever.open(self._settings.index, self._settings))
            elif self._current[0] != name:
                self._current = (name, self._newer(self._current[1]))
            return self._current[1]

    def quotations(self, retriever: Retriever) -> QuoteChecker:
        """What checks quotations against a retriever's papers, made once an index."""
        with self._lock:
            if self._quotations is None or self._quotations[0] != retriever.version:
                checker = QuoteChecker(retriever.documents, retriever.passages)
                self._quotations = (retriever.version, checker)
            return self._quotations[1]

    def _newer(self, loaded: Retriever) -> Retriever:
        try:
            return Retriever.open(self._settings.index, self._settings)
        except (IndexMissingError, IndexDamagedError, IndexFormatError) as error:
            _LOG.error("going on with the index as loaded, version %s: %s", loaded.version, error)
            return loaded
