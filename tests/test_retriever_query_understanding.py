"""Reading a query: over papers of one line each, and over the index of the bundled papers."""

import json
from collections import Counter
from collections.abc import Iterator, Sequence

import pytest
from conftest import ROOT
from hypothesis import example, given
from hypothesis import strategies as st

from kutip.index.store import open_generation
from kutip.language.indonesian import TRANSLATING
from kutip.settings import SearchSettings, Settings
from kutip.text.terms import terms
from kutip.types import Passage
from retriever.query.abbreviations import Abbreviations
from retriever.query.forms import ordinal, rewrite_ordinals
from retriever.query.glossary import Glossary, open_glossaries
from retriever.query.understanding import Understanding, Understood
from retriever.ranking.bm25 import Postings
from retriever.search import Retriever, System

LINES = (ROOT / "eval" / "sets" / "questions.jsonl").read_text(encoding="utf-8").splitlines()
QUESTIONS = [json.loads(line)["question"] for line in LINES]

# The reasons that each setting can report.
REASONS = {
    "number_forms": ("law", "date", "number", "ordinal"),
    "abbreviations": ("abbreviation",),
    "spelling": ("spelling",),
    "glossary": ("glossary",),
    "papers_in_turn": ("asks for each paper",),
}
ALL_REASONS = tuple(reason for own in REASONS.values() for reason in own)
PLAIN = SearchSettings.model_validate(dict.fromkeys(REASONS, False))

PAPERS = [
    "The 3rd AMMTC met in Singapore.",
    "A third of the victims came from Java.",
    "Law No. 21 of 2007 punishes traffickers.",
    "Law No. 21/2007 was the first.",
    "On 24 July 2023 the police freed 1,047 victims.",
    "The Australian Federal Police (AFP) trains officers.",
    "Officers of the Australian Federal Police trained them.",
    "ASEANAPOL is an organization of police.",
    "One organization may hold another organisation.",
    "The JCS met; the JCS is the Joint Coordination System.",
    "JCS, once more.",
]
COUNTED = [set(terms(line)) for line in PAPERS]


def holders_in_small(wanted: Sequence[str]) -> list[int]:
    return [number for number, counted in enumerate(COUNTED) if wanted and set(wanted) <= counted]


WORDS = {"ketiga": ["third"], "kota": ["city"], "mana": ["which"], "di": [], "yang": [], "korban": ["victim"]}
SMALL = Understanding(
    {"id": Glossary(WORDS, TRANSLATING)},
    Abbreviations(
        [
            ("AFP", "Australian Federal Police"),
            ("JCS", "Joint Coordination System"),
            ("VOA", "Voice of America"),
        ]
    ),
    holders_in_small,
)


def read(query: str, **switched: bool) -> tuple[str, list[tuple[str, str, str]]]:
    """Return the text for the encoder and the reported expansions."""
    understood = SMALL.of(query, SearchSettings.model_validate(switched))
    return understood.encoded, [(e.source, e.target, e.why) for e in understood.expansions]


@pytest.mark.parametrize(
    ("query", "encoded", "expansions"),
    [
        ("Where was the third AMMTC?", "Where was the 3rd AMMTC?", [("third", "3rd", "ordinal")]),
        ("AMMTC ke-3", "AMMTC 3rd", [("ke-3", "3rd", "ordinal")]),
        ("victims of 24/7/2023", "victims of 24 July 2023", [("24/7/2023", "24 July 2023", "date")]),
        ("1.047 victims", "1,047 victims", [("1.047", "1,047", "number")]),
        ("Who trains the AFP?", "Who trains the Australian Federal Police?",
         [("AFP", "Australian Federal Police", "abbreviation")]),
        ("the Joint Coordination System", "the JCS", [("Joint Coordination System", "JCS", "abbreviation")]),
        ("an organisation", "an organization", [("organisation", "organization", "spelling")]),
    ],
)  # fmt: skip
def test_the_encoder_gets_the_form_that_most_passages_have(
    query: str, encoded: str, expansions: list[tuple[str, str, str]]
) -> None:
    assert read(query) == (encoded, expansions)


