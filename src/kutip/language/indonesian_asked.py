"""Indonesian: questions about a paper itself, its study, what a word means, and lists."""

from kutip.language.asked_words import ListingWords, MeaningWords, PaperFactWords, StudyWords
from kutip.language.listed import listed

PAPER_FACTS = PaperFactWords(
    subject_leads=listed("tentang mengenai berjudul soal seputar"),
    works=(
        "artikel(?:nya)?",
        "makalah(?:nya)?",
        "penelitian(?:nya)?",
        "kajian",
        "tulisan",
        "paper",
        "studi",
        "naskah",
        "uji coba",
        "percobaan",
    ),
    fillers=listed(
        "tolong mohon sebutkan beri berikan tunjukkan tuliskan nama lengkap apa apakah siapa kapan mana berapa"
        " bagaimana gimana saja banyak jumlah ada yang ini itu tersebut dari di ke pada oleh dan atau untuk dengan"
        " memuat berisi adalah ialah ya sih cara kah dong apa-apa disebut dipakai digunakan harus bisa saya kita"
        " kami"
    ),
    writers=(r"penulis(?:nya)?", "pengarang(?:nya)?"),
    speakers=("penulis",),
    writing=("menulis", "ditulis", "tulis"),
    journals=("jurnal(?:nya)?",),
    publishing=(
        "terbit(?:nya)?",
        "diterbitkan",
        "menerbitkan",
        "dimuat",
        "dipublikasikan",
        "publikasi(?:nya)?",
        "penerbitan(?:nya)?",
    ),
    steps=("diserahkan|dikirim(?:kan)?", "diterima", "direvisi", "diterima|disetujui"),
    dates=("tahun", "tanggal", "bulan"),
    publishers=("penerbit(?:nya)?",),
    dois=("doi(?:nya)?",),
    licences=("lisensi(?:nya)?", "hak cipta(?:nya)?", "memegang", "pemegang", "hak"),
    licence_names=("lisensi creative commons",),
    keywords=("kata kunci(?:nya)?", "kata-kata kunci"),
    languages=("bahasa",),
    sections=("bagian", "bab", "daftar isi", "struktur(?:nya)?", "susunan(?:nya)?"),
    entries=("referensi(?:nya)?", "rujukan(?:nya)?", "daftar pustaka(?:nya)?", "pustaka", "sumber"),
    titles=("judul(?:nya)?", "berjudul"),
    pages=("halaman(?:nya)?",),
    citing=("mengutip", "dikutip", "kutip", "sitasi(?:nya)?", "mensitasi", "disitasi", "apa style"),
    institutions=("universitas", "afiliasi(?:nya)?", "institusi", "lembaga", "fakultas", "bernaung", "kampus"),
    volumes=("volume", "nomor", "edisi"),
)

_THIS = "(?:penelitian|makalah|artikel|kajian|studi|tulisan|uji coba|percobaan)"
STUDY = StudyWords(
    asked_about=(
        *(
            "rangkum(?:an|kan|lah)?",
            "ringkas(?:an|kan|lah)?",
            "intisari",
            "inti",
            "garis besar",
            "isi",
            "abstrak(?:nya)?",
        ),
        *(r"tentang apa", r"membahas(?: tentang)? apa", r"mengenai apa", "apa yang dibahas", "topik(?:nya)?"),
    ),
    asked_aim=("tujuan(?:nya)?", "bertujuan", "rumusan masalah", "masalah penelitian", "pertanyaan penelitian"),
    asked_method=(
        "metode(?:nya)?",
        "metodologi(?:nya)?",
        "pendekatan(?:nya)?",
        "rancangan penelitian",
        "jenis penelitian",
    ),
    asked_finding=("temuan(?:nya)?", "hasil(?:nya)?", "ditemukan", "menemukan"),
    asked_conclusion=("kesimpulan(?:nya)?", "simpulan(?:nya)?", "menyimpulkan", "disimpulkan"),
    asked_limit=("keterbatasan(?:nya)?", "batasan(?:nya)?", "kelemahan(?:nya)?", "kekurangan(?:nya)?", "terbatas"),
    asked_advice=(
        "saran(?:nya)?",
        "rekomendasi(?:nya)?",
        "menyarankan",
        "merekomendasikan",
        "disarankan",
        "usul(?:an)?",
    ),
    asked_future=("(?:penelitian|kajian|studi|riset) (?:selanjutnya|lanjutan|berikutnya|mendatang)",),
    fillers=listed(
        "dipakai digunakan pakai gunakan utama singkat singkatnya dalam beberapa kalimat kata jelaskan menurut"
        " peneliti penulis disampaikan dinyatakan diberikan dari kedua masing-masing dilakukan apa saja yang bagian"
        " bab tolong para ingin dicapai hendak akan diajukan memberi memberikan"
    ),
    studies=(
        rf"{_THIS} ini",
        *("kami", r"tujuan penelitian(?: ini)?", "(?:para )?peneliti", "penulis"),
    ),
    said_aim=(
        "bertujuan",
        "tujuan",
        "membahas",
        "mengkaji",
        "menganalisis",
        "menelaah",
        "meneliti",
        "menyoroti",
        "menjelaskan",
    ),
    said_method=("metode", "pendekatan", "kualitatif", "kuantitatif", "wawancara", "mengambil", "data diperoleh"),
    said_finding=("temuan", "hasil penelitian", "menunjukkan bahwa", "ditemukan bahwa", "menemukan"),
    said_conclusion=("menyimpulkan", "disimpulkan", "kesimpulan", "simpulan"),
    said_limit=("terbatas pada", "batasan", "keterbatasan", "tidak mencakup", "di luar cakupan", "bukan fokus"),
    said_advice=("merekomendasikan", "direkomendasikan", "menyarankan", "disarankan", "saran", "rekomendasi"),
    said_future=("(?:penelitian|kajian|studi|riset) (?:selanjutnya|lanjutan|berikutnya|mendatang)",),
    announcing=(
        r"(?:memiliki|mempunyai|terdapat|ada) (?:\w+ ){0,3}(?:keterbatasan|batasan|kelemahan|kekurangan|saran)",
        r"(?:keterbatasan|kelemahan|saran) (?:\w+ ){0,3}(?:berikut|di bawah)(?: ini)?",
    ),
    abstracts=("abstrak", "ringkasan"),
    aims=("tujuan(?: penelitian)?", "pendahuluan"),
    methods=("metode(?: penelitian)?", "metodologi", "(?:bahan|data|sumber) dan metode"),
    findings=("hasil", "temuan", "hasil dan pembahasan"),
    conclusions=("kesimpulan", "simpulan", "penutup"),
    limits=("keterbatasan(?: penelitian)?", "batasan"),
    advice=("saran", "rekomendasi"),
)

