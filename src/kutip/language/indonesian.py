"""Indonesian."""

from kutip.language.indonesian_asked import LISTING, MEANING, PAPER_FACTS, STUDY
from kutip.language.indonesian_asking import DRESS, INFORMAL, INFORMAL_ENDINGS, INFORMAL_PREFIXES, PARTED, UNSAID
from kutip.language.indonesian_polarity import INDONESIAN_POLARITY
from kutip.language.indonesian_tables import INDONESIAN_TABLES
from kutip.language.listed import listed
from kutip.language.paper_words import CitingWords, LawWords, PaperWords
from kutip.language.question_words import FactWords, QuestionWords, TypeAnywhere, TypeFirst
from kutip.language.record import LanguageData, Stemming, Translating
from kutip.language.text_words import DateWords, FunctionWords, NameWords, NumberWords, RewordingWords, SentenceWords

# Before a vowel, the prefixes meng- and peng- may stand for meng-k, and men- and pen- for men-t.
_STEMMING = Stemming(
    stemmer="indonesian",
    lost_letters=(("[mp]eng(?=[aeiou])", "k"), ("[mp]en(?=[aeiou])", "t")),
    irregular=(("pelaku", "laku"), ("masalah", "masalah"), ("sekolah", "sekolah")),
)

_FUNCTION_WORDS = FunctionWords(
    stop_words=listed(
        "ada adalah agar akan antara apa apakah atas atau bagaimana bagaimanakah bagi bahwa banyak beberapa belum"
        " berapa berapakah berdasarkan bisa bukan dalam dan dapat dari daripada dengan di dimana dua hanya harus hingga"
        " ia ini itu jelaskan jika juga jumlah kapan kapankah karena ke kepada ketika lain lebih maka mana manakah"
        " masing melalui mengapa menjadi menurut mereka merupakan namun oleh pada paling para pernah perlu saat saja"
        " sampai sebagai sebelum sebuah sebutkan secara sedangkan sejak selain selama semua seperti serta setelah siapa"
        " siapakah suatu sudah tahun tanpa telah tentang terhadap tersebut tiap tidak untuk yaitu yakni yang"
    ),
    small_words=listed("atau dalam dan dari dengan di ke oleh pada sebagai terhadap untuk yang"),
    conjunctions=("dan",),
    clause_joins=listed("dan tetapi tapi namun sedangkan meskipun walaupun atau"),
    negations=listed("tidak tidaklah bukan bukanlah belum belumlah tanpa jangan janganlah tak tiada tiadalah"),
)

_DATES = DateWords(
    months=listed("Januari Februari Maret April Mei Juni Juli Agustus September Oktober November Desember"),
    short_months=listed("Jan Feb Mar Apr Jun Jul Agu Agt Sep Okt Nov Des"),
    weekdays=listed("Senin Selasa Rabu Kamis Jumat Sabtu Minggu"),
    date_leads=listed("pada dari sampai hingga"),
    year_leads=listed("pada tahun"),
)

_NUMBERS = NumberWords(
    cardinals=listed("nol satu dua tiga empat lima enam tujuh delapan sembilan sepuluh sebelas"),
    scales=listed("belas puluh ratus ribu juta miliar triliun"),
    amounts=listed("puluhan ratusan ribuan jutaan miliaran seratus seribu sejuta setengah separuh"),
    ordinals=listed("pertama kedua ketiga keempat kelima keenam ketujuh kedelapan kesembilan kesepuluh"),
    ordinal_prefixes=("ke-?",),
    ranges=("hingga", "sampai"),
    shares=("persen",),
    rough=("hampir", "lebih dari", "sekitar"),
    currencies=("Rp", "IDR"),
    labels=("nomor", "pasal", "ayat", "uu", "ke"),
)

_SENTENCES = SentenceWords(
    abbreviations=listed(
        "akbp akp dipl dra drs h hj hlm ipda iptu ir jend jl kab kec kol kombes kompol letjen mayjen pol rp tab tgl yth"
    ),
    closing_abbreviations=listed("dipl.ing dkk dll dsb dst"),
    openers=listed("Ini Itu Di Pada Dalam Untuk Dengan Namun Selain Menurut Oleh Sejak Para Hal Kemudian Sementara"),
    counting_openers=listed("Pertama Kedua Ketiga"),
    participles=listed("Berdasarkan Mengutip"),
)

