"""The retriever searches one generation of an index: from a question to hits, and to what an answer needs of them."""

import copy
from collections.abc import Iterable
from dataclasses import replace
from functools import cache, partial
from pathlib import Path
from typing import Literal, Self

from kutip import budget
from kutip.errors import NotFoundError
from kutip.index.identity import refuse_other_models
from kutip.index.store import Generation, open_generation
from kutip.models.lazy_reader import LazyReader
from kutip.settings import Settings
from kutip.text.terms import terms
from kutip.types import Bibliography, Block, Document, Kind, Passage, SearchResult
from retriever.contents import IndexContents, ids_like
from retriever.lookup import LookUp
from retriever.narrowed import narrowed
from retriever.optional_reader import OptionalReader
from retriever.query.abbreviations import Abbreviations
from retriever.query.corrections import Spellings
from retriever.query.glossary import open_glossaries
from retriever.query.held_words import HeldWords
from retriever.query.kinds import Kinds
from retriever.query.plain_question import Plain, PlainReading
from retriever.query.query_checks import check_k, check_query
from retriever.query.speaking_authors import SpeakingAuthors
from retriever.query.spelling import spellings as spellings_of
from retriever.query.understanding import Understanding, Understood
from retriever.query.written_words import WrittenWords
from retriever.ranking.first_stage import FirstStage, LocalFirstStage, OpenFirstStage
from retriever.ranking.open_stages import OpenStages
from retriever.ranking.ranker import Ranker, System
from retriever.ranking.selection import Selection
from retriever.ranking.stage_weights import StageRankings
from retriever.stages import stage

__all__ = ["Retriever", "System"]

_NEEDS_ENCODER = frozenset({System.DENSE, System.LATE, System.HYBRID})


