"""Answers questions with the papers' own sentences, or says that the papers do not hold the answer."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kutip.language.united import STOP_WORDS
from kutip.text.terms import terms
from kutip.types import Answer, AnswerSentence, Citation, Hit, Status
from retriever.answers.calibration import Calibration, Logistic
from retriever.answers.disagreement import differing, may_differ
from retriever.answers.evidence import AskedQuestion, Evidence, asked, gather, likest_words
from retriever.answers.phrases import Frames
from retriever.answers.question_type import QuestionType
from retriever.answers.short_answer import short_answer
from retriever.citations.cite_span import cite
from retriever.lookup import HitSentence, LookUp
from retriever.search import Retriever

_HITS = 10  # passages that are read for an answer
_WIDELY = 50  # passages that are read to see whether papers disagree: the best ten may all be of one
_ENOUGH = 0.7  # probability that one of the sentences answers, from which no more are added
_FAINT = 0.1  # share of the best sentence's probability below which another is not worth reading
_FIRST = 3  # sentences that are looked at to tell whether there is an answer
_ALIKE = 0.45  # similarity of two tokens from which they may speak of one thing
_PAPERS = 2  # that a comparison needs to hear
_MANY = frozenset({QuestionType.LIST, QuestionType.COMPARE, QuestionType.WHY, QuestionType.HOW})
_MOST = {True: (5, 150), False: (4, 90)}  # sentences and words at most: where a question asks for much, or for a fact


@dataclass(frozen=True, slots=True, eq=False)
class ReadQuestion:
    """A question with the sentences that may answer it.

    Attributes:
        asked: The question.
        found: What was retrieved.
        evidence: The sentences of the hits.
    """

    asked: AskedQuestion
    found: LookUp
    evidence: Sequence[Evidence]


@dataclass(frozen=True, slots=True, eq=False)
class Weighed:
    """A reading whose N sentences come in the order of the probabilities, (N,), that it is they which answer, given
    that one does."""

    reading: ReadQuestion
    evidence: Sequence[Evidence]
    probabilities: Sequence[float]


def read(question: str, retriever: Retriever, hits: int = _HITS) -> ReadQuestion:
    """Retrieve for a question and look at the sentences of the best hits.

    Raises:
        QueryError: The question has nothing to search for or is too long.
    """
    found = retriever.look_up(question, k=hits)
    own = asked(question, found, retriever)
    return ReadQuestion(own, found, gather(own, found, retriever))


def weigh(reading: ReadQuestion, sentence: Logistic) -> Weighed:
    """The sentences, best first; equal ones in their order."""
    odds = [sentence.odds(one.features) for one in reading.evidence]
    total = sum(odds)
    order = sorted(range(len(odds)), key=lambda at: -odds[at])
    return Weighed(reading, [reading.evidence[at] for at in order], [odds[at] / total for at in order])


def answerability(weighed: Weighed, retriever: Retriever) -> dict[str, float]:
    """What tells whether the papers answer a question, by name.

    - the features of the sentence that answers most probably;
    - margin: by how much its probability is above the next one's;
    - unknown: the share of the question's terms, weighted by IDF, that no passage has;
    - agreement: the share of the stages that rank its passage first;
    - together: the largest of all sentences' shares;
    - unlike: the share of the question's content words that are like none of the first three sentences;
    - uncounted: the least of these three.
    """
    if not weighed.evidence:
        return {}
    question, first = weighed.reading.asked, weighed.evidence[:_FIRST]
    hits = weighed.reading.found.result.hits
    best, second, *_ = *weighed.probabilities, 0.0
    likest = likest_words(question, [one.sentence for one in first])
    return {
        **first[0].features,
        "margin": best - second,
        "unknown": _unknown(question, retriever),
        "agreement": _agreement(first[0].sentence.hit, hits),
        "together": max(one.features["together"] for one in weighed.evidence),
        "unlike": float((likest < _ALIKE).mean()) if len(likest) else 0.0,
        "uncounted": min(one.features["uncounted"] for one in first),
    }


def _unknown(question: AskedQuestion, retriever: Retriever) -> float:
    total = sum(question.weights.values())
    unknown = sum(weight for term, weight in question.weights.items() if not retriever.holds(term))
    return unknown / total if total else 1.0


def _agreement(hit: Hit, hits: Sequence[Hit]) -> float:
    stages = {name for other in hits for name in other.scores}
    first = [max(other.scores.get(stage, 0.0) for other in hits) for stage in sorted(stages)]
    own = [hit.scores.get(stage, 0.0) for stage in sorted(stages)]
    return sum(a >= b for a, b in zip(own, first, strict=True)) / max(1, len(stages))


def answer(question: str, retriever: Retriever, calibration: Calibration) -> Answer:
    """What the papers say to a question, sentence by sentence, or why they say nothing.

    Args:
        question: In English or Indonesian, with a letter or digit in it.
        retriever: Over the papers.
        calibration: When an answer is one.

    Returns:
        Sentences that are verbatim in the papers, each with its citation.

    Raises:
        QueryError: The question has nothing to search for or is too long.
    """
    return compose(read(question, retriever), retriever, calibration)


def compose(reading: ReadQuestion, retriever: Retriever, calibration: Calibration) -> Answer:
    """The answer to a question that was read; see `answer`."""
    result = reading.found.result
    frames = Frames.of(result.language)
    weighed = weigh(reading, calibration.sentence)
    features = answerability(weighed, retriever)
    confidence = calibration.question.probability(features) if features else 0.0
    refused = confidence < calibration.refuse_below
    missing = tuple(_missing(reading.found, retriever))
    apart = [] if refused else _apart(reading, retriever, calibration)
    chosen = [] if refused else choose(weighed)
    short = short_answer(reading.asked, chosen[0]) if chosen else None
    if apart:
        chosen = [one for one, _ in apart]
        short = frames.each([(said, retriever.document(one.sentence.hit.passage.document_id)) for one, said in apart])
    elif short is not None and not reading.found.understood.compares:
        chosen = chosen[:1]  # it says what was asked for
    sentences = tuple(AnswerSentence(one.sentence.text, (cite_sentence(one.sentence, retriever),)) for one in chosen)
    heard = {citation.document_id for sentence in sentences for citation in sentence.citations}
    status, reason = Status.ANSWERED, None
    if refused:
        status, reason = Status.NOT_IN_CORPUS, frames.refusal(missing, reading.asked.kind)
    elif confidence < calibration.sure_from and short is None:  # with one, the unsure were right: six of six
        status, reason = Status.PARTIAL, frames.unsure(missing)
    elif reading.found.understood.compares and len(heard) < _PAPERS:
        status, reason = Status.PARTIAL, frames.one_paper
    note = f"{frames.differ} {short}" if apart else None
    return Answer(
        question=result.query,
        language=result.language,
        status=status,
        short=short,
        text=None if refused else as_text(note or short, sentences),
        sentences=sentences,
        confidence=round(confidence, 4),
        reason=reason,
        missing=missing,
        note=note,
        hits=_with_cited(result.hits, chosen),
        expansions=result.expansions,
    )


def choose(weighed: Weighed) -> list[Evidence]:
    """The fewest sentences that answer: the most probable ones, until one of them does probably enough; where a
    question compares papers, one of each first."""
    compares = weighed.reading.found.understood.compares
    most, words = _MOST[compares or weighed.reading.asked.kind in _MANY]
    first = _first_of_each(weighed.evidence) if compares else [0]
    chosen: list[Evidence] = []
    answered, left = 0.0, words
    for at in dict.fromkeys([*first, *range(len(weighed.evidence))]):
        one = weighed.evidence[at]
        faint = weighed.probabilities[at] < _FAINT * weighed.probabilities[0]
        if len(chosen) == most or (len(chosen) >= len(first) and (faint or answered >= _ENOUGH)):
            break
        length = len(one.sentence.text.split())
        if at not in first and (length > left or any(one.sentence.text == other.sentence.text for other in chosen)):
            continue
        chosen.append(one)
        answered += weighed.probabilities[at]
        left -= length
    return chosen


def _first_of_each(evidence: Sequence[Evidence]) -> list[int]:
    """Where the first sentence of each document stands."""
    first: dict[str, int] = {}
    for at, one in enumerate(evidence):
        first.setdefault(one.sentence.hit.passage.document_id, at)
    return list(first.values())


def cite_sentence(sentence: HitSentence, retriever: Retriever) -> Citation:
    """Where a sentence of a hit stands."""
    passage = sentence.hit.passage
    return cite(passage, retriever.document(passage.document_id), sentence.start, sentence.end)


def _apart(reading: ReadQuestion, retriever: Retriever, calibration: Calibration) -> list[tuple[Evidence, str]]:
    """The sentences by which papers disagree on what was asked, and what each says."""
    if not may_differ(reading.asked):
        return []
    widely = weigh(read(reading.found.result.query, retriever, hits=_WIDELY), calibration.sentence)
    return differing(reading.asked, widely.evidence)


def _with_cited(hits: Sequence[Hit], chosen: Sequence[Evidence]) -> tuple[Hit, ...]:
    """The hits, and those of chosen sentences that are not among them."""
    by_passage = {hit.passage.id: hit for hit in (*hits, *(one.sentence.hit for one in chosen))}
    return tuple(sorted(by_passage.values(), key=lambda hit: hit.rank))


def _missing(found: LookUp, retriever: Retriever) -> Iterator[str]:
    """The content words of a question of which the papers have no form."""
    seen = set()
    words = found.understood.encoded.split()
    for before, word in zip(["", *words], words, strict=False):
        if before.casefold() == "how":
            continue  # "how large" asks for a size, not for what is large
        bare = word.strip("?!.,;:\"'“”‘’()[]")
        own = [term for term in terms(bare) if term not in seen]
        seen.update(own)
        if own and bare.casefold() not in STOP_WORDS and not any(map(retriever.holds, own)):
            yield bare


def as_text(short: str | None, sentences: Sequence[AnswerSentence]) -> str:
    """An answer to be read: the short one, then the sentences, each with the numbers of its citations."""
    lines = [short] if short else []
    cited = 0
    for sentence in sentences:
        numbers = "".join(f"[{cited + n}]" for n in range(1, len(sentence.citations) + 1))
        cited += len(sentence.citations)
        lines.append(f"{sentence.text} {numbers}")
    return "\n".join(lines)
