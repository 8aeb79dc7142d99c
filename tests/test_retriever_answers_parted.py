"""Several questions in one are parted and answered each; one question stays whole."""

from collections.abc import Iterator

import pytest
from llm_server import Endpoint, serving

from kutip.settings import LanguageModelSettings
from kutip.types import Status
from retriever.answers.answerer import Answerer, open_language_model
from retriever.answers.calibration import Calibration
from retriever.answers.parted import parted
from retriever.search import Retriever


@pytest.mark.parametrize(
    ("question", "parts"),
    [
        ("How many turbines were there in 2019, and what was measured on their blades in winter?", ()),
        ("How many turbines were there in 2019, and what was measured on the blades?",
         ("How many turbines were there in 2019?", "what was measured on the blades?")),
        ("Who built the road to Hallein? When?", ("Who built the road to Hallein?", "When built the road to Hallein?")),
        ("When and by whom was the Kvalsund turbine built?",
         ("When was the Kvalsund turbine built?", "by whom was the Kvalsund turbine built?")),
        ("What is OSM and who founded it?", ("What is OSM?", "who founded OSM?")),
        ("What is blade wear; and how is it measured?", ("What is blade wear?", "how is blade wear measured?")),
        ("Berapa turbin pada tahun 2019 dan siapa pemilik selat itu?",
         ("Berapa turbin pada tahun 2019?", "siapa pemilik selat itu?")),
        ("Kapan dan di mana turbin Kvalsund dibangun?",
         ("Kapan turbin Kvalsund dibangun?", "di mana turbin Kvalsund dibangun?")),
        ("Apa itu OSM dan apa tugasnya?", ("Apa itu OSM?", "apa tugas OSM?")),
    ],
)  # fmt: skip
def test_what_asks_several_things_is_parted(question: str, parts: tuple[str, ...]) -> None:
    assert parted(question) == parts


@pytest.mark.parametrize(
    "question",
    [
        "How do traders and miners cooperate?", "Who built it and where is its end?",
        "Which towns and which mines paid?",
        "What is the difference between what was paid and what was owed?", "Who says when and where salt was sold?",
        "Do traders know what salt is and who sells it?", "What did he say and what did they do?",
        "Salt and what is sold?",
        "How and when?", "What happened and why?", "Was it sold, and when?", "What is the price of salt and of wood?",
        "Apa hubungan antara garam dan siapa yang menjualnya?", "Siapa membeli garam dan kayu?", "Kapan dan di mana?",
        "Negara mana dan kota apa yang disebut?", "Why?", "", "and what is sold?",
    ],
)  # fmt: skip
def test_one_question_stays_whole(question: str) -> None:
    assert parted(question) == ()


# --- Over the bundled papers ---------------------------------------------------------------------------------------

CITY, SUSPECTS = "In which city was the seventh AMMTC held?", "How many Indonesian suspects were there in 2021?"
BOTH = "In which city was the seventh AMMTC held, and how many Indonesian suspects were there in 2021?"
HALF = "In which city was the seventh AMMTC held, and what is the boiling point of tungsten?"
NEITHER = "Who was Napoleon, and what is the boiling point of tungsten?"


@pytest.fixture(scope="module")
def answerer(retriever: Retriever) -> Answerer:
    return Answerer(retriever, Calibration.read())


def test_each_part_is_answered_as_if_it_were_asked_alone(answerer: Answerer) -> None:
    both, city, suspects = map(answerer.answer, (BOTH, CITY, SUSPECTS))
    assert (both.question, both.status, both.reason) == (BOTH, Status.ANSWERED, None)
    assert both.sentences == (*city.sentences, *suspects.sentences)
    alone = [one.text.rsplit(" ", 1)[0] for one in (city, suspects) if one.text is not None]  # without its number
    assert both.text is not None
    assert both.text.splitlines() == [*f"{alone[0]} [1]".splitlines(), *f"{alone[1]} [2]".splitlines()]
    assert [hit.rank for hit in both.hits] == list(range(1, len(both.hits) + 1))
    assert len({hit.passage.id for hit in both.hits}) == len(both.hits)
    held = {hit.passage.id for hit in both.hits}
    assert {one.passage_id for sentence in both.sentences for one in sentence.citations} <= held
    known = [one for one in (city.confidence, suspects.confidence) if one is not None]
    assert both.confidence == min(known)


def test_a_part_that_the_papers_do_not_answer_is_named(answerer: Answerer) -> None:
    half, city = answerer.answer(HALF), answerer.answer(CITY)
    assert half.status is Status.PARTIAL
    assert half.sentences == city.sentences
    assert half.reason is not None
    assert "what is the boiling point of tungsten?" in half.reason
    assert CITY not in half.reason
    assert "tungsten" in half.missing


def test_with_no_part_answered_the_whole_is_refused(answerer: Answerer) -> None:
    neither = answerer.answer(NEITHER)
    assert (neither.status, neither.sentences, neither.text) == (Status.NOT_IN_CORPUS, (), None)
    assert neither.question == NEITHER


def test_the_sentences_can_be_read_one_by_one(answerer: Answerer) -> None:
    answering = answerer.begin(BOTH)
    assert tuple(answering.sentences) == answering.answer.sentences


@pytest.fixture(scope="module")
def endpoint() -> Iterator[Endpoint]:
    with serving() as running:
        yield running


def test_a_language_model_that_says_nothing_useful_leaves_both_parts(retriever: Retriever, endpoint: Endpoint) -> None:
    settings = LanguageModelSettings(
        base_url=endpoint.url, model="say:The summit was held on the moon [1].", seconds=20, retries=0
    )
    worded = Answerer(retriever, Calibration.read(), open_language_model(settings)).answer(BOTH)
    assert worded.sentences == Answerer(retriever, Calibration.read()).answer(BOTH).sentences