def test_a_form_that_fewer_passages_have_is_counted_but_not_encoded() -> None:
    encoded, expansions = read("an organization")
    assert encoded == "an organization"
    assert expansions == [("organization", "organisation", "spelling")]
    assert set(SMALL.of("an organization", SearchSettings()).counted) == set(terms("organization organisation"))


def test_a_name_more_frequent_than_its_short_form_is_left_unchanged() -> None:
    assert read("the Australian Federal Police") == ("the Australian Federal Police", [])
    assert read("the JCS") == ("the JCS", [])


@pytest.mark.parametrize(
    "query",
    ["the fifth AMMTC", "25/7/2023", "2.605 victims", "the VOA", "labour", "Perpres 69/2008", "peran ASEANAPOL"],
)
def test_a_form_that_no_passage_has_is_not_used(query: str) -> None:
    assert read(query) == (query, [])


def test_an_ordinal_is_used_only_if_a_passage_has_it_with_a_word_beside_it() -> None:
    assert read("the third AMMTC")[1] == [("third", "3rd", "ordinal")]
    assert read("the third Singapore round")[1] == [("third", "3rd", "ordinal")]
    assert read("the third victims")[1] == []
    assert read("and the third?")[1] == [("third", "3rd", "ordinal")]  # no word beside it says which third is meant


def test_a_fraction_is_not_an_ordinal() -> None:
    assert read("a third of the victims")[1] == []


def test_all_forms_of_a_law_are_counted_and_the_papers_own_is_encoded() -> None:
    understood = SMALL.of("What does UU 21/2007 punish?", SearchSettings())
    assert understood.encoded == "What does Law No. 21 of 2007 punish?"
    assert set(understood.counted) == set(terms("UU 21/2007 punish Law No. 21 of 2007 Law No. 21/2007"))
    assert [e.target for e in understood.expansions] == ["Law No. 21 of 2007", "Law No. 21/2007"]


def test_an_indonesian_question_is_translated_and_then_rewritten() -> None:
    assert read("Di kota mana korban yang AMMTC ketiga?") == (
        "city which victim AMMTC 3rd",
        [
            ("kota", "city", "glossary"),
            ("mana", "which", "glossary"),
            ("korban", "victim", "glossary"),
            ("ketiga", "third", "glossary"),
            ("third", "3rd", "ordinal"),
        ],
    )


TOWNS = ["Kota itu dibangun di muara sungai.", "The city was built on a hill.", "Victims came from the third city."]


def of_mixed(query: str, *languages: str) -> Understood:
    """A query as it is read where the first of three passages is Indonesian."""
    held = [set(terms(line, code)) for line, code in zip(TOWNS, ("id", "en", "en"), strict=True)]

    def holders(wanted: Sequence[str]) -> list[int]:
        return [number for number, own in enumerate(held) if wanted and set(wanted) <= own]

    words = {**WORDS, "dibangun": ["built"], "sungai": ["river"], "bukit": ["hill"], "muara": ["mouth"]}
    glossary = Glossary(words, TRANSLATING)
    return Understanding({"id": glossary}, Abbreviations([]), holders, languages).of(query, SearchSettings())


@pytest.mark.parametrize(
    ("query", "encoded", "language"),
    [
        ("Kota mana yang dibangun di muara sungai?", "Kota mana yang dibangun di muara sungai?", "id"),
        ("Kota mana yang dibangun di bukit?", "city which built hill", "en"),
        ("Kota mana?", "city which", "en"),  # as many passages either way: the papers' language is the surer one
        ("Kota mana korban ketiga?", "city which victim third", "en"),
    ],
)
def test_a_question_is_read_as_typed_where_a_passage_says_more_of_it(query: str, encoded: str, language: str) -> None:
    understood = of_mixed(query, "en", "id")
    assert (understood.encoded, understood.read_in, understood.language) == (encoded, language, "id")
    assert bool(understood.expansions) is (language == "en")


def test_a_question_is_translated_where_no_paper_is_in_its_language() -> None:
    understood = of_mixed("Kota mana yang dibangun di muara sungai?", "en")
    assert (understood.encoded, understood.read_in) == ("city which built mouth river", "en")


