"""Citations in APA 7: exact ones of both papers, and all forms of author, year and place."""

from dataclasses import replace
from typing import Any

import pytest
from conftest import Parsed
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from indexer.parsing.markdown.markdown_reader import read_markdown
from indexer.parsing.pdf_text import read_pdf_text
from indexer.passages import FLOWING, cut_passages
from kutip.types import Document, Heading, Kind, Message, PageShape, Passage, Span
from retriever.citations.apa import cite, reference
from retriever.citations.locators import locator, page_said, paragraphs_of
from retriever.search import Retriever

untimed = hypothesis_settings(deadline=None)  # a busy machine must not fail the test

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


def test_the_first_paper_is_cited_exactly(parsed: Parsed) -> None:
    cited = cite(parsed["najib-juned-2025"][0], passage(heading=("DISCUSSION", "Role as an Arena")))
    assert cited.in_text == "(Najib & Juned, 2025, Role as an Arena section)"
    assert cited.reference == (
        "Najib, G. Q. N., & Juned, M. (2025). The Role of ASEANAPOL in Tackling Human Trafficking Issue in Indonesia in"
        " 2021-2023. Jurnal Ilmu Kepolisian, 19(1). https://doi.org/10.35879/jik.v19i1.466"
    )
    assert cited.locator == "Role as an Arena section"


def test_the_second_paper_without_author_and_year_is_cited_exactly(parsed: Parsed) -> None:
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
        ([{**JUNED, "non-dropping-particle": "van"}], "van Juned", "van Juned, M. (2025)."),
        ([{**JUNED, "suffix": "Jr."}], "Juned", "Juned, M., Jr. (2025)."),
        ([{**JUNED, "suffix": "III"}, NAJIB], "Juned & Najib", "Juned, M., III, & Najib, G. Q. N. (2025)."),
        ([{"family": "Suharto", "given": None}], "Suharto", "Suharto. (2025)."),
        ([{**JUNED, "dropping-particle": "von"}], "Juned", "Juned, M. von. (2025)."),
        ([{**JUNED, "dropping-particle": "de", "non-dropping-particle": "la"}], "la Juned", "la Juned, M. de. (2025)."),
        ([{**JUNED, "dropping-particle": "von", "suffix": "Jr."}], "Juned", "Juned, M. von, Jr. (2025)."),
        ([{"family": "Juned", "dropping-particle": "von"}], "von Juned", "von Juned. (2025)."),
        ([{"literal": "Smith &amp; Sons"}], "Smith & Sons", "Smith & Sons. (2025)."),
        ([JUNED, {}, {"suffix": "Jr."}], "Juned", "Juned, M. (2025)."),
    ],
)
def test_authors_are_formatted_for_the_text_and_for_the_list(
    authors: list[dict[str, str]], in_text: str, listed: str
) -> None:
    paper = document(**{**PLAIN, "author": authors})
    assert cite(paper, passage()).in_text == f"({in_text}, 2025)"
    assert reference(paper) == f"{listed} Police in ASEAN."


def test_beyond_twenty_authors_the_first_nineteen_and_the_last_are_listed() -> None:
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
        ({}, "(“paper,” n.d.)", "paper. (n.d.)."),
        ({"title": "One Two, Three: Four, Five: Six"}, "(“One Two, Three: Four, Five,” n.d.)", None),
    ],
)
def test_missing_metadata_give_a_title_or_the_id_and_n_d_instead(
    metadata: dict[str, Any], in_text: str, listed: str | None
) -> None:
    assert cite(document(**metadata), passage()).in_text == in_text
    if listed is not None:
        assert reference(document(**metadata)) == listed


@pytest.mark.parametrize("issued", [None, {}, {"date-parts": []}, {"date-parts": [[]]}, {"date-parts": [[None]]}])
def test_a_date_without_a_year_is_cited_as_n_d(issued: object) -> None:
    assert cite(document(**{**PLAIN, "issued": issued}), passage()).in_text == "(Juned, n.d.)"


