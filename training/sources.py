"""Reads public question sets in the form in which they are published.

Every answer is checked against its paragraph: a question whose answer does not stand where the file says is skipped and
told of. docs/training.md lists the sources, their licences and where to get them.
"""

import gzip
import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from kutip.text.sentences import sentence_bounds
from training.errors import TrainingError
from training.records import Range, SourcePassage, SourceQuestion

_LONGEST = 4500  # characters of a paragraph that is kept whole: all of SQuAD's, no paper of COVID-QA
_PART = 900  # characters to which a longer one is cut, by whole sentences
_UNCLEAR = "maybe"  # PubMedQA's answer where the abstract does not decide


@dataclass(slots=True)
class QuestionSource:
    """What was read from one file.

    Attributes:
        name: The source's name.
        passages: Its passages, by id.
        questions: The questions that can be used.
        problems: One line for each question that was skipped: what is wrong with it.
    """

    name: str
    passages: dict[str, SourcePassage] = field(default_factory=dict)
    questions: list[SourceQuestion] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)

    def add(self, passage: SourcePassage) -> SourcePassage:
        """Add a passage and return it."""
        self.passages[passage.id] = passage
        return passage


def read_squad(path: Path, name: str, *, id_prefix: str = "") -> QuestionSource:
    """Read a file in SQuAD's form: SQuAD 1.1 and 2.0, IDK-MRC, TyDi QA's gold passages, COVID-QA.

    Args:
        path: The JSON file; it may be compressed by gzip.
        name: What to call the source.
        id_prefix: Only questions whose id starts with it: "indonesian" of TyDi QA.

    Raises:
        TrainingError: The file has another form, or no question in it can be used.
    """
    read = QuestionSource(name)
    for number, (title, paragraphs) in enumerate(_articles(path)):
        article = f"{name}/{title or number}"
        for at, paragraph in enumerate(paragraphs):
            kept = [one for one in paragraph["qas"] if str(one["id"]).startswith(id_prefix)]
            if kept and paragraph["context"].strip():
                _read_paragraph(read, f"{article}/{at}", article, title, paragraph["context"], kept)
    return _usable(read, path)


def read_pubmedqa(path: Path, name: str = "pubmedqa") -> QuestionSource:
    """Read PubMedQA's labelled part: questions that an abstract answers with yes or no, without the words that do."""
    read = QuestionSource(name)
    entries = _json(path)
    if not isinstance(entries, dict):
        raise TrainingError(f"{path} is not PubMedQA's ori_pqal.json: it holds no object of questions by PubMed id")
    for key, entry in entries.items():
        if not isinstance(entry, dict) or not {"QUESTION", "CONTEXTS", "final_decision"} <= entry.keys():
            read.problems.append(f"{path.name}: {key} has no QUESTION, CONTEXTS and final_decision; skipped")
        elif entry["final_decision"] != _UNCLEAR:
            article = f"{name}/{key}"
            read.add(SourcePassage(article, article, "", " ".join(entry["CONTEXTS"]), name))
            read.questions.append(SourceQuestion(article, entry["QUESTION"].strip(), article, True, None, (), name))
    return _usable(read, path)


def pair_by_id(
    squad: QuestionSource, path: Path, name: str, *, translate: Callable[[str], str] | None = None
) -> QuestionSource:
    """Pair the questions of a translation of SQuAD with SQuAD's own paragraphs and answers, by their ids.

    Args:
        squad: SQuAD as `read_squad` read it.
        path: The translation, in SQuAD's form; of it only ids and questions are used.
        name: What to call the pairs.
        translate: Turns a question into one that a reader of English can read; None leaves it as it is.
    """
    read = QuestionSource(name)
    by_id = {question.id.rpartition("/")[2]: question for question in squad.questions}
    for _, paragraphs in _articles(path):
        for one in (one for paragraph in paragraphs for one in paragraph["qas"]):
            of = by_id.get(str(one["id"]))
            if of is None:
                read.problems.append(f"{path.name}: SQuAD has no usable question {one['id']}; skipped")
                continue
            read.passages[of.passage] = squad.passages[of.passage]
            text, key = one["question"].strip(), f"{name}/{one['id']}"
            text = translate(text) if translate is not None else text
            read.questions.append(SourceQuestion(key, text, of.passage, of.answerable, of.answer, of.accepted, name))
    return _usable(read, path)


