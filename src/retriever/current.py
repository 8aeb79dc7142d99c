"""Keeps the retriever of a serving process up to date while `kutip index` builds new generations."""

import logging
import threading

from kutip.errors import IndexDamagedError, IndexFormatError, IndexMissingError
from kutip.index.store import pointer
from kutip.settings import Settings
from retriever.quotations.checker import QuoteChecker
from retriever.search import Retriever

_LOG = logging.getLogger(__name__)


class CurrentRetriever:
    """Gives the retriever for the generation in force, and opens a new one after each build."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._lock = threading.Lock()
        self._current: tuple[str, Retriever] | None = None
        self._quotations: tuple[str, QuoteChecker] | None = None

    def get(self) -> Retriever:
        """Get the retriever; the first call opens it, and so does the first call after a build.

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
        """Get the quotation checker for a retriever's papers; it is made once for each index."""
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
