"""What a generation of an index holds of its papers: documents, blocks, passages, bibliographies."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from functools import cached_property
from pathlib import Path
from typing import Self

import numpy as np
import numpy.typing as npt

from kutip.errors import IndexDamagedError
from kutip.index.arrays import Integers
from kutip.index.corpus_view import CorpusView, corpus_view, marks_of
from kutip.index.layout import (
    BIBLIOGRAPHIES,
    BLOCKS,
    read_bibliographies,
    read_blocks,
    read_examples,
    read_records,
)
from kutip.index.page_files import with_pages
from kutip.index.skipped import skipped_by
from kutip.index.store import Generation
from kutip.metadata.facts import language_of
from kutip.types import Bibliography, Block, Document, ExampleQuestion, Kind, Message, Passage

_LONGEST_ID = 100  # characters; longer ones are none
_FEW, _MOST = 5, 3  # documents that are all named, and that are named of more
_ALIKE = 0.5


def ids_like(written: str, ids: Iterable[str]) -> tuple[str, ...]:
    """The ids that someone may have meant who wrote another one, the nearest first; of few ids, all.

    >>> ids_like("smith2020", ["smith-2020", "okafor-2019", "lam", "lind", "marsh", "vries"])
    ('smith-2020',)
    """
    known = list(ids)
    asked = written.casefold()
    nearest = get_close_matches(asked, known, _MOST, _ALIKE) if len(asked) <= _LONGEST_ID else []
    within = [one for one in known if 2 < len(asked) < _LONGEST_ID and asked in one][:_MOST]
    return tuple(dict.fromkeys([*within, *nearest]))[:_MOST] or (tuple(known) if len(known) <= _FEW else ())


@dataclass(frozen=True, eq=False)
class IndexContents:
    """The papers of a generation.

    Attributes:
        documents: The documents by id, in the order of the corpus.
        passages: The passages of all documents; a passage's number is its place here.
        blocks: The blocks of each document, by its id.
        bibliographies: The references, mentions and problems of each document, by its id.
        examples: The example questions of the corpus.
        skipped: Ids of the papers that its build could not use.
        marks: The marks of the papers' folders when they were read, by id; see `kutip.index.corpus_view`.
    """

    documents: Mapping[str, Document]
    passages: Sequence[Passage]
    blocks: Mapping[str, tuple[Block, ...]]
    bibliographies: Mapping[str, Bibliography]
    examples: Sequence[ExampleQuestion]
    skipped: tuple[str, ...] = ()
    marks: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def read(cls, generation: Generation) -> Self:
        """Read the papers of a generation whose files were checked.

        Raises:
            IndexDamagedError: Its files do not fit each other or this version.
        """
        folder = generation.folder
        documents, passages = read_records(folder)
        blocks, bibliographies = read_blocks(folder), read_bibliographies(folder)
        for name, held in ((BLOCKS, blocks), (BIBLIOGRAPHIES, bibliographies)):
            if held.keys() != documents.keys():
                raise IndexDamagedError(generation.path(name), Message("damage.other_documents"))
        skipped = tuple(one.document for one in skipped_by(generation))
        documents, examples = with_pages(folder, documents), read_examples(folder)
        return cls(documents, passages, blocks, bibliographies, examples, skipped, marks_of(generation))

    def compared_with(self, corpus: Path) -> CorpusView:
        """Compare the papers with the folder of a corpus, if that is theirs."""
        return corpus_view(corpus, indexed=self.documents.keys(), skipped=self.skipped, marks=self.marks)

    @cached_property
    def by_id(self) -> Mapping[str, Passage]:
        """The passages by their ids."""
        return {passage.id: passage for passage in self.passages}

    @cached_property
    def passages_of(self) -> Mapping[str, Sequence[Passage]]:
        """The passages of each document, in the paper's order, by its id."""
        found: dict[str, list[Passage]] = {name: [] for name in self.documents}
        for passage in self.passages:
            found[passage.document_id].append(passage)
        return found

    @cached_property
    def derived(self) -> dict[tuple[Callable[..., object], str], object]:
        """What answers have derived from each document; see `retriever.lookup.LookUp.of_paper`."""
        return {}

    @cached_property
    def languages_of_documents(self) -> Mapping[str, str]:
        """The language of each document, by its id."""
        return {one.id: language_of(one) for one in self.documents.values()}

    @cached_property
    def languages(self) -> npt.NDArray[np.str_]:
        """(N,) the language of each passage's document."""
        return np.asarray([self.languages_of_documents[passage.document_id] for passage in self.passages])

    def numbers(self, documents: frozenset[str], kinds: frozenset[Kind]) -> Integers | None:
        """The numbers of the passages of some documents and kinds; an empty set means all, and None all passages."""
        if not documents and not kinds:
            return None
        admitted = [
            row
            for row, one in enumerate(self.passages)
            if (not documents or one.document_id in documents) and (not kinds or one.kind in kinds)
        ]
        return np.asarray(admitted, dtype=np.int64)
