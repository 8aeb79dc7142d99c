"""Indonesian."""

from kutip.language.record import (
    CitingWords,
    DateWords,
    FunctionWords,
    LanguageData,
    NameWords,
    PaperWords,
    SentenceWords,
    listed,
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
)

_DATES = DateWords(
    months=listed("Januari Februari Maret April Mei Juni Juli Agustus September Oktober November Desember"),
    short_months=listed("Jan Feb Mar Apr Jun Jul Agu Agt Sep Okt Nov Des"),
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

_NAMES = NameWords(
    particles=listed("bin binti al"),
    joins=("dan",),
    others=(r"dkk\b\.?",),
    titles=listed("drs dra ir hj"),
    short_titles=("h",),
    degrees=listed("sh mh mp se mm st mt"),
)

_CITING = CitingWords(
    leads=(
        *listed("dan | lihat | dalam | oleh | menurut | dikutip dari | adaptasi dari | diolah dari", "|"),
        "sumber:",
    ),
    through=("dikutip dalam", "dikutip dari"),
    locators=("bag",),
    openers=("Sumber",),
    opener_joins=("dan",),
    never_authors=listed("nomor pada pasal sejak tahun"),
    instruments=listed("konvensi perjanjian protokol"),
    treaties=listed("konvensi protokol"),
    no_author=("data diolah", "data primer", "data sekunder", "diolah", "penulis", "peneliti", "idr", "rp"),
    editors=("Penyunting",),
    within=("Dalam",),
    title_abbreviations=listed("No hlm"),
    retrieved=("diakses",),
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
    references=("daftar pustaka", "referensi"),
    openings=("abstrak", "pendahuluan"),
    front_matter=("kata kunci",),
    column_nouns=listed(
        "alamat bulan daerah dokumen jabatan jenis jumlah kategori kegiatan keterangan kota lembaga lokasi nama negara"
        " nilai nomor peran persentase program provinsi status sumber tahun tanggal tempat total wilayah"
    ),
    column_joins=("dan", "per"),
    column_participles=("terkait", "terlibat"),
    row_numbers=("nomor",),
    date_columns=("tanggal", "tahun", "waktu"),
)

INDONESIAN = LanguageData(
    code="id",
    name="Indonesian",
    function_words=_FUNCTION_WORDS,
    dates=_DATES,
    sentences=_SENTENCES,
    names=_NAMES,
    citing=_CITING,
    papers=_PAPERS,
)
