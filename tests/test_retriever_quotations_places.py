"""Places of verbatim quotations: across breaks, several places, pieces between omission marks."""

import pytest
from conftest import english
from test_retriever_quotations_checker import ALTERED, EXACT, NORMALISED, PARTIAL, check, checker, span_texts
from test_retriever_quotations_stream import paper

from kutip.types import Verdict


@pytest.mark.parametrize(
    ("quote", "spans"),
    [
        ("joining international organisations is very", ["joining inter-\nnational organisations", "is very"]),
        ("stop at borders. The police of each", ["stop at borders.", "The police of each"]),
        ("Introduction Human trafficking is", ["Introduction", "Human trafficking is"]),
        ("Figure 1. Map of 2,471 cases is very", ["Figure 1. Map of 2,471 cases", "is very"]),
        ("organisations Figure 1. Map of", ["organisations", "Figure 1. Map of"]),
        ("9.8% | 7,073.4 | Malaysia", ["9.8% | 7,073.4", "| Malaysia"]),
    ],
)
def test_a_quotation_may_continue_across_a_break(quote: str, spans: list[str]) -> None:
    found = check(quote)
    assert (found.verdict, span_texts(found.matches[0])) == (NORMALISED, spans)


def test_all_places_of_a_repeated_phrase_are_listed_in_order() -> None:
    found = check("pirates on the open sea")
    assert found.verdict is EXACT  # the third occurrence; the other two start with a capital
    places = [match.spans[0].start for match in found.matches]
    assert len(places) == 3
    assert places == sorted(places)
    both = check("The meeting in Batam is held every two years")
    assert [match.document_id for match in both.matches] == ["land", "sea"]


@pytest.mark.parametrize(
    ("quote", "spans"),
    [
        ("Human trafficking is … including in Southeast Asia", ["Human trafficking is", "including in Southeast Asia"]),
        (
            "Human trafficking is ... including in Southeast Asia",
            ["Human trafficking is", "including in Southeast Asia"],
        ),
        ("Human trafficking [...] stop at borders.", ["Human trafficking", "stop at borders"]),
        ("Human trafficking […] [i]t does not", ["Human trafficking", "It does not"]),
        ("“[h]uman trafficking … a global concern …”", ["Human trafficking", "a global concern"]),
        ("Human trafficking … global concern, … does not", ["Human trafficking", "global concern", "does not"]),
        ("joining international … 1,361 cases", ["joining inter-\nnational", "1,361 cases"]),
    ],
)
def test_a_quotation_with_marked_omissions_is_normalised(quote: str, spans: list[str]) -> None:
    found = check(quote)
    assert (found.verdict, found.similarity) == (NORMALISED, 1.0)
    assert found.reason is not None
    assert english(found.reason).startswith("Same but for omissions")
    assert span_texts(found.matches[0]) == spans
    assert found.matches[0].text.count(" … ") == len(spans) - 1


@pytest.mark.parametrize(
    ("quote", "omissions"),
    [
        ("Southeast Asia. It … stop at borders", 'omissions (of "not" too)'),
        ("Southeast Asia. It does … stop at borders", 'omissions (of "not" too)'),
        ("It does not … borders. The police", "omissions"),
        ("global concern … borders. The police", "omissions"),  # that sentence is left out completely
    ],
)
def test_the_reason_names_a_negation_omitted_within_a_sentence(quote: str, omissions: str) -> None:
    reason = english(check(quote).reason)
    assert reason is not None
    assert reason.split(", ")[0].rstrip(".") == f"Same but for {omissions}"


def test_pieces_that_occur_several_times_are_matched_where_they_are_closest() -> None:
    found = check("pirates on the open … its subject")
    assert span_texts(found.matches[0]) == ["pirates on the open", "its subject"]
    assert len(found.matches) == 1


@pytest.mark.parametrize(
    ("quote", "verdict", "reason"),
    [
        ("It does not … Human trafficking is a", ALTERED, "stands in another order in land"),
        ("Human trafficking is … including in Northeast Asia", ALTERED, 'a name ("Northeast" for "Southeast")'),
        ("Human trafficking is a global … borders", PARTIAL, "A single word"),
    ],
)
def test_pieces_in_the_wrong_order_changed_or_single_words_are_not_normalised(
    quote: str, verdict: Verdict, reason: str
) -> None:
    found = check(quote)
    assert found.verdict is verdict
    assert found.similarity < 1
    assert found.reason is not None
    assert reason in english(found.reason)


def test_pieces_that_are_too_far_apart_are_only_partial() -> None:
    far = paper("far", "The heads of police met in Bali.", *["Nothing was said of it."] * 80, "They agreed on a plan.")
    quote = "The heads of police met in Bali … They agreed on a plan."
    found = checker(far).check(quote)
    assert (found.verdict, [match.text for match in found.matches]) == (
        PARTIAL,
        ["The heads of police met in Bali", "They agreed on a plan"],
    )
    near = paper(
        "near", "The heads of police met in Bali.", *["Nothing was said of it."] * 50, "They agreed on a plan."
    )
    assert checker(near).check(quote).verdict is NORMALISED
