"""The files of a generation: what is written is read back unchanged, and damage to any file is detected."""

import os
import shutil
from collections.abc import Sequence
from dataclasses import replace
from itertools import accumulate
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest
from conftest import DAMAGE, Parsed, damage
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from kutip.errors import IndexDamagedError
from kutip.index import layout
from kutip.index.layout import (
    BIBLIOGRAPHIES,
    BLOCKS,
    DOCUMENTS,
    PASSAGES,
    SOURCES,
    read_bibliographies,
    read_blocks,
    read_examples,
    read_glossaries,
    read_pointers,
    read_records,
    write_bibliographies,
    write_blocks,
    write_examples,
    write_glossaries,
    write_pointers,
    write_records,
)
from kutip.index.store import MANIFEST, open_generation
from kutip.settings import Settings
from kutip.types import (
    Author,
    Bibliography,
    Block,
    Cell,
    Document,
    ExampleQuestion,
    Form,
    Heading,
    Kind,
    Mention,
    Message,
    Part,
    Passage,
    ProblemKind,
    Reference,
    ReferenceProblem,
    Span,
)
from retriever.search import Retriever

untimed = hypothesis_settings(deadline=None)  # a busy machine may be slow

FILES = [layout.DOCUMENTS, layout.PASSAGES, layout.VECTORS, layout.ENCODED, layout.ENCODER, layout.TOKENIZER, MANIFEST]
FILES += [layout.BM25_TERMS, layout.BM25_POINTERS, layout.BM25_PASSAGES, layout.BM25_WEIGHTS, layout.SENTENCES]
FILES += [layout.TOKEN_POINTERS, layout.TOKEN_CODES, layout.TOKEN_SCALES, layout.TOKEN_WEIGHTS]
FILES += [layout.SENTENCE_STARTS, layout.ABBREVIATIONS, "sources/cakrawala-733", "sources/najib-juned-2025"]
FILES += [layout.BIBLIOGRAPHIES, layout.BLOCKS, layout.EXAMPLES, layout.GLOSSARIES]
FILES += [layout.QUERY_INPUT]
ENCODER_FILES = [layout.ENCODER, layout.TOKENIZER, layout.QUERY_INPUT, layout.VECTORS, layout.ENCODED, layout.SENTENCES]
ENCODER_FILES += [layout.SENTENCE_STARTS, layout.TOKEN_POINTERS, layout.TOKEN_CODES, layout.TOKEN_SCALES]
FILES += [f"{layout.MULTILINGUAL}/{name}" for name in (*ENCODER_FILES, layout.TOKEN_WEIGHTS)]
REBUILD = "build the index again: kutip index --force"

TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)  # any character but a lone surrogate
SPANS = st.lists(st.builds(Span, st.integers(0, 99), st.integers(100, 999)), min_size=1, max_size=2).map(tuple)
CELLS = st.lists(st.builds(Cell, column=TEXTS, text=TEXTS, spans=SPANS), max_size=2).map(tuple)
HEADINGS = st.lists(TEXTS, max_size=2).map(tuple)
DOCUMENTS_BY_ID = st.lists(
    st.builds(
        Document,
        id=st.text("abc-", min_size=1, max_size=3),
        source_text=TEXTS,
        sha256=TEXTS,
        metadata=st.dictionaries(TEXTS, TEXTS | st.integers() | st.lists(TEXTS, max_size=2), max_size=2),
        pages=st.lists(st.integers(0, 9), max_size=3).map(tuple),
        headings=st.lists(st.builds(Heading, st.integers(1, 6), TEXTS, SPANS), max_size=2).map(tuple),
    ),
    max_size=3,
    unique_by=lambda document: document.id,
)
PAGES = st.none() | st.integers(1, 99)
PASSAGE_LISTS = st.lists(
    st.builds(Passage, TEXTS, TEXTS, st.sampled_from(Kind), HEADINGS, TEXTS, PAGES, SPANS, TEXTS, CELLS), max_size=3
)


@untimed
@given(DOCUMENTS_BY_ID, PASSAGE_LISTS)
def test_records_read_back_equal_those_written(
    tmp_path_factory: pytest.TempPathFactory, documents: list[Document], passages: list[Passage]
) -> None:
    folder = tmp_path_factory.mktemp("records")
    write_records(folder, documents, passages)
    assert read_records(folder) == ({document.id: document for document in documents}, tuple(passages))


