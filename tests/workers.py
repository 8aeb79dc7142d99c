"""How parallel workers (pytest -n 2) share the tests, so that no worker repeats or waits for a slow step.

Importing torch takes seconds; exporting an encoder and building the index of the papers take longer. So one worker gets
every file that builds an index, and starts with it. The other workers start with files that need no index; when they
come to the rest, the index of the papers is there.
"""

from collections.abc import Iterable
from typing import Any

import pytest
from xdist.scheduler import LoadScopeScheduling

# Files whose tests load torch: they stay on one worker, in this order.
BUILDERS = (
    "test_kutip_index_query_encoder.py",  # first, since it begins with the index of the papers
    "test_indexer_passage_encoder.py",
    "test_indexer_late_adapter.py",
    "test_indexer_multilingual_model.py",
    "test_indexer_multilingual_encoder.py",
    "test_retriever_indonesian_papers.py",
    "test_kutip_index_query_input.py",
    "test_indexer_model_files.py",
    "test_indexer_late_encoder.py",
    "test_indexer_build.py",
    "test_indexer_encoders.py",
    "test_kutip_cli_add_command.py",
    "test_indexer_embeddings.py",
    "test_indexer_parsing_formats.py",
    "test_api_pages_languages.py",
    "test_api_pages_routes.py",
    "test_api_document_facts.py",
    "test_api_v1_pictures.py",
    "test_page_planted.py",
    "test_page_pdf_sides.py",
    "test_eval_studies_beir.py",
    "test_eval_studies_crosslingual.py",
    "test_eval_studies_squad_questions.py",
    "test_corpus_of_another_subject.py",
    "test_api_v1_pages.py",
    "test_kutip_index_skipped.py",
    "test_kutip_index_corpus_view.py",
    "test_indexer_kept_vectors.py",
    "test_retriever_layout_characters.py",
    "test_indexer_exported_passages.py",
    "test_training_reader.py",
    "test_training_late.py",
    "test_training_export.py",
)
# Each worker computes with one thread: with two threads each, two workers on two cores wait for one another.
ONE_THREAD = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"), "1")


class FilesByNeed(LoadScopeScheduling):
    """Gives each worker whole files, in the order of collection; all files of BUILDERS go to one worker."""

    def __init__(self, config: pytest.Config, log: Any) -> None:
        """Keep the order of collection: by default, files with many tests would come first."""
        super().__init__(config, log)
        config.option.loadscopereorder = False

    def _split_scope(self, nodeid: str) -> str:
        file = nodeid.partition("::")[0]
        return "builders" if file.endswith(BUILDERS) else file


def in_order_of_need(items: Iterable[pytest.Item]) -> list[pytest.Item]:
    """Files of BUILDERS first, then files without the index of the papers, then the rest; each in its own order."""
    listed = list(items)
    with_index = {item.path for item in listed if "settings" in getattr(item, "fixturenames", ())}

    def rank(item: pytest.Item) -> tuple[int, int]:
        if item.path.name in BUILDERS:
            return 0, BUILDERS.index(item.path.name)
        return (2 if item.path in with_index else 1), 0

    return sorted(listed, key=rank)
