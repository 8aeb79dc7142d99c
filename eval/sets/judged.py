"""Text that was read for a question and found not to answer it, nor to help: what is judged and worth nothing."""

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
    """Spans that were read, by question id and document id; beside them, every quote of the evidence is judged."""

    spans: Mapping[str, Mapping[str, tuple[Span, ...]]] = field(default_factory=dict)

    def covers(self, question: str, document: str, spans: tuple[Span, ...]) -> bool:
        """Whether at least half of the characters under some spans were read for a question."""
        read = self.spans.get(question, {}).get(document, ())
        shared = sum(max(0, min(a.end, b.end) - max(a.start, b.start)) for a in spans for b in read)
        return bool(spans) and 2 * shared >= sum(span.end - span.start for span in spans)


def load_judged(sources: Mapping[str, str], path: Path = JUDGED) -> Judged:
    """What was read, checked against the sources that it was read in.

    Args:
        sources: Source text by document id.
        path: A JSON object: `sources`, the SHA-256 of each source's UTF-8; `judged`, `[start, end]` pairs of code
            points by question id and document id, ascending.

    Raises:
        QuestionError: A source is not the one that was read, so that the offsets mean nothing in it.
    """
    data = json.loads(path.read_text(encoding="utf-8"))
    for document, wanted in data["sources"].items():
        if document in sources and sha256(sources[document].encode("utf-8")).hexdigest() != wanted:
            raise QuestionError(f"{path.name} was judged on another text of {document}: judge it again or remove it")
    return Judged(
        {
            question: {document: tuple(Span(*pair) for pair in pairs) for document, pairs in own.items()}
            for question, own in data["judged"].items()
        }
    )
