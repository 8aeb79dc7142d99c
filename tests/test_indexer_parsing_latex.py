r"""LaTeX is read as a reader of the typeset paper reads it: no words lost, no commands shown."""

import re
from pathlib import Path

import pytest
from cpu_time import cpu_seconds
from hypothesis import given
from hypothesis import settings as examples
from hypothesis import strategies as st
from test_indexer_laws import check_blocks
from typer.testing import CliRunner

from indexer.bibliography.read import read_bibliography
from indexer.parsing.corpus import read_document
from indexer.parsing.formats import choose_reader
from indexer.parsing.latex.latex_numbers import numbers_of
from indexer.parsing.latex.latex_reader import LATEX, read_latex
from indexer.parsing.latex.latex_source import prepared
from indexer.parsing.reader import ReadSource
from kutip.cli.commands import app
from kutip.errors import SourceError
from kutip.types import Kind

BEGIN = "\\documentclass{article}\n"


def text(source: str) -> str:
    return read_latex(source).text


def shown(read: ReadSource) -> list[tuple[str, str]]:
    return [(block.kind.value, block.text) for block in read.blocks]


def document(body: str, preamble: str = "") -> ReadSource:
    return read_latex(f"{BEGIN}{preamble}\n\\begin{{document}}\n{body}\n\\end{{document}}\nNot typeset.")


def told(read: ReadSource) -> dict[str, object]:
    return {notice.code: notice.values.get("names") for notice in read.notices}


# --- Which files are LaTeX ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "content", "form"),
    [
        ("source.tex", "Only a part.", "latex"),
        ("source.txt", "% comment\n\n\\documentclass{x}\nNets", "latex"),
        ("source.md", "\\begin{document}Nets", "latex"),
        ("source.md", "Write\n\n```\n\\documentclass{x}\n```", "markdown"),
        ("source.txt", "\\alpha is a letter. No document here.", "pdf-text"),
        ("source.md", "# Nets\n\n\\documentclass{x} is a command.", "markdown"),
    ],
)
def test_content_decides_which_text_is_latex(name: str, content: str, form: str) -> None:
    reader = choose_reader(Path(name), content.encode("utf-8"))
    assert reader.form.startswith("latex") == (form == "latex")


def test_the_encoding_is_utf_8_or_the_one_that_is_stated() -> None:
    stated = "\\documentclass{a}\\usepackage[latin1]{inputenc}\\begin{document}Über\\end{document}"
    assert LATEX.read(stated.encode("latin-1")).text == "Über"
    with pytest.raises(SourceError, match="not UTF-8 at byte 17"):
        LATEX.read("\\documentclass{a}Über".encode("latin-1"))


# --- Text -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("source", "wanted"),
    [
        ("Nets % not this\n are \\emph{old} and \\textbf{\\textit{wet}}.", "Nets are old and wet."),
        ("one%\ntwo", "onetwo"),
        ("100\\% of % them\n\nNext.", "100% of\n\nNext."),
        ("``Nets'' and `knots' --- 3--5 --- it's", "“Nets” and ‘knots’ — 3–5 — it’s"),
        ("p.~3, a\\,b, x\\ y, \\& \\$5 \\_ \\# \\{z\\}", "p. 3, a b, x y, & $5 _ # {z}"),
        ("\\'{e}\\'e \\\"u \\c{c} \\o{} \\ss{} \\v{s} \\~n \\^{\\i} \\aa", "éé ü ç ø ß š ñ î å"),
        ("\\LaTeX{} and \\S 3\\ldots", "LaTeX and §3…"),
        ("see \\url{http://a.org/x_y%20z#b}.", "see http://a.org/x_y%20z#b."),
        ("\\href{http://a.org}{the site} here", "the site here"),
        ("a\\\\b\\\\[2pt]c \\par d", "a b c\n\nd"),
        ("{\\bfseries bold} {\\small small} \\noindent\nx", "bold small x"),
        ("\\vspace{1cm}\\hspace*{2em}x\\label{a}\\index{nets}\\footnotesize y", "xy"),
        ("\\textcolor{red}{caught} \\colorbox{blue}{here}", "caught here"),
        ("costs $5 a net.\n\nThen $x$.", "costs $5 a net.\n\nThen x."),
        ("$5 for one \n\n\\begin{itemize}\\item costs \\$3\\item pays $4 \\item gets $2\\end{itemize}",
         "$5 for one\n\n• costs $3\n\n• pays $4\n\n• gets $2"),
        ("\\verb|a_b %| and \\lstinline|x$|", "a_b % and x$"),
        ("\\iffalse old \\iftrue x\\fi\\fi new \\begin{comment}gone $\\end{comment}here", "new here"),
        ("\\uppercase{abc} \\mbox{two words} \\fbox{three}", "abc two words three"),
    ],
)  # fmt: skip
def test_text_is_as_it_is_printed(source: str, wanted: str) -> None:
    assert text(source) == wanted


