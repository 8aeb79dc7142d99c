"""What kind of answer a question asks for, in English and Indonesian."""

import re
from enum import StrEnum


class QuestionType(StrEnum):
    """What a question asks for."""

    WHO = "who"
    WHEN = "when"
    WHERE = "where"
    HOW_MANY = "how_many"
    WHICH = "which"
    WHY = "why"
    HOW = "how"
    DEFINE = "define"
    LIST = "list"
    COMPARE = "compare"
    YES_NO = "yes_no"
    SOURCE = "source"


_PAPERS = r"(?:papers?|articles?|stud(?:y|ies)|authors|artikel|makalah|penelitian|kajian|tulisan)"
# One word between, such as an adjective: "which Indonesian city"; no verb: "what do cities".
_BETWEEN = r"(?:(?!(?:do|does|did|is|are|was|were|has|have|had|can|could|will|would|should|the)\b)\w+ )?"
_PLACES = (
    rf"{_BETWEEN}(?:cit(?:y|ies)|towns?|countr(?:y|ies)|places?|capitals?|venues?|locations?|provinces?)\b(?!['’])"
)
_PLACES_ID = r"(?:kota|negara|tempat|ibu ?kota|lokasi|provinsi|kabupaten|universitas|hotel|gedung)"
_TIMES = rf"{_BETWEEN}(?:years?|months?|dates?|days?|decades?|centur(?:y|ies))\b"
_TIMES_ID = r"(?:tahun|bulan|tanggal|hari)"
_PERSONS = (
    rf"{_BETWEEN}(?:persons?|people|ministers?|presidents?|officers?|officials?|generals?|heads? of state|authors?"
    r"|theorists?|scholars?|directors?|institutions?|organi[sz]ations?|forces?|bod(?:y|ies)|agenc(?:y|ies))\b(?!['’])"
)
_WORKS = (
    rf"(?:{_BETWEEN}(?:sources?|references?|journals?|magazines?|publications?|books?)|reports?|works?|stud(?:y|ies))"
)
_COUNTS = r"(?:numbers?|shares?|percentages?|proportions?|rates?|amounts?|totals?|budgets?)"
_SEVERAL = r"(?:two|three|four|five|six|seven|eight|nine|ten|types|kinds|forms|factors|areas|means|ways|steps)"
_SEVERAL_ID = r"(?:dua|tiga|empat|lima|enam|tujuh|delapan|sembilan|sepuluh)"
_ASKING = r"(?:which|what)"

