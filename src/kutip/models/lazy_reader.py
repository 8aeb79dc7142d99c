"""The reader that comes with Kutip: opened where it is first needed, and only if its files are those that we ship."""

import hashlib
import logging
import threading
from pathlib import Path

from kutip.errors import ReaderError
from kutip.models.passage_reader import PassageReader
from kutip.types import Message

FOLDER = Path(__file__).parent
NETWORK, TOKENIZER = "reader.onnx", "reader_tokenizer.json"
SHA256 = {
    NETWORK: "4fbaf11e27b99972c7efcb5c681c80971d58351b7abb2d6c061a61c4053dda39",
    TOKENIZER: "be50c3628f2bf5bb5e3a7f17b1f74611b2561a3a27eeab05e5aa30f411572037",
}
_LOG = logging.getLogger(__name__)


class LazyReader:
    """Opens the reader once, at its first use; safe to share between threads.

    What keeps it from opening is found once and logged once: files that were put right count after a restart.
    """

    def __init__(self, folder: Path = FOLDER) -> None:
        """Remember the folder; nothing is read.

        Args:
            folder: Holds the files named in SHA256.
        """
        self._folder = folder
        self._lock = threading.Lock()
        self._reader: PassageReader | None = None
        self._error: ReaderError | None = None

    @property
    def is_open(self) -> bool:
        """Whether it was used already."""
        return self._reader is not None

    @property
    def problem(self) -> ReaderError | None:
        """What keeps it from being used, as far as that is known without reading the files; None for nothing."""
        missing = [name for name in SHA256 if not (self._folder / name).is_file()]
        return self._error if self._error is not None or not missing else self._missing(missing[0])

    def get(self) -> PassageReader:
        """The reader; the first call opens it.

        Raises:
            ReaderError: A file is missing or was changed.
        """
        with self._lock:
            if self._error is not None:
                raise self._error
            if self._reader is None:
                try:
                    self._reader = self._opened()
                except ReaderError as error:
                    _LOG.warning("answering without the reader: %s", error)
                    self._error = error
                    raise
            return self._reader

    def _opened(self) -> PassageReader:
        # The bytes that were checked are those that are opened.
        content = {name: self._read(name) for name in SHA256}
        return PassageReader(content[NETWORK], content[TOKENIZER])

    def _read(self, name: str) -> bytes:
        try:
            content = (self._folder / name).read_bytes()
        except OSError as error:
            raise self._missing(name) from error
        if hashlib.sha256(content).hexdigest() != SHA256[name]:
            raise ReaderError(Message("reader.changed", {"path": str(self._folder / name)}))
        return content

    def _missing(self, name: str) -> ReaderError:
        return ReaderError(Message("reader.missing", {"path": str(self._folder / name)}))
