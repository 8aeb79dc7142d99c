"""Comparing a claim with a sentence of a paper, and labelling the sentences of texts checked against both papers."""

import json
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import fields
from typing import Any

import numpy as np
import pytest
from conftest import ROOT
from hypothesis import given
from hypothesis import strategies as st

from kutip.language.numbers import stated_numbers
from kutip.text.reading import align
from kutip.types import CheckedSentence, ClaimEvidence, ClaimFacts, Expansion, Hit, Kind, Label, Passage, Span, Verdict
from retriever.answers.evidence import Evidence
from retriever.citations.secondary import without_citations
from retriever.claims import check_text, compare
from retriever.lookup import HitSentence
from retriever.quotations.checker import QuoteChecker
from retriever.search import Retriever

Check = Callable[[str], tuple[CheckedSentence, ...]]


def evidence(text: str, *, context: str = "", before: str = "", **features: float) -> Evidence:
    """Evidence whose sentence is the last one of its passage."""
    whole = f"{before} {text}" if before else text
    hit = Hit(Passage("p1", "paper", Kind.PARAGRAPH, (), context, 1, (Span(0, len(whole)),), whole), 1, 1.0)
    start = len(whole) - len(text)
    sentence = HitSentence(hit, start, len(whole), whole[start:], np.zeros(0, dtype=np.float32), 0.0)
    return Evidence(sentence, (), {"coverage": 0.5, "late": 0.5, **features})


def facts_of(claim: str, text: str, *, context: str = "", before: str = "") -> ClaimFacts:
    return compare(claim, (), evidence(text, context=context, before=before))


# --- Numbers --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("claim", "text"),
    [
        ("It told of 1061 cases.", "It told of 1,061 cases."),
        ("It told of 1,061 cases.", "It told of 1061 cases."),
        ("Terdapat 1.061 kasus.", "There were 1,061 cases."),
        ("It was 10.1% of all.", "Itu 10,1% dari semua."),
        ("Itu 10,1 persen.", "It was 10.1%."),
        ("It met seven times.", "It met 7 times."),
        ("Seven states met.", "There were 7 states."),
        ("Lima negara bertemu.", "Five states met."),
        ("It was founded in 1981.", "In 1981, it was founded."),
        ("It has 5 officers.", "It has 5 (five) officers."),
        ("It met on 20–22 August 2023.", "From August 20 to 22, 2023, it met."),
    ],
)
def test_a_number_agrees_in_every_notation(claim: str, text: str) -> None:
    found = facts_of(claim, text)
    assert found.numbers_agree == stated_numbers(claim) != ()
    assert found.numbers_lacking == ()


@pytest.mark.parametrize(
    ("claim", "text", "lacking"),
    [
        ("It told of 1,061 cases.", "It told of 1,016 cases.", ("1061",)),
        ("It was 10.1% of all.", "It was 101 of all.", ("10.1",)),
        ("It was founded in 1984.", "It was founded in 1981.", ("1984",)),
        ("Seven states met.", "Five states met.", ("7",)),
        ("It told of 7 cases in 2023.", "It told of cases.", ("7", "2023")),
    ],
)
def test_a_number_missing_from_the_evidence_is_lacking(claim: str, text: str, lacking: tuple[str, ...]) -> None:
    assert facts_of(claim, text).numbers_lacking == lacking


def test_numbers_are_listed_once_in_the_claim_s_order() -> None:
    found = facts_of("In 2023 it met 7 times, seven of them in 2022, 9 with others.", "9 of 7 were in 2022.")
    assert found.numbers_agree == ("7", "2022", "9")
    assert found.numbers_lacking == ("2023",)


def test_numbers_of_a_row_s_caption_and_headers_count() -> None:
    row = {"text": "Manila", "context": "Table 2. Meetings › 2013"}
    assert facts_of("It met in Manila in 2013.", **row).numbers_agree == ("2013",)


