"""Questions in one language over texts in another: files are read strictly, and leaving the glossary out shows."""

from collections.abc import Callable
from contextlib import nullcontext
from pathlib import Path
from typing import Any

import pytest

from eval.errors import EvaluationError
from eval.studies.beir import Collection, IndexedCollection
from eval.studies.crosslingual import METRICS, as_rows, read_pairs, read_translations, score_variants, translated

TEXTS = {
    "bees": ("", "Honey bees dance where flowers grow."),
    "city": ("", "The police of the big city held a meeting about crime."),
    "ship": ("", "A ship carried rice over the sea."),
    "rain": ("", "Rain falls in the wet season."),
}
TINY = Collection(
    "tiny", TEXTS, {"q1": "Who met?", "q2": "What did the ship carry?"}, {"q1": {"city": 1}, "q2": {"ship": 1}}
)
INDONESIAN = {"q1": "Siapa yang mengadakan rapat tentang kejahatan di kota?", "q2": "Kapal itu membawa apa lewat laut?"}


def no_bars(what: str, total: int) -> Any:
    return nullcontext(lambda: None)


def write(tmp_path: Path, *lines: str) -> Path:
    file = tmp_path / "questions.jsonl"
    file.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    return file


def test_translations_are_read_by_the_id_of_the_question_translated(tmp_path: Path) -> None:
    lines = '{"id": "x1", "question_id": "q1", "question": "Siapa?"}', "", '{"id": "q2", "question": "Kapan?"}'
    assert read_translations(write(tmp_path, *lines)) == {"q1": "Siapa?", "q2": "Kapan?"}


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ('{"question_id": "q2"}', "line 2: Field required"),
        ("Siapa?", "line 2: Invalid JSON"),
        ('{"question_id": "q1", "question": "Siapakah?"}', "line 2: the question 'q1' is translated twice"),
    ],
)
def test_a_malformed_translation_is_reported_with_its_line(tmp_path: Path, line: str, message: str) -> None:
    file = write(tmp_path, '{"question_id": "q1", "question": "Siapa?"}', line)
    with pytest.raises(EvaluationError, match=message):
        read_translations(file)


def test_only_translated_questions_are_asked_in_either_language() -> None:
    ours, theirs = translated(TINY, {"q2": INDONESIAN["q2"]})
    assert ours.queries == {"q2": INDONESIAN["q2"]}
    assert theirs.queries == {"q2": TINY.queries["q2"]}
    assert ours.qrels == theirs.qrels == {"q2": {"ship": 1}}
    assert ours.texts == theirs.texts == TEXTS


def test_a_translation_of_no_answerable_question_is_refused() -> None:
    with pytest.raises(EvaluationError, match="tiny has no answerable question 'q9'"):
        translated(TINY, {"q9": "Siapa?"})


def test_each_sentence_of_a_pair_is_to_find_the_other(tmp_path: Path) -> None:
    folder = tmp_path / "pairs"
    folder.mkdir()
    (folder / "pairs.tsv").write_text('tuid\ten\tid\n1\tA "quoted word\tKata\n2\tRain\tHujan\n', encoding="utf-8")
    read = read_pairs(folder / "pairs.tsv")
    assert read == Collection(
        "pairs",
        {"s00000": ("", 'A "quoted word'), "s00001": ("", "Rain")},
        {"s00000": "Kata", "s00001": "Hujan"},
        {"s00000": {"s00000": 1}, "s00001": {"s00001": 1}},
    )


@pytest.mark.parametrize("text", ["", "en\tde\nRain\tRegen\n", "en\tid\nRain\n"], ids=["empty", "column", "cell"])
def test_pairs_without_both_columns_are_refused(tmp_path: Path, text: str) -> None:
    (tmp_path / "pairs.tsv").write_text(text, encoding="utf-8")
    with pytest.raises(EvaluationError, match="needs the columns en and id"):
        read_pairs(tmp_path / "pairs.tsv")


@pytest.fixture(scope="module")
def indexed(tmp_path_factory: pytest.TempPathFactory, lay_encoder: Callable[[Path], None]) -> IndexedCollection:
    work = tmp_path_factory.mktemp("crosslingual")
    lay_encoder(work / "tiny" / "index")
    ours, _ = translated(TINY, INDONESIAN)
    return IndexedCollection(ours, work, no_bars)


def test_all_parts_find_both_texts_and_the_first_row_has_their_means(indexed: IndexedCollection) -> None:
    scored = list(score_variants(indexed, no_bars))
    assert scored[0] == ("all", {metric: [1.0, 1.0] for metric in METRICS})
    assert "without glossary" in [name for name, _ in scored]
    rows = as_rows(scored)
    assert rows[0] == ["all", *["1.000 [1.000, 1.000]"] * len(METRICS)]
    assert [row[0] for row in rows] == [name for name, _ in scored]


def test_a_loss_is_shown_beside_the_mean() -> None:
    whole, less = (dict.fromkeys(METRICS, values) for values in ([1.0] * 4, [1.0, 0.0, 0.0, 1.0]))
    (_, row) = as_rows([("all", whole), ("without glossary", less)])
    assert row[1].startswith("0.500: -0.500 [-1.000, ")
    assert row[1].endswith(", p = 0.500")  # of the four ways to flip two signs, two are as far from 0


def test_the_queries_of_another_collection_use_the_same_index(indexed: IndexedCollection) -> None:
    other = indexed.asking(TINY)
    assert other.collection.queries == TINY.queries
    assert other.retriever is indexed.retriever
    assert indexed.collection.queries == INDONESIAN
