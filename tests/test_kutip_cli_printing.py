"""How the command line prints each kind of thing, and that text of papers is printed unchanged."""

import json
from collections.abc import Callable, Sequence
from io import StringIO
from typing import Any

import pytest
from babel.messages.pofile import read_po
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console

from kutip.cli import printing
from kutip.cli.printing import (
    offsets,
    print_block,
    print_checked_sentence,
    print_expansions,
    print_hit,
    print_json,
    print_problems,
    print_quote_check,
    print_references,
    print_sentences,
    say,
)
from kutip.messages.catalogue import LOCALES, languages
from kutip.types import (
    AnswerSentence,
    Bibliography,
    Block,
    Cell,
    CheckedSentence,
    Citation,
    ClaimEvidence,
    ClaimFacts,
    Difference,
    DifferenceKind,
    Expansion,
    Form,
    Hit,
    Kind,
    Label,
    Mention,
    Message,
    Passage,
    ProblemKind,
    QuoteCheck,
    QuoteMatch,
    Reference,
    ReferenceProblem,
    Span,
    Verdict,
)

HERE = (Span(10, 20),)
THERE = (Span(10, 20), Span(30, 42))
MARKUP = "[bold]It[/bold] is [1] so [/] [link=x]y[/link] \\[dim] [red"  # as Rich would read it


def shown(show: Callable[..., None], *arguments: Any) -> str:
    """The output of a function when it is not printed to a terminal."""
    written = StringIO()
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(printing, "out", Console(file=written, width=120, force_terminal=False))
        show(*arguments)
    return written.getvalue()


def lines(show: Callable[..., None], *arguments: Any) -> list[str]:
    return shown(show, *arguments).splitlines()


def passage(text: str = "It met in Hanoi.", context: str = "Meetings › Where") -> Passage:
    return Passage("a1b2", "paper", Kind.PARAGRAPH, ("Meetings", "Where"), context, 3, THERE, text)


# --- Lines, JSON, spans -----------------------------------------------------------------------------------------------


def test_a_long_line_is_not_wrapped() -> None:
    long = " ".join(["word"] * 200)
    assert lines(say, long) == [long]
    assert lines(say) == [""]


def test_markup_of_a_line_is_applied_and_not_printed() -> None:
    assert lines(say, r"[bold]so[/bold] it is \[1]") == ["so it is [1]"]


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(st.characters(exclude_categories=["Cs"])),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text("ab[é"), inner, max_size=3),
    max_leaves=6,
)


@given(JSON)
def test_printed_json_is_read_back_unchanged(value: object) -> None:
    with pytest.MonkeyPatch.context() as patched:
        written = StringIO()
        patched.setattr("sys.stdout", written)
        print_json(value)
    assert json.loads(written.getvalue()) == value
    assert written.getvalue().endswith("\n")


def test_json_keeps_letters_and_text_that_looks_like_markup(capsys: pytest.CaptureFixture[str]) -> None:
    print_json({"title": "“Kejahatan” [bold] – é"})
    assert capsys.readouterr().out == '{\n "title": "“Kejahatan” [bold] – é"\n}\n'


def test_spans_are_shown_in_their_order() -> None:
    assert offsets(THERE) == "10-20, 30-42"
    assert offsets(HERE) == "10-20"
    assert offsets(()) == ""


# --- What was searched, answered and found ----------------------------------------------------------------------------


def test_expansions_are_printed_with_the_reason_for_words_left_out() -> None:
    carried = [Expansion("kota", "city", "glossary"), Expansion("di mana", "", "it asks, and is not searched")]
    assert lines(print_expansions, carried) == ["searched with kota → city; di mana (it asks, and is not searched)", ""]


def test_without_expansions_nothing_is_printed() -> None:
    assert shown(print_expansions, []) == ""


def citation(id_: str) -> Citation:
    return Citation(id_, "paper", THERE, "It is so.")


ANSWER = [
    AnswerSentence("It is so.", (citation("p1"), citation("p2"))),
    AnswerSentence("It is thus.", (citation("p3"),)),
    AnswerSentence("Nobody says more.", ()),
]


