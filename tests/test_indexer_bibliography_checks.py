"""Problems between citations and the list of references: all of both bundled papers, and each kind in small papers."""

import hashlib
import json
from collections.abc import Sequence
from textwrap import dedent

import pytest
from conftest import GOLDEN, Parsed, english
from hypothesis import given
from hypothesis import strategies as st

from indexer.bibliography.checks import find_problems
from indexer.bibliography.entries import parse_references
from indexer.bibliography.linking import link
from indexer.bibliography.mentions import find_mentions
from indexer.parsing.markdown.markdown_reader import read_markdown
from kutip.text.reading import source_of, squeeze
from kutip.types import Block, Document, Mention, ProblemKind, Reference, ReferenceProblem


def read(
    document: Document, blocks: Sequence[Block]
) -> tuple[list[Reference], list[Mention], tuple[ReferenceProblem, ...]]:
    references = parse_references(document, blocks)
    linked = link(find_mentions(document, blocks, references), references)
    return list(references), [one.mention for one in linked], find_problems(document, references, linked)


def paper(text: str, *entries: str) -> tuple[Document, tuple[Block, ...]]:
    """Make a paper in Markdown: an introduction and, if there are entries, a list of references."""
    listed = "\n\n".join(["REFERENCES", *entries]) if entries else ""
    source = f"INTRODUCTION\n\n{dedent(text).strip()}\n\n{listed}\n"
    return Document("paper", source, hashlib.sha256(source.encode()).hexdigest(), {}), read_markdown(source)[0]


def problems(text: str, *entries: str) -> tuple[ReferenceProblem, ...]:
    return read(*paper(text, *entries))[2]


def told(found: Sequence[ReferenceProblem]) -> list[tuple[str, str]]:
    return [(problem.kind.value, english(problem.message)) for problem in found]


def kinds(found: Sequence[ReferenceProblem]) -> list[str]:
    return [problem.kind.value for problem in found]


ARCHER = "Archer, C. (2001). *International Organizations*. Routledge."
BOER = "Boer, M. (2010). New Mobile Crime. *Journal of Security*, 3(2), 1–20. https://doi.org/10.4324/9780203859483"
QIAO = "Qiao, G., & Oishi, N. (2018). Policy transfer from the UN to ASEAN. *Policy Studies*, 40(2), 131–149."
KIM_A = "Kim, Y. (2019a). Trafficking in the south. *Journal of Security*, 3(2), 1–20."
KIM_B = "Kim, Y. (2019b). Police in the north of the region. *Journal of Security*, 3(3), 4–9."
ENTRIES = (ARCHER, BOER, QIAO, KIM_A, KIM_B)


# --- The bundled papers -----------------------------------------------------------------------------------------------


def test_the_paper_with_a_list_has_four_problems(parsed: Parsed) -> None:
    references, _, found = read(*parsed["najib-juned-2025"])
    numbers = {reference.id: number for number, reference in enumerate(references, 1)}
    assert [(problem.kind, [numbers[id_] for id_ in problem.reference_ids]) for problem in found] == [
        (ProblemKind.YEAR_DIFFERS, [23]),
        (ProblemKind.AUTHORS_DIFFER, [29]),
        (ProblemKind.MALFORMED_DOI, [19]),
        (ProblemKind.NEVER_CITED, [50]),
    ]
    assert [(problem.in_text != (), problem.in_list != ()) for problem in found] == [(True, True)] * 2 + [
        (False, True)
    ] * 2


def test_the_paper_s_problems_name_the_works_concerned(parsed: Parsed) -> None:
    year, authors, doi, never = read(*parsed["najib-juned-2025"])[2]
    cites = "The text cites Emmaline Soken Huberty (2023), but the entry that comes nearest"
    assert english(year.message).startswith(cites)
    assert "another year: “Emmaline Soken Huberty. (n.d.). 10 Causes of Human Trafficking" in english(year.message)
    assert english(authors.message).startswith("The text cites Iskandar & Nursiti (2021), but")
    assert "other authors: “Iskandar, N. (2021). Peran Organisasi" in english(authors.message)
    assert "“Dasopang, F. F., & Juned, M. (2023)." in english(doi.message)
    assert "the DOI “E-ISSN2797-0485”, which is none" in english(doi.message)
    assert "“Undang-Undang (UU) Nomor 21 Tahun 2007. (2007)." in english(never.message)
    assert english(never.message).endswith("which the text never cites.")


