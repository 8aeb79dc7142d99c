"""Questions for a fact of a paper are answered from front matter and metadata, those about cited works are not."""

import pytest
from looked_up import BEES, PAPERS, RICE, Paper, look_up, texts

from kutip.messages.catalogue import Catalogue
from kutip.types import Kind, Status
from retriever.answers.about_paper import MOST_PAPERS, about_paper
from retriever.answers.asked_question import asked
from retriever.answers.planned import PlannedAnswer


def ask(question: str, papers: tuple[Paper, ...] = PAPERS) -> PlannedAnswer | None:
    found = look_up(question, papers)
    return about_paper(found, asked(found))


def said(planned: PlannedAnswer | None, language: str = "en") -> str:
    assert planned is not None
    return Catalogue.of(language).texts(planned.notes)


@pytest.mark.parametrize(
    ("question", "short", "line"),
    [
        ("Who wrote the paper on honey bees?", "Ane Holm, Per Lind", "Ane Holm¹ and Per Lind²"),
        ("Siapa penulis artikel Holm dan Lind?", "Ane Holm, Per Lind", "Ane Holm¹ and Per Lind²"),
        ("When was Holm and Lind's article published?", "9 March 2021", "Submitted 2 May 2020"),
        ("When was the article by Holm and Lind accepted?", "1 February 2021", "Submitted 2 May 2020"),
        ("Kapan artikel Holm dan Lind diterima?", "1 February 2021", "Submitted 2 May 2020"),
        ("What are the keywords of Holm & Lind (2021)?", "bees, dance, cold", "Keywords: bees"),
        (
            "Under which licence can I reuse Lind's paper?",
            "Creative Commons Attribution 4.0 International",
            "This work",
        ),
        ("What is the title of the paper by Ane Holm?", "The Dance of Honey Bees in Cold Springs", "The Dance"),
    ],
)
def test_what_the_text_states_is_quoted_from_it(question: str, short: str, line: str) -> None:
    planned = ask(question)
    assert planned is not None
    assert planned.status is Status.ANSWERED
    assert str(planned.short).startswith(short)
    assert texts(planned.places)[0].startswith(line)


@pytest.mark.parametrize(
    ("question", "value"),
    [
        ("In which journal did the paper on honey bees appear?", "Annals of Small Flight"),
        ("What is the DOI of Holm and Lind?", "10.1000/asf.77"),
        ("In which volume was Holm & Lind published?", "12"),
        ("What language is Holm and Lind's paper written in?", "English"),
    ],
)
def test_what_only_the_metadata_hold_is_said_to_be_from_there(question: str, value: str) -> None:
    planned = ask(question)
    assert planned is not None
    assert (planned.places, planned.short) == ((), None)
    assert value in said(planned)
    assert "from its metadata" in said(planned)


def test_what_kutip_counts_or_formats_is_not_said_to_be_from_metadata() -> None:
    counted, formatted = (
        ask("How many references does Holm and Lind's paper list?"),
        ask("How do I cite Holm and Lind?"),
    )
    assert said(counted) == "Holm & Lind, 2021 – references listed: 4"
    assert "Holm, A., & Lind, P. (2021)." in said(formatted)
    assert "sections: 1. Introduction" not in said(ask("Which sections does the paper by Sari have?"))
    assert "Pendahuluan, Kesimpulan" in said(ask("Which sections does the paper by Sari have?"))


def test_a_paper_that_the_question_does_not_name_may_be_any() -> None:
    planned = ask("Who wrote this paper?")
    assert planned is not None
    assert said(planned).startswith("Holm & Lind, 2021 – authors: Ane Holm, Per Lind; Sari, n.d. – authors: Dewi Sari")
    assert planned.short == "Ane Holm, Per Lind (Holm & Lind, 2021)"
    assert ask("Who wrote this paper?", (RICE,)) is not None