@pytest.mark.parametrize(
    ("source", "wanted"),
    [
        ("$x^2 + \\alpha_{ij}$", "x^2 + α_{ij}"),
        ("$10\\times 10^{-3}$", "10× 10^{-3}"),
        ("$\\frac{a+b}{c}$", "\\frac{a+b}{c}"),  # "a+b/c" would be another number
        ("$p < 0.05$, \\(n \\geq 12{,}000\\)", "p < 0.05, n ≥ 12,000"),
        ("$\\mathrm{CO}_2$ at $20^\\circ$C", "CO_2 at 20^∘C"),
        ("$\\log n$ and $f'(x)$", "log n and f'(x)"),
        ("$\\left( a \\right)$ is $\\sqrt{2}$", "( a ) is \\sqrt{2}"),
    ],
)
def test_formulas_in_a_line_are_readable_and_unchanged(source: str, wanted: str) -> None:
    assert text(source) == wanted


def test_displayed_formulas_and_code_are_blocks_of_their_own() -> None:
    read = document(
        "It is\n\\begin{align*}a &= b \\label{x}\\\\ c &= \\frac{1}{2}\\end{align*}\nwhere \\[ d \\] and $$e$$ end."
        "\n\n\\begin{lstlisting}[language=C]\nif (x) { % no comment\n  y();\n}\n\\end{lstlisting}"
        "\\begin{minted}{py}\n$z$\n\\end{minted}"
    )
    assert shown(read) == [
        ("paragraph", "It is"),
        ("equation", "a &= b \\\\ c &= \\frac{1}{2}"),
        ("paragraph", "where"),
        ("equation", "d"),
        ("paragraph", "and"),
        ("equation", "e"),
        ("paragraph", "end."),
        ("code", "if (x) { % no comment y(); }"),
        ("code", "$z$"),
    ]
    assert "if (x) { % no comment\n  y();\n}" in read.text


# --- Structure ------------------------------------------------------------------------------------------------------


def test_headings_nest_as_the_source_uses_them() -> None:
    read = document("\\section{A}\\subsection*{B \\emph{b}}\\paragraph{C.} Text.\\section[short]{D\n d}")
    headings = [(one.level, one.text) for one in read.blocks if one.kind is Kind.HEADING]
    assert headings == [(1, "A"), (2, "B b"), (3, "C."), (1, "D d")]
    book = document("\\part{P}\\chapter{C}\\section{S}")
    assert [(one.level, one.text) for one in book.blocks] == [(1, "P"), (2, "C"), (3, "S")]


def test_a_heading_that_is_never_closed_loses_no_text() -> None:
    read = document("\\section{Nets are old. " + "They hang in the wind. " * 40)
    assert read.text.count("They hang in the wind.") == 40
    assert all(one.kind is not Kind.HEADING for one in read.blocks)


def test_lists_quotations_and_notes() -> None:
    read = document(
        "Three things:\\begin{itemize}\\item One.\\item[--] Two.\n\n More.\\begin{enumerate}\\item In.\\item Out."
        "\\end{enumerate}\\end{itemize}\\begin{description}\\item[Bowline] A knot.\\end{description}"
        "\\begin{quote}A net\\footnote{Of hemp.} is old.\\end{quote}Then\\footnotemark{} so.\\footnotetext{Not so.}"
    )
    assert shown(read) == [
        ("paragraph", "Three things:"),
        ("list_item", "• One."),
        ("list_item", "– Two."),
        ("paragraph", "More."),
        ("list_item", "1. In."),
        ("list_item", "2. Out."),
        ("list_item", "Bowline\nA knot."),
        ("quote", "A net is old."),
        ("footnote", "Of hemp."),
        ("paragraph", "Then so."),
        ("footnote", "Not so."),
    ]


