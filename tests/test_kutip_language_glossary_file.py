"""Glossary files: one word or phrase per line with its translations."""

from pathlib import Path

import pytest
from conftest import ROOT

from kutip.errors import CorpusError
from kutip.language import LANGUAGES
from kutip.language.glossary_file import read_glossary


def test_a_line_gives_a_word_its_translations_best_first(tmp_path: Path) -> None:
    path = tmp_path / "glossary_id.tsv"
    path.write_text("# words\nkincir pasang\ttidal turbine | turbine\tphrase\n\npun\t\tfunction\n", encoding="utf-8")
    assert read_glossary(path) == {"kincir pasang": ("tidal turbine", "turbine"), "pun": ()}


def test_no_file_gives_no_words(tmp_path: Path) -> None:
    assert read_glossary(tmp_path / "glossary_id.tsv") == {}


@pytest.mark.parametrize(
    ("held", "says"),
    [
        (b"kota\tcity\n", "line 1: it needs three columns between tabs"),
        (b"# words\n\tcity\tnoun\n", "line 2: it needs three columns"),
        (b"Kota\tcity\tnoun\n", "line 1: write 'Kota' in lower case"),
        (b"kota\tcity\tnoun\nkota\ttown\tnoun\n", "line 2: write 'kota' in lower case, and on one line only"),
        (b"kota\xff\tcity\tnoun\n", "is not UTF-8 at byte 4"),
    ],
)
def test_a_bad_file_is_refused_with_its_place(tmp_path: Path, held: bytes, says: str) -> None:
    path = tmp_path / "glossary_id.tsv"
    path.write_bytes(held)
    with pytest.raises(CorpusError, match=says) as told:
        read_glossary(path)
    assert str(path) in str(told.value)


def test_kutip_s_own_glossaries_can_be_read() -> None:
    for one in LANGUAGES.values():
        if one.translating is not None:
            assert len(read_glossary(ROOT / "src" / "retriever" / "query" / one.translating.glossary)) > 6000


def test_the_bundled_corpus_translates_what_only_its_papers_name() -> None:
    assert read_glossary(ROOT / "corpus" / "glossary_id.tsv")["polisi asean"][0] == "ASEANAPOL"
