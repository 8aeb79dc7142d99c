"""The report of a run: self-contained, safe whatever a query contains, with every figure and every failure."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from eval.errors import EvaluationError
from eval.runs.records import ANSWERS, KeptRun, Outcome, Record, Returned
from eval.runs.report import write_report
from eval.runs.summary import summarise

FACTS: dict[str, Any] = {
    "made": "2025-03-04T05:06:07+00:00",
    "kutip": "9.8.7",
    "commit": "c0ffee" * 6,
    "changed": True,
    "machine": {"processor": "abacus", "cores": 3, "system": "Beos", "python": "3.11.99"},
    "service": "in process",
    "index_version": "index-42",
    "corpus": {"paper-one": "1234567890abcdef" * 4, "paper-two": "fedcba0987654321" * 4},
    "questions": {"file": "asked.jsonl", "sha256": "ab" * 32, "count": 6, "answerable": 4},
    "judged": None,
    "depth": 100,
    "measures": {"nDCG@10": "nDCG@10", "RR@10": "RR(rel=2)@10", "Judged@10": "Judged@10"},
}
EN = {"language": "en", "type": "who", "wording": "near", "topic": "papers"}
ID = {"language": "id", "type": "why", "wording": "far", "topic": "papers"}
VOID = frozenset({"meta", "br", "link", "img", "input", "hr"})


def ranked(name: str, ndcg: float, *, found: float, groups: Mapping[str, str] = EN, **more: Any) -> Record:
    """A record of a ranking system."""
    metrics = {"nDCG@10": ndcg, "RR@10": ndcg / 2, "Judged@10": 1.0, "EvidenceSuccess@5": found, "OffsetsExact": 1.0}
    return Record(name, f"What is {name}?", dict(groups), metrics, ms=10 * ndcg + 1, **more)


RANKED = [
    ranked("q1", 0.9, found=1),
    ranked("q2", 0.3, found=0, expected=["the wanted quote"], came=[Returned("p7", 1, "a near miss")]),
    ranked("q3", 0.1, found=0, groups=ID, came=[Returned(f"p{n}", None, f"text no. {n}") for n in range(1, 6)]),
    ranked("q4", 0.1, found=1, groups=ID),
]


BARE = [replace(record, groups={}) for record in RANKED]  # without groups fewer plots are drawn, which is faster


def answer(name: str, metrics: Mapping[str, float], text: str, groups: Mapping[str, str] = EN) -> Record:
    """A record of an answer with this text."""
    response = {"status": "answered", "confidence": 0.25 + len(name) / 100, "answer": text, "reason": None}
    return Record(name, f"What is {name}?", dict(groups), dict(metrics), ms=50.0, said=response)


def of(key: float, refused: float) -> dict[str, float]:
    """Metrics of the answer to an answerable question."""
    return {"KeyAccuracy": key, "EvidenceCited": key, "WrongRefusals": refused}


ANSWERED = [
    answer("a-right", {**of(1, 0), "AnswerWords": 12.25}, "the truth"),
    answer("a-refused", of(0, 1), "a wrong refusal"),
    answer("a-keyless", of(0, 0), "beside the point", ID),
    replace(
        answer("a-invented", {"AbstentionRecall": 0.0}, "made up"), came=[Returned("p9", None, "the wrong sentence")]
    ),
    answer("a-silent", {"AbstentionRecall": 1.0}, "rightly refused"),
]


def made(records: Mapping[str, list[Record]], **facts: Any) -> KeptRun:
    """A run with these records by system, and the summary that they give."""
    systems = summarise({name: Outcome(own) for name, own in records.items()})
    return KeptRun(Path("unused"), {**FACTS, **facts, "systems": systems}, dict(records))


def better(records: Sequence[Record]) -> list[Record]:
    """The same queries in a better system: all evidence found, half of the results unjudged."""
    improved = {"nDCG@10": 0.95, "EvidenceSuccess@5": 1.0, "Judged@10": 0.5}
    return [replace(one, metrics={**one.metrics, **improved}) for one in records]


FULL = made({"bm25": better(RANKED), "hybrid": RANKED, "baseline": better(RANKED), ANSWERS: ANSWERED})
COLLECTION = made(
    {
        name: [
            Record(
                "7", "is the moon cheese?", {}, {"nDCG@10": 0.0}, 2.0, ["d1: Moons"], [Returned("d2", 0, "Cheeses")]
            ),
            Record("8", "is it far?", {}, {"nDCG@10": 0.5}, 3.0, ["d3: Far"], [Returned("d3", 1, "Far")]),
        ]
        for name in ("bm25", "dense")
    },
    published={"BM25": 0.679, "a model": 0.645},
    questions={"file": "moonfact", "sha256": "cd" * 32, "count": 2, "answerable": 2},
    corpus={"moonfact": "ef" * 32},
)


@dataclass
class Page(HTMLParser):
    """A parsed HTML page; parsing fails if tags are not closed in order.

    Attributes:
        source: The HTML.
        tags: All start tags with their attributes.
        tables: The rows of cells of each table, by the label of the region around it.
        text: All visible text, with single blanks.
    """

    source: str
    tags: list[tuple[str, dict[str, str | None]]] = field(default_factory=list)
    tables: dict[str, list[list[str]]] = field(default_factory=dict)
    text: str = ""
    _open: list[str] = field(default_factory=list)
    _table: str = ""

    def __post_init__(self) -> None:
        super().__init__()
        self.feed(self.source)
        self.close()
        assert self._open == []
        self.text = " ".join(self.text.split())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        own = dict(attrs)
        self.tags.append((tag, own))
        if tag not in VOID:
            self._open.append(tag)
        if own.get("role") == "region":
            self._table = own["aria-label"] or ""
        if tag == "tr":
            self.tables.setdefault(self._table, []).append([])
        if tag in ("td", "th"):
            self.tables[self._table][-1].append("")

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop() == tag, f"</{tag}> closes another element"

    def handle_data(self, data: str) -> None:
        if "style" not in self._open:
            self.text += f" {data}"
        if {"td", "th"} & {*self._open}:
            self.tables[self._table][-1][-1] += data

    def table(self, label: str) -> dict[str, list[str]]:
        """The rows of a table: first cell -> the other cells."""
        return {row[0]: row[1:] for row in self.tables[label]}

    def attributes(self, name: str) -> list[str]:
        return [value for _, own in self.tags for key, value in own.items() if key == name and value is not None]


def page(run: KeptRun, folder: Path) -> Page:
    path = folder / "report.html"
    write_report(run, path)
    return Page(path.read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def full(tmp_path_factory: pytest.TempPathFactory) -> Page:
    return page(FULL, tmp_path_factory.mktemp("full"))


@pytest.fixture(scope="module")
def collection(tmp_path_factory: pytest.TempPathFactory) -> Page:
    return page(COLLECTION, tmp_path_factory.mktemp("collection"))


# --- A self-contained page ------------------------------------------------------------------------------------------


def test_the_page_declares_language_title_and_viewport(full: Page) -> None:
    assert full.source.startswith("<!DOCTYPE html>")
    assert ("html", {"lang": "en"}) in full.tags
    assert ("meta", {"name": "viewport", "content": "width=device-width, initial-scale=1"}) in full.tags
    assert "<title>Kutip evaluation: asked.jsonl, 2025-03-04T05:06:07+00:00</title>" in full.source


def test_the_page_forbids_itself_scripts_and_requests(full: Page) -> None:
    policy = "default-src 'none'; style-src 'unsafe-inline'; img-src data:"
    assert ("meta", {"http-equiv": "Content-Security-Policy", "content": policy}) in full.tags


@pytest.mark.parametrize("which", ["full", "collection"])
def test_the_page_loads_nothing_from_elsewhere(which: str, request: pytest.FixtureRequest) -> None:
    shown: Page = request.getfixturevalue(which)
    assert {tag for tag, _ in shown.tags} & {
        "script",
        "link",
        "img",
        "iframe",
        "object",
        "image",
        "foreignobject",
    } == set()
    assert shown.attributes("src") == []
    assert {href[0] for href in shown.attributes("href")} == {"#"}
    assert "@import" not in shown.source
    assert [tag for tag, _ in shown.tags].count("style") == 1  # a plot's own would style the whole page
    assert re.findall(r"url\((?!#)", shown.source) == []
    assert set(re.findall(r"https?://[^\s\"<]*", shown.source)) <= {"http://www.w3.org/2000/svg"}


@pytest.mark.parametrize("which", ["full", "collection"])
def test_ids_are_unique_and_every_reference_has_its_target(which: str, request: pytest.FixtureRequest) -> None:
    shown: Page = request.getfixturevalue(which)
    ids = shown.attributes("id")
    assert len(ids) == len(set(ids))
    clips = [value.removeprefix("url(").removesuffix(")") for value in shown.attributes("clip-path")]
    assert clips
    assert {target.removeprefix("#") for target in [*shown.attributes("href"), *clips]} <= set(ids)


def test_the_same_run_gives_the_same_bytes(full: Page, tmp_path: Path) -> None:
    assert page(FULL, tmp_path).source == full.source


def test_the_page_has_no_date_but_that_of_its_run(full: Page) -> None:
    assert set(re.findall(r"20\d\d-\d\d-\d\d", full.source)) == {"2025-03-04"}


def test_markup_in_a_run_is_shown_as_text(tmp_path: Path) -> None:
    evil = "<script>alert('&amp;')</script>"
    groups = {**EN, "language": evil}
    missed = [
        replace(RANKED[1], id=evil, query=evil, groups=groups, expected=[evil], came=[Returned(evil, None, evil)])
    ]
    keyless = [replace(answer(evil, of(0, 0), evil, groups), came=[Returned(evil, 1, evil)])]
    questions = {**FACTS["questions"], "file": evil}
    run = made({evil: missed, ANSWERS: keyless}, service=evil, corpus={evil: "0" * 64}, questions=questions)
    shown = page(run, tmp_path)
    assert "script" not in {tag for tag, _ in shown.tags}
    assert f"Evaluation of Kutip on {evil}" in shown.text
    assert evil in shown.tables[f"{evil}: EvidenceSuccess@5 is 0"][1][2]
    assert any(evil in label for label in shown.attributes("aria-label"))
    assert f"{evil} (n = 1)" in shown.text  # in a plot


def test_a_page_that_cannot_be_written_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(EvaluationError, match=r"cannot be written to .*page\.html"):
        write_report(COLLECTION, tmp_path / "file" / "page.html")


def test_missing_folders_above_the_page_are_created(tmp_path: Path) -> None:
    write_report(COLLECTION, tmp_path / "new" / "folder" / "page.html")
    assert (tmp_path / "new" / "folder" / "page.html").is_file()


# --- Facts of the run -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "fact",
    [
        "asked 6 questions (4 of them answerable) over 2 documents",
        "ranked by bm25, hybrid, baseline, and every question was also put to the answerer",
        "asked.jsonl (SHA-256 abababababab ): 6, 4 of them answerable",
        "paper-one (SHA-256 1234567890ab )",
        "paper-two (SHA-256 fedcba098765 )",
        "Index index-42 Service in process",
        "Commit c0ffeec0ffee , with changes that are not committed",
        "Made 2025-03-04T05:06:07+00:00",
        "Machine Beos abacus, 3 cores, Python 3.11.99",
        "Kutip 9.8.7",
    ],
)
def test_the_page_states_the_facts_of_the_run(full: Page, fact: str) -> None:
    assert fact in full.text


@pytest.mark.parametrize(
    ("facts", "text"),
    [
        ({"commit": None, "changed": None}, "Commit unknown Made"),
        ({"changed": False}, "Commit c0ffeec0ffee , nothing changed"),
        ({"corpus": {"only": "0" * 64}}, "over 1 document;"),
    ],
)
def test_the_page_states_an_unknown_commit_and_the_number_of_documents(
    facts: dict[str, Any], text: str, tmp_path: Path
) -> None:
    assert text in page(made({"bm25": BARE}, **facts), tmp_path).text


def test_every_metric_has_its_ir_measures_name_or_a_definition(full: Page) -> None:
    assert full.table("Measures by ir-measures")["RR@10"] == ["RR(rel=2)@10"]
    own = full.table("Kutip's own metrics")
    assert own["EvidenceSuccess@5"] == ["Whether all required parts are found in the first k passages."]
    every = {metric for system in FULL.summary["systems"].values() for metric in system["all"]}
    assert {*own} - {"Metric"} == every - {*FACTS["measures"]}
    assert all(meaning for cells in own.values() for meaning in cells)


# --- Figures --------------------------------------------------------------------------------------------------------


def test_the_table_has_every_metric_of_every_system_with_its_interval(full: Page) -> None:
    table = full.table("Mean and 95 % bootstrap interval")
    assert table["metric"] == ["bm25", "hybrid", "baseline", "n"]
    for column, system in enumerate(("bm25", "hybrid", "baseline")):
        for metric, own in FULL.summary["systems"][system]["all"].items():
            assert table[metric][column] == f"{own['mean']:.3f} [{own['low']:.3f}, {own['high']:.3f}]"
    assert [cells[-1] for cells in table.values()] == ["n", *["4"] * 5]
    assert table["nDCG@10"][1].startswith("0.350 [")  # (0.9 + 0.3 + 0.1 + 0.1) / 4


def test_the_highest_means_are_bold_except_those_of_checks(full: Page) -> None:
    rows = re.findall(r'<tr><th scope="row">([^<]+)</th>(.*?)</tr>', full.source, re.DOTALL)
    marked = {name: [part == " best" for part in re.findall(r'class="mean( best)?"', cells)] for name, cells in rows}
    assert marked["nDCG@10"] == [True, False, True]
    assert marked["Judged@10"] == [False, False, False]
    assert marked["KeyAccuracy"] == [False, False, False]  # its columns are groups of queries, not systems


def test_numbers_of_queries_that_differ_are_shown_as_a_range(tmp_path: Path) -> None:
    shown = page(made({"bm25": BARE, "hybrid": BARE[:3]}), tmp_path)
    assert shown.table("Mean and 95 % bootstrap interval")["nDCG@10"][-1] == "3–4"


def test_groups_have_a_table_and_a_plot_for_both_chief_metrics(full: Page) -> None:
    table = full.table("EvidenceSuccess@5 by language")
    assert table["language"] == ["bm25", "hybrid", "baseline", "n"]
    assert table["en"] == ["1.000 [1.000, 1.000]", "0.500 [0.000, 1.000]", "1.000 [1.000, 1.000]", "2"]
    assert table["id"][1] == "0.500 [0.000, 1.000]"
    labels = [str(own["aria-label"]).partition(":")[0] for tag, own in full.tags if tag == "svg"]
    by_group = [
        f"{metric} by {group}"
        for group in ("language", "type", "wording")
        for metric in ("nDCG@10", "EvidenceSuccess@5")
    ]
    assert labels == [
        "Rankings, by ir-measures",
        "Evidence, by Kutip's own metrics",
        *by_group,
        "Risk at each coverage",
        "Times by system",
    ]


def test_answers_are_shown_over_all_questions_and_by_language(full: Page) -> None:
    table = full.table("Answers: mean and 95 % bootstrap interval")
    assert table["metric"] == ["all", "en", "id", "n"]
    assert table["KeyAccuracy"][0].startswith("0.333 [")
    assert table["KeyAccuracy"][2:] == ["0.000 [0.000, 0.000]", "3"]
    assert table["AnswerWords"] == ["12.2 [12.2, 12.2]", "12.2 [12.2, 12.2]", "–", "1"]
    assert table["AbstentionRecall"][-1] == "2"


def test_the_area_below_the_risk_coverage_curve_is_stated(full: Page) -> None:
    area = FULL.summary["systems"][ANSWERS]["risk_coverage"]["area"]
    assert f"The area below the curve is {area:.3f} ;" in full.text
    assert "The 5 questions whose topic" in full.text


def test_times_are_shown_for_every_system_and_for_answers(full: Page) -> None:
    table = full.table("Milliseconds a query")
    assert {*table} == {"system", "bm25", "hybrid", "baseline", ANSWERS}
    ms = FULL.summary["systems"]["hybrid"]["ms"]
    assert table["hybrid"] == [f"{ms['p50']:.1f}", f"{ms['p95']:.1f}", "10.0"]
    assert "The machine was shared with other work" in full.text


# --- Failures -------------------------------------------------------------------------------------------------------


def test_queries_missed_by_the_chief_system_are_listed_worst_first(full: Page) -> None:
    head, *rows = full.tables["hybrid: EvidenceSuccess@5 is 0"]
    assert head == ["Question", "Expected evidence", "What came first"]
    assert [row[0] for row in rows] == [
        "q3 id why farWhat is q3?nDCG@10 0.100",
        "q2 en who nearWhat is q2?nDCG@10 0.300",
    ]
    assert rows[1][1:] == ["the wanted quote", "grade 1 p7 a near miss"]
    assert rows[0][2] == "".join(f"unjudged p{n} text no. {n}" for n in (1, 2, 3))  # only the first three of five
    assert "hybrid: EvidenceSuccess@5 is 0: 2 of 4 queries" in full.text


def test_queries_with_equal_scores_are_sorted_by_id(tmp_path: Path) -> None:
    records = [ranked(name, 0.1, found=0, groups={}) for name in ("q9", "q1", "q5")]
    rows = page(made({"bm25": records}), tmp_path).tables["bm25: EvidenceSuccess@5 is 0"]
    assert [row[0][:2] for row in rows[1:]] == ["q1", "q5", "q9"]


def test_without_hybrid_the_last_system_is_the_chief_system(tmp_path: Path) -> None:
    shown = page(made({"late": better(BARE), "bm25": BARE}), tmp_path)
    assert "bm25: EvidenceSuccess@5 is 0: 2 of 4 queries" in shown.text


def test_a_long_text_is_cut(tmp_path: Path) -> None:
    records = [replace(BARE[1], came=[Returned("p1", None, "x" * 300)])]
    rows = page(made({"bm25": records}), tmp_path).tables["bm25: EvidenceSuccess@5 is 0"]
    assert rows[1][2] == f"unjudged p1 {'x' * 239}…"


@pytest.mark.parametrize(
    ("title", "count", "failed", "answer"),
    [
        ("Refused, although the papers answer it", "1 of 3 answerable questions", "a-refused", "a wrong refusal"),
        ("Answered, although the papers do not", "1 of 2 unanswerable questions", "a-invented", "made up"),
        ("Answered without the key", "1 of 2 answers to answerable questions", "a-keyless", "beside the point"),
    ],
)
def test_exactly_the_answers_that_failed_are_listed(
    full: Page, title: str, count: str, failed: str, answer: str
) -> None:
    _, *rows = full.tables[title]
    assert [row[0].split()[0] for row in rows] == [failed]
    assert answer in rows[0][2]
    assert f"{title}: {count}" in full.text


def test_a_failed_answer_is_shown_with_its_citations(full: Page) -> None:
    assert full.tables["Answered, although the papers do not"][1][3] == "not expected p9 the wrong sentence"


def test_a_refusal_is_shown_with_its_reason(tmp_path: Path) -> None:
    refusal = {"status": "not_in_corpus", "confidence": 0.125, "answer": None, "reason": "No paper says it."}
    shown = page(made({ANSWERS: [replace(ANSWERED[1], said=refusal)]}), tmp_path)
    assert (
        shown.tables["Refused, although the papers answer it"][1][2] == "not_in_corpus confidence 0.12No paper says it."
    )


def test_the_page_says_none_if_nothing_failed(tmp_path: Path) -> None:
    shown = page(made({"hybrid": better(BARE)}), tmp_path)
    assert "hybrid: EvidenceSuccess@5 is 0: 0 of 4 queries None." in shown.text


# --- Other runs -----------------------------------------------------------------------------------------------------


def test_a_collection_s_page_has_no_groups_and_no_answers(collection: Page) -> None:
    assert {"groups", "answers"} & {*collection.attributes("id")} == set()
    assert "over a public collection; passages were ranked by bm25, dense." in collection.text
    assert "Kutip's own metrics" not in collection.tables
    assert len([tag for tag, _ in collection.tags if tag == "svg"]) == 2  # the metrics, the times


def test_published_figures_stand_beside_the_systems(collection: Page) -> None:
    table = collection.table("Mean and 95 % bootstrap interval")
    assert table["metric"] == ["bm25", "dense", "BM25, as published", "a model, as published", "n"]
    assert table["nDCG@10"] == ["0.250 [0.000, 0.500]", "0.250 [0.000, 0.500]", "0.679", "0.645", "2"]
    drawing = collection.source[collection.source.index("<svg") : collection.source.index("</svg>")]
    assert {"BM25, as published", "a model, as published"} <= {*re.findall(r">([^<>]+)</text>", drawing)}


def test_failures_of_a_collection_are_queries_with_ndcg_0(collection: Page) -> None:
    _, *rows = collection.tables["dense: nDCG@10 is 0"]
    assert rows == [["7is the moon cheese?nDCG@10 0.000", "d1: Moons", "grade 0 d2 Cheeses"]]


def test_a_run_of_one_system_marks_no_best_mean(tmp_path: Path) -> None:
    shown = page(made({"bm25": BARE}), tmp_path)
    assert shown.table("Mean and 95 % bootstrap interval")["metric"] == ["bm25", "n"]
    assert "is bold" not in shown.text


def test_a_run_of_answers_alone_has_no_tables_of_systems(tmp_path: Path) -> None:
    shown = page(made({ANSWERS: ANSWERED}), tmp_path)
    assert "every question was put to the answerer" in shown.text
    assert {"systems", "groups"} & {*shown.attributes("id")} == set()


def test_without_questions_about_the_papers_there_is_no_risk_curve(tmp_path: Path) -> None:
    other = [answer("a", {"AbstentionRecall": 0.0}, "made up", {**EN, "topic": "other"})]
    shown = page(made({ANSWERS: other}), tmp_path)
    assert [own["aria-label"] for tag, own in shown.tags if tag == "svg" and "Risk" in str(own)] == []
    assert "made up" in shown.text
