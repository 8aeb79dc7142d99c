"""Files of entries beside a source: which are read, what of them is listed, and what is told of the others."""

import json
from pathlib import Path

import pytest
from conftest import english

from indexer.bibliography.read import read_bibliography
from indexer.parsing.corpus import read_document
from kutip.types import Bibliography, Document

BIB = """@article{reed, author = {Reed, Paula}, title = {Kites}, journal = {Winds}, year = 2019}
@book{moss, author = {van der Moss, Jan and Fern, A.}, title = {Tails}, year = 2001, publisher = {Marsh}}
@misc{never, title = {Never cited}, year = 1999}
"""
NAMED = "bibliography: paper.bib"


def write(folder: Path, text: str, front: str = NAMED, /, **files: str | bytes) -> Path:
    folder.mkdir(exist_ok=True)
    (folder / "source.md").write_text(f"---\n{front}\n---\n\n# Winds\n\n{text}\n", encoding="utf-8")
    for name, content in files.items():
        path = folder / name.replace("__", ".")
        path.write_bytes(content.encode() if isinstance(content, str) else content)
    return folder


def read(folder: Path) -> tuple[Document, Bibliography]:
    document, blocks, keyed = read_document(folder)
    return document, read_bibliography(document, blocks, keyed)


def of(folder: Path) -> Bibliography:
    return read(folder)[1]


def ties(bibliography: Bibliography) -> list[tuple[str, str]]:
    keys = {one.id: one.key for one in bibliography.references}
    return [(one.text, keys[one.reference_id] if one.reference_id else "") for one in bibliography.mentions]


def told(bibliography: Bibliography) -> list[tuple[str, str]]:
    return [(problem.kind.value, english(problem.message)) for problem in bibliography.problems]


def test_what_the_text_cites_is_listed_in_the_order_of_its_citations(tmp_path: Path) -> None:
    found = of(write(tmp_path / "paper", "As @moss has it [@reed, p. 3; @moss].", paper__bib=BIB))
    assert [(one.key, one.file, one.spans) for one in found.references] == [
        ("moss", "paper.bib", ()),
        ("reed", "paper.bib", ()),
    ]
    assert [one.text for one in found.references] == [
        "van der Moss, Jan, & Fern, A. (2001). Tails. Marsh.",
        "Reed, Paula (2019). Kites. Winds.",
    ]
    assert ties(found) == [("@moss", "moss"), ("@reed", "reed"), ("@moss", "moss")]
    assert [(one.who, one.year) for one in found.mentions][:2] == [("van der Moss & Fern", "2001"), ("Reed", "2019")]
    assert told(found) == []  # of a file, entries that are not cited are no problem


def test_ids_of_entries_are_distinct_and_stable(tmp_path: Path) -> None:
    folder = write(tmp_path / "paper", "So [@reed; @moss].", paper__bib=BIB)
    first, again = of(folder), of(folder)
    assert [one.id for one in first.references] == [one.id for one in again.references]
    assert len({one.id for one in first.references}) == 2
    assert all(len(one.id) == 16 for one in first.references)


def test_a_key_that_no_file_has_is_told_of(tmp_path: Path) -> None:
    found = of(write(tmp_path / "paper", "So [@reed; @fern].", paper__bib=BIB))
    assert ties(found) == [("@reed", "reed"), ("@fern", "")]
    assert told(found) == [("not_listed", "The text cites [fern], but the list of references has no such entry.")]


def test_names_of_people_on_websites_are_no_citations(tmp_path: Path) -> None:
    text = "Ask @kites, or @reed2018, as @reed says."
    assert ties(of(write(tmp_path / "paper", text, paper__bib=BIB))) == [("@reed2018", ""), ("@reed", "reed")]
    assert ties(of(write(tmp_path / "other", "Ask @kites or @reed2018.", "title: Kites"))) == []


@pytest.mark.parametrize("front", ["title: Kites", "bibliography: paper.bib", "bibliography: [bib/paper.bib]"])
def test_the_only_file_beside_the_source_is_read_named_or_not(tmp_path: Path, front: str) -> None:
    assert ties(of(write(tmp_path / "paper", "So [@reed].", front, paper__bib=BIB))) == [("@reed", "reed")]


def test_of_two_files_that_are_not_named_none_is_read(tmp_path: Path) -> None:
    found = of(write(tmp_path / "paper", "So [@reed].", "title: Kites", a__bib=BIB, b__bib=BIB))
    assert [kind for kind, _ in told(found)] == ["no_list"]


def test_several_files_are_read_in_their_order(tmp_path: Path) -> None:
    other = "@misc{reed, title = {Another}, year = 2000}\n@misc{fern, title = {Ferns}, year = 2000}"
    front = "bibliography: [a.bib, b.bib]"
    found = of(write(tmp_path / "paper", "So [@reed; @fern].", front, a__bib=BIB, b__bib=other))
    assert [(one.key, one.file) for one in found.references] == [("reed", "a.bib"), ("fern", "b.bib")]