_REWORDING = RewordingWords(
    addressed=listed("anda kamu silakan mohon tolong"),
    pronouns=listed("ia dia mereka"),
    pointing=listed("ini itu tersebut"),
    qualifiers=listed(
        "apabila bila diduga dugaan hanya jika kalau kecuali konon menurut mungkin namun salah tetapi walaupun"
    ),
    reporting=listed("berpendapat dikatakan diklaim kata melaporkan membantah mengatakan mengklaim menyatakan percaya"),
    exclusives=listed("hanya antara baik maupun"),
    superlatives=(r"ter\w{3,}", "paling"),
    relatives=("yang",),
)

_NAMES = NameWords(
    particles=listed("bin binti al"),
    others=(r"dkk\b\.?",),
    titles=listed("drs dra ir hj"),
    short_titles=("h",),
    degrees=listed("sh mh mp se mm st mt"),
)

_CITING = CitingWords(
    undated=(r"t\.\s?t\.", "[Tt]anpa tahun"),
    leads=(
        *listed("dan | lihat | dalam | oleh | menurut | dikutip dari | adaptasi dari | diolah dari", "|"),
        "sumber:",
    ),
    through=("dikutip dalam", "dikutip dari", "dalam"),
    locators=("bag",),
    name_joins=("dan",),  # as in names of ministries
    openers=("Sumber",),
    opener_joins=("dan",),
    never_authors=listed("nomor pada pasal sejak tahun"),
    instruments=listed("konvensi perjanjian protokol"),
    treaties=listed("konvensi protokol"),
    no_author=("data diolah", "data primer", "data sekunder", "diolah", "penulis", "peneliti"),
    editors=("[Pp]enyunting",),
    bodies=listed("bank dewan dinas komisi majelis mahkamah pemerintah pusat yayasan"),
    theses=("skripsi", r"tesis(?: magister)?", "disertasi"),
    edited_by=("disunting oleh",),
    editions=("edisi", "cetakan"),
    within=("Dalam",),
    title_abbreviations=listed("No hlm"),
    events=listed("lahir wafat diadakan diselenggarakan ditandatangani kongres konferensi pertemuan seminar"),
    place_leads=listed("di"),
    interval_leads=listed("interval kisaran rentang rentangan selang skala"),
    retrieved=("diakses", "diunduh"),
)

_PAPERS = PaperWords(
    figures=("gambar", "grafik", "bagan"),
    tables=("tabel",),
    appendices=("lampiran",),
    sections=("bab", "bagian"),
    pages=("halaman", "hlm", "hal"),
    paragraphs=("paragraf",),
    issues=("jilid", "edisi"),
    sources=("sumber",),
    notes=("catatan", "keterangan"),
    references=(
        *("daftar (?:ke)?pustaka(?:an)?", "daftar (?:rujukan|referensi|bacaan|acuan|sumber)", "referensi", "rujukan"),
        *("kepustakaan", "pustaka", "bibliografi", "sumber (?:pustaka|rujukan)", "pustaka acuan"),
    ),
    openings=("abstrak", "pendahuluan"),
    section_words=listed(
        "abstrak analisis belakang daftar data hasil isi kajian kasih kata kerangka kesimpulan kontribusi kunci"
        " lampiran landasan latar masalah metode metodologi pembahasan pendahuluan penelitian penutup pustaka"
        " referensi rumusan saran simpulan teori terima tinjauan tujuan ucapan"
    ),
    front_matter=("kata kunci",),
    by_lines=("oleh",),
    workplaces=(
        *("universitas", "fakultas", "institut", "politeknik", "sekolah tinggi", "program studi", "jurusan", "lembaga"),
        *("balai", "kementerian", "akademi", "rumah sakit", "badan"),
    ),
    proceedings=("prosiding", "seminar nasional", "konferensi"),
    kinds_of_paper=(
        *(
            "artikel(?: penelitian| asli| ulasan)?",
            "makalah",
            "skripsi",
            "tesis",
            "disertasi",
            "laporan(?: penelitian)?",
        ),
    ),
    column_nouns=listed(
        "alamat bulan daerah dokumen jabatan jenis jumlah kategori kegiatan keterangan kota lembaga lokasi nama negara"
        " nilai nomor peran persentase program provinsi status sumber tahun tanggal tempat total wilayah"
    ),
    column_joins=("dan", "per"),
    column_participles=("terkait", "terlibat"),
    row_numbers=("nomor",),
    date_columns=("tanggal", "tahun", "waktu"),
    place_columns=("tempat", "kota", "lokasi"),
    printed=("abstrak", "daftar pustaka", "kata kunci"),
    name_columns=("nama", "ketua", "pihak"),
)