def test_both_bundled_papers_read_back_with_every_character(parsed: Parsed, retriever: Retriever) -> None:
    assert retriever.documents == {name: document for name, (document, _) in parsed.items()}


def test_a_source_text_is_stored_byte_for_byte_outside_documents_json(tmp_path: Path, parsed: Parsed) -> None:
    document = replace(parsed["cakrawala-733"][0], source_text="Bali\r\n\x0c\ufeffke\u00ad-3\n")
    write_records(tmp_path, [document], [])
    assert (tmp_path / SOURCES / document.id).read_bytes() == document.source_text.encode()
    assert "Bali" not in (tmp_path / DOCUMENTS).read_text()


SOURCE = f"{SOURCES}/cakrawala-733"
DAMAGES = [(name, content) for name in (DOCUMENTS, PASSAGES) for content in (b"[{}]", b"{", b"[NaN]", b"\xff", None)]


@pytest.mark.parametrize(("name", "content"), [*DAMAGES, (SOURCE, b"\xff"), (SOURCE, None)])
def test_records_of_an_unexpected_format_count_as_damage(
    tmp_path: Path, parsed: Parsed, name: str, content: bytes | None
) -> None:
    write_records(tmp_path, [parsed["cakrawala-733"][0]], [])
    (tmp_path / name).unlink()
    if content is not None:
        (tmp_path / name).write_bytes(content)
    with pytest.raises(IndexDamagedError, match=REBUILD):
        read_records(tmp_path)


# --- Bibliographies -------------------------------------------------------------------------------------------------

WHERE = st.lists(st.builds(Span, st.integers(0, 99), st.integers(100, 999)), max_size=2).map(tuple)
IDS = st.lists(TEXTS, max_size=2).map(tuple)
PARTS = st.none() | st.builds(Part, TEXTS, SPANS)
AUTHORS = st.lists(st.builds(Author, TEXTS, TEXTS, SPANS), max_size=2).map(tuple)
REFERENCES = st.builds(
    Reference,
    *(TEXTS, TEXTS, TEXTS, SPANS, AUTHORS, PARTS, PARTS, PARTS),
    container=PARTS,
    doi=PARTS,
    url=PARTS,
    file=TEXTS,
    key=TEXTS,
)
VALUES = st.recursive(
    TEXTS | st.integers(-(2**53), 2**53) | st.floats(allow_nan=False, allow_infinity=False),
    lambda inner: st.builds(Message, TEXTS, st.dictionaries(TEXTS, inner | st.lists(TEXTS).map(tuple), max_size=2)),
    max_leaves=4,
)
MESSAGES = st.builds(Message, TEXTS, st.dictionaries(TEXTS, VALUES, max_size=2))
MENTIONS = st.builds(
    Mention,
    *(TEXTS, TEXTS, st.sampled_from(Form), TEXTS, SPANS, TEXTS, TEXTS, TEXTS),
    reference_id=st.none() | TEXTS,
    problem=st.none() | MESSAGES,
    key=TEXTS,
)
PROBLEMS = st.builds(
    ReferenceProblem, st.sampled_from(ProblemKind), TEXTS, MESSAGES, WHERE, WHERE, mention_ids=IDS, reference_ids=IDS
)
BIBLIOGRAPHY = st.builds(
    Bibliography,
    *(st.lists(some, max_size=2).map(tuple) for some in (REFERENCES, MENTIONS, PROBLEMS)),
)


@untimed
@given(st.dictionaries(TEXTS, BIBLIOGRAPHY, max_size=2))
def test_bibliographies_read_back_equal_those_written(
    tmp_path_factory: pytest.TempPathFactory, bibliographies: dict[str, Bibliography]
) -> None:
    folder = tmp_path_factory.mktemp("bibliographies")
    write_bibliographies(folder, bibliographies)
    assert read_bibliographies(folder) == bibliographies


