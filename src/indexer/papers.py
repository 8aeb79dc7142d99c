"""Reads and cuts one document of a corpus, within the limits on a document; skips those that cannot be indexed."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from indexer.bibliography.read import read_bibliography
from indexer.embeddings import Plan, plan
from indexer.fitting import TokenCounter
from indexer.limited import LimitedCalls
from indexer.parsing.corpus import read_alone, read_document, refuse_copies
from indexer.parsing.keyed_citations import KeyedCitations
from indexer.passage_encoder import PassageInput
from indexer.passages import cut_passages
from kutip.errors import CorpusError
from kutip.index.query_encoder import load_tokenizer
from kutip.index.skipped import Skipped
from kutip.metadata.facts import language_of
from kutip.settings import BuildingLimits
from kutip.text.short_forms import find_abbreviations
from kutip.text.terms import indexed_text, terms
from kutip.types import Bibliography, Block, Document, Passage

if TYPE_CHECKING:
    from tokenizers import Tokenizer


@dataclass(frozen=True, slots=True)
class ReadPaper:
    """A document as it was read.

    Attributes:
        document: The document.
        blocks: Its blocks in reading order.
        bibliography: Its references, mentions and their problems.
        introduced: The short and long forms of the abbreviations that it introduces, in reading order.
        files: The names of files with references that its source names.
    """

    document: Document
    blocks: tuple[Block, ...]
    bibliography: Bibliography
    introduced: tuple[tuple[str, str], ...]
    files: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CutPaper:
    """A document's N passages, at least one.

    Attributes:
        passages: The passages in reading order.
        plans: (N,) what to encode of each.
        terms: (N,) the terms of each for BM25.
    """

    passages: tuple[Passage, ...]
    plans: tuple[Plan, ...]
    terms: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class PassageSizes:
    """How long passages may be, in tokens of a tokenizer.

    Attributes:
        tokenizer: Path of the tokenizer's file.
        target: Length that a passage may grow to.
        passage_input: What the encoder reads for a passage.
    """

    tokenizer: Path
    target: int
    passage_input: PassageInput


class PaperReader:
    """Reads the papers of a corpus and cuts them into passages, each within the limits; collects those it skips."""

    def __init__(self, calls: LimitedCalls, limits: BuildingLimits) -> None:
        """Skip nothing yet.

        Args:
            calls: Makes the calls that read and cut one paper.
            limits: What a paper may have.
        """
        self._calls = calls
        self._limits = limits
        self._skipped: dict[str, str] = {}

    @property
    def skipped(self) -> tuple[Skipped, ...]:
        """The documents skipped so far, by id."""
        return tuple(Skipped(document, reason) for document, reason in sorted(self._skipped.items()))

    def read(
        self, folders: Sequence[Path], progress: Callable[[int], None], known: Mapping[str, ReadPaper] | None = None
    ) -> list[ReadPaper]:
        """Read the documents in these folders, in their order; of copies, the first.

        Args:
            folders: The documents' folders.
            progress: Called with the number of folders read so far.
            known: Those that were read just now, by id.
        """
        papers: list[ReadPaper] = []
        by_source: dict[str, Document] = {}
        for number, folder in enumerate(folders, start=1):
            try:
                paper = (known or {}).get(folder.name) or self._calls.call(
                    folder.name, read_paper, folder, self._limits
                )
                refuse_copies([by_source.setdefault(paper.document.sha256, paper.document), paper.document])
                papers.append(paper)
            except CorpusError as error:
                self._skipped[folder.name] = str(error)
            progress(number)
        return papers

    def cut(
        self, papers: Sequence[ReadPaper], long_forms: Mapping[str, str], sizes: PassageSizes
    ) -> list[CutPaper | None]:
        """Cut papers into passages; None for a paper that is skipped.

        Args:
            papers: The papers.
            long_forms: As for `cut_passages`.
            sizes: How long the passages may be.
        """
        return [self._cut(paper, long_forms, sizes) for paper in papers]

    def _cut(self, paper: ReadPaper, long_forms: Mapping[str, str], sizes: PassageSizes) -> CutPaper | None:
        document = replace(paper.document, boxes_of=None)  # not needed, and large
        most = self._limits.sentence_tokens
        try:
            return self._calls.call(document.id, cut_paper, document, paper.blocks, long_forms, sizes, most)
        except CorpusError as error:
            self._skipped[document.id] = str(error)
            return None


def read_paper(folder: Path, limits: BuildingLimits) -> ReadPaper:
    """Read a document and all that does not depend on other documents.

    Raises:
        CorpusError: The document cannot be read, or has more characters or blocks than the limits allow.
    """
    return _whole(folder.name, *read_document(folder, limits), limits)


def read_lone_paper(path: Path, limits: BuildingLimits) -> ReadPaper:
    """The same for a file or a folder that is of no corpus.

    Raises:
        CorpusError: As for `read_paper`.
    """
    return _whole(path.name, *read_alone(path, limits), limits)


def _whole(
    name: str, document: Document, blocks: tuple[Block, ...], keyed: KeyedCitations, limits: BuildingLimits
) -> ReadPaper:
    if len(blocks) > limits.document_blocks:
        raise CorpusError(
            f"{name} has {len(blocks)} blocks, over the limit of {limits.document_blocks}; divide it or raise"
            " KUTIP_DOCUMENT_BLOCKS"
        )
    introduced = tuple(pair for block in blocks for pair in find_abbreviations(block.text))
    return ReadPaper(document, blocks, read_bibliography(document, blocks, keyed), introduced, keyed.files)


def cut_paper(
    document: Document, blocks: Sequence[Block], long_forms: Mapping[str, str], sizes: PassageSizes, most_tokens: int
) -> CutPaper:
    """Cut a document into passages and prepare their encoding.

    Args:
        document: The document.
        blocks: Its blocks.
        long_forms: As for `cut_passages`.
        sizes: How long the passages may be.
        most_tokens: As for `cut_passages`.

    Raises:
        CorpusError: The document has no passage, too long a sentence, or text in which the encoder sees nothing.
    """
    tokenizer = _tokenizer(sizes.tokenizer, sizes.tokenizer.stat().st_mtime_ns)
    around = len(tokenizer.encode(sizes.passage_input.prompt).ids)  # special tokens too
    passages = cut_passages(
        document,
        blocks,
        TokenCounter(tokenizer),
        target=sizes.target,
        limit=sizes.passage_input.max_tokens - around,
        long_forms=long_forms,
        most_tokens=most_tokens,
    )
    if not passages:
        raise CorpusError(f"{document.id} has no text below its headings; remove it or mend its source")
    plans = tuple(plan(passage, tokenizer, sizes.passage_input) for passage in passages)
    own = language_of(document)
    return CutPaper(passages, plans, tuple(tuple(terms(indexed_text(passage), own)) for passage in passages))


@lru_cache(maxsize=1)  # one for all papers of a build
def _tokenizer(path: Path, written: int) -> "Tokenizer":
    return load_tokenizer(path)
