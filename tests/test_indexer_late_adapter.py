"""The adapter moves the default model's weights by the share that is asked for, and nothing else."""

from pathlib import Path

import numpy as np
import pytest
from test_indexer_passage_encoder import write_tiny_model

from indexer import late_adapter
from indexer.model_files import DEFAULT_MODEL
from indexer.passage_encoder import PassageEncoder
from kutip.errors import ModelError


def weights(share: float) -> dict[str, np.ndarray]:
    loaded = PassageEncoder(DEFAULT_MODEL, adapter=share).loaded
    return {name: value.numpy() for name, value in loaded[0].state_dict().items()}


def test_each_difference_is_added_to_its_parameter_in_the_share_asked_for() -> None:
    published, half = weights(0), weights(0.5)
    moved = {name for name in published if not np.array_equal(published[name], half[name])}
    expected = {f"model.{name}": one for name, one in late_adapter.differences(0.5)}
    assert moved
    assert moved <= expected.keys() <= published.keys()
    for name, difference in expected.items():
        assert np.allclose(half[name], published[name] + difference, rtol=0, atol=1e-7), name


def test_a_share_of_nothing_is_the_model_as_published() -> None:
    assert PassageEncoder(DEFAULT_MODEL, adapter=0).fingerprint == PassageEncoder(DEFAULT_MODEL).fingerprint
    assert all(not difference.any() for _, difference in late_adapter.differences(0))


def test_each_share_is_an_encoder_of_its_own() -> None:
    shares = {PassageEncoder(DEFAULT_MODEL, adapter=share).fingerprint for share in (0, 0.5, 0.75)}
    assert len(shares) == 3


def test_another_model_is_left_as_it_is(tmp_path: Path) -> None:
    folder = str(write_tiny_model(tmp_path))
    adapted, plain = PassageEncoder(folder, adapter=0.75), PassageEncoder(folder)
    assert adapted.fingerprint == plain.fingerprint
    assert np.array_equal(adapted.encode(["police meet"]), plain.encode(["police meet"]))


@pytest.mark.parametrize(
    ("contents", "message"), [(None, "cannot be read.*reinstall Kutip"), (b"PK", "has SHA-256 .*reinstall Kutip")]
)
def test_a_missing_or_changed_file_is_refused(
    contents: bytes | None, message: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(late_adapter, "FILE", tmp_path / "late_adapter.npz")
    if contents is not None:
        late_adapter.FILE.write_bytes(contents)
    with pytest.raises(ModelError, match=message):
        _ = PassageEncoder(DEFAULT_MODEL, adapter=0.5).fingerprint
