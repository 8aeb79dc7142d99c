"""The trained model: it is the file that was trained, reads entries of styles that rules do not, and is bounded."""

from pathlib import Path

import pytest

from indexer.bibliography import sequence_model
from indexer.bibliography.entry_features import features, words_of
from indexer.bibliography.entry_parts import find_parts
from indexer.bibliography.learned_parts import LearnedParts
from indexer.bibliography.plain_entry import EntryParts
from indexer.bibliography.sequence_model import MODELS, SequenceModel, model_path
from kutip.errors import ModelError

LARGEST = 2_000_000  # bytes of a model of the package
ACL = "Mira Holt and Jonas Vik. 2017. Counting boats from tide tables. In Proceedings of Harbour Studies, pages 11–19."
STYLES = {
    "ACL": ACL,
    "Vancouver": "7. Holt M, Vik J. Counting boats from tide tables. J Harb Stud. 2017;3(2):11-19.",
    "IEEE": "[7] M. Holt and J. Vik, “Counting boats from tide tables,” J. Harb., vol. 3, no. 2, pp. 11–19, 2017.",
    "Chicago": "Holt, Mira, and Jonas Vik. 2017. “Counting Boats from Tide Tables.” Journal of Harbours 3 (2): 11–19.",
    "MLA": "Holt, Mira, and Jonas Vik. “Counting Boats from Tide Tables.” Harbours, vol. 3, no. 2, 2017, pp. 11–19.",
    "ABNT": "HOLT, M.; VIK, J. Counting boats from tide tables. Journal of Harbours, v. 3, n. 2, p. 11-19, 2017.",
    "Nature": "Holt, M. & Vik, J. Counting boats from tide tables. J. Harb. Stud. 3, 11–19 (2017).",
    "Harvard": "Holt, M. and Vik, J. (2017) ‘Counting boats from tide tables’, Journal of Harbours, 3(2), pp. 11–19.",
    "Indonesian": "Holt, Mira dan Jonas Vik. 2017. Menghitung kapal dari tabel pasang. Jurnal Pelabuhan, 3(2), 11-19.",
}


def said(text: str, where: tuple[int, int] | None) -> str:
    return text[slice(*where)].casefold() if where is not None else ""


@pytest.mark.parametrize("style", STYLES)
def test_an_entry_of_each_style_has_its_parts(style: str) -> None:
    text = STYLES[style]
    found = find_parts(text)
    wanted = "menghitung kapal dari tabel pasang" if style == "Indonesian" else "counting boats from tide tables"
    assert said(text, found.title) == wanted
    assert said(text, found.year) == "2017"
    assert said(text, found.pages).replace("-", "–") == "11–19"
    names = said(text, found.authors)
    assert names.startswith(("holt", "m"))
    assert names.rstrip(". ,").endswith(("vik", "j"))
    assert any(name in said(text, found.container) for name in ("harb", "pelabuhan"))


@pytest.mark.parametrize("style", ["Vancouver", "IEEE", "Chicago", "MLA", "Harvard", "Indonesian"])
def test_volume_and_issue_are_told_apart(style: str) -> None:
    text = STYLES[style]
    found = find_parts(text)
    assert (said(text, found.volume), said(text, found.issue)) == ("3", "2")


def test_publisher_and_place_of_a_book_are_found() -> None:
    text = "Holt, Mira. 2017. Counting Boats. London: Harbour Press."
    found = find_parts(text)
    assert (said(text, found.publisher), said(text, found.place)) == ("harbour press", "london")


def test_every_model_of_the_package_is_small_and_the_one_that_was_trained() -> None:
    for name in MODELS:
        assert model_path(name).stat().st_size < LARGEST
        assert SequenceModel.of_package(name) is SequenceModel.of_package(name)


@pytest.mark.parametrize("content", [b"", b"something else", None])
def test_another_file_in_a_model_s_place_is_refused(
    content: bytes | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "entry_fields.crf"
    if content is not None:
        path.write_bytes(content)
    monkeypatch.setattr(sequence_model, "model_path", lambda name: path)
    sequence_model._opened.cache_clear()
    try:
        with pytest.raises(ModelError, match="install kutip again"):
            SequenceModel.of_package("entry_fields")
    finally:
        sequence_model._opened.cache_clear()


def test_each_word_is_described_by_itself_and_by_what_is_around_it() -> None:
    words = words_of("Holt, M. 2017.")
    assert words == [(0, 5), (6, 8), (9, 14)]
    first, second, third = features("Holt, M. 2017.", words)
    assert {"w=holt", "s=Aa", "e=,", "k=word", "a=0", "-1=none"} <= {*first}
    assert {"i=True", "-1w=holt", "1k=year"} <= {*second}
    assert {"w=0000", "k=year", "t=1", "1=none"} <= {*third}


@pytest.mark.parametrize("text", ["", " ", "word", "word " * 500, "a\n" * 100_000])
def test_what_is_no_entry_is_not_labelled(text: str) -> None:
    assert LearnedParts.of(text).runs == ()
    assert isinstance(find_parts(text), EntryParts)
