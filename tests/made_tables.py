"""Made-up papers with tables, and look-ups in them, for tests of what tables answer."""

from collections.abc import Iterable, Sequence

import numpy as np

from kutip.language import INDONESIAN
from kutip.settings import Settings
from kutip.types import Cell, Document, Kind, Passage, SearchResult, Span
from retriever.answers.asked_question import asked
from retriever.answers.planned import PlannedAnswer
from retriever.answers.tables.table_plan import table_plan
from retriever.lookup import LookUp
from retriever.query.abbreviations import Abbreviations
from retriever.query.glossary import Glossary
from retriever.query.understanding import Understanding

assert INDONESIAN.translating is not None
_UNDERSTANDING = Understanding(
    {"id": Glossary.read(INDONESIAN.translating)}, Abbreviations([]), lambda terms: [], ("en", "id")
)


def paper(name: str, family: str, language: str = "en") -> Document:
    metadata = {"type": "article-journal", "author": [{"family": family}], "language": language, "title": name}
    return Document(name, "", "0", {**metadata, "issued": {"date-parts": [[2020]]}})


def table(document: str, caption: str, names: Sequence[str], rows: Iterable[Sequence[str]]) -> list[Passage]:
    """The row passages of a table, as the indexer makes them."""
    context = " · ".join(part for part in ("Results", caption, *names) if part)
    return [
        Passage(
            id=f"{document}-{caption}-{at}-{row}",
            document_id=document,
            kind=Kind.TABLE_ROW,
            heading=("Results",),
            context=context,
            page=None,
            spans=(Span(at, at + 1),),
            text=" ".join(row),
            cells=tuple(Cell(name, text, (Span(at, at + 1),)) for name, text in zip(names, row, strict=True)),
        )
        for at, row in enumerate(rows)
    ]


def prose(document: str, text: str) -> Passage:
    return Passage(
        f"{document}-{text[:20]}", document, Kind.PARAGRAPH, ("Results",), "Results", None, (Span(0, 1),), text
    )


def look_up(question: str, papers: Sequence[Document], passages: Sequence[Passage]) -> LookUp:
    """A look-up of a question in some papers, without a search."""
    understood = _UNDERSTANDING.of(question, Settings().search)
    return LookUp(
        result=SearchResult(question, understood.language, understood.expansions, ()),
        understood=understood,
        encoded=None,
        token_weights=np.zeros(0, dtype=np.float32),
        settings=Settings().answers,
        encoder="",
        documents={one.id: one for one in papers},
        passages=len(passages),
        count_holders=lambda term: 0,
        read_sentences=lambda first: (),
        passages_of={one.id: [passage for passage in passages if passage.document_id == one.id] for one in papers},
    )


STRAITS = paper("straits", "Okafor")
GARDENS = paper("gardens", "Halim", "id")
REEFS = paper("reefs", "Lind")
PASSAGES = [
    *table(
        "straits",
        "Table 1. Turbines by strait",
        ("Strait", "Turbines", "Output (MWh)"),
        [
            ("Kvalsund", "12", "5,200"),
            ("Pentland", "4", "9,800.5"),
            ("Raz Blanchard", "2", "1,100"),
            ("Strangford", "-", "n/a"),
        ],
    ),
    prose("straits", "The next table lists all meetings."),
    *table(
        "straits",
        "Table 2. Meetings of the HPF (Harbour Pilots' Forum)",
        ("No.", "HPF Meeting", "HPF Chair", "Held"),
        [
            ("1.", "Harbour Pilots' Forum", "Norway", "May 3 – 5, 2011 Bergen"),
            ("2.", "2nd HPF", "Costa Rica", "June 30 – July 2, 2012 San José"),
            ("3.", "3rd HPF", "Norway", "12 Agustus 2013 Oslo"),
            ("4.", "4th HPF", "Iceland", "March 2014 In Online Networking"),
            ("5.", "5th HPF", "Costa Rica", "September 9, 2015 Limón"),
        ],
    ),
    prose("straits", "In 2017, 31 blades were replaced in Pentland. The crews of Malta saw 9 blades."),
    *table(
        "straits",
        "Table 3. Blades replaced in Norway in 2015 - 2018",
        ("Year", "Number of blades", "Share of worn blades"),
        [("2015", "40", "12.5%"), ("2016", "28", "9%"), ("2017", "35", "-"), ("2018", "28", "14%")],
    ),
    *table(
        "gardens",
        "Tabel 1. Panen kopi",
        ("Kebun", "2016 · Panen (ton)", "2017 · Panen (ton)"),
        [("Atas", "1.250,5", "980"), ("Tengah", "2.100", "2.300"), ("Bawah", "-", "640")],
    ),
    *table(
        "gardens",
        "Tabel 2. Jumlah pekerja",
        ("", "Tahun 2016", "Tahun 2017", "Tahun 2018"),
        [("Jumlah pekerja tetap", "31", "28", "44")],
    ),
    *table(
        "reefs",
        "Table 1. Divers and their posts",
        ("No.", "Name", "Post", "Station"),
        [
            ("1.", "Dr. Ada Birk", "Lead diver", "Reef house, Tromsø"),
            ("2.", "Dr. Jon Vik Dr. Siri Moe", "Medic", "Harbour house, Bodø"),
            ("3.", "Capt. Lars Ness", "Lead diver", "Harbour house, Alta"),
        ],
    ),
]
PAPERS = (STRAITS, GARDENS, REEFS)


def planned(question: str, passages: Sequence[Passage] = PASSAGES) -> PlannedAnswer | None:
    """What the tables answer to a question."""
    found = look_up(question, PAPERS, passages)
    return table_plan(found, asked(found))