def test_the_abstract_and_the_list_are_headed_in_the_language_of_the_source() -> None:
    body = (
        "\\begin{abstract}Nets.\\end{abstract}\\keywords{rope, knots}\\begin{thebibliography}{}\\end{thebibliography}"
    )
    assert document(body).text == "Abstract\n\nNets.\n\nKeywords: rope, knots\n\nReferences"
    indonesian = document(body, "\\usepackage[english,bahasa]{babel}")
    assert indonesian.text == "Abstrak\n\nNets.\n\nKata kunci: rope, knots\n\nDaftar pustaka"


def test_theorems_have_their_printed_names() -> None:
    read = document(
        "\\begin{lem}[Wind]It blows.\\end{lem}\\begin{proof}By eye.\\end{proof}", "\\newtheorem{lem}[x]{Lemma}"
    )
    assert shown(read) == [("paragraph", "Lemma (Wind)\nIt blows."), ("paragraph", "By eye.")]


# --- Tables ---------------------------------------------------------------------------------------------------------


def test_a_table_has_rows_cells_and_column_names() -> None:
    read = document(
        "\\begin{table}\\caption[s]{Catch \\emph{by} port}\\begin{tabular}{l|rr}\\toprule"
        " & \\multicolumn{2}{c}{Catch}\\\\ \\cmidrule(lr){2-3} Port & 2001 & 2002 \\\\ \\midrule"
        " \\multirow{2}{*}{Vik} & 12 & 14 \\\\[2pt] & 15 \\& 1 & --- \\\\ Nor & $-3$ & \\textbf{9}\\\\ \\bottomrule"
        "\\end{tabular}\\\\Source: own.\\end{table}"
    )
    assert shown(read) == [
        ("caption", "Catch by port"),
        ("caption", "Catch"),
        ("caption", "Port 2001 2002"),
        ("table_row", "Vik 12 14"),
        ("table_row", "15 & 1 —"),
        ("table_row", "Nor -3 9"),
        ("caption", "Source: own."),
    ]
    cells = [[(one.column, one.text) for one in block.cells] for block in read.blocks if block.cells]
    assert cells == [
        [("Port", "Vik"), ("Catch · 2001", "12"), ("Catch · 2002", "14")],
        [("Port", "Vik"), ("Catch · 2001", "15 & 1"), ("Catch · 2002", "—")],
        [("Port", "Nor"), ("Catch · 2001", "-3"), ("Catch · 2002", "9")],
    ]
    assert read.blocks[3].context == ("Catch by port", "Catch", "Port", "2001", "2002")


@pytest.mark.parametrize(
    ("rows", "headers"),
    [
        ("\\hline a & b \\\\ \\hline 1 & 2 \\\\ \\hline 3 & 4 \\\\ \\hline", 1),
        ("a & b \\\\ 1 & 2 \\\\ 3 & 4", 1),
        ("1 & 2 \\\\ 3 & 4 \\\\", 0),
        ("\\hline 1 & 2 \\\\ 3 & 4 \\\\ \\hline", 0),
        ("only & one \\\\", 0),
        ("a & b \\\\ \\endfirsthead a & b \\\\ \\endhead 1 & 2 \\\\ 3 & 4 \\\\", 1),
    ],
)
def test_rules_show_which_rows_are_headers(rows: str, headers: int) -> None:
    read = document(f"\\begin{{longtable}}{{ll}}{rows}\\end{{longtable}}")
    assert sum(block.kind is Kind.CAPTION for block in read.blocks) == headers
    assert read.text.count("a\tb") == headers


def test_a_longtable_states_its_caption_within() -> None:
    read = document(
        "\\begin{longtable}{ll}\\caption{Nets}\\label{t}\\\\ a & b \\\\ \\hline 1 & 2 \\\\ \\end{longtable}"
    )
    assert shown(read) == [("caption", "Nets"), ("caption", "a b"), ("table_row", "1 2")]
    assert read.blocks[2].context == ("Nets", "a", "b")


