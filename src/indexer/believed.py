"""Sums up how a paper was read, and where the reading may be wrong, so that a person sees at once what went wrong."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from indexer.parsing.lines import is_finished
from indexer.signs import Sign, SignOf, signs_of, summed_signs
from kutip.types import Bibliography, Block, Document, Kind

_LONG = 4_000  # characters; no paragraph of a paper is as long
_HEADED = 3_000  # characters of a text that has headings
_CUT_SHARE = 0.3  # of the paragraphs, from which their ends are in doubt
_UNTIED_SHARE = 0.5  # of the citations, from which the list of references is in doubt
_PLAIN_SHARE = 0.7  # of the headings, from which those that neither marks nor numbers nor words show are in doubt
_LEAST_PROBABLE = 0.7  # mean probability of the lines of a list of references
_LEAST = 4  # paragraphs, headings or citations, from which a share means something


@dataclass(frozen=True, slots=True)
class Believed:
    """What Kutip believes of a paper.

    Attributes:
        kinds: How many blocks it found of each kind, in the order of `Kind`.
        tables: How many tables the rows are in, by their captions and columns.
        pages: How many pages the text shows; 0 if none.
        mentions: How many in-text citations it found.
        tied: How many of them have an entry in the list of references.
        signs: By which signs headings, table rows and references were taken for such: kind, sign, number of blocks, and
            how sure that is on average, 0 to 1.
        problems: How many mismatches between text and list it would tell of.
        doubts: Sentences on what may be read wrongly; none where nothing looks odd.
    """

    kinds: tuple[tuple[Kind, int], ...]
    tables: int
    pages: int
    mentions: int
    tied: int
    signs: tuple[tuple[Kind, Sign, int, float], ...]
    problems: int
    doubts: tuple[str, ...]


def believed(document: Document, blocks: Sequence[Block], bibliography: Bibliography) -> Believed:
    """Sum up a paper that was read."""
    counts = Counter(block.kind for block in blocks)
    signs = signs_of(document, blocks)
    return Believed(
        kinds=tuple((kind, counts[kind]) for kind in Kind if counts[kind]),
        tables=len({(block.heading, block.context[:1]) for block in blocks if block.kind is Kind.TABLE_ROW}),
        pages=len(document.pages),
        mentions=len(bibliography.mentions),
        tied=sum(one.reference_id is not None for one in bibliography.mentions),
        signs=summed_signs(blocks, signs),
        problems=len(bibliography.problems),
        doubts=(*_doubts(document, blocks, bibliography), *_doubtful_signs(blocks, signs)),
    )


def _doubts(document: Document, blocks: Sequence[Block], bibliography: Bibliography) -> Iterator[str]:
    prose = [block for block in blocks if block.kind is Kind.PARAGRAPH]
    if len(document.source_text) > _HEADED and not document.headings:
        yield "no heading was found in a long text"
    if long := [block for block in prose if len(block.text) > _LONG]:
        yield f"{len(long)} paragraphs are longer than {_LONG:,} characters: blank lines may be missing"
    cut = [block for block in prose if not is_finished(block.text)]
    if len(prose) >= _LEAST and len(cut) > _CUT_SHARE * len(prose):
        yield f"{len(cut)} of {len(prose)} paragraphs do not end like a sentence: they may be cut by pages or columns"
    mentions = bibliography.mentions
    untied = [one for one in mentions if one.reference_id is None]
    if len(mentions) >= _LEAST and not bibliography.references:
        yield f"no list of references was found for {len(mentions)} citations"
    elif len(mentions) >= _LEAST and len(untied) > _UNTIED_SHARE * len(mentions):
        yield f"{len(untied)} of {len(mentions)} citations have no entry: the list may be read wrongly"
    if bibliography.references and not mentions:
        yield f"no citation was found of {len(bibliography.references)} entries"
    if "title" not in document.metadata:
        yield "no title was found; name it in metadata.json"


def _doubtful_signs(blocks: Sequence[Block], signs: Mapping[int, SignOf]) -> Iterator[str]:
    by_kind: dict[Kind, list[SignOf]] = {}
    for at, one in signs.items():
        by_kind.setdefault(blocks[at].kind, []).append(one)
    headings = by_kind.get(Kind.HEADING, [])
    plain = [one for one in headings if one.sign in (Sign.TITLE_CASE, Sign.SHORT_LINE, Sign.OUT_OF_ORDER)]
    if len(plain) >= _LEAST and len(plain) > _PLAIN_SHARE * len(headings):
        yield f"{len(plain)} of {len(headings)} headings show only by their place or in title case: some may be none"
    rows = by_kind.get(Kind.TABLE_ROW, [])
    if untold := [one for one in rows if one.sign is not Sign.CELLS_ALIKE]:
        yield f"{len(untold)} of {len(rows)} table rows have cells that differ from the rest or could not be told apart"
    entries = by_kind.get(Kind.REFERENCE, [])
    mean = sum(one.sureness for one in entries) / len(entries) if entries else 1.0
    if mean < _LEAST_PROBABLE and len(entries) >= _LEAST:
        yield f"the list of references could hardly be read: its lines have a mean probability of {mean:.2f}"
