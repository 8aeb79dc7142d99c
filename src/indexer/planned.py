"""A build of a corpus that is about to be changed: of which folders, and which papers it must not lose."""

from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from indexer.papers import ReadPaper
from kutip.errors import CorpusError
from kutip.index.skipped import Skipped


@dataclass(frozen=True, slots=True)
class Planned:
    """Documents of a corpus that is about to be changed, of which an index is built before it is.

    Attributes:
        folders: The folders of all its documents after the change, named after their ids, wherever they are now.
        new: By id, those that were read for the change, as they were read; the index has to have them.
    """

    folders: Sequence[Path]
    new: Mapping[str, ReadPaper]


class NotIndexedError(CorpusError):
    """Papers that are to be added have nothing to index."""

    def __init__(self, lost: Sequence[Skipped]) -> None:
        super().__init__("; ".join(one.reason for one in lost))
        self.lost = tuple(lost)


def refuse_lost(skipped: Sequence[Skipped], new: Container[str]) -> None:
    """Refuse to build without a paper that is to be added.

    Raises:
        NotIndexedError: There is one.
    """
    if lost := [one for one in skipped if one.document in new]:
        raise NotIndexedError(lost)
