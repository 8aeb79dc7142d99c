"""From an index folder and a question to hits, answers and citations. Reads, never writes.

`open_index` is the way in from Python:

    import retriever

    papers = retriever.open_index("index")
    print(papers.ask("When was the first turbine built?").text)
    print(papers.check_quotes(["blades wear fast"])[0].verdict)

What `__all__` names is public; it is imported when it is first used, so that `import retriever` takes no time.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from retriever.answers.answerer import Answerer
    from retriever.citations.exports import EXPORTERS, export
    from retriever.claims import check_text
    from retriever.opened import OpenIndex, open_index
    from retriever.quotations.checker import QuoteChecker
    from retriever.search import Retriever, System

_HOMES = {
    "EXPORTERS": "retriever.citations.exports",
    "Answerer": "retriever.answers.answerer",
    "OpenIndex": "retriever.opened",
    "QuoteChecker": "retriever.quotations.checker",
    "Retriever": "retriever.search",
    "System": "retriever.search",
    "check_text": "retriever.claims",
    "export": "retriever.citations.exports",
    "open_index": "retriever.opened",
}

__all__ = [
    "EXPORTERS",
    "Answerer",
    "OpenIndex",
    "QuoteChecker",
    "Retriever",
    "System",
    "check_text",
    "export",
    "open_index",
]


def __getattr__(name: str) -> object:
    """Import a public name from its home."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)


def __dir__() -> list[str]:
    """The names of the module, those that are not imported yet among them."""
    return sorted({*globals(), *__all__})