# What tells the type wherever it stands in a question.
_ANYWHERE = (
    (
        QuestionType.COMPARE,
        (
            r"\b(?:(?:both|two)\s+(?:of\s+)?(?:the\s+)?authors|the papers)\b|\b(?:do|does|did|how)\b.*\bdiffer\b"
            r"|\bdifferences? between\b|^\W*compare\b|\b(?:apa beda(?:nya)?|perbedaan|bandingkan|perbandingan)\b"
        ),
    ),
    (QuestionType.SOURCE, r"\b(?:cited|quoted|credited)\b|\bwhose work\b|\b(?:dikutip|rujukan|referensi)\b"),
    (QuestionType.SOURCE, rf"\b{_ASKING} {_WORKS}\b|\b(?:jurnal|majalah) (?:apa|mana)\b"),
    (
        QuestionType.DEFINE,
        (
            r"^(?!\W*(?:when|where|who|why|is|are|kapan|siapa|mengapa|di mana)\b).*"
            r"\b(?:stands? for|definitions? of|define[ds]?|meaning of|singkatan|kepanjangan|definisi)\b"
        ),
    ),
    (QuestionType.DEFINE, r"\b(?:didefinisikan|yang dimaksud|pengertian|apa itu)\b|^\W*what does .+ mean\b"),
)
# The question word, and what it asks for by the words beside it: the first one in the question counts, and of those
# that begin at one place the first in this list.
_QUESTION_WORDS = (
    (QuestionType.HOW_MANY, rf"\bhow (?:many|much|large|big|long|old|often|far|high)\b|\b{_ASKING} {_COUNTS}\b"),
    (QuestionType.HOW_MANY, rf"\bwhat (?:was|is|were|are) (?:(?!to\b)[\w'’-]+ ){{0,4}}{_COUNTS}\b"),
    (QuestionType.WHY, r"\bwhy\b|\b(?:mengapa|kenapa)\b|\bapa (?:alasan|sebab|penyebab)(?:nya)?\b"),
    (QuestionType.WHY, r"\bwhat (?:is|was|are|were) the (?:reason|cause|point|benefit|purpose)s?\b|\bwhat causes\b"),
    (QuestionType.WHY, r"\bwhat (?:makes(?! an?\b)|led|drives|drove)\b"),
    (QuestionType.DEFINE, r"^\W*what(?: is|['’]s) (?:an? |the )?[\w-]+(?: [\w-]+){0,3}\W*$|\bwhat makes an?\b"),
    (QuestionType.DEFINE, r"^\W*what(?: is| are|['’]s) (?:an? )?[^?]{1,60}\baccording to\b"),
    (QuestionType.WHEN, rf"\bwhen\b|\b{_ASKING} {_TIMES}|\bkapan\b|\b{_TIMES_ID} (?:berapa|apa|mana)\b"),
    (QuestionType.WHERE, rf"\bwhere\b|\b{_ASKING} {_PLACES}|\b(?:di|ke|dari) ?mana\b|\b{_PLACES_ID} (?:mana|apa)\b"),
    (QuestionType.WHO, rf"\bwho(?:m|se)?\b|\b{_ASKING} {_PERSONS}|\bsiapa(?:kah)?\b"),
    (QuestionType.LIST, rf"\b{_ASKING} {_SEVERAL}\b|\bwhat (?:are|were) (?:the )?\b|\bapa {_SEVERAL_ID}\b"),
    (QuestionType.LIST, rf"^\W*(?:list|enumerate|name)\b|\b(?:sebutkan|(?:apa|siapa|mana) saja)\b|^\W*{_SEVERAL_ID}\b"),
    (QuestionType.LIST, rf"\b{_ASKING} (?:\w+ )?\w+[^\Ws]s (?:are|were|do|does|did|can|could|should|will)\b"),
    (QuestionType.WHICH, r"\b(?:which|what|apa|manakah|mana)\b"),
    (QuestionType.HOW, r"\bhow\b|\b(?:bagaimana|gimana)\b"),
    (QuestionType.HOW_MANY, rf"\b(?:berapa|seberapa)\b|^\W*{_COUNTS} of\b"),
    (
        QuestionType.YES_NO,
        r"^\W*(?:is|are|was|were|do|does|did|has|have|had|can|could|may(?! \d)|will|would|should|must)(?:n['’]t)?\b",
    ),
    (QuestionType.YES_NO, r"^\W*(?:apakah|adakah|benarkah|bisakah)\b"),
)
# "When a ship is stolen, how …": what comes before the question itself.
_CLAUSE = re.compile(r"^\W*(?:when|where)\b[^?]*,\s*(?=(?:how|who|what|why|which|where|when)\b)", re.IGNORECASE)


def _compiled(patterns: tuple[tuple[QuestionType, str], ...]) -> tuple[tuple[QuestionType, re.Pattern[str]], ...]:
    return tuple((kind, re.compile(pattern, re.IGNORECASE)) for kind, pattern in patterns)


_FIRST, _THEN = _compiled(_ANYWHERE), _compiled(_QUESTION_WORDS)


def question_type(question: str, *, compares: bool = False) -> QuestionType:
    """Tell what kind of answer a question asks for; a question that shows none, such as keywords, asks which.

    Args:
        question: In English or Indonesian.
        compares: Whether it asks what each of several papers says.

    >>> [question_type(q).value for q in ("Where was it?", "Berapa korban?", "Did it meet?", "DOI of Najib 2025")]
    ['where', 'how_many', 'yes_no', 'which']
    """
    if compares:
        return QuestionType.COMPARE
    question = _CLAUSE.sub("", " ".join(question.split()))
    for kind, pattern in _FIRST:
        if pattern.search(question):
            return kind
    found = [
        (match.start(), order, kind)
        for order, (kind, pattern) in enumerate(_THEN)
        if (match := pattern.search(question)) is not None
    ]
    return min(found)[2] if found else QuestionType.WHICH
