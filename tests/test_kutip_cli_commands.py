"""The commands of the command line, run as a person or a script runs them."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import ROOT
from typer.testing import CliRunner

from indexer.build import Report
from kutip.cli.commands import app
from kutip.cli.edge import run_app
from kutip.index.skipped import Skipped
from kutip.index.store import open_generation
from kutip.settings import Settings

RUN = CliRunner(env={"LC_ALL": "", "LC_MESSAGES": "", "LANG": ""})  # English in any environment


def kutip(*arguments: str, index: Path | None = None) -> str:
    options = [] if index is None else ["--index", str(index)]
    result = RUN.invoke(app, [*arguments, *options], catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return result.output


def test_search_prints_passages_with_their_citations(settings: Settings) -> None:
    printed = kutip("search", "In which city was the 5th AMMTC held?", "-k", "2", index=settings.index)
    unwrapped = " ".join(printed.split())
    assert "November 28 – December 1, 2005 Hanoi" in unwrapped
    assert "n.d., p. 16 of the text)" in unwrapped


def test_search_prints_what_it_translated_from_indonesian(settings: Settings) -> None:
    printed = kutip("search", "Di kota mana AMMTC ke-5 digelar?", "-k", "1", index=settings.index)
    assert "searched with Di kota mana → which city; digelar → hold; ke-5 → 5th" in " ".join(printed.split())


def test_search_prints_expansions_of_laws_and_abbreviations(settings: Settings) -> None:
    printed = kutip("search", "What does UU 21/2007 say of MLA?", "-k", "1", index=settings.index)
    readings = "UU 21/2007 → Law No. 21 of 2007; UU 21/2007 → Law No. 21/2007; MLA → Mutual Legal Assistance"
    assert f"searched with {readings}" in " ".join(printed.split())


def test_search_with_json_prints_the_api_s_json(settings: Settings) -> None:
    found = json.loads(kutip("search", "5th AMMTC", "-k", "1", "--json", index=settings.index))
    assert found["hits"][0]["passage"]["text"].startswith("5. 5th AMMTC Vietnam")
    assert found["expansions"] == []


def test_ask_prints_the_answer_with_numbered_citations_to_paste(settings: Settings) -> None:
    printed = " ".join(kutip("ask", "What is the poverty rate of Indonesia in 2021?", index=settings.index).split())
    assert "10.1%" in printed
    assert "people living below the poverty line. [1]" in printed
    assert "[1] (Najib & Juned, 2025, INTRODUCTION section)" in printed
    assert "(ASEAN Statistical Yearbook, 2022, as cited in Najib & Juned, 2025, INTRODUCTION section)" in printed
    assert "Najib, G. Q. N., & Juned, M. (2025)." in printed


def test_ask_refuses_in_the_question_s_language(settings: Settings) -> None:
    printed = " ".join(kutip("ask", "Berapa kecepatan cahaya?", index=settings.index).split())
    assert "Artikel tidak memuat “cahaya”." in printed
    assert "Bagian terdekat, yang mungkin tidak ada hubungannya: 1. (" in printed
    assert "[1]" not in printed


def test_ask_with_json_prints_the_api_s_json(settings: Settings) -> None:
    answer = json.loads(kutip("ask", "In which city was ASEANAPOL founded?", "--json", index=settings.index))
    assert answer["status"] in {"answered", "partial"}
    assert "Manila" in answer["answer"]
    assert answer["sentences"][0]["citations"][0]["document_id"] == "najib-juned-2025"


def test_search_can_be_limited_to_documents_and_kinds(settings: Settings) -> None:
    narrow = ("--document", "najib-juned-2025", "--kind", "reference", "--json")
    hits = json.loads(kutip("search", "Archer", *narrow, index=settings.index))["hits"]
    assert hits[0]["passage"]["text"].startswith("- Archer, C. (2001).")
    assert {hit["passage"]["kind"] for hit in hits} == {"reference"}


def test_documents_lists_both_papers(settings: Settings) -> None:
    listed = json.loads(kutip("documents", "--json", index=settings.index))
    assert [d["id"] for d in listed] == ["cakrawala-733", "najib-juned-2025"]
    assert "unknown" in kutip("documents", index=settings.index)


def test_parse_prints_the_blocks_of_a_document() -> None:
    printed = kutip("parse", "cakrawala-733", "--corpus", str(ROOT / "corpus"))
    assert "heading 3 (title case, 0.85) RESULT AND DISCUSSIONS" in printed
    assert "Organizing: November 28 – December 1, 2005 Hanoi" in printed


def test_parse_with_json_prints_one_block_per_line() -> None:
    lines = kutip("parse", "najib-juned-2025", "--json", "--corpus", str(ROOT / "corpus")).splitlines()
    kinds = [json.loads(line)["kind"] for line in lines]
    assert kinds.count("reference") == 53


def test_refs_prints_entries_with_their_mentions(settings: Settings) -> None:
    printed = " ".join(kutip("refs", "najib-juned-2025", index=settings.index).split())
    assert "najib-juned-2025: 53 references, 62 mentions" in printed
    assert "8. Archer, C. (2001). *International Organizations* (Third Edit). Routledge." in printed
    assert "Archer (2001) at" in printed


def test_refs_with_problems_prints_the_problems(settings: Settings) -> None:
    printed = " ".join(kutip("refs", "--problems", index=settings.index).split())
    assert "najib-juned-2025: 4 problems" in printed
    assert "cites 39 works in 48 places, but has no list of references" in printed


def test_refs_with_json_prints_the_api_s_json(settings: Settings) -> None:
    found = json.loads(kutip("refs", "--json", index=settings.index))
    assert len(found["najib-juned-2025"]["references"]) == 53
    assert len(found["cakrawala-733"]["mentions"]) == 48
    only = json.loads(kutip("refs", "--json", "--problems", "cakrawala-733", index=settings.index))
    assert [one["kind"] for one in only["cakrawala-733"]["problems"]] == ["no_list"]
    assert set(only["cakrawala-733"]) == {"problems"}


def test_quote_prints_verdict_and_differences(settings: Settings) -> None:
    altered = "The trend of human trafficking never continues to recede every year."
    printed = " ".join(kutip("quote", altered, index=settings.index).split())
    assert printed.startswith(f"altered {altered}")
    assert "negation: added never" in printed


def test_quote_reads_several_quotations_from_a_file(settings: Settings, tmp_path: Path) -> None:
    file = tmp_path / "quotations.txt"
    file.write_text(
        "The trend of human trafficking continues to recede every year.\n\nNobody has ever said this here.\n"
    )
    found = json.loads(kutip("quote", "--file", str(file), "--json", index=settings.index))
    assert [one["verdict"] for one in found] == ["exact", "not_found"]


def test_check_prints_a_label_for_each_sentence(settings: Settings, tmp_path: Path) -> None:
    file = tmp_path / "claims.txt"
    file.write_text("The trend of human trafficking continues to recede every year. Penicillin was found in London.")
    printed = kutip("check", str(file), index=settings.index)
    assert "quoted The trend" in printed
    assert "not_found Penicillin" in printed
    found = json.loads(kutip("check", str(file), "--json", index=settings.index))
    assert [one["label"] for one in found] == ["quoted", "not_found"]


def test_refs_quote_and_check_print_in_the_language_of_the_option(settings: Settings, tmp_path: Path) -> None:
    printed = " ".join(kutip("refs", "--problems", "cakrawala-733", "--lang", "id", index=settings.index).split())
    assert printed == (
        "cakrawala-733: 1 masalah tanpa daftar Teks menyitasi 39 karya di 48 tempat, tetapi tidak memiliki daftar"
        f" pustaka. teks di {printed.partition('teks di ')[2]}"
    )
    altered = "The trend of human trafficking never continues to recede every year."
    printed = " ".join(kutip("quote", altered, "--lang", "id", index=settings.index).split())
    assert printed.startswith(f'diubah {altered} Berbeda dari sumbernya pada ingkaran ("never" ditambahkan).')
    (found,) = json.loads(kutip("quote", altered, "--lang", "id", "--json", index=settings.index))
    assert found["reason"].startswith("Berbeda dari sumbernya")
    assert found["reason_code"]["code"] == "altered"
    file = tmp_path / "claims.txt"
    file.write_text(f"They wrote “{altered}”.")
    assert "diubah The trend" in kutip("check", str(file), "--lang", "id", index=settings.index)
    (sentence,) = json.loads(kutip("check", str(file), "--lang", "id", "--json", index=settings.index))
    assert sentence["quotes"][0]["reason"] == found["reason"]
    only = json.loads(kutip("refs", "--json", "--problems", "cakrawala-733", "--lang", "id", index=settings.index))
    assert only["cakrawala-733"]["problems"][0]["message"].startswith("Teks menyitasi 39 karya")


@pytest.mark.parametrize(
    ("form", "begins"), [("apa", "Najib, G. Q. N."), ("bibtex", "@article{"), ("ris", "TY  - JOUR")]
)
def test_cite_prints_the_reference_in_the_wanted_format(settings: Settings, form: str, begins: str) -> None:
    found = json.loads(
        kutip("search", "Archer", "-k", "1", "--document", "najib-juned-2025", "--json", index=settings.index)
    )
    passage = found["hits"][0]["passage"]["id"]
    assert kutip("cite", passage, "--format", form, index=settings.index).startswith(begins)


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("quote", "It is so.", "--lang", "fr"), "Kutip does not speak 'fr'; give one of en, id"),
        (("quote",), "give a quotation, or a file"),
        (("cite", "none"), "the index holds no passage 'none'"),
        (("cite", "none", "--format", "doc"), "there is no format 'doc'; there are csl-json, bibtex"),
        (("refs", "none"), "the index holds no document 'none'"),
        (("search", "a", "--index", "/nowhere/index"), "kutip index"),
        (("search", "???"), "type what to search for"),
        (("search", "a", "-k", "0"), "1 to 100"),
        (("search", "a", "--document", "smith-2020"), "smith-2020"),
        (("parse", "smith-2020"), "cakrawala-733, najib-juned-2025"),
        (("index", "--corpus", "/nowhere"), "--corpus or KUTIP_CORPUS"),
    ],
)
def test_an_error_is_one_line_that_says_what_to_do(settings: Settings, arguments: tuple[str, ...], says: str) -> None:
    environment = {"KUTIP_INDEX": str(settings.index), "KUTIP_CORPUS": str(settings.corpus)}
    command = [sys.executable, "-m", "kutip", *arguments]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert says in done.stderr
    assert done.stderr.startswith("kutip: ")
    assert len(done.stderr.splitlines()) == 1


@pytest.mark.parametrize(
    ("name", "value", "says"),
    [
        ("KUTIP_WEIGTHS", "1", "unknown setting KUTIP_WEIGTHS; did you mean KUTIP_WEIGHTS? docs/settings.md lists all"),
        ("KUTIP_ANSWER_HITS", "0", "KUTIP_ANSWER_HITS is '0': input should be greater than or equal to 1; allowed: "),
    ],
)
@pytest.mark.parametrize("command", ["search", "settings", "serve"])
def test_a_wrong_setting_ends_a_command_with_one_line(command: str, name: str, value: str, says: str) -> None:
    arguments = [sys.executable, "-m", "kutip", command, *(["a"] if command == "search" else [])]
    done = subprocess.run(arguments, env={name: value}, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert done.stderr.startswith(f"kutip: {says}")
    assert len(done.stderr.splitlines()) == 1


def test_index_says_if_the_index_is_up_to_date(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KUTIP_MULTILINGUAL", "auto")  # which that index was built with
    printed = kutip("index", "--corpus", str(settings.corpus), index=settings.index)
    assert "is up to date: 2 documents" in printed


def test_index_names_each_skipped_paper_on_its_line_and_exits_with_1(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    skipped = (Skipped("old", "old/source.txt is blank; remove it"), Skipped("b[i]g", "b[i]g has \x1b[31m9 blocks"))
    report = Report(open_generation(settings.index), True, 2, 324, 5, skipped)
    monkeypatch.setattr("indexer.build.build_index", lambda *_, **__: report)
    monkeypatch.setattr("sys.argv", ["kutip", "index", "--index", str(settings.index)])
    with pytest.raises(SystemExit) as ended:
        run_app(app)
    printed = capsys.readouterr()
    assert ended.value.code == 1
    first, second = printed.err.splitlines()
    assert first == "kutip: skipped old: old/source.txt is blank; remove it"
    assert second.startswith("kutip: skipped b[i]g: b[i]g has ")
    assert "\x1b[31m9" not in second
    assert "2 documents, 324 passages, 5 of them encoded now" in printed.out


def test_a_catalogue_that_is_not_compiled_is_one_line_that_says_what_to_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("kutip.messages.catalogue.LOCALES", tmp_path)
    with pytest.raises(SystemExit):
        run_app(app)
    (line,) = capsys.readouterr().err.splitlines()
    assert line.startswith("kutip: ")
    assert "kutip.po is not compiled as it stands; run: make setup" in line
