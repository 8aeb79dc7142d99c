"""Texts of all Unicode planes for hypothesis: every category, and the characters on which rules of text stumble."""

import sys
import unicodedata

from hypothesis import strategies as st

_LETTERS = [c for c in map(chr, range(sys.maxunicode + 1)) if unicodedata.category(c)[0] == "L"]
# Letters without a small or capital form of one character: 𝐀, ß, İ, ŉ, ǰ, ǅ, Greek with iota, Georgian, Cherokee.
CASELESS = "".join(
    c for c in _LETTERS if len(c.lower()) + len(c.upper()) > 2 or (c.isupper() and c.lower() == c) or c.casefold() > c
)
DIGITS = "".join(c for c in map(chr, range(sys.maxunicode + 1)) if c.isnumeric() and not c.isascii())
BLANKS = "\t\n\x0b\x0c\r\x1c\x1d\x1e\x1f \x85\xa0\u1680\u2000\u2007\u2028\u2029\u202f\u205f\u3000"
UNSEEN = "\0\x07\x1b\xad\u034f\u061c\u180e\u200b\u200c\u200d\u200e\u202a\u202e\u2060\u2066\u2069\ufe0f\ufeff"
UNSEEN += "\U000e0041\U000e0100"  # a tag and a variation selector
BEYOND = "\ufdd0\ufffe\uffff\U0001ffff\U0010ffff\ue000\U000f0000\u0378\ufffd"  # no characters, private or unassigned
PIECES = (
    *("𝐀𝐒𝐄𝐀𝐍", "ℝℂℕℙℚ", "ORGANİSATION", "ﬁnancial", "STRAẞE", "ke-٣", "Law No. ٢١/٢٠٠٧", "٤/٧/٢٠٢٣", "१२३४५"),
    *("(٢٠٢٠)", "[١]", "²³", "①st", "Ⅳ.", "٣rd", "1,٠٤٧", "½ of", "a\u0301\u0301", "👩\u200d👧", "ก็", "한국"),
    *("🏴\U000e0067\U000e007f", "ﷺ", "ΌΣΟΣ", "police", "ASEANAPOL", "organisation", "Who ", "What is ", "in 2013"),
    *("third meeting", "The police met. ", "“", "”", "(", ")", "\n\n", " "),
)
TEXTS = st.lists(
    st.sampled_from(PIECES)
    | st.sampled_from(BLANKS)
    | st.text(st.sampled_from(CASELESS), min_size=1, max_size=7)
    | st.text(st.sampled_from(DIGITS), min_size=1, max_size=3)
    | st.sampled_from(UNSEEN + BEYOND)
    | st.characters(exclude_categories=("Cs",)),
    min_size=1,
    max_size=14,
).map("".join)
