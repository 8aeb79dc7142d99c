"""Measures how many Indonesian content words have a glossary entry: python -m eval.studies.coverage [FILE].

FILE has one sentence per line; without it, the Indonesian questions of the evaluation set are used. Function words,
names (words with capitals) and numbers need no entry and are not counted.
"""

import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path

from eval.studies.indexed_questions import IndexedQuestions
from kutip.index.store import open_generation
from kutip.language.indonesian import INDONESIAN
from kutip.settings import Settings
from retriever.query.glossary import Glossary, open_glossaries

_SHOWN = 15


def coverage(glossary: Glossary, sentences: Iterable[str]) -> tuple[float, int, list[tuple[str, int]]]:
    """Count the content words of the sentences that have an entry in the glossary.

    Returns:
        The fraction with an entry (1.0 if there are no content words), the number of content words, and the most
        frequent words without an entry, each with its count.
    """
    found = 0
    lacking: Counter[str] = Counter()
    for sentence in sentences:
        translation = glossary.translate(sentence)
        found += len(_content(word for piece in translation.found for word in piece.split()))
        lacking.update(word for word in _content(translation.lacking) if word.isalpha() and word.islower())
    total = found + lacking.total()
    return (found / total if total else 1.0), total, lacking.most_common(_SHOWN)


def _content(words: Iterable[str]) -> list[str]:
    return [word for word in words if word.casefold() not in INDONESIAN.function_words.stop_words]


def main(arguments: Sequence[str]) -> None:
    """Print the coverage for a file's sentences, or for the evaluation set's questions."""
    if arguments:
        sentences = Path(arguments[0]).read_text(encoding="utf-8").splitlines()
    else:
        questions = IndexedQuestions.open(Settings()).questions
        sentences = [
            question.text for question in questions if question.language == "id" and question.topic == "papers"
        ]
    glossaries = open_glossaries(open_generation(Settings().index).folder)
    share, total, lacking = coverage(glossaries[INDONESIAN.code], sentences)
    print(f"{share:.1%} of {total} content words have an entry; without: {', '.join(word for word, _ in lacking)}")


if __name__ == "__main__":
    main(sys.argv[1:])
