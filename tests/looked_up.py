"""Look-ups of questions in a few made-up papers, for tests of what answers are put together from."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from kutip.language.indonesian import TRANSLATING
from kutip.settings import Settings
from kutip.text.terms import terms
from kutip.types import Bibliography, Document, Kind, Passage, Reference, SearchResult, Span
from retriever.lookup import LookUp
from retriever.query.abbreviations import Abbreviations
from retriever.query.glossary import Glossary
from retriever.query.held_words import HeldWords
from retriever.query.understanding import Understanding
from retriever.query.written_words import WrittenWords

Part = tuple[Kind, tuple[str, ...], str]  # kind, headings above it, text
GLOSSARY = Glossary(
    {
        "lebah": ["bee"],
        "sawah": ["rice field"],
        "fungsi": ["function"],
        "ratu": ["queen"],
        "tahap": ["stage"],
        "tujuan": ["aim"],
        "penulis": ["author"],
        "artikel": ["article"],
        "sarang": ["hive"],
        "didirikan": ["establish"],
    },
    TRANSLATING,
)


@dataclass(frozen=True)
class Paper:
    """A paper: its id, its metadata, its passages in order, and how many references it lists."""

    id: str
    metadata: Mapping[str, Any]
    parts: Sequence[Part]
    references: int = 0
    document: Document = field(init=False)
    passages: tuple[Passage, ...] = field(init=False)

    def __post_init__(self) -> None:
        source, passages = "", []
        for number, (kind, heading, text) in enumerate(self.parts):
            span = Span(len(source), len(source) + len(text))
            passages.append(Passage(f"{self.id}-{number}", self.id, kind, heading, "", None, (span,), text))
            source += f"{text}\n\n"
        object.__setattr__(self, "document", Document(self.id, source, "00", self.metadata))
        object.__setattr__(self, "passages", tuple(passages))

    @property
    def bibliography(self) -> Bibliography:
        listed = (Reference(f"r{n}", self.id, f"Work {n}.", (Span(0, 1),)) for n in range(self.references))
        return Bibliography(tuple(listed), (), ())


def look_up(question: str, papers: Sequence[Paper]) -> LookUp:
    """The look-up of a question, without hits and vectors."""
    settings = Settings()
    passages = [one for paper in papers for one in paper.passages]

    def count(term: str) -> int:
        return sum(term in terms(one.text) for one in passages)

    def holders(held: Sequence[str]) -> list[int]:
        own = [{term for code in ("en", "id") for term in terms(one.text, code)} for one in passages]
        return [at for at, has in enumerate(own) if has.issuperset(held)]

    understanding = Understanding({"id": GLOSSARY}, Abbreviations([]), lambda _: [], ["en"])
    understood = understanding.of(question, settings.search)
    return LookUp(
        result=SearchResult(question, understood.language, understood.expansions, ()),
        understood=understood,
        encoded=None,
        token_weights=np.zeros(0, dtype=np.float32),
        settings=settings.answers,
        encoder="none",
        documents={paper.id: paper.document for paper in papers},
        passages=len(passages),
        count_holders=count,
        read_sentences=lambda _: (),
        held_words=HeldWords(holders, WrittenWords(passages), {"id": GLOSSARY}),
        passages_of={paper.id: paper.passages for paper in papers},
        bibliographies={paper.id: paper.bibliography for paper in papers},
    )


def texts(places: Sequence[Any]) -> list[str]:
    """The texts of some places."""
    return [place.text for place in places]


_FRONT, _PROSE, _ITEM = Kind.FRONT_MATTER, Kind.PARAGRAPH, Kind.LIST_ITEM
BEES = Paper(
    "holm-lind-2021",
    {
        "title": "The Dance of Honey Bees in Cold Springs",
        "author": [{"given": "Ane", "family": "Holm"}, {"given": "Per", "family": "Lind"}],
        "issued": {"date-parts": [[2021, 3, 9]]},
        "container-title": "Annals of Small Flight",
        "DOI": "10.1000/asf.77",
        "volume": "12",
        "language": "en",
    },
    [
        (_FRONT, (), "The Dance of Honey Bees in Cold Springs"),
        (_FRONT, (), "Ane Holm¹ and Per Lind²"),
        (_FRONT, (), "¹ ² University of the Fjords, Department of Insects"),
        (_FRONT, (), "Submitted 2 May 2020, Accepted 1 February 2021, Published 9 March 2021"),
        (_FRONT, (), "Keywords: bees, dance, cold"),
        (_FRONT, (), "This work is licensed under a Creative Commons Attribution 4.0 International License."),
        (
            _PROSE,
            ("Abstract",),
            (
                "Bees dance to show where food is. This study aims to describe how cold changes the dance."
                " We used a qualitative approach with films of nine hives."
                " The findings reveal that cold bees dance slowly."
                " We conclude that the dance saves heat. The authors recommend that hives be turned to the sun."
                " It was cold in each of the springs."
            ),
        ),
        (
            _PROSE,
            ("1. Introduction",),
            (
                "The Bee Council (BC) is a body of keepers that counts hives in the north."
                " Founded in 1950 in Bergen, the BC holds a meeting each year. BC aims to protect wild bees."
                " The Council has the following functions:"
            ),
        ),
        (
            _ITEM,
            ("1. Introduction",),
            "1. Count the hives of each valley.\n2. Train young keepers.\n3. Write a report on wild bees.",
        ),
        (
            _PROSE,
            ("1. Introduction",),
            (
                "According to Frisch (1967), a waggle is a run in which the bee shakes its body. Ravn (2004) defined a"
                " waggle as a sentence of the dance. A waggle is a wonder."
                " This study of Ravn examines wasps (Ravn, 2004)."
            ),
        ),
        (
            _PROSE,
            ("2. Methods", "2.1 Stages"),
            (
                "The films were read in three stages.\nFirst, the dances were counted. This took a month. Second, each"
                " dance was drawn. Lastly, drawings were compared."
            ),
        ),
        (
            _PROSE,
            ("4. Conlusion",),
            (
                "The dance is slower in the cold. This study is limited to nine hives in one valley."
                " The limits of the Bee Council are known. Future research should look at wild bees."
            ),
        ),
    ],
    references=4,
)
RICE = Paper(
    "sari-2019",
    {"title": "Air dan Sawah di Lereng Gunung", "author": [{"given": "Dewi", "family": "Sari"}], "language": "id"},
    [
        (_FRONT, (), "Air dan Sawah di Lereng Gunung"),
        (
            _PROSE,
            ("Abstrak",),
            "Penelitian ini bertujuan menjelaskan pembagian air. Metode yang dipakai adalah wawancara.",
        ),
        (
            _PROSE,
            ("Pendahuluan",),
            "Subak adalah kelompok petani yang membagi air untuk sawah. Subak didirikan pada abad ke-9.",
        ),
        (_PROSE, ("Kesimpulan",), "Penelitian ini terbatas pada dua desa. Hulu dan hilir harus bersepakat."),
    ],
)
PAPERS = (BEES, RICE)