def test_several_rewritings_leave_the_rest_of_a_query_as_typed() -> None:
    encoded, _ = read("«The 3rd AMMTC, third AMMTC» & UU 21/2007 — 24/7/2023; AFP/organisation…")
    assert encoded == (
        "«The 3rd AMMTC, 3rd AMMTC» & Law No. 21 of 2007 — 24 July 2023; Australian Federal Police/organization…"
    )


def test_with_every_setting_off_a_query_is_read_as_typed() -> None:
    query = "third AMMTC, UU 21/2007, AFP, organisation"
    understood = SMALL.of(query, PLAIN)
    assert (understood.encoded, understood.counted, understood.expansions) == (query, tuple(terms(query)), ())


# Switching steps off

MIXED = "What do UU 21/2007, the third AMMTC, the 1.047 of 24/7/2023, the AFP and an organisation have to do?"


@pytest.mark.parametrize("setting", ["number_forms", "abbreviations", "spelling"])
def test_switching_a_setting_off_removes_exactly_its_expansions(setting: str) -> None:
    everything = read(MIXED)[1]
    assert {why for _, _, why in everything} == {"law", "ordinal", "number", "date", "abbreviation", "spelling"}
    assert read(MIXED, **{setting: False})[1] == [one for one in everything if one[2] not in REASONS[setting]]


def test_without_the_glossary_indonesian_stays_as_typed() -> None:
    assert read("Di kota mana yang organisation?", glossary=False) == (
        "Di kota mana yang organization?",
        [("organisation", "organization", "spelling")],
    )


def test_without_number_forms_an_indonesian_ordinal_stays_as_typed() -> None:
    assert "ordinal" not in {why for _, _, why in read("Di kota mana AMMTC ke-3?", number_forms=False)[1]}


TYPED = st.lists(
    st.sampled_from([*MIXED.replace("?", "").split(), "Di", "kota", "mana", "ke-3", "3rd", "ketiga", "—", "(JCS)"])
    | st.text(max_size=5),
    max_size=10,
).map(" ".join)


def assert_reported(understood: Understood, query: str) -> None:
    """Check that every counted term was typed or reported, and every typed term is counted or reported as left out."""
    left_out = [term for e in understood.expansions if not e.target for term in terms(e.source)]
    assert not Counter(terms(query)) - Counter((*understood.counted, *left_out)), query
    reported = {term for e in understood.expansions for term in terms(e.target)}
    numbered = {term for term in terms(understood.encoded) if " " in term}  # an ordinal with the word after it
    assert set(understood.counted) <= set(terms(query)) | reported | numbered, query
    assert reported <= set(understood.counted), query
    assert all(e.why.startswith(ALL_REASONS) for e in understood.expansions), query
    assert len(set(understood.expansions)) == len(understood.expansions), query


@given(query=TYPED)
@example(query="Di 0\u1cd00")  # a mark that makes no letter with the digit before it
@example(query="Di B\U0001f12b")  # a circled C
def test_every_counted_term_of_any_query_was_typed_or_reported(query: str) -> None:
    assert_reported(SMALL.of(query, SearchSettings()), query)


# Comparisons


@pytest.mark.parametrize(
    ("query", "encoded", "left_out"),
    [
        ("Do the two papers agree on the third AMMTC?", "on the 3rd AMMTC?", ["Do the two papers agree"]),
        ("Which police do both papers name?", "Which police name?", ["do both papers"]),
        ("Apa kata kedua artikel tentang police?", "Apa kata tentang police?", ["kedua artikel"]),
    ],
)
def test_words_that_ask_for_each_paper_are_reported_but_not_searched(
    query: str, encoded: str, left_out: list[str]
) -> None:
    understood = SMALL.of(query, SearchSettings(glossary=False))
    assert understood.compares
    assert understood.encoded == encoded
    assert [e.source for e in understood.expansions if e.why == "asks for each paper"] == left_out
    assert not {"paper", "artikel", "two"} & set(understood.counted)


