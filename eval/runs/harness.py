"""Asks a service all questions, in this process or over HTTP, and scores its rankings and answers."""

import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any, Protocol

from eval.runs.records import ANSWERS, Outcome, Record, Returned, check_ids
from eval.runs.services import Service
from eval.runs.summary import provenance, summarise
from eval.runs.systems import DEPTH, ScoredSystem
from eval.scoring.answers import FACTS, overlaps, score_answer
from eval.scoring.attribution import attribution, is_reading
from eval.scoring.metrics import STANDARD, Unit, qrels_of, score_questions
from eval.sets.judged import JUDGED, Judged, load_judged
from eval.sets.questions import QUESTIONS, Question, load_questions
from kutip.text.reading import source_of, squeeze
from kutip.types import Answer, Passage, Span, Status

SHOWN = 5  # hits that a record keeps
_BEGINNING = 300  # characters kept of each
LAWS = ("OffsetsExact", "CitationsExact")  # metrics that must be 1 for every query

Tick = Callable[[], None]


class Bars(Protocol):
    """Shows progress bars."""

    def __call__(self, what: str, total: int) -> AbstractContextManager[Tick]:
        """Open a bar named `what` with `total` steps; the caller calls the returned function after each step."""


@dataclass(frozen=True, slots=True)
class QuestionSet:
    """A file of questions whose evidence was found in the sources of a service.

    Attributes:
        questions: All questions, unanswerable ones included.
        judged: Text that was read for them and found irrelevant.
        sources: Source text by document id.
        raw: The bytes of the file.
        name: Name of the file, for example "questions.jsonl".
    """

    questions: tuple[Question, ...]
    judged: Judged
    sources: Mapping[str, str]
    raw: bytes
    name: str

    @classmethod
    def open(cls, sources: Mapping[str, str], path: Path = QUESTIONS) -> "QuestionSet":
        """Read a file of questions. Only the bundled set has `judged`; for another file it is empty.

        Raises:
            QuestionError: A question cannot be scored with these sources.
            EvaluationError: A question's id is empty or contains white space.
        """
        questions = tuple(load_questions(sources, path))
        check_ids(question.id for question in questions)
        ours = path.resolve() == QUESTIONS.resolve()
        return cls(questions, load_judged(sources) if ours else Judged(), sources, path.read_bytes(), path.name)

    def facts(self) -> dict[str, object]:
        """Hashes of corpus, questions and judgements, which comparable runs share, and the number of questions."""
        return {
            "corpus": {name: sha256(text.encode("utf-8")).hexdigest() for name, text in sorted(self.sources.items())},
            "questions": {
                "file": self.name,
                "sha256": sha256(self.raw).hexdigest(),
                "count": len(self.questions),
                "answerable": sum(question.answerable for question in self.questions),
            },
            "judged": sha256(JUDGED.read_bytes()).hexdigest() if self.judged.spans else None,
        }


def evaluate(
    service: Service, asked: QuestionSet, systems: Sequence[str], bars: Bars, *, answers: bool = True
) -> tuple[dict[str, Any], dict[str, Outcome]]:
    """Score the rankings of some systems of a service, and its answers.

    Args:
        service: The service to ask.
        asked: The questions, with evidence found in the service's sources.
        systems: Names of systems, for example ["bm25", "hybrid"].
        bars: Shows progress.
        answers: Ask for answers too.

    Returns:
        The run's summary, and the outcome of each system by name; that of the answers has the name "answers".

    Raises:
        EvaluationError: There is no such system, or the service fails.
    """
    scored = {name: service.scored(name) for name in systems}  # before anything is asked: a name may be wrong
    outcomes = {}
    for name, system in scored.items():
        with bars(name, sum(question.answerable for question in asked.questions)) as tick:
            outcomes[name] = rank_all(system, asked, tick)
    if answers:
        with bars(ANSWERS, len(asked.questions)) as tick:
            outcomes[ANSWERS] = ask_all(service, asked, tick)
    measures = {name: form.format(rel=2) for name, form in STANDARD.items()}
    facts = {**provenance(), **service.facts(), **asked.facts(), "depth": DEPTH, "measures": measures}
    return {**facts, "systems": summarise(outcomes)}, outcomes


