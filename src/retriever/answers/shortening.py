"""Decides whether a sentence is another one shortened: word for word, without what the rest does not depend on."""

import re
from collections.abc import Iterable, Iterator, Sequence

from kutip.language.united import any_of, in_order, union
from retriever.answers.sentence_tokens import PRINT, QUOTES, SentenceToken
from retriever.query.spelling import spellings

_SPELT_ALIKE = 3  # letters from the start in which British and American spelling do not differ
_LONGEST_SUBJECT = 8  # tokens before a verb that a pronoun may stand for
_LONGEST_FIRST_PART = 8  # tokens of the first of two predicates that share a subject

_ARTICLES, _AFTER_ARTICLES = union("rewording.articles"), union("rewording.changed_by_articles")
_PRONOUNS, _EXCLUSIVES = union("rewording.pronouns"), union("rewording.exclusives")
_AUXILIARIES, _RELATIVES = union("rewording.auxiliaries"), union("rewording.relatives")
_TAILS, _CONNECTING = union("rewording.tails"), union("rewording.connecting")
_SESSIONS, _MEET, _OF = (union(f"rewording.{field}") for field in ("sessions", "meets", "of"))
_AND = union("function_words.conjunctions")
_JOINING = _RELATIVES | union("function_words.clause_joins", "rewording.infinitives")
_DATE_LEADS = frozenset(in_order("dates.year_leads"))
_OPENINGS = frozenset(tuple(phrase.split()) for phrase in in_order("rewording.openings"))
_OPENERS = frozenset(word.casefold() for word in union("sentences.openers"))
_ORDINALS, _MONTHS = union("numbers.ordinals"), frozenset(month.casefold() for month in union("dates.months"))
_PARTICIPLE, _PASSIVE = re.compile(any_of("rewording.participles")), re.compile(any_of("rewording.passives"))
_AGENTS = union("rewording.agents")
_SUPERLATIVE = re.compile(any_of("rewording.superlatives"))


def shortens(own: Sequence[SentenceToken], source: Sequence[SentenceToken]) -> bool:
    """True if a sentence is a sentence of a paper, or that sentence shortened; both without their full stop."""
    return any(_fits(own, form) for form in _variants(tuple(source), own[0]))


# --- Other forms of a sentence of a paper that say the same -----------------------------------------------------------


def _variants(source: tuple[SentenceToken, ...], first: SentenceToken) -> Iterator[tuple[SentenceToken, ...]]:
    """A sentence, and forms that say the same with another beginning; `first` is the word that is wanted there."""
    forms = [source]
    comma = next((at for at, token in enumerate(source) if token.text == ","), 0)
    opening = tuple(token.key for token in source[:comma])
    if opening in _OPENINGS:
        forms.append(source[comma + 1 :])
    for form in tuple(forms):
        forms += _with_date_moved(form)
    for form in tuple(forms):
        forms += _with_body_for_session(form)
    yield from forms
    if first.key in _PRONOUNS:
        for form in forms:
            yield from _with_pronoun(form, first)


def _with_date_moved(source: tuple[SentenceToken, ...]) -> Iterator[tuple[SentenceToken, ...]]:
    """Without the date that a sentence begins with, or with it at the end; with a date from its end at the front."""
    after = _end_of_date(source, 0)
    if after and after < len(source) and source[after].text == ",":
        date, rest = source[:after], source[after + 1 :]
        yield rest + date
        if not _is_bound_to_date(rest):
            yield rest
    for start in range(max(1, len(source) - 5), len(source)):
        rest = source[:start]
        simple = all(token.is_word and token.key not in _JOINING for token in rest)
        if _end_of_date(source, start) == len(source) and simple and not any(token.qualifies for token in rest):
            yield source[start:] + rest


def _end_of_date(tokens: Sequence[SentenceToken], start: int) -> int:
    """Where a phrase such as "in May 2013" that starts at a place ends; 0 if none starts there."""
    if start >= len(tokens) or tokens[start].key not in _DATE_LEADS:
        return 0
    end = start + 1
    while end < len(tokens) and (tokens[end].key in _MONTHS or re.fullmatch(r"\d{1,2}|\d{4}", tokens[end].text)):
        end += 1
    return end if end > start + 1 and len(tokens[end - 1].text) == len("2013") else 0


def _is_bound_to_date(tokens: Iterable[SentenceToken]) -> bool:
    """True for a sentence that may be wrong without its date: it denies, excludes or ranks something."""
    return any(one.qualifies or one.key in _EXCLUSIVES or _SUPERLATIVE.fullmatch(one.key) for one in tokens)


def _with_body_for_session(source: tuple[SentenceToken, ...]) -> Iterator[tuple[SentenceToken, ...]]:
    """For "The first conference of X met": "X met" and "X first met", since whose conference meets, meets."""
    at = 1 if source and source[0].key in _ARTICLES else 0
    mods = at
    while mods < len(source) and source[mods].key in _ORDINALS:
        mods += 1
    if mods + 2 < len(source) and source[mods].key in _SESSIONS and source[mods + 1].key in _OF:
        start = mods + 2 + (source[mods + 2].key in _ARTICLES)
        end = start
        while end < len(source) and source[end].text[0].isupper():
            end += 1
        if start < end < len(source) and source[end].key in _MEET:
            yield source[start:]
            yield (*source[start:end], *source[at:mods], *source[end:])


def _with_pronoun(source: tuple[SentenceToken, ...], pronoun: SentenceToken) -> Iterator[tuple[SentenceToken, ...]]:
    """A pronoun for the subject: for words from the start that hold no mark, verb of saying, auxiliary or relative."""
    if not source or (source[0].key in _OPENERS and source[0].key not in _ARTICLES):
        return
    for end in range(1, min(len(source), _LONGEST_SUBJECT + 1)):
        if not _is_in_subject(source[end - 1]):
            return
        yield (pronoun, *source[end:])


