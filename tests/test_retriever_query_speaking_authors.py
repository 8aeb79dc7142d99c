"""Questions that ask what the authors of a paper say, by their names."""

from collections.abc import Mapping
from typing import Any

import pytest

from kutip.settings import Settings
from kutip.types import Author, Bibliography, Document, Reference, Span
from retriever.query.speaking_authors import AuthorsNamed, SpeakingAuthors
from retriever.search import Retriever


def document(name: str, year: int, *authors: str) -> Document:
    people = [dict(zip(("given", "family"), one.split("|"), strict=True)) for one in authors]
    metadata: Mapping[str, Any] = {"author": people, "issued": {"date-parts": [[year]]}, "title": name}
    return Document(name, "", "00", metadata)


def citing(name: str, *families: str) -> Bibliography:
    place = (Span(0, 1),)
    authors = tuple(Author(one, "", place) for one in families)
    return Bibliography((Reference("r1", name, "A work.", place, authors),), (), ())


BEES = document("bees", 2021, "Ane Marit|Holm", "Per|Lind")
SALT = document("salt", 2018, "Odd|Vik")
WILL = document("fogs", 2017, "Tom|Will", "Ann|May")
REEF = document("reef", 2020, "Sri|Wahyuni", "Per|Lind")
SPEAKING = SpeakingAuthors(
    [BEES, SALT, REEF, WILL, document("reports", 2019)], {"bees": citing("bees", "Vik"), "salt": citing("salt", "Moe")}
)


@pytest.mark.parametrize(
    ("question", "text", "names"),
    [
        (
            "Why do Holm and Lind think that cold bees dance?",
            "Why do the authors think that cold bees dance?",
            "Holm and Lind",
        ),
        (
            "According to Holm & Lind (2021), why do bees dance?",
            "According to the authors, why do bees dance?",
            "Holm & Lind (2021)",
        ),
        (
            "What do Ane Marit Holm and colleagues recommend for hives?",
            "What do the authors recommend for hives?",
            "Ane Marit Holm and colleagues",
        ),
        ("What is Holm's view of hives?", "What is the authors' view of hives?", "Holm"),
        ("what does wahyuni say about corals?", "what does the authors say about corals?", "wahyuni"),
        ("Vik 2018 on salt", "the authors on salt", "Vik 2018"),
    ],
)
def test_the_authors_of_a_paper_are_read_as_its_authors(question: str, text: str, names: str) -> None:
    found = SPEAKING.of(question, "en")
    assert found is not None
    assert (found.text, found.names, found.said) == (text, names, "the authors")


def test_their_names_tell_the_paper_in_indonesian_too() -> None:
    found = SPEAKING.of("Menurut Wahyuni dkk. (2020), mengapa karang mati?", "id")
    assert found == AuthorsNamed("Menurut penulis, mengapa karang mati?", "Wahyuni dkk. (2020)", "penulis", "reef")


@pytest.mark.parametrize(
    "question",
    [
        pytest.param("Why do bees dance?", id="no name"),
        pytest.param("According to Holm and Lind (2012), why do bees dance?", id="another year"),
        pytest.param("What do Holm and Wahyuni agree on?", id="two papers"),
        pytest.param("What does Lind say about hives?", id="an author of two papers"),
        pytest.param("What does Vik say about salt?", id="an author whom a paper cites, too"),
        pytest.param("What does Moe say about salt?", id="a cited author"),
        pytest.param("Who are Holm and Lind?", id="nothing asked of the paper"),
        pytest.param("Did Queen Maud wear a holm?", id="a word that is no name here"),
        pytest.param("Will bees dance in spring?", id="a common word that is a surname"),
        pytest.param("Which bees dance in May?", id="a month that is a surname"),
        pytest.param("Does Holm agree with what Holm said of hives?", id="named twice"),
    ],
)
def test_other_questions_are_read_as_they_stand(question: str) -> None:
    assert SPEAKING.of(question, "en") is None


def test_what_authors_say_is_looked_up_in_their_paper(retriever: Retriever) -> None:
    asked = "Menurut Najib dan Juned, apa peran ASEANAPOL?"
    found = retriever.look_up(asked, k=20)
    assert {hit.passage.document_id for hit in found.result.hits} == {"najib-juned-2025"}
    assert ("Najib dan Juned", "penulis") in {(one.source, one.target) for one in found.result.expansions}
    assert "Najib dan Juned" in found.understood.plain
    everywhere = retriever.tuned(Settings().changed(search={"speakers": False})).look_up(asked, k=20)
    assert not everywhere.understood.document
    assert "penulis" not in {one.target for one in everywhere.result.expansions}
    statement = retriever.look_up(asked, k=20, is_statement=True)
    assert not statement.understood.document


def test_a_look_up_is_among_the_papers_that_were_named(retriever: Retriever) -> None:
    found = retriever.look_up("What is ASEANAPOL?", k=20, documents=["cakrawala-733"])
    assert {hit.passage.document_id for hit in found.result.hits} == {"cakrawala-733"}
    both = retriever.look_up("What do Najib and Juned say of ASEANAPOL?", k=20, documents=["cakrawala-733"])
    assert {hit.passage.document_id for hit in both.result.hits} == {"cakrawala-733"}
