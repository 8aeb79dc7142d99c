"""References divided into their parts: the 53 of a bundled paper, and examples of every style."""

import json
from dataclasses import replace
from typing import Any

import pytest
from conftest import GOLDEN, Parsed
from hypothesis import given
from hypothesis import strategies as st

from indexer.bibliography.entries import parse_reference, parse_references
from indexer.parsing.markdown.markdown_reader import read_markdown
from indexer.passages import passage_id
from kutip.text.reading import source_of, squeeze, write_out
from kutip.types import Author, Block, Document, Kind, Part, Reference, Span

PAPER = "najib-juned-2025"
ENTRIES = [json.loads(line) for line in (GOLDEN / "reference_fields.jsonl").read_text(encoding="utf-8").splitlines()]
FIELDS = ("year", "number", "title", "container", "doi", "url")


def document(source: str) -> Document:
    return Document("paper", source, "00" * 32, {})


def parse(text: str) -> Reference:
    """Parse a reference whose source is the reference alone."""
    source = squeeze(text)
    return parse_reference(document(source), Block(Kind.REFERENCE, (), (Span(0, len(source)),), source))


def parts(reference: Reference) -> dict[str, str]:
    """Return the parts that were found, by field name; authors as "Bell, P."."""
    authors = "; ".join(one.listed for one in reference.authors)
    found = {name: getattr(reference, name) for name in FIELDS}
    said = {name: part.text for name, part in found.items() if part is not None}
    return ({"authors": authors} if authors else {}) | said


def pieces(reference: Reference) -> list[Part]:
    """Return every part of a reference except its authors and editors."""
    names = [*FIELDS, "volume", "issue", "pages", "publisher", "place", "edition", "accessed"]
    return [part for name in names if isinstance(part := getattr(reference, name), Part)]


def unspaced(text: str) -> str:
    return "".join(text.split())


def check_places(source: str, reference: Reference) -> None:
    """Check that the spans of each part contain that part, and those of an author the name with its comma."""
    inside = {at for span in reference.spans for at in range(span.start, span.end)}
    assert inside <= set(range(len(source)))
    named = (*reference.authors, *reference.editors)
    for spans in (*(part.spans for part in pieces(reference)), *(author.spans for author in named)):
        assert spans
        assert inside.issuperset(at for span in spans for at in range(span.start, span.end))
    for part in pieces(reference):
        assert part.text
        assert unspaced(source_of(source, part.spans)) == unspaced(part.text)
    for author in named:
        assert author.family
        name = unspaced(source_of(source, author.spans))
        of_name = [unspaced(one) for one in (author.particle, author.family, author.given, author.suffix)]
        assert all(one in name for one in of_name)
        assert sorted(name.replace(",", "")) == sorted("".join(of_name).replace(",", ""))


# --- The list of a paper ----------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def references(parsed: Parsed) -> tuple[Reference, ...]:
    return parse_references(*parsed[PAPER])


def ended(text: str | None) -> str | None:
    """Strip full stops and white space from the end of a field."""
    return None if text is None else text.rstrip(". ")


# The list prints the degree "M.H." as "M. ."; the golden file keeps it as printed, the parser drops the stray stop.
STRAY_STOP = {22: ("Dr. Riki Perdana Raya Waruwu, S.H., M. .", "Dr. Riki Perdana Raya Waruwu, S.H., M.")}


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: str(entry["n"]))
def test_every_field_of_every_reference_equals_the_golden_file(
    references: tuple[Reference, ...], entry: dict[str, Any]
) -> None:
    reference = references[entry["n"] - 1]
    printed, kept = STRAY_STOP.get(entry["n"], ("", ""))
    golden = [(kept if name["family"] == printed else name["family"], name["given"]) for name in entry["authors"]]
    # The golden file has a particle with the names that it is printed beside: "M. den".
    assert [(one.family, f"{one.given} {one.particle}".strip()) for one in reference.authors] == golden
    for field in ("year", "title", "container", "doi", "url"):
        part = getattr(reference, field)
        assert ended(part.text if part is not None else None) == ended(entry[field]), field
    assert reference.number is None
    assert reference.spans[0].start == entry["start"]


def test_the_golden_file_has_every_reference(references: tuple[Reference, ...]) -> None:
    assert [entry["n"] for entry in ENTRIES] == list(range(1, len(references) + 1)) == list(range(1, 54))