HERE = (Span(3, 9),)
ARCHER = Reference(
    "r1",
    "paper",
    "[8] Archer, C. (2001). Organizations. Routledge. doi:10.1/x https://a.b",
    (Span(0, 30), Span(40, 81)),
    (Author("Archer", "C.", (Span(4, 14),)), Author("UNODC", "", HERE)),
    year=Part("2001", (Span(16, 20),)),
    number=Part("8", (Span(1, 2),)),
    title=Part("Organizations", (Span(23, 30), Span(40, 46))),
    container=Part("Routledge", (Span(48, 57),)),
    doi=Part("10.1/x", (Span(63, 69),)),
    url=Part("https://a.b", (Span(70, 81),)),
)
YEARS = Message("mention.year_differs", {"cited": "2023", "listed": "n.d."})
SAID = Mention("m1", "paper", Form.NARRATIVE, "Archer (2002)", HERE, "As Archer (2002) says.", "Archer", "2002")
TIED = replace(SAID, id="m2", form=Form.NUMBERED, who="", year="8", reference_id="r1", problem=YEARS)
MANY = Message("problem.ambiguous", {"n": 2, "similarity": 0.5, "entries": ("“A”", "“B”"), "why": YEARS})
DIFFERS = ReferenceProblem(ProblemKind.YEAR_DIFFERS, "paper", MANY, HERE, HERE, ("m2",), ("r1",))
ALL_FIELDS = {"paper": Bibliography((ARCHER,), (SAID, TIED), (DIFFERS,)), "other": Bibliography((), (), ())}


def test_every_field_of_a_bibliography_reads_back_with_its_type(tmp_path: Path) -> None:
    write_bibliographies(tmp_path, ALL_FIELDS)
    again = read_bibliographies(tmp_path)
    assert again == ALL_FIELDS
    assert list(again) == ["paper", "other"]
    assert again["paper"].mentions[1].form is Form.NUMBERED
    assert again["paper"].problems[0].kind is ProblemKind.YEAR_DIFFERS
    assert again["paper"].problems[0].message.values["why"] == YEARS


@pytest.mark.parametrize("how", [how for how in DAMAGE if how != "other text"])  # "{}" is valid: no documents
def test_an_unreadable_bibliographies_file_counts_as_damage(tmp_path: Path, how: str) -> None:
    write_bibliographies(tmp_path, ALL_FIELDS)
    damage(tmp_path / BIBLIOGRAPHIES, how)
    with pytest.raises(IndexDamagedError, match=f"its references cannot be read .*; {REBUILD}"):
        read_bibliographies(tmp_path)


@pytest.mark.parametrize(
    ("whole", "changed"),
    [
        (b"narrative", b"oral"),
        (b"year_differs", b"all_is_well"),
        (b'"start":3', b'"start":"here"'),
        (b'"family":"Archer",', b""),
        (b'"mentions":', b'"callouts":'),
        (b"Routledge", b"\xff"),
        (b"{", b"["),
    ],
)
def test_bibliographies_of_an_unexpected_format_count_as_damage(tmp_path: Path, whole: bytes, changed: bytes) -> None:
    write_bibliographies(tmp_path, ALL_FIELDS)
    path = tmp_path / BIBLIOGRAPHIES
    assert whole in path.read_bytes()
    path.write_bytes(path.read_bytes().replace(whole, changed))
    with pytest.raises(IndexDamagedError, match=REBUILD):
        read_bibliographies(tmp_path)


BLOCK_LISTS = st.lists(
    st.builds(
        Block,
        kind=st.sampled_from(Kind),
        heading=HEADINGS,
        spans=SPANS,
        text=TEXTS,
        level=st.integers(0, 6),
        context=HEADINGS,
        cells=CELLS,
    ),
    max_size=3,
)


@untimed
@given(blocks=st.dictionaries(st.text("abc-", min_size=1, max_size=3), BLOCK_LISTS.map(tuple), max_size=3))
def test_blocks_read_back_equal_those_written(
    tmp_path_factory: pytest.TempPathFactory, blocks: dict[str, tuple[Block, ...]]
) -> None:
    folder = tmp_path_factory.mktemp("blocks")
    write_blocks(folder, blocks)
    assert read_blocks(folder) == blocks


