"""Capitals, informal words and slips, over a few made-up passages on salt, and over the index of the bundled papers."""

from collections.abc import Iterable

import pytest

from kutip.language.indonesian import TRANSLATING
from kutip.settings import SearchSettings, Settings
from kutip.text.terms import terms
from kutip.types import Kind, Passage
from retriever.query.corrections import Spellings
from retriever.query.glossary import Glossary
from retriever.query.informal import rewrite_informal
from retriever.query.plain_question import PlainReading
from retriever.query.unsaid import Unsaid
from retriever.query.written_words import WrittenWords
from retriever.search import Retriever

TEXTS = (
    "The traders of Hallstatt carried salt along the road, and the merchants of Salzburg paid tolls.",
    "In 1311 the OSM, the Office of Salt Mines, measured the transport of salt by caravans.",
    "Merchants and caravans used the road in winter; its measurement by Kessler (1998) is doubtful.",
    "Caravans were rare. The council of Hallstatt forbade transport at night.",
)
USUAL = frozenset(
    "who what when where planet transport merchant winter plant council trader road build salt toll name".split()
)


def passages(texts: Iterable[str]) -> list[Passage]:
    return [Passage(str(at), "salt", Kind.PARAGRAPH, (), "", None, (), text) for at, text in enumerate(texts)]


HELD = {term for text in TEXTS for term in terms(text)}
WORDS = WrittenWords(passages(TEXTS))
GLOSSARY = Glossary(
    {
        "jalan": ["road"],
        "garam": ["salt"],
        "pedagang": ["trader"],
        "mengangkut": ["carry"],
        "bangun": ["build"],
        "dibangun": ["built"],
        "ada": [],
        "adakan": ["hold"],
        "diadakan": ["held"],
        "disiplin": ["discipline"],
    },
    TRANSLATING,
)
SPELLINGS = Spellings(WORDS, len(TEXTS), lambda word: bool(HELD.intersection(terms(word))), USUAL.__contains__)
READING = PlainReading(WORDS, SPELLINGS, {"id": GLOSSARY})


def plain(question: str) -> str:
    return READING.of(question, SearchSettings()).text


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("WHO MEASURED THE TRANSPORT OF SALT FOR THE OSM?", "Who measured the transport of salt for the OSM?"),
        ("Who Paid The Tolls Of The Road To Salzburg?", "Who paid the tolls of the road to Salzburg?"),
        ("when did the council of hallstatt meet", "When did the council of Hallstatt meet?"),
        ("WHICH PLANET IS NAMED BY QUERCUSSON?", "Which planet is named by Quercusson?"),
        ("JALAN GARAM MANA YANG DIBANGUN?", "Jalan garam mana yang dibangun?"),
    ],
)
def test_capitals_become_those_of_the_papers(typed: str, read: str) -> None:
    assert plain(typed) == read


@pytest.mark.parametrize(
    "typed", ["OSM", "OSM UNESCO", "Which Road did the OSM build?", "The Office of Salt Mines", "WHO"]
)
def test_capitals_that_say_something_stay(typed: str) -> None:
    assert plain(typed) == typed


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("Who paid the merchnats?", "Who paid the merchants?"),
        ("How were the carvans used?", "How were the caravans used?"),
        ("Which trannsport was forbidden?", "Which transport was forbidden?"),
        ("Which tramsport was forbidden?", "Which transport was forbidden?"),
        ("Which measuremnet is doubtful?", "Which measurement is doubtful?"),
        ("Wehn was salt carried?", "When was salt carried?"),
    ],
)
def test_a_slip_becomes_the_word_that_it_was(typed: str, read: str) -> None:
    assert plain(typed) == read


@pytest.mark.parametrize(
    "typed",
    [
        "Which planet had salt?",  # a word of the language, if not of the papers
        "Which plants grow there?",  # a form of one
        "Who was Kesler of Halstatt?",  # names, if wrong ones
        "What is merchnats.example.org?",  # a part of an address
        "What was paid in 1131?",  # numbers
        "Which zzgrbl was used?",  # nothing is near
        "Who is afraid of the carvan-trade?",  # a part of a compound
    ],
)
def test_other_words_are_never_made_words_of_the_papers(typed: str) -> None:
    assert plain(typed) == typed


