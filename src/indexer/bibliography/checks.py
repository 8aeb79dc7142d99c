"""Finds problems between a document's in-text citations and its list of references."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from indexer.bibliography.entries import shown, shown_each
from indexer.bibliography.linking import Linked
from indexer.bibliography.sureness import Sureness
from kutip.text.terms import terms
from kutip.types import Document, Mention, Message, ProblemKind, Reference, ReferenceProblem, Span, Value

_DOI = re.compile(r"10\.\d{4,9}(?:\.\d+)*/\S+")
_SAME_TITLE = 0.9  # titles with at least this share of terms in common, in the same year, are of the same work
_MOST_COMPARED = 20  # entries below one with its authors and year, or its DOI, that are compared with it
_MOST_DUPLICATES = 5  # entries below one that are reported as the same work
_FEWEST_UNREAD = 4  # works or entries without counterpart that make the reading doubtful, not the paper
_MOST_UNCITED = 0.6  # of a list's entries; where more are not cited, citations are read wrongly
_MENTION_KINDS = (ProblemKind.NOT_LISTED, ProblemKind.YEAR_DIFFERS, ProblemKind.AUTHORS_DIFFER, ProblemKind.AMBIGUOUS)


def find_problems(
    document: Document, references: Sequence[Reference], linked: Sequence[Linked], unread: Sequence[Message] = ()
) -> tuple[ReferenceProblem, ...]:
    """Find all problems of a document: those of mentions in reading order, then those of the list in its order.

    That an entry is never cited is told of a list in the text, not of a file, from which papers take what they cite.

    Args:
        document: The document.
        references: Its list of references.
        linked: Its mentions with the results of `indexer.bibliography.linking.link`.
        unread: What could not be read of the files that should hold entries.
    """
    by_id = {reference.id: reference for reference in references}
    if not references:
        return tuple(_no_list(document, [link.mention for link in linked], unread))
    dois = [_malformed_doi(document, one) for one in references if one.doi and not _DOI.fullmatch(one.doi.text)]
    doubt = _unread(document, references, linked)
    if doubt is not None:
        return (doubt, *dois)
    sureness = Sureness(document, references, linked)
    sure = [one for one in linked if one.kind is None or sureness.tells(one, [by_id[key] for key in one.fitting])]
    problems = list(_mention_problems(document, by_id, sure))
    problems += _no_list(document, [link.mention for link in linked if link.kind is ProblemKind.NO_LIST], unread)
    fitted = {link.mention.reference_id for link in linked}
    takes_from_file = any(reference.file for reference in references)  # a list in the text may repeat what it takes
    ambiguous = set().union(*{link.fitting for link in linked if link.kind is ProblemKind.AMBIGUOUS})
    for reference in references:
        untold = takes_from_file or reference.id in fitted
        if not untold and (reference.id in ambiguous or sureness.is_never_cited(reference)):
            problems.append(_never_cited(document, reference, maybe=reference.id in ambiguous))
        problems += [doi for doi in dois if doi.reference_ids == (reference.id,)]
    return (*problems, *_duplicates(document, references))


def _unread(document: Document, references: Sequence[Reference], linked: Sequence[Linked]) -> ReferenceProblem | None:
    """Return the one problem of a paper whose text and list hardly meet: then one of them was probably read wrongly.

    Told instead of a problem for each citation and each entry, which would accuse the author of Kutip's own errors.
    """
    lost = [link.mention for link in linked if link.kind is not None]
    missing = [link.mention for link in linked if link.kind is ProblemKind.NOT_LISTED]
    works = len({(one.who, one.year) for one in missing if not one.key})  # keys are not read wrongly
    met = len({link.mention.reference_id for link in linked} - {None})
    met += len({link.fitting for link in linked if link.kind is ProblemKind.AMBIGUOUS})
    cited = {key for link in linked for key in (link.mention.reference_id, *link.fitting)}
    takes_from_file = any(one.file for one in references)
    uncited = 0 if takes_from_file else sum(one.id not in cited for one in references)
    if not linked and len(references) > 1 and not takes_from_file:
        message = Message("problem.none_cited", {"n": len(references)})
    elif works >= _FEWEST_UNREAD and works > met:
        message = Message("problem.list_unread", {"n": works, "entries": len(references)})
    elif uncited >= _FEWEST_UNREAD and uncited > _MOST_UNCITED * len(references):
        message = Message("problem.most_uncited", {"n": uncited, "entries": len(references)})
    else:
        return None
    return ReferenceProblem(
        ProblemKind.LIST_UNREAD,
        document.id,
        message,
        tuple(span for mention in lost for span in mention.spans),
        tuple(span for reference in references for span in reference.spans),
        tuple(mention.id for mention in lost),
        tuple(reference.id for reference in references),
    )


def _mention_problems(
    document: Document, by_id: dict[str, Reference], linked: Iterable[Linked]
) -> Iterator[ReferenceProblem]:
    """Yield one problem for all mentions that share it: a work cited five times but not listed gives one."""
    groups: dict[tuple[ProblemKind, str, str, tuple[str, ...]], list[Mention]] = defaultdict(list)
    for link in linked:
        if link.kind is not None and link.kind in _MENTION_KINDS:
            groups[link.kind, link.mention.who, link.mention.year, link.fitting].append(link.mention)
    for (kind, who, year, fitting), mentions in groups.items():
        entries = [by_id[key] for key in fitting]
        work = f"{who} ({year})" if who else f"[{year}]"
        yield ReferenceProblem(
            kind,
            document.id,
            _message_about(kind, work, mentions, entries),
            tuple(span for mention in mentions for span in mention.spans),
            tuple(span for entry in entries for span in entry.spans),
            tuple(mention.id for mention in mentions),
            fitting,
        )


def _message_about(kind: ProblemKind, work: str, mentions: Sequence[Mention], entries: Sequence[Reference]) -> Message:
    """Return the message about a work, such as "Kim (2019)", that the text cites at least once."""
    often: Mapping[str, Value] = {"n": len(mentions), "work": work}
    if kind is ProblemKind.NOT_LISTED:
        return Message("problem.not_listed", often)
    if kind is ProblemKind.AMBIGUOUS:
        return Message("problem.ambiguous", {**often, "fits": len(entries), "entries": shown_each(entries)})
    differs = mentions[0].problem  # the same for all mentions: the year or authors as cited and as listed
    values = {**often, "listed": "", **(differs.values if differs else {}), "entry": shown(entries[0])}
    year = kind is ProblemKind.YEAR_DIFFERS
    return Message("problem.year_differs" if year else "problem.authors_differ", values)


def _no_list(document: Document, mentions: Sequence[Mention], unread: Sequence[Message]) -> Iterator[ReferenceProblem]:
    by_key = [mention for mention in mentions if mention.key]
    by_name = [mention for mention in mentions if not mention.key]
    of_keys = "problem.entries_unread" if unread else "problem.no_entries_of_keys"
    if by_key:
        yield _no_entries(document, of_keys, by_key, {"why": tuple(unread)} if unread else {})
    if by_name:
        yield _no_entries(document, "problem.no_list", by_name, {})


def _no_entries(
    document: Document, code: str, mentions: Sequence[Mention], why: Mapping[str, Value]
) -> ReferenceProblem:
    counted: dict[str, Value] = {
        **why,
        "works": Message("count.works", {"n": len({(mention.who, mention.year) for mention in mentions})}),
        "places": Message("count.places", {"n": len(mentions)}),
    }
    return ReferenceProblem(
        ProblemKind.NO_LIST,
        document.id,
        Message(code, counted),
        tuple(span for mention in mentions for span in mention.spans),
        mention_ids=tuple(mention.id for mention in mentions),
    )


def _never_cited(document: Document, reference: Reference, *, maybe: bool) -> ReferenceProblem:
    code = "problem.perhaps_never_cited" if maybe else "problem.never_cited"
    message = Message(code, {"entry": shown(reference)})
    return _entry_problem(ProblemKind.NEVER_CITED, document, message, reference)


def _malformed_doi(document: Document, reference: Reference) -> ReferenceProblem:
    doi = reference.doi.text if reference.doi is not None else ""
    message = Message("problem.malformed_doi", {"entry": shown(reference), "doi": doi})
    return _entry_problem(ProblemKind.MALFORMED_DOI, document, message, reference)


def _entry_problem(kind: ProblemKind, document: Document, message: Message, reference: Reference) -> ReferenceProblem:
    return ReferenceProblem(kind, document.id, message, in_list=reference.spans, reference_ids=(reference.id,))


def _duplicates(document: Document, references: Sequence[Reference]) -> Iterator[ReferenceProblem]:
    titles = [Counter(terms(one.title.text)) if one.title is not None else Counter() for one in references]
    starts: dict[int, str] = {}  # of the entries that are reported
    told: Counter[int] = Counter()
    for i, j in _alike(references):
        one, other = references[i], references[j]
        if one.file != other.file:
            continue
        if told[i] < _MOST_DUPLICATES and _same_work(one, other, titles[i], titles[j]):
            told[i] += 1
            for k in (i, j):
                starts[k] = starts.get(k) or shown(references[k])
            spans: tuple[Span, ...] = (*one.spans, *other.spans)
            message = Message("problem.duplicate", {"first": starts[i], "second": starts[j]})
            yield ReferenceProblem(
                ProblemKind.DUPLICATE, document.id, message, in_list=spans, reference_ids=(one.id, other.id)
            )


def _alike(references: Sequence[Reference]) -> Iterator[tuple[int, int]]:
    """Yield the indices of two references with the same DOI, or with the same authors and year, in the list's order.

    Of the references that are so alike, each is paired with at most `_MOST_COMPARED` of those below it.
    """
    places: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for i, reference in enumerate(references):
        for key in _keys(reference):
            places[key].append(i)
    seen: Counter[tuple[str, ...]] = Counter()
    for i, one in enumerate(references):
        others: set[int] = set()
        for key in _keys(one):
            seen[key] += 1
            others.update(places[key][seen[key] : seen[key] + _MOST_COMPARED])
        yield from ((i, other) for other in sorted(others))


def _keys(reference: Reference) -> Iterator[tuple[str, ...]]:
    """Yield what two references of the same work may share: the DOI; the year and the family names."""
    if reference.doi is not None:
        yield "doi", reference.doi.text.casefold()
    if reference.year is not None:
        yield "year", reference.year.text, *(author.family.casefold() for author in reference.authors)


def _same_work(one: Reference, other: Reference, title: Counter[str], other_title: Counter[str]) -> bool:
    """True if two references have the same DOI; if one has none, the same authors, year and terms of the title."""
    if one.doi is not None and other.doi is not None:
        return one.doi.text.casefold() == other.doi.text.casefold()
    same_year = one.year is not None and other.year is not None and one.year.text == other.year.text
    same_authors = [a.family.casefold() for a in one.authors] == [a.family.casefold() for a in other.authors]
    if not same_year or not same_authors or one.title is None or other.title is None:
        return False
    larger = max(title.total(), other_title.total())
    return larger > 0 and (title & other_title).total() / larger >= _SAME_TITLE
