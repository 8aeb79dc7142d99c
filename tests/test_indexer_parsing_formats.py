"""Document formats: which reader is chosen for a file, and a new format from its bytes to a search hit."""

import re
from dataclasses import replace
from pathlib import Path
from types import ModuleType

import pytest
from conftest import ROOT
from tiny_models import write_tiny_model

from indexer.build import build_index
from indexer.parsing import formats
from indexer.parsing.corpus import read_document
from indexer.parsing.formats import READERS, choose_reader, source_names
from indexer.parsing.reader import Reader, ReadSource
from kutip.errors import CorpusError
from kutip.settings import Settings
from kutip.text.reading import source_of
from kutip.types import FactOrigin, FactStanding, Kind
from retriever.search import Retriever, System

RECIPE = ROOT / "docs" / "how-to" / "add-a-document-format.md"
PAPER = "h INTRODUCTION\r\np The navy sails at dawn.\r\nh METHOD\r\np We read the logs of 警察 ships.\r\n"


@pytest.fixture(scope="module")
def lines() -> Reader:
    """Return the reader defined in the recipe."""
    code = re.search(r"```python\n(.*?)```", RECIPE.read_text(encoding="utf-8"), re.DOTALL)
    assert code is not None
    module = ModuleType("lines_format")
    exec(compile(code[1], RECIPE, "exec"), module.__dict__)
    reader: Reader = module.LINES
    return reader


@pytest.fixture
def with_lines(lines: Reader, monkeypatch: pytest.MonkeyPatch) -> Reader:
    """Register the recipe's reader with the others, for this process: none else reads papers meanwhile."""

    def refuse(*_: object) -> None:
        raise OSError

    monkeypatch.setattr("kutip.limited_worker._Process.started", refuse)
    monkeypatch.setitem(READERS, lines.form, lines)
    return lines


def write(folder: Path, name: str, data: bytes) -> Path:
    folder.mkdir(parents=True)
    (folder / name).write_bytes(data)
    return folder


# --- Which reader ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("paper", "form"), [("najib-juned-2025", "markdown"), ("cakrawala-733", "pdf-text")])
def test_the_form_of_both_bundled_papers_is_recognised_from_their_content(paper: str, form: str) -> None:
    path = ROOT / "corpus" / paper / "source.txt"
    assert choose_reader(path, path.read_bytes()).form == form


@pytest.mark.parametrize("suffix", [".md", ".txt"])
@pytest.mark.parametrize(
    ("source", "form"),
    [
        ("Police forces\nmeet every\nyear in Manila\nand elsewhere.\n", "pdf-text"),
        ("# Title\n\nPolice forces meet.\n\nThey talk.\n", "markdown"),
        (f"{'Police forces meet every year. ' * 10}\n\n{'They talk. ' * 30}\n", "markdown"),
        ("Polri", "markdown"),
        ("", "markdown"),
        ("- one\n- two\n- three\n", "markdown"),
    ],
)
def test_short_lines_that_cut_sentences_are_read_as_pdf_text(source: str, form: str, suffix: str) -> None:
    assert choose_reader(Path(f"source{suffix}"), source.encode()).form == form


def test_source_form_takes_precedence_over_suffix_and_content(with_lines: Reader) -> None:
    assert choose_reader(Path("source.txt"), b"Polri", "pdf-text").form == "pdf-text"
    assert choose_reader(Path("source.txt"), b"Polri", "lines") is with_lines
    assert choose_reader(Path("source.txt"), b"Polri", "").form == "markdown"


@pytest.mark.parametrize(
    ("name", "data", "form"),
    [
        ("source.html", b"<!DOCTYPE html><title>Moss</title><p>Moss grows.", "html"),
        ("source.htm", b"\xef\xbb\xbf \n<!-- saved -->\n<p>Moss grows.</p>", "html"),
        ("source.xml", b'<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml"><p>Moss</p></html>', "html"),
        ("source.txt", b"<html><body><p>Moss grows.</p></body></html>", "html"),
        ("source.txt", b"Moss <b>grows</b>.\n\nIt <p> dries.", "markdown"),
        ("source.md", b"<p align=center>Moss</p>\n\n# Moss\n\nIt grows.", "markdown"),
    ],
)
def test_the_first_element_of_a_file_says_that_it_is_markup(name: str, data: bytes, form: str) -> None:
    assert choose_reader(Path(name), data).form == form


@pytest.mark.parametrize("data", [b"Moss grows.", b"", b"<?xml version='1.0'?><TEI><text/></TEI>"])
def test_a_file_that_is_no_known_markup_is_refused_as_such(data: bytes) -> None:
    with pytest.raises(CorpusError, match=r"source.xml is not what its name says: .xml is for "):
        choose_reader(Path("source.xml"), data)


