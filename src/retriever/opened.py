"""The way in from Python: one object with all that can be asked of an index."""

from collections.abc import Iterable, Mapping
from functools import cached_property
from pathlib import Path

from kutip.settings import Settings
from kutip.types import Answer, CheckedSentence, Document, Kind, QuoteCheck, SearchResult
from retriever.answers.answerer import Answerer, open_language_model
from retriever.answers.calibration import Calibration
from retriever.citations.exports import exporter
from retriever.citations.locators import paragraphs_of
from retriever.claims import check_text
from retriever.quotations.checker import QuoteChecker
from retriever.search import Retriever, System


class OpenIndex:
    """An index that is open for questions; safe to share between threads. `open_index` makes one.

    It stays on the generation that was in force when it was opened.

    Attributes:
        retriever: The retriever over the index, for what the methods below do not offer.
    """

    def __init__(self, retriever: Retriever) -> None:
        self.retriever = retriever

    @property
    def documents(self) -> Mapping[str, Document]:
        """The documents of the index by id, in the order of the corpus."""
        return self.retriever.documents

    def search(
        self,
        query: str,
        *,
        k: int = 10,
        documents: Iterable[str] = (),
        kinds: Iterable[Kind] = (),
        system: System = System.HYBRID,
    ) -> SearchResult:
        """Find the k passages that fit a query best; arguments and errors are those of `Retriever.search`."""
        return self.retriever.search(query, k=k, documents=documents, kinds=kinds, system=system)

    def ask(self, question: str, previous: str = "", *, documents: Iterable[str] = ()) -> Answer:
        """Answer a question with the papers' own sentences, or say why they do not hold the answer.

        Args:
            question: The question.
            previous: The question before it, from which a question such as "And in 2023?" goes on; "" for none.
            documents: Ids of the documents to ask; none means all.

        Raises:
            QueryError: The question has no letter and no digit in it, or is too long.
            NotFoundError: A document is not in the index.
        """
        return self._answerer.answer(question, previous, tuple(documents))

    def check_quotes(self, quotes: Iterable[str], *, documents: Iterable[str] = ()) -> tuple[QuoteCheck, ...]:
        """Check whether quotations occur word for word in the papers, and where.

        Args:
            quotes: Any texts.
            documents: Ids of the documents that they should be from; none means all.

        Returns:
            One check for each quotation, in their order.

        Raises:
            NotFoundError: A document is not in the index.
        """
        named = [self.retriever.document(one).id for one in documents]
        return tuple(self._quotations.check(quote, named) for quote in quotes)

    def check_text(self, text: str) -> tuple[CheckedSentence, ...]:
        """Find for each sentence of a text what the papers have on it; a sentence without a letter is left out."""
        return check_text(text, self.retriever, self._quotations)

    def export(self, passage_id: str, form: str = "apa") -> str:
        """Write how to cite a passage.

        Args:
            passage_id: Its id, such as `hit.passage.id`.
            form: A name in `EXPORTERS`: "apa", "annotation", "bibtex", "csl-json" or "ris".

        Returns:
            The content of a file, ending with a newline.

        Raises:
            NotFoundError: The index holds no such passage.
            QueryError: There is no such format.
        """
        chosen = exporter(form)
        passage = self.retriever.passage(passage_id)
        document = self.retriever.document(passage.document_id)
        return chosen.write(document, passage, paragraphs_of(passage, self.retriever.passages, document))

    @cached_property
    def _answerer(self) -> Answerer:
        model = open_language_model(self.retriever.settings.language_model)
        return Answerer(self.retriever, Calibration.read(), model)

    @cached_property
    def _quotations(self) -> QuoteChecker:
        return QuoteChecker(self.retriever.documents, self.retriever.passages)


def open_index(index: str | Path | None = None, settings: Settings | None = None) -> OpenIndex:
    """Open the index in a folder.

    Args:
        index: The folder that `kutip index` wrote; None for that of the settings.
        settings: How to search and answer; None for those of the environment.

    Raises:
        IndexMissingError, IndexDamagedError, IndexFormatError: There is no index that can be used.
        SettingsError: A variable of the environment is wrong.
    """
    given = settings if settings is not None else Settings()
    return OpenIndex(Retriever.open(Path(index) if index is not None else given.index, given))