def test_the_paper_s_problems_equal_those_of_the_golden_file(parsed: Parsed) -> None:
    lines = (GOLDEN / "mentions.jsonl").read_text(encoding="utf-8").splitlines()
    golden = [one for one in map(json.loads, lines) if one["document"] == "najib-juned-2025" and one["problem"]]
    found = read(*parsed["najib-juned-2025"])[2]
    starts = {span.start for problem in found for span in problem.in_text}
    # Entry 35 runs two authors together: the golden file remarks on the list, which Kutip cannot see.
    assert starts == {one["start"] for one in golden if one["entry"] != 35}


def test_the_paper_without_a_list_has_one_problem(parsed: Parsed) -> None:
    references, mentions, found = read(*parsed["cakrawala-733"])
    assert references == []
    (problem,) = found
    assert problem.kind is ProblemKind.NO_LIST
    assert english(problem.message) == "The text cites 39 works in 48 places, but has no list of references."
    assert problem.mention_ids == tuple(mention.id for mention in mentions)
    assert problem.in_text == tuple(span for mention in mentions for span in mention.spans)
    assert (problem.in_list, problem.reference_ids) == ((), ())


@pytest.mark.parametrize("name", ["najib-juned-2025", "cakrawala-733"])
def test_spans_of_problems_contain_the_citations_and_references(parsed: Parsed, name: str) -> None:
    document, blocks = parsed[name]
    references, mentions, found = read(document, blocks)
    check_places(document, references, mentions, found)


# --- Each kind --------------------------------------------------------------------------------------------------------


def check_places(
    document: Document, references: Sequence[Reference], mentions: Sequence[Mention], found: Sequence[ReferenceProblem]
) -> None:
    """Check that every problem has the places of the mentions and references that it concerns."""
    cited = {mention.id: mention for mention in mentions}
    listed = {reference.id: reference for reference in references}
    for problem in found:
        assert problem.document_id == document.id
        assert problem.in_text == tuple(span for id_ in problem.mention_ids for span in cited[id_].spans)
        assert problem.in_list == tuple(span for id_ in problem.reference_ids for span in listed[id_].spans)
        assert all(0 <= span.start < span.end <= len(document.source_text) for span in problem.in_text)
        text = "".join(cited[id_].text for id_ in problem.mention_ids)
        assert "".join(source_of(document.source_text, problem.in_text).split()) == "".join(text.split())


def test_a_paper_that_cites_its_whole_list_has_no_problem() -> None:
    text = "Archer (2001) doubts it (Boer, 2010; Kim, 2019a, 2019b). Qiao and Oishi (2018) agree."
    assert problems(text, *ENTRIES) == ()


def test_a_work_cited_often_but_not_listed_is_one_problem() -> None:
    document, blocks = paper("It grew (Koster, 2009). Koster (2009) says so.\n\nIt fell (Koster, 2009).", ARCHER)
    references, mentions, found = read(document, blocks)
    koster = found[0]
    assert told([koster]) == [
        ("not_listed", "The text cites Koster (2009) 3 times, but the list of references has no such entry.")
    ]
    assert [document.source_text[span.start : span.end] for span in koster.in_text] == [
        "Koster, 2009",
        "Koster (2009)",
        "Koster, 2009",
    ]
    assert koster.mention_ids == tuple(mention.id for mention in mentions)
    assert (koster.in_list, koster.reference_ids) == ((), ())
    check_places(document, references, mentions, found)


def test_each_work_that_is_not_listed_is_a_problem() -> None:
    assert told(problems("Archer (2001) doubts it (Koster, 2009; Koster, 2010; Arbar, n.d.).", ARCHER)) == [
        ("not_listed", "The text cites Koster (2009), but the list of references has no such entry."),
        ("not_listed", "The text cites Koster (2010), but the list of references has no such entry."),
        ("not_listed", "The text cites Arbar (n.d.), but the list of references has no such entry."),
    ]


def test_another_year_is_reported_with_the_reference_and_both_places() -> None:
    document, blocks = paper("Archer (2002) doubts it. It grew (Archer, 2002).", ARCHER)
    references, mentions, found = read(document, blocks)
    message = (
        "The text cites Archer (2002) 2 times, but the entry that comes nearest has another year: "
        "“Archer, C. (2001). International Organizations. Routledge.”."
    )
    assert told(found) == [("year_differs", message)]
    check_places(document, references, mentions, found)
    assert squeeze(source_of(document.source_text, found[0].in_list)) == ARCHER