def test_a_fact_that_is_nowhere_given_is_named_with_its_paper() -> None:
    both, one = ask("Makalah ini terbit tahun berapa?"), ask("What is the DOI of the paper by Sari?")
    assert both is not None
    assert (both.status, both.short) == (Status.PARTIAL, "9 March 2021 (Holm & Lind, 2021)")
    assert Catalogue.of("id").texts(both.reason).startswith("Sari, n.d.: teks maupun metadata tidak")
    assert one is not None
    assert (one.status, one.places, one.confidence) == (Status.NOT_IN_CORPUS, (), 0.0)
    assert Catalogue.of("en").texts(one.reason) == "Sari, n.d.: neither text nor metadata state it (DOI)."


def test_with_many_papers_the_question_has_to_say_which() -> None:
    papers = tuple(
        Paper(f"p{n}", {"title": f"Title {n}"}, [(Kind.PARAGRAPH, (), "Text.")]) for n in range(MOST_PAPERS + 1)
    )
    planned = ask("Who wrote this paper?", papers)
    assert planned is not None
    assert planned.status is Status.NOT_IN_CORPUS
    assert "say which one you mean" in Catalogue.of("en").texts(planned.reason)


@pytest.mark.parametrize(
    "question",
    [
        "Who wrote The Life of the Wasp?",
        "Which journal published the article by Frisch?",
        "When was Ravn's book published?",
        "Siapa penulis novel Laut Bercerita?",
        "Which authors does the paper cite on wasps?",
        "How many keepers wrote to the Bee Council?",
        "When was the Bee Council founded?",
        "What language do bees speak?",
        "How many pages has the report on wild bees?",
        "Which university trains keepers?",
        "When did Frisch publish about bees?",
        "Who wrote with Lind in 2003?",
    ],
)
def test_other_works_and_the_subject_itself_are_none_of_its_questions(question: str) -> None:
    assert ask(question) is None


def test_a_paper_without_metadata_is_named_by_its_id_and_found_by_its_first_line() -> None:
    bare = Paper(
        "unknown-1", {}, [(Kind.FRONT_MATTER, (), "Moss on Old Walls"), (Kind.PARAGRAPH, (), "Moss is green.")]
    )
    planned = ask("Who wrote the paper on moss?", (BEES, bare))
    assert planned is not None
    assert Catalogue.of("en").texts(planned.reason) == "unknown-1: neither text nor metadata state it (authors)."


@pytest.mark.parametrize("line", ["Keywords: moss; walls", "**Keywords:** moss; walls", "Kata kunci: moss; walls"])
def test_keywords_below_an_abstract_are_found(line: str) -> None:
    abstract = f"Moss grows on walls.\n{line}\nIt is green."
    planned = ask(
        "What are the keywords of this paper?", (Paper("moss", {}, [(Kind.PARAGRAPH, ("Abstract",), abstract)]),)
    )
    assert planned is not None
    assert (planned.short, texts(planned.places)) == ("moss; walls", [line])


def test_keywords_with_a_heading_of_their_own_are_found() -> None:
    parts = [(Kind.PARAGRAPH, ("Abstract",), "Moss grows."), (Kind.PARAGRAPH, ("Abstract", "Keywords"), "moss, walls")]
    planned = ask("What are the keywords of this paper?", (Paper("moss", {}, parts),))
    assert planned is not None
    assert planned.short == "moss, walls"


def test_a_sentence_about_keywords_gives_none() -> None:
    parts = [(Kind.PARAGRAPH, ("Abstract",), "Keywords are sought. Moss: a plant.")]
    planned = ask("What are the keywords of this paper?", (Paper("moss", {"title": "Moss"}, parts),))
    assert planned is not None
    assert planned.status is Status.NOT_IN_CORPUS


def test_how_many_papers_are_meant_names_none_of_them() -> None:
    walls = Paper("walls", {"title": "Four walls", "author": [{"family": "Ravn"}]}, [(Kind.PARAGRAPH, (), "Old.")])
    planned = ask("Who are the authors of the four papers?", (walls, BEES))
    assert planned is not None
    assert "Ravn" in str(planned.notes)
    assert "Holm" in str(planned.notes)