# --- What the source states of itself -------------------------------------------------------------------------------


def test_title_authors_year_and_doi_are_facts() -> None:
    read = document(
        "\\maketitle Text.",
        "\\title{On \\emph{Nets}\\thanks{Paid by rope.}}\\author{Ana Lind$^{1}$, Bo de Vries\\textsuperscript{2} and"
        " J. K. Osei\\thanks{Retired.}\\\\ Institute of Rope, Vik}\\date{May 2019}\\doi{10.1000/nets.1}",
    )
    assert read.stated == {
        "title": "On Nets",
        "author": [
            {"given": "Ana", "family": "Lind"},
            {"given": "Bo", "family": "de Vries"},
            {"given": "J. K.", "family": "Osei"},
        ],
        "issued": {"date-parts": [[2019]]},
        "DOI": "10.1000/nets.1",
    }
    assert [one.text for one in read.blocks if one.kind is Kind.FRONT_MATTER][-1] == "May 2019"
    assert [one.text for one in read.blocks if one.kind is Kind.FOOTNOTE] == ["Paid by rope.", "Retired."]


@pytest.mark.parametrize(
    ("preamble", "facts"),
    [
        ("\\title{Nets}\\date{\\today}", {"title": "Nets"}),
        ("\\author{Ana Lind \\\\ Bo Osei \\\\ Vik}", {}),  # two names, or a name and a place?
        ("\\author[1]{Ana Lind}\\author[2]{Bo Osei}\\affil[1]{Institute of Rope}",
         {"author": [{"given": "Ana", "family": "Lind"}, {"given": "Bo", "family": "Osei"}]}),
        ("\\author{\\IEEEauthorblockN{Ana Lind}\\IEEEauthorblockA{Institute of Rope\\\\ Vik}}",
         {"author": [{"given": "Ana", "family": "Lind"}]}),
        ("\\author{Ana Lind\\corref{c}\\fnref{f}}\\ead{ana@vik.org}\\cortext[c]{Writes back.}",
         {"author": [{"given": "Ana", "family": "Lind"}]}),
        ("\\date{2018, revised 2019}", {}),
        ("\\doi{not one}", {}),
    ],
)  # fmt: skip
def test_what_is_not_sure_is_no_fact(preamble: str, facts: dict[str, object]) -> None:
    assert dict(document("Text.", preamble).stated) == facts


# --- Citations ------------------------------------------------------------------------------------------------------

LIST = (
    "\\begin{thebibliography}{9}\\bibitem[Lind(2001)]{lind}Lind, A. (2001). Nets."
    "\\bibitem[Osei et~al.(1999)Osei, Lam, Ek]{osei99}Osei, B. et al. (1999). Rope.\\end{thebibliography}"
)
PLAIN = "\\begin{thebibliography}{9}\\bibitem{lind}Lind, A. Nets.\\bibitem{osei99}Osei, B. Rope.\\end{thebibliography}"


@pytest.mark.parametrize(
    ("command", "named", "numbered", "keyed"),
    [
        ("\\citep{lind}", "(Lind, 2001)", "[1]", "[lind]"),
        ("\\cite{lind, osei99}", "(Lind, 2001; Osei et al., 1999)", "[1, 2]", "[lind, osei99]"),
        ("\\citet{osei99}", "Osei et al. (1999)", "[2]", "[osei99]"),
        ("\\citep[p.~3]{lind}", "(Lind, 2001, p. 3)", "[1, p. 3]", "[lind, p. 3]"),
        ("\\parencite[see][]{lind}", "(see Lind, 2001)", "[see 1]", "[see lind]"),
        ("\\citep[e.g.,][ch. 2]{lind}", "(e.g., Lind, 2001, ch. 2)", "[e.g., 1, ch. 2]", "[e.g., lind, ch. 2]"),
        ("\\textcite[3]{lind}", "Lind (2001, 3)", "[1, 3]", "[lind, 3]"),
        ("\\citealp{lind}", "Lind, 2001", "[1]", "[lind]"),
        ("\\citeauthor{lind} \\citeyearpar{lind}", "Lind (2001)", "[1] [1]", "[lind] [lind]"),
        ("\\citep*{lind}", "(Lind, 2001)", "[1]", "[lind]"),
    ],
)
def test_citations_look_as_the_source_has_them_printed(command: str, named: str, numbered: str, keyed: str) -> None:
    for entries, wanted in ((LIST, named), (PLAIN, numbered), ("\\bibliography{nets}", keyed)):
        read = document(f"So {command}. {entries}")
        assert read.blocks[0].text == f"So {wanted}."
        assert {one.key for one in read.keyed.citations} == set(re.findall(r"lind|osei99", command))


