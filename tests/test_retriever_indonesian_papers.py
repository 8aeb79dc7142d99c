"""Papers in Indonesian are found by inflected forms of their words, alone and beside papers in English."""

import json
from pathlib import Path

import pytest
from test_indexer_build import write_corpus
from tiny_models import write_tiny_model

from indexer.build import build_index
from kutip.settings import Settings
from kutip.text.terms import terms
from retriever.search import Retriever, System

INDONESIAN = """PENDAHULUAN

Nelayan memerangi penangkapan ikan yang merusak terumbu karang sejak 1998.

METODE

Para peneliti menuliskan pengalaman korban badai di tiga pulau kecil.

HASIL

Pemerintah daerah mengirim kapal patroli dan melindungi permukiman pesisir.
"""
ENGLISH = "INTRODUCTION\n\nFishers fight bombs on coral reefs. Boats patrol.\n\nMETHOD\n\nWe interviewed sailors.\n"


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_tiny_model(tmp_path_factory.mktemp("model"))


def opened(folder: Path, model: Path, papers: dict[str, str], languages: dict[str, str]) -> Retriever:
    corpus = write_corpus(folder / "corpus", papers)
    for name, language in languages.items():
        (corpus / name / "metadata.json").write_text(json.dumps({"language": language}), encoding="utf-8")
    settings = Settings(corpus=corpus, index=folder / "index", indexing={"model": str(model)})
    build_index(settings)
    return Retriever.open(settings.index, settings)


@pytest.fixture(scope="module", params=["alone", "beside English"])
def retriever(request: pytest.FixtureRequest, model: Path, tmp_path_factory: pytest.TempPathFactory) -> Retriever:
    papers = {"karang": INDONESIAN} | ({"reefs": ENGLISH} if request.param != "alone" else {})
    languages = {"karang": "id-ID", "reefs": "en"}
    return opened(tmp_path_factory.mktemp("papers"), model, papers, {name: languages[name] for name in papers})


@pytest.mark.parametrize(
    ("question", "wanted"),
    [
        ("Siapa yang berperang?", "Nelayan"),  # memerangi
        ("Ikan apa yang ditangkap?", "Nelayan"),  # penangkapan
        ("Apa yang ditulis tentang pengorbanan?", "Para peneliti"),  # menuliskan, korban
        ("Kapal apa yang dikirimkan?", "Pemerintah"),  # mengirim
        ("perlindungan pesisir", "melindungi"),  # melindungi
    ],
)
def test_a_passage_is_found_by_other_forms_of_its_words(retriever: Retriever, question: str, wanted: str) -> None:
    best = retriever.search(question, system=System.BM25).hits[0]
    assert best.passage.text.startswith(wanted)


def test_an_english_paper_beside_it_is_found_as_before(model: Path, tmp_path: Path) -> None:
    languages = {"karang": "id", "reefs": "en"}
    both = opened(tmp_path / "both", model, {"karang": INDONESIAN, "reefs": ENGLISH}, languages)
    hits = both.search("Who patrols reefs by boat?", system=System.BM25).hits
    assert hits[0].passage.document_id == "reefs"
    # A question in Indonesian finds the Indonesian paper by its own words and the English one by the glossary's.
    found = both.search("kapal patroli", system=System.BM25).hits
    assert {hit.passage.document_id for hit in found} == {"karang", "reefs"}


def test_an_unknown_language_is_read_as_that_of_the_papers(model: Path, tmp_path: Path) -> None:
    plain = opened(tmp_path, model, {"karang": INDONESIAN}, {"karang": "xx"})
    assert plain.search("memerangi", system=System.BM25).hits
    assert not plain.search("berperang", system=System.BM25).hits


def test_terms_follow_the_language() -> None:
    pairs = [("memerangi", "perang"), ("korbannya", "korban"), ("pelaku", "dilakukan"), ("pengiriman", "kirim")]
    for one, other in pairs:
        assert set(terms(one, "id")) & set(terms(other, "id")), one
    assert set(terms("menulis dan tertulis", "id")) == {"ulis", "tulis"}
    assert terms("mengatur", "id") == ["atur", "katur"]  # either letter may have been there
    assert terms("meng peng men", "id") == ["meng", "peng", "men"]
    assert terms("1,047 police boats", "id") == ["1047", "police", "boats"]