def test_numbers_of_other_sentences_and_of_citations_do_not_count() -> None:
    assert facts_of("It met in 2013.", "It met.", before="It began in 2013.").numbers_lacking == ("2013",)
    assert facts_of("It met in 2008.", "It met (UNODC, 2008).").numbers_lacking == ("2008",)


# --- Names ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("claim", "text", "name"),
    [
        ("It met in Hanoi.", "Hanoi saw a meeting.", "Hanoi"),
        ("It is of Southeast Asian countries.", "They are countries in Southeast Asia.", "Southeast Asian"),
        ("An Indonesian officer said so.", "In Indonesia, an officer said so.", "Indonesian"),
        ("It uses INTERPOL's network.", "The network of INTERPOL is used.", "INTERPOL's"),
        ("It uses INTERPOL’s network.", "The network of INTERPOL is used.", "INTERPOL’s"),
        ("It met with INTERPOL.", "INTERPOL's officers met.", "INTERPOL"),
        ("The AMMTC met.", "The meeting is called AMMTC.", "AMMTC"),
        ("ASEANAPOL met.", "Police met at ASEANAPOL.", "ASEANAPOL"),
        ("Joko Widodo signed it.", "It was signed by President Joko Widodo.", "Joko Widodo"),
        ("It met in São Paulo.", "In Sao Paulo it met.", "São Paulo"),
    ],
)
def test_a_name_agrees_in_any_of_its_forms(claim: str, text: str, name: str) -> None:
    found = facts_of(claim, text)
    assert found.names_agree == (name,)
    assert found.names_lacking == ()


@pytest.mark.parametrize(
    ("claim", "text", "name"),
    [
        ("It met in Jakarta.", "It met in Hanoi.", "Jakarta"),
        ("It is of Southeast Asia.", "It is of Latin America.", "Southeast Asia"),
        ("It was said by Joko Susilo.", "It was said by Joko Widodo.", "Joko Susilo"),
        ("The AMMTC met.", "The SOMTC met.", "AMMTC"),
    ],
)
def test_a_name_missing_from_the_evidence_is_lacking(claim: str, text: str, name: str) -> None:
    found = facts_of(claim, text)
    assert found.names_lacking == (name,)
    assert found.names_agree == ()


def test_names_of_context_and_of_the_whole_passage_count() -> None:
    claim = "The AMMTC met in Hanoi."
    assert facts_of(claim, "It met.", before="Hanoi had invited the AMMTC.").names_lacking == ()
    assert facts_of(claim, "It met.", context="The AMMTC › Meetings in Hanoi").names_lacking == ()
    assert facts_of(claim, "It met.").names_lacking == ("AMMTC", "Hanoi")


def test_an_indonesian_name_agrees_with_its_translation() -> None:
    claim = "Polisi dari negara Asia Tenggara bertemu."
    there = evidence("Police of Southeast Asia met.")
    assert compare(claim, (), there).names_lacking == ("Asia Tenggara",)
    carried = [Expansion("polisi", "police", "glossary"), Expansion("asia tenggara", "Southeast Asia", "glossary")]
    assert compare(claim, carried, there).names_agree == ("Asia Tenggara",)
    assert compare(claim, carried, evidence("Police of Latin America met.")).names_lacking == ("Asia Tenggara",)


@pytest.mark.parametrize("source", ["Bali", "(", "al", ".*", ""])
@pytest.mark.parametrize("target", [r"\1 \g<0>", "", "Hanoi"])
def test_expansions_never_remove_a_name_from_a_claim(source: str, target: str) -> None:
    searched = [Expansion(source, target, "whatever")]
    assert compare("It met in Bali.", searched, evidence("It met in Bali.")).names_agree == ("Bali",)


@pytest.mark.parametrize(
    "claim",
    [
        "It is forbidden by Article 2 of the law.",
        "This is told in Table 4.",
        "Traffickers met.",  # the first word of a sentence always has a capital
        "Police met there.",
        "it has no name",
        "",
    ],
)
def test_numbered_parts_and_the_first_word_are_not_names(claim: str) -> None:
    found = facts_of(claim, "Nothing of it.")
    assert (*found.names_agree, *found.names_lacking) == ()