def test_each_citation_has_its_place_and_each_entry_its_key() -> None:
    read = document(f"It \\citep[see][p. 4]{{lind,osei99}} holds. {LIST}")
    places = [(read.text[one.span.start : one.span.end], one.key) for one in read.keyed.citations]
    assert places == [("Lind, 2001", "lind"), ("Osei et al., 1999", "osei99")]
    assert [(read.text[start:].split(",")[0], key) for start, key in read.keyed.entries] == [
        ("Lind", "lind"),
        ("Osei", "osei99"),
    ]


def test_numbered_entries_show_their_numbers_and_alphabetic_ones_their_labels() -> None:
    assert "[2] Osei, B. Rope." in document(f"So \\cite{{lind}}. {PLAIN}").text
    alpha = document("So \\cite{x}. \\begin{thebibliography}{}\\bibitem[HS97]{x}Hook, A. Nets.\\end{thebibliography}")
    assert alpha.text == "So [HS97].\n\nReferences\n\n[HS97] Hook, A. Nets."


def test_natbib_numbers_where_it_is_asked_to() -> None:
    assert document(f"So \\citep{{lind}}. {LIST}", "\\usepackage[numbers,sort]{natbib}").blocks[0].text == "So [1]."


def test_files_of_entries_and_uncited_works_are_named() -> None:
    read = document("\\nocite{*}\\bibliography{nets,rope.bib}", "\\addbibresource{more.bib}")
    assert read.keyed.files == ("more.bib", "nets.bib", "rope.bib")
    assert read.keyed.nocite == ("*",)
    assert read.text == ""


def test_the_bibliography_ties_citations_by_their_keys(tmp_path: Path) -> None:
    folder = tmp_path / "nets"
    folder.mkdir()
    body = f"Rope frays \\citep{{osei99}}. See \\cite{{lind}}. {LIST}"
    (folder / "source.tex").write_text(f"{BEGIN}\\begin{{document}}{body}\\end{{document}}", encoding="utf-8")
    paper, blocks, keyed = read_document(folder)
    bibliography = read_bibliography(paper, blocks, keyed)
    texts = {one.id: one.text for one in bibliography.references}
    assert [texts[one.reference_id or ""][:4] for one in bibliography.mentions] == ["Osei", "Lind"]
    assert bibliography.problems == ()


# --- Labels ---------------------------------------------------------------------------------------------------------


def test_labels_are_numbers_where_counting_is_sure_and_names_elsewhere() -> None:
    body = (
        "\\section{A}\\subsection{B}\\label{s:b}\\begin{figure}\\caption{F}\\label{f:one}\\end{figure}"
        "See Section~\\ref{s:b}, Figure~\\ref{f:one}, \\eqref{e}."
    )
    assert document(body).blocks[-1].text == "See Section 1.1, Figure 1, (e)."
    assert document(f"\\setcounter{{section}}{{4}}{body}").blocks[-1].text == "See Section s:b, Figure f:one, (e)."


def test_numbers_of_labels() -> None:
    source = (
        "\\section*{No}\\label{n}\\section{A}\\label{a}\\begin{table}\\label{early}\\caption{T}\\label{t}\\end{table}"
        "\\label{a2}\\section{B}\\subsection{C}\\begin{equation}\\label{e}\\end{equation}\\label{c}"
    )
    assert numbers_of(source).by_label == {"a": "1", "t": "1", "a2": "1", "c": "2.1"}


