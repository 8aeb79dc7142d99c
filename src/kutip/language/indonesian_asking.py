"""Indonesian: how people put a question, and the informal forms in which they write."""

from kutip.language.asking_words import DressWords, PartedWords, UnsaidWords
from kutip.language.listed import listed, paired

_ASKING = (
    "(?:(?:apa|siapa|kapan|di ?mana|bagaimana|berapa|mana)(?:kah)?|ke ?mana|dari ?mana|mengapa|kenapa|gimana|seberapa"
    "|adakah|benarkah|bisakah)"
)
_WORK = (
    "(?:skripsi|tesis|disertasi|tugas(?: akhir| kuliah)?|makalah|penelitian|karya tulis|kuliah|riset|laporan|artikel"
    "|presentasi|ujian|kelas)"
)
_OWN = "(?: saya| aku| kami| ku| kuliah)"

_TELL = "(?:(?:mem)?beri ?tahu|katakan|(?:men)?jawab|bantu(?: jawab)?|kasih tahu)"
_ANSWER = "(?:jawab|jawablah|jelaskan)(?: saja)?"

DRESS = DressWords(
    begins=(
        _ASKING,
        rf"(?:pada|untuk|dengan|oleh|dari|menurut|tahun|di|negara|kota|lembaga) (?:\w+ )?{_ASKING}",
        *listed("sebutkan jelaskan bandingkan uraikan berikan tunjukkan ceritakan definisikan ada"),
    ),
    labels=("pertanyaan", "soal", "tanya", "nomor"),
    greetings=(
        (
            r"(?:halo|hai|hallo|permisi|selamat (?:pagi|siang|sore|malam)|assalamu['’]?alaikum)"
            r"(?: (?:kak|min|pak|bu|semua|kutip|bapak|ibu|admin))?"
        ),
        r"(?:mau|boleh|izin|numpang) (?:tanya|bertanya)(?: dong| ya| sedikit)?",
        r"maaf(?: mengganggu)?|apa kabar(?:nya)?|sampai jumpa",
    ),
    requests=(
        rf"(?:tolong|mohon|coba|harap)(?: {_TELL}(?: saya| aku)?| dijawab| infonya)?",
        rf"(?:bisakah|dapatkah|apakah|bisa|boleh)(?: anda| kamu| kau)?(?: bisa| dapat| tolong)? {_TELL}(?: saya| aku)?",
        r"(?:saya|aku|kami)(?: ingin| mau| perlu| hendak| butuh) (?:tahu|tau|bertanya|tanya|mengetahui)(?: tentang)?",
        "(?:tolong|mohon|minta) (?:bantuan|info|penjelasan|pencerahan)(?:nya)?",
        r"(?:pertanyaan (?:saya|ku)|yang (?:ingin|mau) (?:saya|aku) tanyakan)(?: adalah| ialah| yaitu)?",
        r"apakah (?:anda|kamu) (?:tahu|tau)|tahukah (?:anda|kamu)",
    ),
    purposes=(
        rf"(?:ini )?(?:untuk|buat) (?:keperluan )?{_WORK}{_OWN}?",
        rf"(?:saya|aku) sedang (?:menulis|mengerjakan|menyusun) {_WORK}{_OWN}?",
        r"(?:saya|aku) (?:adalah )?(?:seorang )?(?:mahasiswa|mahasiswi|peneliti|dosen|pelajar|siswa)(?: \w+){0,2}",
    ),
    instructions=(
        rf"(?:tolong |mohon )?{_ANSWER}(?: dengan| secara)? (?:singkat|ringkas|jelas|rinci|lengkap)(?: saja| ya)?",
        rf"(?:tolong |mohon )?{_ANSWER} (?:dalam|dengan) (?:satu|dua|tiga|[1-9]) (?:kalimat|kata|paragraf)(?: saja)?",
        r"(?:secara|dengan) (?:singkat|ringkas)|singkat saja|dalam (?:satu|dua|tiga) (?:kalimat|kata)(?: saja)?",
        r"(?:sertakan|berikan|sebutkan) (?:sumber|referensi|kutipan)(?:nya)?(?: ya)?",
    ),
    thanks=(
        (
            r"(?:terima ?kasih|makasih|trims|tks|thx|nuhun|matur nuwun)"
            r"(?: banyak| sebelumnya| ya| banget| atas bantuannya| kak)*"
        ),
        "(?:hormat saya|salam)",
    ),
    endings=("ya kak", "kak", "min", "tolong"),
)

