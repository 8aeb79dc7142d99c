"""Checking quotations: exact, normalised and not found, restricted to some papers, and with hostile input."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from conftest import english
from test_retriever_quotations_stream import Paper, paper

from kutip.text.reading import source_of, squeeze
from kutip.types import Document, QuoteCheck, QuoteMatch, Verdict
from retriever.quotations.checker import QuoteChecker

EXACT, NORMALISED, PARTIAL, ALTERED, NOT_FOUND = Verdict

LAND = paper(
    "land",
    "# Introduction",
    "Human trafficking is a global concern,\nincluding in Southeast Asia. It does not\nstop at borders.",
    (
        "The police of each state joining inter-\nnational organisations",
        "Figure 1. Map of 2,471 cases",
        "is very important, as 1,361 cases\nwere reported in 2023.",
    ),
    "In 2021 there were 361 cases – most of them in\nBatam – and 2.45 million victims; 752 cases\nin 2022–2023.",
    "# The answer of the police",
    "“Zero tolerance” is the police’s answer to\n*cross-border* crime (Kamal, 2020), which the traﬃckers\nfear.",
    "| Indonesia | 9.8% | 7,073.4",
    "| Malaysia | - | 504.3",
    "The meeting in Batam is held every two years by the heads of police.",
    pages=(0, 190),
)
SEA = paper(
    "sea",
    "Pirates on the open sea are a threat to every merchant ship. The navy of each state patrols the straits.",
    "It said: “… the right of everyone to live freely and with dignity.” Pirates on the open sea are brought to court.",
    "The meeting in Batam is held every two years by the heads of police, and pirates on the open sea are its subject.",
)


def checker(*papers: Paper) -> QuoteChecker:
    return QuoteChecker({document.id: document for document, _ in papers}, [p for _, own in papers for p in own])


CHECKER = checker(LAND, SEA)


def check(quote: str, *documents: str) -> QuoteCheck:
    return CHECKER.check(quote, documents)


def span_texts(match: QuoteMatch, *papers: Paper) -> list[str]:
    """Return the source text of each span of a match."""
    sources = {document.id: document.source_text for document, _ in papers or (LAND, SEA)}
    return [source_of(sources[match.document_id], [span]) for span in match.spans]


@pytest.mark.parametrize(
    "quote",
    [
        "Human trafficking is a global concern,\nincluding in Southeast Asia.",
        "including in Southeast Asia. It does not\nstop",
        "a global concern,",
        "  a global concern,\n",  # outer white space is ignored
        "1,361 cases\nwere reported",
        "joining inter-\nnational organisations",
        "organisations\n\nFigure 1. Map of 2,471 cases\n\nis very important",
        "“Zero tolerance” is the police’s answer",
        "*cross-border* crime (Kamal, 2020), which the traﬃckers",
        "| Indonesia | 9.8% | 7,073.4",
        "# The answer of the police",
        "… the right of everyone",  # the paper's own dots
    ],
)
def test_a_quotation_copied_from_the_source_is_exact(quote: str) -> None:
    found = check(quote)
    assert (found.verdict, found.similarity, found.reason, found.quote) == (EXACT, 1.0, None, quote)
    (match,) = found.matches
    assert squeeze(quote) == squeeze("\n".join(span_texts(match)))
    assert match.differences == ()


def test_a_match_has_its_page_its_heading_and_its_reading_text() -> None:
    (match,) = check("joining inter-\nnational organisations").matches
    assert (match.document_id, match.page, match.heading) == ("land", 1, ("Introduction",))
    assert match.text == "joining international organisations"
    (match,) = check("tolerance” is the police’s").matches
    assert (match.page, match.heading) == (2, ("The answer of the police",))
    (match,) = check("The navy of each state").matches
    assert (match.page, match.heading) == (None, ())


@pytest.mark.parametrize(
    ("quote", "whole"),
    [
        ("stop at border", "borders"),
        ("361 cases\nwere reported", "1,361"),
        ("45 million victims", "2.45"),
        ("In 2021 there were 36", "361"),
        ("border* crime (Kamal", "cross-border"),
        ("national organisations", "inter-\nnational"),
        ("s answer to\n*cross", "police’s"),
        ("752 cases\nin 2022", "2022–2023"),
    ],
)
def test_part_of_a_word_or_number_is_neither_exact_nor_normalised(quote: str, whole: str) -> None:
    assert check(quote).verdict not in (EXACT, NORMALISED)


@pytest.mark.parametrize(
    ("quote", "kinds"),
    [
        ("Human trafficking is a global concern, including", "line breaks"),
        ("Human  trafficking is a global concern", "spaces"),
        ("Human trafficking is a\u00a0global concern", "spaces"),
        ("police of each state joining international organisations", "line breaks, hyphens"),
        ("police of each state joining inter-national organisations", "line breaks"),
        ("361 cases — most of them", "hyphens"),
        ("361 cases--most of them", "spaces, hyphens"),
        ("752 cases\nin 2022-2023", "hyphens"),
        ('"Zero tolerance" is the police’s answer', "quotation marks"),
        ("‘Zero tolerance’ is the police's answer", "quotation marks"),
        ("“Zero tolerance” is the police's answer", "quotation marks"),
        ("answer to cross-border crime", "line breaks, asterisks and backslashes"),
        (r"\*cross-border\* crime (Kamal", "asterisks and backslashes"),
        ("which the traffickers", "ligatures"),
        ("Human traf\u00adficking is a global concern", "characters that are not seen"),
        ("Human traf\u200bficking is a global concern", "characters that are not seen"),
        ("human trafficking is a global concern", "the case of its first letter"),
        ("[h]uman trafficking is a global concern", "the case of its first letter"),
        ("[H]uman trafficking is a global concern", "brackets"),
        ("“Human trafficking is a global concern”", "quotation marks"),
        ("Human trafficking is a global concern.", "punctuation at its end"),
        ("Human trafficking is a global concern …", "punctuation at its end"),
        ("“… trafficking is a global concern.”", "punctuation at its end, quotation marks"),
        ("( Kamal, 2020 ) , which the", "spaces"),
        ("organisations is very important, as 1,361 cases", "line breaks, a break in the text"),
        ("borders. The police of each state", "line breaks"),
        ("... the right of everyone to live", "punctuation at its end"),
    ],
)
def test_a_quotation_that_differs_only_in_printing_is_normalised(quote: str, kinds: str) -> None:
    found = check(quote)
    assert (found.verdict, found.similarity) == (NORMALISED, 1.0)
    assert english(found.reason) == f"Same but for {kinds}."
    assert all(match.differences == () for match in found.matches)


def test_accents_may_be_encoded_in_either_way() -> None:
    found = checker(paper("a", "The Communique\u0301 of the meeting")).check("The Communiqué of the meeting")
    assert (found.verdict, english(found.reason)) == (NORMALISED, "Same but for accents.")


@pytest.mark.parametrize(
    "quote",
    [
        "The quick brown fox jumps over the lazy dog.",
        "All states agree that cheese is the best answer to hunger",
        "Kutip mencari kutipan di dalam makalah",
        "人口販賣是全球關注的問題之一啊啊",
    ],
)
def test_an_invented_quotation_is_not_found(quote: str) -> None:
    found = check(quote)
    assert (found.verdict, found.similarity, found.matches) == (NOT_FOUND, 0.0, ())
    assert english(found.reason) == "It does not stand in the papers."


def test_the_nearest_place_is_shown_only_if_it_is_similar_enough() -> None:
    found = check("heads of navy in Bali")
    assert found.verdict is NOT_FOUND
    assert found.similarity >= 0.5 or not found.matches
    assert ("what comes nearest" in english(found.reason)) is bool(found.matches)


@pytest.mark.parametrize(
    ("quote", "reason"),
    [
        (
            "trafficking",
            "It has only 11 letters; a quotation of fewer than 12 stands in too many places to prove anything.",
        ),
        ("a", "It has only 1 letter; a quotation of fewer than 12 stands in too many places to prove anything."),
        ("", "It has no letter and no digit in it, so there is nothing to look for."),
        ("… “” –", "It has no letter and no digit in it, so there is nothing to look for."),
    ],
)
def test_a_quotation_of_fewer_than_12_letters_is_not_looked_up(quote: str, reason: str) -> None:
    found = check(quote)
    assert found == QuoteCheck(quote, NOT_FOUND, 0.0, found.reason, ())
    assert english(found.reason) == reason
    assert check("human traffick").verdict is not EXACT
    assert check("a global concern").verdict is EXACT


@pytest.mark.parametrize(
    ("quote", "reason"),
    [
        ("Human trafficking is a global concern", "Not in sea; it stands word for word in land."),
        ("a global concern, including in", "Not in sea; it stands the same but for line breaks in land."),
    ],
)
def test_a_quotation_that_only_another_paper_has_is_not_found(quote: str, reason: str) -> None:
    found = check(quote, "sea")
    assert (found.verdict, english(found.reason)) == (NOT_FOUND, reason)
    assert [match.document_id for match in found.matches] == ["land"]
    assert found.similarity < 1
    assert check(quote, "land").verdict is not NOT_FOUND
    assert check(quote, "sea", "land").verdict is not NOT_FOUND


def test_a_changed_quotation_from_another_paper_is_not_found_either() -> None:
    found = check("Human trafficking is a national concern, including in Southeast Asia", "sea")
    assert found.verdict is NOT_FOUND
    assert found.reason is not None
    assert english(found.reason).startswith("Not in sea; what comes nearest stands in land. It differs")
    assert [match.document_id for match in found.matches] == ["land"]


def test_matches_are_only_from_the_papers_searched() -> None:
    quote = "The meeting in Batam is held every two years"
    assert [match.document_id for match in check(quote, "sea").matches] == ["sea"]
    assert check("Meetings in Batam are held every two years", "sea").matches[0].document_id == "sea"


def test_a_not_found_reason_names_the_papers_searched() -> None:
    assert english(check("The quick brown fox jumps over", "sea").reason) == "It does not stand in sea."


HOSTILE = {
    "blanks": " " * 5000,
    "blanks between": "Human" + " " * 4900 + "trafficking is a global concern",
    "dots": "." * 5000 + "human trafficking",
    "omissions": "… " * 2500 + "human trafficking",
    "omissions between": "the police … " * 400,
    "one word": "police " * 700,
    "letters": "a " * 2500,
    "one letter": "a" * 5000,
    "stops": "a." * 2500,
    "hyphens": "a-" * 2500,
    "dashes": "- " * 2500 + "human trafficking",
    "quotation marks": "'" * 5000 + "human trafficking",
    "brackets": "[" * 5000 + "human trafficking",
    "asterisks": "*" * 5000 + "human trafficking",
    "accents": "a" + "\u0301" * 4999,
    "accents on all": ("a" + "\u0301" * 3) * 1200,
    "half surrogates": "human \ud800trafficking\udfff is a global concern",
    "zero bytes": "human\0trafficking\0is a global concern",
    "from right to left": "\u202ehuman trafficking \u0627\u0644\u0634\u0631\u0637\u0629 is a global",
    "emoji": "human trafficking 👨‍👩‍👧‍👦 is a global concern 🇮🇩",
    "soft hyphens": "\u00ad\n" * 2000 + "human trafficking",
    "digits": "1,361.2-" * 600,
    "Korean": "\u1112\u1161\u11ab" * 1500,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_quotations_get_a_consistent_verdict(name: str) -> None:
    found = check(HOSTILE[name])
    assert found.quote == HOSTILE[name]
    assert (found.similarity == 1) is (found.verdict in (EXACT, NORMALISED))


def test_white_space_and_text_direction_are_ignored() -> None:
    assert check(HOSTILE["blanks between"]).verdict is NORMALISED
    assert check("Human \u202btrafficking\u202c is a global concern").verdict is NORMALISED
    assert check(HOSTILE["emoji"]).verdict is ALTERED


def test_nothing_is_found_without_papers_or_without_text() -> None:
    assert QuoteChecker({}, []).check("Human trafficking is a global concern").verdict is NOT_FOUND
    bare = QuoteChecker({"a": Document("a", "", "0", {})}, [])
    assert bare.check("Human trafficking is a global concern", ["a", "unknown"]).verdict is NOT_FOUND


def test_threads_can_share_a_checker() -> None:
    quotes = [HOSTILE[name] for name in ("emoji", "one word", "blanks between")] * 8
    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(check, quotes)) == [check(quote) for quote in quotes]