def test_every_part_of_the_paper_s_references_is_at_its_spans(
    parsed: Parsed, references: tuple[Reference, ...]
) -> None:
    source = parsed[PAPER][0].source_text
    for reference in references:
        check_places(source, reference)


def test_ids_of_the_paper_s_references_are_distinct_and_stable(
    parsed: Parsed, references: tuple[Reference, ...]
) -> None:
    assert len({reference.id for reference in references}) == len(references)
    assert parse_references(*parsed[PAPER]) == references
    other = replace(parsed[PAPER][0], sha256="00" * 32)
    ids = {reference.id for reference in parse_references(other, parsed[PAPER][1])}
    assert ids.isdisjoint(reference.id for reference in references)


def test_the_paper_without_a_list_has_no_references(parsed: Parsed) -> None:
    assert parse_references(*parsed["cakrawala-733"]) == ()


# --- Styles -----------------------------------------------------------------------------------------------------------

STYLES = [
    # APA.
    (
        "Archer, C. (2001). *International Organizations* (3rd ed.). Routledge.",
        "Archer, C. | 2001 | International Organizations | Routledge",
    ),
    (
        "Coyne, J. W., & Bell, P. (2011a). The role of strategy. *Int. J. of Law, Crime and Justice*, 39(1), 60–78.",
        "Coyne, J. W.; Bell, P. | 2011a | The role of strategy | Int. J. of Law, Crime and Justice",
    ),
    (
        "van der Berg, J.-P., O’Brien, K., & Müller-Lüde, Ä. (2019). Über den Handel mit Menschen. *Zeitschrift*, 3.",
        "van der Berg, J.-P.; O’Brien, K.; Müller-Lüde, Ä. | 2019 | Über den Handel mit Menschen | Zeitschrift",
    ),
    (
        "Kim, Y., Lee, J., . . . Park, K. (2023). Title of the work. Journal of Things, 3(2), 1–2.",
        "Kim, Y.; Lee, J.; Park, K. | 2023 | Title of the work | Journal of Things",
    ),
    (
        "Kim, Y., et al. (2023). Title of the work. Journal of Things, 3(2), 1–2.",
        "Kim, Y. | 2023 | Title of the work | Journal of Things",
    ),
    (
        "Boer, M. den. (2010). New Mobile Crime. In A. Smith & B. Jones (Eds.), *The Handbook* (pp. 1–20). Routledge.",
        "den Boer, M. | 2010 | New Mobile Crime | The Handbook",
    ),
    (
        "World Health Organization. (2020). *World report*. https://who.int/report.",
        "World Health Organization | 2020 | World report | - | https://who.int/report",
    ),
    (
        "Kim, Y. (2023, June 5). News of the day. BBC News. Retrieved July 1, 2024, from https://bbc.com/a",
        "Kim, Y. | 2023 | News of the day | BBC News | https://bbc.com/a",
    ),
    (
        "Koster, F. (2009). Sticking Together or Falling Apart? In *Solidarity in an Era*. Amsterdam University Press.",
        "Koster, F. | 2009 | Sticking Together or Falling Apart? | Solidarity in an Era",
    ),
    # No year, no author.
    ("IOM. (n.d.). *Bali Process*. IOM UN Migration.", "IOM | n.d. | Bali Process | IOM UN Migration"),
    (
        "Archer, C. International Organizations. Routledge.",
        "Archer, C. | - | International Organizations | Routledge",
    ),
    (
        "*Human Handbook Security*. (2016). In *United Nations Trust Fund*. United Nations.",
        "- | 2016 | Human Handbook Security | United Nations Trust Fund",
    ),
    # A year without brackets after the authors.
    (
        "Archer, C. 2001. International Organizations. Routledge.",
        "Archer, C. | 2001 | International Organizations | Routledge",
    ),
    (
        "Archer, C., 2001. International Organizations. London: Routledge.",
        "Archer, C. | 2001 | International Organizations | Routledge",
    ),
    # The year last, the title in quotation marks: MLA and Chicago.
    (
        "Archer, C. “The Role of Intelligence.” *Journal of Law*, vol. 39, no. 1, 2011, pp. 60–78.",
        "Archer, C. | 2011 | The Role of Intelligence | Journal of Law",
    ),
    (
        'Archer, C. "The Role of Intelligence." *Journal of Law*, vol. 39, 2011. doi:10.1016/j.ijlcj.2011.02.003.',
        "Archer, C. | 2011 | The Role of Intelligence | Journal of Law | 10.1016/j.ijlcj.2011.02.003",
    ),
    # Parts separated by full stops, in a numbered list: Vancouver and IEEE.
    (
        "Coyne JW. The role of strategic intelligence. Int J Law Crime Justice. 2011;39(1):60-78.",
        "Coyne, JW | 2011 | The role of strategic intelligence | Int J Law Crime Justice",
    ),
    (
        "Coyne JW: The role of strategic intelligence. Int J Law Crime Justice 2011, 39:60-78.",
        "Coyne, JW | 2011 | The role of strategic intelligence | Int J Law Crime Justice",
    ),
    (
        "[12] J. W. Coyne, “The role of intelligence,” *Int. J. Law*, vol. 39, no. 1, pp. 60–78, 2011.",
        "Coyne, J. W. | 2011 | The role of intelligence | Int. J. Law | 12",
    ),
    (
        "3. Archer, C. (2001). International Organizations. Routledge.",
        "Archer, C. | 2001 | International Organizations | Routledge | 3",
    ),
    (
        "(3) Archer, C. (2001). International Organizations. Routledge.",
        "Archer, C. | 2001 | International Organizations | Routledge | 3",
    ),
    # A bullet is not part of the reference.
    (
        "• Archer, C. (2001). International Organizations. Routledge.",
        "Archer, C. | 2001 | International Organizations | Routledge",
    ),
    # Academic degrees, as in Indonesian lists.
    (
        "Prof. Dr. A. Muri Yusuf, M. P. (2014). *Metode Penelitian* (Suwito (Ed.); Pertama). KENCANA.",
        "Prof. Dr. A. Muri Yusuf, M. P. | 2014 | Metode Penelitian | KENCANA",
    ),
    (
        "Prof. Dr. A. Muri Yusuf, M. P., & Kim, Y. (2014). *Metode Penelitian dan Penulisan*. KENCANA.",
        "Prof. Dr. A. Muri Yusuf, M. P.; Kim, Y. | 2014 | Metode Penelitian dan Penulisan | KENCANA",
    ),
    (
        "Riki Waruwu, S.H., M. . (2017). *Perluasan Ruang Lingkup Kerugian*. KENCANA.",
        "Riki Waruwu, S.H., M. | 2017 | Perluasan Ruang Lingkup Kerugian | KENCANA",
    ),
]