@pytest.mark.parametrize(
    ("issued", "year"),
    [
        ({"raw": "2020-03-15"}, "2020"),
        ({"literal": "Spring 2019"}, "2019"),
        ({"date-parts": [["circa 1990"]]}, "1990"),
        ({"date-parts": [[1990], [1995]]}, "1990"),
        ({"date-parts": [["n.d."]]}, "n.d."),
        ({"date-parts": [[-350]]}, "350 B.C.E."),
        ({"literal": "In press"}, "in press"),
        ({"raw": "forthcoming", "date-parts": [[None]]}, "forthcoming"),
        ({"literal": "Ming dynasty"}, "n.d."),
    ],
)
def test_a_date_gives_its_year_to_both_forms(issued: dict[str, Any], year: str) -> None:
    paper = document(**{**PLAIN, "issued": issued})
    assert cite(paper, passage()).in_text == f"(Juned, {year})"
    assert reference(paper) == f"Juned, M. ({year}). Police in ASEAN."


def test_tags_and_references_in_a_title_are_read_in_both_forms() -> None:
    paper = document(title="<i>E. coli</i> &amp; H<sub>2</sub>O", issued={"date-parts": [[2020]]})
    assert reference(paper) == "E. coli & H2O. (2020)."
    assert cite(paper, passage()).in_text == "(“E. coli & H2O,” 2020)"


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
        ({"container-title": "Cakrawala", "page": "3-9, 12 — 14"}, " Cakrawala, 3–9, 12–14."),
        ({"container-title": "Cakrawala", "page": "e1-a"}, " Cakrawala, e1-a."),
        ({"container-title": "Cakrawala", "page": 3}, " Cakrawala, 3."),
        ({"container-title": "Cakrawala", "publisher": "UMM"}, " Cakrawala."),
        ({"publisher": "United Nations", "URL": "https://x.org"}, " United Nations. https://x.org"),
        ({"publisher": "Brill Inc."}, " Brill Inc."),
        ({"publisher": "Juned"}, ""),
        ({"DOI": "10.1/x"}, " https://doi.org/10.1/x"),
        ({"DOI": "https://doi.org/10.1/x"}, " https://doi.org/10.1/x"),
        ({"DOI": "10.1/x", "URL": "https://example.org"}, " https://doi.org/10.1/x"),
        ({"URL": "https://example.org"}, " https://example.org"),
        ({"container-title": ["J of Ports", "J. Ports"], "page": "1-2"}, " J of Ports, 1–2."),
        ({"container-title": "Science &amp; Ports"}, " Science & Ports."),
    ],
)
def test_journal_publisher_and_link_follow_the_title(published: dict[str, Any], ending: str) -> None:
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
def test_a_locator_is_the_page_or_else_the_innermost_section(
    heading: tuple[str, ...], page: int | None, place: str
) -> None:
    assert locator(document(), passage(heading=heading, page=page)) == place


