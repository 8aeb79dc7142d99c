"""Answers to the whole indexed set are verbatim, cited, short and reproducible; and how sentences are chosen."""

from dataclasses import replace

import pytest

from eval.sets.questions import Question
from eval.studies.indexed_questions import IndexedQuestions
from kutip.messages.catalogue import Catalogue
from kutip.settings import Settings
from kutip.text.reading import align, source_of
from kutip.types import Answer, AnswerSentence, Citation, Message, Span, Status
from retriever.answers.answer_text import as_text
from retriever.answers.answerability import answerability
from retriever.answers.answerer import Answerer
from retriever.answers.calibration import Calibration, Logistic
from retriever.answers.composing import answer, choose
from retriever.answers.phrases import UNCALIBRATED
from retriever.answers.weighed import read, weigh
from retriever.search import Retriever

CALIBRATION = Calibration.read()
FIT = CALIBRATION.with_reader


def ask(question: str, retriever: Retriever, calibration: Calibration = CALIBRATION) -> Answer:
    return answer(retriever.look_up(question, k=retriever.settings.answers.hits_widely), calibration)


@pytest.fixture(scope="module")
def questions(settings: Settings) -> tuple[Question, ...]:
    return IndexedQuestions.open(settings).questions


@pytest.fixture(scope="module")
def answers(questions: tuple[Question, ...], retriever: Retriever) -> list[Answer]:
    return [ask(question.text, retriever) for question in questions]


def test_every_sentence_of_every_answer_is_verbatim_in_hit_and_source(
    answers: list[Answer], retriever: Retriever
) -> None:
    seen = 0
    for one in answers:
        hits = {hit.passage.id: hit.passage for hit in one.hits}
        for sentence in one.sentences:
            (citation,) = sentence.citations
            assert sentence.text == citation.quote
            assert citation.quote in hits[citation.passage_id].text
            source = retriever.document(citation.document_id).source_text
            align(source, citation.spans, citation.quote)  # raises where the quote is no reading of its spans
            assert source_of(source, citation.spans).strip()
            seen += 1
    assert seen > len(answers)


def test_a_short_answer_stands_letter_by_letter_in_the_sentence_that_is_cited_for_it(
    answers: list[Answer], retriever: Retriever
) -> None:
    seen = 0
    for one in answers:
        if one.short is None or one.note is not None:  # where papers differ, each one's statement is named
            continue
        (citation, *_) = one.sentences[0].citations
        if not retriever.passage(citation.passage_id).cells:
            assert one.short in citation.quote
            seen += 1
    assert seen > 30


def test_status_text_reason_and_confidence_of_answers_agree(answers: list[Answer]) -> None:
    for one in answers:
        assert one.confidence is not None
        assert 0 <= one.confidence <= 1
        refused = one.status is Status.NOT_IN_CORPUS
        assert one.status is not Status.ANSWERED or one.confidence >= 0.5
        assert refused == (one.text is None) == (not one.sentences)
        assert (one.reason is None) == (one.status is Status.ANSWERED)
        assert [one.reason or "", one.note or ""] == [
            Catalogue.of(one.language).texts(codes) for codes in (one.reason_codes, one.note_codes)
        ]
        if one.short is not None and one.note is None:
            assert one.text is not None
            assert one.text.startswith(one.short)


def test_answers_have_at_most_five_distinct_sentences(answers: list[Answer]) -> None:
    for one in answers:
        texts = [sentence.text for sentence in one.sentences]
        counted = next((note.values["found"] for note in one.note_codes if note.code == "answer.items_complete"), 0)
        assert len(texts) <= max(5, 1 + int(str(counted)))  # a list is given whole, behind what announces it
        assert len(set(texts)) == len(texts)


def test_the_same_question_gets_the_same_answer(answers: list[Answer], retriever: Retriever) -> None:
    for one in answers[::20]:
        assert ask(one.question, retriever) == one


def test_a_refusal_is_in_the_question_s_language(retriever: Retriever) -> None:
    english = ask("How many moons does Jupiter have?", retriever)
    indonesian = ask("Berapa kecepatan cahaya?", retriever)
    assert (english.status, indonesian.status) == (Status.NOT_IN_CORPUS, Status.NOT_IN_CORPUS)
    assert english.reason == "The papers nowhere have “moons”, “Jupiter”."
    assert indonesian.reason == "Artikel tidak memuat “cahaya”."


