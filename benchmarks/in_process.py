"""Times searches, answers, and each stage of a search in this process."""

from collections.abc import Iterator, Sequence
from functools import partial

import numpy as np

from benchmarks.figures import Figure, times
from kutip.index.query_encoder import QueryEncoder
from kutip.index.store import open_generation
from kutip.settings import Settings
from retriever.answers.answerer import Answerer
from retriever.answers.calibration import Calibration
from retriever.query.abbreviations import Abbreviations
from retriever.query.glossary import open_glossaries
from retriever.query.understanding import Understanding
from retriever.ranking.bm25 import Postings
from retriever.ranking.dense import DenseIndex
from retriever.ranking.late import LateIndex
from retriever.search import Retriever, System


def measure_stages(settings: Settings, questions: Sequence[str]) -> Iterator[Figure]:
    """Time each stage of a search by itself, on all passages."""
    generation = open_generation(settings.index)
    folder, passages = generation.folder, int(generation.facts["passages"])
    postings, dense = Postings(folder, passages), DenseIndex(folder, passages)
    late = LateIndex(folder, passages, in_memory=passages <= settings.search.late_exact_up_to)
    understanding = Understanding(open_glossaries(folder), Abbreviations.read(folder), postings.holders)
    encoder = QueryEncoder(folder)
    read = {text: understanding.of(text, settings.search) for text in questions}
    encoded = {text: encoder.encode(read[text].encoded) for text in questions}
    n, every = settings.search.candidates, np.arange(passages)
    yield from times("stage understand", questions, lambda text: understanding.of(text, settings.search))
    yield from times("stage encode", questions, lambda text: encoder.encode(read[text].encoded))
    yield from times("stage bm25", questions, lambda text: postings.scores(read[text].counted))
    yield from times("stage dense", questions, lambda text: dense.nearest(encoded[text].pooled, n))
    yield from times("stage late", questions, lambda text: late.scores(encoded[text], every))


def measure_searches(retriever: Retriever, questions: Sequence[str]) -> Iterator[Figure]:
    """Time whole searches, from the question to the hits, by each system."""
    for system in System:
        yield from times(f"search {system}", questions, partial(retriever.search, system=system))


def measure_answers(retriever: Retriever, questions: Sequence[str]) -> Iterator[Figure]:
    """Time answers without a language model."""
    yield from times("ask", questions, Answerer(retriever, Calibration.read()).answer)
