"""Puts the text of an answer together: the short answer, the papers' names, the sentences with their numbers."""

from collections.abc import Mapping, Sequence
from itertools import groupby

from kutip.types import AnswerSentence, Document
from retriever.answers.papers_meant import paper_name
from retriever.lookup import LookUp

_SEVERAL = 2  # papers, from which each is named


def as_text(short: str | None, sentences: Sequence[AnswerSentence], papers: Mapping[str, str] | None = None) -> str:
    """The text of an answer: the short answer, then the sentences, each with the numbers of its citations.

    Args:
        short: The short answer, or what Kutip says first.
        sentences: The sentences.
        papers: Names of papers by their ids; before the first sentence of each paper stands its name.
    """
    lines = [short] if short else []
    cited, paper = 0, None
    for sentence in sentences:
        if papers and sentence.citations[0].document_id != paper:
            paper = sentence.citations[0].document_id
            lines.append(f"{papers[paper]}:")
        numbers = "".join(f"[{cited + n}]" for n in range(1, len(sentence.citations) + 1))
        cited += len(sentence.citations)
        lines.append(f"{sentence.text} {numbers}")
    return "\n".join(lines)


def first_of_papers(sentences: Sequence[AnswerSentence], documents: Mapping[str, Document]) -> Mapping[int, str]:
    """The names of papers by the place of their first sentence; none where all are of one, or where they take turns."""
    order = [one.citations[0].document_id if one.citations else "" for one in sentences]
    first = [at for at in range(len(order)) if at == 0 or order[at] != order[at - 1]]
    if len(first) < _SEVERAL or len({*order}) < len(first) or "" in order:
        return {}
    return {at: paper_name(documents[order[at]]) for at in first}


def named_papers(look_up: LookUp, sentences: Sequence[AnswerSentence]) -> Mapping[str, str]:
    """How the papers of sentences are named, by id; none where all are of one paper, or where they take turns."""
    order = [next(group) for _, group in groupby(one.citations[0].document_id for one in sentences)]
    if len(order) < _SEVERAL or len(set(order)) < len(order):
        return {}
    return {one: paper_name(look_up.documents[one]) for one in order}