@pytest.mark.parametrize(
    ("question", "short"),
    [
        ("Where was the 5th AMMTC held?", "Hanoi"),
        ("Kapan AMMTC ke-9 diadakan?", "September 16 – 18, 2013"),
        ("What is the poverty rate of Indonesia in 2021?", "10.1%"),
    ],
)
def test_the_short_answer_is_the_first_line(retriever: Retriever, question: str, short: str) -> None:
    found = ask(question, retriever)
    assert found.short == short
    assert str(found.text).splitlines()[0] == short


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("How many human trafficking cases were recorded in Indonesia in 2023?", {"998", "1,061"}),
        ("Berapa kasus perdagangan orang di Indonesia pada tahun 2023?", {"998", "1,061"}),
        ("Do the two papers report the same number of human trafficking cases for 2023?", {"998", "1,061"}),
        ("Who organises the AMMTC?", {"ASEAN", "ASEANAPOL"}),
    ],
)
def test_disagreeing_papers_are_both_shown_with_a_note(retriever: Retriever, question: str, said: set[str]) -> None:
    found = ask(question, retriever)
    frame = {"en": "The papers differ:", "id": "Kedua artikel berbeda:"}[found.language]
    assert {part.split(" (")[0] for part in str(found.short).split("; ")} == said
    assert found.note == f"{frame} {found.short}" == str(found.text).splitlines()[0]
    cited = [citation for sentence in found.sentences for citation in sentence.citations]
    assert len({citation.document_id for citation in cited}) == len(cited) == 2
    assert {citation.passage_id for citation in cited} <= {hit.passage.id for hit in found.hits}


def test_only_two_questions_of_the_set_get_a_note_of_disagreement(answers: list[Answer]) -> None:
    """Reading all answers by hand, only these two have sentences that contradict each other."""
    differ = {"answer.both_papers_differ", "answer.papers_differ"}
    assert [one.question for one in answers if differ & {note.code for note in one.note_codes}] == [
        "Do the two papers report the same number of human trafficking cases for 2023?",
        "Who organises AMMTC and SOMTC: do the two papers agree?",
    ]


def test_a_comparison_cites_both_papers_or_is_partial(retriever: Retriever) -> None:
    found = ask("Do both papers use qualitative research?", retriever)
    documents = {citation.document_id for sentence in found.sentences for citation in sentence.citations}
    assert len(documents) == 2 or found.status is Status.PARTIAL


@pytest.mark.parametrize("question", ["Who discovered penicillin?", "Berapa kecepatan cahaya?"])
def test_a_question_of_foreign_words_is_refused_however_sure_the_calibration(
    retriever: Retriever, question: str
) -> None:
    sure = replace(FIT, question=Logistic(30.0, {}))
    found = ask(question, retriever, replace(CALIBRATION, with_reader=sure, without_reader=sure))
    assert (found.status, found.confidence, found.sentences) == (Status.NOT_IN_CORPUS, 0.0, ())


def test_words_that_no_glossary_translates_are_not_called_foreign(retriever: Retriever) -> None:
    sure = replace(FIT, question=Logistic(30.0, {}))
    calibration = replace(CALIBRATION, with_reader=sure, without_reader=sure)
    unread = retriever.tuned(retriever.settings.changed(search={"glossary": False}))
    assert ask("Berapa kecepatan cahaya?", unread, calibration).status is not Status.NOT_IN_CORPUS


def test_probabilities_fall_and_sum_to_one(retriever: Retriever) -> None:
    weighed = weigh(read(retriever.look_up("Who chairs the AMMTC?"), with_reader=True), FIT.sentence)
    assert sum(weighed.probabilities) == pytest.approx(1)
    assert list(weighed.probabilities) == sorted(weighed.probabilities, reverse=True)
    assert choose(weighed)[0] is weighed.evidence[0]
    assert set(FIT.question.weights) <= set(answerability(weighed))


@pytest.mark.parametrize("most", [1, 2])
def test_an_answer_has_at_most_the_sentences_that_the_settings_allow(
    answers: list[Answer], retriever: Retriever, most: int
) -> None:
    limited = {"most_sentences": most, "most_sentences_of_many": most, "enough": 1, "faint": 0}
    few = retriever.tuned(retriever.settings.changed(answers=limited))
    questions = [one.question for one in answers[:40:4] if one.sentences and not one.short and not one.note]
    assert {len(ask(question, few).sentences) for question in questions} == {most}


def test_an_answer_reads_as_many_hits_as_the_settings_say(retriever: Retriever) -> None:
    question = "What is the role of ASEANAPOL?"
    three = retriever.tuned(retriever.settings.changed(answers={"hits": 3}))
    assert [hit.rank for hit in ask(question, three).hits] == [1, 2, 3]
    assert len(ask(question, retriever).hits) == 10


def test_no_short_answer_is_given_below_the_coverage_that_the_settings_ask_for(retriever: Retriever) -> None:
    question = "When was e-ADS version 2.0 launched?"
    ruled = retriever.settings.changed(reading={"reader": "off"})  # the reader's certainty needs no terms
    strict = ruled.changed(answers={"least_coverage": 1})
    assert ask(question, retriever.tuned(ruled)).short == "September 13, 2017"
    assert ask(question, retriever.tuned(strict)).short is None