_FACTS = FactWords(
    place_leads=listed("di ke dari"),
    reasons=("karena",),
    definitions=("adalah", "merupakan"),
    item_leads=("yaitu", "seperti", "antara lain"),
    last_item_leads=("dan", "atau"),
    runs=("menyelenggarakan", "mengadakan"),
    gatherings=listed("forum konferensi lokakarya pertemuan rapat"),
    run=("diselenggarakan", "diadakan"),
    agents=("oleh",),
)

_QUESTIONS = QuestionWords(
    asking=listed("apa siapa kapan mana mengapa kenapa bagaimana berapa"),
    clause_leads=listed("ketika saat"),
    actors=(r"siapa\w*", "mana"),
    runs=("(?:me)?(?:nyelenggara|ngada)kan",),
    heads=("mana",),
    counts=("berapa(?: banyak| jumlah)?",),
    amounts=("berapa (?:besar|lama|jauh|tinggi|panjang|luas|lebar|berat|tua|cepat|kali)(?:nya)?",),
    count_words=("banyak",),
    plurals=(),
    participles=(r"di[^\W\d_]{4,}", r"ter[^\W\d_]{4,}"),
    participles_of_all=listed(
        "dicatat tercatat dilaporkan terlapor didata terdata terjadi ditemukan diketahui terdapat"
    ),
    publishing=("(?:di|me)?terbit(?:kan)?", "(?:di|me)nulis", "ditulis", "publikasi", "dipublikasikan"),
    degrees=("seberapa",),
    shares=(r"persen\w*",),
    superlatives=("paling", "ter(?:banyak|tinggi|rendah|sedikit)"),
    extremes=(
        "paling (?:banyak|tinggi|besar)|terbanyak|tertinggi|terbesar|maksimum|maksimal",
        "paling (?:sedikit|rendah|kecil)|tersedikit|terendah|terkecil|minimum|minimal",
        "paling (?:kuat|dominan)|terkuat|dominan",
        "paling lemah|terlemah",
        *("paling buruk|terburuk|terparah", "paling baik|terbaik", "paling lama|paling panjang|terpanjang|terlama"),
        *("paling (?:pendek|singkat)|terpendek", "paling tua|tertua|paling awal", "paling muda|termuda|terbaru"),
        *("paling kaya|terkaya", "paling miskin|termiskin", "paling cepat|tercepat", "paling lambat|terlambat"),
        *("paling panas|terpanas", "paling dingin|terdingin", "paling dalam|terdalam", "paling aman|teraman"),
        *("paling berat|terberat", "paling ringan|teringan", "paling murah|termurah", "paling mahal|termahal"),
    ),
    among=("salah satu(?: yang)?",),
    comparisons=(r"(?:menurut\s+)?(?:kedua|dua|masing-masing)\s+(?:artikel|makalah|penelitian|kajian|tulisan)",),
    comparison_ends=("berbeda", "sepakat"),
    differences=(r"(?:apa\s+)?(?:saja\s+)?(?:perbedaan|beda)(?:nya)?",),
    references=(
        *("sumber", "rujukan", "referensi", "(?:di|men)kutip", "jurnal", "majalah", "dimuat", "diterbitkan"),
        *("disunting", "daftar pustaka"),
    ),
    front_matter=(
        *(r"penulis\w*", "ditulis", "(?:di)?terbit(?:kan)?", "jurnal", "hak cipta", "lisensi", "kata kunci"),
        "abstrak",
    ),
    captions=listed("gambar tabel peta grafik lampiran"),
)

