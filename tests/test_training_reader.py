"""A tiny reader learns on two cores; a run is repeatable, can be interrupted, and says what is wrong."""

import json
import random
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from training_corpus import squad, write_base, write_json

from training.batches import KINDS, Batch, ReaderGroups, ReaderSteps
from training.errors import TrainingError
from training.losses import reader_loss
from training.networks import FROZEN, ReaderNetwork, load_base_tokenizer, load_body
from training.prepare import prepare
from training.records import Prepared
from training.runs import CHECKPOINT, LOG, TrainingPlan, TrainingRun
from training.sources import read_squad
from training.squad_scores import roc_area
from training.train_reader import start_reader, train_reader

WITHOUT_CUDA = pytest.mark.skipif(torch.cuda.is_available(), reason="this machine has one")
SEED, SIZE = 3, 8
PLAN = TrainingPlan(steps=6, rate=2e-3, seed=SEED, identity={"base": "tiny"}, save_every=4, log_every=2)


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Prepared:
    path = tmp_path_factory.mktemp("sources") / "train.json"
    return prepare([read_squad(write_json(path, squad(60)), "squad")], seed=SEED)


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> str:
    return str(write_base(tmp_path_factory.mktemp("base")))


def run_of(
    data: Prepared, base: str, folder: Path, plan: TrainingPlan = PLAN
) -> tuple[ReaderNetwork, TrainingRun[Batch]]:
    reader = start_reader(base, None, seed=SEED)
    questions, _ = data.split(seed=SEED, share=0.2)
    return reader, train_reader(data, questions, reader, plan, folder, base=base, size=SIZE)


def log_of(folder: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (folder / LOG).read_text(encoding="utf-8").splitlines()]


def test_training_lowers_the_loss_and_beats_chance_on_articles_held_out(
    data: Prepared, base: str, tmp_path: Path
) -> None:
    plan = replace(PLAN, steps=300, rate=6e-3, log_every=10)
    reader, run = run_of(data, base, tmp_path, plan)
    _, held_out = data.split(seed=SEED, share=0.2)
    groups = ReaderGroups(data, held_out, load_base_tokenizer(base))
    batch = ReaderSteps(groups, steps=1, size=len(groups.questions), seed=1)[0]
    before = judged(reader, batch)
    run.train()
    after = judged(reader, batch)
    lines = log_of(tmp_path)
    assert lines[-1]["step"] == 300
    assert lines[-1]["total"] < lines[0]["total"] / 2
    assert before["exact"] < 0.2
    assert after["exact"] > 0.5
    assert after["area"] > 0.75
    assert after["loss"] < before["loss"]


def judged(reader: ReaderNetwork, batch: Batch) -> dict[str, float]:
    """The share of answers found to the token, the area under the ROC curve of answerability, and the loss."""
    with torch.no_grad():
        outputs = reader.eval()(batch.ids, batch.types, batch.mask)
    label, _, start, end = batch.labels.T[:4]
    possible = (batch.types * batch.mask).bool()
    first, last = (one.masked_fill(~possible, -1e4).argmax(1) for one in outputs[:2])
    exact = ((first == start) & (last == end))[label > 0].float().mean()
    area = roc_area(outputs[3][label > 0].tolist(), outputs[3][label < 1].tolist())
    return {"exact": float(exact), "area": area, "loss": float(reader_loss(outputs, batch).total)}


def test_the_same_seed_and_steps_give_equal_weights(data: Prepared, base: str, tmp_path: Path) -> None:
    weights = []
    for name in ("one", "two"):
        reader, run = run_of(data, base, tmp_path / name)
        run.train()
        weights.append(reader.weights())
    assert all(np.array_equal(values, weights[1][name]) for name, values in weights[0].items())
    other = replace(PLAN, seed=SEED + 1)
    reader, run = run_of(data, base, tmp_path / "three", other)
    run.train()
    assert not np.array_equal(reader.weights()["head.span.weight"], weights[0]["head.span.weight"])


def test_an_interrupted_run_goes_on_to_equal_weights(data: Prepared, base: str, tmp_path: Path) -> None:
    whole, run = run_of(data, base, tmp_path / "whole")
    run.train()
    _, first = run_of(data, base, tmp_path / "parts")
    first.train(stop_at=3)
    assert first.step == 3
    resumed, second = run_of(data, base, tmp_path / "parts")
    assert second.step == 3
    second.train()
    assert second.step == 6
    wanted = whole.weights()
    assert all(np.array_equal(values, wanted[name]) for name, values in resumed.weights().items())


def test_a_finished_run_is_not_trained_further(data: Prepared, base: str, tmp_path: Path) -> None:
    reader, run = run_of(data, base, tmp_path)
    run.train()
    again, second = run_of(data, base, tmp_path)
    second.train()
    wanted = reader.weights()
    assert all(np.array_equal(values, wanted[name]) for name, values in again.weights().items())


def test_processes_that_prepare_batches_change_nothing(data: Prepared, base: str, tmp_path: Path) -> None:
    weights = []
    for workers in (0, 1):
        reader, run = run_of(data, base, tmp_path / str(workers), replace(PLAN, steps=2, workers=workers))
        run.train()
        weights.append(reader.weights()["head.a1.weight"])
    assert np.array_equal(*weights)