@pytest.mark.parametrize(("text", "said"), STYLES)
def test_references_of_every_style_are_divided(text: str, said: str) -> None:
    found = parts(parse(text))
    row = [found.pop(name, "-") for name in ("authors", "year", "title", "container")]
    assert [ended(part) for part in (*row, *found.values())] == [ended(part) for part in said.split(" | ")]


@pytest.mark.parametrize(
    ("printed", "doi"),
    [
        ("https://doi.org/10.1000/182", "10.1000/182"),
        ("<https://doi.org/10.1000/182>", "10.1000/182"),
        ("http://dx.doi.org/10.1000/182.", "10.1000/182"),
        ("doi:10.1000/182", "10.1000/182"),
        ("doi: 10.1000/182.", "10.1000/182"),
        ("DOI 10.1000/182", "10.1000/182"),
        ("10.1000/182", "10.1000/182"),
        ("https://doi.org/10.33366/jisip.v12i3.2804", "10.33366/jisip.v12i3.2804"),
        ("https://doi.org/10.1007/978-0-333-98553-3_6", "10.1007/978-0-333-98553-3_6"),
        ("https://doi.org/E-ISSN2797-0485", "E-ISSN2797-0485"),  # not a DOI; reported as a problem
    ],
)
def test_a_doi_is_read_without_its_prefix_and_is_not_a_url(printed: str, doi: str) -> None:
    said = parts(parse(f"Archer, C. (2001). Title of the work. *Journal*, 3(2), 4–5. {printed}"))
    assert said == {"authors": "Archer, C.", "year": "2001", "title": "Title of the work", "container": "Journal"} | {
        "doi": doi
    }


@pytest.mark.parametrize(
    ("printed", "url"),
    [
        ("https://example.org/a_(b)/c-d?page=2", "https://example.org/a_(b)/c-d?page=2"),
        ("<https://example.org/a>", "https://example.org/a"),
        ("www.example.org/a.", "www.example.org/a"),
        ("[example.org/a b](https://example.org/a%20b)", "https://example.org/a%20b"),
        ("https://doi.org/10.1000/182 https://example.org/a", "https://example.org/a"),
    ],
)
def test_a_url_is_read_as_printed_or_from_the_target_of_its_link(printed: str, url: str) -> None:
    reference = parse(f"Archer, C. (2001). *Title of the work*. Routledge. {printed}")
    assert reference.url is not None
    assert reference.url.text == url


