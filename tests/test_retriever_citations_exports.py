"""Export formats: each written exactly, and read back by the parsers of other libraries."""

import json
from collections.abc import Sequence
from typing import Any

import bibtexparser
import pytest
import rispy
from bibtexparser.middlewares import LatexDecodingMiddleware, SeparateCoAuthors, SplitNameParts
from conftest import Parsed
from hypothesis import example, given
from hypothesis import strategies as st
from pylatexenc.latex2text import LatexNodes2Text, MacroTextSpec, get_default_latex_context_db

from indexer.passages import cut_passages
from kutip.metadata.names import is_name, read_name
from kutip.text.reading import source_of, squeeze
from kutip.types import Document, Kind, Passage, Span
from retriever.citations.annotation import annotation
from retriever.citations.exports import EXPORTERS, export

NAJIB = {"family": "Najib", "given": "Gesang Qa'id Najibah"}
OFFICE = {"literal": "ASEANAPOL Secretariat"}
PAPER = {
    "id": "elsewhere",
    "type": "article-journal",
    "title": "The Role of ASEANAPOL",
    "author": [NAJIB, {"family": "Juned", "given": "Mansur"}],
    "container-title": "Jurnal Ilmu Kepolisian",
    "volume": "19",
    "issue": "1",
    "page": "3-9",
    "issued": {"date-parts": [[2025, 4, 24]]},
    "DOI": "10.35879/jik.v19i1.466",
    "language": "en",
    "license": "CC-BY-4.0",
    "sha256": "00",
}
HEADED = ("DISCUSSION", "Role as an Arena")


def document(metadata: dict[str, Any], text: str = "Police meet.", sha256: str = "00") -> Document:
    return Document("paper", text, sha256, metadata)


def passage(*spans: Span, heading: tuple[str, ...] = (), page: int | None = None) -> Passage:
    return Passage("5f2c", "paper", Kind.PARAGRAPH, heading, "", page, spans or (Span(0, 12),), "Police meet.")


def decoder() -> LatexNodes2Text:
    """The library's decoder of LaTeX with three macros added that it lacks or reads as another character."""
    macros = get_default_latex_context_db()
    ours = {"textbraceleft": "{", "textbraceright": "}", "textasciicircum": "^"}
    macros.add_context_category("kutip", [MacroTextSpec(name, text) for name, text in ours.items()], prepend=True)
    return LatexNodes2Text(latex_context=macros)


LATEX = decoder()


def read_bibtex(text: str) -> tuple[str, dict[str, Any]]:
    """The type and the fields of the one entry; names are split into parts, which the library leaves in LaTeX."""
    reading = [SeparateCoAuthors(), SplitNameParts(), LatexDecodingMiddleware(decoder=LATEX)]
    library = bibtexparser.parse_string(text, append_middleware=reading)
    assert [len(library.failed_blocks), len(library.comments), len(library.entries)] == [0, 0, 1]
    return library.entries[0].entry_type, {field.key: field.value for field in library.entries[0].fields}


def read_ris(text: str) -> dict[str, Any]:
    (entry,) = rispy.loads(text)
    return dict(entry)


def test_every_format_has_its_media_type_and_ends_its_last_line() -> None:
    assert {name: one.media_type.split(";")[0] for name, one in EXPORTERS.items()} == {
        "csl-json": "application/vnd.citationstyles.csl+json",
        "bibtex": "application/x-bibtex",
        "ris": "application/x-research-info-systems",
        "apa": "text/plain",
        "annotation": "application/ld+json",
    }
    for form in EXPORTERS:
        exported = export(document(PAPER), passage(), form)
        assert exported.endswith("\n")
        assert not exported.endswith("\n\n")


def test_bibtex_is_written_exactly() -> None:
    assert export(document(PAPER), passage(page=3), "bibtex") == (
        "@article{paper,\n"
        "\tauthor = {Najib, Gesang Qa'id Najibah and Juned, Mansur},\n"
        "\ttitle = {The Role of {ASEANAPOL}},\n"
        "\tjournal = {Jurnal Ilmu Kepolisian},\n"
        "\tyear = {2025},\n"
        "\tvolume = {19},\n"
        "\tnumber = {1},\n"
        "\tpages = {3--9},\n"
        "\tdoi = {10.35879/jik.v19i1.466},\n"
        "\tnote = {p. 3 of the text}\n"
        "}\n"
    )


def test_ris_is_written_exactly() -> None:
    assert export(document(PAPER), passage(heading=HEADED), "ris") == (
        "TY  - JOUR\n"
        "ID  - paper\n"
        "AU  - Najib, Gesang Qa'id Najibah\n"
        "AU  - Juned, Mansur\n"
        "TI  - The Role of ASEANAPOL\n"
        "T2  - Jurnal Ilmu Kepolisian\n"
        "PY  - 2025\n"
        "VL  - 19\n"
        "IS  - 1\n"
        "SP  - 3\n"
        "EP  - 9\n"
        "DO  - 10.35879/jik.v19i1.466\n"
        "LA  - en\n"
        "N1  - Role as an Arena section\n"
        "ER  - \n"
    )


