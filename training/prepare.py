"""Prepares public question sets for training: python -m training.prepare OUT --squad train-v1.1.json.

Writes passages, questions with and without an answer, and for each question passages that are like it and lack its
answer. Equal files and seed give equal output.
"""

import hashlib
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Annotated

import typer

from indexer.passage_encoder import PassageEncoder
from kutip.language import LANGUAGES
from kutip.language.record import Translating
from retriever.query.glossary import Glossary
from training.command import run_command
from training.errors import TrainingError
from training.mining import Encode, mine
from training.records import Prepared
from training.sources import QuestionSource, pair_by_id, read_pubmedqa, read_squad
from training.swaps import make_unanswerable

_SHOWN = 5  # problems of a source that are printed


def prepare(sources: Sequence[QuestionSource], *, seed: int, encode: Encode | None = None) -> Prepared:
    """Put sources together, make questions without an answer, and mine passages.

    Args:
        sources: Each as it was read; a question id of two sources raises an error.
        seed: Decides what the made questions are.
        encode: Encodes texts, to mine by vectors too.

    Raises:
        TrainingError: Two sources have the same question, or there is none.
    """
    passages = {key: passage for source in sources for key, passage in source.passages.items()}
    asked = [question for source in sources for question in source.questions]
    if not asked:
        raise TrainingError("there is nothing to train on; name a source, for example --squad train-v1.1.json")
    repeated = len(asked) - len({question.id for question in asked})
    if repeated:
        raise TrainingError(f"{repeated} questions occur twice; a source was named twice, or its ids are not unique")
    made = list(make_unanswerable(asked, passages, seed=seed))
    mined = dict(mine(asked, passages, encode=encode))
    kinds = [
        question.made or ("answerable" if question.answerable else "asked, unanswerable")
        for question in (*asked, *made)
    ]
    facts = {
        "seed": seed,
        "sources": {
            source.name: {"questions": len(source.questions), "skipped": len(source.problems)} for source in sources
        },
        "passages": len(passages),
        "questions": {kind: kinds.count(kind) for kind in sorted(set(kinds))},
    }
    return Prepared(passages, [*asked, *made], mined, facts)


def read_all(
    squad: Sequence[Path], idk_mrc: Sequence[Path], tydi: Sequence[Path], covid_qa: Path | None, pubmedqa: Path | None
) -> list[QuestionSource]:
    """Read the files of each source; of several files of one source the numbers of the file are part of its name."""
    sources = [
        read_squad(path, _named(name, number), id_prefix=prefix)
        for name, paths, prefix in (("squad", squad, ""), ("idk-mrc", idk_mrc, ""), ("tydi", tydi, "indonesian"))
        for number, path in enumerate(paths)
    ]
    if covid_qa is not None:
        sources.append(read_squad(covid_qa, "covid-qa"))
    if pubmedqa is not None:
        sources.append(read_pubmedqa(pubmedqa))
    return sources


def glossed(question: str) -> str:
    """An Indonesian question in English words, as Kutip translates it for encoder and reader of English.

    Raises:
        TrainingError: Kutip no longer translates Indonesian.
    """
    translating = LANGUAGES["id"].translating
    if translating is None:
        raise TrainingError("Indonesian is not translated; prepare without --translate")
    return _glossary(translating).translate(question).text


@lru_cache(maxsize=1)
def _glossary(translating: Translating) -> Glossary:
    return Glossary.read(translating)


def _named(name: str, number: int) -> str:
    return name if number == 0 else f"{name}-{number + 1}"


def _hashes(paths: Iterable[Path]) -> dict[str, str]:
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in paths}


def _report(sources: Sequence[QuestionSource], say: Callable[[str], None]) -> None:
    for source in sources:
        say(f"{source.name}: {len(source.passages)} passages, {len(source.questions)} questions")
        for problem in source.problems[:_SHOWN]:
            say(f"  {problem}")
        if len(source.problems) > _SHOWN:
            say(f"  and {len(source.problems) - _SHOWN} more that were skipped")


def main(
    out: Annotated[Path, typer.Argument(help="Folder to write to.")],
    squad: Annotated[list[Path] | None, typer.Option(help="SQuAD 1.1 or 2.0; may be given twice.")] = None,
    idk_mrc: Annotated[list[Path] | None, typer.Option(help="IDK-MRC's train.json.")] = None,
    tydi: Annotated[list[Path] | None, typer.Option(help="TyDi QA's gold passages; only Indonesian is read.")] = None,
    squad_id: Annotated[
        Path | None, typer.Option(help="SQuAD in Indonesian; needs the --squad of the same ids.")
    ] = None,
    translate: Annotated[bool, typer.Option(help="Translate those of --squad-id word by word, as Kutip does.")] = False,
    covid_qa: Annotated[Path | None, typer.Option(help="COVID-QA's 200423_covidQA.json.")] = None,
    pubmedqa: Annotated[Path | None, typer.Option(help="PubMedQA's ori_pqal.json.")] = None,
    model: Annotated[
        str | None, typer.Option(help="Mine by vectors too, of this model: a folder or the default model's name.")
    ] = None,
    seed: Annotated[int, typer.Option(help="Decides what the made questions are.")] = 13,
) -> None:
    """Prepare the sources."""
    sources = read_all(squad or [], idk_mrc or [], tydi or [], covid_qa, pubmedqa)
    if squad_id is not None:
        if not squad:
            raise typer.BadParameter("--squad-id pairs Indonesian questions with SQuAD's paragraphs: give --squad too")
        sources.append(pair_by_id(sources[0], squad_id, "squad-id", translate=glossed if translate else None))
    _report(sources, print)
    encode = PassageEncoder(model).encode if model is not None else None
    prepared = prepare(sources, seed=seed, encode=encode)
    files = [*(squad or []), *(idk_mrc or []), *(tydi or []), *filter(None, (squad_id, covid_qa, pubmedqa))]
    facts = {**prepared.facts, "files": _hashes(files)}
    Prepared(prepared.passages, prepared.questions, prepared.mined, facts).write(out)
    print(f"{out}: {facts['passages']} passages, questions {facts['questions']}")


if __name__ == "__main__":
    run_command(main)