class Retriever:
    """Searches one generation of an index; safe to share between threads."""

    def __init__(
        self,
        generation: Generation,
        settings: Settings,
        open_first_stage: OpenFirstStage = LocalFirstStage,
        *,
        reader: LazyReader | None = None,
    ) -> None:
        """Open a generation whose files were checked.

        Args:
            generation: The generation.
            settings: How to search it.
            open_first_stage: Opens what finds the candidates.
            reader: Reads passages; None for one of its own. It takes 60 MB, so retrievers of one process share it.

        Raises:
            IndexDamagedError: Its files do not fit each other or this version.
        """
        self._settings = settings
        self.version = generation.version
        contents = IndexContents.read(generation)
        self._contents = contents
        self.documents, self.passages, self.examples = contents.documents, contents.passages, contents.examples
        self.skipped, self.compared_with = contents.skipped, contents.compared_with
        self.model = str(generation.facts.get("model", ""))
        self._stages = OpenStages(generation, len(contents.passages), settings, open_first_stage)
        self.encoder = self._stages.encoder
        words, glossaries = WrittenWords(contents.passages), open_glossaries(generation.folder)
        spellings = Spellings(
            words, len(contents.passages), partial(_holds_any, self._stages.first), self._stages.is_usual
        )
        self._plainly = PlainReading(words, spellings, glossaries)
        self._kinds = Kinds(contents.passages)
        self._glossaries = glossaries
        self._held = HeldWords(self._stages.first.holders, words, glossaries)
        self._understanding = Understanding(
            glossaries,
            Abbreviations.read(generation.folder),
            self._stages.first.holders,
            contents.languages_of_documents.values(),
            self._plainly.of,
            SpeakingAuthors(contents.documents.values(), contents.bibliographies).of,
        )
        optional_reader = OptionalReader(reader if reader is not None else LazyReader(), settings.reading)
        selection = Selection(contents.passages, self._stages.first.holders)
        self._ranker = Ranker(contents, self._stages, selection, optional_reader, settings)

    @property
    def has_multilingual(self) -> bool:
        """True if the index has a multilingual encoder and the settings do not leave it out."""
        return self._ranker.has_multilingual

    @classmethod
    def open(cls, index: Path, settings: Settings, *, reader: LazyReader | None = None) -> "Retriever":
        """Open the generation in force in an index folder.

        Args:
            index: The folder.
            settings: How to search it.
            reader: Reads passages; None for one of its own.

        Raises:
            IndexMissingError, IndexDamagedError, IndexFormatError: There is no index that can be used.
            OtherModelError: It was built with another model than the settings name.
        """
        generation = open_generation(index)
        refuse_other_models(generation, settings.indexing)
        return cls(generation, settings, reader=reader)

    @property
    def reader_state(self) -> Literal["off", "ready", "unusable"]:
        """Whether the reader is used; "unusable" where its files are missing or were changed.

        Raises:
            ReaderError: The settings ask for it, and it cannot be used.
        """
        return self._ranker.reader.state

    def check_files(self) -> None:
        """See whether a file of the index that is still read from was changed since it was opened.

        Raises:
            IndexDamagedError: It was; searches raise the same until a new index is built.
        """
        self._stages.check()

    def tuned(self, settings: Settings) -> Self:
        """Give a retriever over the same loaded index that searches with other settings."""
        other = copy.copy(self)
        other._settings = settings
        reader = replace(self._ranker.reader, settings=settings.reading)
        other._ranker = replace(self._ranker, reader=reader, settings=settings)
        return other

    def document(self, document_id: str) -> Document:
        """Get a document by its id.

        Raises:
            NotFoundError: The index does not hold it.
        """
        try:
            return self.documents[document_id]
        except KeyError:
            raise NotFoundError("document", document_id, ids_like(document_id, self.documents)) from None

    def passage(self, passage_id: str) -> Passage:
        """Get a passage by its id.

        Raises:
            NotFoundError: The index does not hold it.
        """
        try:
            return self._contents.by_id[passage_id]
        except KeyError:
            raise NotFoundError("passage", passage_id) from None

    @property
    def settings(self) -> Settings:
        """The settings in force here; see `tuned`."""
        return self._settings

    @property
    def longest_query(self) -> int:
        """The largest number of characters that a query may have."""
        return self._settings.limits.max_query_characters

    def blocks(self, document_id: str) -> tuple[Block, ...]:
        """Get the blocks of a document, from its first line to its last.

        Raises:
            NotFoundError: The index does not hold it.
        """
        return self._contents.blocks[self.document(document_id).id]

    def bibliography(self, document_id: str) -> Bibliography:
        """Get the references, mentions and problems of a document.

        Raises:
            NotFoundError: The index does not hold it.
        """
        return self._contents.bibliographies[self.document(document_id).id]

    def search(
        self,
        query: str,
        *,
        k: int = 10,
        documents: Iterable[str] = (),
        kinds: Iterable[Kind] = (),
        system: System = System.HYBRID,
    ) -> SearchResult:
        """Find the k passages that fit a query best.

        Args:
            query: A question or keywords, with a letter or digit in it.
            k: How many hits at most (1 to the setting `max_k`).
            documents: Ids of documents to search; none means all.
            kinds: Kinds of passages to search; none means all.
            system: Which stages rank.

        Returns:
            Hits, best first; equal scores keep the order of the papers.

        Raises:
            QueryError: The query has nothing to search for or is too long, or k is out of range.
            NotFoundError: A document is not in the index.
            ReaderError: The settings ask for the reader, and it cannot be used.
        """
        check_query(query, most=self.longest_query)
        check_k(k, most=self._settings.limits.max_k)
        among = self._contents.numbers(frozenset(self.document(d).id for d in documents), frozenset(kinds))
        understood = self._understood(query)
        budget.pause()
        encoded = self._stages.encode(understood) if system in _NEEDS_ENCODER else None
        again = self._settings.reading.reader == "on"
        result, _ = self._ranker.rank(query, understood, encoded, k=k, system=system, among=among, again=again)
        return result

    def rank_stages(self, query: str) -> StageRankings:
        """Rank all passages by each stage, for a study of how the rankings are best merged.

        Raises:
            QueryError: The query has nothing to search for or is too long.
        """
        check_query(query, most=self.longest_query)
        understood = self._understood(query)
        return self._ranker.rank_stages(understood, self._stages.encode(understood))

    def look_up(self, query: str, *, k: int = 10, documents: Iterable[str] = (), is_statement: bool = False) -> LookUp:
        """Search passages with all stages, and keep what an answer needs to know of the search.

        A question that asks what the authors of a paper say is looked up in their paper alone.

        Args:
            query: A question or keywords, with a letter or digit in it.
            k: How many hits at most (>= 1).
            documents: Ids of documents to search, and to know of; none means all.
            is_statement: True if it is a sentence to be checked, of which every word counts as it stands.

        Raises:
            QueryError: The query has nothing to search for or is too long.
            NotFoundError: A document is not in the index.
        """
        check_query(query, most=self.longest_query)
        asked = frozenset(self.document(one).id for one in documents)
        understood = self._understood(query, is_statement=is_statement, is_asked=not is_statement)
        named = asked
        if understood.document and (not asked or understood.document in asked):
            named = frozenset([understood.document])
        among = self._contents.numbers(named, frozenset())
        budget.pause()
        encoded = self._stages.encode(understood)
        result, rows = self._ranker.rank(query, understood, encoded, k=k, among=among)
        hits, stages, reader = result.hits, self._stages, self._ranker.reader
        whole = LookUp(
            result=result,
            understood=understood,
            encoded=encoded,
            token_weights=stages.token_weights(encoded),
            settings=self._settings.answers,
            encoder=self.encoder,
            documents=self.documents,
            passages=len(self.passages),
            count_holders=cache(lambda term: len(stages.first.holders([term]))),
            read_sentences=lambda first: stages.sentences(encoded, hits[:first], rows[:first]),
            read_passages=lambda first: reader.read(understood.encoded, [hit.passage for hit in hits[:first]]),
            held_words=self._held,
            glossary=self._glossaries.get(understood.language),
            passages_of=self._contents.passages_of,
            kept=self._contents.derived,
            bibliographies=self._contents.bibliographies,
        )
        return narrowed(whole, asked, self.passages, stages.first.holders) if asked else whole

    def plain(self, query: str) -> Plain:
        """How a query would be asked plainly."""
        with stage("understanding"):
            return self._plainly.of(query, self._settings.search)

    def alike(self, one: str, other: str) -> bool:
        """Whether the papers list two names together, or have both in one column of their tables."""
        return self._kinds.alike(one, other)

    def _understood(self, query: str, *, is_statement: bool = False, is_asked: bool = False) -> Understood:
        with stage("understanding"):
            settings = self._settings.search
            return self._understanding.of(query, settings, is_statement=is_statement, is_asked=is_asked)


def _holds_any(first: FirstStage, word: str) -> bool:
    """Whether a passage has a form of a word, in British or American spelling."""
    return any(len(first.holders(terms(one))) for one in (word, *spellings_of(word)))