# --- Macros ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("source", "wanted"),
    [
        ("\\newcommand{\\kg}[1]{#1~kg}\\kg{5} or \\kg 6", "5 kg or 6 kg"),
        ("\\newcommand\\vik{Vik\\xspace}\\vik is \\vik. \\vik{}", "Vik is Vik. Vik"),
        ("\\newcommand{\\two}[2][old]{#1 #2}\\two{net}, \\two[new]{\\two{rope}}", "old net, new old rope"),
        ("\\def\\pair#1#2{#2 and #1}\\pair{a}{b}", "b and a"),
        ("\\let\\em=\\emph\\newcommand{\\x}{\\y}\\newcommand{\\y}{deep}\\x", "deep"),
        ("\\renewcommand{\\section}[1]{gone}\\section{Kept}", "Kept"),
        ("\\newenvironment{box}[1]{\\bf #1}{\\par}\\begin{box}In\\end{box}", "In"),
        ("\\newcommand{\\see}[1]{\\citep{#1}}\\see{lind}", "[lind]"),
        ("\\providecommand{\\a}{%\n  one\n  two}\\a", "one two"),
    ],
)
def test_simple_macros_stand_for_their_text(source: str, wanted: str) -> None:
    assert text(source) == wanted


def test_macros_that_are_not_known_are_read_as_their_arguments_and_told_of() -> None:
    read = document(
        "A \\weird{caught} net, \\odd[5]{of}{rope}, \\lone stays. \\cond{Kept}\n\n\\layout\n\nEnd.",
        "\\newcommand{\\cond}[1]{\\ifdraft #1\\fi}",
    )
    assert read.blocks[0].text == "A caught net, \\odd[5]ofrope, \\lone stays. Kept"
    assert read.blocks[-1].text == "End."
    assert told(read) == {"notice.commands": ("\\weird", "\\odd", "\\lone", "\\cond", "\\layout")}


def test_other_files_are_named_as_not_read() -> None:
    assert told(document("\\input{intro}\\include{parts/one} Text.")) == {"notice.files": ("intro", "parts/one")}


@pytest.mark.parametrize("loop", ["\\def\\a{\\a\\a}", "\\def\\a{x\\b}\\def\\b{\\a}", "\\newcommand{\\a}[1]{\\a{#1#1}}"])
def test_macros_that_call_themselves_stand_as_they_are(loop: str) -> None:
    assert text(f"{loop} Nets \\a{{are}} old.").startswith("Nets")


def test_macros_that_grow_without_end_are_cut_and_told_of() -> None:
    chain = "".join(f"\\def\\{chr(97 + i)}x{{\\{chr(98 + i)}x\\{chr(98 + i)}x}}" for i in range(24))
    read = read_latex(f"{chain}\\def\\yx{{ha}}Nets. \\ax Ropes.")
    assert "Nets." in read.text
    assert "Ropes." in read.text
    assert len(read.text) < 400_000
    assert "notice.macros" in told(read)


# --- Hostile input --------------------------------------------------------------------------------------------------

UNITS = [  # each is repeated
    *("{", "}", "\\", "$", "%", "~", "&", "\\\\", "\\[", "\\begin{a}", "\\end{a}", "\\section[a", "`"),
    *("\\cite[", "\\item ", "\\begin{itemize}\\item a", "\\begin{verbatim}", "\\begin{comment}", "\n\n"),
    *("\\newcommand{", "\\def\\a{", "\\verb|", "\\url{", "\\footnote{a", "\\emph{a "),
    *("\\begin{tabular}{l}a&", "a%\n", "\\caption{", "\\label{a}", "\\ref{a} ", "\\begin{table}", "\\frac"),
    *("\\left(", "\\'", "\\bibitem{a}", "\\cite{a}", "\\author{A ", "\\newtheorem{a}", "\\title{a}"),
    *("\\begin{figure}\\caption{a", "\\multirow{2}{*}{a}&", "\\unknown ", "\\section{", "\\iffalse "),
    *("\\citeyear{a}", "\\begin{lstlisting}[", "\\begin{thebibliography}\\bibitem[a(1)]{b}"),
]  # fmt: skip


@pytest.mark.parametrize("unit", UNITS)
def test_time_grows_with_the_text_and_no_faster(unit: str) -> None:
    """Eight times the text may take eight times as long, and half as much again for what the machine does beside it."""
    small, large = (f"Nets. {unit * (size // len(unit))} Ropes." for size in (4_000, 32_000))
    for source in (small, large):
        read = read_latex(source)
        check_blocks(read.text, read.blocks)
        assert "Nets." in read.text
    assert cpu_seconds(lambda: read_latex(large), runs=2) < 16 * cpu_seconds(lambda: read_latex(small)) + 0.5


