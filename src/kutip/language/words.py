"""Function words of the two languages that questions come in: they tell the language and carry no subject.

"May" is not among them: dates need it.
"""

ENGLISH = frozenset(
    "a about after again all also am an and any are as at be because been before being between both but by can could did"
    " do does during each for from had has have he her here him his how i if in into is it its me more most my no nor not"
    " of on once only or other our out over own same she should since so some such than that the their them then there"
    " these they this those through to too under until up very was we were what when where whether which while who whom"
    " whose why will with within without would you your".split()
)
INDONESIAN = frozenset(
    "ada adalah agar akan antara apa apakah atas atau bagaimana bagaimanakah bagi bahwa banyak beberapa belum berapa"
    " berapakah berdasarkan bisa bukan dalam dan dapat dari daripada dengan di dimana dua hanya harus hingga ia ini itu"
    " jelaskan jika juga jumlah kapan kapankah karena ke kepada ketika lain lebih maka mana manakah masing melalui"
    " mengapa menjadi menurut mereka merupakan namun oleh pada paling para pernah perlu saat saja sampai sebagai sebelum"
    " sebuah sebutkan secara sedangkan sejak selain selama semua seperti serta setelah siapa siapakah suatu sudah tahun"
    " tanpa telah tentang terhadap tersebut tiap tidak untuk yaitu yakni yang".split()
)

MONTHS = tuple("January February March April May June July August September October November December".split())
MONTHS_INDONESIAN = tuple(
    "Januari Februari Maret April Mei Juni Juli Agustus September Oktober November Desember".split()
)