@pytest.mark.parametrize(
    ("claim", "text", "name"),
    [
        pytest.param("It met in Southeast Asia.", "It met in South Asia.", "Southeast Asia", id="South in Southeast"),
        pytest.param("The role of ASEANAPOL is so.", "ASEAN has a role.", "ASEANAPOL", id="ASEAN in ASEANAPOL"),
        pytest.param("It relies on INTERPOL.", "An inter-regional forum is there.", "INTERPOL", id="inter in INTERPOL"),
        pytest.param(
            "The Asia-Pacific states met.",
            "The states of Asia met.",
            "Asia-Pacific",
            id="half a compound",
            marks=pytest.mark.xfail(strict=True, reason="one half of a compound name is taken for the whole"),
        ),
    ],
)
def test_a_name_does_not_agree_with_a_part_of_itself(claim: str, text: str, name: str) -> None:
    assert name in facts_of(claim, text).names_lacking


@pytest.mark.parametrize(
    ("claim", "text"),
    [
        ("It met in Southeast Asia.", "Southeast Asian states met."),
        ("It is so in Indonesia.", "The Indonesian police said so."),
    ],
)
def test_forms_of_a_name_agree_in_both_directions(claim: str, text: str) -> None:
    assert facts_of(claim, text).names_lacking == ()


@pytest.mark.parametrize("claim", ["It met in Jakarta 2013.", "At the ASEAN 2025 it was said."])
def test_a_name_followed_by_a_year_is_a_name(claim: str) -> None:
    assert len(facts_of(claim, "Nothing of it.").names_lacking) == 1


def test_the_first_word_of_a_quotation_is_not_a_name() -> None:
    found = facts_of("“Human trafficking recedes” is what it says.", "Trafficking recedes.")
    assert (*found.names_agree, *found.names_lacking) == ()


# --- Negation, sources, features --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("claim", "text", "differs"),
    [
        ("It is so.", "It is so.", False),
        ("It is not so.", "It is so.", True),
        ("It is so.", "It is never so.", True),
        ("It is not so.", "It has never been so.", False),
        ("It isn't so.", "It is not so.", False),
        ("It isn’t so.", "It is so.", True),
        ("They cannot act.", "They act.", True),
        ("They act without a guarantee.", "There is no guarantee for them.", False),
        ("It is not without effect.", "It has an effect.", False),  # a double negation
        ("It is not without effect.", "It has no effect.", True),
        ("NOT ONE MET.", "One met.", True),
        ("It is noted in nothing-like terms.", "It is told.", False),
        ("Itu tidak benar.", "It is so.", True),
        ("Itu tidak benar.", "It is not so.", False),
        ("Itu bukan jaminan.", "It is no guarantee.", False),
        ("Belum ada jaminan.", "There is a guarantee.", True),
        ("Tanpa jaminan, tak ada korban yang melapor.", "Victims report it.", False),
        ("Jangan melapor.", "Tiada yang melapor.", False),
    ],
)
def test_a_negation_on_one_side_is_noticed_in_both_languages(claim: str, text: str, differs: bool) -> None:
    assert facts_of(claim, text).negation_differs is differs
    assert facts_of(text, claim).negation_differs is differs


@pytest.mark.parametrize(
    ("claim", "text"),
    [
        pytest.param("Law Number 21 of 2007 punishes it.", "Law No. 21 of 2007 punishes it.", id="No. before a number"),
        pytest.param(
            "Neither the police nor the courts act.", "The police and the courts do not act.", id="neither nor"
        ),
        pytest.param("Nobody acts.", "They do not act.", id="nobody"),
        pytest.param("Nothing is done.", "It is not done.", id="nothing"),
        pytest.param("Itu bukanlah jaminan.", "It is no guarantee.", id="bukanlah"),
        pytest.param("Itu tidaklah benar.", "It is not so.", id="tidaklah"),
    ],
)
def test_texts_of_the_same_meaning_do_not_differ_in_negation(claim: str, text: str) -> None:
    assert not facts_of(claim, text).negation_differs


