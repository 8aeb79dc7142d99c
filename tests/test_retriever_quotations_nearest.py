"""Changed quotations: the place that is found for them, and the differences that are reported."""

import pytest
from conftest import english
from test_retriever_quotations_checker import ALTERED, LAND, check, span_texts

from kutip.text.reading import source_of
from kutip.types import DifferenceKind, QuoteCheck

NUMBER, NEGATION, NAME, WORD, CASE, PUNCTUATION = DifferenceKind


def differences_of(found: QuoteCheck) -> list[tuple[DifferenceKind, str, str]]:
    return [(d.kind, d.given, d.source) for d in found.matches[0].differences]


@pytest.mark.parametrize(
    ("quote", "differences"),
    [
        ("as 1,631 cases were reported in 2023", [(NUMBER, "1,631", "1,361")]),
        ("as 1,361 cases were reported in 2022", [(NUMBER, "2022", "2023")]),
        ("as 1,361 cases were reported", []),
        ("is held every three years by the heads of police", [(NUMBER, "three", "two")]),
        ("Human trafficking is not a global concern", [(NEGATION, "not", "")]),
        ("It does stop at borders", [(NEGATION, "", "not")]),
        ("It never does stop at borders", [(NEGATION, "never", ""), (NEGATION, "", "not")]),
        ("a global concern, including in Northeast Asia", [(NAME, "Northeast", "Southeast")]),
        ("crime (Haynes, 2020), which the traffickers fear", [(NAME, "Haynes", "Kamal")]),
        ("Human trafficking is a national concern", [(WORD, "national", "global")]),
        ("Human trafficking is a very global concern", [(WORD, "very", "")]),
        ("Human trafficking is global concern", [(WORD, "", "a")]),
        ("Human trafficking a is global concern", [(WORD, "", "is"), (WORD, "is", "")]),
        ("Human trafficking is a global concer", [(WORD, "concer", "concern")]),
        ("uman trafficking is a global concern", [(WORD, "uman", "Human")]),
        ("Human Trafficking is a Global concern", [(CASE, "Trafficking", "trafficking"), (CASE, "Global", "global")]),
        ("Human trafficking is a global concern including in Southeast", [(PUNCTUATION, "", ",")]),
        ("answer to cross border crime", [(PUNCTUATION, "cross border", "cross-border")]),
        ("Zero tolerance is the police’s answer", [(PUNCTUATION, "", "”")]),
        (
            "Human smuggling is a local concern, including in South Asia",
            [(WORD, "smuggling", "trafficking"), (WORD, "local", "global"), (NAME, "South", "Southeast")],
        ),
    ],
)
def test_an_altered_quotation_lists_its_differences_word_by_word(
    quote: str, differences: list[tuple[DifferenceKind, str, str]]
) -> None:
    found = check(quote)
    assert (found.verdict is ALTERED) is bool(differences)
    if differences:
        assert differences_of(found) == differences
        assert 0.5 < found.similarity < 1
        assert len(found.matches) == 1


def test_the_reason_names_the_most_serious_differences_first() -> None:
    assert english(check("Human trafficking is a national concern, including in 3 Southeast Asia").reason) == (
        'It differs from the source in a number ("3" added), wording ("national" for "global").'
    )
    found = check("Human Smuggling was a local concern, including in South Asia. It does stop at border")
    assert english(found.reason) == (
        'It differs from the source in a negation (without "not"), a name ("Smuggling" for "trafficking"), a name'
        ' ("South" for "Southeast") and 3 more places.'
    )


def test_a_difference_has_its_place_in_the_quotation_and_in_the_source() -> None:
    quote = "“Human trafficking is a national\nconcern”"
    found = check(quote)
    ((difference,)) = found.matches[0].differences
    assert quote[difference.given_start :].startswith("national")
    assert source_of(LAND[0].source_text, difference.spans) == "global"
    assert span_texts(found.matches[0]) == ["Human trafficking is a global concern"]


def test_of_two_similar_places_the_more_similar_one_is_found() -> None:
    found = check("The meeting of Batam is held every two years by the heads of police, and pirates")
    assert (found.matches[0].document_id, differences_of(found)) == ("sea", [(WORD, "of", "in")])
