"""Citations in APA 7: both papers to the character, and every form of author, year and place."""

from typing import Any

import pytest
from conftest import Parsed
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from kutip.types import Document, Kind, Passage, Span
from retriever.citation import cite, locator, reference
from retriever.search import Retriever

untimed = hypothesis_settings(deadline=None)  # a busy machine is no failure

NAJIB = {"family": "Najib", "given": "Gesang Qa'id Najibah"}
JUNED = {"family": "Juned", "given": "Mansur"}
OFFICE = {"literal": "ASEANAPOL Secretariat"}
PLAIN = {"title": "Police in ASEAN", "author": [JUNED], "issued": {"date-parts": [[2025]]}}


def document(**metadata: Any) -> Document:
    return Document("paper", "Police meet.", "00", metadata)


def passage(*, heading: tuple[str, ...] = (), page: int | None = None) -> Passage:
    return Passage("1", "paper", Kind.PARAGRAPH, heading, "", page, (Span(0, 12),), "Police meet.")


def people(n: int) -> list[dict[str, str]]:
    return [{"family": f"Name{i:02}", "given": "A"} for i in range(1, n + 1)]


def test_the_first_paper_to_the_character(parsed: Parsed) -> None:
    cited = cite(parsed["najib-juned-2025"][0], passage(heading=("DISCUSSION", "Role as an Arena")))
    assert cited.in_text == "(Najib & Juned, 2025, Role as an Arena section)"
    assert cited.reference == (
        "Najib, G. Q. N., & Juned, M. (2025). The Role of ASEANAPOL in Tackling Human Trafficking Issue in Indonesia in"
        " 2021-2023. Jurnal Ilmu Kepolisian, 19(1). https://doi.org/10.35879/jik.v19i1.466"
    )
    assert cited.locator == "Role as an Arena section"


def test_the_second_paper_to_the_character_which_names_neither_author_nor_year(parsed: Parsed) -> None:
    cited = cite(parsed["cakrawala-733"][0], passage(heading=("RESULT",), page=7))
    assert cited.in_text == "(“The Challenges of Intergovernmental Organizations,” n.d., p. 7 of the text)"
    assert cited.reference == (
        "The Challenges of Intergovernmental Organizations in Combating Transnational Crime: An Indonesian Perspective."
        " (n.d.). Cakrawala, Article 733."
    )
    assert cited.locator == "p. 7 of the text"


@pytest.mark.parametrize(
    ("authors", "in_text", "listed"),
    [
        ([JUNED], "Juned", "Juned, M. (2025)."),
        ([NAJIB, JUNED], "Najib & Juned", "Najib, G. Q. N., & Juned, M. (2025)."),
        ([NAJIB, JUNED, *people(1)], "Najib et al.", "Najib, G. Q. N., Juned, M., & Name01, A. (2025)."),
        ([OFFICE], "ASEANAPOL Secretariat", "ASEANAPOL Secretariat. (2025)."),
        ([OFFICE, JUNED], "ASEANAPOL Secretariat & Juned", "ASEANAPOL Secretariat, & Juned, M. (2025)."),
        ([JUNED, OFFICE], "Juned & ASEANAPOL Secretariat", "Juned, M., & ASEANAPOL Secretariat. (2025)."),
        ([{"family": "Suharto"}], "Suharto", "Suharto. (2025)."),
        ([{"given": "Suharto"}], "Suharto", "Suharto. (2025)."),
        ([{"family": "Suharto"}, JUNED], "Suharto & Juned", "Suharto, & Juned, M. (2025)."),
        ([{"family": "Dupont", "given": "Jean-Luc M."}], "Dupont", "Dupont, J.-L. M. (2025)."),
        ([{"literal": "Interpol Inc."}], "Interpol Inc.", "Interpol Inc. (2025)."),
    ],
)
def test_authors_in_the_text_and_in_the_list(authors: list[dict[str, str]], in_text: str, listed: str) -> None:
    paper = document(**{**PLAIN, "author": authors})
    assert cite(paper, passage()).in_text == f"({in_text}, 2025)"
    assert reference(paper) == f"{listed} Police in ASEAN."


def test_of_more_than_twenty_authors_the_first_nineteen_and_the_last_are_listed() -> None:
    twenty = reference(document(**{**PLAIN, "author": people(20)}))
    assert twenty.startswith("Name01, A., Name02, A.,")
    assert "Name19, A., & Name20, A. (2025)." in twenty
    assert "Name19, A., … Name22, A. (2025)." in reference(document(**{**PLAIN, "author": people(22)}))


