"""Questions for several things are answered by the whole list of them, its number checked."""

import pytest
from looked_up import PAPERS, Paper, look_up, texts

from kutip.messages.catalogue import Catalogue
from kutip.types import Kind, Status
from retriever.answers.asked_question import asked
from retriever.answers.list_items import inline_items, joined_items
from retriever.answers.listing import listing
from retriever.answers.planned import PlannedAnswer

_PROSE, _ITEM = Kind.PARAGRAPH, Kind.LIST_ITEM


def ask(question: str, papers: tuple[Paper, ...] = PAPERS) -> PlannedAnswer | None:
    found = look_up(question, papers)
    return listing(found, asked(found))


def paper(*parts: tuple[Kind, str], heading: tuple[str, ...] = ("Walls",)) -> tuple[Paper, ...]:
    return (Paper("walls", {"title": "Walls"}, [(kind, heading, text) for kind, text in parts]),)


@pytest.mark.parametrize("question", ["What functions does the Council have?", "List the functions of the Council"])
def test_lines_that_follow_an_announcement_are_given_whole_and_in_order(question: str) -> None:
    planned = ask(question)
    assert planned is not None
    assert planned.status is Status.ANSWERED
    assert texts(planned.places) == [
        "The Council has the following functions:",
        "1. Count the hives of each valley.",
        "2. Train young keepers.",
        "3. Write a report on wild bees.",
    ]


def test_sentences_with_ordinals_are_items_and_their_number_is_checked() -> None:
    planned = ask("In what stages were the films read?") or ask("What are the three stages of reading films?")
    assert planned is not None
    assert texts(planned.places)[1:] == [
        "First, the dances were counted.",
        "Second, each dance was drawn.",
        "Lastly, drawings were compared.",
    ]
    assert Catalogue.of("en").texts(planned.notes) == "The paper speaks of 3; 3 were found."


def test_a_list_with_fewer_items_than_announced_is_partial() -> None:
    short = paper((_PROSE, "Moss does four harms to walls:"), (_ITEM, "a) It holds water.\nb) It breaks stones."))
    planned = ask("Which harms does moss do to walls?", short)
    assert planned is not None
    assert planned.status is Status.PARTIAL
    assert Catalogue.of("en").texts(planned.reason) == "The paper speaks of 4, but only 2 were found."


def test_items_may_be_titles_with_text_below_and_go_on_in_later_passages() -> None:
    long = paper(
        (_PROSE, "Moss has three enemies, these are:\n1. Frost\nIt bursts the leaves."),
        (_ITEM, "2. Drought\nThe leaves turn brown. They may come back."),
        (_ITEM, "3. Brushes\nThey take all."),
        (_PROSE, "4. This is no item of it."),
    )
    planned = ask("List the enemies of moss", long)
    assert planned is not None
    assert texts(planned.places)[1:] == ["1. Frost", "2. Drought", "3. Brushes"]


def test_subsections_answer_what_the_end_of_a_section_announces() -> None:
    sections = Paper(
        "walls",
        {"title": "Walls"},
        [
            (_PROSE, ("Care",), "Here are the dangers of old walls:"),
            (_PROSE, ("Care", "Water"), "Water runs into each crack. It freezes there."),
            (_PROSE, ("Care", "Roots"), "Roots push the stones apart."),
            (_PROSE, ("End",), "Walls fall."),
        ],
    )
    planned = ask("What are the dangers of old walls?", (sections,))
    assert planned is not None
    assert texts(planned.places)[1:] == ["Water runs into each crack.", "Roots push the stones apart."]


def test_a_sentence_that_names_its_items_itself_gives_them_as_short_answer() -> None:
    planned = ask(
        "What three tools do masons use?", paper((_PROSE, "Masons use three tools, namely hammer, line and trowel."))
    )
    assert planned is not None
    assert (len(planned.places), planned.short) == (1, "hammer, line and trowel")


@pytest.mark.parametrize(
    "question",
    [
        "What functions does the Wasp League have?",
        "What functions does the Council have according to Sari?",
        "What three stages does brewing have?",
        "List the planets",
        "What are the five functions of the Council?",
        "Which function comes second?",
        "What is the Council?",
        "Why does the Council have functions?",
    ],
)
def test_without_a_list_of_what_is_asked_for_there_is_none(question: str) -> None:
    assert ask(question) is None


