"""Reads the references and in-text citations of a document and compares them."""

from collections.abc import Sequence

from indexer.bibliography.checks import find_problems
from indexer.bibliography.entries import parse_references
from indexer.bibliography.linking import link
from indexer.bibliography.mentions import find_mentions
from kutip.types import Bibliography, Block, Document


def read_bibliography(document: Document, blocks: Sequence[Block]) -> Bibliography:
    """Return the references, mentions and problems of a document, given its blocks."""
    references = parse_references(document, blocks)
    linked = link(find_mentions(document, blocks, references), references)
    mentions = tuple(item.mention for item in linked)
    return Bibliography(references, mentions, find_problems(document, references, linked))