@pytest.mark.parametrize(
    ("metadata", "in_text", "listed"),
    [
        ({"title": "Police", "author": []}, "(“Police,” n.d.)", "Police. (n.d.)."),
        (
            {"title": "Who guards the guards, and why? A study"},
            "(“Who guards the guards, and,” n.d.)",
            "Who guards the guards, and why? A study. (n.d.).",
        ),
        ({"title": "Who guards?", "author": [JUNED]}, "(Juned, n.d.)", "Juned, M. (n.d.). Who guards?"),
        ({}, "(n.d.)", "paper. (n.d.)."),
        ({"title": "One Two, Three: Four, Five: Six"}, "(“One Two, Three: Four, Five,” n.d.)", None),
    ],
)
def test_what_the_metadata_do_not_say_is_not_said(metadata: dict[str, Any], in_text: str, listed: str | None) -> None:
    assert cite(document(**metadata), passage()).in_text == in_text
    if listed is not None:
        assert reference(document(**metadata)) == listed


@pytest.mark.parametrize("issued", [None, {}, {"date-parts": []}, {"date-parts": [[]]}, {"date-parts": [[None]]}])
def test_a_date_without_a_year_is_no_date(issued: object) -> None:
    assert cite(document(**{**PLAIN, "issued": issued}), passage()).in_text == "(Juned, n.d.)"


@pytest.mark.parametrize(
    ("published", "ending"),
    [
        ({}, ""),
        ({"container-title": "Cakrawala"}, " Cakrawala."),
        ({"container-title": "Cakrawala", "volume": "19"}, " Cakrawala, 19."),
        ({"container-title": "Cakrawala", "volume": 19, "issue": 1}, " Cakrawala, 19(1)."),
        ({"container-title": "Cakrawala", "volume": "19", "issue": "1", "page": "3–9"}, " Cakrawala, 19(1), 3–9."),
        ({"container-title": "Cakrawala", "page": "3–9", "number": "733"}, " Cakrawala, 3–9."),
        ({"container-title": "Cakrawala", "number": "733"}, " Cakrawala, Article 733."),
        ({"volume": "19", "issue": "1"}, ""),
        ({"DOI": "10.1/x"}, " https://doi.org/10.1/x"),
        ({"DOI": "10.1/x", "URL": "https://example.org"}, " https://doi.org/10.1/x"),
        ({"URL": "https://example.org"}, " https://example.org"),
    ],
)
def test_where_a_paper_was_published(published: dict[str, Any], ending: str) -> None:
    assert reference(document(**PLAIN, **published)) == f"Juned, M. (2025). Police in ASEAN.{ending}"


@pytest.mark.parametrize(
    ("heading", "page", "place"),
    [
        ((), 3, "p. 3 of the text"),
        (("RESULT",), 3, "p. 3 of the text"),
        (("RESULT", "1. Police:"), None, "1. Police section"),
        ((), None, ""),
    ],
)
def test_a_place_is_the_page_else_the_innermost_section(heading: tuple[str, ...], page: int | None, place: str) -> None:
    assert locator(passage(heading=heading, page=page)) == place


NAMES = st.text(st.characters(categories=["L"]), min_size=1, max_size=6)
PEOPLE = st.fixed_dictionaries({"family": NAMES}, optional={"given": st.lists(NAMES, max_size=3).map(" ".join)})


@untimed
@given(st.lists(PEOPLE | st.fixed_dictionaries({"literal": NAMES}), min_size=1, max_size=25))
def test_the_first_author_opens_both_forms_and_the_last_one_closes_the_list(authors: list[dict[str, str]]) -> None:
    paper = document(**{**PLAIN, "author": authors})
    names = [author.get("literal") or author["family"] for author in authors]
    assert cite(paper, passage()).in_text.startswith(f"({names[0]}")
    listed, _, _ = reference(paper).rpartition(" (2025). Police in ASEAN.")
    assert listed.startswith(names[0])
    assert names[-1] in listed
    assert listed.endswith(".")


def test_every_passage_of_both_papers_can_be_cited_with_its_place(retriever: Retriever) -> None:
    for one in retriever.passages:
        cited = cite(retriever.document(one.document_id), one)
        assert cited.in_text.startswith("(")
        assert cited.in_text.endswith(f"{cited.locator})")
        assert cited.reference == reference(retriever.document(one.document_id))
        assert "  " not in cited.in_text + cited.reference