def rank_all(system: ScoredSystem, asked: QuestionSet, tick: Tick) -> Outcome:
    """Rank passages for every answerable question, then score all rankings.

    Scoring comes last because some systems do not list their passages: those are known only after they were returned.
    """
    ranked, times = {}, {}
    questions = [question for question in asked.questions if question.answerable]
    for question in questions:
        start = time.perf_counter()
        ranked[question.id] = system.rank(question.text)
        times[question.id] = (time.perf_counter() - start) * 1000
        tick()
    passages = system.passages
    units = [Unit.of(passage) for passage in passages]
    qrels = qrels_of(questions, units, asked.judged)
    exact = [is_reading(one.document_id, one.spans, one.text, asked.sources) for one in passages]
    scores = score_questions(questions, ranked, units, asked.sources, qrels=qrels)
    records = []
    for question in questions:
        rows = ranked[question.id]
        offsets_exact = {LAWS[0]: sum(exact[row] for row in rows) / len(rows)} if rows else {}
        grades = qrels[question.id]
        returned = [_returned(passages[row], grades.get(str(row))) for row in rows[:SHOWN]]
        metrics = {**scores[question.id], **offsets_exact}
        records.append(
            Record(
                question.id,
                question.text,
                _groups(question),
                metrics,
                times[question.id],
                _expected(question, asked),
                returned,
            )
        )
    names = [passage.id for passage in passages]
    check_ids(names)
    return Outcome(
        records,
        {query: [names[row] for row in rows] for query, rows in ranked.items()},
        {query: {names[int(row)]: grade for row, grade in own.items()} for query, own in qrels.items()},
    )


def ask_all(service: Service, asked: QuestionSet, tick: Tick) -> Outcome:
    """Ask every question, unanswerable ones included, and score the answers."""
    records = []
    for question in asked.questions:
        start = time.perf_counter()
        answer = service.ask(question.text)
        ms = (time.perf_counter() - start) * 1000
        cited = [citation for sentence in answer.sentences for citation in sentence.citations]
        returned = [Returned(c.passage_id, _grade(Unit.of(c), question), c.quote[:_BEGINNING]) for c in cited]
        response = {
            "status": answer.status.value,
            "confidence": answer.confidence,
            "answer": answer.text,
            "reason": answer.reason,
        }
        expected = [*filter(None, [" / ".join(question.answer)]), *_expected(question, asked)]
        metrics = answer_metrics(question, answer, asked.sources)
        records.append(Record(question.id, question.text, _groups(question), metrics, ms, expected, returned, response))
        tick()
    return Outcome(records)


def answer_metrics(question: Question, answer: Answer, sources: Mapping[str, str]) -> dict[str, float]:
    """The metrics of one answer, each 0 to 1 except AnswerWords; a metric that does not apply is left out.

    - KeyAccuracy, EvidenceCited, WrongRefusals: for answerable questions.
    - AbstentionRecall: for unanswerable questions; also AbstentionRecallNear for those about the papers' subject, and
      AbstentionRecallOther for those of other fields.
    - AbstentionPrecision: for refusals.
    - AnswerWords, a count: for answers to answerable questions of fact.
    - CitationRecall, CitationPrecision, CitationsExact: for answers with sentences.
    """
    scored = score_answer(question, answer)
    refused = float(scored.refused)
    metrics: dict[str, float] = {}
    if question.answerable:
        metrics |= {
            "KeyAccuracy": float(scored.key),
            "EvidenceCited": float(scored.supported),
            "WrongRefusals": refused,
        }
    elif question.topic == "papers":
        metrics |= {"AbstentionRecall": refused, "AbstentionRecallNear": refused}
    else:
        metrics |= {"AbstentionRecall": refused, "AbstentionRecallOther": refused}
    if answer.status is Status.NOT_IN_CORPUS:
        metrics["AbstentionPrecision"] = float(not question.answerable)
    if question.answerable and not scored.refused and question.type in FACTS:
        metrics["AnswerWords"] = float(scored.words)
    citations = attribution(answer, sources)
    if citations is not None:
        metrics |= {"CitationRecall": citations.recall, "CitationPrecision": citations.precision}
        metrics |= {LAWS[1]: citations.exact} if citations.exact is not None else {}
    return metrics


def _groups(question: Question) -> dict[str, str]:
    return {
        "language": question.language,
        "type": question.type,
        "wording": question.wording,
        "difficulty": question.difficulty,
        "topic": question.topic,
    }


def _returned(passage: Passage, grade: int | None) -> Returned:
    return Returned(passage.id, grade, passage.text[:_BEGINNING])


def _grade(unit: Unit, question: Question) -> int | None:
    """The best grade among the quotes that a cited sentence overlaps; None if it overlaps none."""
    return next((grade for grade in (2, 1) if overlaps(unit, question, grade=grade)), None)


def _expected(question: Question, asked: QuestionSet) -> list[str]:
    """The first quote of grade 2 of each part, on one line."""
    quotes = []
    for part in question.parts:
        evidence = next(one for one in part if one.grade == 2)
        span = Span(min(evidence.offsets), max(evidence.offsets) + 1)
        quotes.append(squeeze(source_of(asked.sources[evidence.document], [span])))
    return quotes
