"""Abbreviations: those that the papers introduce, found by Schwartz and Hearst's algorithm, and the listed ones."""

import re
from pathlib import Path

import pytest
from conftest import ROOT, Parsed
from hypothesis import given
from hypothesis import strategies as st

from indexer.abbreviations import FILE, LongForms, merged, read_listed, spell_out
from kutip.errors import CorpusError
from kutip.text.short_forms import find_abbreviations, long_form

# The abbreviations that people found in the papers.
CAKRAWALA = [
    ("AMMTC", "ASEAN Ministerial Meeting on Transnational Crime"),
    ("ASEANAPOL", "ASEAN Nations Police"),  # "Southeast Asian Police Organisation/ASEAN Nations Police (ASEANAPOL)"
    ("ATCM", "ASEANAPOL Training Cooperation Meeting"),
    ("ATPOL", "Atase POLRI"),
    ("ATPOL", "Attache POLRI"),
    ("IGOs", "Intergovernmental Organisations"),
    ("JCS", "Joint Coordination System"),
    ("MoU", "Memorandum of Understanding"),
    ("SOMTC", "Senior Officials Meeting on Transnational Crime"),
    ("STAFNISPOL", "Staf Teknis POLRI"),
    ("UNODC", "United Nations Office on Drugs and Crime"),
    ("e-ADS", "Electronic ASEANAPOL Database System"),
]
NAJIB = [
    ("ACTIP", "ASEAN Convention Against Trafficking in Person"),
    ("ADSTC", "ASEANAPOL DATABASE SYSTEM TECHNICAL COMMITTEE"),  # a reference's title
    ("ADSTC", "ASEANAPOL Database System Technical Committee"),
    ("AFP", "Australian Federal Police"),
    ("ASEANAPOL", "ASEAN Association of Police"),
    ("ATCM", "ASEANAPOL Training Cooperation Meeting"),
    ("IOM", "International Organization for Migration"),
    ("JASPOC", "Joint ASEAN Senior Police Officer Course"),
    ("JCLEC", "Jakarta Center for Law Enforcement Cooperation"),
    ("JISIP", "Jurnal Ilmu Sosial Dan Ilmu Politik"),
    ("LoA", "Letter of Acceptance"),
    ("MLA", "Mutual Legal Assistance"),
    ("NCOLS", "National Conference on Law Studies"),
    ("PTSD", "Post-Traumatic Stress Disorder"),
    ("SCM", "Stakeholders Coordination Meeting"),
    ("TIP", "Traffick in person"),  # spelt so in the paper
    ("ToR", "Term of Reference"),
    ("UN", "United Nations"),
    ("e-ADS", "Electronic ASEANAPOL Database System"),
]


@pytest.mark.parametrize(("document", "pairs"), [("cakrawala-733", CAKRAWALA), ("najib-juned-2025", NAJIB)])
def test_abbreviations_of_a_paper_are_those_that_a_reader_finds(
    parsed: Parsed, document: str, pairs: list[tuple[str, str]]
) -> None:
    _, blocks = parsed[document]
    assert sorted({pair for block in blocks for pair in find_abbreviations(block.text)}) == pairs


@pytest.mark.parametrize(
    ("text", "short", "long"),
    [
        ("the ASEANAPOL Training Cooperation Meeting (ATCM) was", "ATCM", "ASEANAPOL Training Cooperation Meeting"),
        ("AMMTC (ASEAN Ministerial Meeting on Transnational Crime)", "AMMTC",
         "ASEAN Ministerial Meeting on Transnational Crime"),
        ("the heat shock transcription factor (HSF)", "HSF", "heat shock transcription factor"),  # skips a word
        ("acquired immunodeficiency syndrome (AIDS)", "AIDS", "acquired immunodeficiency syndrome"),  # within a word
        ("Post-Traumatic Stress Disorder (PTSD)", "PTSD", "Post-Traumatic Stress Disorder"),  # after a hyphen
        ("uses the Electronic ASEANAPOL Database System (e-ADS)", "e-ADS", "Electronic ASEANAPOL Database System"),
        ("adult T cell leukemia (ATCL)", "ATCL", "adult T cell leukemia"),
        ("the United Nations (UN; New York)", "UN", "United Nations"),
        ("a Memorandum of Understanding (MoU, 2011)", "MoU", "Memorandum of Understanding"),
        ("INTERPOL (International Criminal Police Organization)", "INTERPOL",
         "International Criminal Police Organization"),
        ("the “National Central Bureau” (NCB)", "NCB", "National Central Bureau"),
        ("the Trauma Center Home B2 (TCHB2)", "TCHB2", "Trauma Center Home B2"),
    ],
)  # fmt: skip
def test_a_short_form_is_found_next_to_its_long_form(text: str, short: str, long: str) -> None:
    assert list(find_abbreviations(text)) == [(short, long)]