_PLACES = "(?:kota|negara|tempat|ibu ?kota|lokasi|provinsi|kabupaten|universitas|hotel|gedung)"
_SEVERAL = "(?:dua|tiga|empat|lima|enam|tujuh|delapan|sembilan|sepuluh)"

_TYPE_ANYWHERE = TypeAnywhere(
    compare=(r"\b(?:apa beda(?:nya)?|perbedaan|bandingkan|perbandingan)\b",),
    source=(r"\b(?:dikutip|rujukan|referensi)\b", r"\b(?:jurnal|majalah) (?:apa|mana)\b"),
    define=(
        r"^(?!\W*(?:kapan|siapa|mengapa|di mana)\b).*\b(?:singkatan|kepanjangan|definisi)\b",
        r"\b(?:didefinisikan|yang dimaksud|pengertian|apa itu)\b",
    ),
)
_TYPE_FIRST = TypeFirst(
    how_many=(r"\b(?:berapa|seberapa)\b",),
    why=(r"\b(?:mengapa|kenapa)\b", r"\bapa (?:alasan|sebab|penyebab)(?:nya)?\b"),
    when=(r"\bkapan\b", r"\b(?:tahun|bulan|tanggal|hari) (?:berapa|apa|mana)\b"),
    where=(r"\b(?:di|ke|dari) ?mana\b", rf"\b{_PLACES} (?:mana|apa)\b"),
    who=(r"\bsiapa(?:kah)?\b",),
    list=(
        rf"\bapa {_SEVERAL}\b",
        r"\b(?:sebutkan|(?:apa|siapa|mana) saja)\b",
        rf"^\W*{_SEVERAL}\b",
    ),
    which=(r"\b(?:apa(?! (?:benar|betul)\b)|manakah|mana)\b",),
    how=(r"\b(?:bagaimana|gimana)\b",),
    yes_no=(rf"^\W*(?:{'|'.join(INDONESIAN_POLARITY.openers)})\b",),
)

_LAWS = LawWords(
    law=("UU", r"Undang-?\s?Undang"),
    presidential_regulation=("Perpres", "Peraturan Presiden"),
    government_regulation=("PP", "Peraturan Pemerintah"),
    states=("RI", "Republik Indonesia"),
    numbers=("Nomor",),
    years=("Tahun", r"thn\.?"),
)

TRANSLATING = Translating(
    glossary="glossary_id_en.tsv",
    stemmer="indonesian",
    clitics=listed("nya kah lah pun ku mu"),
    word_forms=(r"(?:meng|meny|mem|men|ber|ter|per|pem|pen|peng|ke|di)[^\W\d_]{3,}(?:kan|an|nya|i)",),
    informal=INFORMAL,
    informal_prefixes=INFORMAL_PREFIXES,
    informal_endings=INFORMAL_ENDINGS,
)

INDONESIAN = LanguageData(
    code="id",
    name="Indonesian",
    stemming=_STEMMING,
    function_words=_FUNCTION_WORDS,
    dates=_DATES,
    sentences=_SENTENCES,
    names=_NAMES,
    citing=_CITING,
    papers=_PAPERS,
    numbers=_NUMBERS,
    facts=_FACTS,
    questions=_QUESTIONS,
    type_anywhere=_TYPE_ANYWHERE,
    type_first=_TYPE_FIRST,
    dress=DRESS,
    unsaid=UNSAID,
    parted=PARTED,
    laws=_LAWS,
    paper_facts=PAPER_FACTS,
    study=STUDY,
    meaning=MEANING,
    listing=LISTING,
    tables=INDONESIAN_TABLES,
    polarity=INDONESIAN_POLARITY,
    rewording=_REWORDING,
    translating=TRANSLATING,
)
