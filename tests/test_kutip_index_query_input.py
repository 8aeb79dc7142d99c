"""What an encoder reads of a query is kept beside it; and a prompt of the model is not of the query."""

from pathlib import Path

import pytest
from conftest import DAMAGE, damage
from tiny_models import write_tiny_model

from indexer.encoder_export import export
from indexer.passage_encoder import PassageEncoder
from kutip.errors import IndexDamagedError
from kutip.index.layout import QUERY_INPUT
from kutip.index.query_encoder import Encoded, QueryEncoder
from kutip.index.query_input import QueryInput


@pytest.mark.parametrize("given", [QueryInput(256), QueryInput(8, "query: "), QueryInput(512, 'Wakil "é" 警\n')])
def test_what_was_written_is_read(tmp_path: Path, given: QueryInput) -> None:
    given.write(tmp_path)
    assert QueryInput.read(tmp_path) == given


@pytest.mark.parametrize("how", [how for how in DAMAGE if how != "cut in the header"])  # it has no header
def test_a_damaged_file_is_reported(tmp_path: Path, how: str) -> None:
    QueryInput(256, "query: ").write(tmp_path)
    damage(tmp_path / QUERY_INPUT, how)
    with pytest.raises(IndexDamagedError, match=r"encoder\.json is damaged: .*; build the index"):
        QueryInput.read(tmp_path)


@pytest.mark.parametrize("text", ['{"max_tokens": 0}', '{"max_tokens": "8"}', '{"max_tokens": 8, "prompt": null}'])
def test_values_that_no_build_writes_are_damage(tmp_path: Path, text: str) -> None:
    (tmp_path / QUERY_INPUT).write_text(text, encoding="utf-8")
    with pytest.raises(IndexDamagedError, match=r"encoder\.json is damaged"):
        QueryInput.read(tmp_path)


# --- The prompt -----------------------------------------------------------------------------------------------------


def encoder_with(folder: Path, prompt: str) -> QueryEncoder:
    model = write_tiny_model(folder / "of", prompts={"query": prompt})
    (folder / "exported").mkdir()
    export(PassageEncoder(str(model)), folder / "exported")
    return QueryEncoder(folder / "exported")


@pytest.fixture(scope="module")
def prompted(tmp_path_factory: pytest.TempPathFactory) -> QueryEncoder:
    return encoder_with(tmp_path_factory.mktemp("prompted"), "the: ")


def shown(encoded: Encoded) -> list[str]:
    """Return what each token covers of the question; "" for special tokens."""
    return [
        "" if special else encoded.text[a:b] for (a, b), special in zip(encoded.offsets, encoded.special, strict=True)
    ]


def test_tokens_of_the_prompt_are_special_and_offsets_are_of_the_question(prompted: QueryEncoder) -> None:
    encoded = prompted.encode("police meet")
    assert encoded.text == "police meet"
    assert shown(encoded) == ["", "", "", "police", "meet", ""]  # [CLS] the : police meet [SEP]
    assert [encoded.offsets[place] for place in (0, 1, 2, 5)] == [(0, 0)] * 4


def test_a_question_that_repeats_the_prompt_keeps_its_own_tokens(prompted: QueryEncoder) -> None:
    assert shown(prompted.encode("the: the: a")) == ["", "", "", "the", ":", "the", ":", "a", ""]


def test_an_empty_question_has_only_special_tokens(prompted: QueryEncoder) -> None:
    assert prompted.encode("").special.all()


def test_a_token_that_joins_prompt_and_question_is_the_question_s(tmp_path: Path) -> None:
    encoded = encoder_with(tmp_path, "the po").encode("lice")
    assert shown(encoded) == ["", "", "lice", ""]  # [CLS] the police [SEP]