def test_a_registered_format_adds_its_file_name(with_lines: Reader) -> None:
    assert "source.lines" in source_names()
    assert source_names() == sorted(source_names())


def test_a_file_whose_content_does_not_fit_its_suffix_is_refused(with_lines: Reader) -> None:
    with pytest.raises(CorpusError) as refused:
        choose_reader(Path("paper/source.lines"), b"h TITLE")
    assert str(refused.value) == (
        "paper/source.lines is not what its name says: .lines is for lines; mend the file, or name its form as"
        " source_form in metadata.json"
    )


def test_an_unknown_form_is_refused_with_a_list_of_the_known_ones(with_lines: Reader) -> None:
    with pytest.raises(
        CorpusError, match=r"source_form is 'odt'; use one of docx, html, .*lines, markdown, pdf, pdf-text"
    ):
        choose_reader(Path("paper/source.txt"), b"", "odt")


def test_every_reader_is_registered_by_its_form_and_has_suffixes() -> None:
    assert all(form == reader.form for form, reader in formats.READERS.items())
    assert all(suffix.startswith(".") for reader in READERS.values() for suffix in reader.suffixes)
    assert all(reader.suffixes for reader in READERS.values())


# --- A new format, from the recipe ----------------------------------------------------------------------------------


def test_a_file_in_another_encoding_is_read_by_its_own_reader(with_lines: Reader, tmp_path: Path) -> None:
    document, blocks, _ = read_document(write(tmp_path / "ships", "source.lines", PAPER.encode("utf-16")))
    assert (document.source_text, document.file) == (PAPER, "source.lines")
    assert [(block.kind, block.heading, block.text) for block in blocks] == [
        (Kind.HEADING, ("INTRODUCTION",), "INTRODUCTION"),
        (Kind.PARAGRAPH, ("INTRODUCTION",), "The navy sails at dawn."),
        (Kind.HEADING, ("METHOD",), "METHOD"),
        (Kind.PARAGRAPH, ("METHOD",), "We read the logs of 警察 ships."),
    ]


def test_a_reader_s_error_message_names_the_file(with_lines: Reader, tmp_path: Path) -> None:
    folder = write(tmp_path / "ships", "source.lines", b"\xff\xfeh")
    with pytest.raises(CorpusError) as refused:
        read_document(folder)
    assert str(refused.value) == f"{folder}/source.lines is not UTF-16 at byte 2; save it again as UTF-16"


def test_the_error_for_a_missing_source_lists_all_accepted_names(with_lines: Reader, tmp_path: Path) -> None:
    (tmp_path / "ships").mkdir()
    with pytest.raises(CorpusError, match=r"needs one of .*source.lines or source.md or .*; it has none$"):
        read_document(tmp_path / "ships")


def test_what_markup_states_fills_what_metadata_lack_and_is_marked_as_such(
    lines: Reader, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    class StatingReader:
        form, suffixes = "stating", (".lines",)
        fits = lines.fits

        def read(self, data: bytes) -> ReadSource:
            return replace(lines.read(data), stated={"title": "Ships of the Navy", "DOI": "10.1234/ships"})

    monkeypatch.setitem(READERS, "stating", StatingReader())
    folder = write(tmp_path / "ships", "source.lines", PAPER.encode("utf-16"))
    (folder / "metadata.json").write_text('{"DOI": "10.9999/other"}', encoding="utf-8")
    document, *_ = read_document(folder)
    assert (document.metadata["title"], document.metadata["DOI"]) == ("Ships of the Navy", "10.9999/other")
    assert [(one.field, one.origin, one.standing) for one in document.read_facts] == [
        ("title", FactOrigin.MARKUP, FactStanding.USED),
        ("DOI", FactOrigin.MARKUP, FactStanding.OVERRULED),
    ]


def test_a_paper_in_a_new_format_is_indexed_and_found(with_lines: Reader, tmp_path: Path) -> None:
    write(tmp_path / "corpus" / "ships", "source.lines", PAPER.encode("utf-16"))
    write(tmp_path / "corpus" / "police", "source.txt", b"INTRODUCTION\n\nThe police meet every year.\n")
    model = write_tiny_model(tmp_path / "model")
    settings = Settings(corpus=tmp_path / "corpus", index=tmp_path / "index", indexing={"model": str(model)})
    assert build_index(settings).documents == 2
    retriever = Retriever.open(settings.index, settings)
    hit = retriever.search("logs of the ships", system=System.BM25).hits[0]
    document = retriever.document(hit.passage.document_id)
    assert (document.id, document.source_text) == ("ships", PAPER)
    assert hit.passage.heading == ("METHOD",)
    assert source_of(document.source_text, hit.passage.spans) == "We read the logs of 警察 ships."
    assert not build_index(settings).is_new
