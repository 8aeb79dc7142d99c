"""Words that name the usual sections of a paper in any field, by language: a heading of these names no subject."""

SECTION_NAMES = {
    "en": frozenset(
        "abstract acknowledgement acknowledgements acknowledgment acknowledgments aim aims analysis appendix appendices"
        " approach author authors availability background bibliography conclusion conclusions conflict contents"
        " contribution contributions data declaration declarations design discussion discussions finding findings"
        " framework funding future implications interest interests introduction keywords limitations literature"
        " material materials method methodology methods notes objective objectives outlook overview preliminaries"
        " procedure purpose question questions recommendations references related remarks research result results"
        " review section setting statement study suggestions summary supplementary table theoretical theory work"
        " works".split()
    ),
    "id": frozenset(
        "abstrak analisis data daftar hasil isi kajian kata kerangka kesimpulan kontribusi kunci lampiran landasan"
        " latar belakang masalah metode metodologi pembahasan pendahuluan penelitian penutup pustaka referensi"
        " rumusan saran simpulan teori terima kasih tinjauan tujuan ucapan".split()
    ),
}