@pytest.mark.parametrize(
    ("text", "sources"),
    [
        ("It rose (UNODC, 2008; Kim et al., 2023).", ("UNODC, 2008", "Kim et al., 2023")),
        ("Koster (2009) doubts it.", ("Koster, 2009",)),
        ("It rose (UNODC, 2008) and rose (UNODC, 2008).", ("UNODC, 2008",)),
        ("It rose in 2008.", ()),
    ],
)
def test_the_sources_that_the_evidence_cites_are_listed(text: str, sources: tuple[str, ...]) -> None:
    assert facts_of("Koster says that it rose.", text).sources == sources
    assert facts_of(text, "It rose.").sources == ()  # only the evidence's citations count


def test_coverage_and_similarity_are_rounded_to_four_decimals() -> None:
    found = compare("It is so.", (), evidence("So it is.", coverage=0.123456, late=2 / 3))
    assert (found.coverage, found.similarity) == (0.1235, 0.6667)


WORDS = "It met in Hanoi Jakarta ASEANAPOL 7 seven 1,061 2023 10,1% not never tidak police (UNODC, 2008) .".split(" ")
TEXTS = st.lists(st.sampled_from(WORDS), min_size=1, max_size=12).map(" ".join)


@given(claim=TEXTS, text=TEXTS)
def test_each_number_and_name_of_a_claim_either_agrees_or_is_lacking(claim: str, text: str) -> None:
    found = facts_of(claim, text)
    assert Counter(found.numbers_agree + found.numbers_lacking) == Counter(stated_numbers(claim))
    names = found.names_agree + found.names_lacking
    assert len(set(names)) == len(names)
    assert all(name in claim for name in names)


@given(TEXTS)
def test_a_text_agrees_with_itself(text: str) -> None:
    text = without_citations(text)
    found = facts_of(text, text)
    assert found.numbers_lacking == ()
    assert found.names_lacking == ()
    assert not found.negation_differs


# --- Texts checked against both papers --------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def check(retriever: Retriever) -> Check:
    """Checks a text against both papers."""
    checker = QuoteChecker(retriever.documents, retriever.passages)
    return lambda text: check_text(text, retriever, checker)


def labels(checked: Sequence[CheckedSentence]) -> list[Label]:
    return [one.label for one in checked]


RECOVERY = "There is no guarantee of recovery for the victims."
FORUM = "merely to facilitate meetings among ASEAN member states"


@pytest.mark.parametrize(
    ("text", "label"),
    [
        (RECOVERY, Label.QUOTED),
        (f"“{RECOVERY}”", Label.QUOTED),
        (f'Its main task is "{FORUM}" (Najib & Juned, 2025).', Label.QUOTED),
        (f"Its task, they say, is «{FORUM}».", Label.QUOTED),
        ("Para penulis mengakui „terdapat batasan yang perlu diperhatikan“.", Label.QUOTED),
        ("ASEANAPOL was formed in Manila in 1981 (Najib & Juned, 2025).", Label.SUPPORTED),
        ("ASEANAPOL dibentuk di Manila pada tahun 1981 oleh lima negara Asia Tenggara.", Label.SUPPORTED),
        (
            "Studies found that 22.9 percent of trafficking victims in South Asia were HIV/AIDS positive.",
            Label.SUPPORTED,
        ),
        ("ASEANAPOL was formed in Manila in 1984.", Label.NUMBERS_DIFFER),
        ("Sebanyak 1.470 mahasiswa menjadi korban program Ferienjob.", Label.NUMBERS_DIFFER),
        ("ASEANAPOL does not facilitate police cooperation across ASEAN nations.", Label.RELATED),
        ("The permanent seat of the ASEANAPOL Secretariat is in Jakarta.", Label.RELATED),
        ("ASEANAPOL tidak dibentuk di Manila pada tahun 1981 oleh lima negara Asia Tenggara.", Label.RELATED),
        ("Chlorophyll absorbs mainly red and blue light.", Label.NOT_FOUND),
        ("Pemberian ASI eksklusif menurunkan risiko stunting pada balita.", Label.NOT_FOUND),
    ],
)
def test_a_sentence_gets_the_label_that_a_person_would_give(check: Check, text: str, label: Label) -> None:
    assert labels(check(text)) == [label]