@pytest.mark.parametrize("how", [how for how in DAMAGE if how != "other text"])  # "{}" is valid: no documents
def test_an_unreadable_blocks_file_counts_as_damage(tmp_path: Path, how: str) -> None:
    write_blocks(tmp_path, {"paper": (Block(Kind.PARAGRAPH, (), (Span(0, 4),), "Text"),)})
    damage(tmp_path / BLOCKS, how)
    with pytest.raises(IndexDamagedError, match=f"its blocks cannot be read .*; {REBUILD}"):
        read_blocks(tmp_path)


# --- Pointers -------------------------------------------------------------------------------------------------------


def test_pointers_of_runs_of_2_1_and_3_items_are_0_2_3_6(tmp_path: Path) -> None:
    write_pointers(tmp_path / "pointers.npy", [2, 1, 3])
    assert read_pointers(tmp_path / "pointers.npy", items=6, runs=3).tolist() == [0, 2, 3, 6]


@untimed
@given(sizes=st.lists(st.integers(1, 1 << 40), max_size=8))
def test_pointers_are_the_running_sums_of_the_sizes(tmp_path_factory: pytest.TempPathFactory, sizes: list[int]) -> None:
    path = tmp_path_factory.mktemp("pointers") / "pointers.npy"
    write_pointers(path, sizes)
    for runs in (len(sizes), None):
        pointers = read_pointers(path, items=sum(sizes), runs=runs)
        assert pointers.dtype == np.int64
        assert pointers.tolist() == [0, *accumulate(sizes)]


def refuses(path: Path, *, items: int, runs: int | None = None) -> None:
    with pytest.raises(IndexDamagedError, match=rf"{path.name} is damaged: it .*; {REBUILD}"):
        read_pointers(path, items=items, runs=runs)


@untimed
@given(numbers=st.lists(st.integers(-1, 6), max_size=5), items=st.integers(0, 6))
def test_pointers_must_ascend_from_0_to_the_number_of_items(
    tmp_path_factory: pytest.TempPathFactory, numbers: list[int], items: int
) -> None:
    path = tmp_path_factory.mktemp("pointers") / "pointers.npy"
    np.save(path, np.asarray(numbers, dtype=np.int64))
    if numbers == sorted(set(numbers)) and numbers[:1] == [0] and numbers[-1:] == [items]:
        assert read_pointers(path, items=items).tolist() == numbers
    else:
        refuses(path, items=items)


@pytest.mark.parametrize("sizes", [[0], [2, 0], [0, 2], [3, -1]])
def test_a_run_without_items_counts_as_damage(tmp_path: Path, sizes: Sequence[int]) -> None:
    write_pointers(tmp_path / "pointers.npy", sizes)
    refuses(tmp_path / "pointers.npy", items=2)


@pytest.mark.parametrize("runs", [0, 1, 2, 4])
def test_an_unexpected_number_of_runs_counts_as_damage(tmp_path: Path, runs: int) -> None:
    write_pointers(tmp_path / "pointers.npy", [2, 1, 3])
    refuses(tmp_path / "pointers.npy", items=6, runs=runs)


OTHER_ARRAYS = [
    np.asarray([0, 2], np.int32),
    np.asarray([0, 2], np.uint64),
    np.asarray([0, 2], np.float64),
    np.asarray(["0", "2"]),
    np.asarray([[0, 2]], np.int64),
    np.int64(0),
    np.asarray([], np.int64),
]


@pytest.mark.parametrize("array", OTHER_ARRAYS, ids=lambda array: f"{array.dtype}{array.shape}")
def test_a_pointer_array_of_another_type_or_shape_counts_as_damage(
    tmp_path: Path, array: npt.NDArray[np.generic]
) -> None:
    np.save(tmp_path / "pointers.npy", array)
    refuses(tmp_path / "pointers.npy", items=2)


def test_pickled_pointers_are_refused_without_being_unpickled(tmp_path: Path) -> None:
    np.save(tmp_path / "pointers.npy", np.asarray([0, {"planted": 1}], dtype=object), allow_pickle=True)
    refuses(tmp_path / "pointers.npy", items=2)