def test_a_run_ends_when_its_seconds_are_over(data: Prepared, base: str, tmp_path: Path) -> None:
    _, run = run_of(data, base, tmp_path, replace(PLAN, steps=100_000, seconds=0.5))
    run.train()
    assert 0 < run.step < 5_000
    assert (tmp_path / CHECKPOINT).is_file()


def test_a_checkpoint_of_another_run_is_not_resumed(data: Prepared, base: str, tmp_path: Path) -> None:
    _, run = run_of(data, base, tmp_path)
    run.train(stop_at=1)
    other = replace(PLAN, rate=1e-3, identity={"base": "other"})
    with pytest.raises(TrainingError, match="holds a run with other base, rate; give another folder"):
        run_of(data, base, tmp_path, other)
    (tmp_path / CHECKPOINT).write_bytes(b"{}")
    with pytest.raises(TrainingError, match="no checkpoint of a run that can be read"):
        run_of(data, base, tmp_path)


@pytest.mark.parametrize("device", ["abacus", pytest.param("cuda", marks=WITHOUT_CUDA)])
def test_a_device_that_is_not_there_is_an_error(data: Prepared, base: str, tmp_path: Path, device: str) -> None:
    with pytest.raises(TrainingError, match=f"the device '{device}' is not available here; give --device cpu"):
        run_of(data, base, tmp_path, replace(PLAN, device=device))


def test_word_and_position_embeddings_are_not_trained(data: Prepared, base: str, tmp_path: Path) -> None:
    reader, run = run_of(data, base, tmp_path, replace(PLAN, steps=3))
    before = reader.weights(trained_only=False)
    run.train()
    after = reader.weights(trained_only=False)
    changed = {name for name in before if not np.array_equal(before[name], after[name])}
    assert not changed & {*FROZEN}
    assert {"embeddings.LayerNorm.weight", "encoder.layer.0.attention.self.query.weight", "head.a2.bias"} <= changed


def test_a_group_has_the_answering_window_first_and_every_kind_after_it(data: Prepared, base: str) -> None:
    tokenizer = load_base_tokenizer(base)
    groups = ReaderGroups(data, data.questions, tokenizer)
    question = next(q for q in groups.questions if q.id.endswith("who"))
    drawn = groups.draw(question, random.Random(1), [*KINDS])
    assert [example.answerable for example in drawn] == [True, *[False] * 5]
    words = [" ".join(tokenizer.id_to_token(int(n)) for n in example.ids) for example in drawn]
    name = question.accepted[0].casefold()
    assert [name in text for text in words] == [True, True, True, False, False, False]
    assert "when was it opened ?" in words[1], "what a person asked about the same passage"
    assert "who destroyed the" in words[2]


def test_of_an_answer_longer_than_the_input_only_its_existence_is_learned(data: Prepared, base: str) -> None:
    question = next(one for one in data.questions if one.answerable)
    long = " ".join(["bridge"] * 500) + "."
    passages = {**data.passages, question.passage: replace(data.passages[question.passage], text=long)}
    changed = replace(question, answer=(0, len(long)), accepted=(long,))
    groups = ReaderGroups(replace(data, passages=passages), [changed], load_base_tokenizer(base))
    first = groups.draw(changed, random.Random(1))[0]
    assert (first.answerable, first.located) == (True, False)


def test_a_yes_or_no_question_counts_for_answerability_alone() -> None:
    labels = torch.tensor([[1, 0, 0, 0, -1, -1], [0, 1, 0, 0, -1, -1]])
    ones = torch.ones((2, 6), dtype=torch.long)
    types = torch.tensor([[0, 0, 1, 1, 1, 1]] * 2)
    batch = Batch(ones, types, ones, labels, group=2)
    start = torch.randn(2, 6)
    loss = reader_loss((start, start, start, torch.tensor([2.0, -2.0])), batch)
    moved = start.clone()
    moved[0] += torch.arange(6.0)
    other = reader_loss((moved, moved, moved, torch.tensor([2.0, -2.0])), batch)
    assert float(loss.total) == pytest.approx(float(other.total))
    assert float(loss.answerable) == pytest.approx(np.log1p(np.exp(-2.0)), abs=1e-5)


def test_padding_changes_no_output(base: str) -> None:
    reader = ReaderNetwork(load_body(base)).eval()
    ids = torch.tensor([[2, 9, 3, 10, 11, 3]])
    types, mask = torch.tensor([[0, 0, 0, 1, 1, 1]]), torch.ones((1, 6), dtype=torch.long)
    padded = [torch.nn.functional.pad(one, (0, 4)) for one in (ids, types, mask)]
    with torch.no_grad():
        short, long = reader(ids, types, mask), reader(*padded)
    for one, other in zip(short, long, strict=True):
        assert torch.allclose(one, other[:, :6] if other.ndim > 1 else other, atol=1e-5)


def test_nothing_answerable_is_an_error(data: Prepared, base: str) -> None:
    unanswerable = [question for question in data.questions if not question.answerable]
    with pytest.raises(TrainingError, match="none of the questions to train on is answerable"):
        ReaderGroups(data, unanswerable, load_base_tokenizer(base))


def test_a_folder_that_is_no_base_is_named(tmp_path: Path) -> None:
    with pytest.raises(TrainingError, match=r"lacks config\.json, model\.safetensors, tokenizer\.json; give a folder"):
        load_body(str(tmp_path))