def test_an_answer_has_numbered_citations_and_a_list_of_them() -> None:
    printed = lines(print_sentences, ANSWER, ["(A, 2001)", "(B, 2002)", "(C, 2003)"], ["A. (2001). X.", "B. (2002)."])
    assert [line for line in printed if line] == [
        "It is so. [1][2]",
        "It is thus. [3]",
        "Nobody says more. ",
        "[1] (A, 2001)",
        "    paper p1 at 10-20, 30-42",
        "[2] (B, 2002)",
        "    paper p2 at 10-20, 30-42",
        "[3] (C, 2003)",
        "    paper p3 at 10-20, 30-42",
        "A. (2001). X.",
        "B. (2002).",
    ]


def test_a_row_of_a_table_is_printed_as_its_cells_with_their_columns() -> None:
    cells = (Cell("Year", "2020", HERE), Cell("", "[b]12[/b]", THERE))
    carried = [AnswerSentence("2020 [b]12[/b]", (citation("p1"),)), AnswerSentence("It is thus.", (citation("p3"),))]
    printed = lines(print_sentences, carried, ["(A, 2001)", "(C, 2003)"], [], "en", {0: cells})
    assert [line for line in printed if line][:5] == [
        "Year: 2020",
        "Row: [b]12[/b]",
        "[1]",
        "It is thus. [2]",
        "[1] (A, 2001)",
    ]
    assert "Baris: [b]12[/b]" in lines(print_sentences, carried, ["(A, 2001)", "(C, 2003)"], [], "id", {0: cells})


def test_an_answer_without_sentences_prints_nothing() -> None:
    assert shown(print_sentences, [], [], []) == ""


@pytest.mark.parametrize("in_text", [["(A, 2001)"], ["(A, 2001)"] * 4])
def test_each_citation_of_an_answer_needs_its_in_text_form(in_text: Sequence[str]) -> None:
    with pytest.raises(ValueError, match="zip"):
        shown(print_sentences, ANSWER, in_text, [])


def test_a_hit_has_its_rank_citation_context_text_place_and_scores() -> None:
    hit = Hit(passage(), 2, 1.23456, {"bm25": 0.5, "late": 0.25})
    assert lines(print_hit, hit, "(Najib & Juned, 2025, p. 3)") == [
        "2. (Najib & Juned, 2025, p. 3)",
        "   Meetings › Where",
        "It met in Hanoi.",
        "   paper paragraph a1b2 at 10-20, 30-42; score 1.235 (bm25 0.500, late 0.250)",
        "",
    ]


def test_a_hit_without_context_has_no_line_for_it() -> None:
    printed = lines(print_hit, Hit(passage(context=""), 1, 1.0), "(A, 2001)")
    assert printed[:2] == ["1. (A, 2001)", "It met in Hanoi."]


# --- Blocks -----------------------------------------------------------------------------------------------------------


def test_a_heading_is_printed_with_its_level_and_place() -> None:
    block = Block(Kind.HEADING, ("METHOD", "Data"), THERE, "Data", level=2)
    assert lines(print_block, block) == ["heading 2 METHOD › Data at 10-20, 30-42", "Data", ""]


def test_a_table_row_is_printed_with_its_table_and_cells() -> None:
    cells = (Cell("", "5.", HERE), Cell("City", "Hanoi", HERE), Cell("Host [1]", "[x] Vietnam", HERE))
    row = Block(Kind.TABLE_ROW, ("RESULTS",), HERE, "5. Hanoi [x] Vietnam", context=("Table 2", "[City]"), cells=cells)
    assert lines(print_block, row) == [
        "table_row RESULTS at 10-20",
        "5. Hanoi [x] Vietnam",
        "  in Table 2 · [City]",
        "  (row): 5.",
        "  City: Hanoi",
        "  Host [1]: [x] Vietnam",
        "",
    ]


@pytest.mark.parametrize("kind", [kind for kind in Kind if kind is not Kind.HEADING])
def test_other_blocks_are_printed_with_their_kind(kind: Kind) -> None:
    assert lines(print_block, Block(kind, (), HERE, "Text.")) == [f"{kind}  at 10-20", "Text.", ""]


# --- References -------------------------------------------------------------------------------------------------------

ENTRIES = (
    Reference("r1", "paper", "Archer, C. (2001). *Organizations*.", THERE),
    Reference("r2", "paper", "Kim, B. (2023). [Review].", HERE),
)


