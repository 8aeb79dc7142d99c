"""Computes BM25 weights with rank_bm25 at build time; a query then only adds up rows of a sparse matrix."""

import json
import math
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from rank_bm25 import BM25Okapi

from kutip.index.layout import BM25_PASSAGES, BM25_POINTERS, BM25_TERMS, BM25_WEIGHTS


class PositiveBM25(BM25Okapi):  # type: ignore[misc]
    """BM25 with an IDF that stays positive for terms in most passages, of which papers on one subject have many.

    idf(t) = ln(1 + (N - n + 0.5) / (n + 0.5)) for a term in n of N passages, as in Lucene; everything else is
    rank_bm25's. Source: Robertson and Zaragoza, Foundations and Trends in IR 3(4), 2009, doi:10.1561/1500000019.
    """

    def _calc_idf(self, nd: dict[str, int]) -> None:
        for term, n in nd.items():
            self.idf[term] = math.log(1 + (self.corpus_size - n + 0.5) / (n + 0.5))


def write_postings(folder: Path, passages: Sequence[Sequence[str]], *, k1: float, b: float) -> None:
    """Write the weight of every term in every passage that contains it.

    Args:
        folder: Folder of the new generation.
        passages: N lists of terms, at least one of them not empty.
        k1: How much repeating a term adds (>= 0); at 0 only the first occurrence counts.
        b: How strongly a passage's length lowers its scores (0..1).
    """
    model = PositiveBM25([list(terms) for terms in passages], k1=k1, b=b)
    model.doc_len = np.asarray(model.doc_len)  # else rank_bm25 converts it to an array for every term
    holders: dict[str, list[int]] = {}
    for row, frequencies in enumerate(model.doc_freqs):
        for term in frequencies:
            holders.setdefault(term, []).append(row)
    vocabulary = sorted(holders)
    weights = [model.get_batch_scores([term], holders[term]) for term in vocabulary]
    pointers = np.cumsum([0, *(len(row) for row in weights)], dtype=np.int64)
    indices = np.asarray([row for term in vocabulary for row in holders[term]], dtype=np.int64)
    data = np.asarray([weight for row in weights for weight in row], dtype=np.float64)
    (folder / BM25_TERMS).write_text(json.dumps(vocabulary, ensure_ascii=False), encoding="utf-8")
    for name, array in ((BM25_POINTERS, pointers), (BM25_PASSAGES, indices), (BM25_WEIGHTS, data)):
        np.save(folder / name, array, allow_pickle=False)