_SPELLING = "(?:singkatan|kepanjangan|akronim)(?:nya)?(?: dari)?"
MEANING = MeaningWords(
    asked=(
        *(r"apa(?:kah)? (?:itu|sih|arti(?:nya)?|pengertian|definisi|makna)(?: itu)?(?: dari)?\s",),
        *(
            r"(?:apa(?:kah)? )?(?:yang )?(?:dimaksud|maksud)(?: dengan)?\s",
            r"(?:pengertian|definisi|arti) (?:dari )?",
        ),
        r"apa(?:kah)? yang dimaksud(?: dengan)?\s",
        r"(?:jelaskan|sebutkan) (?:pengertian|definisi|arti) (?:dari )?",
        r"bagaimana(?:kah)? (?=[^?]{1,80}\bmendefinisikan\b)",
        r"(?=\S{1,40}(?: \S{1,40}){0,4} itu apa\b)",
    ),
    spelling_out=(
        rf"{{word}} (?:itu |adalah |merupakan )?{_SPELLING}(?: itu)? apa",
        rf"(?:apa(?:kah)? )?(?:itu )?{_SPELLING} {{word}}(?: (?:itu )?apa| adalah)?",
        r"{word} disingkat (?:menjadi |sebagai |dari )?apa",
    ),
    asked_after=(r"\bitu apa\b", r"\bitu\W*$", r"\badalah\W*$"),
    authorities=("menurut", "oleh", "berdasarkan"),
    defining=(r"didefinisikan sebagai\b", r"diartikan sebagai\b", r"berarti\b", r"ialah\b", r"dipahami sebagai\b"),
    being=(r"adalah\b", r"merupakan\b", r",? yaitu\b", r",? yakni\b"),
    relatives=listed("yang untuk antara dari dengan di"),
    definers=(r"mendefinisikan(?: bahwa)?", "mengartikan"),
    naming=("disebut(?: sebagai)?", "dinamakan", "dinamai", "dikenal (?:sebagai|dengan nama)", "disingkat"),
    judgements=listed("utama penting terbesar terpenting pokok serius global mendesak krusial"),
    leads=("pada dasarnya", "secara umum", "menurut", "sebagai", "dengan demikian", "oleh karena itu", "namun"),
    founding=("didirikan", "dibentuk", "berdiri"),
    members=("anggota(?:nya)?", "terdiri (?:dari|atas)", "beranggotakan"),
    functions=("bertujuan", "berfungsi", "berperan", "memfasilitasi", "bertugas"),
)

LISTING = ListingWords(
    asked=listed("sebutkan | apa | apa saja | siapa saja | mana | tuliskan | daftar", "|"),
    fillers=listed(
        "semua apa saja sebutkan tuliskan para berbagai macam jenis dua tiga empat lima enam tujuh delapan sembilan"
        " sepuluh utama yang dari di pada oleh untuk dan dalam itu ini menurut adalah dimiliki ada dilakukan sebuah"
        " penelitian makalah artikel kajian"
    ),
    announcing=("berikut(?: ini)?", "sebagai berikut", "antara lain", "yaitu", "yakni", "meliputi", "di bawah ini"),
    pointing_back=("(?:hal|keadaan|kondisi) (?:ini|itu|tersebut)", "ini (?:membuat|menyebabkan|berarti|karena)"),
    quantities=listed("beberapa berbagai sejumlah"),
    steps=("langkah(?:-langkah)?", "tahap(?:an)?(?:-tahap(?:an)?)?"),
    openers=(
        *("pertama", "kedua", "ketiga", "keempat", "kelima", "keenam", "ketujuh", "kedelapan", "kesembilan"),
        "kesepuluh",
    ),
    last_openers=("terakhir", "akhirnya"),
)
