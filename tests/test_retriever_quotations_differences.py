"""The differences of a quotation from its source: each with its kind and its place on both sides."""

import pytest
from test_retriever_quotations_stream import paper

from kutip.text.reading import source_of
from kutip.types import Difference, DifferenceKind
from retriever.quotations.alignment import compare
from retriever.quotations.differences import TokenText, added, denies, differences
from retriever.quotations.quotation import Quotation, tokens
from retriever.quotations.stream import streams_of

NUMBER, NEGATION, NAME, WORD, CASE, PUNCTUATION = DifferenceKind


def differences_of(quote: str, source: str, *, names: frozenset[str] = frozenset()) -> list[Difference]:
    """Return the differences of a quotation from a whole source."""
    stream = streams_of(*paper("a", source))[0]
    piece = Quotation(quote).whole
    one = TokenText(quote, piece.wording, tokens(piece.wording.text))
    other = TokenText(stream.text, stream.wording, tokens(Quotation(source).whole.wording.text))
    runs = compare(one.words(), other.words())
    return list(differences(runs, one, other, stream, either_case=piece.either_case, names=names))


@pytest.mark.parametrize(
    ("quote", "source", "expected"),
    [
        # numbers
        ("it had 998 cases", "it had 989 cases", [(NUMBER, "998", "989")]),
        ("it had three cases", "it had four cases", [(NUMBER, "three", "four")]),
        ("ada tiga kasus", "ada empat kasus", [(NUMBER, "tiga", "empat")]),
        ("it had 3 cases", "it had three cases", [(NUMBER, "3", "three")]),
        ("it had 10,000 cases", "it had 10.000 cases", [(NUMBER, "10,000", "10.000")]),
        ("it had cases", "it had 998 cases", [(NUMBER, "", "998")]),
        ("it had 998 cases", "it had cases", [(NUMBER, "998", "")]),
        ("it rose 10% more", "it rose 10 more", [(NUMBER, "10%", "10")]),
        ("it cost $5 more", "it cost €5 more", [(NUMBER, "$", "€")]),
        ("in 2021-2022 it was", "in 2021-2023 it was", [(NUMBER, "2021-2022", "2021-2023")]),
        ("the 1st one met", "the 2nd one met", [(NUMBER, "1st", "2nd")]),
        ("from 2 to 3 cases", "from 3 to 2 cases", [(NUMBER, "", "3 to"), (NUMBER, "to 3", "")]),
        # negations
        ("it is not so", "it is so", [(NEGATION, "not", "")]),
        ("it is so", "it is not so", [(NEGATION, "", "not")]),
        ("it never was so", "it always was so", [(NEGATION, "never", "always")]),
        ("it cannot be so", "it can be so", [(NEGATION, "cannot", "can")]),
        ("it didn’t go so", "it did go so", [(NEGATION, "didn’t", "did")]),
        ("they go without it", "they go with it", [(NEGATION, "without", "with")]),
        ("itu tidak benar", "itu benar", [(NEGATION, "tidak", "")]),
        ("itu benar", "itu belum benar", [(NEGATION, "", "belum")]),
        ("Law 21 says so", "Law No. 21 says so", [(NAME, "", "No.")]),
        ("it is unlawful here", "it is lawful here", [(WORD, "unlawful", "lawful")]),
        # names
        ("he met Kamal here", "he met Haynes here", [(NAME, "Kamal", "Haynes")]),
        ("he saw it here", "he saw Bali here", [(NAME, "it", "Bali")]),
        ("the e-ADS is so", "the e-ASD is so", [(NAME, "e-ADS", "e-ASD")]),
        ("it was so. Then it went", "it was so. Thus it went", [(WORD, "Then", "Thus")]),
        ("Bali met them", "Java met them", [(WORD, "Bali", "Java")]),  # any first word has a capital
        # words
        ("it is a problem here", "it is a challenge here", [(WORD, "problem", "challenge")]),
        ("it is a here", "it is a challenge here", [(WORD, "", "challenge")]),
        ("it is the very challenge", "it is the challenge", [(WORD, "very", "")]),
        ("the therapist came", "the the rapist came", [(WORD, "therapist", "the rapist")]),
        ("as I said", "as it said", [(WORD, "I", "it")]),
        (
            "police Indonesian forces met",
            "Indonesian police forces met",
            [(WORD, "", "Indonesian"), (NAME, "Indonesian", "")],
        ),
        # case
        ("the Police met", "the police met", [(CASE, "Police", "police")]),
        ("the asean police", "the ASEAN police", [(CASE, "asean", "ASEAN")]),
        ("The police met", "the police met", []),  # the first letter may differ in case
        ("THE police met", "the police met", [(CASE, "THE", "the")]),
        # punctuation
        ("a panda eats shoots", "a panda eats, shoots", [(PUNCTUATION, "", ",")]),
        ("a panda, eats shoots", "a panda eats, shoots", [(PUNCTUATION, ",", ""), (PUNCTUATION, "", ",")]),
        ("a panda eats; shoots", "a panda eats, shoots", [(PUNCTUATION, ";", ",")]),
        ("a cross border crime", "a cross-border crime", [(PUNCTUATION, "cross border", "cross-border")]),
        ("the “real” crime", "the real crime", [(PUNCTUATION, "“", ""), (PUNCTUATION, "”", "")]),
        # several; word by word if both sides have as many
        (
            "a big 5 Crime here",
            "a small 6 Offence here",
            [(WORD, "big", "small"), (NUMBER, "5", "6"), (NAME, "Crime", "Offence")],
        ),
        ("a big bad crime here", "a small crime here", [(WORD, "big bad", "small")]),
    ],
)
def test_each_difference_has_the_right_kind_and_words(
    quote: str, source: str, expected: list[tuple[DifferenceKind, str, str]]
) -> None:
    assert [(d.kind, d.given, d.source) for d in differences_of(quote, source)] == expected


