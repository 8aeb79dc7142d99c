"""Joins the answers to the questions that were asked in one."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import chain
from typing import TypeVar

from kutip.messages.catalogue import Catalogue
from kutip.types import Answer, AnswerSentence, Hit, Message, Status

T = TypeVar("T")


def joined(answers: Sequence[Answer]) -> Answer:
    """One answer of several, in their order; it is partial if one of them is missing, and says which.

    Args:
        answers: One or more; each has its own question.
    """
    first, *_ = answers
    given = [one for one in answers if one.status is not Status.NOT_IN_CORPUS]
    if not given:
        return replace(first, missing=_distinct(one.missing for one in answers), hits=_hits(answers))
    catalogue = Catalogue.of(first.language)
    sentences = _distinct(one.sentences for one in given)
    shorts = [one.short for one in given if one.short is not None]
    short = "; ".join(shorts) if len(shorts) == len(given) else None
    notes = _distinct(one.note_codes for one in given)
    reasons = _reasons(answers)
    return replace(
        first,
        status=Status.PARTIAL if reasons else Status.ANSWERED,
        short=short,
        text=_text(given, sentences),
        sentences=sentences,
        confidence=_least(answers if not reasons else given),
        reason=catalogue.texts(reasons) or None,
        missing=_distinct(one.missing for one in answers),
        note=catalogue.texts(notes) or None,
        hits=_hits(answers),
        expansions=_distinct(one.expansions for one in answers),
        reason_codes=reasons,
        note_codes=notes,
        is_planned=True,
        polarity=first.polarity if len({one.polarity for one in answers}) == 1 else None,
    )


def _text(given: Sequence[Answer], sentences: Sequence[AnswerSentence]) -> str:
    """The answers one after the other, each as it would stand alone; a sentence of two of them stands in the first."""
    numbers, cited = dict[AnswerSentence, str](), 0
    for sentence in sentences:
        numbers[sentence] = "".join(f"[{cited + n}]" for n in range(1, len(sentence.citations) + 1))
        cited += len(sentence.citations)
    texts: list[str] = []
    for one in given:
        first = one.sentences[0].text if one.sentences else ""
        said = (one.text or "").partition(first)[0] if first else one.text or ""
        own = [f"{told.text} {numbers.pop(told)}" for told in one.sentences if told in numbers]
        texts.append((said + "\n".join(own)).strip())
    return "\n".join(filter(None, texts))


def _reasons(answers: Sequence[Answer]) -> tuple[Message, ...]:
    """Which questions are not answered, and why others are only in part."""
    lacking = tuple(one.question for one in answers if one.status is Status.NOT_IN_CORPUS)
    missing = (Message("answer.part_missing", {"parts": lacking}),) if lacking else ()
    return (*missing, *_distinct(one.reason_codes for one in answers if one.status is Status.PARTIAL))


def _least(answers: Sequence[Answer]) -> float | None:
    known = [one.confidence for one in answers if one.confidence is not None]
    return min(known) if len(known) == len(answers) else None


def _hits(answers: Sequence[Answer]) -> tuple[Hit, ...]:
    """The passages that were searched for all answers: the first of each, then the second, each once."""
    by_rank = sorted((hit for one in answers for hit in one.hits), key=lambda hit: hit.rank)
    distinct = {hit.passage.id: hit for hit in reversed(by_rank)}
    kept = sorted(distinct.values(), key=by_rank.index)
    return tuple(replace(hit, rank=rank) for rank, hit in enumerate(kept, start=1))


def _distinct(groups: Iterable[Iterable[T]]) -> tuple[T, ...]:
    found: list[T] = []
    for one in chain.from_iterable(groups):
        if one not in found:
            found.append(one)
    return tuple(found)