def test_features_of_answerability_follow_the_settings(retriever: Retriever) -> None:
    def features(**answers: object) -> dict[str, float]:
        tuned = retriever.tuned(retriever.settings.changed(answers=answers))
        return answerability(weigh(read(tuned.look_up("Who chairs the AMMTC?")), CALIBRATION.without_reader.sentence))

    assert features(alike=0)["unlike"] == 0
    assert features(alike=1)["unlike"] > features()["unlike"]
    assert features(judged_sentences=1)["uncounted"] >= features(judged_sentences=9)["uncounted"]


def test_a_comparison_without_the_wider_look_finds_no_disagreement(retriever: Retriever) -> None:
    question = "How many human trafficking cases were recorded in Indonesia in 2023?"
    narrow = retriever.tuned(retriever.settings.changed(answers={"hits": 1, "hits_widely": 1}))
    assert ask(question, retriever).note is not None
    assert ask(question, narrow).note is None


def test_words_that_no_paper_contains_are_listed_as_missing(retriever: Retriever) -> None:
    found = ask("Which telephone hotline helps zookeepers?", retriever)
    assert found.missing == ("telephone", "hotline", "zookeepers")


def test_an_answerer_without_a_language_model_answers_by_extraction(
    answers: list[Answer], retriever: Retriever
) -> None:
    answerer = Answerer(retriever, CALIBRATION)
    for one in answers[:5]:
        answering = answerer.begin(one.question)
        assert tuple(answering.sentences) == one.sentences
        assert answering.answer == one


def test_every_citation_gets_its_own_number() -> None:
    one, other = Citation("p", "d", (Span(0, 4),), "They"), Citation("q", "d", (Span(5, 9),), "meet")
    sentences = [AnswerSentence("They meet.", (one, other)), AnswerSentence("They talk.", (one,))]
    assert as_text(None, sentences) == "They meet. [1][2]\nThey talk. [3]"
    assert as_text("1981", sentences[1:]) == "1981\nThey talk. [1]"


@pytest.mark.parametrize(
    "other",
    [
        replace(CALIBRATION, encoder="another model"),
        replace(CALIBRATION, with_reader=replace(FIT, question=Logistic(0.0, {"a feature of another Kutip": 1.0}))),
    ],
)
@pytest.mark.parametrize("question", ["When was ASEANAPOL formed?", "Kapan e-ADS 2.0 diluncurkan?", "Who runs Mars?"])
def test_a_calibration_for_another_model_gives_no_confidence(
    retriever: Retriever, question: str, other: Calibration
) -> None:
    found = ask(question, retriever, other)
    assert found.confidence is None
    assert str(found.note).startswith(Catalogue.of(found.language).text(UNCALIBRATED))
    assert found.sentences
    assert found.status is Status.PARTIAL  # nothing is called answered of which Kutip cannot say how sure it is
    for sentence in found.sentences:
        assert sentence.text in {quote.quote for quote in sentence.citations}


@pytest.mark.parametrize(
    ("question", "missing"),
    [
        ("Berapa kecepatan cahaya?", ("cahaya",)),
        ("Mengapa air laut terasa asin?", ("air", "laut", "asin")),
        ("Berapa anggaran Sekretariat ASEANAPOL?", ("anggaran",)),
        ("How large is the annual budget of the Secretariat?", ("budget",)),
    ],
)
def test_missing_words_are_words_that_the_user_typed(
    retriever: Retriever, question: str, missing: tuple[str, ...]
) -> None:
    found = ask(question, retriever)
    assert found.missing == missing
    assert all(f"“{word}”" in str(found.reason) for word in missing)


def test_missing_words_never_come_from_the_glossary(answers: list[Answer]) -> None:
    for one in answers:
        typed = one.question.casefold()
        assert all(word.casefold() in typed for word in one.missing), one.question


def test_a_word_that_the_papers_spell_differently_is_not_missing(retriever: Retriever) -> None:
    assert ask("Who organises the twenty-first meeting of the AMMTC?", retriever).missing == ()


@pytest.mark.parametrize("word", ["brought", "bring", "said", "says", "say", "chosen", "child"])
def test_a_word_of_which_the_papers_have_another_form_is_not_missing(retriever: Retriever, word: str) -> None:
    assert word not in ask(f"Which zookeepers {word} hotlines?", retriever).missing


def test_a_form_of_a_word_that_the_papers_have_in_no_form_is_missing(retriever: Retriever) -> None:
    assert ask("Which victims swam and were shaken?", retriever).missing == ("swam", "shaken")


@pytest.mark.parametrize(
    "question",
    [
        "When did Koster find a starting point of globalization?",
        "Kapan Archer mendefinisikan organisasi internasional?",
    ],
)
def test_without_a_date_a_question_for_one_is_answered_in_part_at_most(retriever: Retriever, question: str) -> None:
    found = ask(question, retriever)
    assert found.status is not Status.ANSWERED
    assert found.short is None
    assert found.confidence is not None
    assert found.confidence < 0.5
    assert found.reason_codes[0] == Message("answer.not_given", {"wanted": Message("wanted.when")})
