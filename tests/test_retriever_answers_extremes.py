"""Questions for the most, the least or a sum over years are answered by sentences that say so, and by no others."""

from dataclasses import replace

import numpy as np
import pytest
from looked_up import PAPERS, look_up

from kutip.types import Hit, Kind, Passage, Span
from retriever.answers.asked_question import asked
from retriever.answers.evidence import Evidence
from retriever.answers.extremes import AskedExtreme, asked_extreme
from retriever.answers.facts import facts
from retriever.lookup import HitSentence


def evidence(text: str) -> Evidence:
    passage = Passage("p", "d", Kind.PARAGRAPH, (), "", None, (Span(0, len(text)),), text)
    sentence = HitSentence(Hit(passage, 1, 1.0), 0, len(text), text, np.zeros(0, dtype=np.float32), 0.0)
    return Evidence(sentence, facts(text), {})


def told(question: str, *texts: str) -> tuple[AskedExtreme | None, str | None, str | None]:
    """What a question asks beyond a fact, the first text that says it, and its short answer."""
    found = look_up(question, PAPERS)
    extreme = asked_extreme(found, asked(found))
    one = None if extreme is None else extreme.first_told(asked(found), [*map(evidence, texts)])
    short = None if extreme is None or one is None else extreme.short(asked(found), one, None)
    return extreme, None if one is None else one.sentence.text, short


MOST = "In which year were there the most hives?"


@pytest.mark.parametrize(
    ("question", "text", "short"),
    [
        (MOST, "The highest number of hives, 1,366, stood in the valley in 2019.", "2019"),
        (MOST, "Hives peaked in 2019.", "2019"),
        (MOST, "After 310 hives in 2012 the number of hives was highest in 2019.", "2019"),
        ("What was the highest number of hives?", "The largest number of hives was 1,366, in 2019.", "1,366"),
        ("Which of the three dances is strongest?", "Of the three the dance of cold bees dominates.", None),
        ("How many hives burned from 2015 to 2019?", "In the 2015-2019 period 264 hives burned.", None),
        ("How many hives burned between 2015 and 2019?", "From 2015 to 2019, as many as 264 hives burned.", None),
        ("Tahun berapa sarang paling banyak?", "The greatest number of hives stood there in 2019.", "2019"),
    ],
)
def test_a_sentence_that_says_it_answers(question: str, text: str, short: str | None) -> None:
    extreme, found, own = told(question, "In 1999 there were 12 hives.", text)
    assert extreme is not None
    assert (found, own) == (text, short)


@pytest.mark.parametrize(
    ("question", "text"),
    [
        (MOST, "In 2019 there were 1,366 hives."),
        (MOST, "In 2019 hives had the highest price."),
        (MOST, "One of the largest hives burned in 2019."),
        (MOST, "The lowest number of hives stood there in 2019."),
        ("How many hives burned from 2015 to 2019?", "In the 2014-2019 period 264 hives burned."),
        (
            "How many hives burned from 2015 to 2019?",
            "There burned 12 hives (2015), 9 hives (2016), 3 hives (2019).",
        ),
        ("How many hives burned from 2015 to 2019?", "In the 2015-2019 period hives burned by 100% more each year."),
    ],
)
def test_a_sentence_that_does_not_say_it_leaves_it_untold(question: str, text: str) -> None:
    extreme, found, _ = told(question, text)
    assert extreme is not None
    assert found is None
    assert extreme.untold.code in ("answer.extreme_untold", "answer.sum_untold")


@pytest.mark.parametrize(
    "question",
    [
        "When was the hive built?",
        "Why do most bees dance?",
        "How many hives at least stood there?",
        "What was the most recent dance?",
        "How many hives were there in 2019?",
        "Do the two papers agree on the largest hive?",
    ],
)
def test_other_questions_ask_for_no_extreme(question: str) -> None:
    assert told(question)[0] is None


def test_an_extreme_between_two_dates_has_no_short_answer() -> None:
    text = "Hives stood in 2018 highest 2019 and fell."
    extreme, found, short = told(MOST, text)
    assert (extreme is not None, found, short) == (True, text, None)
    assert replace(extreme, word="peak").untold.values == {"word": "peak"}