def mention(text: str, entry: str | None, problem: Message | None = None) -> Mention:
    return Mention(text, "paper", Form.NARRATIVE, text, HERE, f"{text} says so.", text, "2001", entry, problem)


def test_entries_are_printed_with_mentions_then_those_without_entry() -> None:
    mentions = (
        mention("Koster\n (2009)", None, Message("mention.authors_differ", {"cited": "Koster [ed.]", "listed": "Kim"})),
        mention("Archer (2001)", "r1"),
        mention("Archer (2002)", "r1", Message("mention.no_year", {"cited": "2002"})),
    )
    assert lines(print_references, "paper", Bibliography(ENTRIES, mentions, ())) == [
        "paper: 2 references, 3 mentions",
        "",
        "1. Archer, C. (2001). *Organizations*. at 10-20, 30-42",
        "   Archer (2001) at 10-20",
        "   Archer (2002) at 10-20 the text has 2002, the list no year",
        "2. Kim, B. (2023). [Review]. at 10-20",
        "",
        "Mentions without an entry",
        "   Koster (2009) at 10-20 the text names Koster [ed.], the list Kim",
    ]


def test_an_entry_of_a_file_is_printed_with_file_and_key() -> None:
    entry = Reference("r1", "paper", "Archer, C. (2001). [Tails].", (), file="paper.bib", key="archer")
    assert lines(print_references, "paper", Bibliography((entry,), (mention("@archer", "r1"),), ()))[2:] == [
        "1. Archer, C. (2001). [Tails]. from paper.bib, key archer",
        "   @archer at 10-20",
    ]
    assert "dari paper.bib, kunci archer" in shown(print_references, "paper", Bibliography((entry,), (), ()), "id")


def test_without_unlinked_mentions_there_is_no_heading_for_them() -> None:
    tied = Bibliography(ENTRIES, (mention("Archer (2001)", "r1"),), ())
    assert "without" not in shown(print_references, "paper", tied)
    assert lines(print_references, "paper", Bibliography((), (), ())) == ["paper: 0 references, 0 mentions", ""]


def listed(work: str, n: int) -> Message:
    return Message("problem.not_listed", {"work": work, "n": n})


def never_cited(entry: str) -> Message:
    return Message("problem.never_cited", {"entry": entry})


def test_a_problem_is_printed_with_its_places_in_text_and_list() -> None:
    problems = (
        ReferenceProblem(ProblemKind.NOT_LISTED, "paper", listed("[A] (2001)", 1), HERE, THERE),
        ReferenceProblem(ProblemKind.NOT_LISTED, "paper", listed("B (2002)", 3)),
        ReferenceProblem(ProblemKind.NEVER_CITED, "paper", never_cited("“B”"), in_list=HERE),
    )
    assert lines(print_problems, "paper", Bibliography((), (), problems)) == [
        "paper: 3 problems",
        "",
        "not_listed The text cites [A] (2001), but the list of references has no such entry.",
        "   text at 10-20",
        "   list at 10-20, 30-42",
        "not_listed The text cites B (2002) 3 times, but the list of references has no such entry.",
        "never_cited The list has “B”, which the text never cites.",
        "   list at 10-20",
    ]


# --- Quotations -------------------------------------------------------------------------------------------------------


def match(*differences: Difference, page: int | None = 3) -> QuoteMatch:
    return QuoteMatch("paper", THERE, "It is so.", page, ("RESULTS", "[Where]"), differences)


def check(
    verdict: Verdict, *matches: QuoteMatch, reason: Message | None = None, quote: str = "It is so."
) -> QuoteCheck:
    return QuoteCheck(quote, verdict, 1.0, reason, matches)


def test_an_exact_quotation_is_shown_with_every_place_and_no_reason() -> None:
    assert lines(print_quote_check, check(Verdict.EXACT, match(), match(page=None))) == [
        "exact It is so.",
        "   paper RESULTS › [Where], p. 3 of the text at 10-20, 30-42",
        "   “It is so.”",
        "   paper RESULTS › [Where] at 10-20, 30-42",
        "   “It is so.”",
    ]


def elsewhere(*papers: str) -> Message:
    return Message("reason.not_in", {"papers": papers})


