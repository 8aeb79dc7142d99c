"""Abbreviations at query time: every form of a name gives its other forms, similar words give none."""

import json
from pathlib import Path

import pytest
from conftest import ROOT
from hypothesis import given
from hypothesis import strategies as st

from indexer.abbreviations import read_listed
from kutip.errors import IndexDamagedError
from kutip.index.layout import ABBREVIATIONS
from kutip.index.store import open_generation
from kutip.settings import Settings
from retriever.query.abbreviations import Abbreviations

GROUPS = [
    ("AFP", "Australian Federal Police", "Kepolisian Federal Australia"),
    ("e-ADS", "Electronic ASEANAPOL Database System"),
    ("ASEANAPOL", "ASEAN Nations Police"),
    ("ASEAN", "Association of Southeast Asian Nations"),
    ("AMMTC", "ASEAN Ministerial Meeting on Transnational Crime"),
    ("I-24/7", "Information 24/7"),
    ("U.S.", "United States", "AS"),
    ("TIP", "trafficking in persons"),
    ("TPPO", "Tindak Pidana Perdagangan Orang", "trafficking in persons"),
    ("WHO", "World Health Organization"),
    ("MoU", "Memorandum of Understanding"),
    ("Kombes Pol.", "Senior Commissioner"),
]
NAMES = Abbreviations(GROUPS)
FORMS = [form for group in GROUPS for form in group]


def rewritten(text: str, names: Abbreviations = NAMES) -> list[tuple[str, str]]:
    """Return each form in a text with its other forms."""
    return [(text[one.start : one.end], one.target) for one in names.rewrite(text)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("What does ASEANAPOL do?", [("ASEANAPOL", "ASEAN Nations Police")]),
        ("the AMMTC's chair", [("AMMTC", "ASEAN Ministerial Meeting on Transnational Crime")]),
        ("Is e-ADS in use?", [("e-ADS", "Electronic ASEANAPOL Database System")]),
        ("via I-24/7", [("I-24/7", "Information 24/7")]),
        ("Kombes Pol. Gaspar", [("Kombes Pol.", "Senior Commissioner")]),
        ("the Electronic ASEANAPOL Database System", [("Electronic ASEANAPOL Database System", "e-ADS")]),
        ("the electronic aseanapol database system", [("electronic aseanapol database system", "e-ADS")]),
        ("the Memorandum of Understanding", [("Memorandum of Understanding", "MoU")]),
    ],
)
def test_a_short_form_gives_the_long_one_and_the_reverse(text: str, found: list[tuple[str, str]]) -> None:
    assert rewritten(text) == found


def test_every_other_form_of_a_name_is_given_with_the_reason() -> None:
    found = list(NAMES.rewrite("the AFP"))
    assert [one.target for one in found] == ["Australian Federal Police", "Kepolisian Federal Australia"]
    assert {one.why for one in found} == {"abbreviation"}


def test_a_form_of_two_names_gives_the_forms_of_both() -> None:
    assert rewritten("on trafficking in persons") == [
        ("trafficking in persons", "TIP"),
        ("trafficking in persons", "TPPO"),
        ("trafficking in persons", "Tindak Pidana Perdagangan Orang"),
    ]


@pytest.mark.parametrize("text", ["who trains them?", "a Tip", "as soon as", "afp", "the mou", "MOU", "Who is WHo?"])
def test_a_form_of_up_to_three_characters_counts_only_in_its_own_case(text: str) -> None:
    assert rewritten(text) == []


@pytest.mark.parametrize("typed", ["AMMTC", "ammtc", "Ammtc", "E-ADS", "i-24/7", "aseanapol", "u.s."])
def test_a_longer_form_counts_in_any_case(typed: str) -> None:
    assert [one for one, _ in rewritten(f"about {typed} now")][:1] == [typed]