@pytest.mark.parametrize(
    "text",
    [
        "on human trafficking (TIP)",  # its letters do not occur
        "Indonesian citizens (WNI)",  # its long form is in another language
        "the Directorate (ATC)",  # its first letter does not start a word
        "the ATCM meeting (ATCM)",  # it would be its own long form
        "the police (POLRI)",
        "Law No. 21 (2007)",  # a year
        "in Manila (Philippines)",  # a word
        "(United Nations)",  # nothing before it
        "(UN)",
        "cooperation (C)",  # one letter
        "the Bank (BA)",  # a long form has at least two words
        "the Joint task and five or six or more other words then Coordination System (JCS)",  # too far away
        "the United Nations Office (on Drugs and Crime)",
        "in Bali (see Table 1)",
        "pertemuan internasional (AMMTC dan SOMTC)",  # more than one word
        "the United Nations Office (UNITEDNATIONS)",  # more than ten characters
        "no brackets at all, UN United Nations",
    ],
)
def test_other_brackets_are_not_abbreviations(text: str) -> None:
    assert list(find_abbreviations(text)) == []


@pytest.mark.parametrize(
    ("short", "before", "long"),
    [
        ("UN", "the United Nations", "United Nations"),
        ("UN", "an Untold Number of Unions of Nations", "Unions of Nations"),  # the shortest one that fits
        ("SOMTC", "ASEAN Senior Officials Meeting on Transnational Crime",
         "Senior Officials Meeting on Transnational Crime"),
        ("I-24/7", "the Information 24/7", "Information 24/7"),
        ("UN", "Nations", None),
        ("UN", "", None),
        ("UN", "UN United", None),
    ],
)  # fmt: skip
def test_the_long_form_is_the_end_of_the_text_before_the_bracket(short: str, before: str, long: str | None) -> None:
    assert long_form(short, before) == long


WORDS = st.sampled_from(
    ["the", "United", "Nations", "(UN)", "UN", "(United Nations)", "(", ")", "Office", "e-ADS", "(a)"]
)


@given(text=st.lists(WORDS, max_size=12).map(" ".join) | st.text(alphabet="aUN ()-", max_size=30))
def test_a_long_form_is_in_the_text_and_has_the_letters_in_order(text: str) -> None:
    for short, long in find_abbreviations(text):
        assert short in text
        assert " ".join(long.split()) in " ".join(text.split())
        assert len(long.split()) >= 2
        letters = iter(long.casefold())
        assert all(letter in letters for letter in short.casefold() if letter.isalnum())
        assert long.casefold().startswith(short[0].casefold())


@given(st.text(max_size=60))
def test_any_text_is_read_without_an_error(text: str) -> None:
    list(find_abbreviations(text))


@pytest.mark.parametrize("text", ["Große United Nations (UN)", "the eﬃcient United Nations (UN)"])
def test_letters_whose_lower_case_is_longer_do_not_shift_the_long_form(text: str) -> None:
    assert list(find_abbreviations(text)) == [("UN", "United Nations")]


def test_a_short_form_in_emphasis_is_found() -> None:
    assert list(find_abbreviations("a Term of Reference (*ToR*)")) == [("ToR", "Term of Reference")]


# Spelling out

LONG_FORMS = {"AMMTC": "ASEAN Ministerial Meeting", "ADS": "Database System", "UN": "United Nations"}


