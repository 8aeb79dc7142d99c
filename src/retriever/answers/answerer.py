"""Answers questions over one index: with the papers' sentences, or in the words of a language model that are checked
against them."""

import logging
from collections.abc import Iterator
from dataclasses import replace

from kutip.errors import LanguageModelError
from kutip.settings import LanguageModelSettings
from kutip.types import Answer, AnswerSentence, Status
from retriever.answers.calibration import Calibration
from retriever.answers.composing import answer, as_text
from retriever.answers.language_model import LanguageModel
from retriever.answers.phrases import Frames
from retriever.citations.cite_span import cite_nearest
from retriever.search import Retriever

_LOG = logging.getLogger(__name__)


def open_writer(settings: LanguageModelSettings) -> LanguageModel | None:
    """The language model that the settings name; None where they name none.

    Raises:
        WriterError: The package that it needs is not installed.
    """
    return LanguageModel(settings) if settings.base_url and settings.model else None


class Answerer:
    """Answers questions; safe to share between threads."""

    def __init__(self, retriever: Retriever, calibration: Calibration, writer: LanguageModel | None = None) -> None:
        self.retriever = retriever
        self._calibration = calibration
        self._writer = writer

    def answer(self, question: str) -> Answer:
        """What the papers say to a question.

        Raises:
            QueryError: The question has nothing to search for or is too long.
        """
        *_, whole = self.stream(question)
        if not isinstance(whole, Answer):
            raise TypeError("a stream ends with the whole answer")
        return whole

    def stream(self, question: str) -> Iterator[AnswerSentence | Answer]:
        """The sentences of an answer as they come, then the whole.

        Where a language model fails, or says nothing that the hits support, the papers' own sentences come.

        Raises:
            QueryError: The question has nothing to search for or is too long.
        """
        extracted = answer(question, self.retriever, self._calibration)
        if self._writer is None or extracted.status is Status.NOT_IN_CORPUS:
            yield from extracted.sentences
            yield extracted
            return
        frames = Frames.of(extracted.language)
        written: list[AnswerSentence] = []
        note = None
        try:
            for sentence in self._written(self._writer, extracted):
                written.append(sentence)
                yield sentence
        except LanguageModelError as error:
            _LOG.warning("%s", error)
            note = frames.model_failed
        if written:
            text = as_text(None, written)
            yield replace(extracted, short=None, sentences=tuple(written), text=text, note=_both(note, extracted.note))
        else:
            yield from extracted.sentences
            yield replace(extracted, note=_both(note or frames.model_unsupported, extracted.note))

    def _written(self, writer: LanguageModel, extracted: Answer) -> Iterator[AnswerSentence]:
        for text, cited in writer.write(extracted.question, extracted.hits):
            passages = [extracted.hits[at].passage for at in cited]
            citations = [cite_nearest(one, self.retriever.document(one.document_id), text) for one in passages]
            yield AnswerSentence(text, tuple(citations))


def _both(*notes: str | None) -> str | None:
    return " ".join(filter(None, notes)) or None