def test_other_authors_are_reported_with_the_reference() -> None:
    (problem,) = problems("Qiao (2018) doubts it.", QIAO)
    assert problem.kind is ProblemKind.AUTHORS_DIFFER
    assert english(problem.message).startswith(
        "The text cites Qiao (2018), but the entry that comes nearest has other authors: “Qiao, G., & Oishi, N. (2018)."
    )


def test_an_ambiguous_mention_is_reported_with_all_references_that_fit() -> None:
    ambiguous, *never = problems("Kim (2019) doubts it. So does Archer (2001).", ARCHER, KIM_A, KIM_B)
    assert ambiguous.kind is ProblemKind.AMBIGUOUS
    cites = "The text cites Kim (2019), but it fits 2 entries alike: “Kim, Y. (2019a)."
    assert english(ambiguous.message).startswith(cites)
    assert "“Kim, Y. (2019b)." in english(ambiguous.message)
    assert kinds(never) == ["never_cited", "never_cited"]
    unless = ", unless it is meant by a citation that fits several entries."
    assert all(english(one.message).endswith(unless) for one in never)


def test_references_never_cited_are_reported_in_the_order_of_the_list() -> None:
    document, blocks = paper("Boer (2010) doubts it.", QIAO, BOER, ARCHER)
    references, mentions, found = read(document, blocks)
    shown = [
        "“Qiao, G., & Oishi, N. (2018). Policy transfer from the UN to ASEAN. Policy Studies, …”",
        "“Archer, C. (2001). International Organizations. Routledge.”",
    ]
    assert told(found) == [("never_cited", f"The list has {entry}, which the text never cites.") for entry in shown]
    assert [problem.reference_ids for problem in found] == [(references[0].id,), (references[2].id,)]
    check_places(document, references, mentions, found)


@pytest.mark.parametrize("doi", ["E-ISSN2797-0485", "10.12/abc", "11.1234/abc", "jisip.v12i3.2804"])
def test_a_malformed_doi_is_reported(doi: str) -> None:
    (problem,) = problems("Archer (2001) doubts it.", f"{ARCHER} https://doi.org/{doi}")
    assert problem.kind is ProblemKind.MALFORMED_DOI
    assert f"the DOI “{doi}”, which is none: a DOI begins like “10.1234/”." in english(problem.message)
    assert problem.in_text == ()


@pytest.mark.parametrize(
    "doi", ["10.1000/182", "10.33366/jisip.v12i3.2804", "10.1007/978-0-333-98553-3_6", "10.123456789/x", "10.1234/a/b"]
)
def test_a_valid_doi_is_not_reported(doi: str) -> None:
    assert problems("Archer (2001) doubts it.", f"{ARCHER} https://doi.org/{doi}") == ()


def test_two_references_with_the_same_doi_are_duplicates() -> None:
    again = "Boer, Monica den (2011). New crime. In *Handbook of Security Studies* (pp. 1–9). doi:10.4324/9780203859483"
    document, blocks = paper("Boer (2010) doubts it, den Boer (2011) does not.", BOER, again)
    references, mentions, found = read(document, blocks)
    (problem,) = [problem for problem in found if problem.kind is ProblemKind.DUPLICATE]
    assert problem.reference_ids == tuple(reference.id for reference in references)
    assert english(problem.message).startswith("The list has one work twice: “Boer, M. (2010).")
    assert " and “Boer, Monica den (2011)." in english(problem.message)
    check_places(document, references, mentions, found)


DUPLICATES = [
    (KIM_A, "Kim, Y. (2019a). Trafficking in the South. Seoul Press.", True),
    (KIM_A, "Kim, Y. (2019a). *Trafficking: in the south*. https://example.org/a", True),
    (BOER, "Boer, M. (2010). New mobile crimes. *Journal of Security*, 3(2).", True),
    (BOER, BOER.replace("https://doi.org/", "DOI "), True),
    (BOER, BOER.replace("9780203859483", "9780203859484"), False),  # different DOIs
    (KIM_A, "Kim, Y. (2019b). Trafficking in the south. Seoul Press.", False),
    (KIM_A, "Lee, Y. (2019a). Trafficking in the south. Seoul Press.", False),
    (KIM_A, "Kim, Y., & Lee, J. (2019a). Trafficking in the south. Journal of Security, 3(2), 1–20.", False),
    (KIM_A, "Kim, Y. (2019a). Trafficking in the north. Seoul Press.", False),
    (KIM_A, "Kim, Y. Trafficking in the south. Seoul Press.", False),
    (KIM_A, "Kim, Y. (2019a). https://example.org/a", False),
]


