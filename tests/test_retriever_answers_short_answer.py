"""The short answer in a sentence or a table row: the clear candidate, and None in case of doubt."""

from collections.abc import Mapping

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kutip.models.passage_reader import AnswerSpan
from kutip.text.terms import terms
from kutip.types import Cell, Hit, Kind, Passage, Span
from retriever.answers.asked_question import AskedQuestion
from retriever.answers.evidence import Evidence
from retriever.answers.facts import facts
from retriever.answers.short_answer import short_answer
from retriever.lookup import HitSentence
from retriever.query.question_type import QuestionType

T = QuestionType
ROW = {
    "Meeting": "34th Conference",
    "Agenda": "Fraud, arson",
    "Place and date": "Hanoi, 13 May 2014",
    "Chair": "Bounmy Sisavath",
    "Officers trained": "45",
    "Women trained": "12%",
    "Venue": "-",
}


def asked(kind: QuestionType, question: str, *, read: str = "", names: str = "") -> AskedQuestion:
    """A question whose terms all have weight 1; `read` is its English translation if it has one."""
    read = read or question
    return AskedQuestion(
        kind, f"{question}\n{read}".casefold(), dict.fromkeys(terms(read), 1.0), frozenset(terms(names)), ()
    )


def evidence(
    question: AskedQuestion,
    text: str,
    *,
    row: Mapping[str, str] | None = None,
    kind: Kind = Kind.PARAGRAPH,
    lacking: Mapping[str, float] | None = None,
) -> Evidence:
    """A sentence, or a table row given by its columns, that fits the question except for the features in `lacking`."""
    cells = tuple(Cell(column, value, ()) for column, value in (row or {}).items())
    hit = Hit(Passage("p1", "paper", kind, (), "", 1, (Span(0, len(text)),), text, cells), 1, 1.0)
    new = tuple(fact for fact in facts(text) if fact.text.casefold() not in question.text)
    sentence = HitSentence(hit, 0, len(text), text, np.zeros(0, dtype=np.float32), 0.0)
    return Evidence(sentence, new, {"coverage": 1.0, "numbers": 1.0, "names": 1.0, **(lacking or {})})


def short_in(question: AskedQuestion, evidence: Evidence) -> str | None:
    return short_answer(question, evidence, least_coverage=0.25)


def in_prose(kind: QuestionType, question: str, text: str) -> str | None:
    own = asked(kind, question)
    return short_in(own, evidence(own, text))


def in_row(kind: QuestionType, question: str, row: Mapping[str, str]) -> str | None:
    own = asked(kind, question)
    return short_in(own, evidence(own, " | ".join(row.values()), row=row, kind=Kind.TABLE_ROW))


@pytest.mark.parametrize(
    ("kind", "question", "text", "short"),
    [
        (T.WHEN, "When did the database follow?", "The office opened in 1981, the database followed in 2007.", "2007"),
        (T.WHEN, "When did the office open?", "The office opened in 1981, the database followed in 2007.", "1981"),
        (T.WHEN, "When in 2014 was it?", "In 2014 it was on 13 May 2014.", "13 May 2014"),
        (T.WHERE, "Where do police train?", "Police trained in Jakarta, and in Hanoi the ministers spoke.", "Jakarta"),
        (T.WHERE, "Where were the ministers?", "Police trained in Jakarta, and in Hanoi the ministers spoke.", "Hanoi"),
        (T.HOW_MANY, "How many victims were there?", "In all 757 cases, with 2,425 victims.", "2,425"),
        (T.HOW_MANY, "How many cases were there?", "In all 757 cases, with 2,425 victims.", "757"),
        (T.HOW_MANY, "How many victims of cases in Laos?", "Of cases in Laos 757 with 2,425 victims.", "2,425"),
        (T.HOW_MANY, "How many chiefs met?", "All ten chiefs of police met.", "ten"),
        (T.HOW_MANY, "What share of victims were women?", "Women were 84 victims, or 10.1% of all.", "10.1%"),
        (T.LIST, "Which crimes are under the treaty?", "The treaty has crimes such as theft, fraud, and arson.",
         "theft, fraud, and arson"),
        (T.DEFINE, "What is an arena?", "An arena is a place where members meet.", "place where members meet"),
        (T.SOURCE, "Who is cited on borders?", "Crime crosses borders (Archer, 2001).", "Archer, 2001"),
        (T.SOURCE, "Who is cited on borders?", "Archer (2001) says that it crosses borders.", "Archer, 2001"),
        (T.WHICH, "Which convention binds Laos?", "The Palermo Convention binds Laos.", "Palermo Convention"),
        (T.WHICH, "Which UN convention binds Laos?", "Unlike the Bali Process, the Palermo Convention binds Laos.",
         "Palermo Convention"),
    ],
)  # fmt: skip
def test_the_fact_nearest_to_the_question_s_words_is_the_short_answer(
    kind: QuestionType, question: str, text: str, short: str
) -> None:
    assert in_prose(kind, question, text) == short


