"""Indonesian words for what a question asks of a table."""

from kutip.language.listed import listed
from kutip.language.table_words import TableWords

INDONESIAN_TABLES = TableWords(
    latest=("terakhir", "terbaru", "terkini", "paling (?:akhir|baru)"),
    earliest=("pertama(?: kali(?:nya)?)?", "terawal", "paling awal"),
    most=("paling (?:banyak|tinggi|besar)", "ter(?:banyak|tinggi|besar)", "(?:me)?muncak", "puncak(?:nya)?"),
    fewest=("paling (?:sedikit|rendah|kecil)", "ter(?:sedikit|rendah|kecil)"),
    totals=("total(?:nya)?", "(?:ke)?seluruh(?:an|nya)?"),
    differences=("selisih(?:nya)?", "beda(?:nya)?"),
    changes=listed("berkurang berubah bertambah menurun meningkat naik turun kenaikan penurunan peningkatan"),
    times=("berapa kali(?:kah)?", "seberapa sering"),
    from_years=("sejak", "mulai", "dari"),
    after_years=("setelah", "sesudah"),
    until_years=("sampai", "hingga"),
    before_years=("sebelum",),
    spans_of_years=("antara", "dari"),
    frames=listed(
        "berlangsung bertemu bertugas diadakan dicatat digelar dilaksanakan dilaporkan diselenggarakan ditempatkan"
        " kali memiliki mempunyai punya tercatat terdaftar terjadi"
    ),
    measures=listed("angka banyaknya jumlah nilai persen persentase proporsi tingkat total"),
    places=("kota", "tempat", "lokasi"),
    moments=("tahun", "tanggal", "bulan", "hari", "kapan", "waktu"),
    roles=(r"(?:di|menge)?ketuai?", "mengetuai", "tuan rumah", "penyelenggara"),
    hosts=("negara", "pemerintah"),
    not_given=("tidak tersedia", "tidak ada data", "t/?a"),
    remotely=("daring", "dalam jejaring", "virtual"),
)
