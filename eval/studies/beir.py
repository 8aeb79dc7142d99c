"""Indexes a public collection in BEIR's format like any corpus, and scores the rankings on it.

Each text of the collection becomes a document. A text's rank is that of its first passage in the results. Source of the
format: Thakur et al., BEIR, NeurIPS 2021 (Datasets and Benchmarks).
"""

import copy
import gzip
import json
import shutil
import time
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from hashlib import sha256
from pathlib import Path
from typing import Any, Self

from pydantic import BaseModel, Field, ValidationError

from eval.errors import EvaluationError
from eval.runs.harness import SHOWN, Bars, Tick
from eval.runs.records import Outcome, Record, Returned, check_ids
from eval.runs.summary import provenance, summarise
from eval.runs.systems import DEPTH
from eval.scoring.metrics import STANDARD, standard_metrics
from eval.scoring.statistics import evenly_spaced
from indexer.build import build_index
from kutip.settings import Settings
from kutip.text.terms import searchable
from retriever.search import Retriever, System

PUBLISHED = {  # folder's name -> system -> published nDCG@10
    "scifact": {"BM25": 0.679, "all-MiniLM-L6-v2": 0.645},
}


class _Line(BaseModel):
    id: str = Field(alias="_id")
    text: str
    title: str | None = None


_MARKUP = "#>|-*+ "  # characters that would make a line Markdown markup; stripped from its start


@dataclass(frozen=True, slots=True)
class Collection:
    """A collection of texts and judged queries.

    Attributes:
        name: For example "scifact".
        texts: Document id -> (title, text); the title may be "".
        queries: Query id -> text of the query.
        qrels: Query id -> document id -> grade.
        answers: Query id -> accepted answers; () for a query that no text answers. Empty if the collection has none.
    """

    name: str
    texts: dict[str, tuple[str, str]]
    queries: dict[str, str]
    qrels: dict[str, dict[str, int]]
    answers: dict[str, tuple[str, ...]] = field(default_factory=dict)

    def sampled(self, most: int) -> "Collection":
        """The same texts with at most so many of the judged queries, evenly spaced."""
        chosen = evenly_spaced(tuple(self.qrels), most)
        return replace(self, queries={q: self.queries[q] for q in chosen}, qrels={q: self.qrels[q] for q in chosen})

    def facts(self) -> dict[str, object]:
        """Hashes of texts, queries and judgements, which comparable runs share, and the number of queries."""
        corpus, asked = (
            sha256(json.dumps(part, sort_keys=True).encode("utf-8")).hexdigest()
            for part in (self.texts, [self.queries, self.qrels])
        )
        count = len(self.qrels)
        questions = {"file": self.name, "sha256": asked, "count": count, "answerable": count}
        return {"corpus": {self.name: corpus}, "questions": questions, "judged": None}


def read_beir(folder: Path, split: str = "test") -> Collection:
    """Read a folder with corpus.jsonl, queries.jsonl (each may be gzipped as .jsonl.gz) and qrels/SPLIT.tsv.

    Queries without a judgement are left out.

    Raises:
        EvaluationError: A file is missing or not in BEIR's format, the judgements name an unknown query or document, or
            an id contains white space.
    """
    texts = {line.id: (line.title or "", line.text) for line in _lines(folder, "corpus")}
    queries = {line.id: line.text for line in _lines(folder, "queries")}
    qrels = _read_qrels(folder / "qrels" / f"{split}.tsv")
    for what, named, known in (
        ("query", set(qrels), set(queries)),
        ("document", {document for own in qrels.values() for document in own}, set(texts)),
    ):
        if missing := sorted(named - known):
            raise EvaluationError(f"{folder}: the judgements name the {what} {missing[0]!r}, which is missing")
    check_ids((*texts, *qrels))
    return Collection(folder.resolve().name, texts, {query: queries[query] for query in qrels}, qrels)


