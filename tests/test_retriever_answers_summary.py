"""What a paper, a section or a part of a study says is told by its own sentences, and not by those on other works."""

import pytest
from looked_up import BEES, PAPERS, Paper, look_up, texts

from kutip.messages.catalogue import Catalogue
from kutip.types import Kind, Status
from retriever.answers.asked_question import asked
from retriever.answers.planned import PlannedAnswer
from retriever.answers.study_parts import MOST_OF_SUMMARY, Study, StudyPart
from retriever.answers.summary import summary


def ask(question: str, papers: tuple[Paper, ...] = PAPERS) -> PlannedAnswer | None:
    found = look_up(question, papers)
    return summary(found, asked(found))


@pytest.mark.parametrize(
    ("question", "sentences"),
    [
        ("What is the aim of Holm and Lind's study?", ["This study aims to describe how cold changes the dance."]),
        ("What method did Holm and Lind use?", ["We used a qualitative approach with films of nine hives."]),
        ("What did Holm and Lind find?", ["The findings reveal that cold bees dance slowly."]),
        ("What do Holm & Lind conclude?", ["We conclude that the dance saves heat."]),
        ("What does the paper by Holm recommend?", ["The authors recommend that hives be turned to the sun."]),
        ("Which future research do Holm and Lind want?", ["Future research should look at wild bees."]),
        ("What are the limitations of Holm's study?", ["This study is limited to nine hives in one valley."]),
        ("Apa tujuan penelitian Sari?", ["Penelitian ini bertujuan menjelaskan pembagian air."]),
        ("Apa keterbatasan penelitian Sari?", ["Penelitian ini terbatas pada dua desa."]),
    ],
)
def test_a_part_of_a_study_is_told_by_its_own_sentences(question: str, sentences: list[str]) -> None:
    planned = ask(question)
    assert planned is not None
    assert planned.status is Status.ANSWERED
    assert texts(planned.places)[: len(sentences)] == sentences
    assert not any("Council" in text or "Ravn" in text for text in texts(planned.places))


def test_a_summary_has_a_sentence_for_each_part_in_the_paper_s_order() -> None:
    planned = ask("Summarise the article by Holm and Lind")
    assert planned is not None
    told = texts(planned.places)
    assert len(told) <= MOST_OF_SUMMARY
    assert told[0].startswith("This study aims")
    assert told == [one for one in BEES.passages[6].text.replace(". ", ".|").split("|") if one in told]


def test_a_short_abstract_is_given_whole_and_in_the_question_s_language() -> None:
    abstracts = [
        (Kind.PARAGRAPH, ("Abstrak",), "Lumut tumbuh di tembok yang tua. Kami menghitung lumut di dua kota."),
        (
            Kind.PARAGRAPH,
            ("Abstract",),
            "Moss grows on the walls of old towns. We counted the moss in two of the towns.",
        ),
        (Kind.PARAGRAPH, ("Introduction",), "Walls are old."),
    ]
    moss = Paper("moss", {"title": "Moss"}, abstracts)
    english, indonesian = ask("What is this paper about?", (moss,)), ask("Makalah ini tentang apa?", (moss,))
    assert english is not None
    assert indonesian is not None
    assert " ".join(texts(english.places)) == abstracts[1][2]
    assert " ".join(texts(indonesian.places)) == abstracts[0][2]


def test_a_section_is_summarised_by_its_first_sentences() -> None:
    planned = ask("Summarise the section Stages")
    assert planned is not None
    assert texts(planned.places)[0] == "The films were read in three stages."
    assert {one.passage.heading for one in planned.places} == {("2. Methods", "2.1 Stages")}


def test_a_section_of_a_named_paper_is_of_that_paper_alone() -> None:
    planned = ask("What is the introduction of Holm and Lind about?")
    assert planned is not None
    assert {one.passage.document_id for one in planned.places} == {"holm-lind-2021"}


def test_a_paper_without_such_a_sentence_is_named() -> None:
    unnamed, named = ask("What future research is suggested by the study?"), ask("What does Sari's study recommend?")
    assert unnamed is not None
    assert unnamed.status is Status.ANSWERED
    assert Catalogue.of("en").texts(unnamed.notes) == "No sentence about this was found in: Sari, n.d."
    assert named is None  # nothing to show: other answers may have it


@pytest.mark.parametrize(
    "question",
    [
        "What is the aim of the Bee Council?",
        "What are the limits of the Bee Council?",
        "What did Ravn conclude?",
        "What method do keepers use to count hives?",
        "What does the Council recommend?",
        "What is the purpose of the waggle?",
        "Do the two papers follow the same method?",
        "What is honey about to do?",
        "According to the paper, what is the aim of bees?",
    ],
)
def test_aims_and_limits_of_other_things_are_none_of_its_questions(question: str) -> None:
    assert ask(question) is None