def test_apa_has_the_reference_and_below_it_the_in_text_citation() -> None:
    assert export(document(PAPER), passage(heading=HEADED), "apa", (2, 3)) == (
        "Najib, G. Q. N., & Juned, M. (2025). The Role of ASEANAPOL. Jurnal Ilmu Kepolisian, 19(1), 3–9."
        " https://doi.org/10.35879/jik.v19i1.466\n"
        "\n"
        "(Najib & Juned, 2025, Role as an Arena section, paras. 2–3)\n"
    )


def test_the_note_of_bibtex_and_ris_has_the_paragraphs() -> None:
    there = document(PAPER), passage(heading=HEADED)
    assert read_bibtex(export(*there, "bibtex", (2, 2)))[1]["note"] == "Role as an Arena section, para. 2"
    assert read_ris(export(*there, "ris", (2, 2)))["notes"] == ["Role as an Arena section, para. 2"]


def test_csl_json_has_only_fields_of_csl_and_the_documents_id() -> None:
    (item,) = json.loads(export(document(PAPER), passage(), "csl-json"))
    assert item == {
        **{field: value for field, value in PAPER.items() if field not in ("license", "sha256")},
        "id": "paper",
    }


@pytest.mark.parametrize(
    ("metadata", "kind", "fields"),
    [
        ({}, "misc", {}),
        ({"type": "article-journal", "number": "733"}, "article", {"eid": "733"}),
        ({"type": "report", "number": "7", "publisher": "UN"}, "techreport", {"number": "7", "institution": "UN"}),
        ({"type": "thesis", "publisher": "UI"}, "phdthesis", {"school": "UI"}),
        ({"type": "chapter", "container-title": "Crime"}, "incollection", {"booktitle": "Crime"}),
        ({"type": "webpage", "container-title": "News"}, "misc", {"howpublished": "News"}),
        ({"type": "book", "page": "e12"}, "book", {"pages": "e12"}),
        ({"page": "3–9, 12 - 14"}, "misc", {"pages": "3–9, 12–14"}),
        (
            {"URL": "https://x.org/a_{b}\\c~d?e=%20&f#g h"},
            "misc",
            {"url": "https://x.org/a_%7Bb%7D%5Cc~d?e=%20&f#g%20h"},
        ),
    ],
)
def test_bibtex_has_the_type_and_fields_of_the_work(
    metadata: dict[str, Any], kind: str, fields: dict[str, str]
) -> None:
    text = export(document(metadata), passage(), "bibtex")
    found = {field.key: field.value for field in bibtexparser.parse_string(text).entries[0].fields}
    assert read_bibtex(text)[0] == kind
    assert {name: value.replace("--", "–") for name, value in found.items()} == fields


@pytest.mark.parametrize(
    ("name", "written"),
    [
        ({"family": "Humboldt", "given": "A.", "dropping-particle": "von"}, "von Humboldt, A."),
        ({"family": "Goor", "given": "Jan", "non-dropping-particle": "van"}, "van Goor, Jan"),
        ({"family": "Alembert", "given": "Jean", "dropping-particle": "d'"}, "d'Alembert, Jean"),
        ({"family": "King", "given": "Martin", "suffix": "Jr."}, "King, Jr., Martin"),
        ({"literal": "Smith &amp; Sons"}, "{Smith \\& Sons}"),
        ({"suffix": "Jr."}, None),
    ],
)
def test_bibtex_keeps_the_particles_of_a_name(name: dict[str, str], written: str | None) -> None:
    text = export(document({"author": [name]}), passage(), "bibtex")
    assert (f"author = {{{written}}}" in text) if written else ("author" not in text)


@pytest.mark.parametrize("form", ["bibtex", "ris"])
def test_the_year_is_found_however_the_date_is_written(form: str) -> None:
    for issued in ({"raw": "2019-03-15"}, {"literal": "Spring 2019"}, {"date-parts": [["circa 2019"]]}):
        text = export(document({"issued": issued}), passage(), form)
        assert ("year = {2019}" if form == "bibtex" else "PY  - 2019\n") in text
    assert "n.d." not in export(document({"issued": {"literal": "n.d."}}), passage(), form)