def test_each_sentence_has_its_offset_in_the_text(check: Check) -> None:
    sentences = [
        RECOVERY,
        "ASEANAPOL was formed in Manila in 1981 (Najib & Juned, 2025).",
        "Chlorophyll absorbs light!",
        "Sebanyak 1.470 mahasiswa menjadi korban program Ferienjob.",
    ]
    text = "  {} {}\n\n{} …  \n\t{}\n".format(*sentences)
    checked = check(text)
    assert [one.text.removesuffix(" …") for one in checked] == sentences
    assert [text[one.start : one.start + len(one.text)] for one in checked] == [one.text for one in checked]
    assert labels(checked) == [Label.QUOTED, Label.SUPPORTED, Label.NOT_FOUND, Label.NUMBERS_DIFFER]


def test_a_sentence_with_an_altered_quotation_is_not_labelled_quoted(check: Check) -> None:
    (checked,) = check(f'It is there "{FORUM}" and "fertile ground for this very practice".')
    assert [one.verdict for one in checked.quotes] == [Verdict.EXACT, Verdict.ALTERED]
    assert checked.label is not Label.QUOTED
    (checked,) = check("As they write, “There is a guarantee of recovery for the victims.”")
    assert [one.verdict for one in checked.quotes] == [Verdict.ALTERED]
    assert checked.label is Label.RELATED


def test_a_single_word_in_quotation_marks_is_not_a_quotation(check: Check) -> None:
    (checked,) = check('They call it an "arena" in which states meet.')
    assert checked.quotes == ()
    assert checked.label is Label.RELATED


def test_citations_in_round_brackets_of_a_claim_are_ignored(check: Check) -> None:
    cited, bare = (check(f"ASEANAPOL was formed in Manila in 1981{by}.")[0] for by in (" (Juned & Najib, 2013)", ""))
    assert cited.text.endswith("(Juned & Najib, 2013).")
    assert [one.facts for one in cited.evidence] == [one.facts for one in bare.evidence]
    (checked,) = check("Archer (1801) outlines three main roles of international organizations.")
    assert "1801" not in checked.evidence[0].facts.numbers_lacking


@pytest.mark.parametrize("text", ["", " \n ", "...", "?! — “”", "\n\n***\n"])
def test_a_text_without_letters_has_no_sentences(check: Check, text: str) -> None:
    assert check(text) == ()


@pytest.mark.parametrize("text", ["(Najib & Juned, 2025).", "It is.", "a"])
def test_a_sentence_of_function_words_or_a_citation_is_not_found(check: Check, text: str) -> None:
    assert [(one.label, one.evidence) for one in check(text)] == [(Label.NOT_FOUND, ())]


def test_a_sentence_longer_than_a_query_is_searched_by_its_beginning(check: Check, retriever: Retriever) -> None:
    begins = "ASEANAPOL was formed in Manila in 1981 by the heads of the police departments of five countries"
    long = f"{begins}{', and it has grown ever since' * 40} until 4711."
    assert len(long) > retriever.longest_query
    (checked,) = check(long)
    assert checked.text == long
    assert checked.evidence[0].quote.startswith("Formed in 1981 in Manila")
    assert checked.evidence[0].facts.numbers_agree == ("1981", "5")
    assert checked.evidence[0].facts.numbers_lacking == ("4711",)  # its end is compared all the same


# --- Texts that are easily misread ------------------------------------------------------------------------------------