@pytest.mark.parametrize(
    ("sentence", "count"),
    [("It had (1) walls, (2) doors and (3) roofs.", 3), ("It had (a) walls and (b) doors.", 2), ("As (2) says.", 0)],
)
def test_items_numbered_within_a_sentence_are_counted(sentence: str, count: int) -> None:
    assert inline_items(sentence) == count


@pytest.mark.parametrize(("stated", "found"), [(3, "walls, doors, and roofs"), (2, None), (4, None)])
def test_joined_items_count_only_if_they_are_as_many_as_announced(stated: int, found: str | None) -> None:
    assert joined_items("It has parts, namely walls, doors, and roofs.", stated=stated) == found


TRIAL = (
    Paper(
        "moss-trial",
        {"title": "Watering Moss on Old Walls: A Field Trial"},
        [
            (_PROSE, ("Method",), "The plants were kept dry. We left out the following plants:"),
            (_ITEM, ("Method",), "- ferns;"),
            (_ITEM, ("Method",), "- young ivy."),
            (
                _PROSE,
                ("Brushing",),
                "Wall brushing works as follows. First, the dust is blown off. Second, a brush of hair",
            ),
            (_PROSE, ("Ends",), "Our gains are twofold:"),
            (_ITEM, ("Ends",), "- a map of walls;"),
            (_ITEM, ("Ends",), "- a way to water them."),
            (
                _PROSE,
                ("Cutting",),
                (
                    "Moss cutting works as follows. First, the moss is wetted. Second, a knife is drawn along the wall."
                    " Finally, the moss is weighed. The work takes a day."
                ),
            ),
            (
                _PROSE,
                ("Drying",),
                "Moss drying works well. First, however, the moss is cut. Second thoughts are common.",
            ),
        ],
    ),
)


@pytest.mark.parametrize(
    ("question", "first", "last"),
    [
        ("Which plants were left out of the field trial on moss?", "We left out the following plants:", "- young ivy."),
        ("What are the gains of the moss trial?", "Our gains are twofold:", "- a way to water them."),
        ("How does moss cutting work?", "Moss cutting works as follows.", "Finally, the moss is weighed."),
    ],
)
def test_words_of_the_title_say_only_which_study_is_meant(question: str, first: str, last: str) -> None:
    planned = ask(question, TRIAL)
    assert planned is not None
    assert (texts(planned.places)[0], texts(planned.places)[-1]) == (first, last)


@pytest.mark.parametrize(
    "question",
    [
        "Which plants were bought for the field trial on moss?",  # another thing is said of plants
        "What are the costs of the moss trial?",
        "How does moss drying work?",  # "well" leads on to nothing
        "How does fern cutting work?",
        "How was the field trial on moss paid for?",
    ],
)
def test_words_of_the_title_alone_find_no_list(question: str) -> None:
    assert ask(question, TRIAL) is None


def test_people_are_listed_where_the_verb_says_that_they_are_several() -> None:
    walls = paper(
        (_PROSE, "We asked the following people:"), (_ITEM, "- two masons;"), (_ITEM, "- the mayor's gardener.")
    )
    planned = ask("Which people were asked?", walls)
    assert planned is not None
    assert len(planned.places) == 3
    assert ask("Who was asked?", walls) is None


def test_the_fellows_of_an_item_are_no_list_of_what_it_counts() -> None:
    walls = paper(
        (_PROSE, "Our gains are threefold:"),
        (_ITEM, "- a map of five towns, with their walls;"),
        (_ITEM, "- a way to water moss;"),
        (_ITEM, "- a brush of hair."),
    )
    together = paper((_PROSE, "\n".join(one.text for one in walls[0].passages)))
    for papers in (walls, together):
        assert ask("Which towns were drawn?", papers) is None
        assert ask("Which five towns are there?", papers) is None
        assert ask("What are the gains?", papers) is not None


@pytest.mark.parametrize(
    ("question", "items"),
    [
        ("What are the steps of moss cutting?", 3),
        ("What are the stages of moss drying?", 0),
        ("What are the steps?", 0),
    ],
)
def test_steps_are_the_items_of_a_list_that_tells_how_something_is_done(question: str, items: int) -> None:
    planned = ask(question, TRIAL)
    assert (len(planned.places) - 1 if planned is not None else 0) == items
