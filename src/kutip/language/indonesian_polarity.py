"""Indonesian words that decide whether a sentence says what a question asks, or the contrary."""

from kutip.language.polarity_words import PolarityWords

INDONESIAN_POLARITY = PolarityWords(
    openers=(
        "apakah",
        "(?:ada|benar|betul|bisa|dapat|pernah|sudah|sudahkah|telah|harus|perlu|mungkin|boleh|akan|masih|belum|bukan)kah",
        "apa (?:benar|betul)",
        r"(?:di|ter|ber|me)[a-z]{3,}kah",
    ),
    no_openers=(
        "apakah (?:itu|yang|saja|arti|makna|nama|definisi|kepanjangan|pengertian)",
        "apakah (?:alasan|dampak|fungsi|isi|manfaat|peran|penyebab|perbedaan|tujuan|tugas)(?:nya)?",
        "bukankah",
    ),
    attributions=("menurut",),
    truths=("(?:apakah|apa) (?:benar|betul)(?: bahwa)?", "(?:benar|betul)kah(?: bahwa)?"),
    choices=("atau",),
    actives=(r"me[a-z]{4,}",),
    passives=(r"di[a-z]{4,}(?:kan|i)?", r"ter[a-z]{4,}"),
    rendered=(
        *("di = in", "pada = in", "dalam = in", "selama = during", "dari = from", "oleh = by", "untuk = for"),
        *("bagi = for", "ke = to", "kepada = to", "dengan = with", "melalui = through", "tentang = about"),
        *("semua = all", "seluruh = all", "setiap = every", "tiap = every", "hanya = only", "cuma = only"),
        *("sebagian = some", "beberapa = some", "selalu = always", "kebanyakan = most", "antara = between"),
        *("tidak = not", "bukan = not", "belum = not", "tanpa = without", "sebelum = before", "sesudah = after"),
        *("setelah = after", "sejak = since", "bisa = can", "dapat = can", "harus = must", "wajib = must"),
        *("akan = will", "mungkin = may", "bisakah = can", "dapatkah = can", "haruskah = must", "akankah = will"),
        *("mungkinkah = may", "ada = there", "adakah = there", "terdapat = there", "adalah = is", "merupakan = is"),
        *("berada = is", "benar =", "betul =", "bahwa ="),
        *("sudah =", "telah =", "tahun =", "itu =", "ini =", "tersebut =", "yang =", "para =", "pernah ="),
    ),
    phrases=("setiap tahun = annually", "tiap tahun = annually", "lebih dari = over", "kurang dari = under"),
)
