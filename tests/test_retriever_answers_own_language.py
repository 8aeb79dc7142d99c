"""A sentence that a paper holds in the question's language too is given in it; what is not surely its like is not."""

import pytest
from looked_up import Paper, Part, look_up

from kutip.types import Kind
from retriever.answers.own_language import in_own_language
from retriever.answers.passage_sentences import sentences_of

ENGLISH = "The lake of Toba has 12 islands. The NGO of the village counts its fish in the rain."
INDONESIAN = "Danau Toba itu memiliki 12 pulau. NGO di desa itu menghitung ikan pada saat hujan."


def paper(*texts: str) -> Paper:
    parts: list[Part] = [(Kind.PARAGRAPH, (f"Part {number}",), text) for number, text in enumerate(texts)]
    return Paper("toba-2020", {}, parts)


def given(question: str, one: Paper, number: int = 0) -> str:
    (place,) = in_own_language(look_up(question, [one]), [list(sentences_of(one.passages))[number]])
    return place.text


@pytest.mark.parametrize("texts", [(ENGLISH, INDONESIAN), (INDONESIAN, ENGLISH, "Rain is what falls.")])
def test_a_sentence_is_given_in_the_question_s_language(texts: tuple[str, ...]) -> None:
    one = paper(*texts)
    english, indonesian = (1, 3) if texts[0] is ENGLISH else (3, 1)
    assert given("Apa yang dihitung?", one, english) == "NGO di desa itu menghitung ikan pada saat hujan."
    assert given("What is counted?", one, indonesian) == "The NGO of the village counts its fish in the rain."


@pytest.mark.parametrize(
    "other",
    [
        INDONESIAN.replace("12", "13"),
        INDONESIAN.replace("NGO", "LSM"),
        INDONESIAN + " Ikan itu banyak.",
        "Danau Toba itu memiliki 12 pulau.",
        ENGLISH.replace("lake", "sea"),
    ],
)
def test_what_may_be_no_translation_is_not_taken(other: str) -> None:
    assert given("Apa yang dihitung di danau itu?", paper(ENGLISH, other)) == "The lake of Toba has 12 islands."


def test_sections_apart_are_not_compared() -> None:
    one = paper(ENGLISH, "Rain is what falls.", INDONESIAN)
    assert given("Apa yang dihitung di danau itu?", one) == "The lake of Toba has 12 islands."


def test_what_is_in_the_question_s_language_stays() -> None:
    assert given("What has islands in the lake?", paper(ENGLISH, INDONESIAN)) == "The lake of Toba has 12 islands."