@pytest.mark.parametrize("how", DAMAGE)
def test_an_unreadable_pointers_file_counts_as_damage(tmp_path: Path, how: str) -> None:
    path = tmp_path / "pointers.npy"
    write_pointers(path, [2, 1, 3])
    damage(path, how)
    refuses(path, items=6)


def test_pointers_with_an_unclosed_header_count_as_damage(tmp_path: Path) -> None:
    path = tmp_path / "pointers.npy"
    write_pointers(path, [2, 1, 3])
    path.write_bytes(path.read_bytes().replace(b"}", b" "))
    refuses(path, items=6)


# --- The real index -------------------------------------------------------------------------------------------------


@pytest.fixture
def real(settings: Settings, tmp_path: Path) -> Path:
    """A copy of the real index whose files are hard links to the original until a test replaces one."""
    shutil.copytree(settings.index, tmp_path / "real", copy_function=os.link)
    return tmp_path / "real"


def test_the_real_index_has_exactly_these_files(real: Path) -> None:
    folder = open_generation(real).folder
    assert sorted(p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file()) == sorted(FILES)


def refused(index: Path) -> None:
    with pytest.raises(IndexDamagedError, match=REBUILD):
        open_generation(index)


@pytest.mark.parametrize("name", FILES)
def test_damage_to_any_file_of_the_real_index_is_detected(real: Path, name: str) -> None:
    path = open_generation(real).path(name)
    whole = path.read_bytes()
    path.unlink()  # unlink first: the file is a hard link to the real index
    path.write_bytes(whole)
    with path.open("r+b", buffering=0) as file:
        for at, bit in ((0, 0), (len(whole) // 3, 3), (len(whole) - 1, 7)):
            os.pwrite(file.fileno(), bytes([whole[at] ^ 1 << bit]), at)
            refused(real)
            os.pwrite(file.fileno(), whole[at : at + 1], at)
        for size in (len(whole) + 1, len(whole) - 1, len(whole) // 2, 0):
            file.truncate(size)
            refused(real)
    path.unlink()
    with pytest.raises(IndexDamagedError, match=f"{path.name} is damaged: it is missing; {REBUILD}"):
        open_generation(real)
    path.mkdir()
    refused(real)


# --- Examples -------------------------------------------------------------------------------------------------------


@untimed
@given(st.lists(st.builds(ExampleQuestion, TEXTS, TEXTS), max_size=3).map(tuple))
def test_examples_read_back_equal_those_written(
    tmp_path_factory: pytest.TempPathFactory, examples: tuple[ExampleQuestion, ...]
) -> None:
    folder = tmp_path_factory.mktemp("examples")
    write_examples(folder, examples)
    assert read_examples(folder) == examples


@pytest.mark.parametrize("how", DAMAGE)
def test_an_unreadable_examples_file_counts_as_damage(tmp_path: Path, how: str) -> None:
    write_examples(tmp_path, [ExampleQuestion("en", "When was the old road to the coast built, and by whom?")])
    damage(tmp_path / layout.EXAMPLES, how)
    with pytest.raises(IndexDamagedError, match=REBUILD):
        read_examples(tmp_path)


# --- Glossaries -----------------------------------------------------------------------------------------------------

TRANSLATIONS = st.dictionaries(TEXTS, st.lists(TEXTS, max_size=2).map(tuple), max_size=3)


@untimed
@given(st.dictionaries(TEXTS, TRANSLATIONS, max_size=2))
def test_glossaries_are_read_as_they_were_written(
    tmp_path_factory: pytest.TempPathFactory, glossaries: dict[str, dict[str, tuple[str, ...]]]
) -> None:
    folder = tmp_path_factory.mktemp("glossaries")
    write_glossaries(folder, glossaries)
    assert read_glossaries(folder) == glossaries


@pytest.mark.parametrize("how", [how for how in DAMAGE if how != "other text"])  # "{}" is that of no languages
def test_glossaries_that_cannot_be_read_are_damage(tmp_path: Path, how: str) -> None:
    write_glossaries(tmp_path, {"id": {"kincir pasang surut": ("tidal turbine", "turbine in the tidal stream")}})
    damage(tmp_path / layout.GLOSSARIES, how)
    with pytest.raises(IndexDamagedError, match=REBUILD):
        read_glossaries(tmp_path)