def test_each_difference_of_a_quotation_is_printed_with_both_sides() -> None:
    differences = (
        Difference(DifferenceKind.NUMBER, "[7]", "[9]", 3, HERE),
        Difference(DifferenceKind.NEGATION, "not", "", 5, ()),
        Difference(DifferenceKind.WORD, "", "[so]", 8, HERE),
    )
    printed = lines(print_quote_check, check(Verdict.ALTERED, match(*differences), reason=elsewhere("[a]")))
    assert printed[:2] == ["altered It is so.", "   It does not stand in [a]."]
    assert printed[-3:] == [
        "      number: [7] where the source has [9]",
        "      negation: added not",
        "      word: left out [so]",
    ]


def test_a_quotation_that_was_not_found_is_printed_with_the_reason() -> None:
    assert lines(print_quote_check, check(Verdict.NOT_FOUND, reason=Message("reason.nowhere"))) == [
        "not_found It is so.",
        "   It does not stand in the papers.",
    ]


# --- Claims -----------------------------------------------------------------------------------------------------------

FACTS = ClaimFacts(0.876, 0.5, ("1981", "5"), ("7",), ("Manila",), ("INTERPOL", "Bali"), True, ("UNODC, 2008",))
BARE = ClaimFacts(1.0, 0.5, (), (), (), (), False, ())


def checked(label: Label, *pieces: ClaimEvidence, quotes: tuple[QuoteCheck, ...] = ()) -> CheckedSentence:
    return CheckedSentence("It is [so].", 0, label, pieces, quotes)


def piece(facts: ClaimFacts, quote: str = "So [it] is.") -> ClaimEvidence:
    return ClaimEvidence(passage(), quote, THERE, facts)


def test_a_checked_sentence_is_printed_with_label_and_facts_of_evidence() -> None:
    sentence = checked(Label.NUMBERS_DIFFER, piece(FACTS), piece(BARE))
    facts = (
        "words covered 88%; numbers that agree: 1981, 5; numbers that it lacks: 7; names that agree: Manila;"
        " names that it lacks: INTERPOL, Bali; it cites: UNODC, 2008; one of the two is negated"
    )
    assert lines(print_checked_sentence, sentence, ["(A [ed.], 2001)", "(B, 2002)"]) == [
        "numbers_differ It is [so].",
        "   So [it] is. (A [ed.], 2001)",
        f"   {facts}; at 10-20, 30-42",
        "   So [it] is. (B, 2002)",
        "   words covered 100%; at 10-20, 30-42",
        "",
    ]


def test_a_checked_sentence_s_quotations_come_before_its_evidence() -> None:
    sentence = checked(Label.QUOTED, piece(BARE), quotes=(check(Verdict.EXACT, match()),))
    printed = lines(print_checked_sentence, sentence, ["(A, 2001)"])
    assert printed[0] == "quoted It is [so]."
    assert printed.index("exact It is so.") < printed.index("   So [it] is. (A, 2001)")


def test_a_checked_sentence_without_evidence_is_one_line() -> None:
    assert lines(print_checked_sentence, checked(Label.NOT_FOUND), []) == ["not_found It is [so].", ""]


@pytest.mark.parametrize("cited", [[], ["(A, 2001)"] * 2])
def test_each_piece_of_evidence_needs_its_citation(cited: Sequence[str]) -> None:
    with pytest.raises(ValueError, match="zip"):
        shown(print_checked_sentence, checked(Label.RELATED, piece(BARE)), cited)


# --- Languages --------------------------------------------------------------------------------------------------------


