"""The text that judges read for each question and found irrelevant (grade 0), from judged.json."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path

from eval.errors import QuestionError
from eval.sets.questions import QUESTIONS
from kutip.types import Span

JUDGED = QUESTIONS.with_name("judged.json")


@dataclass(frozen=True, slots=True)
class Judged:
    """Irrelevant text: question id -> document id -> spans. Quotes of the evidence are judged too, but not here."""

    spans: Mapping[str, Mapping[str, tuple[Span, ...]]] = field(default_factory=dict)

    def covers(self, question: str, document: str, spans: tuple[Span, ...]) -> bool:
        """Whether judges read at least half of the characters of these spans for this question."""
        read = self.spans.get(question, {}).get(document, ())
        shared = sum(max(0, min(a.end, b.end) - max(a.start, b.start)) for a in spans for b in read)
        return bool(spans) and 2 * shared >= sum(span.end - span.start for span in spans)


def load_judged(sources: Mapping[str, str], path: Path = JUDGED) -> Judged:
    """Read judged.json and check that the sources are the ones that were judged.

    Args:
        sources: Source text by document id.
        path: A JSON object with two keys. `sources`: document id -> SHA-256 of the source in UTF-8. `judged`: question
            id -> document id -> ascending `[start, end]` pairs in code points.

    Raises:
        QuestionError: A source has changed since it was judged, so the offsets no longer fit.
    """
    data = json.loads(path.read_text(encoding="utf-8"))
    for document, wanted in data["sources"].items():
        if document in sources and sha256(sources[document].encode("utf-8")).hexdigest() != wanted:
            raise QuestionError(f"{path.name} was made with another text of {document}: judge it again or remove it")
    return Judged(
        {
            question: {document: tuple(Span(*pair) for pair in pairs) for document, pairs in own.items()}
            for question, own in data["judged"].items()
        }
    )
