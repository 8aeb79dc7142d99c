"""Every hostile document, of each kind and form, is read and cut within 10 seconds of CPU and 500 MB."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from benchmarks.hostile_documents import FORMS, HostileDocument, hostile_documents
from indexer.limited import LimitedCalls
from indexer.papers import PassageSizes, cut_paper, read_paper
from indexer.passage_encoder import PassageInput
from kutip.errors import CorpusError
from kutip.index.layout import TOKENIZER
from kutip.index.store import open_generation
from kutip.settings import BuildingLimits, Settings

DOCUMENTS = hostile_documents()
WITHOUT_PASSAGES = frozenset[str]()
SIZE = 20_000  # characters; benchmarks/hostile measures up to 1,000,000


@pytest.fixture(scope="module")
def calls() -> Iterator[LimitedCalls]:
    with LimitedCalls(seconds=10, megabytes=500) as made:
        yield made


@pytest.fixture(scope="module")
def sizes(settings: Settings) -> PassageSizes:
    return PassageSizes(open_generation(settings.index).path(TOKENIZER), target=200, passage_input=PassageInput(256))


def write(document: HostileDocument, folder: Path, size: int) -> Path:
    paper = folder / document.name
    paper.mkdir()
    (paper / "source.md").write_text(document.text(size), encoding="utf-8", newline="", errors="surrogatepass")
    (paper / "metadata.json").write_text(json.dumps({"source_form": document.form}), encoding="utf-8")
    return paper


def test_there_are_eighty_hostile_documents_of_both_forms_with_names_of_their_own() -> None:
    assert len({document.name for document in DOCUMENTS}) == len(DOCUMENTS) >= 80
    assert {document.form for document in DOCUMENTS} == set(FORMS)


@pytest.mark.parametrize("document", DOCUMENTS, ids=[document.name for document in DOCUMENTS])
def test_a_hostile_document_is_read_and_cut_within_its_limits(
    document: HostileDocument, calls: LimitedCalls, sizes: PassageSizes, tmp_path: Path
) -> None:
    limits = BuildingLimits()
    folder = write(document, tmp_path, SIZE)
    paper = calls.call(document.name, read_paper, folder, limits)
    assert any(block.text.strip() for block in paper.blocks)
    arguments = (paper.document, paper.blocks, dict(paper.introduced), sizes, limits.sentence_tokens)
    if document.kind in WITHOUT_PASSAGES:
        with pytest.raises(CorpusError, match=r"no text below its headings|the encoder sees nothing"):
            calls.call(document.name, cut_paper, *arguments)
        return
    cut = calls.call(document.name, cut_paper, *arguments)
    assert len(cut.passages) == len(cut.plans) == len(cut.terms) > 0
    assert sum(len(passage.context) for passage in cut.passages) <= 5_000 * len(cut.passages)


@pytest.mark.parametrize("document", DOCUMENTS, ids=[document.name for document in DOCUMENTS])
def test_a_hostile_document_has_about_the_size_asked_for(document: HostileDocument) -> None:
    assert 1_200 <= len(document.text(2_000)) <= 9_000
    assert document.text(2_000) == document.text(2_000)
