"""The systems to score: the retriever's own, and a baseline whose windows cover every word."""

from itertools import pairwise

import pytest

from eval.runs.systems import DEPTH, Kutip, PlainBaseline
from kutip.index.query_encoder import QueryEncoder
from kutip.index.store import open_generation
from kutip.settings import Settings
from kutip.types import Document
from retriever.search import Retriever, System


@pytest.fixture(scope="module")
def encoder(settings: Settings) -> QueryEncoder:
    generation = open_generation(settings.index)
    return QueryEncoder(generation.folder)


def paper(words: int, *, name: str = "paper", rare: str = "") -> Document:
    """A paper of `words` words; the last one is `rare` if given."""
    text = "\n".join(f"w{i}" for i in range(words - bool(rare)))
    return Document(name, f"  {text} {rare}\n" if rare else f"  {text}\n", "00", {})


@pytest.mark.parametrize("system", [one for one in System if one is not System.MULTILINGUAL])  # off in tests
def test_a_system_of_kutip_ranks_the_hits_that_a_user_gets(retriever: Retriever, system: System) -> None:
    scored = Kutip(retriever, system)
    assert scored.name == system.value
    assert len(scored.passages) == len(retriever.passages)
    hits = retriever.search("Who chaired AMMTC?", k=DEPTH, system=system).hits
    found = [
        (scored.passages[row].document_id, scored.passages[row].spans) for row in scored.rank("Who chaired AMMTC?")
    ]
    assert found == [(hit.passage.document_id, hit.passage.spans) for hit in hits]


@pytest.mark.parametrize(
    ("words", "sizes"), [(1, [1]), (120, [120]), (121, [120, 31]), (210, [120, 120]), (211, [120, 120, 31])]
)
def test_windows_of_the_baseline_overlap_and_cover_every_word(
    encoder: QueryEncoder, words: int, sizes: list[int]
) -> None:
    document = paper(words)
    windows = PlainBaseline([document], encoder).passages
    texts = [document.source_text[one.spans[0].start : one.spans[0].end] for one in windows]
    assert [len(text.split()) for text in texts] == sizes
    assert texts[0].startswith("w0")
    assert texts[-1].endswith(f"w{words - 1}")
    assert [len(set(one.split()) & set(other.split())) for one, other in pairwise(texts)] == [30] * (len(texts) - 1)


def test_the_baseline_ranks_the_window_with_the_rare_word_first(encoder: QueryEncoder) -> None:
    documents = [paper(400), paper(300, name="other", rare="trafficking"), paper(400, name="third")]
    baseline = PlainBaseline(documents, encoder)
    ranked = baseline.rank("Human TRAFFICKING?")
    best = baseline.passages[ranked[0]]
    assert best.document_id == "other"
    assert documents[1].source_text[best.spans[0].start : best.spans[0].end].endswith("trafficking")
    assert len(set(ranked)) == len(ranked) == min(DEPTH, len(baseline.passages))
    assert baseline.rank("Human TRAFFICKING?") == ranked
