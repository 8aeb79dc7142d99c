"""Sources that a sentence itself cites, in brackets or by name, and how to cite them through the paper."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kutip.types import Bibliography, Document, Form, Kind, Mention, Passage, Span
from retriever.citations.cite_span import cite, cite_nearest
from retriever.citations.secondary import cite_through, sources_cited, sources_keyed

# Names and years as papers write them, and fragments of the text around them.
NAMES = st.sampled_from(
    ["Archer", "UNODC", "Najib & Juned", "Coyne and Bell", "Kim et al.", "Pinatih dkk.", "C. Archer", "Pérez-Ruiz",
     "O’Brien", "World Bank", "Ministry of Foreign Affairs", "Smith, Jones, & Brown"]
)  # fmt: skip
YEARS = st.integers(1600, 2099).map(str) | st.integers(1900, 2099).map("{}b".format) | st.just("n.d.")
PIECES = st.sampled_from("Archer and et al. ( ) (( ; , & 2001 2023a n.d. see However, According to 's ’ \n".split(" "))
TEXTS = st.lists(PIECES | NAMES | st.text(max_size=3), max_size=15).map(" ".join)


@pytest.mark.parametrize(
    ("bracket", "sources"),
    [
        ("(Archer, 2001)", ["Archer, 2001"]),
        ("(Archer 2001)", ["Archer, 2001"]),
        ("(Najib & Juned, 2025)", ["Najib & Juned, 2025"]),
        ("(Archer, 2001; den Boer, 2010; Kim et al., 2023)", ["Archer, 2001", "den Boer, 2010", "Kim et al., 2023"]),
        ("(Haynes, 2023a; Haynes, 2023b)", ["Haynes, 2023a", "Haynes, 2023b"]),
        ("(ASEANAPOL, n.d.)", ["ASEANAPOL, n.d."]),
        ("(Ministry of Foreign Affairs, 2021)", ["Ministry of Foreign Affairs, 2021"]),
        ("(Y. K. Kim et al., 2023)", ["Y. K. Kim et al., 2023"]),
        ("(Archer, 2001, p. 5)", ["Archer, 2001"]),
        ("(see Archer, 2001; e.g., Boer, 2010; lihat Kim, 2020)", ["Archer, 2001", "Boer, 2010", "Kim, 2020"]),
        ("(Archer, 2001), then (Koster, 2009), (Archer, 2001)", ["Archer, 2001", "Koster, 2009"]),
        ("(Haynes, 2021, 2023)", ["Haynes, 2021", "Haynes, 2023"]),
        ("(See Archer, 2001)", ["Archer, 2001"]),
    ],
)
def test_sources_in_brackets_are_found(bracket: str, sources: list[str]) -> None:
    assert sources_cited(f"Crime crosses borders {bracket}.") == tuple(sources)


@pytest.mark.parametrize(
    ("sentence", "sources"),
    [
        ("Archer (2001) sees three roles.", ["Archer, 2001"]),
        ("Coyne and Bell (2011) and Paksi & Hutami (2023)", ["Coyne and Bell, 2011", "Paksi & Hutami, 2023"]),
        ("Smith, Jones, and Brown (2010) agree.", ["Smith, Jones, and Brown, 2010"]),
        ("Kim et al. (2023a) and Pinatih dkk. (2020) agree.", ["Kim et al., 2023a", "Pinatih dkk., 2020"]),
        ("J.-L. Dupont (1999) and O’Brien (2011) agree.", ["J.-L. Dupont, 1999", "O’Brien, 2011"]),
        ("ASEANAPOL (n.d.) names the members.", ["ASEANAPOL, n.d."]),
        ("The World Bank (2019) counts them.", ["World Bank, 2019"]),
        ("a study by the Ministry of Foreign Affairs (2021)", ["Ministry of Foreign Affairs, 2021"]),
        ("According to Haynes (2023), it grew.", ["Haynes, 2023"]),
        ("Meanwhile Archer (2001) sees none.", ["Archer, 2001"]),
        ("Koster (2009) doubts it (UNODC, 2008), as Kim (2020).", ["Koster, 2009", "UNODC, 2008", "Kim, 2020"]),
        ("Archer (2001) says so twice (Archer, 2001).", ["Archer, 2001"]),
        ("The three roles are Archer's (2001).", ["Archer, 2001"]),
        ("Coyne and Bell’s (2011) view", ["Coyne and Bell, 2011"]),
        ("However, Koster (2009) doubts.", ["Koster, 2009"]),
        ("Besides, UNODC (2008) does.", ["UNODC, 2008"]),
        ("Although Archer (2001) agrees", ["Archer, 2001"]),
        ("In their Annual Report, IOM (2019)", ["IOM, 2019"]),
        ("crimes that den Boer (2010) names", ["den Boer, 2010"]),
        ("Archer (2001, p. 5) sees it.", ["Archer, 2001"]),
    ],
)  # fmt: skip
def test_sources_named_in_the_sentence_are_found(sentence: str, sources: list[str]) -> None:
    assert sources_cited(sentence) == tuple(sources)


@pytest.mark.parametrize(
    "sentence",
    [
        "",
        "Archer wrote it in 2001.",
        "the ASEAN Plan of Action (2016-2025)",
        "He spoke at the Police Headquarters (4/4/2023).",
        "It fell in 2021 (around 10.1%).",
        "478 cases (2016), 340 cases (2017)",
        "The plan (2016) and its law (Law No. 21 of 2007)",
        "It met (17 November 2004).",
        "There were many (998 cases in 2023).",
        "Archer (1492)",
        "(2001; 2002)",
        ("It fell (in 2019)."),
        ("It grew (since 2001)."),
        ("It met (November 2004)."),
    ],
)
def test_other_years_and_brackets_are_not_sources(sentence: str) -> None:
    assert sources_cited(sentence) == ()


@given(who=NAMES, year=YEARS)
def test_a_source_reads_the_same_in_brackets_and_in_the_sentence(who: str, year: str) -> None:
    assert sources_cited(f"{who} ({year}) doubts it.") == (f"{who}, {year}",)
    assert sources_cited(f"Some doubt it ({who}, {year}).") == (f"{who}, {year}",)


@given(cited=st.lists(st.tuples(NAMES, YEARS), min_size=1, max_size=6))
def test_several_sources_in_a_bracket_are_listed_once_in_order(cited: list[tuple[str, str]]) -> None:
    entries = [f"{who}, {year}" for who, year in cited]
    assert sources_cited(f"Some doubt it ({'; '.join(entries)}).") == tuple(dict.fromkeys(entries))


@given(text=TEXTS | st.text())
def test_author_and_year_of_every_source_occur_in_the_text(text: str) -> None:
    sources = sources_cited(text)
    assert len(set(sources)) == len(sources)
    for source in sources:
        who, _, year = source.rpartition(", ")
        assert re.search(r"[^\W\d_]", who)
        assert re.fullmatch(r"\d{4}[a-z]?|n\.d\.", year)
        assert who in text
        assert year in text


NAJIB = {"author": [{"family": "Najib"}, {"family": "Juned"}], "issued": {"date-parts": [[2025]]}}


@pytest.mark.parametrize(
    ("metadata", "heading", "page", "through"),
    [
        (NAJIB, ("DISCUSSION", "Role as an Arena"), None, "Najib & Juned, 2025, Role as an Arena section"),
        (NAJIB, (), 7, "Najib & Juned, 2025, p. 7 of the text"),
        (NAJIB, (), None, "Najib & Juned, 2025"),
        ({"title": "Police in Laos"}, (), 3, "“Police in Laos,” n.d., p. 3 of the text"),
    ],
)
def test_a_secondary_source_is_cited_through_the_paper(
    metadata: dict[str, object], heading: tuple[str, ...], page: int | None, through: str
) -> None:
    paper = Document("paper", "Police meet.", "00", metadata)
    passage = Passage("1", "paper", Kind.PARAGRAPH, heading, "", page, (Span(0, 12),), "Police meet.")
    assert cite_through("UNODC, 2008", paper, passage) == f"(UNODC, 2008, as cited in {through})"


# --- Citations by keys ------------------------------------------------------------------------------------------------

KEYED = "Kites fly [@reed; @moss]. Boer (2010) doubts it. They fall [@fern; @gone]."


def by_key(key: str, who: str, year: str, entry: str | None = "r") -> Mention:
    at = KEYED.index(f"@{key}")
    spans = (Span(at, at + len(key) + 1),)
    return Mention(key, "paper", Form.PARENTHETICAL, f"@{key}", spans, KEYED, who, year, entry, key=key)


MENTIONS = (
    by_key("reed", "Reed", "2019"),
    by_key("moss", "Moss & Fern", "2001"),
    by_key("fern", "Fern et al.", "n.d."),
    by_key("gone", "", "gone", None),
)
FIRST = KEYED.index(".") + 1


def test_works_cited_by_keys_are_named_as_their_entries_name_them() -> None:
    assert sources_keyed([Span(0, len(KEYED))], MENTIONS) == ("Reed, 2019", "Moss & Fern, 2001", "Fern et al., n.d.")
    assert sources_keyed([Span(0, FIRST)], MENTIONS) == ("Reed, 2019", "Moss & Fern, 2001")
    assert sources_keyed([Span(0, 12)], MENTIONS) == ()


def test_a_citation_names_what_its_sentence_cites_by_name_and_by_key() -> None:
    document = Document("paper", KEYED, "00", {})
    passage = Passage("p", "paper", Kind.PARAGRAPH, (), "", None, (Span(0, len(KEYED)),), KEYED)
    listed = Bibliography((), MENTIONS, ())
    assert cite(passage, document, 0, FIRST, listed).secondary == ("Reed, 2019", "Moss & Fern, 2001")
    assert cite(passage, document, FIRST + 1, len(KEYED), listed).secondary == ("Boer, 2010", "Fern et al., n.d.")
    assert cite_nearest(passage, document, "Do kites fly?", listed).secondary == ("Reed, 2019", "Moss & Fern, 2001")
    assert cite(passage, document, 0, FIRST).secondary == ()
