"""Questions that go on from another one: which subject they take, and when that is not plain."""

import pytest
from looked_up import PAPERS, look_up
from starlette.testclient import TestClient
from typer.testing import CliRunner

from kutip.cli.commands import app
from kutip.settings import Settings
from kutip.types import Cell, Kind, Passage, Status
from retriever.answers.answerer import Answerer
from retriever.answers.calibration import Calibration
from retriever.answers.follow_up import standalone, subject_of
from retriever.answers.papers_meant import name_of_paper
from retriever.query.kinds import Kinds
from retriever.search import Retriever

LISTS = (
    "Turbines stood in Norway, Scotland and the Faroe Islands in that year.",
    "The survey names Lindqvist, Aasen, and Berge as its authors, but Norway paid.",
)
ROWS = (("Strait", "Kvalsund"), ("Strait", "Pentland Firth"), ("Owner", "Tidewell"))
PASSAGES = [
    *(Passage(str(at), "a", Kind.PARAGRAPH, (), "", None, (), text) for at, text in enumerate(LISTS)),
    *(
        Passage(name, "a", Kind.TABLE_ROW, (), "", None, (), name, (Cell(column, name, ()),))
        for column, name in ROWS
    ),
]  # fmt: skip
KINDS = Kinds(PASSAGES)
COUNT = "How many turbines stood in Norway in 2019?"


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        ("Norway", "Scotland", True), ("norway", "faroe islands", True), ("Aasen", "Berge", True),
        ("Norway", "Berge", False),
        ("Kvalsund", "Pentland Firth", True), ("Kvalsund", "Tidewell", False), ("Norway", "Atlantis", False),
    ],
)  # fmt: skip
def test_names_are_alike_if_the_papers_list_them_together(one: str, other: str, alike: bool) -> None:
    assert KINDS.alike(one, other) is alike
    assert KINDS.alike(other, one) is alike


@pytest.mark.parametrize(
    ("question", "previous", "whole"),
    [
        ("And in 2021?", COUNT, "How many turbines stood in Norway in 2021?"),
        ("What about Scotland?", COUNT, "How many turbines stood in Scotland in 2019?"),
        ("bagaimana dengan Scotland?", "Berapa turbin di Norway?", "Berapa turbin di Scotland?"),
        ("And the third?", "When was the second survey made?", "When was the third survey made?"),
        ("And DEF?", "What is ABC?", "What is DEF?"),
        ("And what about rust?", "What is blade wear?", "What is rust?"),
        ("Who owns it?", "Where is Tidewell?", "Who owns Tidewell?"),
        ("What are its aims?", "When was Tidewell founded?", "What are Tidewell’s aims?"),
        ("Apa tujuannya?", "Di mana Tidewell didirikan?", "Apa tujuan Tidewell?"),
        ("How is it measured?", "What is blade wear?", "How is blade wear measured?"),
        ("Why?", "When was Tidewell founded?", "Why was Tidewell founded?"),
        ("And why?", "Did the wear rise in 2019?", "Why did the wear rise in 2019?"),
        ("When?", "Where was the second survey made?", "When was the second survey made?"),
        ("Kenapa?", "Apakah angin itu lemah?", "Kenapa angin itu lemah?"),
        ("Mengapa?", "Bagaimana turbin dirawat di sana?", "Mengapa turbin dirawat di sana?"),
        ("And in 2021?", "How many turbines stood in Norway?", "How many turbines stood in Norway in 2021?"),
        ("Dan pada tahun 2021?", "Berapa turbin di Norway?", "Berapa turbin di Norway pada tahun 2021?"),
    ],
)  # fmt: skip
def test_a_follow_up_takes_what_is_plain(question: str, previous: str, whole: str) -> None:
    assert standalone(question, previous, KINDS.alike) == whole


@pytest.mark.parametrize(
    ("question", "previous"),
    [
        ("What about Berge?", COUNT),  # a person for a country
        ("What about Kvalsund?", COUNT),  # a strait for a country
        ("And in 2021?", "Who measured the wear?"),  # no year to replace
        ("And in 2021?", "Did more turbines stand there in 2018 than in 2019?"),  # two
        ("What about Scotland?", "Did Norway pay more than Scotland or Norway?"),
        ("Who owns it?", "Did Norway sell to Tidewell?"),  # two names
        ("How do they cooperate with it?", "What is Tidewell?"),  # two pronouns
        ("And the wear?", COUNT),  # no name
        ("What about Norway?", "What is blade wear?"),  # a country for a term
        ("Why?", "Who founded Tidewell?"),
        ("Why?", "How many turbines stood in Norway?"),
        ("Why?", "What is blade wear?"),
        ("Why?", "Why is it so?"),
        ("Kenapa?", "When was Tidewell founded?"),  # a word of another language
        ("And in 2021?", "What is blade wear?"),
        ("And in 2021?", "How many turbines did the third survey count?"),  # its time is given
    ],
)
def test_a_follow_up_that_is_not_plain_stays_without_a_subject(question: str, previous: str) -> None:
    assert standalone(question, previous, KINDS.alike) is None


