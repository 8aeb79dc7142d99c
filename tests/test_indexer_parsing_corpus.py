"""Reading a corpus folder: what it must contain, and the error messages for what it lacks."""

import hashlib
import json
from collections.abc import Callable
from pathlib import Path

import pytest

from indexer.parsing.corpus import list_documents, read_document, refuse_copies
from indexer.parsing.formats import READERS, source_names
from kutip.errors import CorpusError
from kutip.types import Heading, Kind, Span

TEXT = "INTRODUCTION\n\nPolice forces meet.\n"
NAMES = " or ".join(source_names())
Write = Callable[..., Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Return a function that writes a document's folder, by default without metadata."""

    def written(
        source: str | bytes = TEXT, metadata: object = None, *, name: str = "paper", file: str = "source.txt"
    ) -> Path:
        folder = tmp_path / name
        folder.mkdir(exist_ok=True)
        (folder / file).write_bytes(source if isinstance(source, bytes) else source.encode("utf-8"))
        if metadata is not None:
            said = metadata if isinstance(metadata, str) else json.dumps(metadata)
            (folder / "metadata.json").write_text(said, encoding="utf-8")
        return folder

    return written


def refusal(folder: Path) -> str:
    """Return the error message for a folder that cannot be read."""
    with pytest.raises(CorpusError) as refused:
        read_document(folder)
    return str(refused.value).replace(str(folder), "FOLDER")


# --- Read -----------------------------------------------------------------------------------------------------------


def test_a_document_has_the_text_hash_and_blocks_of_its_file(write: Write) -> None:
    folder = write(metadata={"title": "Meetings", "language": "en"})
    document, blocks, _ = read_document(folder)
    assert document.id == "paper"
    assert document.source_text == TEXT
    assert document.sha256 == hashlib.sha256(TEXT.encode()).hexdigest()
    assert document.metadata == {"title": "Meetings", "language": "en"}
    assert document.file == "source.txt"
    assert document.headings == (Heading(1, "INTRODUCTION", (Span(0, 12),)),)
    assert [(block.kind, block.text) for block in blocks] == [
        (Kind.HEADING, "INTRODUCTION"),
        (Kind.PARAGRAPH, "Police forces meet."),
    ]


def test_carriage_returns_and_byte_order_marks_are_kept(write: Write) -> None:
    source = "\ufeffINTRODUCTION\r\n\r\nPolice forces meet.\r\n"
    assert read_document(write(source))[0].source_text == source


def test_metadata_may_be_missing(write: Write) -> None:
    assert read_document(write())[0].metadata == {}


def test_markdown_files_are_read(write: Write) -> None:
    assert read_document(write(file="source.md"))[0].file == "source.md"


def test_a_source_with_the_sha256_in_its_metadata_is_accepted(write: Write) -> None:
    sha256 = hashlib.sha256(TEXT.encode()).hexdigest()
    assert read_document(write(metadata={"sha256": sha256}))[0].sha256 == sha256


def test_source_form_in_the_metadata_chooses_the_reader(write: Write) -> None:
    source = "One line.\nAnother line.\n"
    as_markdown = read_document(write(source, {"source_form": "markdown"}))[1]
    as_pdf = read_document(write("Police forces \nmeet \nevery year.\n", {"source_form": "pdf-text"}, name="other"))[1]
    assert [block.text for block in as_markdown] == ["One line.", "Another line."]
    assert [block.text for block in as_pdf] == ["Police forces meet every year."]


# --- Folders --------------------------------------------------------------------------------------------------------


def test_documents_are_sorted_by_name_without_hidden_folders_and_files(tmp_path: Path) -> None:
    for name in ("b", "a", ".git"):
        (tmp_path / name).mkdir()
    (tmp_path / "README.md").touch()
    assert [folder.name for folder in list_documents(tmp_path)] == ["a", "b"]


def test_a_missing_corpus_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(
        CorpusError, match=r"there is no corpus folder .*nowhere; name one with --corpus or KUTIP_CORPUS"
    ):
        list_documents(tmp_path / "nowhere")


def test_a_file_in_place_of_the_corpus_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(CorpusError, match="name one with --corpus or KUTIP_CORPUS"):
        list_documents(tmp_path / "file")


def test_an_empty_corpus_is_refused(tmp_path: Path) -> None:
    with pytest.raises(
        CorpusError, match=r"holds no document; put each in a folder of its own, as .*/<id>/source\.txt"
    ):
        list_documents(tmp_path)


def test_two_documents_with_the_same_source_are_refused(write: Write) -> None:
    one, two, other = write(name="one"), write(name="two"), write("Other.", name="other")
    refuse_copies([read_document(one)[0], read_document(other)[0]])
    with pytest.raises(CorpusError, match="one and two hold the same source; remove one of the two folders"):
        refuse_copies([read_document(folder)[0] for folder in (one, other, two)])


# --- Refused --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["My Paper", "Paper", "-paper", ".paper", "päper", "p" * 101, "a b"])
def test_a_folder_name_that_is_not_a_valid_id_is_refused(write: Write, name: str) -> None:
    told = refusal(write(name=name))
    assert told.startswith(repr(name))
    assert "use lower-case letters, digits, '-', '_' and '.'" in told


def test_a_folder_without_a_source_is_refused(tmp_path: Path) -> None:
    (tmp_path / "paper").mkdir()
    assert refusal(tmp_path / "paper") == f"FOLDER needs one of {NAMES}; it has none"


def test_a_folder_with_two_sources_is_refused(write: Write) -> None:
    write(file="source.md")
    told = refusal(write(file="source.txt"))
    assert told == f"FOLDER needs one of {NAMES}; it has source.md and source.txt"


def test_a_source_that_is_not_utf_8_is_refused(write: Write) -> None:
    told = refusal(write("Staf Atas\xe9".encode("latin-1")))
    assert told == "FOLDER/source.txt is not UTF-8 at byte 9; convert it, then run kutip index"


@pytest.mark.parametrize("source", ["", " \n\t\r\n", "\f\u00a0\u2028"])
def test_a_blank_source_is_refused(write: Write, source: str) -> None:
    assert refusal(write(source)) == "FOLDER/source.txt is blank; put the paper's text into it or remove its folder"


@pytest.mark.parametrize(
    "metadata",
    ["{", "", "title: Meetings", '{"a": NaN}', '{"a": 1e999}', '{"title": "\\ud800"}', "[" * 100_000, "\ufeff{}"],
)
def test_metadata_that_are_not_json_are_refused(write: Write, metadata: str) -> None:
    told = refusal(write(metadata=metadata))
    assert told.startswith("FOLDER/metadata.json is not JSON in UTF-8: ")
    assert told.endswith("; mend it or remove it")


def test_metadata_that_are_not_utf_8_are_refused(write: Write) -> None:
    folder = write()
    (folder / "metadata.json").write_bytes(b'{"title": "Atas\xe9"}')
    assert "FOLDER/metadata.json is not JSON in UTF-8: " in refusal(folder)


def test_unreadable_metadata_are_refused(write: Write) -> None:
    folder = write()
    (folder / "metadata.json").mkdir()
    assert "Is a directory" in refusal(folder)


@pytest.mark.parametrize(("metadata", "name"), [("[]", "list"), ('"text"', "str"), ("null", "NoneType"), ("1", "int")])
def test_metadata_that_are_not_an_object_are_refused(write: Write, metadata: str, name: str) -> None:
    told = refusal(write(metadata=metadata))
    assert told == f"FOLDER/metadata.json holds a {name}; it needs an object of CSL-JSON fields"


@pytest.mark.parametrize(
    ("metadata", "field"),
    [
        ({"author": "Mansur Juned"}, "author"),
        ({"author": ["Mansur Juned"]}, "author"),
        ({"issued": 2025}, "issued"),
        ({"issued": "2025"}, "issued"),
        ({"issued": {"date-parts": "2025"}}, "issued"),
        ({"issued": {"date-parts": [2025]}}, "issued"),
        ({"title": ["Meetings"]}, "title"),
        ({"author": [{"literal": 5}]}, "author"),
        ({"author": [{"family": "Juned", "given": ["Mansur"]}]}, "author"),
        ({"editor": "Mansur Juned"}, "editor"),
        ({"container-title": [5]}, "container-title"),
        ({"container-title": {"short": "J of Ports"}}, "container-title"),
        ({"DOI": 10.1}, "DOI"),
        ({"license": ["CC-BY-4.0"]}, "license"),
        ({"language": 5}, "language"),
    ],
)
def test_metadata_with_fields_that_are_not_csl_json_are_refused(
    write: Write, metadata: dict[str, object], field: str
) -> None:
    told = refusal(write(metadata=metadata))
    assert told.startswith(f"FOLDER/metadata.json: {field} is {metadata[field]!r}; write it as CSL-JSON does: ")


@pytest.mark.parametrize(
    "metadata",
    [
        {"author": None},
        {"issued": None},
        {"issued": {"raw": "2025"}},
        {"author": []},
        {"author": [{"family": "Juned", "given": None, "affiliation": [{"name": "UPN"}]}]},
        {"issued": {"date-parts": [["circa 1990"]], "season": 1}},
        {"container-title": ["J of Ports", "J. Ports"]},
        {"DOI": None, "license": None, "language": None},
    ],
)
def test_unused_and_empty_metadata_fields_are_accepted(write: Write, metadata: dict[str, object]) -> None:
    assert read_document(write(metadata=metadata))[0].metadata == metadata


@pytest.mark.parametrize(
    ("metadata", "told"),
    [
        ({"authors": ["A. B. Sea"]}, 'authors is no field of CSL-JSON, which calls it author; write "author": [{'),
        ({"year": 2020}, 'year is no field of CSL-JSON, which calls it issued; write "issued": {"date-parts"'),
        ({"Title": "Tides"}, 'Title is no field of CSL-JSON, which calls it title; write "title": '),
        ({"doi": "10.1000/x"}, "doi is no field of CSL-JSON, which calls it DOI; write"),
        ({"journal": "Acta"}, "journal is no field of CSL-JSON, which calls it container-title; write"),
        ({"containerTitle": "Acta"}, "containerTitle is no field of CSL-JSON, which calls it container-title"),
        ({"publication_date": "2020-01-01"}, "publication_date is no field of CSL-JSON, which calls it issued"),
        ({"licence": "CC0-1.0"}, "licence is no field of CSL-JSON, which calls it license"),
        ({"pages": "1-9"}, "pages is no field of CSL-JSON, which calls it page"),
        ({"published": "2020"}, "published is no field of CSL-JSON, which calls it issued"),
        ({"auhtor": []}, "auhtor is no field of CSL-JSON, which calls it author"),
        ({"lisence": "MIT"}, "lisence is no field of CSL-JSON, which calls it license"),
        ({"title": "A", "titles": "B"}, "which calls it title, and title is there too: remove titles"),
        ({"author": [{"first": "Ana", "last": "Sea"}]}, "author has a name with 'first', which CSL-JSON calls 'given'"),
        ({"editor": [{"given": "A", "surname": "S"}]}, "editor has a name with 'surname', which CSL-JSON calls 'fami"),
    ],
)
def test_fields_under_another_name_are_refused_with_the_right_one(
    write: Write, metadata: dict[str, object], told: str
) -> None:
    assert told in refusal(write(metadata=metadata))


def test_all_misnamed_fields_are_told_at_once(write: Write) -> None:
    told = refusal(write(metadata={"authors": [], "title": 5, "year": 2020, "journal": "Acta", "volume": "3"}))
    assert [name for name in ("author;", "title is 5", "issued;", "container-title;", "volume") if name in told] == [
        "author;",
        "title is 5",
        "issued;",
        "container-title;",
    ]


@pytest.mark.parametrize(
    "metadata",
    [
        {"provenance": "a library", "source_form": "markdown", "my-own": 1, "shelf": "B2", "edited-by": "me"},
        {"issued": {"date-parts": [[2020]]}, "published": {"date-parts": [[2020, 3]]}, "subject": ["Sea"]},
        {"issue": "4", "number": "7", "part": "2", "keyword": "tides", "edition": "2"},
        {"author": [{"name": "Port Authority", "sequence": "first", "affiliation": [{"name": "UPN"}]}]},
    ],
)
def test_fields_of_ones_own_and_of_crossref_are_kept(write: Write, metadata: dict[str, object]) -> None:
    assert read_document(write(metadata=metadata))[0].metadata == metadata


def test_all_faults_of_source_and_metadata_are_told_at_once(write: Write) -> None:
    folder = write(metadata={"DOI": 7, "language": ["en"], "sha256": "0" * 64})
    (folder / "source.txt").write_bytes(b"\xff")
    told = refusal(folder)
    for fault in ("DOI is 7; write it as", "language is ['en']; write it as", "its metadata says 000", "is not UTF-8"):
        assert told.count(fault) == 1
    (folder / "source.txt").unlink()
    assert all(fault in refusal(folder) for fault in ("it has none", "DOI is 7", "language is"))


def test_only_the_first_twenty_wrong_fields_are_told(write: Write) -> None:
    told = refusal(write(metadata={f"field{n}": "a\u0000" for n in range(25)}))
    assert told.count("holds the control character") == 20
    assert told.endswith("and 5 more fields")


def test_a_source_with_another_sha256_than_its_metadata_is_refused(write: Write) -> None:
    told = refusal(write(metadata={"sha256": "0" * 64}))
    found = hashlib.sha256(TEXT.encode()).hexdigest()
    assert told == f"FOLDER: the source has SHA-256 {found}, its metadata says {'0' * 64}; mend one of them"


@pytest.mark.parametrize("form", ["odt", ["markdown"], {"a": 1}, 3])
def test_an_unknown_source_form_is_refused(write: Write, form: object) -> None:
    told = refusal(write(metadata={"source_form": form}))
    assert told == f"FOLDER/metadata.json: source_form is {form!r}; use one of {', '.join(sorted(READERS))}"