def test_a_comparison_without_a_subject_is_searched_as_typed() -> None:
    understood = SMALL.of("Do the two papers agree?", SearchSettings())
    assert (understood.compares, understood.encoded) == (True, "Do the two papers agree?")
    assert understood.counted == tuple(terms("Do the two papers agree?"))


def test_with_the_setting_off_nothing_is_a_comparison() -> None:
    understood = SMALL.of("Do the two papers agree on the police?", SearchSettings(papers_in_turn=False))
    assert (understood.compares, understood.encoded) == (False, "Do the two papers agree on the police?")
    assert understood.expansions == ()


# Over the bundled papers


@pytest.fixture(scope="module")
def understanding(settings: Settings, retriever: Retriever) -> Understanding:
    folder = open_generation(settings.index).folder
    postings = Postings(folder, len(retriever.passages))
    return Understanding(open_glossaries(folder), Abbreviations.read(folder), postings.holders)


def test_every_counted_term_of_every_question_was_typed_or_reported(understanding: Understanding) -> None:
    for question in QUESTIONS:
        assert_reported(understanding.of(question, SearchSettings()), question)


@pytest.mark.parametrize("setting", ["number_forms", "abbreviations", "spelling", "papers_in_turn"])
def test_with_a_setting_off_no_english_question_is_expanded_by_it(understanding: Understanding, setting: str) -> None:
    off = SearchSettings.model_validate({setting: False})
    for question in QUESTIONS:
        understood = understanding.of(question, off)
        if understood.language == "en":
            assert {e.why for e in understood.expansions}.isdisjoint(REASONS[setting]), question
    assert any(e.why in REASONS[setting] for q in QUESTIONS for e in understanding.of(q, SearchSettings()).expansions)


UNITS = "satu dua tiga empat lima enam tujuh delapan sembilan".split()


def in_indonesian(number: int) -> str:
    """Return an ordinal from the 2nd to the 29th in Indonesian words."""
    if number in (10, 11):
        return {10: "kesepuluh", 11: "kesebelas"}[number]
    tens, unit = divmod(number, 10)
    if tens == 0:
        return f"ke{UNITS[unit - 1]}"
    return f"ke{UNITS[unit - 1]} belas" if tens == 1 else f"kedua puluh {UNITS[unit - 1] if unit else ''}".strip()


def meetings() -> Iterator[tuple[str, int]]:
    yield from (("AMMTC", number) for number in range(2, 19))
    yield from (("SOMTC", number) for number in range(2, 25))


def row_of(retriever: Retriever, forum: str, number: int) -> Passage:
    (row,) = [p for p in retriever.passages if f" {ordinal(number)} {forum} " in p.text and p.kind == "table_row"]
    return row


@pytest.mark.parametrize(("forum", "number"), list(meetings()))
def test_every_form_of_an_ordinal_finds_the_row_of_that_meeting_first(
    retriever: Retriever, forum: str, number: int
) -> None:
    (word,) = [one.target for one in rewrite_ordinals(ordinal(number))]
    wanted = row_of(retriever, forum, number).text
    for question in (
        f"Where was the {word} {forum} held?",
        f"Where was the {ordinal(number)} {forum} held?",
        f"Di mana {forum} {in_indonesian(number)} diadakan?",
        f"Di mana {forum} ke-{number} diadakan?",
    ):
        assert (question, retriever.search(question, k=1).hits[0].passage.text) == (question, wanted)


@pytest.mark.parametrize(
    ("keywords", "language"),
    [
        ("korban perdagangan orang", "id"),
        ("AMMTC ketiga", "id"),
        ("paspor", "id"),
        ("human trafficking victims", "en"),
        ("main role", "en"),
        ("AMMTC", "en"),
        ("hotel", "en"),
    ],
)
def test_keywords_without_function_words_have_the_language_of_most_of_them(
    understanding: Understanding, keywords: str, language: str
) -> None:
    assert understanding.of(keywords, SearchSettings()).language == language


def test_an_indonesian_ordinal_alone_finds_its_meeting(retriever: Retriever) -> None:
    assert retriever.search("AMMTC ketiga", k=1).hits[0].passage == row_of(retriever, "AMMTC", 3)


