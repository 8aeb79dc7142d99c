"""A sentence in another language is glossed by pairs whose word stands in it, those that are asked about first."""

from dataclasses import replace

import pytest
from looked_up import PAPERS, look_up

from kutip.language.indonesian import TRANSLATING
from kutip.messages.catalogue import Catalogue
from kutip.types import AnswerSentence, GlossedWord
from retriever.answers.glossing import glossed
from retriever.query.glossary import Glossary

WORDS = Glossary(
    {
        "lebah": ["bee"],
        "sarang": ["nest", "hive"],
        "ratu": ["queen"],
        "badan": ["organ", "body"],
        "memecahkan": ["solve"],
        "sumber daya air": ["water resources"],
        "kerja sama": ["close cooperation"],
        "gugus tugas": ["task force"],
        "asia tenggara": ["southeast asia"],
        "lima strategi": ["five main strategies"],
        "norwegia": ["norwegian"],
        "peran nato": ["role of nato"],
    },
    TRANSLATING,
)


def gloss(question: str, sentence: str) -> list[str]:
    found = replace(look_up(question, PAPERS), glossary=WORDS)
    words = found.understood.words
    pieces = tuple((piece, piece) for typed, _ in words for piece in typed.split())
    asked = replace(found, understood=replace(found.understood, words=pieces))
    return [f"{one.word} = {one.meaning}" for one in glossed(asked, sentence)]


@pytest.mark.parametrize(
    ("question", "sentence", "pairs"),
    [
        ("Apa itu lebah?", "The bees of the north are in the hives.", ["bees = lebah"]),
        ("Di mana sarang lebah?", "The bees are in the hives.", ["hives = sarang", "bees = lebah"]),
        ("Apa yang memecahkan ini?", "The queen was solving it.", ["solving = memecahkan"]),
        ("Apa itu badan?", "This is an organisation of the north.", []),  # no form of "organ"
        ("Apa itu lebah?", "The water resources of Southeast Asia are small.", [
            "water resources = sumber daya air", "Southeast Asia = Asia Tenggara",
        ]),
        ("Apa itu lebah?", "The five main strategies are old.", []),  # the meaning lacks one of its words
        ("Apa itu lebah?", "The Task Force of the north met.", ["Task Force = Gugus Tugas"]),
        ("Apa itu lebah?", "The role of NATO in the north is old.", ["role of NATO = peran NATO"]),
        ("Apa itu Norwegia?", "The Norwegian king is old and the bee is not.", []),  # it needs none
        ("Apa itu lebah?", "Lebah itu tinggal di sarang yang besar.", []),  # in the question's language already
        ("What is a bee?", "The bees are in the hives.", []),
    ],
)  # fmt: skip
def test_a_gloss_has_what_stands_in_the_sentence(question: str, sentence: str, pairs: list[str]) -> None:
    assert gloss(question, sentence) == pairs


def test_a_gloss_is_a_handful_and_says_each_thing_once() -> None:
    told = "The bee, the hive, the queen, the water resources and the task force of the bees are of Southeast Asia."
    found = gloss("Apa itu lebah, sarang dan ratu?", told)
    assert found == ["bee = lebah", "hive = sarang", "queen = ratu", "water resources = sumber daya air"]


def test_a_gloss_is_said_as_kutip_s_own() -> None:
    bare, one = AnswerSentence("Bees.", ()), AnswerSentence("Bees.", (), (GlossedWord("Bees", "lebah"),))
    assert bare.gloss_said is None
    assert one.gloss_said is not None
    assert Catalogue.of("en").text(one.gloss_said) == "Kutip’s gloss: Bees = lebah"
    assert Catalogue.of("id").text(one.gloss_said) == "Padanan dari Kutip: Bees = lebah"
