"""Quotations that are only partly in the papers, or put together from several places."""

import pytest
from conftest import english
from test_retriever_quotations_checker import NOT_FOUND, PARTIAL, check

from kutip.text.reading import squeeze
from kutip.types import Verdict


@pytest.mark.parametrize(
    ("quote", "stretch", "rest"),
    [
        (
            "Human trafficking is a global concern and pirates eat cheese",
            "Human trafficking is a global concern",
            ["and pirates eat cheese"],
        ),
        (
            "As Kamal wrote, trafficking is a global concern",
            "trafficking is a global concern",
            ["As Kamal wrote,"],
        ),
        (
            "As we all know, trafficking is a global concern, including in Southeast Asia and on the moon too",
            "trafficking is a global concern, including in Southeast Asia",
            ["As we all know,", "and on the moon too"],
        ),
    ],
)
def test_a_quotation_with_one_verbatim_stretch_is_partial(quote: str, stretch: str, rest: list[str]) -> None:
    found = check(quote)
    assert found.verdict is PARTIAL
    (match,) = found.matches
    assert squeeze(match.text) == stretch
    assert [(d.given, d.source, d.spans) for d in match.differences] == [(text, "", ()) for text in rest]
    assert all(quote[d.given_start :].startswith(d.given) for d in match.differences)
    assert found.similarity == pytest.approx(len(stretch) / len(quote), abs=0.02)


def test_the_reason_gives_the_number_of_words_found() -> None:
    found = check("Human trafficking is a global concern and pirates eat cheese")
    assert english(found.reason) == "Only 6 of its 10 words stand in land; the rest does not stand with them."


@pytest.mark.parametrize(
    ("stretch", "invented", "verdict"),
    [(5, 3, PARTIAL), (5, 15, PARTIAL), (5, 16, NOT_FOUND), (11, 33, PARTIAL), (11, 34, NOT_FOUND), (12, 60, PARTIAL)],
)
def test_a_short_stretch_of_a_long_quotation_counts_as_chance(stretch: int, invented: int, verdict: Verdict) -> None:
    words = "The meeting in Batam is held every two years by the heads".split()[:stretch]
    assert check(" ".join([*words, *["cheese"] * invented])).verdict is verdict


def test_a_quotation_put_together_from_two_places_is_partial() -> None:
    found = check("It does not stop at borders. The navy of each state patrols the straits.")
    assert found.verdict is PARTIAL
    assert [(match.document_id, squeeze(match.text)) for match in found.matches] == [
        ("sea", "The navy of each state patrols the straits"),
        ("land", "It does not stop at borders"),
    ]
    assert english(found.reason) == (
        "It is put together from 2 stretches that stand apart in land and sea, with nothing to show it."
    )
    assert found.similarity == pytest.approx(42 / 71, abs=0.02)


def test_invented_words_between_two_stretches_are_listed() -> None:
    found = check(
        "It does not stop at borders, as everyone on the moon knows, and the navy of each state patrols the straits"
    )
    assert found.verdict is PARTIAL
    assert english(found.reason) == "Only 13 of its 21 words stand in land and sea, in 2 stretches that stand apart."
    assert [d.given for d in found.matches[0].differences] == ["as everyone on the moon knows, and the"]