LAW_21 = ["UU 21/2007", "UU No. 21 Tahun 2007", "Law Number 21 of 2007", "Law No. 21/2007", "law no. 21 year 2007"]


@pytest.mark.parametrize("typed", LAW_21)
def test_a_law_is_found_in_every_form(retriever: Retriever, typed: str) -> None:
    for question in ("What does {} say?", "Since {}, what has trafficking been?"):
        as_cited, found = (
            {hit.passage.id: hit.passage.text for hit in retriever.search(question.format(law), k=2).hits}
            for law in ("Law No. 21 of 2007", typed)
        )
        assert found == as_cited  # in either order: their scores are nearly equal
        assert all("21 of 2007" in text or "21/2007" in text for text in found.values())


@pytest.mark.parametrize("typed", LAW_21)
def test_a_law_alone_finds_passages_that_name_it(retriever: Retriever, typed: str) -> None:
    texts = [hit.passage.text for hit in retriever.search(typed, k=5).hits]
    assert all("Law No. 21 of 2007" in text or "Law No. 21/2007" in text for text in texts)


@pytest.mark.xfail(
    reason="the term “uu” widens the scale of BM25, and two hits with nearly equal scores change places", strict=False
)
def test_a_law_alone_has_the_same_first_hit_in_every_form(retriever: Retriever) -> None:
    as_cited = retriever.search("Law No. 21 of 2007", k=1).hits[0].passage
    assert retriever.search("UU 21/2007", k=1).hits[0].passage == as_cited


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("organisation", "organization"),
        ("intergovernmental organisations", "intergovernmental organizations"),
        ("labour", "labor"),
        ("centre", "center"),
        ("programme", "program"),
        ("analyse", "analyze"),
        ("neighbouring countries", "neighboring countries"),
        ("travelling workers", "traveling workers"),
        ("1.047 victims", "1,047 victims"),
    ],
)
def test_two_spellings_of_the_same_words_find_the_same_passages(retriever: Retriever, one: str, other: str) -> None:
    found = [
        {hit.passage.id for hit in retriever.search(query, k=100, system=System.BM25).hits} for query in (one, other)
    ]
    assert found[0] == found[1] != set()


@pytest.mark.parametrize("typed", ["12/1/2009", "2009-01-12", "12 January 2009", "12.1.2009"])
def test_a_date_is_found_in_every_form(retriever: Retriever, typed: str) -> None:
    found = retriever.search(f"What was passed on {typed}?", k=1).hits[0].passage.text
    assert "passed on January 12, 2009" in found


@pytest.mark.parametrize(("british", "american"), [("organisation", "organization"), ("centre", "center")])
def test_british_and_american_spelling_count_the_same_terms(
    understanding: Understanding, british: str, american: str
) -> None:
    counted = [set(understanding.of(f"the {word}", SearchSettings()).counted) for word in (british, american)]
    assert counted[0] == counted[1] == {*terms(british), *terms(american)}


@pytest.mark.parametrize(
    ("short", "long"),
    [
        ("MLA", "Mutual Legal Assistance"),
        ("e-ADS", "Electronic ASEANAPOL Database System"),
        ("JCLEC", "Jakarta Center for Law Enforcement Cooperation"),
        ("AMMTC", "ASEAN Ministerial Meeting on Transnational Crime"),
        ("SOMTC", "Senior Officials Meeting on Transnational Crime"),
        ("UNODC", "United Nations Office on Drugs and Crime"),
        ("PTSD", "Post-Traumatic Stress Disorder"),
        ("ACTIP", "ASEAN Convention Against Trafficking in Persons"),
    ],
)
def test_a_short_name_and_its_long_form_find_the_same_passage(retriever: Retriever, short: str, long: str) -> None:
    by_short, by_long = (
        [hit.passage for hit in retriever.search(f"What is {name}?", k=2).hits] for name in (short, long)
    )
    assert by_short[0] in by_long
    assert by_long[0] in by_short
    assert all(short in one.text or long in one.text for one in (by_short[0], by_long[0]))


def test_a_turkish_i_in_an_ordinal_is_searched(retriever: Retriever) -> None:
    assert retriever.search("Where was the fıfth AMMTC held?").hits
