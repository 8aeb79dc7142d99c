"""Words that turn a question into one that its passage does not answer.

They serve training only, so that they are not among the words of `kutip/language`, which are installed.
"""

import re

_PAIRS = """
first last; largest smallest; highest lowest; most least; more fewer; before after; early late; earliest latest;
increase decrease; increased decreased; rise fall; rose fell; won lost; north south; northern southern; east west;
eastern western; begin end; began ended; start stop; started stopped; male female; men women; boys girls; king queen;
father mother; son daughter; brother sister; husband wife; major minor; majority minority; maximum minimum; above below;
inside outside; internal external; domestic foreign; public private; positive negative; success failure;
accepted rejected; allowed forbidden; legal illegal; bought sold; import export; open closed; entered left; new old;
older younger; oldest newest; long short; longest shortest; strong weak; rich poor; common rare; advantage disadvantage;
support oppose; supported opposed; agree disagree; agreed disagreed; built destroyed; founded dissolved; joined quit;
born died; birth death; attack defend; victory defeat; gain loss; urban rural; upper lower; summer winter;
day night; hot cold; light dark; wet dry; fast slow; easy difficult; ancient modern; former current; previous next;
benefit harm; cause effect; teacher student; author reader; buyer seller; parent child; above under;
pertama terakhir; terbesar terkecil; tertinggi terendah; terbanyak tersedikit; sebelum sesudah; awal akhir; naik turun;
meningkat menurun; menang kalah; utara selatan; timur barat; mulai berakhir; dimulai berakhir; laki-laki perempuan;
pria wanita; raja ratu; ayah ibu; kakak adik; suami istri; mayoritas minoritas; maksimum minimum; atas bawah;
dalam luar; negeri swasta; positif negatif; berhasil gagal; diterima ditolak; diizinkan dilarang; membeli menjual;
impor ekspor; buka tutup; masuk keluar; baru lama; tertua termuda; panjang pendek; kuat lemah; kaya miskin;
keuntungan kerugian; mendukung menentang; setuju menolak; dibangun dihancurkan; didirikan dibubarkan; lahir wafat;
kelahiran kematian; siang malam; panas dingin; basah kering; cepat lambat; mudah sulit; kuno modern; guru murid
"""
# The word that denies what follows, after each of these words.
_DENIALS = dict.fromkeys("is are was were did does do has have had can could would should must".split(), "not") | {
    "yang": "tidak"
}
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")


def _opposites() -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for pair in _PAIRS.split(";"):
        one, other = pair.split()
        for word, opposite in ((one, other), (other, one)):
            if opposite not in found.setdefault(word, []):
                found[word].append(opposite)
    return {word: tuple(words) for word, words in found.items()}


_OPPOSITES = _opposites()


def opposed(question: str) -> list[str]:
    """Every question that comes of replacing one word by its opposite.

    >>> opposed("Who was the first king?")
    ['Who was the last king?', 'Who was the first queen?']
    """
    return [
        question[: found.start()] + opposite + question[found.end() :]
        for found in _WORD.finditer(question)
        for opposite in _OPPOSITES.get(found.group().casefold(), ())
    ]


def denied(question: str) -> str | None:
    """The question with its first auxiliary denied; None if it has none.

    >>> denied("Who was elected?"), denied("Siapa yang dipilih?"), denied("Why?")
    ('Who was not elected?', 'Siapa yang tidak dipilih?', None)
    """
    for found in _WORD.finditer(question):
        if (denial := _DENIALS.get(found.group().casefold())) is not None:
            return f"{question[: found.end()]} {denial}{question[found.end() :]}"
    return None