# Written by hand after the Publication Manual, 7th edition, chapters 9 and 10; a style engine was tested on them, too.
JOURNAL = {"type": "article-journal", **PLAIN, "container-title": "Cakrawala"}
NAMED = ", ".join(f"Name{i:02}, A." for i in range(1, 20))
APA_7 = {
    "journal": (
        {**JOURNAL, "volume": "19", "issue": "1", "page": "3-9", "DOI": "10.1000/x"},
        "Juned, M. (2025). Police in ASEAN. Cakrawala, 19(1), 3–9. https://doi.org/10.1000/x",
        "Juned, 2025",
    ),
    "no author": ({**JOURNAL, "author": []}, "Police in ASEAN. (2025). Cakrawala.", "“Police in ASEAN,” 2025"),
    "no date": ({**JOURNAL, "issued": None}, "Juned, M. (n.d.). Police in ASEAN. Cakrawala.", "Juned, n.d."),
    "organisation": (
        {**JOURNAL, "author": [OFFICE]},
        "ASEANAPOL Secretariat. (2025). Police in ASEAN. Cakrawala.",
        "ASEANAPOL Secretariat, 2025",
    ),
    "one name": (
        {**JOURNAL, "author": [{"family": "Suharto"}]},
        "Suharto. (2025). Police in ASEAN. Cakrawala.",
        "Suharto, 2025",
    ),
    "two authors": (
        {**JOURNAL, "author": [NAJIB, JUNED]},
        "Najib, G. Q. N., & Juned, M. (2025). Police in ASEAN. Cakrawala.",
        "Najib & Juned, 2025",
    ),
    "three authors": (
        {**JOURNAL, "author": [NAJIB, JUNED, *people(1)]},
        "Najib, G. Q. N., Juned, M., & Name01, A. (2025). Police in ASEAN. Cakrawala.",
        "Najib et al., 2025",
    ),
    "twenty-one authors": (
        {**JOURNAL, "author": people(21)},
        f"{NAMED}, … Name21, A. (2025). Police in ASEAN. Cakrawala.",
        "Name01 et al., 2025",
    ),
    "a question": (
        {**JOURNAL, "title": "Who guards the guards?"},
        "Juned, M. (2025). Who guards the guards? Cakrawala.",
        "Juned, 2025",
    ),
    "article number": (
        {**JOURNAL, "volume": "19", "issue": "1", "number": "733"},
        "Juned, M. (2025). Police in ASEAN. Cakrawala, 19(1), Article 733.",
        "Juned, 2025",
    ),
    "URL only": (
        {**JOURNAL, "URL": "https://example.org/a"},
        "Juned, M. (2025). Police in ASEAN. Cakrawala. https://example.org/a",
        "Juned, 2025",
    ),
    "hyphenated given name": (
        {**JOURNAL, "author": [{"family": "Dupont", "given": "Jean-Luc M."}]},
        "Dupont, J.-L. M. (2025). Police in ASEAN. Cakrawala.",
        "Dupont, 2025",
    ),
}


@pytest.mark.parametrize(("metadata", "listed", "in_text"), APA_7.values(), ids=APA_7)
def test_references_match_those_of_the_publication_manual(metadata: dict[str, Any], listed: str, in_text: str) -> None:
    cited = cite(document(**metadata), passage())
    assert (cited.reference, cited.in_text) == (listed, f"({in_text})")


ED, OTHER, THIRD = ({"family": family, "given": given} for family, given in (("Ed", "Q."), ("Or", "B"), ("Du", "C")))
CHAPTER = {"type": "chapter", **PLAIN, "container-title": "The book", "publisher": "Press", "page": "1-20"}
BOOK = {"type": "book", **PLAIN, "publisher": "Press"}


@pytest.mark.parametrize(
    ("metadata", "ending"),
    [
        ({**CHAPTER, "editor": [ED]}, "Police in ASEAN. In Q. Ed (Ed.), The book (pp. 1–20). Press."),
        ({**CHAPTER, "editor": [ED, OTHER]}, "Police in ASEAN. In Q. Ed & B. Or (Eds.), The book (pp. 1–20). Press."),
        (
            {**CHAPTER, "editor": [ED, OTHER, THIRD]},
            "Police in ASEAN. In Q. Ed, B. Or, & C. Du (Eds.), The book (pp. 1–20). Press.",
        ),
        (
            {**CHAPTER, "editor": [{**ED, "dropping-particle": "von"}, OFFICE]},
            "Police in ASEAN. In Q. von Ed & ASEANAPOL Secretariat (Eds.), The book (pp. 1–20). Press.",
        ),
        (CHAPTER, "Police in ASEAN. In The book (pp. 1–20). Press."),
        ({**CHAPTER, "page": 7, "publisher": None}, "Police in ASEAN. In The book (p. 7)."),
        ({**CHAPTER, "page": None}, "Police in ASEAN. In The book. Press."),
        (
            {**CHAPTER, "edition": "2", "volume": 3, "DOI": "10.1/x"},
            "Police in ASEAN. In The book (2nd ed., Vol. 3, pp. 1–20). Press. https://doi.org/10.1/x",
        ),
        ({**CHAPTER, "type": "book-chapter"}, "Police in ASEAN. In The book (pp. 1–20). Press."),
        ({**CHAPTER, "type": "paper-conference"}, "Police in ASEAN. In The book (pp. 1–20). Press."),
        ({**CHAPTER, "type": "paper-conference", "volume": "4"}, "Police in ASEAN. The book, 4, 1–20."),
        ({**CHAPTER, "type": "entry-encyclopedia"}, "Police in ASEAN. In The book (pp. 1–20). Press."),
        (BOOK, "Police in ASEAN. Press."),
        ({**BOOK, "edition": 11, "volume": "2"}, "Police in ASEAN (11th ed., Vol. 2). Press."),
        ({**BOOK, "edition": "Revised"}, "Police in ASEAN (Revised ed.). Press."),
        ({**BOOK, "edition": "3rd ed."}, "Police in ASEAN (3rd ed.). Press."),
        ({**BOOK, "type": "report", "number": 7}, "Police in ASEAN (Report No. 7). Press."),
        ({**BOOK, "type": "report", "number": 7, "genre": "Paper"}, "Police in ASEAN (Paper No. 7). Press."),
        ({**BOOK, "type": "thesis"}, "Police in ASEAN [Thesis, Press]."),
        ({**BOOK, "type": "thesis", "genre": "Master’s thesis"}, "Police in ASEAN [Master’s thesis, Press]."),
    ],
)
def test_chapters_books_reports_and_theses_are_formatted(metadata: dict[str, Any], ending: str) -> None:
    assert reference(document(**metadata)) == f"Juned, M. (2025). {ending}"