@pytest.mark.parametrize(
    ("name", "author"),
    [
        ("Archer, C.", Author("Archer", "C.", (Span(0, 10),))),
        ("UNODC.", Author("UNODC", "", (Span(0, 5),))),
        ("Kim, Y., S.H", Author("Kim", "Y., S.H", (Span(0, 12),))),
        ("Kim, Y., Jr.", Author("Kim", "Y.", (Span(0, 12),), suffix="Jr.")),
        ("van der Berg, Y.", Author("Berg", "Y.", (Span(0, 16),), particle="van der")),
        ("Berg, Y. van der", Author("Berg", "Y.", (Span(0, 16),), particle="van der")),
        ("de la Cruz, Y., III", Author("Cruz", "Y.", (Span(0, 19),), particle="de la", suffix="III")),
        ("Riki Waruwu, S.H., M. .", Author("Riki Waruwu", "S.H., M.", (Span(0, 21),))),
        ("Dr. Riki Waruwu, S.H., M. .", Author("Dr. Riki Waruwu, S.H., M.", "", (Span(0, 25),))),
    ],
)
def test_an_author_has_a_family_name_given_names_and_a_place(name: str, author: Author) -> None:
    assert parse(f"{name} (2017). Title of the work. *Journal of Things*, 3(2), 1–20.").authors == (author,)


# --- Places of the parts ----------------------------------------------------------------------------------------------


def test_a_reference_is_read_after_its_bullet_and_across_a_page_break() -> None:
    listed = ("- Archer, C. (2001). *International\n\n  Organizations*. Routledge.", "- Boer, M. (2010). Crime.")
    source = "\n\n".join(("REFERENCES", *listed))
    blocks = read_markdown(source)[0]
    references = parse_references(document(source), blocks)
    assert [reference.text for reference in references][1:] == ["Boer, M. (2010). Crime."]
    assert references[0].spans[0].start == source.index("Archer")
    assert references[0].title is not None
    assert references[0].title.text == "International Organizations"
    assert [source[span.start : span.end] for span in references[0].title.spans] == ["International", "Organizations"]


def test_only_references_are_divided_and_in_order() -> None:
    source = "Archer, C. (2001). A. Boer, M. (2010). B. Archer (2001) says so."
    first, second, prose = Span(0, 21), Span(22, 41), Span(42, len(source))
    kinds = [(Kind.REFERENCE, second), (Kind.PARAGRAPH, prose), (Kind.REFERENCE, first)]
    blocks = [Block(kind, (), (span,), source[span.start : span.end]) for kind, span in kinds]
    references = parse_references(document(source), blocks)
    assert [reference.text for reference in references] == ["Boer, M. (2010). B.", "Archer, C. (2001). A."]
    assert [reference.id for reference in references] == [passage_id("00" * 32, [span]) for span in (second, first)]


def test_a_word_cut_by_a_line_end_is_joined_and_its_place_has_the_hyphen() -> None:
    source = "Archer, C. (2001). Interna-\ntional Organizations. Routledge."
    text = "Archer, C. (2001). International Organizations. Routledge."
    reference = parse_reference(document(source), Block(Kind.REFERENCE, (), (Span(0, len(source)),), text))
    assert reference.title is not None
    assert reference.title.text == "International Organizations"
    assert source_of(source, reference.title.spans) == "Interna-\ntional Organizations"


def test_an_empty_reference_has_no_parts() -> None:
    assert parts(parse("*")) == {}
    assert parse("*").text == "*"


WORDS = (
    "Archer, C.", "Coyne, J. W., & Bell, P.", "van der Berg, J.", "UNODC.", "Prof. Dr. A. Yusuf, M. P.", "S.H., M.",
    "et al.", "(Eds.),", "(2001).", "(n.d.).", "2001.", "2001a", "*Title of*", "*", "\\.", "it", "it?", ".", ",",
    "&", "and", "In", "“Quoted title of it,”", "‘a’", "’", "“", "doi:10.1000/1", "10.1234/x(2)y", "https://x.org/a",
    "<https://doi.org/10.1/2>", "](https://x.org)", "[12]", "12.", "-", "•", "(", ")", "vol. 3", "pp. 1–2", "Jr.", "…",
    ";", ":", "警察", "é",
)  # fmt: skip
entries = st.lists(st.sampled_from(WORDS), min_size=1, max_size=14).map(" ".join)
anything = st.text(max_size=60) | st.text(alphabet="aAB1. *\\<>()[]“”\"',;:&-–/?éx0", max_size=80)


