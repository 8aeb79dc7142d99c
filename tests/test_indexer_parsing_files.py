"""Files of a corpus: links out of it, pipes, devices and huge files are refused before they are read."""

import os
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from indexer.abbreviations import read_listed
from indexer.examples import read_examples
from indexer.glossaries import glossaries_of
from indexer.parsing.corpus import list_documents, read_document
from indexer.parsing.files import MOST_BYTES, mark_of, read_file, resolve_inside
from kutip.errors import CorpusError

TEXT = "# Harbours\n\nThe harbour has police boats.\n"


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    """A corpus with one paper; beside it, outside of it, a secret paper."""
    for name in ("corpus/paper", "outside/secret"):
        (tmp_path / name).mkdir(parents=True)
        (tmp_path / name / "source.md").write_text(f"{TEXT}{name}\n", encoding="utf-8")
    return tmp_path / "corpus"


def refusal(folder: Path) -> str:
    with pytest.raises(CorpusError) as refused:
        read_document(folder)
    assert "\n" not in str(refused.value)
    return str(refused.value)


def test_a_source_that_links_out_of_the_corpus_is_refused(corpus: Path, tmp_path: Path) -> None:
    source = corpus / "paper" / "source.md"
    for target in (tmp_path / "outside/secret/source.md", Path("../../outside/secret/source.md"), Path("/etc/passwd")):
        source.unlink()
        source.symlink_to(target)
        assert refusal(corpus / "paper") == f"{source} is a symbolic link out of the corpus; put a copy in its place"


def test_metadata_that_link_out_of_the_corpus_are_refused(corpus: Path, tmp_path: Path) -> None:
    (tmp_path / "outside" / "metadata.json").write_text('{"title": "Secret"}')
    (corpus / "paper" / "metadata.json").symlink_to(tmp_path / "outside" / "metadata.json")
    assert "metadata.json is a symbolic link out of the corpus" in refusal(corpus / "paper")


def test_a_paper_folder_that_links_out_of_the_corpus_is_refused(corpus: Path, tmp_path: Path) -> None:
    (corpus / "linked").symlink_to(tmp_path / "outside" / "secret")
    assert [folder.name for folder in list_documents(corpus)] == ["linked", "paper"]
    assert "linked is a symbolic link out of the corpus" in refusal(corpus / "linked")


def test_links_inside_the_corpus_and_to_the_corpus_are_followed(corpus: Path, tmp_path: Path) -> None:
    (corpus / "other").mkdir()
    (corpus / "other" / "source.md").symlink_to("../paper/source.md")
    (corpus / "again").symlink_to("paper")
    (tmp_path / "link").symlink_to(corpus)
    for root in (corpus, tmp_path / "link"):
        for name in ("other", "again", "paper"):
            assert read_document(root / name)[0].id == name


@pytest.mark.parametrize("target", ["nowhere", "loop", "../paper/source.md/x"])
def test_links_that_lead_nowhere_are_refused(corpus: Path, target: str) -> None:
    (corpus / "loop").symlink_to(target)
    assert [folder.name for folder in list_documents(corpus)] == ["loop", "paper"]
    assert "loop is a symbolic link that leads nowhere; mend or remove it" in refusal(corpus / "loop")
    source = corpus / "paper" / "source.md"
    source.unlink()
    source.symlink_to("source.md")
    assert "source.md is a symbolic link that leads nowhere" in refusal(corpus / "paper")


@pytest.mark.parametrize("file", ["source.md", "metadata.json"])
def test_a_named_pipe_is_refused_without_waiting_for_it(corpus: Path, file: str) -> None:
    path = corpus / "paper" / file
    path.unlink(missing_ok=True)
    os.mkfifo(path)
    assert refusal(corpus / "paper") == f"{path} cannot be read as a file: it is a named pipe; remove it"


def test_folders_sockets_and_devices_in_place_of_a_file_are_refused(corpus: Path, tmp_path: Path) -> None:
    path = corpus / "paper" / "metadata.json"
    path.mkdir()
    assert "cannot be read as a file: Is a directory; remove it" in refusal(corpus / "paper")
    path.rmdir()
    os.chdir(path.parent)  # the address of a socket is short
    with socket.socket(socket.AF_UNIX) as bound:
        bound.bind(path.name)
        assert "cannot be read as a file: it is a socket; remove it" in refusal(corpus / "paper")
    with pytest.raises(CorpusError, match="it is a device"):
        read_file(Path("/dev/zero"), Path("/dev"), most=10)


@pytest.fixture(autouse=True)
def _stay_here() -> Iterator[None]:
    here = Path.cwd()
    yield
    os.chdir(here)


def test_a_huge_sparse_file_is_refused_before_it_is_read(corpus: Path) -> None:
    path = corpus / "paper" / "source.md"
    os.truncate(path, 1 << 40)  # a terabyte of holes
    told = f"has 1,099,511,627,776 bytes, at most {MOST_BYTES:,} are read; divide it or raise KUTIP_DOCUMENT_BYTES"
    assert told in refusal(corpus / "paper")
    assert len(mark_of(path, corpus)) == 32


def test_hard_links_are_files_like_any_other(corpus: Path) -> None:
    (corpus / "other").mkdir()
    os.link(corpus / "paper" / "source.md", corpus / "other" / "source.md")
    assert read_document(corpus / "other")[0].source_text.startswith(TEXT)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_without_permission_is_refused(corpus: Path) -> None:
    path = corpus / "paper" / "source.md"
    path.chmod(0)
    assert "cannot be read: Permission denied; mend or remove it" in refusal(corpus / "paper")


@pytest.mark.parametrize(
    "name", ["Paper", "a\nb", "a\x1b[2J", b"a\xff".decode("utf-8", "surrogateescape"), "con", "nul.txt", "com1", "a b"]
)
def test_odd_names_of_folders_are_refused_on_one_line(corpus: Path, name: str) -> None:
    folder = corpus / name
    folder.mkdir()
    (folder / "source.md").write_text(TEXT)
    told = refusal(folder)
    assert told.startswith(f"{name!r} is no document id: ")
    assert told.isprintable()


def test_lists_beside_the_papers_that_link_out_are_refused(corpus: Path, tmp_path: Path) -> None:
    for name in ("glossary_id.tsv", "examples.json", "abbreviations.tsv"):
        (tmp_path / "outside" / name).write_text("[]")
        (corpus / name).symlink_to(tmp_path / "outside" / name)
    for read in (lambda: glossaries_of(corpus), lambda: read_examples(corpus / "examples.json")):
        with pytest.raises(CorpusError, match="is a symbolic link out of the corpus"):
            read()
    with pytest.raises(CorpusError, match="is a symbolic link out of the corpus"):
        read_listed(corpus / "abbreviations.tsv")


def test_the_mark_of_a_file_changes_with_it_and_never_fails(corpus: Path, tmp_path: Path) -> None:
    path = corpus / "paper" / "source.md"
    before = mark_of(path, corpus)
    assert mark_of(path, corpus) == before
    path.write_text("other", encoding="utf-8")
    assert mark_of(path, corpus) != before
    (corpus / "link").symlink_to(tmp_path / "outside/secret/source.md")
    assert len(mark_of(corpus / "link", corpus)) == 32


def test_a_file_that_is_missing_is_told_from_one_that_is_refused(corpus: Path) -> None:
    with pytest.raises(FileNotFoundError):
        read_file(corpus / "none", corpus, most=10)
    with pytest.raises(CorpusError, match="at most 3 are read"):
        read_file(corpus / "paper" / "source.md", corpus, most=3)
    assert resolve_inside(corpus / "paper", corpus).name == "paper"