def test_a_correction_is_told_with_what_was_typed() -> None:
    (told,) = READING.of("Who paid the merchnats?", SearchSettings()).expansions
    assert (told.source, told.target, told.why) == ("merchnats", "merchants", "typing")


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("jalan garam dibangunin kpn sih?", "jalan garam dibangunkan kapan?"),
        ("gmn pedagang mengangkut garam?", "Bagaimana pedagang mengangkut garam?"),
        ("brp org yg ngadain?", "Berapa orang yang mengadakan?"),
        ("Garam nggak mengangkut pedagang dong", "Garam tidak mengangkut pedagang"),
    ],
)
def test_informal_indonesian_becomes_standard(typed: str, read: str) -> None:
    assert plain(typed) == read


@pytest.mark.parametrize("typed", ["Ada disiplin di jalan?", "What does GA org say of ya?", "Siapa YG di jalan garam?"])
def test_standard_words_names_and_english_stay(typed: str) -> None:
    assert plain(typed) == typed


def test_a_verb_is_rewritten_only_into_one_that_the_glossary_has() -> None:
    found = {r.target for r in rewrite_informal("diadain dijalin dingin dipimpin", TRANSLATING, GLOSSARY)}
    assert found == {"diadakan"}


def test_with_the_steps_off_a_question_is_read_as_typed() -> None:
    typed = "1. WHO PAID THE MERCHNATS? Thanks!"
    assert READING.of(typed, SearchSettings(undress=False, corrections=False)).text == typed


# --- Over the bundled papers ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("dressed", "asked"),
    [
        ("Q4: in which city was the seventh AMMTC held", "In which city was the seventh AMMTC held?"),
        ("IN WHICH CITY WAS THE SEVENTH AMMTC HELD?", "In which city was the seventh AMMTC held?"),
        ("Hi! In which city was the sevneth AMMTC held? Thanks.", "In which city was the seventh AMMTC held?"),
        ("dmn AMMTC ke-7 diadain?", "Di mana AMMTC ke-7 diadakan?"),
    ],
)
def test_a_dressed_question_has_the_hits_of_the_plain_one(retriever: Retriever, dressed: str, asked: str) -> None:
    found, wanted = retriever.search(dressed), retriever.search(asked)
    assert [(hit.passage.id, hit.score) for hit in found.hits] == [(hit.passage.id, hit.score) for hit in wanted.hits]
    assert found.query == dressed


def test_a_statement_to_be_checked_is_read_as_it_stands(retriever: Retriever) -> None:
    found = retriever.look_up("1. WHO HELD THE MEETTING? Thanks!", is_statement=True)
    assert found.understood.plain == "1. WHO HELD THE MEETTING? Thanks!"
    assert found.understood.unsaid is None


@pytest.mark.parametrize(
    ("question", "unsaid"),
    [
        ("Good evening!", Unsaid.GREETING), ("makasih ya", Unsaid.GREETING), ("What can I ask you?", Unsaid.OF_KUTIP),
        ("kamu bisa apa?", Unsaid.OF_KUTIP), ("How?", Unsaid.CONTENT), ("and what is that?", Unsaid.CONTENT),
        ("terus?", Unsaid.CONTENT), ("Was it?", Unsaid.CONTENT), ("Kenapa begitu?", Unsaid.CONTENT),
        ("what about Vietnam", Unsaid.SUBJECT), ("kalau di Vietnam?", Unsaid.SUBJECT),
        ("Who leads it?", Unsaid.SUBJECT),
        ("terus di Vietnam gimana?", Unsaid.SUBJECT), ("Where was that held?", Unsaid.SUBJECT),
        ("apa kabar?", Unsaid.GREETING),
        ("What is a law that forbids it?", None), ("How often?", Unsaid.CONTENT), ("ąęó", Unsaid.MEANING),
        ("Apa tugasnya?", Unsaid.SUBJECT), ("zxcvb hjkl", Unsaid.MEANING),
        ("AMMTC", None), ("human trafficking", None), ("AMMTC 2023", None), ("2021", None), ("What is IT?", None),
        ("Who leads ASEANAPOL?", None), ("What about the role of the police in Indonesia?", None),
        ("Apa itu TPPO?", None),
        ("Is it a crime to recruit children?", None), ("Bagaimana cara membuat tempe?", None), ("Who was Zxcvb?", None),
        ("What do the papers say about it in 2021?", None),
    ],
)  # fmt: skip
def test_what_a_question_leaves_unsaid(settings: Settings, retriever: Retriever, question: str, unsaid: Unsaid) -> None:
    assert retriever.plain(question).unsaid is unsaid