def test_what_is_nested_too_deep_stands_as_it_is() -> None:
    read = document("First \\emph{net}.\n\n" + "{" * 500 + "deep" + "}" * 500 + "\n\nLast \\emph{rope}.")
    assert read.text.startswith("First net.")
    assert "deep" in read.text
    assert read.text.endswith("Last rope.")
    assert "notice.nested" in told(read)


@pytest.mark.parametrize(
    "source",
    [
        "\\begin{itemize}\\item Nets",
        "{Nets \\emph{old",
        "Nets $x",
        "Nets } old",
        "\\end{figure}Nets",
        "\\begin{foo}Nets",
    ],
)
def test_what_is_not_closed_loses_no_text(source: str) -> None:
    assert "Nets" in text(f"{source}\n\n\\section{{Ropes}}\nThey fray.")
    assert "They fray." in text(f"{source}\n\n\\section{{Ropes}}\nThey fray.")


# --- Every word is kept ---------------------------------------------------------------------------------------------

NUMBERS = st.integers(0, 9_999).map(lambda n: f"word{n}")
PROSE = st.lists(NUMBERS, min_size=1, max_size=5).map(" ".join)
INLINE = st.recursive(
    PROSE,
    lambda inner: st.one_of(
        st.builds("\\emph{{{}}}".format, inner),
        st.builds("{{\\bfseries {}}}".format, inner),
        st.builds("{}\\footnote{{{}}}".format, inner, inner),
        st.builds("``{}'' {}".format, inner, inner),
        st.builds("{} % comment {{\n{}".format, inner, inner),
        st.builds("\\unknown{{{}}}".format, inner),
        st.builds("\\twice{{{}}}".format, inner),
        st.builds("{} \\citep{{key}}".format, inner),
        st.builds("\\textcolor{{red}}{{{}}}~$x$".format, inner),
    ),
    max_leaves=5,
)
BLOCKS = st.recursive(
    INLINE,
    lambda inner: st.one_of(
        st.builds("\\section{{{}}}\n{}".format, INLINE, inner),
        st.builds("\\begin{{itemize}}\\item {}\\item {}\\end{{itemize}}".format, inner, inner),
        st.builds("\\begin{{quote}}{}\\end{{quote}}".format, inner),
        st.builds("\\begin{{table}}\\caption{{{}}}\\begin{{tabular}}{{ll}}{}&{}\\\\{}&{}\\\\\\end{{tabular}}\\end{{table}}".format,
                  INLINE, INLINE, INLINE, INLINE, INLINE),
        st.builds("\\begin{{strange}}{}\\end{{strange}}".format, inner),
        st.builds("{}\n\n{}".format, inner, inner),
        st.builds("{}\\[ x \\]{}".format, inner, inner),
        st.builds("\\begin{{verbatim}}\n{}\n\\end{{verbatim}}".format, PROSE),
    ),
    max_leaves=6,
)  # fmt: skip


@given(body=BLOCKS, breaks=st.booleans())
@examples(max_examples=150, deadline=None)
def test_every_word_of_the_prose_is_served(body: str, breaks: bool) -> None:
    source = f"\\newcommand{{\\twice}}[1]{{#1 #1}}\n{body}"
    read = read_latex(source.replace("\n", "\r\n") if breaks else source)
    assert set(re.findall(r"word\d+", read.text)) == set(re.findall(r"word\d+", body))
    check_blocks(read.text, read.blocks)
    assert re.search(r"\\(?:emph|section|begin|end|item|footnote|twice|cite)", read.text) is None


@given(source=st.text(alphabet="ab \n\\{}[]$%&#~^_`'-%\\\\", max_size=80))
@examples(max_examples=200, deadline=None)
def test_any_text_is_read(source: str) -> None:
    read = read_latex(source)
    check_blocks(read.text, read.blocks)
    assert prepared(source) == prepared(source)


