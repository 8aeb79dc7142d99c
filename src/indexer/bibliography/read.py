"""Reads the references and in-text citations of a document and compares them."""

from collections.abc import Sequence

from indexer.bibliography.checks import find_problems
from indexer.bibliography.entries import parse_references
from indexer.bibliography.keyed_links import KeyedEntries, keys_in_text
from indexer.bibliography.linking import link
from indexer.bibliography.mentions import find_mentions
from indexer.parsing.keyed_citations import KeyedCitations
from kutip.types import Bibliography, Block, Document


def read_bibliography(document: Document, blocks: Sequence[Block], keyed: KeyedCitations | None = None) -> Bibliography:
    """Return the references, mentions and problems of a document.

    Args:
        document: The document.
        blocks: Its blocks.
        keyed: What its source says of its citations, if it does; this is believed before anything is guessed.
    """
    keyed = keyed or KeyedCitations()
    printed = parse_references(document, blocks, keyed.entries, keyed.numbered)
    keys = KeyedEntries({**keyed.beside, **keys_in_text(printed, blocks, keyed.entries)}, unread=keyed.unread)
    references = (*printed, *{one.id: one for one in keyed.beside.values()}.values())
    linked = link(find_mentions(document, blocks, printed, keyed.citations, keyed.raised), references, keys)
    mentions = tuple(item.mention for item in linked)
    return Bibliography(references, mentions, find_problems(document, references, linked, keyed.unread))
