"""The weights with which the rankings of the stages are merged: which ones, by the languages; and the merging."""

from collections.abc import Mapping
from dataclasses import dataclass

from kutip.settings import SearchSettings, Weights
from retriever.ranking.fusion import Ranking, normalised_sum, reciprocal_rank_fusion

STAGES = ("bm25", "dense", "late", "multilingual_dense", "multilingual_late")  # in the order of the weights
_MULTILINGUAL = 3  # the first of these that the multilingual encoder ranks


@dataclass(frozen=True, slots=True)
class StageRankings:
    """What each stage finds for a query, before the rankings are merged.

    Attributes:
        rankings: The ranking of each of STAGES that the index has.
        last: Numbers of the passages that rank behind all others, see `SUPPLEMENTS`.
        compares: True if papers take turns.
    """

    rankings: Mapping[str, Ranking]
    last: frozenset[int]
    compares: bool


def weights_for(settings: SearchSettings, *, in_one_language: bool, translated: bool, multilingual: bool) -> Weights:
    """Return the weights for a question.

    Args:
        settings: Has the kinds of weights.
        in_one_language: True if the question and every passage searched are in the papers' language.
        translated: True if a glossary translates the question.
        multilingual: True if the index has a multilingual encoder.
    """
    if in_one_language:
        return settings.weights
    if multilingual:
        return settings.weights_multilingual if translated else settings.weights_untranslated
    return settings.weights_translated if translated else settings.weights


def reads_multilingual(weights: Weights) -> bool:
    """True if a stage of the multilingual encoder has a weight."""
    return any(weights[_MULTILINGUAL:])


def merged(rankings: Mapping[str, Ranking], weights: Weights, settings: SearchSettings) -> dict[int, float]:
    """Merge the rankings of stages into one score for each passage; 0 to 1 for the weighted sum.

    One ranking alone keeps its scores.
    """
    if len(rankings) == 1:
        return dict(next(iter(rankings.values())))
    shares = dict(zip(STAGES, weights, strict=True))
    weighed = [(ranking, shares[name]) for name, ranking in rankings.items() if shares[name] > 0]
    if settings.fusion == "rrf":
        return reciprocal_rank_fusion([ranking for ranking, _ in weighed], k=settings.rrf_k)
    return normalised_sum([ranking for ranking, _ in weighed], [share for _, share in weighed])