@pytest.mark.parametrize(
    ("text", "spelt_out"),
    [
        ("Organizing of AMMTC", "Organizing of AMMTC (ASEAN Ministerial Meeting)"),
        ("AMMTC Forum, AMMTC Chair", "AMMTC (ASEAN Ministerial Meeting) Forum, AMMTC Chair"),  # only the first one
        ("the AMMTC of the UN", "the AMMTC (ASEAN Ministerial Meeting) of the UN (United Nations)"),
        ("AMMTC, an ASEAN ministerial meeting", "AMMTC, an ASEAN ministerial meeting"),  # the text already has it
        ("e-ADS and ADS", "e-ADS and ADS (Database System)"),  # a short form must be a whole word
        ("AMMTCs, ammtc, UNODC", "AMMTCs, ammtc, UNODC"),
        ("", ""),
    ],
)
def test_a_short_form_is_spelt_out_once_unless_the_text_has_its_long_form(text: str, spelt_out: str) -> None:
    assert spell_out(text, LONG_FORMS) == spelt_out
    assert spell_out(spelt_out, LONG_FORMS) == spelt_out


def test_backslashes_in_a_long_form_are_kept() -> None:
    assert spell_out("the MoU", {"MoU": r"Memo \1 \g<0>"}) == r"the MoU (Memo \1 \g<0>)"


@given(text=st.lists(st.sampled_from([*LONG_FORMS, "of", "the", "ADSs"]), max_size=8).map(" ".join))
def test_spelling_out_only_adds_brackets(text: str) -> None:
    spelt_out = spell_out(text, LONG_FORMS)
    for long in LONG_FORMS.values():
        spelt_out = spelt_out.replace(f" ({long})", "", 1)
    assert spelt_out == text


def test_a_short_form_within_a_long_form_is_not_spelt_out() -> None:
    names = {"ATCM": "ASEANAPOL Training Cooperation Meeting", "ASEANAPOL": "ASEAN Nations Police"}
    assert spell_out("the ATCM", names) == "the ATCM (ASEANAPOL Training Cooperation Meeting)"


# Listed by hand


def test_the_bundled_list_is_read_with_each_short_form_once() -> None:
    path = ROOT / "corpus" / FILE
    lines = [line for line in path.read_text(encoding="utf-8").splitlines() if line and not line.startswith("#")]
    groups = read_listed(path)
    assert [group[0] for group in groups] == [line.split("\t")[0] for line in lines]
    shorts = [group[0].casefold() for group in groups]
    assert sorted(set(shorts)) == sorted(shorts)
    assert len(groups) > 80


def test_no_listed_group_has_a_duplicate_or_empty_form() -> None:
    for group in read_listed(ROOT / "corpus" / FILE):
        folded = [form.casefold() for form in group]
        assert sorted(set(folded)) == sorted(folded), group
        assert all(form and form == form.strip() for form in group)


def test_a_listed_short_form_has_the_long_form_of_the_papers() -> None:
    listed = {short: {form.casefold() for form in forms} for short, *forms in read_listed(ROOT / "corpus" / FILE)}
    other = {(s, long) for s, long in (*CAKRAWALA, *NAJIB) if long.casefold() not in listed.get(s, set())}
    assert other == {
        ("ACTIP", "ASEAN Convention Against Trafficking in Person"),  # misspelt in the papers
        ("TIP", "Traffick in person"),
        ("ToR", "Term of Reference"),
        ("IGOs", "Intergovernmental Organisations"),  # a plural
    }


def listed(tmp_path: Path, *lines: str) -> Path:
    path = tmp_path / FILE
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def test_a_line_gives_its_forms_without_the_source(tmp_path: Path) -> None:
    path = listed(
        tmp_path,
        "# Remarks and blank lines say nothing.",
        "",
        "UN\tUnited Nations\tPBB | Perserikatan Bangsa-Bangsa\tnajib-juned-2025",
        "VOA\tVoice of America\t\tVoice of America",
    )
    assert read_listed(path) == [
        ("UN", "United Nations", "PBB", "Perserikatan Bangsa-Bangsa"),
        ("VOA", "Voice of America"),
    ]


def test_a_missing_file_gives_no_groups(tmp_path: Path) -> None:
    assert read_listed(tmp_path / FILE) == []