@pytest.mark.parametrize(("one", "other", "same"), DUPLICATES)
def test_references_with_the_same_title_year_and_authors_are_duplicates(one: str, other: str, same: bool) -> None:
    assert ("duplicate" in kinds(problems("It grew (Archer, 2001).", one, other))) is same


def test_an_unlisted_number_is_reported_as_a_number() -> None:
    text = "It grew [1, 2]. It fell [4]. It grew [4] again."
    found = problems(text, f"[1] {ARCHER}", f"[2] {BOER}", f"[3] {QIAO}")
    assert kinds(found) == ["not_listed", "never_cited"]
    assert english(found[0].message) == "The text cites [4] 2 times, but the list of references has no such entry."
    assert "Qiao, G." in english(found[1].message)


def test_a_paper_without_list_and_citations_has_no_problem() -> None:
    assert problems("It grew in 2001.") == ()


def test_a_missing_list_is_reported_with_the_number_of_citations() -> None:
    (problem,) = problems("Archer (2001) doubts it (Boer, 2010). It grew (Archer, 2001).")
    assert told([problem]) == [("no_list", "The text cites 2 works in 3 places, but has no list of references.")]


def test_problems_are_ordered_by_text_then_list_then_duplicates() -> None:
    text = "Koster (2009) doubts it (Archer, 2002; Qiao, 2018; Kim, 2019). It grew (Koster, 2009; Arbar, 2023)."
    malformed = BOER.replace("10.4324", "4324")
    found = problems(text, ARCHER, malformed, QIAO, KIM_A, KIM_B, f"{KIM_B} Seoul.")
    assert kinds(found) == [
        "not_listed",
        "year_differs",
        "authors_differ",
        "ambiguous",
        "not_listed",
        "never_cited",
        "malformed_doi",
        "never_cited",
        "never_cited",
        "never_cited",
        "duplicate",
    ]


# --- Lists that were perhaps not read ---------------------------------------------------------------------------------


def test_a_list_that_hardly_meets_the_text_is_told_once() -> None:
    text = "It grew (Moss, 2011; Reed, 2012; Ames, 2013; Lund, 2014; Archer, 2001)."
    (one,) = problems(text, *ENTRIES)
    assert (one.kind, len(one.mention_ids), len(one.reference_ids)) == (ProblemKind.LIST_UNREAD, 4, 5)
    assert "4 are not among its 5 entries" in english(one.message)


def test_a_text_in_which_no_citation_is_recognised_is_told_once() -> None:
    (one,) = problems("It grew without any reason.", *ENTRIES)
    assert (one.kind, one.mention_ids) == (ProblemKind.LIST_UNREAD, ())
    assert english(one.message).startswith("The list has 5 entries, but Kutip recognises no citation")


def test_a_doi_that_is_malformed_is_told_of_a_list_that_was_perhaps_not_read() -> None:
    wrong = "Dole, A. (2011). Ships at sea. *Journal of Security*, 3(2), 1–20. https://doi.org/10.43/12"
    assert kinds(problems("It grew.", *ENTRIES, wrong)) == ["list_unread", "malformed_doi"]


def test_most_of_a_list_met_by_the_text_leaves_its_problems_apart() -> None:
    text = "It grew (Archer, 2001; Boer, 2010; Qiao & Oishi, 2018; Kim, 2019a; Moss, 2011)."
    assert kinds(problems(text, *ENTRIES)) == ["not_listed", "never_cited"]


# --- Laws -------------------------------------------------------------------------------------------------------------

CITATIONS = (
    "Archer (2001) doubts it.", "It grew (Archer, 2002).", "It grew (Boer, 2010; Koster, 2009).", "Qiao (2018) agrees.",
    "Qiao and Oishi (2018) agree.", "It fell (Kim, 2019).", "It fell (Kim, 2019a, 2019b).", "It is so (Kim, 2019c).",
    "It was so in 2001.", "It grew (IOM, n.d.).",
)  # fmt: skip
LISTED = (*ENTRIES, KIM_A.replace("a)", "a )"), f"{BOER}x", f"{ARCHER} https://doi.org/E-ISSN2797-0485", f"[3] {QIAO}")