def test_the_longest_form_is_used() -> None:
    assert rewritten("ASEAN Nations Police") == [("ASEAN Nations Police", "ASEANAPOL")]
    assert rewritten("ASEAN Nations") == [("ASEAN", "Association of Southeast Asian Nations")]


@pytest.mark.parametrize(
    "text", ["AMMTCs", "xTIP", "AFP-led", "anti-TPPO", "e-ADS-2", "ASEANAPOLice", "TIP_2", "7I-24/7"]
)
def test_a_form_within_a_longer_word_does_not_count(text: str) -> None:
    assert rewritten(text) == []


@pytest.mark.parametrize("text", ["the AFP (Australian Federal Police)", "the AFP, australian federal police"])
def test_a_form_that_the_text_already_has_is_not_given_again(text: str) -> None:
    assert {target for _, target in rewritten(text)} == {"Kepolisian Federal Australia"}


@given(text=st.lists(st.sampled_from([*FORMS, " ", "-", "the", "!"]) | st.text(max_size=3), max_size=8).map("".join))
def test_every_rewriting_of_any_text_replaces_a_form_in_it(text: str) -> None:
    for typed, target in rewritten(text):
        assert any({typed.casefold(), target.casefold()} <= {form.casefold() for form in group} for group in GROUPS)


@given(
    form=st.sampled_from(FORMS), before=st.sampled_from(["", "the ", "(", "“"]), after=st.sampled_from(["", "?", ")"])
)
def test_every_form_is_found_wherever_a_word_may_be(form: str, before: str, after: str) -> None:
    assert form in [typed for typed, _ in rewritten(before + form + after)]


def test_without_groups_nothing_is_rewritten() -> None:
    assert rewritten("AFP", Abbreviations([])) == []


# The file of the index


def test_abbreviations_are_read_as_the_indexer_wrote_them(settings: Settings) -> None:
    names = Abbreviations.read(open_generation(settings.index).folder)
    for short, long in (("MLA", "Mutual Legal Assistance"), ("e-ADS", "Electronic ASEANAPOL Database System")):
        assert (short, long) in rewritten(f"the {short}", names)
        assert (long, short) in rewritten(f"the {long}", names)


def test_every_short_form_listed_by_hand_is_in_the_index(settings: Settings) -> None:
    names = Abbreviations.read(open_generation(settings.index).folder)
    lacking = [
        group[0] for group in read_listed(ROOT / "corpus" / "abbreviations.tsv") if not rewritten(group[0], names)
    ]
    assert lacking == []


@pytest.mark.parametrize(
    "content", [None, b"", b"{", b"\xff\xfe", b"7", b"null", b"[7]", b"[[7]]", b'[["AFP", null]]'], ids=str
)
def test_a_file_with_other_content_counts_as_damage(tmp_path: Path, content: bytes | None) -> None:
    if content is not None:
        (tmp_path / ABBREVIATIONS).write_bytes(content)
    with pytest.raises(
        IndexDamagedError, match=rf"{ABBREVIATIONS} is damaged: it cannot be read .*build the index again"
    ):
        Abbreviations.read(tmp_path)


def test_forms_with_regex_characters_are_matched_literally(tmp_path: Path) -> None:
    (tmp_path / ABBREVIATIONS).write_text(json.dumps([["C++", "see plus plus"], ["a.*b", "anything"]]))
    names = Abbreviations.read(tmp_path)
    assert rewritten("in C++ now", names) == [("C++", "see plus plus")]
    assert rewritten("a then b", names) == []


@pytest.mark.parametrize("text", ["trafficking ın persons", "ELECTRONİC ASEANAPOL DATABASE SYSTEM"])
def test_a_turkish_i_is_a_different_letter(text: str) -> None:
    assert "i" not in {typed.casefold() for typed, _ in rewritten(text)}


def test_letters_of_a_form_within_another_word_do_not_hide_it() -> None:
    assert rewritten("the United Nations", Abbreviations([("UN", "United Nations")])) == [("United Nations", "UN")]
