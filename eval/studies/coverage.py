"""Measures how many content words have a glossary entry: python -m eval.studies.coverage [FILE] [--language id].

FILE has one sentence per line; without it, the evaluation set's questions in that language are used. Function words,
names (words with capitals) and numbers need no entry and are not counted.
"""

from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Annotated

import typer

from eval.studies.indexed_questions import IndexedQuestions
from kutip.index.store import open_generation
from kutip.language import LANGUAGES
from kutip.settings import Settings
from retriever.query.glossary import Glossary, open_glossaries

_SHOWN = 15


def coverage(
    glossary: Glossary, sentences: Iterable[str], *, language: str = "id"
) -> tuple[float, int, list[tuple[str, int]]]:
    """Count the content words of the sentences that have an entry in the glossary.

    Returns:
        The fraction with an entry (1.0 if there are no content words), the number of content words, and the most
        frequent words without an entry, each with its count.
    """
    found = 0
    lacking: Counter[str] = Counter()
    for sentence in sentences:
        translation = glossary.translate(sentence)
        found += len(_content((word for piece in translation.found for word in piece.split()), language))
        lacking.update(word for word in _content(translation.lacking, language) if word.isalpha() and word.islower())
    total = found + lacking.total()
    return (found / total if total else 1.0), total, lacking.most_common(_SHOWN)


def _content(words: Iterable[str], language: str) -> list[str]:
    return [word for word in words if word.casefold() not in LANGUAGES[language].function_words.stop_words]


def main(
    file: Annotated[Path | None, typer.Argument(help="A file with one sentence per line.")] = None,
    language: Annotated[str, typer.Option(help="The code of a language that has a glossary.")] = "id",
) -> None:
    """Print the coverage for a file's sentences, or for the evaluation set's questions."""
    glossaries = open_glossaries(open_generation(Settings().index).folder)
    if language not in glossaries:
        raise typer.BadParameter(f"{language!r} has no glossary; there are {', '.join(glossaries)}")
    if file is not None:
        sentences = file.read_text(encoding="utf-8").splitlines()
    else:
        questions = IndexedQuestions.open(Settings()).questions
        sentences = [one.text for one in questions if one.language == language and one.topic == "papers"]
    share, total, lacking = coverage(glossaries[language], sentences, language=language)
    print(f"{share:.1%} of {total} content words have an entry; without: {', '.join(word for word, _ in lacking)}")


if __name__ == "__main__":
    typer.run(main)
