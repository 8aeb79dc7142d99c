import pytest
from conftest import ROOT
from hypothesis import given
from hypothesis import strategies as st

from kutip.language.indonesian import TRANSLATING
from kutip.settings import Settings
from retriever.query.forms import ordinal, rewrite_ordinals
from retriever.query.glossary import Glossary
from retriever.search import Retriever

SMALL = Glossary(
    {
        "perdagangan orang": ["human trafficking", "trafficking in persons"],
        "perdagangan": ["trade"],
        "orang": ["person"],
        "selenggara": ["organise"],
        "pertemuan": ["meeting"],
        "kota": ["city"],
        "negara": ["country"],
        "di": [],
        "mana": ["which"],
    },
    TRANSLATING,
)


@pytest.fixture(scope="module")
def glossary() -> Glossary:
    return Glossary.read(TRANSLATING)


@pytest.mark.parametrize(
    ("indonesian", "english"),
    [
        ("kota", "city"),
        ("Kota", "city"),
        ("perdagangan orang", "human trafficking"),
        ("orang perdagangan", "person trade"),
        ("di kota mana", "city which"),
        ("kotanya", "city"),
        ("negara-negara", "country"),
        ("diselenggarakan", "organise"),
        ("pertemuan-pertemuan", "meeting"),
        ("pertemuannya", "meeting"),
        ("AMMTC ke-5", "AMMTC ke-5"),  # ordinals in digits are rewritten later
        ("Retno Prihawati 2023", "Retno Prihawati 2023"),
        ("e-ADS dan I-24/7", "e-ADS dan I-24/7"),
        ("", ""),
    ],
)
def test_words_are_translated_by_their_entries_and_names_are_kept(indonesian: str, english: str) -> None:
    assert SMALL.translate(indonesian).text == english


def test_every_translation_is_reported_with_its_reason() -> None:
    translation = SMALL.translate("Di kota mana AMMTC ke-5 diselenggarakan?")
    assert [(e.source, e.target, e.why, e.entry) for e in translation.expansions] == [
        ("kota", "city", "glossary", ""),
        ("mana", "which", "glossary", ""),
        ("diselenggarakan", "organise", "glossary", "selenggara"),
    ]
    assert translation.lacking == ("AMMTC", "ke-5")
    assert translation.found == ("Di", "kota", "mana", "diselenggarakan")


@given(st.text(max_size=60))
def test_every_word_of_any_text_is_either_found_or_lacking(text: str) -> None:
    translation = SMALL.translate(text)
    assert all(word in text for word in translation.lacking)
    pieces = [word for piece in (*translation.found, *translation.lacking) for word in piece.split()]
    letters = sorted(c for c in text if c.isalnum())
    assert sorted(c for piece in pieces for c in piece if c.isalnum()) == letters


@pytest.mark.parametrize(
    ("word", "translated"),
    [("kota", True), ("Kotanya", True), ("di", True), ("AMMTC", False), ("city", False), ("", False)],
)
def test_a_word_counts_as_translated_if_it_changes(word: str, translated: bool) -> None:
    assert SMALL.translates(word) == translated


def test_a_word_spelt_alike_in_both_languages_does_not_count_as_translated() -> None:
    assert not Glossary({"hotel": ["hotel"]}, TRANSLATING).translates("Hotel")
    assert Glossary({"tim": ["team", "side"]}, TRANSLATING).translates("tim")


def test_the_file_has_one_entry_per_line_and_none_twice() -> None:
    file = ROOT / "src" / "retriever" / "query" / TRANSLATING.glossary
    lines = [line for line in file.read_text(encoding="utf-8").splitlines() if line and not line.startswith("#")]
    keys = [line.split("\t")[0] for line in lines]
    assert len(lines) > 6000
    assert all(line.count("\t") == 2 for line in lines)
    assert sorted(set(keys)) == sorted(keys)
    assert all(key == key.strip().casefold() and key for key in keys)


ORDINALS = (
    "kedua, ketiga, keempat, kelima, keenam, ketujuh, kedelapan, kesembilan, kesepuluh, kesebelas, kedua belas,"
    " ketiga belas, keempat belas, kelima belas, keenam belas, ketujuh belas, kedelapan belas, kesembilan belas,"
    " kedua puluh, kedua puluh satu, kedua puluh dua, kedua puluh tiga, kedua puluh empat, kedua puluh lima,"
    " kedua puluh enam, kedua puluh tujuh, kedua puluh delapan, kedua puluh sembilan"
).split(", ")


@pytest.mark.parametrize(("number", "words"), list(enumerate(ORDINALS, start=2)))
def test_indonesian_ordinals_in_words_and_in_digits_give_the_same(glossary: Glossary, number: int, words: str) -> None:
    for typed in (words, f"ke-{number}"):
        (found,) = rewrite_ordinals(glossary.translate(f"AMMTC {typed}").text)
        assert (found.start, found.target) == (len("AMMTC "), ordinal(number))


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("Mengapa korban perdagangan orang sulit dipulangkan?", {"why", "victim", "human", "trafficking"}),
        ("Berapa denda bagi pelaku?", {"fine", "perpetrator"}),
        ("Kapan pertemuan polisi digelar di Bali?", {"when", "meeting", "police", "Bali"}),
    ],
)
def test_questions_in_this_field_give_the_english_words(glossary: Glossary, question: str, words: set[str]) -> None:
    assert words <= set(glossary.translate(question).text.split())


def test_search_reports_translations_and_finds_by_them(retriever: Retriever, settings: Settings) -> None:
    question = "Di kota mana AMMTC ke-5 diselenggarakan?"
    result = retriever.search(question, k=3)
    assert result.language == "id"
    assert ("Di kota mana", "which city") in {(e.source, e.target) for e in result.expansions}
    assert result.hits[0].passage.text == "5. 5th AMMTC Vietnam November 28 – December 1, 2005 Hanoi"
    as_typed = retriever.tuned(settings.changed(search={"glossary": False})).search(question, k=3)
    assert [(e.source, e.target) for e in as_typed.expansions] == [("ke-5", "5th")]
    assert as_typed.hits != result.hits


def test_an_english_question_in_the_papers_own_words_is_not_expanded(retriever: Retriever) -> None:
    assert retriever.search("In which city was the 5th AMMTC held?").expansions == ()