def test_tags_and_references_are_read_before_a_format_escapes() -> None:
    marked = document({"title": "<i>E. coli</i> &amp; 5 &lt; 6", "container-title": ["R&amp;D", "R. D."]})
    assert "title = {E. coli \\& 5 < 6},\n\thowpublished = {R\\&D}" in export(marked, passage(), "bibtex")
    assert "TI  - E. coli & 5 < 6\nT2  - R&D\n" in export(marked, passage(), "ris")
    (item,) = json.loads(export(marked, passage(), "csl-json"))
    assert (item["title"], item["container-title"]) == ("<i>E. coli</i> & 5 < 6", "R&D")


@pytest.mark.parametrize(
    ("title", "written"),
    [
        ("The ROLE of McDonald", "The {ROLE} of {McDonald}"),
        ("COVID-19, G20 and a U.S. view", "{COVID-19}, {G20} and a {U.S}. view"),
        ("A Study of Cross-Border Crime: What I Saw in 2021", "A Study of Cross-Border Crime: What I Saw in 2021"),
        ("Qa'id and O'Brien's AMMTCs", "Qa'id and O'Brien's {AMMTCs}"),
        ("5 % of {R&D} costs $3_a #1 ~ ^ \\", None),
    ],
)
def test_braces_keep_the_capitals_that_must_stay(title: str, written: str | None) -> None:
    text = export(document({"title": title}), passage(), "bibtex")
    specials = (
        r"5 \% of \textbraceleft{}R\&D\textbraceright{} costs \$3\_a \#1"
        r" \textasciitilde{} \textasciicircum{} \textbackslash{}"
    )
    assert f"title = {{{written or specials}}}\n" in text


# Characters that are special in LaTeX, BibTeX or RIS, line ends of all kinds, and any other character.
ODD = st.text(
    st.sampled_from("%&#_{}\\$~^-`'\"?!,;<>@= \n\r\t\u2028AZaz09éŞ京") | st.characters(exclude_categories=["Cs"]),
    max_size=12,
)
TITLES = ODD | st.sampled_from(["TY  - JOUR", "ER  - ", "a\nER  - \nTY  - BOOK", "}, year = {1", "@book{x,", "and"])
PEOPLE = st.fixed_dictionaries({"family": ODD}, optional={"given": ODD, "suffix": ODD})
NAMES = st.lists(PEOPLE | st.fixed_dictionaries({"literal": TITLES}), max_size=4)


def named(authors: Sequence[dict[str, str]]) -> list[tuple[str, str, str]]:
    """Surname, suffix and given name as they can be read back: on one line; a single name has no suffix."""
    whole = [{part: text for part, text in author.items() if text.strip()} for author in authors]
    parts = [
        (read_name(name).surname, name.get("suffix", ""), read_name(name).given) for name in whole if is_name(name)
    ]
    return [(squeeze(a), squeeze(b) if c else "", squeeze(c)) for a, b, c in parts]


@given(title=TITLES, authors=NAMES, journal=ODD)
@example(title="100 %_{x}^~\\$&#", authors=[{"literal": "Police, Fire and Rescue"}], journal="--``''")
@example(title="", authors=[{"family": "&", "given": "and"}, {"family": "others"}], journal="R&D")
def test_bibtex_is_read_back_unchanged(title: str, authors: list[dict[str, str]], journal: str) -> None:
    metadata = {"type": "article-journal", "title": title, "author": authors, "container-title": journal}
    _, fields = read_bibtex(export(document(metadata), passage(), "bibtex"))
    people = [(name.von + name.last, name.jr, name.first) for name in fields.pop("author", [])]
    assert [tuple(LATEX.latex_to_text(" ".join(part)) for part in name) for name in people] == named(authors)
    whole = {"title": squeeze(title), "journal": squeeze(journal)}
    assert fields == {field: text for field, text in whole.items() if text}


@given(title=TITLES, authors=NAMES, journal=ODD, place=ODD)
def test_ris_is_read_back_unchanged(title: str, authors: list[dict[str, str]], journal: str, place: str) -> None:
    metadata = {"type": "article-journal", "title": title, "author": authors, "container-title": journal}
    entry = read_ris(export(document(metadata), passage(heading=(place,)), "ris"))
    assert (entry.pop("type_of_reference"), entry.pop("id")) == ("JOUR", "paper")
    assert entry.pop("notes") == [squeeze(f"{place.strip(': ')} section")]
    people = [", ".join(part for part in (a, c, b) if part) for a, b, c in named(authors)]
    whole = {"authors": people, "title": squeeze(title), "secondary_title": squeeze(journal)}
    assert entry == {field: value for field, value in whole.items() if value}