def test_a_known_name_counts_as_a_name_even_at_the_beginning_of_a_sentence() -> None:
    (difference,) = differences_of("Bali met them", "Java met them", names=frozenset({"Java"}))
    assert difference.kind is NAME


def test_a_difference_has_its_place_in_the_quotation_and_in_the_source() -> None:
    quote, source = "“the  2nd meeting, in Bali”", "the 3rd\nmeeting in\n\nBali"
    for difference in differences_of(quote, source):
        assert quote[difference.given_start :].startswith(difference.given)
        assert source_of(source, difference.spans) == difference.source
    assert [difference.given_start for difference in differences_of(quote, source)] == [6, 17]


@pytest.mark.parametrize(("quote", "at"), [("a c d", 2), ("a b c", 5), ("b c d", 0)])
def test_an_omitted_word_has_the_place_where_it_would_be_in_the_quotation(quote: str, at: int) -> None:
    (difference,) = differences_of(quote, "a b c d")
    assert (difference.given, difference.given_start) == ("", at)


def test_words_that_the_source_lacks_are_added_words() -> None:
    quote = "it rose. In 2023, Bali met"
    piece = Quotation(quote).whole
    text = TokenText(quote, piece.wording, tokens(piece.wording.text))
    assert added(text, (3, 5)) == Difference(NUMBER, "In 2023", "", 9, ())
    assert added(text, (6, 8)).kind is NAME


DENYING = ["not", "Never", "CANNOT", "won't", "won’t", "nor", "tidak", "Tanpa", "tak"]


@pytest.mark.parametrize("word", DENYING)
def test_denies_is_true_for_negating_words(word: str) -> None:
    assert denies(word)


@pytest.mark.parametrize("word", ["nothing", "note", "want", "unlawful", "tidal", "t", ""])
def test_denies_is_false_for_other_words(word: str) -> None:
    assert not denies(word)