def _lines(folder: Path, name: str) -> Iterator[_Line]:
    """The objects of NAME.jsonl, or of NAME.jsonl.gz if there is no such file."""
    plain, packed = folder / f"{name}.jsonl", folder / f"{name}.jsonl.gz"
    path = plain if plain.is_file() else packed
    if not path.is_file():
        raise EvaluationError(f"{folder} has neither {plain.name} nor {packed.name}; name a folder in BEIR's format")
    seen = set()
    try:
        with gzip.open(path, "rt", encoding="utf-8") if path is packed else path.open(encoding="utf-8") as lines:
            for number, line in enumerate(lines, start=1):
                if not line.strip():
                    continue
                try:
                    read = _Line.model_validate_json(line)
                except ValidationError as error:
                    first = error.errors(include_url=False, include_input=False)[0]
                    where = ".".join(map(str, first["loc"])) or "it"
                    raise EvaluationError(f"{path}, line {number}: {where}: {first['msg']}") from error
                if read.id in seen:
                    raise EvaluationError(f"{path}, line {number}: the id {read.id!r} occurs twice")
                seen.add(read.id)
                yield read
    except (OSError, EOFError, UnicodeDecodeError, zlib.error) as error:
        raise EvaluationError(f"{path} cannot be read ({error}); fetch it again") from error


def _read_qrels(path: Path) -> dict[str, dict[str, int]]:
    if not path.is_file():
        raise EvaluationError(f"there is no {path}; name another split")
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise EvaluationError(f"{path} cannot be read ({error}); fetch it again") from error
    qrels: dict[str, dict[str, int]] = {}
    for number, line in enumerate(lines, start=1):
        columns = line.split("\t")
        if (number == 1 and columns[0] == "query-id") or not line:
            continue
        try:
            query, document, grade = columns
            qrels.setdefault(query, {})[document] = int(grade)
        except ValueError as error:
            raise EvaluationError(f"{path}, line {number} is not query, document, grade: {line[:80]!r}") from error
    return qrels


class IndexedCollection:
    """A collection with an index of its texts."""

    def __init__(self, collection: Collection, work: Path, bars: Bars) -> None:
        """Write the texts as a corpus to WORK/NAME/corpus, and build or update the index in WORK/NAME/index."""
        self.collection = collection
        self._sources = _sources(collection)
        settings = Settings(corpus=work / collection.name / "corpus", index=work / collection.name / "index")
        self._write(settings.corpus)
        steps = len(collection.texts)
        with bars(f"{collection.name}: index", steps) as tick:
            shown = 0

            def progress(stage: str, done: int, total: int) -> None:
                nonlocal shown
                reached = steps * done // max(1, total) if stage == "encode" else 0
                while shown < reached:
                    shown += 1
                    tick()

            build_index(settings, progress=progress)
        self.retriever = Retriever.open(settings.index, settings)
        self._longest = settings.limits.max_query_characters

    def _write(self, folder: Path) -> None:
        """Write each text as a document; remove documents left by an earlier version of the collection."""
        if folder.is_dir():
            for stale in {one.name for one in folder.iterdir() if one.is_dir()} - set(self._sources):
                shutil.rmtree(folder / stale)
        for name, (source, documents) in self._sources.items():
            own = folder / name
            own.mkdir(parents=True, exist_ok=True)
            (own / "source.md").write_text(source, encoding="utf-8")
            title = " ".join(self.collection.texts[documents[0]][0].split())
            metadata = {"id": name, "title": title or name, "source_form": "markdown"}
            (own / "metadata.json").write_text(json.dumps(metadata), encoding="utf-8")

    def locate(self, text: str, start: int, end: int) -> tuple[str, frozenset[int]]:
        """Where a stretch of a text stands in the corpus: the document's id, and the offsets in its source.

        Args:
            text: The text's id.
            start: Offset of the stretch's first character in the text, in code points; not in markup at its start.
            end: Offset after its last one.

        Returns:
            The offsets are of characters other than white space.
        """
        name, source = next((name, source) for name, (source, own) in self._sources.items() if text in own)
        whole = self.collection.texts[text][1]
        after = len("".join(whole[end:].split()))  # the text ends the source
        size = len("".join(whole[start:end].split()))
        kept = [at for at, character in enumerate(source) if not character.isspace()]
        return name, frozenset(kept[len(kept) - after - size : len(kept) - after])

    def with_settings(self, settings: Settings) -> Self:
        """The same collection over the same loaded index, searched with other settings."""
        other = copy.copy(self)
        other.retriever = self.retriever.tuned(settings)
        return other

    def asking(self, collection: Collection) -> Self:
        """The same loaded index with the queries of another collection, which must have the same texts."""
        other = copy.copy(self)
        other.collection = collection
        return other

    def rank(self, query: str, system: System) -> list[str]:
        """Ids of the collection's texts, in the order of their first passages in the results."""
        hits = self.retriever.search(query[: self._longest], k=DEPTH, system=system).hits
        return list(dict.fromkeys(one for hit in hits for one in self._sources[hit.passage.document_id][1]))