@given((entries | anything).filter(str.strip).filter(lambda text: write_out(text) == text))
def test_every_part_of_any_reference_is_a_piece_of_it(text: str) -> None:
    check_places(squeeze(text), parse(text))


@given(entries, st.sampled_from(["- ", "• ", "– "]))
def test_a_bullet_only_shifts_the_places(text: str, bullet: str) -> None:
    if text[0] not in "-•":
        assert parts(parse(f"{bullet}{text}")) == parts(parse(text))
        assert parse(f"{bullet}{text}").text == squeeze(text)


NAMES = (
    "Archer, C.",
    "Boer, M.",
    "Coyne, J. W.",
    "O’Brien, K.",
    "van der Berg, J.",
    "Müller-Lüde, Ä. Ö.",
    "Kim, Y.-J.",
)
TITLES = ("Title", "The role of intelligence: A review", "Kasus perdagangan orang 2016-2025", "Trafficking in U.S. law")


@given(
    st.lists(st.sampled_from(NAMES), min_size=1, max_size=3, unique=True),
    st.sampled_from(["2001", "1999b", "n.d."]),
    st.sampled_from(TITLES),
    st.sampled_from(["", " https://doi.org/10.1000/182", " https://example.org/a"]),
)
def test_a_reference_written_in_apa_style_is_read_back(names: list[str], year: str, title: str, link: str) -> None:
    listed = names[0] if len(names) == 1 else f"{', '.join(names[:-1])}, & {names[-1]}"
    text = f"{listed} ({year}). {title}. *International Journal of Law, Crime and Justice*, 39(1), 60–78.{link}"
    said = parts(parse(text))
    assert [ended(name) for name in said.pop("authors").split("; ")] == [ended(name) for name in names]
    assert (said.pop("year"), said.pop("title")) == (year, title)
    assert said.pop("container") == "International Journal of Law, Crime and Justice"
    assert set(said.values()) == ({link.strip().removeprefix("https://doi.org/")} if link else set())


# --- Very long runs ---------------------------------------------------------------------------------------------------

END = "Title of the work. *Journal*, 3."


@pytest.mark.parametrize("particles", ["de ", "III ", "II ", "de A.  ", "Jr. ", "III.  ", "III de "])
def test_very_many_particles_within_a_name_are_part_of_it(particles: str) -> None:
    name = f"J. {particles * 1000}".strip()
    assert parse(f"Smith, {name}, & Lee, A. (2020). {END} {'Words ' * 5000}").authors[0].given.rstrip(".") == squeeze(
        name
    ).rstrip(".")
    (author,) = parse(f"Smith, {name} x (2020). {END} {'Words ' * 5000}").authors
    assert author.family == squeeze(f"Smith, {name} x")


# --- Known and former errors ------------------------------------------------------------------------------------------