def test_a_book_without_authors_is_cited_by_its_editors() -> None:
    one, two = (document(**{**BOOK, "author": [], "editor": editors}) for editors in ([ED], [ED, OTHER]))
    assert reference(one) == "Ed, Q. (Ed.). (2025). Police in ASEAN. Press."
    assert reference(two) == "Ed, Q., & Or, B. (Eds.). (2025). Police in ASEAN. Press."
    assert cite(two, passage()).in_text == "(Ed & Or, 2025)"


def test_a_chapter_without_authors_is_cited_by_its_title() -> None:
    chapter = document(**{**CHAPTER, "author": [], "editor": [ED]})
    assert reference(chapter) == "Police in ASEAN. (2025). In Q. Ed (Ed.), The book (pp. 1–20). Press."
    assert cite(chapter, passage()).in_text == "(“Police in ASEAN,” 2025)"


NAMES = st.text(st.characters(categories=["L"]), min_size=1, max_size=6)
PEOPLE = st.fixed_dictionaries({"family": NAMES}, optional={"given": st.lists(NAMES, max_size=3).map(" ".join)})


@untimed
@given(st.lists(PEOPLE | st.fixed_dictionaries({"literal": NAMES}), min_size=1, max_size=25))
def test_both_forms_begin_with_the_first_author(authors: list[dict[str, str]]) -> None:
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


def words(text: str) -> int:
    return len(text.split())


def cut(text: str, *, target: int = 12, pdf: bool = False) -> tuple[Document, tuple[Passage, ...]]:
    """A text as a document, and its passages of about `target` words."""
    blocks, pages = (read_pdf_text if pdf else read_markdown)(text)
    headings = tuple(Heading(block.level, block.text, block.spans) for block in blocks if block.kind is Kind.HEADING)
    paper = Document("paper", text, "00", {}, pages, headings=headings)
    return paper, cut_passages(paper, blocks, words, target=target, limit=200)


SECTIONS = """# Role as an Arena

The first paragraph has one sentence of some length.

The second has two sentences, and is cut between them. Here is the second one, which has more words.

The third is short.

The fourth too.

# Role as an Arena

A section of the same name begins anew.

- One item of a list is no paragraph of its own.

After the list nobody knows how to count.
"""


def test_paragraphs_are_counted_in_their_section_until_a_list() -> None:
    paper, passages = cut(SECTIONS)
    placed = [(one.text.split("\n")[0], paragraphs_of(one, passages, paper)) for one in passages]
    assert placed == [
        ("The first paragraph has one sentence of some length.", (1, 1)),
        ("The second has two sentences, and is cut between them.", (2, 2)),
        ("Here is the second one, which has more words.", (2, 2)),
        ("The third is short.", (3, 4)),
        ("A section of the same name begins anew.", (1, 1)),
        ("- One item of a list is no paragraph of its own.", None),
        ("After the list nobody knows how to count.", None),
    ]


