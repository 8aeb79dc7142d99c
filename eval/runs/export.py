"""Writes the evaluation set in formats that other tools read: BEIR's and TREC's."""

import json
import shutil
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path

from eval.errors import EvaluationError
from eval.runs.harness import QuestionSet
from eval.runs.records import check_ids, trec_qrels
from eval.scoring.metrics import Unit, qrels_of
from eval.sets.questions import Question
from kutip.text.reading import squeeze
from kutip.types import Passage

DATASHEET = Path(__file__).parents[1] / "README.md"
_Grades = Mapping[str, Mapping[str, int]]

_COMPUTED = ("=", "+", "-", "@")  # a cell that begins so is a formula to Excel and others


def export_set(
    passages: Sequence[Passage], asked: QuestionSet, form: str, out: Path, *, force: bool = False
) -> list[Path]:
    """Write the passages, all questions, the judgements of the answerable ones, and the datasheet.

    "beir" writes corpus.jsonl, queries.jsonl and qrels/test.tsv; as usual in BEIR, the qrels contain no grade 0. "trec"
    writes collection.tsv (id and text), topics.tsv and qrels.txt with every judgement, grade 0 included.

    Args:
        passages: All passages of the index.
        asked: The questions with their judgements.
        form: "beir" or "trec".
        out: A new or empty folder.
        force: Overwrite files if the folder is not empty.

    Returns:
        Paths of the files written.

    Raises:
        EvaluationError: The format is unknown, the folder is in use, or an id contains white space.
    """
    if form not in _FORMS:
        raise EvaluationError(f"there is no format {form!r}; there are {', '.join(_FORMS)}")
    if out.exists() and not out.is_dir():
        raise EvaluationError(f"{out} is a file; name a folder")
    if out.is_dir() and any(out.iterdir()) and not force:
        raise EvaluationError(f"{out} is in use; name an empty or a new folder, or overwrite it with --force")
    check_ids(passage.id for passage in passages)
    numbered = qrels_of(
        [question for question in asked.questions if question.answerable],
        [Unit.of(passage) for passage in passages],
        asked.judged,
    )
    grades = {query: {passages[int(row)].id: grade for row, grade in own.items()} for query, own in numbered.items()}
    files = _FORMS[form](passages, asked.questions, grades)
    for name, text in files.items():
        (out / name).parent.mkdir(parents=True, exist_ok=True)
        (out / name).write_text(text, encoding="utf-8")
    shutil.copyfile(DATASHEET, out / DATASHEET.name)
    return [out / name for name in (*files, DATASHEET.name)]


def _beir(passages: Sequence[Passage], questions: Sequence[Question], grades: _Grades) -> dict[str, str]:
    corpus = (
        {
            "_id": passage.id,
            "title": squeeze(passage.context),
            "text": passage.text,
            "metadata": {
                "document": passage.document_id,
                "kind": passage.kind.value,
                "spans": [[span.start, span.end] for span in passage.spans],
            },
        }
        for passage in passages
    )
    queries = (
        {
            "_id": question.id,
            "text": question.text,
            "metadata": {
                "language": question.language,
                "type": question.type,
                "difficulty": question.difficulty,
                "wording": question.wording,
                "topic": question.topic,
                "answer": list(question.answer),
            },
        }
        for question in questions
    )
    positive = [f"{q}\t{name}\t{grade}" for q, own in grades.items() for name, grade in own.items() if grade > 0]
    return {
        "corpus.jsonl": _json_lines(corpus),
        "queries.jsonl": _json_lines(queries),
        "qrels/test.tsv": "\n".join(["query-id\tcorpus-id\tscore", *positive]) + "\n",
    }


def _trec(passages: Sequence[Passage], questions: Sequence[Question], grades: _Grades) -> dict[str, str]:
    texts = (f"{one.id}\t{_cell(f'{one.context} {one.text}')}\n" for one in passages)
    return {
        "collection.tsv": "".join(texts),
        "topics.tsv": "".join(f"{question.id}\t{_cell(question.text)}\n" for question in questions),
        "qrels.txt": trec_qrels(grades),
    }


def _cell(text: str) -> str:
    """The text as a cell of a table that a spreadsheet shows and does not compute: "=1+1" becomes "'=1+1"."""
    text = squeeze(text)
    return f"'{text}" if text.startswith(_COMPUTED) else text


def _json_lines(objects: Iterable[Mapping[str, object]]) -> str:
    return "".join(json.dumps(one, ensure_ascii=False) + "\n" for one in objects)


_FORMS: dict[str, Callable[[Sequence[Passage], Sequence[Question], _Grades], dict[str, str]]] = {
    "beir": _beir,
    "trec": _trec,
}
