"""Lists of references found among a paper's lines and parted into entries, in twelve styles and several layouts."""

import re
from textwrap import wrap

import pytest

from indexer.bibliography.list_lines import Role, find_lists, is_heading
from indexer.parsing.lines import split_lines
from indexer.parsing.markdown.markdown_reader import read_markdown
from indexer.parsing.pdf_text import read_pdf_text
from kutip.types import Kind

PROSE = (
    "The tide tables of the small harbours were kept by the wardens for many years, and nobody asked what they held.\n"
    "We read all of them, and we compare them with the counts of boats that the towns have kept since the first quay.\n"
)
WORKS = [
    ("Holt", "Mira", "Vik", "Jonas", "Counting boats from tide tables", "Journal of Harbours", "2017", "3", "11"),
    (
        "Nunn",
        "Clara",
        "Brandt",
        "Erik",
        "Wardens and their books in northern ports",
        "Coastal History",
        "2009",
        "41",
        "203",
    ),
    ("Okafor", "Ada", "Lind", "Per", "A quay in fog: what lamps were for", "Lamps and Lights", "1998", "7", "58"),
    (
        "Rossi",
        "Piero",
        "Tan",
        "Mei",
        "How towns paid for pilots before the railways",
        "Annals of Pilots",
        "2014",
        "12",
        "77",
    ),
    (
        "Salim",
        "Budi",
        "Wang",
        "Lan",
        "Salt, rope and the price of a berth in winter",
        "Port Economics",
        "2021",
        "5",
        "1",
    ),
    ("Zeman", "Ota", "Young", "Rita", "Ferries that never sailed", "River Review", "1987", "22", "340"),
]
STYLES = {
    "APA": "{f}, {i}., & {g}, {j}. ({y}). {t}. {c}, {v}(2), {p}–{p}9.",
    "Harvard": "{f}, {i}. and {g}, {j}. ({y}) ‘{t}’, {c}, {v}(2), pp. {p}–{p}9.",
    "Chicago author-date": "{f}, {a}, and {b} {g}. {y}. “{t}.” {c} {v} (2): {p}–{p}9.",
    "Chicago notes": "{f}, {a}, and {b} {g}. “{t}.” {c} {v}, no. 2 ({y}): {p}–{p}9.",
    "MLA": "{f}, {a}, and {b} {g}. “{t}.” {c}, vol. {v}, no. 2, {y}, pp. {p}–{p}9.",
    "Vancouver": "{n}. {f} {i}, {g} {j}. {t}. {c}. {y};{v}(2):{p}-{p}9.",
    "IEEE": "[{n}] {i}. {f} and {j}. {g}, “{t},” {c}, vol. {v}, no. 2, pp. {p}–{p}9, {y}.",
    "ACL": "{a} {f} and {b} {g}. {y}. {t}. {c}, {v}(2):{p}–{p}9.",
    "AMA in brackets": "({n}) {f} {i}, {g} {j}. {t}. {c}. {y};{v}(2):{p}-{p}9.",
    "ABNT": "{F}, {a}; {G}, {b}. {t}. {c}, v. {v}, n. 2, p. {p}-{p}9, {y}.",
    "Indonesian": "{f}, {a} dan {b} {g}. {y}. “{t}”. {c}, {v}(2), {p}-{p}9.",
    "alpha": "[{f:.1}{g:.1}{y2}] {a} {f} and {b} {g}. {t}. {c}, {v}(2):{p}–{p}9, {y}.",
}


def entries(style: str) -> list[str]:
    return [
        STYLES[style].format(
            n=n, f=f, a=a, g=g, b=b, i=a[0], j=b[0], F=f.upper(), G=g.upper(), t=t, c=c, y=y, y2=y[2:], v=v, p=p
        )
        for n, (f, a, g, b, t, c, y, v, p) in enumerate(WORKS, start=1)
    ]


def parted(source: str) -> list[str]:
    """The entries that are found in a text, each in one line."""
    lines = split_lines(source)
    listed = find_lists(lines)
    found: list[str] = []
    for line in lines:
        if listed.role(line) is Role.FIRST:
            found.append(line.content)
        elif listed.role(line) is Role.FURTHER:
            found[-1] += f" {line.content}"
    return found


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("width", [72, 95, 500])
def test_a_list_of_each_style_is_parted_without_blank_lines(style: str, width: int) -> None:
    listed = "\n".join(line for entry in entries(style) for line in wrap(entry, width))
    assert parted(f"Introduction\n{PROSE}\nReferences\n{listed}\n") == entries(style)


