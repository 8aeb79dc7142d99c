"""Title, authors, year and DOI of a first page: read where they are sure, left out where they are not."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.parsing.first_page import first_page_facts
from indexer.parsing.lines import split_lines
from indexer.parsing.reading import SourceReading

TITLE = "Blade Wear in Narrow Straits: A Review"
BODY = "Abstract\n\nThe wear of a blade is told here.\n\n1 Introduction\n\nIt wears in sand.\n"


def facts_of(front: str, body: str = BODY) -> dict[str, Any]:
    source = front + body
    return first_page_facts(source, split_lines(source), SourceReading(source))


def names_of(facts: dict[str, Any]) -> list[str]:
    return [f"{one['given']} {one['family']}" for one in facts.get("author", [])]


@pytest.mark.parametrize(
    "front",
    [
        f"# {TITLE}\n\nAna Okafor, Bo Lind\n\n",
        f"{TITLE}\n{'=' * 20}\n\nAna Okafor, Bo Lind\n\n",
        f"# **{TITLE}**\n\nAna Okafor and Bo Lind\n\n",
        f"{TITLE}\n\nAna Okafor, Bo Lind\n\n",
        f"{TITLE}\nAna Okafor, Bo Lind\n",
        "Blade Wear in Narrow\nStraits: A Review\nAna Okafor,\nBo Lind\n",
        f"{TITLE}*\n\nAna Okafor¹ and Bo Lind²\n¹ Department of Oceans, Port University\n² Sea School\n\n",
        f"Journal of Sands, Vol. 3, No. 2\n\nResearch Article\n\n{TITLE}\n\nAna Okafor, Bo Lind\n\na@port.example\n\n",
        f"12\n\n{TITLE}\n\nAna Okafor\nBo Lind\n\nReceived 3 May 2019\n\n",
        f"\n\n{TITLE}\n\nby Ana Okafor and Bo Lind\n\nWritten for a test.\n\n",
    ],
)  # fmt: skip
def test_title_and_authors_stand_above_the_abstract(front: str) -> None:
    found = facts_of(front)
    assert found["title"] == TITLE
    assert names_of(found) == ["Ana Okafor", "Bo Lind"]


@pytest.mark.parametrize(
    "line",
    [
        "Ana Okafor",  # alone: may be a subtitle, a place, a journal
        "ANA OKAFOR, BO LIND",
        "Ana Okafor, Bo Lind, and others",
        "Budi Santoso, S.Kom., M.Kom.",
        "Sand Flow, Blade Wear",  # of which the text speaks
        "Ana Okafor, Narrow Straits",  # of which the title speaks
        "Ana Okafor, Bo Lind\nCy marsh",  # what follows may be a name too
        "Ana Okafor¹\nDepartment of Oceans\nBo Lind²\nSea School",  # names between addresses: none may be missed
    ],
)
def test_authors_that_are_not_sure_are_left_out(line: str) -> None:
    body = BODY.replace("It wears", "Sand and flow and blade and wear: it wears")
    found = facts_of(f"# {TITLE}\n\n{line}\n\n", body)
    assert found == {"title": TITLE}


def test_places_of_which_the_text_speaks_are_no_authors() -> None:
    front = "# Tides and Tolls\n\nNew Zealand and South Africa\n\n"
    assert names_of(facts_of(front)) == ["New Zealand", "South Africa"]
    assert names_of(facts_of(front, BODY + "\nTolls were paid in New Zealand.\n")) == []
    assert names_of(facts_of(front, BODY + "\nThis was written by New Zealand.\n")) == ["New Zealand", "South Africa"]


@pytest.mark.parametrize(
    "front",
    [
        "",
        "Port University Press Office\n\n",
        "Journal of Sands 12 (2019) 1-9\n\n",
        "Marine Sands Progress Series\n\nBlade Wear in Straits\n\n",  # two of which each may be the title
        "We tell of blades and of sand.\n\n",
        "https://port.example/tides/paper\n\n",
        "Research Article\n\n",
        "Materials and Methods\n\n",
        "2 Related Work in Straits\n\n",
        "Key words: sand, blade, wear\n\n",
    ],
)
def test_no_other_line_is_taken_for_a_title(front: str) -> None:
    assert "title" not in facts_of(front)


def test_without_an_opening_only_the_one_marked_heading_at_the_top_is_a_title() -> None:
    assert facts_of(f"# {TITLE}\n\nText.\n\n## Sand\n\nText.\n", "")["title"] == TITLE
    assert facts_of("# Sand\n\nText.\n\n# Blades\n\nText.\n", "") == {}
    assert facts_of(f"{TITLE}\n\nText goes on here.\n", "") == {}
    assert facts_of("# Methods\n\nText.\n", "") == {}


@pytest.mark.parametrize(
    ("line", "year"),
    [
        ("Submitted 1 May 2018, Accepted 2 June 2018, Published 3 July 2019", 2019),
        ("Published: 2019", 2019),
        ("Diterbitkan 4 Mei 2019", 2019),
        ("Copyright (c) 2019 Port Press", 2019),
        ("© 2019 The Authors", 2019),
        ("Journal of Sands, Vol. 3, No. 2, 2019", 2019),
        ("Sands 12 (2019) 1-9", 2019),
        ("17 November 2019", 2019),
        ("Received 1 May 2018", None),
        ("Journal of Sands, Vol. 3 (2018-2019)", None),
        ("A study of the years 2001 to 2019.", None),
    ],
)
def test_the_year_is_that_of_publication_if_it_is_stated(line: str, year: int | None) -> None:
    found = facts_of(f"# {TITLE}\n\n{line}\n\n").get("issued")
    assert found == (None if year is None else {"date-parts": [[year]]})


def test_the_year_of_a_work_that_the_text_speaks_of_is_not_the_paper_s() -> None:
    assert "issued" not in facts_of(f"# {TITLE}\n\n", BODY + "Okafor published it in 1999. © is a mark, 2001.\n")


@pytest.mark.parametrize(
    ("front", "below", "doi"),
    [
        ("DOI: 10.1000/tide.19.", "", "10.1000/tide.19"),
        ("Sands 3 (2019), https://doi.org/10.1000/tide.19", "", "10.1000/tide.19"),
        ("DOI: 10.1000/tide.19\n\nhttps://doi.org/10.1000/TIDE.19", "", "10.1000/tide.19"),
        ("", "doi:10.1000/tide.19", "10.1000/tide.19"),
        ("DOI: 10.1000/a\n\nDOI: 10.1000/b", "", None),
        ("", "The data are at https://doi.org/10.5281/z.1 for all.", None),
        ("", "https://doi.org/10.1371/sand.t001", None),
        ("", "References\n\nDOI: 10.1000/other", None),
    ],
)
def test_a_doi_is_the_only_one_of_the_front_or_of_a_line_of_its_own(front: str, below: str, doi: str | None) -> None:
    assert facts_of(f"# {TITLE}\n\n{front}\n\n", f"{BODY}\n{below}\n").get("DOI") == doi


@given(st.text(alphabet="Aa B#,\n.1@:*", max_size=60), st.sampled_from(["", "Abstract\n\nText.\n"]))
def test_any_front_is_read_without_an_error_and_names_are_whole(front: str, body: str) -> None:
    found = facts_of(front, body)
    assert all(person["family"] for person in found.get("author", []))
    assert found.get("title", "x").strip()
