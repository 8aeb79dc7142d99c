"""HTTP, pages, exports, citations and the command line give the same facts of a document."""

import copy
import html
import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import bibtexparser
import pytest
from hypothesis import HealthCheck, assume, example, given
from hypothesis import settings as examples
from hypothesis import strategies as st
from serving import LOCAL
from starlette.testclient import TestClient
from test_retriever_citations_exports import LATEX, ODD, read_bibtex, read_ris
from tiny_models import write_tiny_model
from typer.testing import CliRunner

from api.app import create_app
from api.http.state import current_retriever
from indexer.build import build_index
from indexer.parsing.metadata import refuse_misshapen
from kutip.cli.commands import app
from kutip.errors import CorpusError
from kutip.metadata.facts import facts_of
from kutip.settings import Settings
from kutip.types import Document, Kind, Passage, Span
from retriever.citations.exports import EXPORTERS, export
from retriever.search import Retriever

# Id of a paper -> its metadata, and the expected title, authors, year and DOI.
PAPERS: dict[str, tuple[dict[str, Any], tuple[str | None, list[str], int | None, str | None]]] = {
    "circa": (
        {"title": "Ports", "author": [{"literal": "UNODC"}], "issued": {"date-parts": [["circa 1990"]]}},
        ("Ports", ["UNODC"], 1990, None),
    ),
    "marked": (
        {
            "type": "journal-article",
            "title": "Role of <i>E. coli</i> &amp; H<sub>2</sub>O",
            "author": [{"family": "Beethoven", "given": "Ludwig", "dropping-particle": "van"}],
            "container-title": ["Annals of Water &amp; Ports"],
            "issued": {"literal": "Spring 2010"},
            "DOI": "doi:10.1000/x",
        },
        ("Role of E. coli & H2O", ["Ludwig van Beethoven"], 2010, "10.1000/x"),
    ),
    "raw": (
        {
            "title": "Ships",
            "author": [{"family": "Goor", "given": "Jan", "non-dropping-particle": "van", "suffix": "Jr."}],
            "issued": {"raw": "2020-03-15"},
            "DOI": "https://doi.org/10.1000/y",
        },
        ("Ships", ["Jan van Goor Jr."], 2020, "10.1000/y"),
    ),
    "range": ({"issued": {"date-parts": [[1990], [1995]], "season": 1}}, (None, [], 1990, None)),
    "undated": ({"title": "[/red] 5 < 6", "issued": {"date-parts": [["n.d."]]}}, ("[/red] 5 < 6", [], None, None)),
}


@dataclass(frozen=True)
class Made:
    """A made-up corpus, indexed with a tiny model, and the service over it."""

    settings: Settings
    retriever: Retriever
    client: TestClient
    shown: dict[str, Document]  # the documents of the service; tests replace their metadata


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Made]:
    folder = tmp_path_factory.mktemp("made")
    for number, (name, (metadata, _)) in enumerate(PAPERS.items()):
        own = folder / "corpus" / name
        own.mkdir(parents=True)
        (own / "source.md").write_text(
            f"Harbour police, part {number}.\n\n# Harbours\n\nThe {name} harbour has {number + 2} police boats.\n",
            encoding="utf-8",
        )
        (own / "metadata.json").write_text(json.dumps(metadata), encoding="utf-8")
    model = write_tiny_model(folder / "model")
    settings = Settings(corpus=folder / "corpus", index=folder / "index", indexing={"model": str(model)})
    build_index(settings)
    retriever = copy.copy(Retriever.open(settings.index, settings))
    shown = dict(retriever.documents)
    retriever.documents = shown
    application = create_app(settings)
    application.dependency_overrides[current_retriever] = lambda: retriever
    with TestClient(application, base_url=LOCAL) as client:
        yield Made(settings, retriever, client, shown)


def paths(made: Made, name: str) -> Iterator[str]:
    """All addresses about a paper that need no search."""
    passage = next(one for one in made.retriever.passages if one.document_id == name)
    yield from ("/v1/documents", f"/v1/documents/{name}", f"/v1/passages/{passage.id}")
    yield from (f"/v1/passages/{passage.id}/export?format={form}" for form in EXPORTERS)
    yield from ("/documents", f"/documents/{name}", f"/documents/{name}/references")


@pytest.mark.parametrize("name", PAPERS)
def test_the_api_gives_the_facts_of_an_odd_paper(made: Made, name: str) -> None:
    listed = {one["id"]: one for one in made.client.get("/v1/documents").json()}
    title, authors, year, doi = PAPERS[name][1]
    own = listed[name]
    assert [own[fact] for fact in ("title", "authors", "year", "doi")] == [title, authors, year, doi]
    alone = made.client.get(f"/v1/documents/{name}").json()
    whole = {fact: value for fact, value in alone.items() if fact not in ("headings", "read_facts")}
    assert whole == {fact: value for fact, value in own.items() if fact != "state"}