@given(
    st.lists(st.sampled_from(CITATIONS), min_size=1, max_size=6),
    st.lists(st.sampled_from(LISTED), max_size=5),
)
def test_every_problem_concerns_mentions_and_references_of_the_paper(sentences: list[str], entries: list[str]) -> None:
    document, blocks = paper(" ".join(sentences), *entries)
    references, mentions, found = read(document, blocks)
    check_places(document, references, mentions, found)
    for problem in found:
        assert english(problem.message).startswith(("The text cites ", "The list "))
        assert english(problem.message).endswith(".")
        assert problem.kind is ProblemKind.AMBIGUOUS or not set("*<>\\") & set(english(problem.message))
        assert problem.mention_ids or problem.reference_ids
    if references and ProblemKind.LIST_UNREAD not in {problem.kind for problem in found}:
        cited = {mention.reference_id for mention in mentions}
        never = [problem.reference_ids[0] for problem in found if problem.kind is ProblemKind.NEVER_CITED]
        uncited = [reference.id for reference in references if reference.id not in cited]
        assert never == [one for one in uncited if one in never]
        if "It was so in 2001." not in sentences:  # beside "(Archer, 2002)" it may cite Archer (2001)
            assert never == uncited
    untied = {mention.id for mention in mentions if mention.problem is not None}
    assert untied == {id_ for problem in found for id_ in problem.mention_ids}


# --- Known and former errors ------------------------------------------------------------------------------------------

LANCET = "Kim, Y. ({year}). {title}. *The Lancet*, 395, 497. https://doi.org/10.1016/S0140-6736(20){number}"


def test_two_works_whose_dois_contain_brackets_are_different() -> None:
    first = LANCET.format(year=2020, title="Cases in the south", number="30183-5")
    second = LANCET.format(year=2021, title="Deaths in the north", number="30211-7")
    assert problems("Kim (2020) and Kim (2021) doubt it.", first, second) == ()


def test_a_doi_with_a_divided_prefix_is_valid() -> None:
    assert problems("Archer (2001) doubts it.", f"{ARCHER} https://doi.org/10.1000.10/123") == ()


def test_an_ambiguous_mention_has_the_places_of_the_references() -> None:
    found = problems("Kim (2019) doubts it.", KIM_A, KIM_B)
    assert len(found[0].reference_ids) == 2
    assert len(found[0].in_list) >= 2


def test_an_ambiguous_mention_is_reported_with_the_references_as_they_read() -> None:
    first, second = "Kim, Y. (2019). *One*. Seoul.", "Kim, Y. (2019). *Two*. Seoul."
    shown = "“Kim, Y. (2019). One. Seoul.”; “Kim, Y. (2019). Two. Seoul.”"
    message = english(problems("Kim (2019) doubts it.", first, second)[0].message)
    assert message == f"The text cites Kim (2019), but it fits 2 entries alike: {shown}."


def test_a_reference_with_et_al_may_be_cited_with_et_al() -> None:
    assert problems("Kim et al. (2023) doubt it.", "Kim, Y., et al. (2023). Title. *Journal of Security*, 3(2).") == ()


def test_two_authors_with_full_given_names_are_two() -> None:
    entry = "Coyne, John W., and Peter Bell. “The Role of Intelligence.” *Journal of Law*, vol. 39, 2011, pp. 60–78."
    assert problems("Coyne and Bell (2011) doubt it.", entry) == ()


def test_a_work_in_press_is_cited_as_in_press() -> None:
    assert problems("Kim (in press) doubts it.", "Kim, Y. (in press). Title. *Journal of Security*, 3(2), 1–20.") == ()


# --- Lists without an end ---------------------------------------------------------------------------------------------


def test_an_entry_is_reported_with_five_later_copies_at_most() -> None:
    found = problems("Text (Archer, 2001).", *[ARCHER] * 12)
    pairs = [problem for problem in found if problem.kind is ProblemKind.DUPLICATE]
    assert len(pairs) == 7 * 5 + 4 + 3 + 2 + 1


def test_a_message_about_many_entries_shows_the_first_ten() -> None:
    entries = [f"Kim, Y. (2019). Title {number} of another kind. Press." for number in range(14)]
    (_, mentions, found) = read(*paper("So it is (Kim, 2019).", *entries))
    message = english(mentions[0].problem)
    assert message.startswith("it fits 14 entries alike: ")
    assert (message.count("Kim, Y. (2019)"), message.endswith("; …")) == (10, True)
    ambiguous = next(problem for problem in found if problem.kind is ProblemKind.AMBIGUOUS)
    assert len(ambiguous.reference_ids) == 14


def test_the_context_of_a_mention_in_a_very_long_sentence_is_the_text_around_it() -> None:
    (_, mentions, _) = read(*paper(f"{'and so on ' * 1_000}(Archer, 2001) {'and so on ' * 1_000}.", ARCHER))
    assert "(Archer, 2001)" in mentions[0].context
    assert len(mentions[0].context) <= 1_500
