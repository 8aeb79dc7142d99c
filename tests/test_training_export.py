"""From a run to what Kutip runs: packing loses little, and the exported file says what the trained network says."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
import typer
from training_corpus import squad, write_base, write_json
from typer.testing import CliRunner

from indexer import late_adapter
from indexer.model_files import DEFAULT_MODEL
from kutip.models.passage_reader import PassageReader
from kutip.models.session import open_session
from training import evaluate, export, multilingual_base, pack, train_late, train_reader
from training.deltas import apply_delta, changes, make_delta, read_delta, relative_error, write_delta
from training.errors import TrainingError
from training.features import make_example
from training.networks import FROZEN, ReaderNetwork, TrainedNetwork, load_base_tokenizer, load_body
from training.prepare import prepare
from training.sources import read_squad
from training.windows import ReaderWindow


def command(function: Any, *arguments: object) -> str:
    """Run a command; return what it printed."""
    app = typer.Typer()
    app.command()(function)
    done = CliRunner().invoke(app, [str(argument) for argument in arguments])
    assert done.exit_code == 0, done.output
    return done.output


class Made:
    """A base, prepared data, a run of a reader and its delta file."""

    def __init__(self, folder: Path, kind: str) -> None:
        self.folder, self.base = folder, write_base(folder / "base", kind=kind)
        self.prepared, self.delta = folder / "prepared", folder / "reader.delta.npz"
        source = read_squad(write_json(folder / "train.json", squad(40)), "squad")
        prepare([source], seed=1).write(self.prepared)
        options = ["--base", self.base, "--steps", 30, "--size", 4, "--rate", 0.005]
        self.trained = command(train_reader.main, self.prepared, folder / "run", *options)
        self.packed = command(pack.main, folder / "run", self.delta, "--base", self.base)
        self.exported = command(export.main, "reader", self.delta, folder / "out", "--base", self.base)


@pytest.fixture(scope="module", params=["bert", "sentencepiece"])
def made(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Made:
    return Made(tmp_path_factory.mktemp("made"), request.param)


def inputs(length: int, rows: int = 3) -> dict[str, Any]:
    draw = np.random.default_rng(length)
    ids = draw.integers(5, 60, (rows, length))
    types = np.zeros_like(ids)
    types[:, length // 3 :] = 1
    mask = np.ones_like(ids)
    mask[0, length - 2 :] = 0
    return {"ids": ids, "types": types, "mask": mask}


@pytest.mark.parametrize("length", [6, 40, 320])
def test_the_exported_reader_says_what_the_packed_one_says(made: Made, length: int) -> None:
    reader = export.reader_of(made.delta, base=str(made.base))
    session = open_session(made.folder / "out" / export.FLOAT32)
    given = inputs(length)
    found = session.run(list(export.OUTPUTS), given)
    with torch.no_grad():
        wanted = reader(*(torch.from_numpy(given[name]) for name in export.INPUTS))
    for one, other in zip(found, wanted, strict=True):
        assert np.abs(one - other.numpy()).max() < 1e-4


def test_packing_a_run_loses_little(made: Made) -> None:
    trained = pack.trained_weights(made.folder / "run")
    base = TrainedNetwork(load_body(str(made.base))).weights(trained_only=False)
    arrays = read_delta(made.delta)
    assert set(changes(arrays)) == set(trained)
    assert not set(trained) & {*FROZEN}
    error = relative_error(base, trained, arrays)
    assert 0 < error < 0.02
    assert f"{error:.4f}" in made.packed
    packed = apply_delta(base, arrays)
    for name, values in trained.items():
        row = np.abs(values - base.get(name, 0)).max()
        assert np.abs(packed[name] - values).max() <= row / 127 + 1e-3, name


def test_one_byte_a_number_keeps_what_the_reader_says(made: Made) -> None:
    out = made.folder / "out"
    given = inputs(40, rows=30)
    answers = [open_session(out / name).run(["answerable"], given)[0] for name in (export.FLOAT32, export.INT8)]
    assert np.corrcoef(*answers)[0, 1] > 0.9
    assert (out / export.INT8).stat().st_size < (out / export.FLOAT32).stat().st_size


def test_the_exported_files_are_what_kutip_answers_with(made: Made) -> None:
    network, tokenizer = (made.folder / "out" / name for name in (export.INT8, "tokenizer.json"))
    reader = PassageReader(network.read_bytes(), tokenizer.read_bytes())
    (reading,) = reader.read("Who built the library?", [("Town", "The library was built by Maya.")])
    assert np.isfinite(reading.certainty)
    assert reading.span(0, 30) is not None


@pytest.mark.parametrize("made", ["bert"], indirect=True)
def test_equal_deltas_give_equal_files(made: Made, tmp_path: Path) -> None:
    export.export_reader(made.delta, tmp_path, base=str(made.base))
    for name in (export.FLOAT32, export.INT8):
        assert (tmp_path / name).read_bytes() == (made.folder / "out" / name).read_bytes()
    again = tmp_path / "again.npz"
    write_delta(again, read_delta(made.delta))
    assert again.read_bytes() == made.delta.read_bytes()


def test_training_can_start_from_a_delta_file(made: Made) -> None:
    started = train_reader.start_reader(str(made.base), made.delta, seed=9)
    whole = export.reader_of(made.delta, base=str(made.base)).weights()
    assert all(np.array_equal(values, whole[name]) for name, values in started.weights().items())


def test_evaluating_prints_the_figures_of_the_held_out_articles(made: Made) -> None:
    network = made.folder / "out" / export.FLOAT32
    shown = command(evaluate.main, network, made.folder / "train.json", "--base", made.base, "--sample", 20)
    assert "40 of 240 questions" in shown
    for name in ("EM", "F1", "right sentence", "AUROC, written by people"):
        assert name in shown
    shown = command(evaluate.main, network, made.prepared, "--base", made.base, "--held-out-seed", 13)
    assert "AUROC, opposite" in shown or "AUROC, negation" in shown


def test_a_late_adapter_becomes_a_folder_for_kutip_model(tmp_path: Path) -> None:
    base = write_base(tmp_path / "base")
    source = read_squad(write_json(tmp_path / "train.json", squad(20)), "squad")
    prepare([source], seed=1).write(tmp_path / "prepared")
    options = ["--base", base, "--steps", 3, "--size", 4, "--rate", 0.001]
    command(train_late.main, tmp_path / "prepared", tmp_path / "run", *options)
    command(pack.main, tmp_path / "run", tmp_path / "late.npz", "--base", base)
    for alpha in (0.0, 1.0):
        out = tmp_path / str(alpha)
        command(export.main, "late", tmp_path / "late.npz", out, "--base", base, "--alpha", alpha)
    own = TrainedNetwork(load_body(str(base))).weights(trained_only=False)
    none, whole = (TrainedNetwork(load_body(str(tmp_path / a))).weights(trained_only=False) for a in ("0.0", "1.0"))
    assert all(np.array_equal(values, none[name]) for name, values in own.items())
    assert all(np.array_equal(own[name], whole[name]) for name in FROZEN)
    moved = "encoder.layer.1.output.dense.weight"
    assert not np.array_equal(own[moved], whole[moved])
    with pytest.raises(TrainingError, match=r"is not of a reader: it lacks head\."):
        export.reader_of(tmp_path / "late.npz", base=str(base))


def test_a_delta_of_another_base_is_refused(made: Made, tmp_path: Path) -> None:
    other = write_base(tmp_path / "other", types=1)
    with pytest.raises(TrainingError, match=r"changes embeddings.token_type_embeddings.weight of shape \(2, 32\)"):
        export.reader_of(made.delta, base=str(other))


def test_a_base_that_knows_one_type_of_token_is_given_one(tmp_path: Path) -> None:
    reader = ReaderNetwork(load_body(str(write_base(tmp_path, types=1)))).eval()
    given = {name: torch.from_numpy(values) for name, values in inputs(9).items()}
    with torch.no_grad():
        assert torch.isfinite(reader(given["ids"], given["types"], given["mask"])[3]).all()


def test_a_file_that_is_no_delta_is_named(tmp_path: Path) -> None:
    path = tmp_path / "x.npz"
    path.write_bytes(b"no archive")
    with pytest.raises(TrainingError, match=r"x\.npz cannot be read as a delta file"):
        read_delta(path)
    np.savez(path, weights=np.zeros(3))
    with pytest.raises(TrainingError, match=r"is no delta file: it has other arrays"):
        read_delta(path)


def test_the_adapter_that_kutip_ships_is_a_delta_file_of_the_default_model() -> None:
    arrays = read_delta(late_adapter.FILE)
    found, used = changes(arrays), dict(late_adapter.differences(1.0))
    assert found.keys() == used.keys()
    assert all(np.array_equal(found[name], used[name]) for name in used)
    base = TrainedNetwork(load_body(DEFAULT_MODEL)).weights()
    assert {name: values.shape for name, values in found.items()} == {name: v.shape for name, v in base.items()}


def test_the_multilingual_base_can_be_trained(tmp_path: Path) -> None:
    command(multilingual_base.main, tmp_path)
    reader = ReaderNetwork(load_body(str(tmp_path)))
    tokenizer = load_base_tokenizer(str(tmp_path))
    shown = ReaderWindow("Kota", "Jembatan itu dibuka pada tahun 1914.", (31, 35), (0, 36))
    example = make_example(tokenizer, "Kapan jembatan itu dibuka?", shown, answerable=True)
    assert example is not None
    answer = example.ids[example.span[0] : example.span[1] + 1]
    assert "".join(tokenizer.id_to_token(int(one)) for one in answer) == "▁1914"
    ids, types = (torch.from_numpy(one)[None] for one in (example.ids, example.types))
    with torch.no_grad():
        assert torch.isfinite(reader(ids, types, torch.ones_like(ids))[3]).all()


def test_a_matrix_that_did_not_change_is_kept_to_the_bit() -> None:
    base = {"a": np.ones((2, 3), dtype=np.float32)}
    trained = {"a": np.asarray([[1, 1, 1], [1, 2, 0.5]], dtype=np.float32), "head": np.ones(2, dtype=np.float32)}
    arrays = make_delta(base, trained)
    assert set(arrays) == {"a.q", "a.s", "head.h"}
    packed = apply_delta(base, arrays)
    assert packed["a"][0].tolist() == [1, 1, 1]
    assert packed["a"][1] == pytest.approx([1, 2, 0.5], abs=1 / 127)
    assert apply_delta(base, arrays, alpha=0.0)["a"].tolist() == base["a"].tolist()


def test_a_run_without_a_checkpoint_cannot_be_packed(tmp_path: Path) -> None:
    with pytest.raises(TrainingError, match="has no checkpoint of a run that can be read"):
        pack.pack(tmp_path, tmp_path / "out.npz")
