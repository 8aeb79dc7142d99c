"""The reader, as far as the settings use it: what it finds in passages, or nothing where they do without it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from kutip.errors import ReaderError
from kutip.models.lazy_reader import LazyReader
from kutip.models.passage_reader import PassageReader, PassageReading
from kutip.settings import ReaderSettings
from kutip.types import Passage
from retriever.ranking.rereading import texts_to_read
from retriever.stages import stage


@dataclass(frozen=True, slots=True, eq=False)
class OptionalReader:
    """A reader with the settings that say whether it is used.

    Attributes:
        lazy: Opens the reader where it is first needed.
        settings: Whether passages are read.
    """

    lazy: LazyReader
    settings: ReaderSettings

    @property
    def state(self) -> Literal["off", "ready", "unusable"]:
        """Whether the reader is used; "unusable" where its files are missing or were changed.

        Raises:
            ReaderError: The settings ask for it, and it cannot be used.
        """
        mode, problem = self.settings.reader, self.lazy.problem
        if mode == "on" and problem is not None:
            raise problem
        return "off" if mode == "off" else "ready" if problem is None else "unusable"

    def read(self, question: str, passages: Sequence[Passage]) -> list[PassageReading] | None:
        """What the reader finds in some passages, in their order; None if there is none.

        Raises:
            ReaderError: The settings ask for the reader, and it cannot be used.
        """
        reader = self._opened()
        if reader is None:
            return None
        with stage("reader"):
            return list(reader.read(question, texts_to_read(passages)))

    def _opened(self) -> PassageReader | None:
        try:
            return None if self.settings.reader == "off" else self.lazy.get()
        except ReaderError:
            if self.settings.reader == "on":
                raise
            return None