def _sources(collection: Collection) -> dict[str, tuple[str, list[str]]]:
    """Name of the document to index ("d0000017") -> (its source in Markdown, ids of the texts with this source).

    Documents are numbered because a text's id may be no valid folder name. Equal texts become one document; a text
    without a searchable word becomes none, so no query finds it.
    """
    documents: dict[str, list[str]] = {}
    for document, parts in collection.texts.items():
        title, text = (" ".join(part.split()).lstrip(_MARKUP) for part in parts)
        source = f"# {title}\n\n{text}\n" if title and text else f"{title or text}\n"
        if searchable(source):
            documents.setdefault(source, []).append(document)
    return {f"d{number:07d}": (source, own) for number, (source, own) in enumerate(documents.items())}


def check_systems(systems: Sequence[str]) -> None:
    """Refuse names that are not systems of the retriever; there is no "baseline" for a collection.

    Raises:
        EvaluationError: There is no such system.
    """
    if unknown := [name for name in systems if name not in list(System)]:
        raise EvaluationError(f"there is no system {unknown[0]!r} for a collection; there are {', '.join(System)}")


def evaluate_collection(
    indexed: IndexedCollection, systems: Sequence[str], bars: Bars
) -> tuple[dict[str, Any], dict[str, Outcome]]:
    """Score the retriever's systems on a public collection.

    Args, results and errors are those of `eval.runs.harness.evaluate`, without answers.
    """
    check_systems(systems)
    collection = indexed.collection
    outcomes = {}
    for name in systems:
        with bars(f"{collection.name}: {name}", len(collection.qrels)) as tick:
            outcomes[name] = rank_queries(indexed, System(name), tick)
    facts: dict[str, Any] = {**provenance(), "service": "in process", "index_version": indexed.retriever.version}
    measures = {name: form.format(rel=1) for name, form in STANDARD.items()}
    facts |= {**collection.facts(), "depth": DEPTH, "measures": measures}
    facts["published"] = PUBLISHED.get(collection.name.casefold(), {})
    return {**facts, "systems": summarise(outcomes)}, outcomes


def rank_queries(indexed: IndexedCollection, system: System, tick: Tick) -> Outcome:
    """Rank the collection's texts for every judged query, and score the rankings; `tick` is called after each query."""
    collection = indexed.collection
    ranked, times = {}, {}
    for query in collection.qrels:
        start = time.perf_counter()
        ranked[query] = indexed.rank(collection.queries[query], system)
        times[query] = (time.perf_counter() - start) * 1000
        tick()
    run = {query: {name: -float(rank) for rank, name in enumerate(names)} for query, names in ranked.items()}
    scores = standard_metrics(collection.qrels, run)
    records = []
    for query, grades in collection.qrels.items():
        returned = [Returned(name, grades.get(name), collection.texts[name][0]) for name in ranked[query][:SHOWN]]
        expected = [f"{name}: {collection.texts[name][0]}" for name, grade in grades.items() if grade > 0]
        records.append(Record(query, collection.queries[query], {}, scores[query], times[query], expected, returned))
    return Outcome(records, ranked, collection.qrels)