@pytest.mark.parametrize(
    ("kind", "question", "text"),
    [
        (T.WHEN, "When was it opened?", "The office was opened in Hanoi."),
        (T.WHEN, "When in 2014 was it?", "It was in 2014."),
        (T.WHEN, "When was it opened?", "That was in 1981."),
        (T.HOW_MANY, "How many victims were there?", "Of the victims, 757 were freed."),
        (T.HOW_MANY, "How many victims were there?", "The 757 found by police in Laos are victims."),
        (T.HOW_MANY, "How many victims were there?", "In 2019 victims came forward."),
        (T.HOW_MANY, "What share of victims were women?", "In all 84 victims were women."),
        (T.LIST, "Which crimes are under the treaty?", "The treaty has many crimes."),
        (T.SOURCE, "Who is cited on borders?", "Crime crosses borders (Archer, 2001; Boer, 2010)."),
        (T.SOURCE, "Who is cited on borders?", "Crime crosses borders."),
        (T.WHICH, "Which convention binds Laos?", "The Bali Process binds Laos."),
        (T.WHICH, "Which convention binds Laos?", "The Conventions bind Laos."),
        (T.WHY, "Why did Laos sign in 1981?", "Laos signed in Hanoi on 13 May 1981 because trust was lacking."),
        (T.HOW, "How did Laos sign?", "Laos signed in Hanoi on 13 May 1981 through envoys, letters, and calls."),
        (T.YES_NO, "Did Laos sign?", "Laos signed in Hanoi on 13 May 1981."),
        (T.COMPARE, "Do both papers say that Laos signed?", "Laos signed in Hanoi on 13 May 1981."),
    ],
)
def test_without_a_clear_candidate_there_is_no_short_answer(kind: QuestionType, question: str, text: str) -> None:
    assert in_prose(kind, question, text) is None


def test_an_entry_of_the_reference_list_gives_no_source() -> None:
    own = asked(T.SOURCE, "Who is cited on borders?")
    assert short_in(own, evidence(own, "Archer (2001). Borders.", kind=Kind.REFERENCE)) is None


@pytest.mark.parametrize("lacking", [{"coverage": 0.1}, {"numbers": 0.5}, {"names": 0.5}], ids=str)
@pytest.mark.parametrize("row", [None, {"Signed": "1981", "Member": "Laos"}], ids=["prose", "row"])
def test_a_sentence_without_the_question_s_words_gives_no_short_answer(
    lacking: dict[str, float], row: dict[str, str] | None
) -> None:
    own = asked(T.WHEN, "When was it signed by Laos?", names="Laos")
    assert short_in(own, evidence(own, "Signed by Laos in 1981", row=row)) == "1981"
    assert short_in(own, evidence(own, "Signed by Laos in 1981", row=row, lacking=lacking)) is None


@pytest.mark.parametrize(
    ("kind", "question", "short"),
    [
        (T.WHICH, "What was on the agenda?", "Fraud, arson"),  # the question has the column's word
        (T.WHO, "Who led it?", "Bounmy Sisavath"),  # the column is of the wanted kind
        (T.WHERE, "Where was it?", "Hanoi"),
        (T.WHEN, "When was it?", "13 May 2014"),
        (T.HOW_MANY, "How many officers were trained?", "45"),
        (T.HOW_MANY, "What share of the trained were women?", "12%"),
        (T.WHICH, "By which agenda were they trained?", "Fraud, arson"),  # "trained" is in two columns
        (T.HOW_MANY, "How many chairs were there?", None),  # a column without a number
        (T.HOW_MANY, "How many women were there?", None),  # a column with a share
        (T.WHICH, "Which treaty was signed?", None),  # no such column
        (T.WHICH, "At which conference was Fraud, arson on the agenda?", None),  # the question contains the cell
    ],
)
def test_the_cell_of_the_column_asked_for_is_the_short_answer(
    kind: QuestionType, question: str, short: str | None
) -> None:
    assert in_row(kind, question, ROW) == short


