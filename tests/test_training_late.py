"""The adapter is trained on the score that Kutip ranks by, and stays near its base where it is pulled to it."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch
from tokenizers import Tokenizer
from training_corpus import squad, write_base, write_json

from retriever.ranking.late import best_sentence_maxsim
from training.errors import TrainingError
from training.late_batches import LateSteps, token_idf, token_rows
from training.late_losses import LateObjective, late_scores
from training.networks import ReaderNetwork, TrainedNetwork, load_base_tokenizer, load_body, pooled
from training.prepare import prepare
from training.records import Prepared
from training.runs import TrainingPlan
from training.sources import read_squad
from training.train_late import train_late

PLAN = TrainingPlan(steps=40, rate=2e-3, seed=3, identity={}, log_every=1, dropout=False)
TEXTS = ["The library was built by Maya. People like it.", "Many visit it."]


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Prepared:
    path = tmp_path_factory.mktemp("sources") / "train.json"
    return prepare([read_squad(write_json(path, squad(30)), "squad")], seed=3)


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> str:
    return str(write_base(tmp_path_factory.mktemp("base")))


@pytest.fixture(scope="module")
def tokenizer(base: str) -> Tokenizer:
    return load_base_tokenizer(base)


def test_a_passage_scores_as_where_kutip_ranks(base: str, tokenizer: Tokenizer) -> None:
    network = TrainedNetwork(load_body(base)).eval()
    asked, held = token_rows(tokenizer, ["Who built it?"], most=64), token_rows(tokenizer, TEXTS, most=64)
    idf = token_idf(tokenizer, TEXTS)
    with torch.no_grad():
        question, passages = (network.tokens(r.ids, torch.zeros_like(r.ids), r.mask) for r in (asked, held))
        found = late_scores(question, asked, passages, held, torch.from_numpy(idf))[0]
    units = [torch.nn.functional.normalize(one, dim=-1).numpy() for one in (question, passages)]
    real = asked.sentence[0].numpy() >= 0
    for row in range(len(TEXTS)):
        inside = held.sentence[row].numpy() >= 0
        similar = units[0][0][real] @ units[1][row][inside].T
        starts = np.unique(held.sentence[row].numpy()[inside], return_index=True)[1]
        (wanted,) = best_sentence_maxsim(similar, idf[asked.ids[0].numpy()[real]], starts, np.asarray([0]))
        assert float(found[row]) == pytest.approx(float(wanted), abs=1e-5)


def test_tokens_know_their_sentence_and_special_ones_have_none(tokenizer: Tokenizer) -> None:
    rows = token_rows(tokenizer, TEXTS, most=64)
    assert rows.sentence[0].tolist() == [-1, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, -1]
    assert rows.sentence[1].tolist() == [-1, 0, 0, 0, 0, -1, *[-1] * 7]
    assert rows.mask[1].tolist() == [*[1] * 6, *[0] * 7]
    cut = token_rows(tokenizer, TEXTS, most=5)
    assert cut.ids[0, -1] == tokenizer.token_to_id("[SEP]")
    assert cut.ids.shape == (2, 5)


def test_rare_tokens_weigh_more(tokenizer: Tokenizer) -> None:
    idf = token_idf(tokenizer, TEXTS)
    often, once, never = (idf[tokenizer.token_to_id(word)] for word in ("it", "maya", "bridge"))
    assert often < once < never


def test_training_raises_the_scores_of_passages_that_answer(data: Prepared, base: str, tmp_path: Path) -> None:
    network = TrainedNetwork(load_body(base))
    train, held_out = data.split(seed=3, share=0.3)
    tokenizer = load_base_tokenizer(base)
    texts = [passage.text for passage in data.passages.values()]
    objective = LateObjective(TrainedNetwork(load_body(base)), token_idf(tokenizer, texts), teacher=None, device="cpu")
    batch = LateSteps(data, held_out, tokenizer, steps=1, size=20, seed=1)[0]
    before = objective(network, batch).figures()
    train_late(data, train, network, PLAN, tmp_path, base=base, size=12).train()
    after = objective(network, batch).figures()
    assert before["pull"] == pytest.approx(0.0, abs=1e-5)
    assert after["late"] < 0.8 * before["late"]
    assert after["dense"] < before["dense"]


def test_pooled_vectors_stay_near_those_of_the_base(data: Prepared, base: str, tmp_path: Path) -> None:
    network, first = (TrainedNetwork(load_body(base)).eval() for _ in range(2))
    train_late(data, data.questions, network, replace(PLAN, rate=2e-4), tmp_path, base=base, size=12).train()
    rows = token_rows(load_base_tokenizer(base), TEXTS, most=64)
    with torch.no_grad():
        one, other = (
            pooled(n.tokens(rows.ids, torch.zeros_like(rows.ids), rows.mask), rows.mask) for n in (network, first)
        )
    cosines = (one * other).sum(1)
    assert cosines.min() > 0.9
    assert not torch.equal(one, other)


def test_a_reader_teaches_which_of_the_passages_answers(data: Prepared, base: str, tmp_path: Path) -> None:
    teacher = ReaderNetwork(load_body(base), seed=1)
    network = TrainedNetwork(load_body(base))
    run = train_late(
        data, data.questions, network, replace(PLAN, steps=2), tmp_path, base=base, size=4, teacher=teacher
    )
    run.train()
    lines = (tmp_path / "log.jsonl").read_text(encoding="utf-8").splitlines()
    assert all('"taught": 0.0' not in line for line in lines)
    assert len(lines) == 2


def test_the_same_passage_asked_about_twice_is_no_wrong_answer(data: Prepared, base: str) -> None:
    paragraph = next(iter(data.passages))
    twice = [question for question in data.questions if question.passage == paragraph and question.answerable] * 2
    batch = LateSteps(data, twice, load_base_tokenizer(base), steps=1, size=2, seed=1)[0]
    assert batch.same.shape == (2, 8)
    assert batch.same[0, 4]
    assert batch.same[1, 0]
    assert not batch.same[0, 0]
    assert not batch.same[1, 4]
    assert batch.same_sentence[0, 3]
    assert not batch.same_sentence[0, 0]


def test_the_sentence_that_answers_is_the_first_of_three(data: Prepared, base: str) -> None:
    tokenizer = load_base_tokenizer(base)
    questions = [question for question in data.questions if question.answerable][:6]
    batch = LateSteps(data, questions, tokenizer, steps=1, size=6, seed=1)[0]
    asked = [tokenizer.decode(ids.tolist()) for ids in batch.questions.ids]
    answers = {question.text.casefold().replace("?", " ?"): question.accepted[0].casefold() for question in questions}
    for row, text in enumerate(asked):
        assert answers[text] in tokenizer.decode(batch.sentences.ids[3 * row].tolist())


def test_a_single_question_is_not_enough(data: Prepared, base: str) -> None:
    with pytest.raises(TrainingError, match="fewer than two of the questions to train on are answerable"):
        LateSteps(data, data.questions[:1], load_base_tokenizer(base), steps=1, size=2, seed=1)