def test_what_kutip_says_is_in_the_language_asked_for_and_the_papers_text_as_it_is() -> None:
    differences = (
        Difference(DifferenceKind.NUMBER, "7", "9", 3, HERE),
        Difference(DifferenceKind.NEGATION, "not", "", 5, ()),
        Difference(DifferenceKind.WORD, "", "so", 8, HERE),
    )
    found = check(Verdict.ALTERED, match(*differences), reason=elsewhere("a", "b"))
    assert lines(print_quote_check, found, "id") == [
        "diubah It is so.",
        "   Tidak tercantum dalam a dan b.",
        "   paper RESULTS › [Where], hlm. 3 dari teks di 10-20, 30-42",
        "   “It is so.”",
        "      angka: 7, sedangkan sumbernya 9",
        "      ingkaran: ditambahkan not",
        "      kata: dihilangkan so",
    ]
    mentions = (mention("Archer (2002)", "r1", Message("mention.no_year", {"cited": "2002"})), mention("B", None))
    problems = (ReferenceProblem(ProblemKind.NEVER_CITED, "paper", never_cited("“B”"), HERE, HERE),)
    bibliography = Bibliography(ENTRIES[:1], mentions, problems)
    assert lines(print_references, "paper", bibliography, "id") == [
        "paper: 1 referensi, 2 sitasi",
        "",
        "1. Archer, C. (2001). *Organizations*. di 10-20, 30-42",
        "   Archer (2002) di 10-20 teks menyebut 2002, daftar tidak menyebut tahun",
        "",
        "Sitasi tanpa entri",
        "   B di 10-20",
    ]
    assert lines(print_problems, "paper", bibliography, "id") == [
        "paper: 1 masalah",
        "",
        "tidak pernah disitasi Daftar pustaka memuat “B”, yang tidak pernah disitasi dalam teks.",
        "   teks di 10-20",
        "   daftar di 10-20",
    ]
    printed = lines(print_checked_sentence, checked(Label.NUMBERS_DIFFER, piece(FACTS)), ["(A, 2001)"], "id")
    assert printed[0] == "angka berbeda It is [so]."
    assert printed[2].startswith(
        "   kata yang tercakup 88%; angka yang cocok: 1981, 5; angka yang tidak ada di sana: 7;"
    )
    left_out = [Expansion("kedua artikel", "", "asks for each paper")]
    assert lines(print_expansions, left_out, "id")[0] == "dicari dengan kedua artikel (menanyakan setiap artikel)"


def test_nothing_that_the_command_line_says_looks_like_markup() -> None:
    for language in languages():
        with (LOCALES / language / "LC_MESSAGES" / "kutip.po").open("rb") as file:
            said = [message for message in read_po(file) if str(message.id).startswith(("cli", "count."))]
        assert said
        assert [message.id for message in said if "[" in str(message.string)] == []


# --- Colours ----------------------------------------------------------------------------------------------------------

GREEN, YELLOW, RED = "\x1b[1;32m", "\x1b[1;33m", "\x1b[1;31m"


@pytest.fixture
def terminal(monkeypatch: pytest.MonkeyPatch) -> StringIO:
    """The output as a terminal with sixteen colours receives it."""
    written = StringIO()
    console = Console(file=written, force_terminal=True, color_system="standard", width=80, no_color=False)
    monkeypatch.setattr(printing, "out", console)
    return written


@pytest.mark.parametrize(
    ("verdict", "colour"),
    [
        (Verdict.EXACT, GREEN),
        (Verdict.NORMALISED, GREEN),
        (Verdict.PARTIAL, YELLOW),
        (Verdict.ALTERED, RED),
        (Verdict.NOT_FOUND, RED),
    ],
)
def test_only_exact_and_normalised_quotations_are_green(terminal: StringIO, verdict: Verdict, colour: str) -> None:
    print_quote_check(check(verdict))
    assert terminal.getvalue().startswith(f"{colour}{verdict}\x1b[0m It is so.")


@pytest.mark.parametrize(
    ("label", "colour"),
    [
        (Label.QUOTED, GREEN),
        (Label.SUPPORTED, GREEN),
        (Label.NUMBERS_DIFFER, RED),
        (Label.RELATED, YELLOW),
        (Label.NOT_FOUND, RED),
    ],
)
def test_only_quoted_and_supported_claims_are_green(terminal: StringIO, label: Label, colour: str) -> None:
    print_checked_sentence(checked(label), [])
    assert terminal.getvalue().startswith(f"{colour}{label}\x1b[0m It is [so].")


def test_added_words_are_red_and_words_of_the_source_green(terminal: StringIO) -> None:
    print_quote_check(check(Verdict.ALTERED, match(Difference(DifferenceKind.WORD, "given", "held", 0, HERE))))
    assert "\x1b[31mgiven\x1b[0m where the source has \x1b[32mheld\x1b[0m" in terminal.getvalue()


