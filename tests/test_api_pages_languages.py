"""Indonesian pages contain no English sentence of Kutip's own, for any question and any checked text."""

import re
import string
from collections.abc import Iterable, Iterator
from html import unescape
from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from serving import LOCAL
from starlette.testclient import TestClient

from api.app import create_app
from indexer.build import build_index
from kutip.messages.catalogue import LOCALES
from kutip.settings import Settings

PAPERS = ("najib-juned-2025", "cakrawala-733")
TREND = "The trend of human trafficking continues to recede every year."
QUOTATIONS = (
    TREND,
    TREND.replace("recede", "rise"),
    TREND.replace("human", "of human").replace("every", "1 day").replace("to", "never"),
    "The trend of human trafficking … every year",
    "every year … The trend of human trafficking",
    f"{TREND} Penicillin was discovered in London.",
    "Penicillin was discovered by Fleming in London.",
    "too short",
    "?!…",
)
CLAIMS = f"{TREND} In 2023, 2,000 cases involved 3,363 victims. Penicillin was found in London. The trend is “{TREND}”"
QUESTIONS = (
    "Who discovered penicillin?",  # a refusal of an English question
    "Berapa kecepatan cahaya?",
    "Di kota mana AMMTC ke-5 diselenggarakan?",
    "Do the two papers agree on how many human trafficking cases there were in 2023?",
    "Apakah kedua artikel memakai penelitian kualitatif?",
    "Who organises the AMMTC?",
    "?!",
    "x" * 1001,
)


def pages(client: TestClient, language: str) -> Iterator[tuple[str, str]]:
    """Yield (label, HTML) of every kind of page in a language."""
    addresses = ["/", "/documents", "/check", "/documents/none", "/documents/none/references"]
    addresses += [f"/documents/{paper}{view}" for paper in PAPERS for view in ("", "/references", "?lit=9-3")]
    for address in addresses:
        yield address, client.get(address, headers={"Accept-Language": language}).text
    for question in QUESTIONS:
        yield question[:40], client.get("/", params={"q": question, "lang": language}).text
    given = [("quote", "\n\n".join(QUOTATIONS)), ("text", CLAIMS), ("quote", ""), ("poem", "a"), ("text", "x" * 50_001)]
    for mode, text in given:
        yield mode, client.post("/check", params={"lang": language}, data={"mode": mode, "text": text}).text
    files = {"text": ("a.txt", b"a")}
    yield "file", client.post("/check", params={"lang": language}, files=files).text


def sentences(language: str) -> set[str]:
    """Return the pieces of a catalogue's messages, between placeholders, that have three words or more."""
    with (LOCALES / language / "LC_MESSAGES" / "kutip.po").open("rb") as file:
        entries = [entry for entry in read_po(file) if entry.id]
    forms = [form for entry in entries for form in ([entry.string] if isinstance(entry.string, str) else entry.string)]
    runs = {run.strip(' .,;:()“”"') for form in forms for run, *_ in string.Formatter().parse(form)}
    return {run for run in runs if len(run.split()) >= 3}


CITED = {"of the text"}  # as in "(Prihawati, n.d., p. 16 of the text)": APA 7 citations are always in English
ENGLISH = sentences("en") - sentences("id") - CITED


def spoken(text: str) -> str:
    """Return what a page shows or a screen reader reads out: text and attributes, without the names of elements."""
    return " ".join(unescape(re.sub(r"</?\w+|>", " ", text)).split())


def found_on(text: str, wanted: Iterable[str]) -> set[str]:
    """Return those of the wanted sentences that a page contains."""
    shown = spoken(text)
    return {one for one in wanted if one in shown}


@pytest.fixture(scope="module")
def sources(client: TestClient) -> str:
    """Text of all papers: a sentence that a paper contains too may be the paper's."""
    return " ".join(" ".join(client.get(f"/v1/documents/{paper}/text").text for paper in PAPERS).split())


def test_an_indonesian_page_has_no_sentence_in_english(client: TestClient, sources: str) -> None:
    ours = {one for one in ENGLISH if one not in sources}
    assert len(ours) > 120
    found = {address: english for address, text in pages(client, "id") if (english := found_on(text, ours))}
    assert found == {}


def test_the_same_pages_in_english_have_most_sentences_of_the_catalogue(client: TestClient) -> None:
    """Otherwise the test above would prove little."""
    found = set().union(*(found_on(text, ENGLISH) for _, text in pages(client, "en")))
    assert len(found) > 75
    wanted = ("It differs from the source in", "but has no list of references", "the most is", "nowhere have")
    for one in wanted:
        assert any(one in each for each in found), one


def test_without_an_index_an_indonesian_page_says_so_in_indonesian(tmp_path: Path) -> None:
    with TestClient(create_app(Settings(index=tmp_path / "none")), base_url=LOCAL) as client:
        response = client.get("/documents?lang=id")
        assert response.status_code == 503
        assert "tidak ada indeks di" in response.text
        assert found_on(response.text, ENGLISH) == set()


def test_the_error_of_a_damaged_index_is_in_indonesian(tmp_path: Path, settings: Settings) -> None:
    with TestClient(create_app(settings.model_copy(update={"index": broken(tmp_path)})), base_url=LOCAL) as client:
        response = client.get("/documents?lang=id")
        assert response.status_code == 503
        assert "rusak: " in response.text
        assert found_on(response.text, ENGLISH) == set()


def broken(folder: Path) -> Path:
    """Make an index folder whose pointer names no generation."""
    (folder / "CURRENT").write_text("gen-1\n", encoding="ascii")
    return folder


@pytest.mark.parametrize(
    ("parameters", "accepted", "language"),
    [
        ({}, "", "question"),
        ({}, "fr", "question"),
        ({}, "en-GB", "en"),
        ({}, "id", "id"),
        ({"lang": "en"}, "id", "en"),
        ({"lang": "id"}, "en", "id"),
    ],
)
def test_a_refusal_is_in_the_preferred_language_else_in_that_of_the_question(
    client: TestClient, parameters: dict[str, str], accepted: str, language: str
) -> None:
    refusals = {"en": "The papers nowhere have", "id": "Artikel tidak memuat"}
    for own, question in (("en", "Who discovered penicillin?"), ("id", "Berapa kecepatan cahaya?")):
        text = client.get("/", params={"q": question, **parameters}, headers={"Accept-Language": accepted}).text
        wanted = own if language == "question" else language
        assert {each for each, refusal in refusals.items() if refusal in text} == {wanted}
        assert f'<div class="notice" lang="{wanted}">' in text


def test_with_three_papers_a_disagreement_is_not_of_both_articles(tmp_path: Path) -> None:
    for name, count in (("one", 998), ("two", 1061), ("three", 1204)):
        (tmp_path / "corpus" / name).mkdir(parents=True)
        (tmp_path / "corpus" / name / "source.md").write_text(
            f"# Trafficking {name}\n\n## Cases {name}\n\nIn 2023, {count} human trafficking cases were recorded in"
            " Indonesia by the police.\n",
            encoding="utf-8",
        )
    settings = Settings(corpus=tmp_path / "corpus", index=tmp_path / "index")
    build_index(settings)
    with TestClient(create_app(settings), base_url=LOCAL) as client:
        question = "Berapa kasus perdagangan orang yang tercatat di Indonesia pada tahun 2023?"
        answer = client.get("/v1/ask", params={"q": question}).json()
    assert answer["note"].startswith("Artikel-artikel berbeda: ")
    (code,) = answer["note_codes"]
    assert (code["code"], len(code["said"])) == ("papers_differ", 3)
