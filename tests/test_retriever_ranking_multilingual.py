"""Questions in another language than the papers' are ranked by the multilingual encoder too, unless it is left out."""

from pathlib import Path

import numpy as np
import pytest
from conftest import english

from kutip.errors import IndexMismatchError, QueryError
from kutip.settings import IndexSettings, SearchSettings, Settings
from kutip.types import Hit, Kind
from retriever.ranking.multilingual import open_multilingual
from retriever.ranking.stage_weights import merged, reads_multilingual, weights_for
from retriever.search import Retriever, System

INDONESIAN, ENGLISH = "Berapa korban yang dipulangkan ke daerah asalnya?", "How many victims were sent home?"
OWN, FURTHER = {"bm25", "dense", "late"}, {"multilingual_dense", "multilingual_late"}


@pytest.fixture(scope="module")
def multilingual(settings: Settings) -> Retriever:
    """A retriever over the index of the papers, which has the encoder wherever its package is installed."""
    opened = Retriever.open(settings.index, settings.changed(indexing={"multilingual": "auto"}))
    if not opened.has_multilingual:
        pytest.skip("the package of the multilingual encoder is not installed")
    return opened


def named(hits: tuple[Hit, ...]) -> set[str]:
    return {name for hit in hits for name in hit.scores}


def changed(retriever: Retriever, **search: object) -> Retriever:
    return retriever.tuned(retriever.settings.changed(search=search))


def without(retriever: Retriever) -> Retriever:
    return retriever.tuned(retriever.settings.changed(indexing={"multilingual": "off"}))


def test_a_question_in_another_language_is_ranked_by_five_stages(multilingual: Retriever) -> None:
    assert named(multilingual.search(INDONESIAN, k=50).hits) == OWN | FURTHER
    assert named(multilingual.search(ENGLISH, k=50).hits) == OWN


def test_the_encoder_can_be_left_out_of_an_index_that_has_it(multilingual: Retriever) -> None:
    assert named(without(multilingual).search(INDONESIAN, k=50).hits) == OWN
    with pytest.raises(QueryError) as told:
        without(multilingual).search(INDONESIAN, system=System.MULTILINGUAL)
    assert "no multilingual encoder" in english(told.value.message)


def test_the_encoder_reads_the_question_as_typed(multilingual: Retriever) -> None:
    alone = [
        changed(multilingual, glossary=glossary).search(INDONESIAN, system=System.MULTILINGUAL).hits
        for glossary in (True, False)
    ]
    assert alone[0] == alone[1]
    assert named(alone[0]) == FURTHER


def test_untranslated_questions_find_what_they_ask_for(multilingual: Retriever) -> None:
    plain = changed(multilingual, glossary=False)
    for one, other in (
        ("Di kota mana ASEANAPOL didirikan?", "In which city was ASEANAPOL founded?"),
        ("Berapa tingkat kemiskinan Indonesia pada tahun 2021?", "What was Indonesia's poverty rate in 2021?"),
    ):
        translated = {hit.passage.id for hit in multilingual.search(other, k=5).hits}
        assert translated & {hit.passage.id for hit in plain.search(one, k=5).hits}


def test_english_questions_are_ranked_by_it_if_the_weights_say_so(multilingual: Retriever) -> None:
    asked = changed(multilingual, weights=(0.2, 0.2, 0.3, 0.1, 0.2))
    assert named(asked.search(ENGLISH, k=50).hits) == OWN | FURTHER


def test_weight_on_its_late_interaction_alone_keeps_that_ranking(multilingual: Retriever) -> None:
    plain = {"supplements_last": False, "papers_in_turn": False}
    late = changed(multilingual, weights_multilingual=(0, 0, 0, 0, 1), **plain).search(INDONESIAN, k=20).hits
    scores = [hit.scores["multilingual_late"] for hit in late]
    assert scores == sorted(scores, reverse=True)