def test_the_subject_is_the_only_name_or_what_is_defined() -> None:
    assert subject_of("What is the wear of blades?") == "wear of blades"
    assert subject_of("Kapan Tidewell didirikan?") == "Tidewell"
    assert subject_of("Why did Norway pay Tidewell?") is None
    assert subject_of("What is it?") is None


# --- Over the bundled papers ---------------------------------------------------------------------------------------

BEFORE, AFTER = "In which city was the fifth AMMTC held?", "And the seventh?"
WHOLE = "In which city was the seventh AMMTC held?"


def test_a_follow_up_is_answered_as_the_whole_question(retriever: Retriever) -> None:
    answerer = Answerer(retriever, Calibration.read())
    followed, whole = answerer.answer(AFTER, BEFORE), answerer.answer(WHOLE)
    assert (followed.question, followed.asked_as, whole.asked_as) == (AFTER, WHOLE, None)
    assert followed.sentences == whole.sentences
    assert followed.status is whole.status is Status.ANSWERED


@pytest.mark.parametrize("previous", ["", "???", "Why?", "Who wrote it?", "And the sixth?"])
def test_without_a_whole_question_before_it_a_follow_up_is_refused(retriever: Retriever, previous: str) -> None:
    refused = Answerer(retriever, Calibration.read()).answer(AFTER, previous)
    assert (refused.status, refused.sentences, refused.hits, refused.asked_as) == (Status.NOT_IN_CORPUS, (), (), None)
    assert [one.code for one in refused.reason_codes] == ["answer.no_subject"]


def test_a_whole_question_does_not_look_at_the_one_before_it(client: TestClient) -> None:
    alone, after = (
        client.get("/v1/ask", params={"q": WHOLE, **more}).json() for more in ({}, {"previous": "What is poverty?"})
    )
    assert {**alone, "took_ms": 0} == {**after, "took_ms": 0}


def test_both_ways_of_the_api_take_the_question_before(client: TestClient) -> None:
    asked = {"q": AFTER, "previous": BEFORE}
    got, posted = client.get("/v1/ask", params=asked).json(), client.post("/v1/ask", json=asked).json()
    assert got["asked_as"] == posted["asked_as"] == WHOLE
    assert got["sentences"] == posted["sentences"] != []
    events = client.get("/v1/ask", params=asked, headers={"accept": "text/event-stream"}).text
    assert WHOLE in events


def test_a_question_before_that_is_too_long_is_refused(client: TestClient) -> None:
    assert client.get("/v1/ask", params={"q": WHOLE, "previous": "a" * 1001}).status_code == 422
    assert client.get("/", params={"q": WHOLE, "previous": "a" * 1001}).status_code == 422


def test_the_page_keeps_the_question_for_the_next_one(client: TestClient) -> None:
    first = client.get("/", params={"q": BEFORE}).text
    assert f'name="previous" value="{BEFORE}"' in first
    second = client.get("/", params={"q": AFTER, "previous": BEFORE}).text
    assert f"Asked as: {WHOLE}" in second
    assert f'name="previous" value="{WHOLE}"' in second
    third = client.get("/", params={"q": "hello", "previous": WHOLE}).text
    assert f'name="previous" value="{WHOLE}"' in third
    assert 'name="previous"' not in client.get("/").text


def test_the_command_takes_the_question_before(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KUTIP_INDEX", str(settings.index))
    done = CliRunner().invoke(app, ["ask", AFTER, "--previous", BEFORE])
    assert done.exit_code == 0
    assert f"asked as: {WHOLE}" in " ".join(done.output.split())


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("What is the paper by Holm and Lind about?", "the paper by Holm and Lind"),
        ("Which method does Sari's article use?", "Sari's article"),
        ("What is the paper about?", None),
        ("What do Holm and Sari say in the paper?", None),  # two papers
        ("What does Holm say of bees?", None),  # the person, perhaps
    ],
)
def test_a_paper_is_named_as_the_question_before_names_it(text: str, name: str | None) -> None:
    assert name_of_paper(look_up(text, PAPERS), text) == name


def test_they_are_the_authors_of_the_paper_named_before(retriever: Retriever) -> None:
    before = "What is the paper by Najib and Juned about?"
    asked_as = Answerer(retriever, Calibration.read()).answer("What do they recommend?", before).asked_as
    assert asked_as == "What do the paper by Najib and Juned recommend?"
    assert (
        Answerer(retriever, Calibration.read()).answer("What do they recommend?", "What is the paper about?").asked_as
        is None
    )


def test_a_bare_question_word_goes_on_from_the_question_before(retriever: Retriever) -> None:
    found = Answerer(retriever, Calibration.read()).answer("When?", "Where was the 9th AMMTC held?")
    assert (found.asked_as, found.question) == ("When was the 9th AMMTC held?", "When?")
    assert Answerer(retriever, Calibration.read()).answer("When?").status is Status.NOT_IN_CORPUS
