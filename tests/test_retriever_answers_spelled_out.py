"""What an abbreviation stands for, and how a name is abbreviated, by the sentence that introduces it."""

import pytest
from looked_up import Paper, look_up, texts

from kutip.types import Kind, Status
from retriever.answers.asked_question import asked
from retriever.answers.planned import PlannedAnswer
from retriever.answers.spelled_out import spelled_out

_PROSE = Kind.PARAGRAPH
TIDES = Paper(
    "tides",
    {"title": "Tides", "author": [{"given": "Ane", "family": "Holm"}], "issued": {"date-parts": [[2020]]}},
    [
        (_PROSE, (), "Boats need forecasts. The Coastal Tide Office (CTO) gives them. The CTO has ten buoys."),
        (_PROSE, (), "The letters RTG stand on each buoy. The Harbour Agency of the North (BPN) paints them."),
        (_PROSE, (), "A sea level index (SLI) is given each day."),
    ],
)
REEFS = Paper(
    "reefs",
    {"title": "Reefs", "author": [{"given": "Sri", "family": "Wahyuni"}], "issued": {"date-parts": [[2019]]}},
    [(_PROSE, (), "Each Coral Transect Observer (CTO) dives. The SLI (sea level index) is noted.")],
)


def ask(question: str) -> PlannedAnswer | None:
    found = look_up(question, [TIDES, REEFS])
    return spelled_out(found, asked(found))


@pytest.mark.parametrize(
    ("question", "short"),
    [
        ("What does SLI stand for?", "sea level index"),
        ("what does the abbreviation sli stand for", "sea level index"),
        ("What is the full form of SLI?", "sea level index"),
        ("What is SLI short for?", "sea level index"),
        ("What is the abbreviation of the sea level index?", "SLI"),
        ("How is sea level index abbreviated?", "SLI"),
        ("SLI itu singkatan dari apa?", "sea level index"),
        ("Apa kepanjangan dari SLI?", "sea level index"),
        ("Sea level index disingkat apa?", "SLI"),
    ],
)
def test_the_sentence_that_introduces_it_gives_the_other_form(question: str, short: str) -> None:
    planned = ask(question)
    assert planned is not None
    assert (planned.status, planned.short) == (Status.ANSWERED, short)
    assert texts(planned.places) == ["A sea level index (SLI) is given each day."]


def test_where_papers_differ_each_is_told_with_its_form() -> None:
    planned = ask("What does CTO stand for?")
    assert planned is not None
    assert planned.short == "Coastal Tide Office (Holm, 2020); Coral Transect Observer (Wahyuni, 2019)"
    assert [one.code for one in planned.notes] == ["answer.both_papers_differ"]
    assert texts(planned.places) == [
        "The Coastal Tide Office (CTO) gives them.",
        "Each Coral Transect Observer (CTO) dives.",
    ]


def test_an_abbreviation_that_no_paper_introduces_is_refused() -> None:
    planned = ask("What do the letters RTG stand for?")
    assert planned is not None
    assert planned.status is Status.NOT_IN_CORPUS
    assert [(one.code, one.values) for one in planned.reason] == [("answer.not_spelled_out", {"word": "RTG"})]


@pytest.mark.parametrize(
    "question",
    [
        pytest.param("What does BPN stand for?", id="the long form is in another language"),
        pytest.param("What does NATO stand for?", id="no paper has it"),
        pytest.param("What does the harbour stand for?", id="no abbreviation"),
        pytest.param("What is the full name of the head of the CTO?", id="another name"),
        pytest.param("Who heads the CTO?", id="another question"),
        pytest.param("What does the CTO give?", id="what it does"),
        pytest.param("Is SLI an abbreviation?", id="a yes/no question"),
    ],
)
def test_other_questions_are_not_taken(question: str) -> None:
    assert ask(question) is None
