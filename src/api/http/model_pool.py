"""Waits for a language model in a few threads of its own, so that a slow model holds up no other work."""

import asyncio
import logging
import threading
from collections.abc import AsyncIterator, Callable
from typing import TypeVar

from fastapi import Request

from api.http.work import computed, until_gone
from kutip.settings import LanguageModelSettings
from kutip.types import Answer, AnswerSentence
from retriever.answers.answerer import Answering

T = TypeVar("T")
_LOG = logging.getLogger("kutip.api")
_Told = asyncio.Queue[AnswerSentence | BaseException | None]  # None after the last sentence
_Tell = Callable[[AnswerSentence | BaseException | None], object]


class ModelPool:
    """The answers that a language model words at the moment.

    Attributes:
        running: How many threads wait for the model.
        full: How many answers went without the model because too many waited for it already.
        late: How many answers went without it, or with part of its words, because it took too long.
    """

    def __init__(self, settings: LanguageModelSettings) -> None:
        """Make a pool; it starts no thread before it is used."""
        self._most = settings.at_once
        self._seconds = settings.answer_seconds
        self.running = self.full = self.late = 0
        self._lock = threading.Lock()
        self._told: set[_Told] = set()

    async def sentences(self, answering: Answering) -> AsyncIterator[AnswerSentence]:
        """Yield the sentences of an answer in a model's words; the papers' own if it is busy or takes too long."""
        if not self._enter():
            self.full += 1
            _LOG.warning("the language model words %d answers already; this one has the papers' sentences", self._most)
            for sentence in answering.give_up():
                yield sentence
            return
        loop = asyncio.get_running_loop()
        until = loop.time() + self._seconds
        told: _Told = asyncio.Queue()
        self._told.add(told)
        tell: _Tell = lambda one: loop.call_soon_threadsafe(told.put_nowait, one)  # noqa: E731
        threading.Thread(target=self._read, args=(answering, tell), name="kutip-model", daemon=True).start()
        try:
            while (said := await self._next(told, until)) is not None:
                yield said
        except TimeoutError:
            self.late += 1
            _LOG.warning("the language model took longer than %g s", self._seconds)
            for sentence in answering.give_up():
                yield sentence
        except (asyncio.CancelledError, GeneratorExit):
            answering.give_up()
            raise
        finally:
            self._told.discard(told)

    def stop(self) -> None:
        """Let the answers that wait for the model now be the papers' own sentences."""
        for told in self._told:
            told.put_nowait(TimeoutError())

    @staticmethod
    async def _next(told: "_Told", until: float) -> AnswerSentence | None:
        async with asyncio.timeout_at(until):
            one = await told.get()
        if isinstance(one, BaseException):
            raise one
        return one

    def _read(self, answering: Answering, tell: _Tell) -> None:
        """Read the sentences in this thread, and pass each on as soon as it is there; None after the last."""
        last: BaseException | None = None
        try:
            for sentence in answering.sentences:
                tell(sentence)
        except BaseException as error:  # whoever waits for the sentences gets it
            last = error
        finally:
            self._leave()
        try:
            tell(last)
        except RuntimeError:  # the loop has stopped; nobody waits any more
            _LOG.debug("the service stopped before the language model answered")

    def _enter(self) -> bool:
        with self._lock:
            if self.running >= self._most:
                return False
            self.running += 1
            return True

    def _leave(self) -> None:
        with self._lock:
            self.running -= 1


def model_pool(request: Request) -> ModelPool:
    """The pool for language models of the application that got a request."""
    pool: ModelPool = request.app.state.models
    return pool


async def answered(request: Request, begin: Callable[[], Answering], show: Callable[[Answer], T]) -> T:
    """Answer a question: the work pool computes, and a language model, if there is one, words the answer meanwhile.

    Args:
        request: The request that asks; when its client goes away, the work stops.
        begin: Begins to answer the question; runs in the work pool.
        show: Makes of the answer what the response shows; runs in the work pool.

    Raises:
        QueryError: The question has nothing to search for or is too long.
        BusyError, OverBudgetError, AbandonedError: As `computed` does.
    """

    def begin_or_show() -> tuple[Answering, T | None]:
        answering = begin()
        return answering, None if answering.is_worded else show(answering.answer)

    answering, shown = await computed(request, begin_or_show)
    if shown is not None:
        return shown
    await until_gone(request, _read_all(model_pool(request).sentences(answering)))
    return await computed(request, lambda: show(answering.answer))


async def _read_all(sentences: AsyncIterator[AnswerSentence]) -> None:
    async for _ in sentences:
        pass