def test_a_sentence_that_begins_with_a_long_line_is_checked(check: Check, retriever: Retriever) -> None:
    assert len(check(f"{'_' * retriever.longest_query} {RECOVERY}")) == 1


def test_a_made_up_quotation_beside_a_true_one_is_not_labelled_quoted(check: Check) -> None:
    (checked,) = check(f'They write "{FORUM}" and "purple elephants dance on every rooftop in Tuscany".')
    assert checked.label is not Label.QUOTED


@pytest.mark.xfail(
    strict=True, reason="a text is cut into sentences first, so a quotation of two sentences is not checked as one"
)
def test_a_quotation_of_two_sentences_is_checked(check: Check) -> None:
    altered = f'They say: "{RECOVERY} Human trafficking is also classified as a traditional security issue."'
    assert Verdict.ALTERED in {quote.verdict for one in check(altered) for quote in one.quotes}


@pytest.mark.parametrize(
    "citation",
    [
        pytest.param(
            "[12]",
            marks=pytest.mark.xfail(
                strict=True, reason="a numbered citation is not recognised, and its number is compared with the papers"
            ),
        ),
        pytest.param(
            "[3, 5-7]",
            marks=pytest.mark.xfail(
                strict=True, reason="a numbered citation is not recognised, and its number is compared with the papers"
            ),
        ),
        "[Najib & Juned, 2025]",
    ],
)
def test_citations_in_square_brackets_of_a_claim_are_ignored(check: Check, citation: str) -> None:
    assert labels(check(f"ASEANAPOL was formed in Manila in 1981 {citation}.")) == [Label.SUPPORTED]


@pytest.mark.parametrize(
    "claim",
    [
        "1. ASEANAPOL was formed in Manila in 1981.",
        "(1) ASEANAPOL was formed in Manila in 1981.",
        pytest.param(
            "ASEANAPOL was formed in Manila in 1981¹².",
            marks=pytest.mark.xfail(
                strict=True, reason="the number of a note is taken for a part of the year before it"
            ),
        ),
        "ASEANAPOL was formed in Manila in 1981 (Table 3).",
        "ASEANAPOL was formed in Manila in 1981 (p. 45).",
    ],
)
def test_numbers_that_count_nothing_make_no_difference(check: Check, claim: str) -> None:
    assert Label.NUMBERS_DIFFER not in labels(check(claim))


def test_numbers_do_not_differ_if_the_best_evidence_has_them_all(check: Check) -> None:
    (checked,) = check("The Ministry of Foreign Affairs in Jakarta recorded 752 cases of human trafficking in 2022.")
    assert checked.label is not Label.NUMBERS_DIFFER


@pytest.mark.xfail(
    strict=True, reason="authors cited outside brackets are taken for names that the evidence must contain"
)
def test_a_claim_that_names_its_authors_is_supported(check: Check) -> None:
    claim = "ASEANAPOL facilitates police cooperation across ASEAN nations."
    assert labels(check(f"{claim} Najib and Juned (2025) write that {claim}")) == [Label.SUPPORTED] * 2


def test_a_claim_with_another_ordinal_is_not_supported(check: Check) -> None:
    (checked,) = check(
        "The Terms of Reference for the ASEANAPOL Secretariat were approved at the 28th ASEANAPOL Conference"
        " in Hanoi in 2009, where Kuala Lumpur was appointed as its permanent seat."
    )
    assert checked.label is not Label.SUPPORTED


def test_a_claim_about_another_region_is_not_supported(check: Check) -> None:
    claim = "Studies found that 22.9 percent of trafficking victims in Southeast Asia were HIV/AIDS positive."
    assert labels(check(claim)) == [Label.RELATED]


def test_a_law_number_in_another_notation_does_not_differ(check: Check) -> None:
    assert Label.NUMBERS_DIFFER not in labels(check("Law Number 21 of 2007 punishes human trafficking."))


def test_a_sentence_continues_across_a_line_end(check: Check) -> None:
    assert [one.text for one in check(RECOVERY.replace("recovery for", "recovery\nfor"))] == [
        RECOVERY.replace("recovery for", "recovery\nfor")
    ]