@pytest.mark.parametrize("name", PAPERS)
def test_the_page_shows_the_facts_of_an_odd_paper(made: Made, name: str) -> None:
    title, authors, year, doi = PAPERS[name][1]
    text = html.unescape(made.client.get(f"/documents/{name}").text)
    assert f"<h1>{title or name}</h1>" in text
    by = "; ".join(authors) + (" · " if authors and year else "") + str(year or "")
    assert f'<p class="by">{by}</p>' in text if by else 'class="by"' not in text
    assert f">{doi}</a>" in text if doi else "doi.org" not in text


@pytest.mark.parametrize("name", PAPERS)
def test_no_request_about_an_odd_paper_fails(made: Made, name: str) -> None:
    for path in (*paths(made, name), "/v1/search?q=police boats", "/v1/ask?q=police boats", "/?q=police boats"):
        assert made.client.get(path).status_code == 200, path
    quote = {"text": f"The {name} harbour has police boats.", "mode": "quote"}
    for mode in ("quote", "text"):
        assert made.client.post("/check", data={**quote, "mode": mode}).status_code == 200


def test_the_exports_of_an_odd_paper_are_written_exactly(made: Made) -> None:
    passage = next(one for one in made.retriever.passages if one.document_id == "marked" and one.heading)

    def exported(form: str) -> str:
        return made.client.get(f"/v1/passages/{passage.id}/export", params={"format": form}).text

    assert exported("apa") == (
        "Beethoven, L. van. (2010). Role of E. coli & H2O. Annals of Water & Ports. https://doi.org/10.1000/x\n\n"
        "(Beethoven, 2010, Harbours section, para. 1)\n"
    )
    assert "\tauthor = {van Beethoven, Ludwig},\n\ttitle = {Role of E. coli \\& {H2O}},\n" in exported("bibtex")
    assert "\tjournal = {Annals of Water \\& Ports},\n\tyear = {2010},\n" in exported("bibtex")
    assert "AU  - Beethoven, Ludwig van\nTI  - Role of E. coli & H2O\nT2  - Annals of Water & Ports\n" in exported(
        "ris"
    )
    (item,) = json.loads(exported("csl-json"))
    assert (item["type"], item["title"]) == ("article-journal", "Role of <i>E. coli</i> & H<sub>2</sub>O")
    assert (item["container-title"], item["DOI"]) == ("Annals of Water & Ports", "10.1000/x")
    assert item["issued"] == {"literal": "Spring 2010"}


def test_the_command_line_lists_and_cites_odd_papers(made: Made) -> None:
    run, own = CliRunner(), {"COLUMNS": "200", "KUTIP_MODEL": made.settings.indexing.model}
    listed = run.invoke(app, ["documents", "--index", str(made.settings.index)], env=own)
    assert listed.exit_code == 0
    for name, (_, (title, authors, year, _)) in PAPERS.items():
        row = next(line for line in listed.output.splitlines() if f" {name} " in line)
        assert (title or "") in row
        assert (", ".join(authors) or "unknown") in row
        assert str(year or "n.d.") in row
    passage = next(one for one in made.retriever.passages if one.document_id == "circa")
    cited = run.invoke(app, ["cite", passage.id, "--index", str(made.settings.index)], env=own)
    assert cited.output.startswith("UNODC. (1990). Ports.\n")


# --- Laws -------------------------------------------------------------------------------------------------------------

WORDS = ODD | st.sampled_from(["<i>E. coli</i> in H<sub>2</sub>O", "R&amp;D", "p &lt; 0.05", "<b>", "[/red]", "n.d."])
PARTS = ("family", "given", "literal", "dropping-particle", "non-dropping-particle", "suffix", "name")
PEOPLE = st.dictionaries(st.sampled_from(PARTS), WORDS | st.none(), max_size=4)
ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | WORDS,
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(ODD, inner, max_size=2),
    max_leaves=6,
)
YEARS = st.integers(-50, 3000) | st.sampled_from(["2019", "circa 1990", "n.d.", None, "Spring 2010"]) | ANYTHING
DATES = st.fixed_dictionaries(
    {},
    optional={
        "date-parts": st.lists(st.lists(YEARS, max_size=4), max_size=3),
        "raw": st.just("2020-03-15") | ANYTHING,
        "literal": st.just("circa 1990") | ANYTHING,
        "season": st.just("Winter 2011") | ANYTHING,
        "circa": ANYTHING,
    },
)
DOIS = st.sampled_from(["10.1000/x", "https://doi.org/10.1000/x_y", "doi:10.1000/%", "10.1/(S)1<1::A>3"]) | WORDS
TYPES = st.sampled_from(["article-journal", "book", "chapter", "thesis", "report", "journal-article", "x"]) | ANYTHING
METADATA = st.fixed_dictionaries(
    {},
    optional={
        "title": WORDS | st.none(),
        "author": st.lists(PEOPLE, max_size=4) | st.none(),
        "editor": st.lists(PEOPLE, max_size=4),
        "issued": DATES | st.none(),
        "DOI": DOIS,
        "type": TYPES,
        "license": WORDS | st.none(),
        "language": WORDS | st.none(),
        "container-title": WORDS | st.lists(WORDS, max_size=2),
        **dict.fromkeys(("volume", "issue", "page", "number", "publisher", "URL", "genre", "edition"), ANYTHING),
        "accessed": ANYTHING,
        "own": ANYTHING,
    },
)