@pytest.mark.parametrize("blank", ["", "-", "–", " — ", "..."])
def test_a_blank_cell_gives_no_short_answer(blank: str) -> None:
    assert in_row(T.WHERE, "Where was it?", {"Venue": blank, "Chair": "Laos"}) is None
    assert in_row(T.WHERE, "Where was it?", {"Venue": "Hanoi", "Chair": "Laos"}) == "Hanoi"


def test_of_two_similar_columns_only_a_matching_word_selects_one() -> None:
    row = {"Place of ministers": "Hanoi", "Place of officers": "Jakarta"}
    assert in_row(T.WHERE, "Where did they gather?", row) is None
    assert in_row(T.WHERE, "Where did the officers gather?", row) == "Jakarta"


@pytest.mark.parametrize("word", "first last latest most fewest largest lowest more total paling terbanyak".split())
def test_a_question_about_several_rows_is_not_answered_from_one(word: str) -> None:
    assert in_row(T.WHERE, f"Where was the {word} fraud?", ROW) is None


@given(row=st.permutations(list(ROW.items())), question=st.sampled_from(
    [(T.WHO, "Who led it?"), (T.WHERE, "Where was it?"), (T.HOW_MANY, "How many officers were trained?"),
     (T.WHICH, "What was on the agenda of the conference?"), (T.WHICH, "Which meeting was it, on which agenda?")]
))  # fmt: skip
def test_the_order_of_columns_does_not_matter(row: list[tuple[str, str]], question: tuple[QuestionType, str]) -> None:
    assert in_row(*question, dict(row)) == in_row(*question, ROW)


PIECES = st.sampled_from(
    "Laos signed|in 1981|in Hanoi|on 13 May 2014|with 2,425 victims|10.1% of victims|crimes such as theft, fraud, and"
    " arson|the Palermo Convention|an arena is a place of talks|because|.|however,".split("|")
)
QUESTIONS = st.sampled_from(
    ["Which convention did Laos sign?", "How many victims signed?", "What percentage of victims?", "The arena of Laos"]
)


@given(
    text=st.lists(PIECES | st.text(max_size=4), max_size=8).map(" ".join), question=QUESTIONS, kind=st.sampled_from(T)
)
def test_a_short_answer_is_part_of_the_sentence_and_not_of_the_question(
    text: str, question: str, kind: QuestionType
) -> None:
    short = in_prose(kind, question, text)
    if short is not None and kind is not T.SOURCE:
        assert short in text
        assert short.casefold() not in question.casefold()


def test_an_indonesian_question_is_matched_by_its_english_translation() -> None:
    own = asked(T.HOW_MANY, "Berapa korban pada tahun 2019?", read="how many victims in 2019?")
    assert short_in(own, evidence(own, "In 2019 there were 757 cases, with 2,425 victims.")) == "2,425"


@pytest.mark.parametrize(
    ("kind", "question", "row", "short"),
    [
        (T.HOW_MANY, "How many officers were trained in 2015?", {"Year": "2015", "Officers": "15"}, "15"),
        (T.HOW_MANY, "How many women were trained?", ROW, None),
        (T.WHERE, "Where was the meeting of 13 May 2014?", {"Place": "Hanoi, 13 May 2014"}, "Hanoi"),
        (T.WHEN, "When did the chair resign?", {"Meeting": "34th", "Chair": "Bounmy Sisavath"}, None),
        (T.WHY, "Why did the chair resign?", {"Meeting": "34th", "Chair": "Bounmy Sisavath"}, None),
        (T.YES_NO, "Did the chair resign?", {"Meeting": "34th", "Chair": "Bounmy Sisavath"}, None),
    ],
)  # fmt: skip
def test_cells_that_are_easily_misread_are_read_right(
    kind: QuestionType, question: str, row: dict[str, str], short: str | None
) -> None:
    assert in_row(kind, question, row) == short


def test_of_two_equally_near_places_the_wrong_one_is_not_taken() -> None:
    text = "Ministers met in Hanoi and police trained in Jakarta."
    assert in_prose(T.WHERE, "Where do police train?", text) in (None, "Jakarta")


# --- The reader's span ----------------------------------------------------------------------------------------------

CERTAIN, DOUBTFUL = 5.0, 4.9
TRAINED = "Police trained in Jakarta, and in Hanoi the ministers spoke of 45 cases."


def with_span(kind: QuestionType, question: str, span: str, certainty: float, row: bool = False) -> str | None:
    """The short answer in a sentence, or in a row with a place, of which the reader gives a span."""
    own = asked(kind, question)
    one = evidence(
        own, TRAINED, row={"Place": "Hanoi"} if row else None, kind=Kind.TABLE_ROW if row else Kind.PARAGRAPH
    )
    start = TRAINED.index(span)
    return short_answer(own, one, least_coverage=0.25, span=AnswerSpan(start, start + len(span), 0.0, certainty))


