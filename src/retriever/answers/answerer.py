"""Answers questions over one index: with the papers' sentences, or with a language model's, checked against them."""

import logging
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial

from kutip.errors import LanguageModelError
from kutip.messages.catalogue import Catalogue
from kutip.settings import LanguageModelSettings
from kutip.text.terms import searchable
from kutip.types import Answer, AnswerSentence, Citation, Hit, Message, Passage, Status
from retriever.answers.answer_text import as_text
from retriever.answers.calibration import Calibration
from retriever.answers.composing import answer
from retriever.answers.follow_up import standalone, with_subject
from retriever.answers.joining import joined
from retriever.answers.language_model import LanguageModel
from retriever.answers.papers_meant import name_of_paper, paper_name, speaks_of_a_paper
from retriever.answers.parted import parted
from retriever.answers.phrases import MODEL_FAILED, MODEL_INCOMPLETE, MODEL_UNSUPPORTED
from retriever.citations.cite_span import cite_nearest
from retriever.query.plain_question import Plain
from retriever.query.query_checks import check_length, check_query
from retriever.query.unsaid import Unsaid, stands_for
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
        self._failed = self._incomplete = False
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
            return _with_notes(self._in_its_words(), failed)
        unsupported = MODEL_INCOMPLETE if self._incomplete else MODEL_UNSUPPORTED
        return _with_notes(self._extracted, failed or (unsupported,))

    def _in_its_words(self) -> Answer:
        """The answer in the model's words; of a planned one, what Kutip says of the sentences stays beside them."""
        extracted, written = self._extracted, tuple(self._written)
        if not extracted.is_planned:
            return replace(extracted, short=None, sentences=written, text=as_text(None, written))
        said = Catalogue.of(extracted.language).texts(extracted.note_codes) or extracted.short
        return replace(extracted, sentences=written, text=as_text(said, written))

    def _worded(self, sentences: Iterator[AnswerSentence]) -> Iterator[AnswerSentence]:
        """The model's sentences; the papers' own if it fails or writes nothing that the hits support.

        A planned answer is shown in its words only if it is whole, which is known when the model has ended.
        """
        written = self._written
        if self._extracted.is_planned:
            sentences = self._whole(sentences)
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

    def _whole(self, sentences: Iterator[AnswerSentence]) -> Iterator[AnswerSentence]:
        """The model's sentences if they hold all of the answer; else none."""
        said = list(sentences)
        quoted = {(one.passage_id, one.quote) for sentence in said for one in sentence.citations}
        wanted = {(one.passage_id, one.quote) for own in self._extracted.sentences for one in own.citations}
        self._incomplete = bool(said) and not wanted <= quoted
        yield from () if self._incomplete else said


class Answerer:
    """Answers questions over one index; safe to share between threads."""

    def __init__(self, retriever: Retriever, calibration: Calibration, model: LanguageModel | None = None) -> None:
        self.retriever = retriever
        self._calibration = calibration
        self._model = model

    def answer(self, question: str, previous: str = "", documents: Sequence[str] = ()) -> Answer:
        """Answer a question; arguments and errors are those of `begin`."""
        return self.begin(question, previous, documents).answer

    def begin(self, question: str, previous: str = "", documents: Sequence[str] = ()) -> Answering:
        """Begin to answer a question; its sentences can be read one by one.

        Args:
            question: The question.
            previous: The question before it, from which a question such as "And in 2023?" goes on; "" for none.
            documents: Ids of the documents to ask; none means all.

        Raises:
            QueryError: The question has nothing to search for, or one of the two is too long.
            NotFoundError: A document is not in the index.
        """
        extracted = self._extracted(question, previous, documents)
        if self._model is None or extracted.status is Status.NOT_IN_CORPUS or not extracted.sentences:
            return Answering(extracted)
        return Answering(extracted, self._sentences(self._model, extracted))

    def _extracted(self, question: str, previous: str, documents: Sequence[str]) -> Answer:
        """The answer in the papers' own sentences; of a question with several in it, what answers each of them."""
        check_query(question, most=self.retriever.longest_query)
        check_length(previous, most=self.retriever.longest_query)
        asked = [self.retriever.document(one) for one in dict.fromkeys(documents)]
        plain = self.retriever.plain(question)
        goes_on = plain.unsaid in {Unsaid.SUBJECT, Unsaid.CONTENT} and searchable(previous)
        whole = self._whole(plain, previous) if goes_on else None
        parts = parted(plain.text if whole is None else whole)
        of_one = partial(self._of_one, documents=[one.id for one in asked])
        extracted = joined([*map(of_one, parts)]) if parts else of_one(question if whole is None else whole)
        expansions = tuple(dict.fromkeys((*plain.expansions, *extracted.expansions)))
        answered = replace(extracted, question=question, asked_as=whole, expansions=expansions)
        if not asked or answered.status is Status.ANSWERED:
            return answered
        return _with_notes(answered, (Message("answer.only_among", {"papers": tuple(map(paper_name, asked))}),))

    def _of_one(self, question: str, documents: Sequence[str]) -> Answer:
        found = self.retriever.look_up(question, k=self.retriever.settings.answers.hits_widely, documents=documents)
        with stage("reading"):
            return answer(found, self._calibration)

    def _whole(self, plain: Plain, previous: str) -> str | None:
        """The whole question that a follow-up asks; None if it is not plain."""
        before = self.retriever.plain(previous)
        if before.unsaid is not None:
            return None
        if speaks_of_a_paper(before.text) and stands_for(plain.text) is not None:
            return self._of_paper(plain.text, before.text)
        return standalone(plain.text, before.text, self.retriever.alike)

    def _of_paper(self, question: str, previous: str) -> str | None:
        """The whole question with the only paper that the one before names in the place of a pronoun."""
        named = name_of_paper(self.retriever.look_up(previous, k=1), previous)
        return None if named is None else with_subject(question, named)

    def _sentences(self, model: LanguageModel, extracted: Answer) -> Iterator[AnswerSentence]:
        hits = _evidence(extracted)
        for text, cited in model.write(extracted.asked_as or extracted.question, hits):
            passages = [hits[at].passage for at in cited]
            citations = [self._cite(one, text) for one in passages]
            yield AnswerSentence(text, tuple(citations))

    def _cite(self, passage: Passage, text: str) -> Citation:
        paper = passage.document_id
        return cite_nearest(passage, self.retriever.document(paper), text, self.retriever.bibliography(paper))


def _evidence(answer: Answer) -> tuple[Hit, ...]:
    """What a language model is given: of a planned answer, only the passages that it cites."""
    cited = {one.passage_id for sentence in answer.sentences for one in sentence.citations}
    return tuple(hit for hit in answer.hits if not answer.is_planned or hit.passage.id in cited)


def _with_notes(answer: Answer, notes: tuple[Message, ...]) -> Answer:
    """An answer with further notes before those that it has."""
    codes = (*notes, *answer.note_codes)
    return replace(answer, note=Catalogue.of(answer.language).texts(codes) or None, note_codes=codes)
