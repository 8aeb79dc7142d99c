"""A sentence that points back comes with the one it points to; papers that are compared are named in the text."""

import pytest
from looked_up import BEES, PAPERS, RICE, Paper, look_up, texts

from kutip.types import AnswerSentence, Citation, Kind, Span
from retriever.answers.answer_text import as_text, first_of_papers, named_papers
from retriever.answers.antecedents import with_antecedents, with_items
from retriever.answers.passage_sentences import sentences_of

WALLS = Paper(
    "walls",
    {"title": "Walls"},
    [
        (Kind.PARAGRAPH, ("Care",), "Water runs into each crack."),
        (
            Kind.PARAGRAPH,
            ("Care",),
            "In winter, this makes walls weak. This study asks why. Stones are old. These are heavy.",
        ),
        (Kind.PARAGRAPH, ("End",), "That is all."),
    ],
)
SENTENCES = {one.text: one for one in sentences_of(WALLS.passages)}


@pytest.mark.parametrize(
    ("sentence", "before"),
    [
        ("In winter, this makes walls weak.", ["Water runs into each crack."]),
        ("These are heavy.", ["Stones are old."]),
        ("This study asks why.", []),
        ("Stones are old.", []),
        ("That is all.", []),
    ],
)
def test_the_sentence_before_is_added_only_to_one_that_points_to_it(sentence: str, before: list[str]) -> None:
    found = with_antecedents(look_up("Why?", (WALLS,)), [SENTENCES[sentence]], most=5)
    assert texts(found) == [*before, sentence]


def test_no_sentence_is_added_twice_or_beyond_what_an_answer_may_have() -> None:
    both = [SENTENCES["Stones are old."], SENTENCES["These are heavy."]]
    assert with_antecedents(look_up("Why?", (WALLS,)), both, most=5) == both
    assert len(with_antecedents(look_up("Why?", (WALLS,)), both[1:], most=1)) == 1


def test_a_sentence_that_leads_on_comes_with_its_items_or_not_at_all() -> None:
    parts = [
        (Kind.PARAGRAPH, ("Care",), "Walls are old. The members of the guild are:"),
        (Kind.LIST_ITEM, ("Care",), "1. Masons\n2. Carters\n3. Divers"),
        (Kind.PARAGRAPH, ("End",), "It said so: Nothing else is known:"),
    ]
    guild = Paper("guild", {"title": "The Guild"}, parts)
    found, own = look_up("List the members.", (guild,)), {one.text: one for one in sentences_of(guild.passages)}
    members, last = own["The members of the guild are:"], list(own.values())[-1]
    assert texts(with_items(found, [members])) == [members.text, "1. Masons", "2. Carters", "3. Divers"]
    assert texts(with_items(found, [last, own["Walls are old."]])) == ["Walls are old."]
    assert with_items(found, [last]) == [last]


def sentence(paper: Paper) -> AnswerSentence:
    return AnswerSentence(paper.id, (Citation("p", paper.id, (Span(0, 1),), paper.id),))


def test_papers_are_named_before_what_each_of_them_says() -> None:
    found = look_up("How do they differ?", PAPERS)
    apart = [sentence(BEES), sentence(BEES), sentence(RICE)]
    assert as_text(None, apart, named_papers(found, apart)).splitlines() == [
        "Holm & Lind, 2021:",
        "holm-lind-2021 [1]",
        "holm-lind-2021 [2]",
        "Sari, n.d.:",
        "sari-2019 [3]",
    ]
    assert named_papers(found, apart[:2]) == {}
    assert first_of_papers(apart, found.documents) == {0: "Holm & Lind, 2021", 2: "Sari, n.d."}
    assert first_of_papers(apart[:2], found.documents) == {}
    assert first_of_papers([apart[0], apart[2], apart[1]], found.documents) == {}
    assert named_papers(found, [apart[0], apart[2], apart[1]]) == {}