UNSAID = UnsaidWords(
    empty=listed(
        "lagi definisi alasan tuh terus lalu kemudian begitu gitu demikian hal sesuatu maksud maksudnya terjadi katanya"
        " dong sih ya kok lah nah oke iya tolong coba jawab lanjut lanjutkan contoh contohnya kenapa gimana"
        " bagaimanakah tadi saya kamu anda aku kita kami bilang tahu sana sini situ begini dia ia mereka jadi nya"
        " selanjutnya sebenarnya apanya"
    ),
    pronouns=listed("dia mereka beliau"),
    owning=(r"[^\W\d_]{3,}nya",),
    pointing=listed("itu ini tersebut"),
    introducing=(
        r"(?:dan |lalu |terus |kalau |nah )?(?:bagaimana|gimana)(?: dengan| kalau| halnya dengan)",
        r"(?:dan|lalu|terus|kalau|kalo)(?: (?:kalau|untuk|di|pada|tahun|yang)){0,2}(?= \S+(?: \S+)?(?: \S+)?\W*$)",
    ),
    of_kutip=(
        r"(?:apa|apa saja) yang (?:bisa|dapat) (?:kamu|anda|kau) (?:lakukan|jawab|bantu)",
        r"(?:kamu|anda) (?:bisa|dapat) (?:apa|ngapain|melakukan apa)(?: saja)?|(?:kamu|anda)(?: ini)? (?:siapa|apa)",
        r"(?:siapa|apa)(?:kah)? (?:kamu|anda|kutip)(?: ini| itu)?|apa(?:kah)? itu kutip",
        r"(?:bagaimana|gimana)(?: cara)?(?: saya)?(?: menggunakan| memakai| pakai)(?: kutip| ini)?",
        r"bantuan|bantu(?: saya)?|(?:bisakah|bisa)(?: kamu| anda)? (?:bantu|membantu)(?: saya)?",
        r"apa(?: saja)? yang (?:bisa|dapat|boleh) (?:saya )?(?:tanyakan|ditanyakan)",
        r"siapa nama ?(?:mu|kamu|anda)",
        r"apakah (?:kamu|anda) (?:robot|manusia|ai|bot)",
    ),
)

PARTED = PartedWords(
    joins=(r"dan(?: juga)?", "serta", "lalu", "kemudian", "juga"),
    direct=(
        r"(?:apa|siapa|kapan|di ?mana|mengapa|kenapa|bagaimana|berapa)(?:kah)?(?: (?!(?:dan|serta)\b)[\w-]+){2,}",
        r"(?:siapa|apa|bagaimana|berapa|kapan|di ?mana)(?:kah)?(?: saja)? [\w-]+nya",
    ),
    bare=("kapan", r"di ?mana", "mengapa", "kenapa", "bagaimana", "oleh siapa"),
    defining=("apa itu", "apakah itu", "siapa itu", "apa yang dimaksud(?: dengan)?"),
    opened=listed("antara baik apakah"),
    whether=listed("apakah benarkah"),
)

# Not among them: forms that are also words of standard Indonesian, such as "buat" (to make) or "dr" (a title).
INFORMAL = paired(
    "gimana=bagaimana gmn=bagaimana gmana=bagaimana bgmn=bagaimana yg=yang nggak=tidak gak=tidak ga=tidak"
    " enggak=tidak ngga=tidak gk=tidak tdk=tidak brp=berapa brapa=berapa kpn=kapan knp=mengapa knapa=mengapa jd=jadi"
    " jdi=jadi org=orang orng=orang indo=Indonesia aja=saja aj=saja dgn=dengan dg=dengan utk=untuk untk=untuk pd=pada"
    " dlm=dalam krn=karena karna=karena tp=tapi tpi=tapi sdh=sudah udah=sudah udh=sudah blm=belum bs=bisa bsa=bisa"
    " dpt=dapat hrs=harus thn=tahun tgl=tanggal bln=bulan jml=jumlah jmlh=jumlah sblm=sebelum stlh=setelah kyk=seperti"
    " kayak=seperti bkn=bukan lg=lagi skrg=sekarang spy=supaya sbg=sebagai ttg=tentang kmn=ke_mana dmn=di_mana"
    " dmana=di_mana mksd=maksud bgt=sangat banget=sangat gede=besar bikin=buat dibikin=dibuat ngapain=melakukan_apa"
    " emang=memang kalo=kalau klo=kalau pake=pakai nyari=mencari ngasih=memberi dikasih=diberi tau=tahu ama=sama"
    " dong= sih= ya= kok= deh= nih= tuh= lho= loh= yah="
)
INFORMAL_PREFIXES = paired("di=di ng=meng ny=meny n=men m=mem")
INFORMAL_ENDINGS = paired("in=kan in=i")
