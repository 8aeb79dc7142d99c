"""What a paper's own files state of it: YAML front matter, the PDF beside the source, the first page."""

import json
from pathlib import Path
from typing import Any

import pytest

from indexer.parsing.corpus import read_document
from indexer.parsing.front_matter import front_matter_end, front_matter_facts
from indexer.parsing.pdf_facts import pdf_facts
from kutip.types import FactOrigin, FactStanding

ANA = {"given": "Ana", "family": "Okafor"}
BO = {"given": "Bo", "family": "Lind"}
PAGE = "# Blade Wear in Straits\n\nAna Okafor, Bo Lind\n\nPublished 2019\n\n## Abstract\n\nBlades wear.\n"


def write(folder: Path, source: str = PAGE, metadata: Any = None, pdf: bytes | None = None) -> Path:
    own = folder / "corpus" / "blades"
    own.mkdir(parents=True)
    (own / "source.md").write_text(source, encoding="utf-8")
    if metadata is not None:
        (own / "metadata.json").write_text(json.dumps(metadata), encoding="utf-8")
    if pdf is not None:
        (own / "Printed.PDF").write_bytes(pdf)
    return own


# --- YAML front matter ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("yaml", "wanted"),
    [
        ("title: 'Tides: A Review'", {"title": "Tides: A Review"}),
        ("title: >-\n  Tides of\n  the north", {"title": "Tides of the north"}),
        ("Title: Tides\nDOI: https://doi.org/10.1000/x", {"title": "Tides", "DOI": "10.1000/x"}),
        ("author: Ana Okafor", {"author": [ANA]}),
        ("author: [Ana Okafor, Bo Lind]", {"author": [ANA, BO]}),
        ("authors:\n  - name: Ana Okafor\n    orcid: 0\n  - name: Bo Lind", {"author": [ANA, BO]}),
        ("authors:\n  - given-names: Ana\n    surname: Okafor", {"author": [ANA]}),
        ("authors:\n  - name: {given: Ana, family: Okafor}", {"author": [ANA]}),
        ("date: 2019-05-01", {"issued": {"date-parts": [[2019]]}}),
        ("date: 17 November 2019", {"issued": {"date-parts": [[2019]]}}),
        ("year: 2019", {"issued": {"date-parts": [[2019]]}}),
        ("authors: [Ana Okafor, the Tides Consortium]", {}),  # a list without one of them would be wrong
        ("authors: [Ana Okafor, Suryanto]", {}),
        ("date: 2018 to 2019", {}),
        ("date: soon", {}),
        ("title: 5\nauthor: 7\ndate: [1]\ndoi: none", {}),
        ("title: [a", {}),
        ("- a\n- b", {}),
        ("just words", {}),
        ("date: 2019-13-45", {}),
        ("title: !!python/object/apply:os.system [ls]", {}),
        ('title: "a\\u202eb"', {}),
    ],
)
def test_front_matter_gives_what_it_clearly_states(yaml: str, wanted: dict[str, Any]) -> None:
    assert front_matter_facts(f"---\n{yaml}\n---\n\n# Summary\n\nText.\n") == wanted


@pytest.mark.parametrize(
    "source", ["title: Tides\n", "Text.\n\n---\ntitle: Tides\n---\n", "---\ntitle: Tides\n", "----\n"]
)
def test_a_text_without_front_matter_at_its_start_has_none(source: str) -> None:
    assert (front_matter_end(source), front_matter_facts(source)) == (0, {})


def test_front_matter_may_end_in_dots_and_have_other_line_ends() -> None:
    source = "\ufeff---\r\ntitle: Tides\r\n...\r\nText.\r\n"
    assert source[front_matter_end(source) :] == "Text.\r\n"
    assert front_matter_facts(source) == {"title": "Tides"}


def test_references_within_yaml_that_multiply_are_read_in_no_time() -> None:
    lines = ["a: &a [x, x]", *(f"{n}: &{n} [*{p}, *{p}]" for p, n in zip("abcdefghijkl", "bcdefghijklm", strict=True))]
    assert front_matter_facts("---\n" + "\n".join([*lines, "authors: *m", "title: Tides"]) + "\n---\n") == {
        "title": "Tides"
    }


# --- The PDF beside the source --------------------------------------------------------------------------------------

XMP = b"""<x:xmpmeta><dc:title><rdf:Alt><rdf:li xml:lang="x-default">Blade Wear in Straits</rdf:li></rdf:Alt></dc:title>
<dc:creator><rdf:Seq><rdf:li>Ana Okafor</rdf:li><rdf:li>Bo Lind</rdf:li></rdf:Seq></dc:creator>
<prism:doi>10.1000/wear</prism:doi></x:xmpmeta>"""