@pytest.mark.parametrize(
    ("metadata", "kind", "fields"),
    [
        ({}, "GEN", {}),
        ({"type": "webpage", "URL": "https://x.org/?a;b"}, "ELEC", {"urls": ["https://x.org/?a%3Bb"]}),
        ({"type": "article-journal", "number": 733}, "JOUR", {"custom7": "733"}),
        ({"type": "chapter", "editor": [NAJIB]}, "CHAP", {"secondary_authors": ["Najib, Gesang Qa'id Najibah"]}),
        ({"page": "e12"}, "GEN", {"start_page": "e12"}),
        ({"author": [OFFICE, {"family": "Suharto"}]}, "GEN", {"authors": ["ASEANAPOL Secretariat", "Suharto"]}),
        (
            {"author": [{**OFFICE}, {"family": "Humboldt", "given": "Alexander", "dropping-particle": "von"}]},
            "GEN",
            {"authors": ["ASEANAPOL Secretariat", "Humboldt, Alexander von"]},
        ),
        ({"author": [{**NAJIB, "suffix": "Jr."}]}, "GEN", {"authors": ["Najib, Gesang Qa'id Najibah, Jr."]}),
    ],
)
def test_ris_has_the_type_and_fields_of_the_work(metadata: dict[str, Any], kind: str, fields: dict[str, Any]) -> None:
    entry = {"type_of_reference": kind, "id": "paper", **fields}
    assert read_ris(export(document(metadata), passage(), "ris")) == entry


def test_an_annotation_is_written_exactly() -> None:
    exported = export(document(PAPER, "One. Police meet. Two."), passage(Span(5, 11), Span(12, 17)), "annotation")
    source = "https://doi.org/10.35879/jik.v19i1.466"
    first = {"type": "TextQuoteSelector", "exact": "Police", "prefix": "One. ", "suffix": " meet. Two."}
    second = {"type": "TextQuoteSelector", "exact": "meet.", "prefix": "One. Police ", "suffix": " Two."}
    places = [{"type": "TextPositionSelector", "start": a, "end": b} for a, b in ((5, 11), (12, 17))]
    assert json.loads(exported) == {
        "@context": "http://www.w3.org/ns/anno.jsonld",
        "id": "urn:uuid:95acbc02-a109-52fe-8531-e4ec261e3c98",
        "type": "Annotation",
        "motivation": "highlighting",
        "target": [
            {"type": "SpecificResource", "source": source, "selector": [quote, place]}
            for quote, place in zip((first, second), places, strict=True)
        ],
    }


def test_an_annotation_names_its_source_by_doi_or_by_hash() -> None:
    def source(metadata: dict[str, Any]) -> str:
        sha256 = "7f83b1657ff1fc53b92dc18148a1d65dfc2d4b1fa3d677284addd200126d9069"
        return str(annotation(document(metadata, sha256=sha256), passage())["target"][0]["source"])

    assert source({"DOI": "10.1002/(SICI)1<1::AID>3.0 é"}) == "https://doi.org/10.1002/(SICI)1%3C1::AID%3E3.0%20%C3%A9"
    assert source({}) == "ni:///sha-256;f4OxZX_x_FO5LcGBSKHWXfwtSx-j1ncoSt3SABJtkGk"


def test_the_id_of_an_annotation_depends_only_on_the_passage_s_id() -> None:
    one, same = annotation(document({}), passage()), annotation(document(PAPER), passage(Span(0, 6)))
    other = annotation(document({}), Passage("5f2d", "paper", Kind.QUOTE, (), "", None, (Span(0, 12),), "Police meet."))
    assert one["id"] == same["id"] != other["id"]


def check_selectors(paper: Document, one: Passage) -> None:
    """Check that selectors quote the source at their offsets, and that there is one target for each span."""
    source = paper.source_text
    targets = json.loads(export(paper, one, "annotation"))["target"]
    for target in targets:
        quoted, at = target["selector"]
        start, end = at["start"], at["end"]
        assert source[start:end] == quoted["exact"]
        assert len(quoted["prefix"]) == min(32, start)
        assert len(quoted["suffix"]) == min(32, len(source) - end)
        around = quoted["prefix"] + quoted["exact"] + quoted["suffix"]
        assert source.startswith(around, start - len(quoted["prefix"]))
    assert [(t["selector"][1]["start"], t["selector"][1]["end"]) for t in targets] == [
        (s.start, s.end) for s in one.spans
    ]
    assert "".join(t["selector"][0]["exact"] for t in targets) == source_of(source, one.spans)


@given(st.text(min_size=1), st.data())
def test_selectors_match_the_source_text(source: str, data: st.DataObject) -> None:
    cuts = data.draw(st.lists(st.integers(0, len(source)), min_size=2, unique=True).map(sorted))
    spans = [Span(a, b) for a, b in zip(cuts[::2], cuts[1::2], strict=False)]
    check_selectors(document({}, source), passage(*spans))


def test_selectors_of_all_passages_of_both_papers_match_the_source(parsed: Parsed) -> None:
    for paper, blocks in parsed.values():
        passages = cut_passages(paper, blocks, lambda text: len(text.split()), target=150, limit=250)
        assert len(passages) > 100
        for one in passages:
            check_selectors(paper, one)
