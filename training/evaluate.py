"""Measures an exported reader on questions in SQuAD's form: python -m training.evaluate reader.onnx dev-v2.0.json.

For a folder of `python -m training.prepare` instead of the JSON file, the questions of its held-out articles are asked.
"""

import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import numpy as np
import typer

from indexer.model_files import DEFAULT_MODEL
from kutip.index.layout import TOKENIZER
from kutip.models.passage_reader import PassageReader
from kutip.text.sentences import sentence_bounds
from training.command import run_command
from training.networks import base_folder
from training.records import Prepared, SourcePassage, SourceQuestion
from training.sources import read_squad
from training.squad_scores import exact_match, roc_area, word_f1


@dataclass(frozen=True, slots=True)
class ReaderResult:
    """What the reader said about one question and its passage.

    Attributes:
        question: The question.
        answer: The likeliest span's text.
        certainty: How certainly the passage answers, as a logit.
        right_sentence: Whether the sentence with the highest mean evidence holds the answer; None without an answer.
    """

    question: SourceQuestion
    answer: str
    certainty: float
    right_sentence: bool | None


def ask(reader: PassageReader, asked: Iterable[tuple[SourceQuestion, SourcePassage]]) -> Iterator[ReaderResult]:
    """Let the reader that answers in Kutip read each question with its passage."""
    for question, passage in asked:
        (reading,) = reader.read(question.text, [("", passage.text)])
        span = reading.span(0, len(passage.text))
        right = None
        if question.answer is not None:
            scored = [(reading.evidence(*bounds), bounds) for bounds in sentence_bounds(passage.text)]
            known = [(value, bounds) for value, bounds in scored if value is not None]
            start, end = max(known)[1] if known else (0, 0)
            right = start <= question.answer[0] < end
        answer = passage.text[span.start : span.end] if span is not None else ""
        yield ReaderResult(question, answer, reading.certainty, right)


def summary(results: Sequence[ReaderResult]) -> dict[str, float]:
    """The figures of these results, by name.

    EM, F1 and the right sentence are means over answerable questions whose answer is known. Each AUROC sets all
    answerable questions against one group of others: those that people wrote, and each kind that we made.
    """
    located = [one for one in results if one.question.answer is not None]
    answerable = [one.certainty for one in results if one.question.answerable]
    figures = {"answerable questions": float(len(answerable))}
    if located:
        figures["EM"] = float(np.mean([exact_match(one.answer, one.question.accepted) for one in located]))
        figures["F1"] = float(np.mean([word_f1(one.answer, one.question.accepted) for one in located]))
        figures["right sentence"] = float(np.mean([bool(one.right_sentence) for one in located]))
    others: dict[str, list[ReaderResult]] = {}
    for one in results:
        if not one.question.answerable:
            others.setdefault(one.question.made or "written by people", []).append(one)
    for kind, group in sorted(others.items()) if answerable else ():
        figures[f"unanswerable, {kind}"] = float(len(group))
        figures[f"AUROC, {kind}"] = roc_area(answerable, [one.certainty for one in group])
    return figures


def sampled(questions: Sequence[SourceQuestion], most: int) -> list[SourceQuestion]:
    """Up to `most` questions of each kind, evenly spaced."""
    kinds: dict[tuple[bool, str], list[SourceQuestion]] = {}
    for question in questions:
        kinds.setdefault((question.answerable, question.made), []).append(question)
    return [one for own in kinds.values() for one in own[:: max(1, len(own) // most)][:most]]


def main(
    network: Annotated[Path, typer.Argument(help="reader.onnx or reader.float32.onnx of python -m training.export.")],
    data: Annotated[Path, typer.Argument(help="A JSON file in SQuAD's form, or a prepared folder.")],
    base: Annotated[str, typer.Option(help="Whose tokenizer to use.")] = DEFAULT_MODEL,
    sample: Annotated[int, typer.Option(help="Questions of each kind, evenly spaced.", min=1)] = 1000,
    held_out_seed: Annotated[int, typer.Option(help="The seed of the run, for a prepared folder.")] = 13,
) -> None:
    """Print the figures."""
    if data.is_dir():
        prepared = Prepared.read(data)
        _, questions = prepared.split(seed=held_out_seed)
        passages = prepared.passages
    else:
        read = read_squad(data, data.stem)
        questions, passages = read.questions, read.passages
    chosen = sampled(questions, sample)
    began = time.perf_counter()
    reader = PassageReader(network.read_bytes(), (base_folder(base) / TOKENIZER).read_bytes())
    results = list(ask(reader, ((question, passages[question.passage]) for question in chosen)))
    seconds = time.perf_counter() - began
    print(f"{network} on {data}: {len(results)} of {len(questions)} questions, {seconds:.0f} s")
    for name, value in summary(results).items():
        print(f"{name:52} {value:.0f}" if value.is_integer() and value > 1 else f"{name:52} {value:.3f}")


if __name__ == "__main__":
    run_command(main)