# --- Classes and packages ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("source", "wanted"),
    [
        ("\\IEEEPARstart{T}{he} net. \\lettrine[lines=2]{R}{ope} frays.", "The net. Rope frays."),
        ("\\SI{5}{\\kilo\\metre}, \\qty{3}{\\celsius}, \\num{12.5}", "5 km, 3 °C, 12.5"),
        ("\\SI{2}{\\fathom}", "2 \\fathom"),
        ("\\ensuremath{\\alpha_1} is $\\alpha_1$", "α_1 is α_1"),
        ("\\plotone{f.eps}\\includegraphics[width=2cm]{g}\\acknowledgments We thank.", "We thank."),
        ("{\\color{red} caught} \\begin{center}mid\\end{center}", "caught\n\nmid"),
    ],
)  # fmt: skip
def test_commands_of_common_packages_are_known(source: str, wanted: str) -> None:
    read = read_latex(source)
    assert read.text == wanted
    assert told(read) == {}


def test_lines_of_an_algorithm_are_code() -> None:
    read = document(
        "\\begin{algorithm}\\caption{Haul}\\begin{algorithmic}[1]\\REQUIRE $n > 0$\\STATE Draw $Y$."
        "\\IF{wet}\\STATE Dry.\\ENDIF\\end{algorithmic}\\end{algorithm}"
    )
    assert shown(read) == [
        ("caption", "Haul"),
        ("code", "require n > 0"),
        ("code", "Draw Y."),
        ("code", "if wet"),
        ("code", "Dry."),
        ("code", "end if"),
    ]


def test_tables_of_astronomers_are_read() -> None:
    read = document(
        "\\begin{deluxetable}{lc}\\tablecaption{Tides}\\tablehead{\\colhead{Port} & \\colhead{Range}}\\startdata"
        " Vik & 3.2 \\\\ Nor & 4.1 \\enddata\\tablecomments{Own data.}\\end{deluxetable}"
    )
    assert shown(read) == [
        ("caption", "Tides"),
        ("caption", "Port Range"),
        ("table_row", "Vik 3.2"),
        ("table_row", "Nor 4.1"),
        ("caption", "Own data."),
    ]
    assert [(cell.column, cell.text) for cell in read.blocks[3].cells] == [("Port", "Nor"), ("Range", "4.1")]


def test_sections_of_an_appendix_have_letters() -> None:
    assert numbers_of("\\section{A}\\appendix\\section{B}\\label{b}\\subsection{C}\\label{c}").by_label == {
        "b": "A",
        "c": "A.1",
    }


@pytest.mark.parametrize(
    ("entry", "cited", "listed"),
    [
        ("[\\protect\\citeauthoryear{Lind, Osei and Ek}{Lind et~al.}{2001}]{k} Lind, A. Nets.", "(Lind et al., 2001)",
         "Lind, A. Nets."),
        (("[{\\citenamefont{Lind}(2001)}]{k}\\BibitemOpen\\bibfield{author}{\\bibinfo{author}{\\bibfnamefont{A.}~"
         "\\bibnamefont{Lind}}, }\\bibinfo{title}{Nets}\\BibitemShut{NoStop}"), "(Lind, 2001)", "A. Lind, Nets"),
        ("[Lind(2001{\\natexlab{a}})]{k} Lind, A. \\newblock Nets.", "(Lind, 2001a)", "Lind, A. Nets."),
    ],
)  # fmt: skip
def test_labels_as_bibtex_writes_them(entry: str, cited: str, listed: str) -> None:
    body = f"So \\citep{{k}}. \\begin{{thebibliography}}{{}}\\bibitem{entry}\\end{{thebibliography}}"
    read = document(body)
    assert [block.text for block in read.blocks] == [f"So {cited}.", "References", listed]
    assert told(read) == {}


def test_the_command_line_tells_what_was_not_read(tmp_path: Path) -> None:
    (tmp_path / "nets.tex").write_text("\\input{intro} Nets \\odd{hang}.", encoding="utf-8")
    done = CliRunner().invoke(app, ["parse", str(tmp_path / "nets.tex")])
    assert done.exit_code == 0
    assert "note: 1 file was not read, since only the source itself is: intro" in done.stdout
    assert "note: 1 command is not known and was read as its argument: \\odd" in done.stdout
