"""The tables of the bundled papers, asked the whole evaluation set and questions of the kinds that readers reported."""

import pytest

from eval.sets.questions import Question
from eval.studies.indexed_questions import IndexedQuestions
from kutip.messages.catalogue import Catalogue
from kutip.settings import Settings
from kutip.types import Status
from retriever.answers.asked_question import asked
from retriever.answers.planned import PlannedAnswer
from retriever.answers.tables.table_plan import table_plan
from retriever.search import Retriever


def planned(question: str, retriever: Retriever) -> PlannedAnswer | None:
    found = retriever.look_up(question, k=1)
    return table_plan(found, asked(found))


def told(found: PlannedAnswer) -> str:
    """All that an answer says, in lower case."""
    texts = [found.short or "", Catalogue.of("en").texts(found.notes), *(place.text for place in found.places)]
    return " ".join(texts).casefold()


@pytest.fixture(scope="module")
def taken(settings: Settings, retriever: Retriever) -> list[tuple[Question, PlannedAnswer]]:
    """The questions of the evaluation set that the plan takes, each with its answer."""
    asked_for = IndexedQuestions.open(settings).questions
    found = ((question, planned(question.text, retriever)) for question in asked_for)
    return [(question, one) for question, one in found if one is not None]


def test_what_the_plan_answers_of_the_set_is_right(taken: list[tuple[Question, PlannedAnswer]]) -> None:
    answers = [(question, one) for question, one in taken if one.status is Status.ANSWERED]
    assert len(answers) >= 15
    wrong = [
        question.id for question, one in answers if not any(key.casefold() in told(one) for key in question.answer)
    ]
    assert wrong == []


def test_what_the_plan_refuses_of_the_set_has_no_answer(taken: list[tuple[Question, PlannedAnswer]]) -> None:
    refusals = [question for question, one in taken if one.status is Status.NOT_IN_CORPUS]
    assert len(refusals) >= 7
    assert [question.id for question in refusals if question.answerable] == []


@pytest.mark.parametrize(
    ("question", "short"),
    [
        ("Which year had the highest number of cases?", "2023"),
        ("Which year had the fewest cases?", "2018"),
        ("In which year did cases peak?", "2023"),
        ("Where was the last SOMTC held?", "Vientiane"),
        ("Where was the latest AMMTC held?", "Vientiane"),
        ("When was the first SOMTC held?", "December 28 – 30, 2001"),
        ("Di mana AMMTC pertama diadakan?", "Manila"),
        ("Which MoU is still in the making?", "Myanmar"),
        ("Di mana AMMTC ke-17 diadakan?", "Labuan Bajo"),
        ("Which country had the highest poverty level in 2021?", "Filipina"),
        ("What was the number of unemployment in the Philippines in 2020?", "4,500"),
        ("Who is the POLRI attaché in Manila?", "Kombes Pol. Retno Prihawati, S.Sos., S.I.K., M.H."),
        ("Tahun berapa jumlah tersangka Indonesia paling banyak?", "2021"),
    ],
)
def test_a_cell_of_the_right_row_is_given(question: str, short: str, retriever: Retriever) -> None:
    found = planned(question, retriever)
    assert found is not None
    assert (found.status, found.short) == (Status.ANSWERED, short)


@pytest.mark.parametrize(
    ("question", "rows"),
    [
        ("How many times did Indonesia host the AMMTC?", 2),
        ("How many SOMTC meetings were held in Vietnam?", 2),
        ("How many of the SOMTC were chaired by Myanmar?", 2),
        ("How many SOMTC meetings did Malaysia host?", 3),
        ("How many AMMTC forums were held in Manila?", 2),
        ("Berapa kali Kamboja menjadi tuan rumah SOMTC?", 3),
        ("How many MoUs does POLRI have with Malaysia?", 2),
        ("How many SOMTC were held between 2010 and 2015?", 6),
    ],
)
def test_rows_are_counted_and_quoted(question: str, rows: int, retriever: Retriever) -> None:
    found = planned(question, retriever)
    assert found is not None
    assert (found.status, found.short, len(found.places)) == (Status.ANSWERED, None, rows)
    assert f"{rows} rows" in Catalogue.of("en").texts(found.notes)


@pytest.mark.parametrize(
    "question",
    [
        "In which year did Myanmar join ASEANAPOL?",
        "Kapan Timor Leste menjadi anggota ASEANAPOL?",
        "How many police officers does Indonesia have?",
        "Berapa jumlah anggota polisi di Indonesia?",
        "How many ATPOL and STAFNISPOL serve in Southeast Asia?",  # a row names two: prose has the number
        "How many victims of human trafficking were there in 2023?",
        "How many trafficking cases were prosecuted in 2023?",
        "How many cases of human trafficking were there in 2023?",  # the other paper has another number
        "Berapa kasus yang diselesaikan pada tahun 2023?",
        "How many delegates attended the 17th AMMTC?",
        "What was decided at the last SOMTC?",
        "When did Thailand sign the MoU?",
        "How many times has Singapore hosted ASEANAPOL conferences?",
        "And what about Malaysia?",
    ],
)
def test_rows_that_share_names_with_a_question_do_not_answer_it(question: str, retriever: Retriever) -> None:
    assert planned(question, retriever) is None


@pytest.mark.parametrize(
    ("question", "reason"),
    [
        ("How many trafficking cases were recorded in Malaysia in 2022?", "says nothing of Malaysia."),
        ("Berapa kasus perdagangan orang di Thailand tahun 2023?", "says nothing of Thailand."),
        (
            "How many Indonesian suspects were there in 2019?",
            "begins in 2020. The nearest that it gives is 163, for 2020.",
        ),
        ("Who is the POLRI attaché in Yangon?", "has no row for Yangon."),
        ("Where will the 20th AMMTC be held?", "ends with 18th AMMTC."),
    ],
)
def test_what_a_table_lacks_is_refused_with_what_it_has(question: str, reason: str, retriever: Retriever) -> None:
    found = planned(question, retriever)
    assert found is not None
    assert found.status is Status.NOT_IN_CORPUS
    assert Catalogue.of("en").texts(found.reason).endswith(reason)
