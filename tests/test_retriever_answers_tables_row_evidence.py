"""Rows that share only a name with a question for a number or a date are no evidence for it."""

import numpy as np
import pytest
from made_tables import PAPERS, PASSAGES, look_up

from kutip.types import Cell, Hit, Passage
from retriever.answers.asked_question import AskedQuestion, asked
from retriever.answers.evidence import Evidence
from retriever.answers.tables.row_evidence import without_namesakes
from retriever.lookup import HitSentence


def read(question: str) -> AskedQuestion:
    return asked(look_up(question, PAPERS, PASSAGES))


def evidence(passage: Passage, names: float) -> Evidence:
    sentence = HitSentence(Hit(passage, 1, 1.0), 0, len(passage.text), passage.text, np.zeros(0, dtype=np.float32), 0.0)
    return Evidence(sentence, (), {"names": names})


def row(start: str) -> Passage:
    return next(one for one in PASSAGES if one.text.startswith(start))


@pytest.mark.parametrize(
    ("question", "start", "names", "is_kept"),
    [
        ("In which year did Norway join NATO?", "3. 3rd HPF Norway", 0.5, False),  # of two names it has one
        ("When did Norway chair the HPF?", "3. 3rd HPF Norway", 1.0, True),
        ("When did Kvalsund begin?", "Kvalsund 12", 1.0, False),  # it has no date
        ("How many members does Norway have?", "3. 3rd HPF Norway", 1.0, False),  # no number, but one of the row
        ("How many turbines has Kvalsund?", "Kvalsund 12", 1.0, True),
        ("How many blades were there in 2016?", "2016 28", 1.0, True),
        ("How many tonnes did Atas give?", "Atas 1.250,5", 1.0, True),
        ("Who chairs the HPF?", "Kvalsund 12", 0.0, True),  # asks for no number and no date
        ("How many divers has Norway?", "In 2017, 31 blades", 0.0, True),  # prose
    ],
)
def test_a_row_is_evidence_only_if_it_has_what_is_asked_for(
    question: str, start: str, names: float, is_kept: bool
) -> None:
    one = evidence(row(start), names)
    assert without_namesakes(read(question), [one]) == ([one] if is_kept else [])


def test_a_name_may_stand_in_a_row_in_another_language() -> None:
    passage = row("Kvalsund 12")
    cells = (Cell("Country", "Filipina", passage.spans), *passage.cells[1:])
    foreign = Passage("x", "straits", passage.kind, (), "Table 1", None, passage.spans, "Filipina 12 5,200", cells)
    one = evidence(foreign, 0.0)
    assert without_namesakes(read("How many turbines do the Philippines have?"), [one]) == [one]
    assert without_namesakes(read("How many turbines does Malta have?"), [one]) == []


def test_the_order_of_what_is_kept_stays() -> None:
    kept = [evidence(row("2016 28"), 1.0), evidence(row("2015 40"), 1.0)]
    dropped = evidence(row("3. 3rd HPF Norway"), 1.0)
    assert without_namesakes(read("How many blades were there?"), [kept[0], dropped, kept[1]]) == kept