def test_csl_json_and_bbl_files_are_read_too(tmp_path: Path) -> None:
    items = json.dumps([{"id": "reed", "title": "Kites", "issued": {"date-parts": [[2019]]}}])
    found = of(write(tmp_path / "json", "So [@reed].", "bibliography: refs.json", refs__json=items))
    assert [(one.text, one.file) for one in found.references] == [("Kites (2019).", "refs.json")]
    bbl = r"\bibitem{reed} Reed, P. (2019). Kites. Marsh Press. \end{thebibliography}"
    found = of(write(tmp_path / "bbl", "So [@reed].", NAMED, paper__bbl=bbl))
    assert [(one.text, one.file) for one in found.references] == [("Reed, P. (2019). Kites. Marsh Press.", "paper.bbl")]
    assert told(found) == []  # it has what the missing file had


def test_entries_in_front_matter_are_of_the_source_file(tmp_path: Path) -> None:
    front = "references: [{id: reed, title: Kites, author: [{family: Reed, given: Paula}], issued: 2019}]"
    found = of(write(tmp_path / "paper", "So [@reed].", front))
    assert [(one.text, one.file, one.key) for one in found.references] == [
        ("Reed, Paula (2019). Kites.", "source.md", "reed")
    ]


def test_what_is_listed_without_being_cited_is_listed(tmp_path: Path) -> None:
    one = of(write(tmp_path / "one", "So [@reed].", f"{NAMED}\nnocite: '@never'", paper__bib=BIB))
    assert [entry.key for entry in one.references] == ["reed", "never"]
    every = of(write(tmp_path / "every", "So it is.", f"{NAMED}\nnocite: '@*'", paper__bib=BIB))
    assert [entry.key for entry in every.references] == ["reed", "moss", "never"]
    assert told(one) == told(every) == []


def test_a_file_that_is_named_and_not_there_is_told_of(tmp_path: Path) -> None:
    document, found = read(write(tmp_path / "paper", "As @reed says [@moss2001]."))
    assert ties(found) == [("@reed", ""), ("@moss2001", "")]
    (kind, message), *more = told(found)
    assert (kind, more) == ("no_list", [])
    assert message.startswith("The text cites 2 works by key in 2 places whose entries were not read. paper.bib")
    assert [notice.code for notice in document.notices] == ["notice.no_library"]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"No entries.", "library_unread"),
        (b"\x00\xff" * 99, "library_unread"),
        (b" " * ((1 << 24) + 1), "library_refused"),
    ],
)
def test_a_file_that_cannot_be_read_is_told_of_and_the_paper_kept(tmp_path: Path, content: bytes, code: str) -> None:
    document, found = read(write(tmp_path / "paper", "So [@reed].", paper__bib=content))
    assert [notice.code for notice in document.notices] == [f"notice.{code}"]
    assert [kind for kind, _ in told(found)] == ["no_list"]


def test_an_entry_that_is_broken_is_told_of_and_the_others_are_kept(tmp_path: Path) -> None:
    document, found = read(write(tmp_path / "paper", "So [@moss; @reed].", paper__bib="@book{moss, title = {T\n" + BIB))
    assert ties(found) == [("@moss", ""), ("@reed", "reed")]
    assert [english(notice) for notice in document.notices] == ["The entry moss of paper.bib cannot be read."]
    assert [kind for kind, _ in told(found)] == ["no_list"]


def test_a_link_out_of_the_corpus_is_refused(tmp_path: Path) -> None:
    (tmp_path / "secret.bib").write_text(BIB, encoding="utf-8")
    folder = tmp_path / "corpus" / "paper"
    folder.parent.mkdir()
    write(folder, "So [@reed].")
    (folder / "paper.bib").symlink_to(tmp_path / "secret.bib")
    document, found = read(folder)
    assert found.references == ()
    assert [notice.code for notice in document.notices] == ["notice.library_refused"]


@pytest.mark.parametrize("name", ["../paper/paper.bib", "/etc/passwd", "..", ".", "C:\\\\paper.bib", "a/" * 99])
def test_only_files_beside_the_source_are_opened(tmp_path: Path, name: str) -> None:
    (tmp_path / "paper.bib").write_text(BIB, encoding="utf-8")
    found = of(write(tmp_path / "paper", "So [@reed].", f'bibliography: "{name}"'))
    assert found.references == ()


def test_old_files_in_latin_1_are_read(tmp_path: Path) -> None:
    content = "@misc{reed, author = {Müller, A.}, title = {Kites}, year = 2019}".encode("latin-1")
    assert of(write(tmp_path / "paper", "So [@reed].", paper__bib=content)).references[0].authors[0].family == "Müller"


def test_a_printed_list_beside_a_file_is_not_told_to_be_uncited(tmp_path: Path) -> None:
    text = "So [@reed] says.\n\n# References\n\nReed, P. (2019). Kites. *Winds*, 3(1), 4–9."
    found = of(write(tmp_path / "paper", text, paper__bib=BIB))
    assert [one.file for one in found.references] == ["", "paper.bib"]
    assert told(found) == []


def test_other_sources_read_no_files(tmp_path: Path) -> None:
    folder = write(tmp_path / "paper", "So [@reed].", paper__bib=BIB)
    (folder / "metadata.json").write_text('{"source_form": "pdf-text"}', encoding="utf-8")
    assert [one.file for one in of(folder).references if one.file] == []