def test_only_passages_asked_for_are_ranked(multilingual: Retriever) -> None:
    document = next(iter(multilingual.documents))
    hits = multilingual.search(INDONESIAN, k=50, documents=[document], kinds=[Kind.PARAGRAPH]).hits
    assert {(hit.passage.document_id, hit.passage.kind) for hit in hits} == {(document, Kind.PARAGRAPH)}
    assert named(hits) == OWN | FURTHER


def test_in_a_large_index_late_interaction_scores_the_nearest_passages_only(
    multilingual: Retriever, settings: Settings
) -> None:
    search = SearchSettings(late_exact_up_to=0, candidates=20)
    large = Retriever.open(settings.index, settings.changed(search=search, indexing={"multilingual": "auto"}))
    ranked, exact = (one.rank_stages(INDONESIAN).rankings for one in (large, multilingual))
    assert set(ranked["multilingual_late"]) == set(ranked["multilingual_dense"])
    assert len(ranked["multilingual_dense"]) == 20
    for row, score in ranked["multilingual_late"].items():
        if row in exact["multilingual_late"]:
            assert score == pytest.approx(exact["multilingual_late"][row], abs=1e-5)


def test_an_index_without_the_encoder_is_refused_if_it_is_required(tmp_path: Path) -> None:
    for wanted in ("auto", "off"):
        assert open_multilingual(tmp_path, 3, Settings(indexing=IndexSettings(multilingual=wanted))) is None
    with pytest.raises(IndexMismatchError, match=r"KUTIP_MULTILINGUAL is 'on', but the index has no .*: kutip index"):
        open_multilingual(tmp_path, 3, Settings(indexing=IndexSettings(multilingual="on")))


@pytest.mark.parametrize(
    ("in_one_language", "translated", "multilingual", "wanted"),
    [
        (True, False, True, "weights"),
        (True, False, False, "weights"),
        (False, True, True, "weights_multilingual"),
        (False, True, False, "weights_translated"),
        (False, False, True, "weights_untranslated"),  # an English question and a paper in another language
        (False, False, False, "weights"),
    ],
)
def test_the_weights_follow_the_languages(
    in_one_language: bool, translated: bool, multilingual: bool, wanted: str
) -> None:
    given = SearchSettings()
    found = weights_for(given, in_one_language=in_one_language, translated=translated, multilingual=multilingual)
    assert found == getattr(given, wanted)
    assert reads_multilingual(found) is (wanted in ("weights_multilingual", "weights_untranslated"))


def test_rankings_are_merged_by_the_weights_of_their_stages() -> None:
    given = SearchSettings()
    rankings = {"multilingual_dense": {1: 0.9, 2: 0.1}, "multilingual_late": {2: 0.8, 3: 0.2}}
    assert merged(rankings, (0.4, 0, 0, 0.1, 0.5), given) == pytest.approx({1: 0.1, 2: 0.5, 3: 0.0})
    assert merged({"late": {4: 0.7}}, given.weights, given) == {4: 0.7}


def test_the_best_passages_are_best_by_both_of_its_stages(multilingual: Retriever) -> None:
    ranked = multilingual.rank_stages("Kota tempat ASEANAPOL didirikan").rankings
    best = [max(ranked[name], key=ranked[name].__getitem__) for name in sorted(FURTHER)]
    texts = [multilingual.passages[row].text for row in best]
    assert all("Manila" in text for text in texts)
    assert all(np.diff(list(ranking.values())).max() <= 0 for ranking in ranked.values())


def test_a_row_asked_for_by_number_is_first_in_indonesian_too(multilingual: Retriever) -> None:
    for forum, number, wanted in (("SOMTC", 24, " 24th SOMTC "), ("AMMTC", 9, " 9th AMMTC ")):
        first = multilingual.search(f"Di mana {forum} ke-{number} diadakan?", k=1).hits[0]
        assert wanted in first.passage.text