def test_numbers_and_paths_in_papers_are_not_coloured(terminal: StringIO) -> None:
    text = "In 2023, 'it' was True: https://example.org /usr/bin 3.14"
    say(text)
    print_block(Block(Kind.PARAGRAPH, (), HERE, text))
    print_hit(Hit(passage(text), 1, 1.0), "(A, 2001)")
    assert terminal.getvalue().count(f"{text}\n") == 3


def test_link_markup_in_a_paper_does_not_become_a_link(terminal: StringIO) -> None:
    print_quote_check(check(Verdict.EXACT, quote="[link=https://example.org]here[/link]"))
    assert "\x1b]8" not in terminal.getvalue()
    assert "[link=https://example.org]here[/link]" in terminal.getvalue()


# --- Text of papers is printed unchanged ------------------------------------------------------------------------------


def each_way(text: str) -> list[tuple[Callable[..., None], tuple[Any, ...]]]:
    """Each function that prints text of a paper or a user, with arguments in which every text is `text`."""
    difference = Difference(DifferenceKind.WORD, text, "", 0, ())
    found = QuoteMatch(text, HERE, text, None, (text,), (difference,))
    entry = Reference("r1", "paper", text, HERE)
    differs = Message("mention.authors_differ", {"cited": text, "listed": "B"})
    problem = ReferenceProblem(ProblemKind.NEVER_CITED, "paper", never_cited(text))
    of = Bibliography((entry,), (mention(text, "r1", differs),), (problem,))
    cells = (Cell(text, text, HERE),)
    facts = ClaimFacts(1.0, 1.0, (text,), (text,), (text,), (text,), False, (text,))
    return [
        (print_expansions, ([Expansion(text, text, text), Expansion(text, "", text)],)),
        (print_sentences, ([AnswerSentence(text, (citation("p1"),))], [text], [text])),
        (print_hit, (Hit(passage(text, text), 1, 1.0), text)),
        (print_block, (Block(Kind.TABLE_ROW, (text,), HERE, text, context=(text,), cells=cells),)),
        (print_references, (text, of)),
        (print_problems, (text, of)),
        (print_quote_check, (check(Verdict.ALTERED, found, reason=elsewhere(text), quote=text),)),
        (print_checked_sentence, (checked(Label.RELATED, ClaimEvidence(passage(), text, HERE, facts)), [text])),
    ]


TIMES = {"expansions": 4, "sentences": 3, "hit": 3, "block": 5, "references": 4, "problems": 2}
TIMES |= {"quote_check": 6, "checked_sentence": 7}


def is_shown_everywhere(text: str) -> None:
    for show, arguments in each_way(text):
        assert shown(show, *arguments).count(text) == TIMES[show.__name__.removeprefix("print_")], show


PIECES = ["[bold]", "[/bold]", "[/]", "[1]", "[red", "]", "[", "\\a", "[@click=x]", "a", "É", "“", "https://a.b/[c]"]
LIKE_MARKUP = st.lists(st.sampled_from(PIECES), max_size=4).map(lambda pieces: f"x{''.join(pieces)}x")


@given(LIKE_MARKUP)
def test_text_that_looks_like_markup_is_printed_as_it_is(text: str) -> None:
    is_shown_everywhere(text)


def test_text_that_looks_like_markup_is_printed_as_it_is_in_colour(terminal: StringIO) -> None:
    for show, arguments in each_way(MARKUP):
        terminal.truncate(0)
        show(*arguments)
        unwrapped = " ".join(terminal.getvalue().split())
        assert MARKUP in unwrapped, show


@pytest.mark.parametrize("text", [":warning:", "the ratio 3:on:2", "a :tm: b"])
def test_words_between_colons_do_not_become_emoji(text: str) -> None:
    is_shown_everywhere(text)


@pytest.mark.parametrize("text", [r"It was shown \[1\].", r"x\[3]x", r"It is \\"])  # Markdown has such
@pytest.mark.xfail(strict=True, reason="Rich swallows a backslash before a bracket and at the end of a text")
def test_backslashes_before_brackets_and_at_the_end_are_printed(text: str) -> None:
    is_shown_everywhere(text)


def test_control_characters_in_a_paper_do_not_reach_the_terminal() -> None:
    assert "\x1b" not in shown(print_quote_check, check(Verdict.EXACT, quote="It \x1b[2J\x1b]0;title\x07 is so."))
