"""Answers questions over one index: with the papers' sentences, or with a language model's, checked against them."""

import logging
from collections.abc import Iterator
from dataclasses import replace

from kutip.errors import LanguageModelError
from kutip.messages.catalogue import Catalogue
from kutip.settings import LanguageModelSettings
from kutip.types import Answer, AnswerSentence, Message, Status
from retriever.answers.calibration import Calibration
from retriever.answers.composing import answer, as_text
from retriever.answers.language_model import LanguageModel
from retriever.answers.phrases import MODEL_FAILED, MODEL_UNSUPPORTED
from retriever.citations.cite_span import cite_nearest
from retriever.search import Retriever
from retriever.stages import stage

_LOG = logging.getLogger(__name__)


def open_language_model(settings: LanguageModelSettings) -> LanguageModel | None:
    """Make a client of the language model that the settings name; None if they name none.

    Raises:
        LanguageModelError: The package that it needs is not installed.
    """
    return LanguageModel(settings) if settings.base_url and settings.model else None


class Answering:
    """An answer in the making.

    Attributes:
        sentences: The sentences of the answer, each as soon as it is there; an iterator, to be read once.
        is_worded: True if a language model words them, for which one has to wait.
    """

    def __init__(self, extracted: Answer, sentences: Iterator[AnswerSentence] | None = None) -> None:
        """Start from the answer in the papers' own sentences.

        Args:
            extracted: That answer.
            sentences: The sentences of a language model, in whose words to answer instead; None for none. The iterator
                may raise LanguageModelError.
        """
        self._extracted = extracted
        self._written: list[AnswerSentence] = []
        self._failed = False
        self.sentences = iter(extracted.sentences) if sentences is None else self._worded(sentences)
        self.is_worded = sentences is not None

    def give_up(self) -> tuple[AnswerSentence, ...]:
        """Wait no longer for the language model, even if another thread reads `sentences` now.

        Returns:
            The sentences that are still to come: the papers' own if the model has written none.
        """
        self._written = list(self._written)  # the thread that reads has the other list
        self._failed = True
        self.sentences = iter(())
        return () if self._written else self._extracted.sentences

    @property
    def answer(self) -> Answer:
        """The whole answer; reads the sentences that are still to come."""
        for _ in self.sentences:
            pass
        if not self.is_worded:
            return self._extracted
        failed = (MODEL_FAILED,) if self._failed else ()
        if self._written:
            text = as_text(None, self._written)
            worded = replace(self._extracted, short=None, sentences=tuple(self._written), text=text)
            return _with_notes(worded, failed)
        return _with_notes(self._extracted, failed or (MODEL_UNSUPPORTED,))

    def _worded(self, sentences: Iterator[AnswerSentence]) -> Iterator[AnswerSentence]:
        """The model's sentences; the papers' own if it fails or writes nothing that the hits support."""
        written = self._written
        try:
            for sentence in sentences:
                if written is not self._written:  # given up
                    return
                written.append(sentence)
                yield sentence
        except LanguageModelError as error:
            _LOG.warning("%s", error)
            self._failed = True
        if not written:
            yield from self._extracted.sentences


class Answerer:
    """Answers questions over one index; safe to share between threads."""

    def __init__(self, retriever: Retriever, calibration: Calibration, model: LanguageModel | None = None) -> None:
        self.retriever = retriever
        self._calibration = calibration
        self._model = model

    def answer(self, question: str) -> Answer:
        """Answer a question.

        Raises:
            QueryError: The question has nothing to search for or is too long.
        """
        return self.begin(question).answer

    def begin(self, question: str) -> Answering:
        """Begin to answer a question; its sentences can be read one by one.

        Raises:
            QueryError: The question has nothing to search for or is too long.
        """
        found = self.retriever.look_up(question, k=self.retriever.settings.answers.hits_widely)
        with stage("reading"):
            extracted = answer(found, self._calibration)
        if self._model is None or extracted.status is Status.NOT_IN_CORPUS:
            return Answering(extracted)
        return Answering(extracted, self._sentences(self._model, extracted))

    def _sentences(self, model: LanguageModel, extracted: Answer) -> Iterator[AnswerSentence]:
        for text, cited in model.write(extracted.question, extracted.hits):
            passages = [extracted.hits[at].passage for at in cited]
            citations = [cite_nearest(one, self.retriever.document(one.document_id), text) for one in passages]
            yield AnswerSentence(text, tuple(citations))


def _with_notes(answer: Answer, notes: tuple[Message, ...]) -> Answer:
    """An answer with further notes before those that it has."""
    codes = (*notes, *answer.note_codes)
    return replace(answer, note=Catalogue.of(answer.language).texts(codes) or None, note_codes=codes)
