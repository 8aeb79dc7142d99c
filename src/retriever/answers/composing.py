"""Composes answers of the papers' own sentences, or a refusal if the papers do not hold the answer."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kutip.language import LANGUAGES
from kutip.messages.catalogue import Catalogue
from kutip.types import Answer, AnswerSentence, Citation, Message, Passage, Polarity, Status
from retriever.answers.about_paper import about_paper
from retriever.answers.answer_text import as_text, named_papers
from retriever.answers.answerability import answerability
from retriever.answers.antecedents import with_antecedents, with_items
from retriever.answers.asked_question import AskedQuestion, asked
from retriever.answers.calibration import Calibration
from retriever.answers.choosing import choose
from retriever.answers.counting import counts_the_thing
from retriever.answers.definition import definition
from retriever.answers.disagreement import differing, may_differ
from retriever.answers.evidence import Evidence
from retriever.answers.extremes import asked_extreme
from retriever.answers.facts import FactKind
from retriever.answers.glossing import glossed
from retriever.answers.listing import listing
from retriever.answers.nothing_asked import nothing_asked
from retriever.answers.own_language import in_own_language, with_short
from retriever.answers.phrases import ONE_PAPER, SETTLING, UNCALIBRATED, papers_differ
from retriever.answers.planned import AnswerPlan, PlannedAnswer, QuotedPlace, hits_with
from retriever.answers.polarity import Settled, polarity_of
from retriever.answers.refusing import not_given, refusal, unsettled, unsure
from retriever.answers.short_answer import short_answer
from retriever.answers.spelled_out import spelled_out
from retriever.answers.summary import summary
from retriever.answers.tables.table_plan import table_plan
from retriever.answers.untold_year import untold_year
from retriever.answers.weighed import ReadQuestion, Weighed, read, weigh
from retriever.citations.apa import author_and_year
from retriever.citations.cite_span import cite
from retriever.lookup import HitSentence, LookUp
from retriever.query.question_type import QuestionType

# In the order in which they are tried.
PLANS: tuple[AnswerPlan, ...] = (
    nothing_asked,
    about_paper,
    spelled_out,
    table_plan,
    summary,
    definition,
    listing,
    untold_year,
)
_EVEN = 0.5  # confidence below which an answer is as likely wrong as right, and only partial
_UNTOLD = 0.4  # most confidence without the kind of fact asked for: of 9 such answers 6 were right, of 10 undated none
_PAPERS = 2  # papers that have to answer a question which compares them
_SETTLED = 0.9  # least confidence of a yes or no: of 80 questions 34 were settled, none wrongly
_EXPLAINED = frozenset({QuestionType.WHY, QuestionType.HOW})  # of which a sentence may need the one before it


def answer(look_up: LookUp, calibration: Calibration) -> Answer:
    """Answer a question from what the index gave for it.

    Args:
        look_up: Of the question, with as many hits as the setting `hits_widely` says.
        calibration: Decides whether and by which sentences the question is answered.

    Returns:
        Sentences that are verbatim in the papers, each with its citation; or the reason why there is none.
    """
    planned = _planned(look_up, asked(look_up))
    return planned or of_sentences(read(look_up, with_reader=True), calibration)


def compose(reading: ReadQuestion, calibration: Calibration) -> Answer:
    """The answer to a question whose sentences were read; see `answer`."""
    return _planned(reading.look_up, reading.asked) or of_sentences(reading, calibration)


def _planned(look_up: LookUp, question: AskedQuestion) -> Answer | None:
    """The answer of the first plan that has one; None if the sentences have to answer."""
    planned = next((found for plan in PLANS if (found := plan(look_up, question)) is not None), None)
    return None if planned is None else _of_plan(look_up, planned)


def _of_plan(look_up: LookUp, planned: PlannedAnswer) -> Answer:
    result, catalogue = look_up.result, Catalogue.of(look_up.result.language)
    places = planned.places if planned.short else in_own_language(look_up, planned.places)
    sentences = _cited(look_up, places)
    said = planned.short or catalogue.texts(planned.notes)
    return Answer(
        question=result.query,
        language=result.language,
        status=planned.status,
        short=planned.short,
        text=as_text(said, sentences, named_papers(look_up, sentences)) if said or sentences else None,
        sentences=sentences,
        confidence=planned.confidence,
        reason=catalogue.texts(planned.reason) or None,
        missing=(),
        note=catalogue.texts(planned.notes) or None,
        hits=hits_with(look_up, places) if planned.shows_hits else (),
        expansions=result.expansions,
        reason_codes=planned.reason,
        note_codes=planned.notes,
        is_planned=True,
    )


def of_sentences(reading: ReadQuestion, calibration: Calibration) -> Answer:
    """The answer by the sentences that probably answer, or a refusal."""
    look_up, catalogue = reading.look_up, Catalogue.of(reading.look_up.result.language)
    fit = calibration.without_reader if reading.readings is None else calibration.with_reader
    weighed = weigh(reading, fit.sentence)
    features = answerability(weighed)
    fits = not features or (calibration.encoder == look_up.encoder and fit.knows(features))
    answerable = features and not _is_foreign(reading, features)
    refused = fits and (not answerable or fit.question.probability(features) < fit.refuse_below)
    confidence = fit.confidence(features, weighed.probabilities[0]) if answerable else 0.0
    body = _Body() if refused else _body(weighed, calibration, is_sure=fits and confidence >= _EVEN)
    confidence = min(confidence, _UNTOLD) if body.untold is not None else confidence
    status, reason = _status(reading, body, is_sure=fits and confidence >= _EVEN)
    settled = polarity_of(look_up, weighed.evidence)
    polarity = None if settled is None or (refused and settled.evidence is None) else settled.polarity
    if settled is not None and settled.evidence is not None:
        body, confidence = _settling(reading, settled), max(confidence, _SETTLED)
        refused, status, reason = False, Status.ANSWERED, ()
    elif refused:
        status, reason = Status.NOT_IN_CORPUS, refusal(reading.spoken, reading.asked.kind)
    elif settled is not None:
        status, reason = Status.PARTIAL, unsettled(reading.spoken)
    elif body.untold is not None:
        reason = (body.untold,)
    notes = body.notes if fits else (UNCALIBRATED, *body.notes)
    said = catalogue.texts(reason if polarity is Polarity.UNCLEAR else body.notes)
    return Answer(
        question=look_up.result.query,
        language=look_up.result.language,
        status=status,
        short=body.short,
        text=None if refused else _text(look_up, body, said, settles=polarity is not None),
        sentences=body.sentences,
        confidence=round(confidence, 4) if fits else None,
        reason=catalogue.texts(reason) or None,
        missing=reading.spoken.lacking,
        note=catalogue.texts(notes) or None,
        hits=hits_with(look_up, body.places),
        expansions=look_up.result.expansions,
        reason_codes=reason,
        note_codes=notes,
        polarity=polarity,
        is_planned=settled is not None or bool(body.notes),
    )


def _settling(reading: ReadQuestion, settled: Settled) -> "_Body":
    """The answer to a yes/no question: what the papers say to it, and the sentence that does."""
    places = _places(reading, [settled.evidence] if settled.evidence is not None else [], is_short=True)
    return _Body(places, _cited(reading.look_up, places), notes=(SETTLING[settled.polarity],))


def _text(look_up: LookUp, body: "_Body", said: str, *, settles: bool) -> str:
    """The text of an answer; where papers are compared, each is named before what it says."""
    if settles:
        return f"{said} {as_text(None, body.sentences)}"
    named = named_papers(look_up, body.sentences) if look_up.understood.compares else None
    return as_text(said or body.short, body.sentences, named)


def _is_foreign(reading: ReadQuestion, features: Mapping[str, float]) -> bool:
    """Whether the papers contain none of the question's words: of our 60 questions of other fields 21, of 234 others 0.

    A question in another language that no glossary translates has few words in common with any paper.
    """
    understood = reading.look_up.understood
    is_read = LANGUAGES[understood.language].translating is None or bool(understood.expansions)
    return is_read and bool(reading.asked.weights) and features["unknown"] >= 1


def _status(reading: ReadQuestion, body: "_Body", *, is_sure: bool) -> tuple[Status, tuple[Message, ...]]:
    """Whether a question that is not refused is answered or only in part, and why not in full."""
    if not is_sure or not reading.spoken.counts_what_is_held:
        return Status.PARTIAL, unsure(reading.spoken)
    if reading.look_up.understood.compares and len(body.documents) < _PAPERS:
        return Status.PARTIAL, (ONE_PAPER,)
    return Status.ANSWERED, ()


@dataclass(frozen=True, slots=True, eq=False)
class _Body:
    """The content of an answer.

    Attributes:
        places: The sentences, in the order to be read.
        sentences: The same with their citations.
        short: The short answer; None where none stands out.
        notes: That papers disagree, with what each says; none where they do not.
        untold: That no sentence has a date, a number or the most where one is asked for; None if one has.
    """

    places: Sequence[QuotedPlace] = ()
    sentences: tuple[AnswerSentence, ...] = ()
    short: str | None = None
    notes: tuple[Message, ...] = ()
    untold: Message | None = None

    @property
    def documents(self) -> set[str]:
        """Ids of the papers that it cites."""
        return {one.passage.document_id for one in self.places}


def _body(weighed: Weighed, calibration: Calibration, *, is_sure: bool) -> _Body:
    """Choose the sentences that answer; where papers disagree, one of each paper."""
    look_up, question = weighed.reading.look_up, weighed.reading.asked
    extreme = asked_extreme(look_up, question)
    apart = _apart(weighed.reading, calibration) if extreme is None else []
    told = None if extreme is None else extreme.first_told(question, weighed.evidence)
    chosen = [one for one, _ in apart] or ([told] if told is not None else choose(weighed, is_sure=is_sure))
    if extreme is not None and told is None:
        places = _places(weighed.reading, chosen, is_short=False)
        return _Body(places, _cited(look_up, places), untold=extreme.untold)
    span = None if apart else weighed.reading.span(chosen[0])
    short = short_answer(question, chosen[0], least_coverage=look_up.settings.least_coverage, span=span)
    short = short if extreme is None else extreme.short(question, chosen[0], short)
    said = [f"{own} ({author_and_year(look_up.document(one.sentence.hit))})" for one, own in apart]
    if apart:
        short = "; ".join(said)
    elif short is not None and not look_up.understood.compares:
        chosen = chosen[:1]  # this sentence holds the short answer, so no more are needed
    places = _places(weighed.reading, chosen, is_short=short is not None)
    if not apart:
        places, short = with_short(look_up, places, short)
    untold = None if short is not None else _untold(question, chosen)
    return _Body(places, _cited(look_up, places), short, _differ(look_up, said) if apart else (), untold)


def _untold(question: AskedQuestion, chosen: Sequence[Evidence]) -> Message | None:
    """That no sentence has a date for "when", or a number of the things that are counted; None if one has."""
    undated = question.kind is QuestionType.WHEN and not any(_is_dated(one) for one in chosen)
    uncounted = question.kind is QuestionType.HOW_MANY and not any(counts_the_thing(question, one) for one in chosen)
    return not_given(question.kind) if undated or uncounted else None


def _is_dated(one: Evidence) -> bool:
    return any(fact.kind is FactKind.DATE for fact in one.facts)


def _places(reading: ReadQuestion, chosen: Sequence[Evidence], *, is_short: bool) -> list[QuotedPlace]:
    """The sentences to be read out, in order; those of one paper together where papers are compared."""
    look_up = reading.look_up
    places = [QuotedPlace(one.sentence.hit.passage, one.sentence.start, one.sentence.end) for one in chosen]
    if look_up.understood.compares:
        order = list(dict.fromkeys(one.passage.document_id for one in places))
        return sorted(places, key=lambda one: order.index(one.passage.document_id))
    if reading.asked.kind is QuestionType.LIST and not is_short:
        return with_items(look_up, places)
    if reading.asked.kind in _EXPLAINED and not is_short:
        return with_antecedents(look_up, places, most=look_up.settings.most_sentences_of_many)
    return places


def _differ(look_up: LookUp, said: Sequence[str]) -> tuple[Message, ...]:
    return (papers_differ(said, papers=len(look_up.documents)),)


def _cited(look_up: LookUp, places: Sequence[QuotedPlace]) -> tuple[AnswerSentence, ...]:
    return tuple(
        AnswerSentence(
            one.text,
            (_cite(look_up, one.passage, one.start, one.end),),
            () if one.passage.cells else glossed(look_up, one.text),
        )
        for one in places
    )


def cite_sentence(sentence: HitSentence, look_up: LookUp) -> Citation:
    """Cite a sentence of a hit."""
    return _cite(look_up, sentence.hit.passage, sentence.start, sentence.end)


def _cite(look_up: LookUp, passage: Passage, start: int, end: int) -> Citation:
    paper = passage.document_id
    return cite(passage, look_up.documents[paper], start, end, look_up.bibliographies.get(paper))


def _apart(reading: ReadQuestion, calibration: Calibration) -> list[tuple[Evidence, str]]:
    """The sentences in which papers disagree on the question, each with its statement; none if they do not."""
    if not may_differ(reading.asked):
        return []
    settings = reading.look_up.settings
    widely = weigh(read(reading.look_up, settings.hits_widely), calibration.without_reader.sentence)
    return differing(reading.asked, widely.evidence, least_coverage=settings.least_coverage)