@pytest.mark.parametrize(
    ("kind", "question", "span", "certainty", "short"),
    [
        (T.WHERE, "Where were the ministers?", "in Jakarta", CERTAIN, "in Jakarta"),  # before the nearest place
        (T.WHERE, "Where were the ministers?", "in Jakarta", DOUBTFUL, "Hanoi"),
        (T.WHERE, "Where were the ministers?", "trained", CERTAIN, "Hanoi"),  # no place
        (T.WHICH, "What was it about?", "the ministers spoke", CERTAIN, "the ministers spoke"),  # of any kind
        (T.WHICH, "What did the ministers do?", "the ministers", CERTAIN, None),  # the question says it
        (T.WHO, "Who spoke?", "the ministers", CERTAIN, None),  # no name
        (T.HOW_MANY, "How many cases?", "Hanoi", CERTAIN, "45"),  # no number, so the rules find one
        (T.HOW_MANY, "How many crimes?", "of 45 cases", 3.0, "45"),
        (T.HOW_MANY, "How many crimes?", "of 45 cases", 2.9, None),
        (T.HOW_MANY, "What share of the crimes?", "of 45 cases", CERTAIN, None),  # no share
        (T.HOW_MANY, "How long was it?", "of 45 cases", CERTAIN, None),  # counts no things
        (T.WHO, "Who spoke?", "the ministers", 10.0, "the ministers"),
        (T.WHEN, "When did they speak?", "the ministers", 12.0, None),  # no date, however certain
        (T.WHERE, "Who spoke in what place?", "45 cases", 12.0, "Hanoi"),
        (T.WHO, "Who spoke?", "Hanoi", 3.0, "Hanoi"),
        (T.LIST, "What are they?", "the ministers", CERTAIN, "the ministers"),
        (T.LIST, "What are they?", "the ministers", DOUBTFUL, None),
        (T.WHY, "Why did they meet?", "the ministers spoke", CERTAIN, None),
    ],
)
def test_a_certain_span_of_the_kind_asked_for_is_the_short_answer(
    kind: QuestionType, question: str, span: str, certainty: float, short: str | None
) -> None:
    assert with_span(kind, question, span, certainty) == short


def test_in_a_row_the_columns_go_before_the_reader() -> None:
    assert with_span(T.WHERE, "Place of the ministers?", "Jakarta", CERTAIN, row=True) == "Hanoi"
    assert with_span(T.WHERE, "Of the ministers?", "Jakarta", CERTAIN, row=True) == "Hanoi"


def test_a_number_of_another_year_is_no_answer() -> None:
    text = "In 2019 they found 264 hives."
    for question, short in (
        ("How many nests were there in 2019?", "264"),
        ("How many nests were there in 2021?", None),
    ):
        own = asked(T.HOW_MANY, question)
        span = AnswerSpan(text.index("264"), text.index("264") + 3, 0.0, 9.0)
        assert short_answer(own, evidence(own, text), least_coverage=0.25, span=span) == short


BOUGHT = "They bought the following: ropes, old sails, two anchors and paint."


@pytest.mark.parametrize(
    ("kind", "question", "short"),
    [
        (T.LIST, "What did they buy?", "ropes, old sails, two anchors and paint"),  # all that are listed
        (T.WHICH, "Which goods were bought?", None),
        (T.WHICH, "Which four of them?", None),
        (T.WHICH, "Which was bought first?", "old sails"),
    ],
)
def test_one_of_several_things_is_no_answer_to_a_question_for_all(
    kind: QuestionType, question: str, short: str | None
) -> None:
    own = asked(kind, question)
    start = BOUGHT.index("old sails")
    span = AnswerSpan(start, start + len("old sails"), 0.0, 9.0)
    assert short_answer(own, evidence(own, BOUGHT), least_coverage=0.25, span=span) == short


def test_the_number_of_one_of_two_things_is_no_answer() -> None:
    text = "In the port lay 5 boats and 6 rafts."
    span = AnswerSpan(text.index("5"), text.index("5") + 1, 0.0, 9.0)
    for question, short in (("How many boats and rafts?", None), ("How many boats?", "5")):
        own = asked(T.HOW_MANY, question)
        for read, least in ((span, 1.1), (None, 0.25)):  # by the reader alone, and by the rules alone
            assert short_answer(own, evidence(own, text), least_coverage=least, span=read) == short