def accepted(metadata: dict[str, Any]) -> bool:
    """Whether `kutip index` accepts the metadata."""
    try:
        refuse_misshapen(metadata, Path("metadata.json"))
    except CorpusError:
        return False
    return True


@examples(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.filter_too_much])
@given(metadata=METADATA | st.dictionaries(st.sampled_from(["title", "author", "issued", "DOI", "language"]), ANYTHING))
@example(metadata={"issued": {"date-parts": [["circa 1990"]]}})
@example(metadata={"author": [{}], "issued": {"date-parts": [[]]}, "title": ""})
def test_metadata_accepted_by_the_indexer_never_make_the_service_fail(made: Made, metadata: dict[str, Any]) -> None:
    assume(accepted(metadata))
    made.shown["raw"] = replace(made.shown["raw"], metadata=metadata)
    facts = facts_of(made.shown["raw"])
    try:
        for path in paths(made, "raw"):
            assert made.client.get(path).status_code == 200, path
        alone = made.client.get("/v1/documents/raw").json()
        page = made.client.get("/documents/raw").text
    finally:
        made.shown["raw"] = replace(made.shown["raw"], metadata=PAPERS["raw"][0])
    assert (alone["title"], alone["year"], alone["doi"]) == (facts.title, facts.year, facts.doi)
    assert (tuple(alone["authors"]), alone["licence"], alone["language"]) == (
        facts.authors,
        facts.licence,
        facts.language,
    )
    assert f"<h1>{facts.name}</h1>" in html.unescape(page)


PASSAGE = Passage("5f2c", "paper", Kind.PARAGRAPH, ("Harbours",), "", None, (Span(0, 12),), "Police meet.")


@given(metadata=METADATA)
@example(metadata={"title": "Police", "author": [{"family": "King", "given": "M.", "suffix": "Jr."}]})
@example(metadata={"editor": [{"literal": "UNODC"}], "issued": {"date-parts": [[-44]]}, "DOI": "10.1000/a{b}_%"})
def test_exports_and_citations_agree_with_the_facts(metadata: dict[str, Any]) -> None:
    assume(accepted(metadata))
    paper = Document("paper", "Police meet.", "00", metadata)
    facts = facts_of(paper)

    (item,) = json.loads(export(paper, PASSAGE, "csl-json"))
    again = facts_of(replace(paper, metadata=item))
    assert replace(again, licence=facts.licence, item=facts.item) == facts

    written = export(paper, PASSAGE, "bibtex")
    verbatim = bibtexparser.parse_string(written).entries[0].fields_dict
    _, fields = read_bibtex(written)
    authors = [LATEX.latex_to_text(" ".join(one.von + one.last)) for one in fields.get("author", [])]
    assert fields.get("title", "") == (facts.title or "")
    assert fields.get("year", "") == str(facts.year or "")
    assert unquote(verbatim["doi"].value if "doi" in verbatim else "") == unquote(facts.doi or "")
    assert authors == [one.last for one in facts.people]

    ris = read_ris(export(paper, PASSAGE, "ris"))
    assert (ris.get("title"), ris.get("doi")) == (facts.title, facts.doi)
    assert ris.get("year", "") == str(facts.year or "")
    surnames = [one.surname for one in facts.people]
    assert [name.split(", ")[0] for name in ris.get("authors", [])] == [name.split(", ")[0] for name in surnames]

    listed, in_text = export(paper, PASSAGE, "apa").strip().split("\n\n")
    assert listed.startswith(surnames[0] if surnames else "")
    assert facts.name in listed
    year = "n.d." if facts.year is None else str(facts.year) if facts.year > 0 else f"{-facts.year} B.C.E."
    assert f"({year})." in listed
    assert f"{year}, Harbours section)" in in_text
    assert listed.endswith(f"https://doi.org/{facts.doi}" if facts.doi else listed[-1])

    targets = json.loads(export(paper, PASSAGE, "annotation"))["target"]
    assert all(one["source"].startswith("https://doi.org/" if facts.doi else "ni:") for one in targets)