def _is_in_subject(token: SentenceToken) -> bool:
    outside = _AUXILIARIES | _PRONOUNS | _JOINING
    return token.is_word and token.key not in outside and not (token.qualifies or token.governs)


# --- Comparing --------------------------------------------------------------------------------------------------------


def _fits(own: Sequence[SentenceToken], source: Sequence[SentenceToken]) -> bool:
    """True if a sentence has the words of a source sentence in order, but for what `_left_out` and `_may_end` allow."""
    waiting, seen = [(0, 0)], set()
    while waiting:
        place = waiting.pop()
        if place in seen:
            continue
        seen.add(place)
        i, j = place
        if i == len(own):
            if _may_end(source, j):
                return True
            continue
        if _is_free(own, i) or _is_added_mark(own, i):
            waiting.append((i + 1, j))
        if j == len(source):
            continue
        if _is_free(source, j) or source[j].key in _CONNECTING:
            waiting.append((i, j + 1))
        if _same(own[i], source[j]):
            waiting.append((i + 1, j + 1))
        elif j:
            waiting += [(i, after) for after in _left_out(source, j) if _same(own[i], source[after])]
    return False


def _same(own: SentenceToken, source: SentenceToken) -> bool:
    near = own.key[:_SPELT_ALIKE] == source.key[:_SPELT_ALIKE]
    return own.key == source.key or (near and own.key in spellings(source.key))


def _is_free(tokens: Sequence[SentenceToken], at: int) -> bool:
    """True for what a sentence may have or lack: an article, a mark of Markdown."""
    token = tokens[at]
    if token.key in _ARTICLES:
        return at + 1 == len(tokens) or tokens[at + 1].key not in _AFTER_ARTICLES
    return token.text in PRINT


def _is_added_mark(own: Sequence[SentenceToken], at: int) -> bool:
    """True for a comma beside words such as "in 1981", and for a quotation mark beside a name; others may change much.

    Round another word than a name, quotation marks may mean "so-called".
    """
    beside = (*own[max(0, at - 1) : at], *own[at + 1 : at + 2])
    if own[at].text == ",":
        return _end_of_date(own, 0) == at or (at + 1 < len(own) and own[at + 1].key in _AGENTS | _DATE_LEADS)
    return own[at].text in QUOTES and any(token.text[0].isupper() for token in beside)


def _left_out(source: Sequence[SentenceToken], start: int) -> Iterator[int]:
    """Where a sentence may go on after leaving out what begins at a place: a bracket, a clause, a first predicate."""
    if source[start].text == "(":
        end = next((at for at in range(start + 1, len(source)) if source[at].text in "()"), start)
        inside = source[start:end]
        named = any(token.text.isalpha() for token in inside)  # a number alone, such as a year, says what is before it
        if source[end].text == ")" and named and not any(token.qualifies for token in inside):
            yield from _places_after(source, end + 1)
    elif source[start].text == "," and start + 1 < len(source) and _begins_addition(source, start + 1):
        end = next((at for at in range(start + 1, len(source)) if source[at].text in ",;:("), start + 1)
        if source[end].text == "," and not any(token.qualifies for token in source[start:end]):
            yield from _places_after(source, end + 1)
    else:
        yield from _second_predicate(source, start)


def _places_after(source: Sequence[SentenceToken], at: int) -> Iterator[int]:
    """A place, and those behind the comma and the article that stand there."""
    while at < len(source):
        yield at
        if not _is_free(source, at) and source[at].text != ",":
            return
        at += 1


def _second_predicate(source: Sequence[SentenceToken], start: int) -> Iterator[int]:
    """From "the base holds names and is open", the place of "is": both predicates have the subject before `start`."""
    if start > _LONGEST_SUBJECT or not all(map(_is_in_subject, source[:start])):
        return
    for at in range(start, min(len(source) - 1, start + _LONGEST_FIRST_PART)):
        if source[at].key in _AND:
            if at > start and source[at + 1].key in _AUXILIARIES:
                yield at + 1
            return
        if not _is_in_subject(source[at]):
            return


def _begins_addition(source: Sequence[SentenceToken], at: int) -> bool:
    """True for a place after a comma where something is added: "which …", "including …", "making …", "founded in …"."""
    key, following = source[at].key, source[at + 1].key if at + 1 < len(source) else ""
    passive = _PASSIVE.fullmatch(key) is not None and following in _AGENTS
    begins = key in _RELATIVES or key in _TAILS or f"{key} {following}" in _TAILS
    return begins or passive or _PARTICIPLE.fullmatch(key) is not None


def _may_end(source: Sequence[SentenceToken], end: int) -> bool:
    """True if a sentence may end where the source goes on."""
    while end < len(source) and source[end].text in PRINT:
        end += 1
    kept, rest = source[:end], source[end:]
    if not rest or (_end_of_date(source, end) == len(source) and not _is_bound_to_date(kept)):
        return True
    if any(token.qualifies for token in rest):
        return False
    first, second = rest[0], rest[min(1, len(rest) - 1)]
    if first.text == ",":
        lists = second.key in _AND and not any(token.key in _EXCLUSIVES for token in kept)
        return lists or (len(rest) > 1 and _begins_addition(rest, 1))
    if first.key in _AND:  # behind another word than "is", "police and thieves fled" would be cut within its subject
        return second.key in _AUXILIARIES
    if first.text == "(":
        close = next((at for at in range(end, len(source)) if source[at].text == ")"), 0)
        return close > 0 and _may_end(source, close + 1)
    return first.text == ";"