@pytest.mark.parametrize(
    "bad",
    [
        "AFP\tAustralian Federal Police\tnajib-juned-2025",  # three columns
        "AFP\tAustralian Federal Police\t\tnajib-juned-2025\tmore",
        "AFP Australian Federal Police",
        "\tAustralian Federal Police\t\tnajib-juned-2025",
        "AFP\t \t\tnajib-juned-2025",
        "AFP\tAustralian Federal Police\t\t",
    ],
)
def test_a_line_with_other_columns_is_refused_with_its_number(tmp_path: Path, bad: str) -> None:
    path = listed(tmp_path, "# short, long, others, source", "UN\tUnited Nations\t\tnajib-juned-2025", bad)
    with pytest.raises(CorpusError, match=rf"{FILE}, line 3: it needs four columns between tabs"):
        read_listed(path)


def test_a_file_in_another_encoding_is_refused(tmp_path: Path) -> None:
    (tmp_path / FILE).write_bytes("ATPOL\tPOLRI Attaché\t\tx\n".encode("latin-1"))
    with pytest.raises(CorpusError, match="is not UTF-8 at byte 18; convert it, then run kutip index"):
        read_listed(tmp_path / FILE)


# Merging

PAIRS = st.lists(
    st.tuples(st.sampled_from(["UN", "EU", "AFP"]), st.sampled_from(["united nations", "United Nations", "other"]))
)


def test_listed_forms_come_first_and_equal_ones_are_merged_ignoring_case() -> None:
    groups = merged(
        [("ADSTC", "ASEANAPOL Database System Technical Committee", "Komite Teknis")],
        [
            ("ADSTC", "ASEANAPOL DATABASE SYSTEM TECHNICAL COMMITTEE"),
            ("ADSTC", "other name"),
            ("TIP", "Traffick in person"),
        ],
    )
    assert groups == [
        ["ADSTC", "ASEANAPOL Database System Technical Committee", "Komite Teknis", "other name"],
        ["TIP", "Traffick in person"],
    ]


def by_one_pattern(text: str, long_forms: dict[str, str]) -> str:
    """Do the same as `spell_out` by one pattern with all short forms."""
    missing = {short: long for short, long in long_forms.items() if long.casefold() not in text.casefold()}
    shorts = "|".join(re.escape(short) for short in sorted(missing, key=len, reverse=True))

    def bracketed(match: re.Match[str]) -> str:
        long = missing.pop(match.group(), None)
        return match.group() if long is None else f"{match.group()} ({long})"

    return re.sub(rf"(?<![\w-])(?:{shorts})(?![\w-])", bracketed, text) if missing else text


SHORTS = st.sampled_from(["AB", "ABC", "A B", "A", "A-B", "AB/C", "Z"])


PARTS = st.sampled_from(["AB", "ABC", "A B", "A", "A-B", "AB/C", " ", "-", "/", "x", "unit of b", "("])


@given(
    st.lists(PARTS).map("".join),
    st.dictionaries(SHORTS, st.sampled_from(["Unit of B", "x", "Other", "AB long"]), max_size=5),
)
def test_long_forms_are_added_as_one_pattern_with_all_short_forms_would(text: str, long_forms: dict[str, str]) -> None:
    assert spell_out(text, long_forms) == by_one_pattern(text, long_forms)


def test_long_forms_that_stand_before_a_text_are_not_added_to_it() -> None:
    forms = LongForms({"UN": "United Nations", "EU": "European Union"})
    assert forms.added_to("UN and EU", after="the united nations") == "UN and EU (European Union)"


def test_a_long_form_is_looked_for_in_the_last_thousand_characters() -> None:
    far = f"Tide Data System {'of many words ' * 80}(TDS)"
    assert list(find_abbreviations(far)) == []
    assert list(find_abbreviations(f"{'x' * 5_000}Tide Data System (TDS)")) == []
    assert list(find_abbreviations(f"{'x ' * 5_000}Tide Data System (TDS)")) == [("TDS", "Tide Data System")]


@given(pairs=PAIRS, more=PAIRS)
def test_merging_keeps_every_form_once_in_the_group_of_its_short_form(
    pairs: list[tuple[str, str]], more: list[tuple[str, str]]
) -> None:
    groups = {group[0]: group[1:] for group in merged(pairs, more)}
    for short, long in (*pairs, *more):
        assert [form.casefold() for form in groups[short]].count(long.casefold()) == 1
    assert groups.keys() == {short for short, _ in (*pairs, *more)}
    assert merged(pairs, [*more, *more]) == merged(pairs, more)