LONG = "*Journal of Long Titles That Leave the Authors Short*, 3(2), 1–20."
WRONG: list[tuple[str, str, str | None, str]] = [
    (
        "Anggraeni, D., Boer, M., Coyne, J., Devega, E., Efath, J., & Farbey, J. (2023). Crime. *Journal*, 3(1), 1–9.",
        "title",
        "Crime",
        "with many authors and a short title, a year behind 0.6 of the entry does not end the authors",
    ),
]
ONCE_WRONG: list[tuple[str, str, str | None, str]] = [  # read correctly now
    (
        "Coyne, J. W. 2011. “The Role of Intelligence.” *Journal of Law* 39 (1): 60–78.",
        "authors",
        "Coyne, J. W.",
        "Chicago: a quotation mark after the year keeps it from ending the authors",
    ),
    (
        "[12] J. W. Coyne, “The role of intelligence,” Int. J. Law, vol. 39, no. 1, pp. 60–78, 2011.",
        "container",
        "Int. J. Law",
        "the full stop of an abbreviation ends the journal's name",
    ),
    (
        "Archer, C. “The Role of Intelligence.” International Journal of Law, Crime and Justice, vol. 39, 2011.",
        "container",
        "International Journal of Law, Crime and Justice",
        "a comma ends a journal's name that is not in italics",
    ),
    (
        "Undang-Undang Nomor 21 Tahun 2007 tentang Pemberantasan Tindak Pidana Perdagangan Orang.",
        "title",
        "Undang-Undang Nomor 21 Tahun 2007 tentang Pemberantasan Tindak Pidana Perdagangan Orang",
        "the year in a law's title splits it into an author and a title",
    ),
    (
        "Kim, Y. (2020). The title of it. *The Lancet*, 395, 497. https://doi.org/10.1016/S0140-6736(20)30183-5",
        "doi",
        "10.1016/S0140-6736(20)30183-5",
        "a DOI is cut at a closing bracket of its own",
    ),
    (f"Smith, J. (Ed.). (2023). Title. {LONG}", "authors", "Smith, J.", "“(Ed.)” keeps the name from being parted"),
    (
        f"Smith, J., & Jones, K. (Eds.). (2023). Title. {LONG}",
        "authors",
        "Smith, J.; Jones, K.",
        "“(Eds.)” keeps the last name from being parted",
    ),
    (f"Kim, Y. et al. (2023). Title. {LONG}", "authors", "Kim, Y.", "“et al.” without a comma is a part of the name"),
    (f"Kim, Y. dkk. (2023). Judul. {LONG}", "authors", "Kim, Y.", "“dkk.” without a comma is a part of the name"),
    (f"Kim, Y. (in press). Title. {LONG}", "title", "Title", "“(in press)” is the title; callouts know it as a year"),
    (
        "Kim, Y. (2023). *Title of it* [Doctoral dissertation, University of X]. ProQuest.",
        "container",
        "ProQuest",
        "what a bracket says of the kind of work is in the way",
    ),
    (
        f"Kim, Y. (2023). “Title of the work.” {LONG}",
        "title",
        "Title of the work",
        "a full stop within quotation marks does not end the title",
    ),
    (
        f"Kim, Y. (2023) ‘Title of the work’, {LONG}",
        "title",
        "Title of the work",
        "Harvard: the closing quotation mark does not end the title",
    ),
    (f"10 Causes of Human Trafficking. (2020). In {LONG}", "number", None, "a number in a title numbers the list"),
]


@pytest.mark.parametrize(
    ("text", "field", "said"),
    [pytest.param(*case, marks=pytest.mark.xfail(strict=True, reason=why)) for *case, why in WRONG],
)
def test_known_errors_in_fields(text: str, field: str, said: str | None) -> None:
    assert ended(parts(parse(text)).get(field)) == ended(said)


@pytest.mark.parametrize(
    ("text", "field", "said"),
    [pytest.param(*case, id=why) for *case, why in ONCE_WRONG],
)
def test_former_errors_in_fields_stay_mended(text: str, field: str, said: str | None) -> None:
    assert ended(parts(parse(text)).get(field)) == ended(said)


COUNTED_WRONGLY = [
    (f"Waruwu, R., S.H., M.H. (2017). Judul. {LONG}", 1, "degrees after initials are counted as an author"),
]
ONCE_COUNTED_WRONGLY = [  # read correctly now
    (f"Kim, Yong Jin, & Lee, Jun Ho. (2023). Title. {LONG}", 2, "authors with full given names are counted as one"),
    (
        f"Coyne, John, and Peter Bell. “The Role of Intelligence.” {LONG}, 2011.",
        2,
        "MLA: all authors are counted as one",
    ),
    (
        "Coyne JW, Bell P. The role of intelligence. Int J Law. 2011;39(1):60-78.",
        2,
        "Vancouver: all authors are counted as one",
    ),
    (
        "[1] J. Coyne and P. Bell, “The role of intelligence,” *Law*, vol. 39, 2011.",
        2,
        "IEEE: all authors are counted as one",
    ),
    (f"Smith, J., Jr. (2023). Title. {LONG}", 1, "“Jr.” is an author of its own"),
]


@pytest.mark.parametrize(
    ("text", "number"),
    [pytest.param(*case, marks=pytest.mark.xfail(strict=True, reason=why)) for *case, why in COUNTED_WRONGLY],
)
def test_known_errors_in_the_number_of_authors(text: str, number: int) -> None:
    assert len(parse(text).authors) == number


@pytest.mark.parametrize(
    ("text", "number"),
    [pytest.param(*case, id=why) for *case, why in ONCE_COUNTED_WRONGLY],
)
def test_former_errors_in_the_number_of_authors_stay_mended(text: str, number: int) -> None:
    assert len(parse(text).authors) == number
