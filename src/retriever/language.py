"""Tells English from Indonesian by the small words that every question has."""

import re

_WORD = re.compile(r"[^\W\d_]+")
_ENGLISH = frozenset(
    "a about after all an and any are as at be because been before between by can could did do does during for from give"
    " had has have how if in into is it its list many may me most much name no not of on or other over should since so"
    " some tell than that the their them then there these they this those through to under until us was were what when"
    " where which while who whom whose why will with within without would year you".split()
)
_INDONESIAN = frozenset(
    "ada adalah agar akan antara apa apakah atas atau bagaimana bagaimanakah bagi bahwa banyak beberapa belum berapa"
    " berapakah berdasarkan bisa bukan dalam dan dapat dari daripada dengan di dimana dua hanya harus hingga ia ini itu"
    " jelaskan jika juga jumlah kah kapan kapankah karena ke kepada ketika lain lebih maka mana manakah masing melalui"
    " mengapa menjadi menurut mereka merupakan namun oleh pada paling para pernah perlu saat saja sampai sebagai sebelum"
    " sebuah sebutkan secara sedangkan sejak selain selama semua seperti serta setelah siapa siapakah suatu sudah tahun"
    " tanpa telah tentang terhadap tersebut tiap tidak untuk yaitu yakni yang".split()
)
# Prefix and suffix pairs of Indonesian word formation; they tell of a question without small words.
_INDONESIAN_FORM = re.compile(r"(?:meng|meny|mem|men|ber|ter|per|pem|pen|peng|ke|di)[^\W\d_]{3,}(?:kan|an|nya|i)")


def detect_language(text: str) -> str:
    """The language a question is in: "id" for Indonesian, else "en".

    Counts function words of either language, and, where those are even, words formed as Indonesian forms them; what
    shows neither (a name, a number) is taken for English, the language of both papers.

    >>> [detect_language(q) for q in ("Kapan AMMTC ke-5 diadakan?", "When was the 5th AMMTC?", "e-ADS")]
    ['id', 'en', 'en']
    """
    words = [word.casefold() for word in _WORD.findall(text)]
    english = sum(word in _ENGLISH for word in words)
    indonesian = sum(word in _INDONESIAN for word in words)
    if english == indonesian:
        indonesian += sum(bool(_INDONESIAN_FORM.fullmatch(word)) for word in words)
    return "id" if indonesian > english else "en"
