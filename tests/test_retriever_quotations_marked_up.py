"""Quotations from a paper in Markdown: marks are no part of its words, and a word that is left out still is."""

import pytest

from indexer.parsing.markdown.markdown_reader import MARKDOWN
from indexer.passages import cut_passages
from kutip.messages.catalogue import Catalogue
from kutip.types import Document, QuoteCheck, Verdict
from retriever.quotations.checker import QuoteChecker

SOURCE = """# Locks

The keepers of the _old_ lock were [paid](https://x.org/a_b) by the
**town**^12^, and the `gate` was not shut<sup>3,4</sup> in winter.[^1]

[^1]: Nor in spring.
"""


def check(quote: str) -> QuoteCheck:
    read = MARKDOWN.read(SOURCE.encode())
    document = Document("locks", read.text, "0" * 64, {}, read.pages)
    passages = cut_passages(document, read.blocks, lambda text: len(text.split()), target=80, limit=120)
    return QuoteChecker({"locks": document}, passages).check(quote)


@pytest.mark.parametrize(
    ("quote", "kinds"),
    [
        ("The keepers of the old lock were paid", "marks of emphasis and of links"),
        ("by the town, and the gate was not shut", "raised numbers of references"),
        ("were paid by the town, and the gate was not shut in winter.", "line breaks"),
    ],
)
def test_a_quotation_without_the_marks_of_markdown_is_faithful(quote: str, kinds: str) -> None:
    found = check(quote)
    assert found.verdict is Verdict.NORMALISED
    said = Catalogue.of("en").text(found.reason)
    assert kinds in said
    assert "a break in the text" not in said
    assert "accents" not in said


def test_a_quotation_that_leaves_out_a_word_between_marks_is_altered() -> None:
    assert check("The keepers of the lock were paid by the town, and the gate was shut in winter.").verdict is (
        Verdict.ALTERED
    )