def _usable(read: QuestionSource, path: Path) -> QuestionSource:
    if not read.questions:
        first = f"; the first of {len(read.problems)} problems: {read.problems[0]}" if read.problems else ""
        raise TrainingError(f"{path} has no question that can be used{first}")
    return read


def _json(path: Path) -> Any:
    try:
        content = path.read_bytes()
        return json.loads(gzip.decompress(content) if path.suffix == ".gz" else content)
    except OSError as error:
        raise TrainingError(f"{path} cannot be read: {error.strerror or error}") from error
    except ValueError as error:
        raise TrainingError(f"{path} is not JSON: {error}; download it again") from error


def _articles(path: Path) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    """Yield title and paragraphs of each article; in IDK-MRC each paragraph is an article without a title."""
    content = _json(path)
    articles = content.get("data") if isinstance(content, dict) else content
    if not isinstance(articles, list):
        raise TrainingError(f'{path} is not in SQuAD\'s form: it has no list of articles under "data"')
    for number, article in enumerate(articles):
        paragraphs = article.get("paragraphs", [article]) if isinstance(article, dict) else None
        if not isinstance(paragraphs, list) or not all(map(_is_paragraph, paragraphs)):
            raise TrainingError(
                f"{path} is not in SQuAD's form: article {number} needs paragraphs, each with its context, "
                "and qas that have an id and a question"
            )
        yield str(article.get("title", "")).replace("_", " "), paragraphs


def _is_paragraph(paragraph: Any) -> bool:
    return (
        isinstance(paragraph, dict)
        and isinstance(paragraph.get("context"), str)
        and isinstance(paragraph.get("qas"), list)
        and all(isinstance(one, dict) and "id" in one and "question" in one for one in paragraph["qas"])
    )


def _read_paragraph(
    read: QuestionSource, key: str, article: str, title: str, text: str, asked: Iterable[dict[str, Any]]
) -> None:
    """Add a paragraph, in parts if it is long, and its questions, each with the part that has its answer."""
    parts = _parts(text)
    held = [
        (part, read.add(SourcePassage(f"{key}/{n}", article, title, text[slice(*part)], read.name)))
        for n, part in enumerate(parts)
    ]
    for one in asked:
        name = f"{read.name} question {one['id']}"
        if one.get("is_impossible"):
            if len(parts) > 1:
                read.problems.append(f"{name} has no answer, and its paragraph is cut into parts; skipped")
            else:
                read.questions.append(_question(read.name, one, held[0][1].id, None, ()))
            continue
        answer = _answer(one, text)
        if isinstance(answer, str):
            read.problems.append(f"{name} {answer}; skipped")
            continue
        around = [(part, passage) for part, passage in held if part[0] <= answer[0] and answer[1] <= part[1]]
        if not around:
            read.problems.append(f"{name} has an answer that is cut by the end of a part; skipped")
            continue
        (start, _), passage = around[0]
        accepted = tuple(dict.fromkeys(other["text"] for other in one["answers"]))
        read.questions.append(_question(read.name, one, passage.id, (answer[0] - start, answer[1] - start), accepted))


def _question(
    source: str, one: dict[str, Any], passage: str, answer: Range | None, accepted: tuple[str, ...]
) -> SourceQuestion:
    key, text = f"{source}/{one['id']}", str(one["question"]).strip()
    return SourceQuestion(key, text, passage, answer is not None, answer, accepted, source)


def _answer(one: dict[str, Any], text: str) -> Range | str:
    """Where the first answer stands, without white space at its ends, or what is wrong with it."""
    answers = one.get("answers")
    if not isinstance(answers, list) or not answers:
        return "has no answer and is not marked as impossible"
    if not all(isinstance(a, dict) and isinstance(a.get("text"), str) and "answer_start" in a for a in answers):
        return "has an answer without text or answer_start"
    words, start = answers[0]["text"], answers[0]["answer_start"]
    if not words.strip():
        return "has an empty answer"
    if not isinstance(start, int) or start < 0 or text[start : start + len(words)] != words:
        return f"has the answer {words[:40]!r}, which does not stand at {start} of its paragraph"
    start += len(words) - len(words.lstrip())
    return start, start + len(words.strip())


def _parts(text: str) -> list[Range]:
    """The text as it is, or, of a long one, runs of whole sentences."""
    if len(text) <= _LONGEST:
        return [(0, len(text))]
    parts: list[Range] = []
    for start, end in sentence_bounds(text):
        if parts and end - parts[-1][0] <= _PART:
            parts[-1] = (parts[-1][0], end)
        else:
            parts.append((start, end))
    return parts