@pytest.mark.parametrize("style", STYLES)
def test_a_list_of_each_style_is_parted_at_blank_lines_and_over_page_ends(style: str) -> None:
    listed = entries(style)
    pages = [*listed[:2], "214", "Harbours of the North", *listed[2:4], "215", "Harbours of the North", *listed[4:]]
    assert parted(f"# Abstract\n\n{PROSE}\n## References\n\n" + "\n\n".join(pages)) == listed


HEADINGS = [
    *(
        "References Cited",
        "Literature Cited",
        "**References**",
        "## 7. Works Cited",
        "VII. REFERENCES",
        "Bibliography:",
    ),
    *("Daftar Pustaka", "# Daftar Rujukan", "KEPUSTAKAAN", "Rujukan", "References and Notes", "Literature"),
    *("Daftar Kepustakaan", "DAFTAR ACUAN", "Bibliografi", "Notes and References", "**Selected Bibliography**"),
]


@pytest.mark.parametrize("heading", HEADINGS)
@pytest.mark.parametrize("read", [read_markdown, read_pdf_text])
def test_a_list_is_found_under_any_usual_heading(heading: str, read: object) -> None:
    source = f"Abstract\n\n{PROSE}\n{heading}\n\n" + "\n\n".join(entries("APA"))
    blocks = (read_markdown if read is read_markdown else read_pdf_text)(source)[0]
    assert [block.text for block in blocks if block.kind is Kind.REFERENCE] == entries("APA")
    (titled,) = (block for block in blocks if block.text == heading)
    assert titled.kind is Kind.HEADING


@pytest.mark.parametrize("style", ["APA", "Vancouver", "IEEE", "Chicago author-date"])
def test_a_list_without_a_heading_is_found(style: str) -> None:
    assert parted(f"Abstract\n\n{PROSE}\n" + "\n\n".join(entries(style)) + "\n") == entries(style)


@pytest.mark.parametrize(
    "text",
    [
        PROSE,
        "References to the tide are rare in these books.\n",
        "1. Count the boats.\n2. Read the table.\n3. Ask the warden.\n4. Write it down.\n5. Go home.\n",
        "Steps\n\n- Holt counted the boats in 2017.\n- Vik read them again.\n- Nunn wrote a book.\n",
        "Port Boats Year\nHull 12 1998\nBergen 40 1999\nCork 33 2001\nRiga 9 2004\nOslo 88 2010\n",
        "(Holt, 2017) says so. Vik (2009) does not. Nunn and Lind (1998) are not sure, nor is Tan (2014).\n" * 6,
        "References\n",
        "",
    ],
)
def test_what_is_no_list_is_not_taken_for_one(text: str) -> None:
    assert parted(text) == []


def test_a_heading_below_the_list_ends_it() -> None:
    listed = "\n\n".join(entries("APA"))
    source = f"# References\n\n{listed}\n\n# Appendix\n\n{PROSE}"
    blocks = read_markdown(source)[0]
    assert [block.text for block in blocks if block.kind is Kind.REFERENCE] == entries("APA")
    assert [block.text for block in blocks if block.kind is Kind.HEADING] == ["# References", "# Appendix"]


def test_furniture_of_pages_is_kept_but_is_no_entry_nor_heading() -> None:
    listed = entries("APA")
    source = "# References\n\n" + "\n\n".join([*listed[:3], "Harbours of the North", "214", *listed[3:]])
    blocks = read_markdown(source)[0]
    kinds = {block.text: block.kind for block in blocks}
    assert kinds["Harbours of the North"] is kinds["214"] is Kind.FURNITURE
    assert sum(kind is Kind.REFERENCE for kind in kinds.values()) == len(listed)


@pytest.mark.parametrize("text", ["See the references", "Referencesque", "The literature of ports", "# Methods", ""])
def test_other_lines_are_no_headings_of_a_list(text: str) -> None:
    assert not is_heading(text)


@pytest.mark.parametrize("unit", ["x\n", "[1] \n", "References\n", "A. B. C\n\n", "1. Holt, M. (2017). T.\n"])
def test_very_many_lines_are_read_in_bounded_time(unit: str) -> None:
    lines = split_lines(unit * 30_000)
    roles = find_lists(lines).roles
    assert set(roles) <= {line.start for line in lines}
    assert len(roles) <= 8_001


def test_a_line_without_an_end_is_described_by_its_beginning() -> None:
    assert parted("References\n\n" + re.sub(r"\s", " ", "word, " * 100_000)) == []