@pytest.mark.parametrize(
    ("pdf", "wanted"),
    [
        (b"%PDF-1.4 " + XMP, {"title": "Blade Wear in Straits", "author": [ANA, BO], "DOI": "10.1000/wear"}),
        (
            b"<</Title (Wear \\(2nd\\) \\344) /Author (Ana Okafor; Bo Lind)>>",
            {"title": "Wear (2nd) \u00e4", "author": [ANA, BO]},
        ),
        (b"<</Title <FEFF00570065>>>", {"title": "We"}),
        (b"<</Title (Old)>> <</Title (New)>>", {"title": "New"}),  # programs append what they change
        (b"<</Author (root)>>", {}),
        (b"<</Title ()>>", {}),
        (b"%PDF-1.4 \x00\xff", {}),
        (b"", {}),
    ],
)
def test_a_pdf_says_of_itself(tmp_path: Path, pdf: bytes, wanted: dict[str, Any]) -> None:
    assert pdf_facts(write(tmp_path, pdf=pdf)) == wanted


def test_of_several_pdfs_none_is_read(tmp_path: Path) -> None:
    folder = write(tmp_path, pdf=XMP)
    (folder / "other.pdf").write_bytes(XMP)
    assert pdf_facts(folder) == {}


def test_a_pdf_outside_the_corpus_is_not_read(tmp_path: Path) -> None:
    (tmp_path / "secret.pdf").write_bytes(XMP)
    folder = write(tmp_path)
    (folder / "link.pdf").symlink_to(tmp_path / "secret.pdf")
    assert pdf_facts(folder) == {}


def test_what_a_pdf_says_counts_only_if_the_first_page_says_it_too(tmp_path: Path) -> None:
    text = "Blade wear in straits\n\nBy the authors Okafor and Lind.\n\nDOI is 10.1000/wear here\n"
    document, *_ = read_document(write(tmp_path, source=text, pdf=XMP))
    assert {one.field: one.origin for one in document.read_facts} == dict.fromkeys(
        ("title", "author", "DOI"), FactOrigin.PDF
    )
    wrong = b"<</Title (Microsoft Word - draft.doc) /Author (Office User)>>"
    assert read_document(write(tmp_path / "wrong", source=text, pdf=wrong))[0].metadata == {}


# --- With metadata.json ---------------------------------------------------------------------------------------------


def test_what_metadata_lack_is_read_from_the_first_page(tmp_path: Path) -> None:
    document, *_ = read_document(write(tmp_path, metadata={"volume": "3"}))
    assert document.metadata == {
        "volume": "3",
        "title": "Blade Wear in Straits",
        "author": [ANA, BO],
        "issued": {"date-parts": [[2019]]},
    }
    assert {(one.origin, one.standing) for one in document.read_facts} == {(FactOrigin.FIRST_PAGE, FactStanding.USED)}


def test_metadata_confirm_or_overrule_what_is_read(tmp_path: Path) -> None:
    metadata = {"title": "Blade wear in straits: a review", "author": [ANA], "issued": {"raw": "May 2019"}}
    document, *_ = read_document(write(tmp_path, metadata=metadata))
    assert document.metadata == metadata
    assert {one.field: str(one.standing) for one in document.read_facts} == {
        "title": "confirmed",
        "author": "overruled",
        "issued": "confirmed",
    }


def test_nothing_is_used_of_a_page_with_another_title_than_the_metadata(tmp_path: Path) -> None:
    document, *_ = read_document(write(tmp_path, metadata={"title": "Salt of the Earth"}))
    assert document.metadata == {"title": "Salt of the Earth"}
    assert [(one.field, str(one.standing)) for one in document.read_facts] == [("title", "overruled")]


def test_front_matter_counts_before_the_first_page(tmp_path: Path) -> None:
    source = f"---\ntitle: Blade Wear\ndate: 2020-01-01\n---\n\n{PAGE}"
    document, *_ = read_document(write(tmp_path, source=source))
    assert {one.field: str(one.origin) for one in document.read_facts} == {
        "title": "front_matter",
        "author": "first_page",
        "issued": "front_matter",
    }
    assert (document.metadata["title"], document.metadata["issued"]) == ("Blade Wear", {"date-parts": [[2020]]})


def test_a_text_that_states_nothing_gives_nothing(tmp_path: Path) -> None:
    document, *_ = read_document(write(tmp_path, source="Blades wear in sand.\n"))
    assert (document.metadata, document.read_facts) == ({}, ())