@pytest.mark.parametrize(
    ("paragraphs", "place"),
    [((2, 2), "Role as an Arena section, para. 2"), ((3, 4), "Role as an Arena section, paras. 3–4")],
)
def test_a_locator_has_the_paragraphs_if_there_is_no_page(paragraphs: tuple[int, int], place: str) -> None:
    one = passage(heading=("Role as an Arena",))
    assert locator(document(), one, paragraphs) == place
    assert cite(document(**PLAIN), one, paragraphs).in_text == f"(Juned, 2025, {place})"
    assert locator(document(), passage(), paragraphs) == place.rpartition(", ")[2]
    assert locator(document(), passage(page=3), paragraphs) == "p. 3 of the text"


@pytest.mark.parametrize(
    ("labels", "spans", "place"),
    [
        (("217", "218"), (Span(0, 6),), "p. 217"),
        (("217", "218"), (Span(0, 12),), "pp. 217–218"),
        (("iv", ""), (Span(0, 6),), "p. iv"),
        (("iv", ""), (Span(0, 6), Span(7, 12)), "pp. 1–2 of the PDF"),
        (("", ""), (Span(7, 12),), "p. 2 of the PDF"),
    ],
)
def test_a_page_of_a_pdf_has_its_printed_number(labels: tuple[str, str], spans: tuple[Span, ...], place: str) -> None:
    paper = replace(document(), pages=(0, 7), page_shapes=tuple(PageShape(595, 842, label) for label in labels))
    first = 1 if spans[0].start < 7 else 2
    one = replace(passage(page=first), spans=spans)
    assert locator(paper, one) == place
    said = page_said(paper, first)
    assert said == (
        Message("source.page_printed", {"page": labels[first - 1]})
        if labels[first - 1]
        else Message("source.page_of_pdf", {"page": first})
    )


def test_paragraphs_are_not_counted_in_broken_lines_or_other_kinds() -> None:
    lines = "The police of the ten members met \nin Bali, and they met again \nin Hanoi.\n \nThen they parted.\n"
    paper, passages = cut(lines, pdf=True)
    assert [paragraphs_of(one, passages, paper) for one in passages] == [None] * len(passages)
    caption = Passage("c", "paper", Kind.CAPTION, (), "", None, (Span(0, 12),), "Police meet.")
    assert paragraphs_of(caption, [caption], document()) is None
    assert paragraphs_of(passage(), [], document()) is None


@given(st.lists(st.lists(st.integers(1, 5), min_size=1, max_size=6), min_size=1, max_size=4), st.integers(4, 40))
def test_the_paragraphs_of_a_passage_are_those_of_its_sentences(sections: list[list[int]], target: int) -> None:
    """Each sentence contains the number of its paragraph, and a number of its own."""
    lines, at = [], 0
    for number, sizes in enumerate(sections, start=1):
        lines.append(f"# Meeting {number}")
        for paragraph, size in enumerate(sizes, start=1):
            lines.append(" ".join(f"Police met in year {paragraph} as case {at + i} has it." for i in range(size)))
            at += size
    paper, passages = cut("\n\n".join(lines) + "\n", target=target)
    found = {one.id: paragraphs_of(one, reversed(passages), paper) for one in passages}
    for one in passages:
        numbers = [int(sentence.split()[4]) for sentence in one.text.replace("\n", " ").split(". ")]
        assert found[one.id] == (numbers[0], numbers[-1])


def test_paragraphs_of_the_first_paper_are_its_blocks(parsed: Parsed) -> None:
    paper, blocks = parsed["najib-juned-2025"]
    passages = cut_passages(paper, blocks, words, target=150, limit=250)
    starts = [heading.spans[0].start for heading in paper.headings]
    counted = 0
    for one in passages:
        begins = max((start for start in starts if start < one.spans[0].start), default=0)
        before = [b for b in blocks if b.kind in FLOWING and begins <= b.spans[0].start < one.spans[-1].end]
        mine = [i for i, b in enumerate(before, start=1) if b.spans[-1].end > one.spans[0].start]
        if (paragraphs := paragraphs_of(one, passages, paper)) is not None:
            assert paragraphs == (mine[0], mine[-1])
            counted += 1
    assert counted > 40