# --- The hand-labelled claims -----------------------------------------------------------------------------------------

Claims = list[tuple[Mapping[str, Any], CheckedSentence]]


@pytest.fixture(scope="module")
def claims(check: Check) -> Claims:
    """Each row of eval/sets/claims.jsonl with its check; every claim is one sentence."""
    lines = (ROOT / "eval" / "sets" / "claims.jsonl").read_text(encoding="utf-8").splitlines()
    rows = [json.loads(line) for line in lines]
    found = [check(row["text"]) for row in rows]
    return [(row, checked) for row, (checked,) in zip(rows, found, strict=True)]


def pieces(claims: Claims) -> list[tuple[CheckedSentence, ClaimEvidence]]:
    return [(checked, piece) for _, checked in claims for piece in checked.evidence]


def test_at_least_80_of_the_100_claims_get_the_hand_given_label(claims: Claims) -> None:
    assert len(claims) == 100
    right = [checked.label in (row["label"], row.get("also")) for row, checked in claims]
    assert sum(right) >= 80


def test_no_claim_of_another_field_is_labelled_quoted_or_supported(claims: Claims) -> None:
    foreign = [checked.label for row, checked in claims if row["label"] == "not_found"]
    assert foreign
    assert {Label.QUOTED, Label.SUPPORTED}.isdisjoint(foreign)


def test_all_evidence_is_verbatim_at_its_spans(claims: Claims, retriever: Retriever) -> None:
    for _, piece in pieces(claims):
        source = retriever.document(piece.passage.document_id).source_text
        assert piece.quote in piece.passage.text
        offsets = align(source, piece.spans, piece.quote)  # raises if a character differs
        spans = piece.passage.spans
        assert all(any(span.start <= at < span.end for span in spans) for at in offsets[:1] + offsets[-1:])
        assert retriever.passage(piece.passage.id) == piece.passage


def test_the_numbers_of_a_claim_are_split_into_agreeing_and_lacking(claims: Claims) -> None:
    for checked, piece in pieces(claims):
        stated = stated_numbers(without_citations(checked.text))
        agree, lacking = piece.facts.numbers_agree, piece.facts.numbers_lacking
        assert set(agree).isdisjoint(lacking)
        assert sorted(agree + lacking) == sorted(stated)
        assert set(piece.facts.names_agree).isdisjoint(piece.facts.names_lacking)


def test_a_claim_has_at_most_three_pieces_of_evidence_best_first(claims: Claims) -> None:
    for _, checked in claims:
        sums = [one.facts.coverage + one.facts.similarity for one in checked.evidence]
        assert len(sums) <= 3
        assert sums == sorted(sums, reverse=True)
        assert len({(one.passage.id, one.spans) for one in checked.evidence}) == len(sums)
        assert all(0 <= one.facts.coverage <= 1 for one in checked.evidence)


def test_labels_are_consistent_with_their_evidence(claims: Claims) -> None:
    for _, checked in claims:
        found = [one.facts for one in checked.evidence]
        agreeing = [one for one in found if not (one.numbers_lacking or one.names_lacking or one.negation_differs)]
        in_source = [quote.verdict in (Verdict.EXACT, Verdict.NORMALISED) for quote in checked.quotes]
        assert (checked.label is Label.QUOTED) is (bool(in_source) and all(in_source))
        assert checked.label is not Label.SUPPORTED or agreeing
        assert checked.label is not Label.NUMBERS_DIFFER or any(one.numbers_lacking for one in found)
        assert checked.label is Label.QUOTED or (checked.label is Label.NOT_FOUND) is (not found)


def test_no_label_or_fact_says_that_a_claim_is_true() -> None:
    words = {word for label in Label for word in label.split("_")} | {field.name for field in fields(ClaimFacts)}
    assert words.isdisjoint({"true", "correct", "right", "proven", "confirmed", "verified", "valid", "false", "wrong"})