def test_a_heading_with_a_slip_still_heads_its_part() -> None:
    passages = [one for one in BEES.passages if one.heading == ("4. Conlusion",)]
    assert texts(Study(passages, "en").telling(StudyPart.CONCLUSION))[0] == "The dance is slower in the cold."


_LIMITS = "The trial has several limitations. All walls stood in one town. Rain was not measured."
WALLS = Paper(
    "walls",
    {"title": "Watering Old Walls"},
    [
        (
            Kind.PARAGRAPH,
            ("Abstract",),
            (
                "Old walls are dry. Dry walls lose their moss. We present a way to water them. Moss grew on nine walls."
                " Ivy did not grow. Most of the neighbours were pleased."
            ),
        ),
        (Kind.PARAGRAPH, ("Method",), "We used a hose of nine metres. It was green."),
        (Kind.PARAGRAPH, ("Discussion",), "Water is cheap in old towns."),
        (
            Kind.PARAGRAPH,
            ("Discussion", "Limitations and future work"),
            f"{_LIMITS} Future work should measure rain.",
        ),
        (Kind.PARAGRAPH, ("Conclusion",), "Overall, water is what moss needs."),
    ],
)


@pytest.mark.parametrize("question", ["What are the limitations of the study?", "What are the limits of this paper?"])
def test_each_sentence_of_a_section_on_limitations_is_one_of_them(question: str) -> None:
    planned = ask(question, (WALLS,))
    assert planned is not None
    assert texts(planned.places) == ["All walls stood in one town.", "Rain was not measured."]


def test_an_indonesian_section_is_told_without_its_announcement() -> None:
    said = (
        "Penelitian ini memiliki beberapa keterbatasan. Hujan di kota itu tidak diukur. Tembok hanya ada di satu kota."
    )
    paper = Paper("tembok", {"title": "Tembok", "language": "id"}, [(Kind.PARAGRAPH, ("Keterbatasan",), said)])
    planned = ask("Apa keterbatasan penelitian ini?", (paper,))
    assert planned is not None
    assert texts(planned.places) == ["Hujan di kota itu tidak diukur.", "Tembok hanya ada di satu kota."]


def test_a_limitation_that_is_said_in_a_few_words_is_no_announcement() -> None:
    said = "This study is limited to old walls. It has no control."
    paper = Paper("walls", {"title": "Walls"}, [(Kind.PARAGRAPH, ("Limitations",), said)])
    planned = ask("What are the limitations of this study?", (paper,))
    assert planned is not None
    assert " ".join(texts(planned.places)) == said


def test_a_summary_of_a_long_abstract_has_its_aim_and_no_detail_of_method() -> None:
    planned = ask("What is this paper about?", (WALLS,))
    assert planned is not None
    told = texts(planned.places)
    assert "We present a way to water them." in told
    assert "Overall, water is what moss needs." in told
    assert not any("hose" in one for one in told)


def test_the_title_says_of_which_paper_a_section_is_meant() -> None:
    planned = ask("Summarise the discussion of the paper on watering walls", (WALLS, BEES))
    assert planned is not None
    assert texts(planned.places)[0] == "Water is cheap in old towns."
    assert {one.passage.document_id for one in planned.places} == {"walls"}


def test_a_paper_without_results_tells_what_it_found_where_it_concludes() -> None:
    planned = ask("What are the findings of the study on watering walls?", (WALLS,))
    assert planned is not None
    assert texts(planned.places) == ["Overall, water is what moss needs."]


def test_a_conclusion_is_told_by_the_abstract_and_by_its_own_section() -> None:
    abstract = "Old walls are dry. We conclude that water helps. Moss is glad."
    own = "Water and a brush are what moss needs. Towns should buy both."
    parts = [(Kind.PARAGRAPH, ("Abstract",), abstract), (Kind.PARAGRAPH, ("Conclusion",), own)]
    planned = ask("What does the paper conclude?", (Paper("walls", {"title": "Walls"}, parts),))
    assert planned is not None
    assert " ".join(texts(planned.places)) == f"We conclude that water helps. {own}"


def test_a_section_is_summarised_without_the_questions_that_it_asks() -> None:
    said = "Why are walls so dry? The sun has no mercy. It has several limitations. Rain is rare in the old towns."
    walls = Paper("walls", {"title": "Walls"}, [(Kind.PARAGRAPH, ("Sun and rain",), said)])
    planned = ask("Summarise the section on sun and rain", (walls,))
    assert planned is not None
    assert texts(planned.places) == ["The sun has no mercy.", "Rain is rare in the old towns."]
