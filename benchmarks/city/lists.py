"""Words the invented city is made of: Javanese, Madurese and Arabic-Indonesian names, streets, goods. All persons are invented.

Lists run from common to rare: words are drawn with falling chance, so that about one person in eight shares a full name.
"""

from __future__ import annotations

MALE_WHOLE = (
    "ahmad slamet agus budi hadi imam eko abdul rudi joko hasan ali bambang dwi samsul arif dedi yusuf heri anton fauzi saiful rizal "
    "nur edi andi zainal umar ismail ibrahim taufik hendra wahyu dani iwan sugeng mulyadi usman fathur rahmat anwar ridwan syamsul "
    "hafid mashuri mistar asmar buhari tohir holil matrawi sanusi asnawi satuki misnadin busar durahman marsuki sahri saleh kholil "
    "jumadi jumari paiman ngatemin kasiyan poniman legiman tukiman wagiman sadikin tarmuji rohmad kusnadi karyono gatot bagus "
    "galih bayu rangga dimas fajar ilham reza yoga adit rendi ferdi ferry johan robby steven hermawan gunawan kurniawan setiawan "
    "irawan darmawan hidayat nugroho prasetyo wibowo santoso purnomo widodo hariyadi supriyadi mulyono sutomo yudi tri catur".split()
)
FEMALE_WHOLE = (
    "siti sri nur dewi endang yuli rini lilik sulis wiwik titik ani ida umi anik tutik eni lina rina fitri indah ratna kartini halimah fatimah "
    "aminah khotimah maimunah zubaidah sumiati juwariyah hosnia hosniyah misnati buati satiya rukmini suliha marwiyah aisyah nafisah "
    "zainab latifah muslimah rohmah hanifah azizah mutmainnah nurul lailatul uswatun nikmatul faridah masruroh ngatini painah paini "
    "ponirah legiyem tukinem wagini kasiyati sarinem mesiyem asiyah busana rahmawati nurhayati kurniawati setyowati handayani "
    "wulandari puspitasari lestari rahayu utami anggraini permatasari novita yunita melati mawar tantri vina vivi feni yeni sinta "
    "santi susi lusi desi evi erna erni herlina marlina rosita rosidah yulianti agustin oktavia nadia putri ayu intan bunga dian".split()
)
JAVA_FRONT = (
    "su har mul sis wid yul prap dar sar suk hary mur kas nga sut sun suw sup sug sum suj sud marg mard mars rus sant tut bud wag tar "
    "pur wir sub jum pon leg pai tuk kar".split()
)
MALE_END = "anto iyono ono adi iyanto nadi aji ito oyo oko iyadi ijo atno isno arno ardi iman ari oto".split()
FEMALE_END = "iati ini iyati ini ningsih arti inah iyem asih atun arsih iyah atin astri".split()
MALE_SECOND = (
    "santoso hidayat setiawan susanto wahyudi prasetyo rahman kurniawan saputra hariyanto purnomo nugroho wibowo utomo rohman firmansyah "
    "efendi hakim fauzi ridho arifin hasan basri maulana ramadhan subagyo suprapto mulyono sutrisno handoko hartono lukman jaelani "
    "mustofa mubarok ghozali aziz karim latif salam wahid halim kadir syukur jabbar ghofur muin majid hamid malik rosyid syafii "
    "nawawi anshori romli sholeh zaini huda amin iskandar sulaiman permana pratama wijaya atmojo sasongko budiman".split()
)
FEMALE_SECOND = (
    "aminah rahayu wahyuni lestari ningsih fatimah handayani hasanah kholifah utami astutik maryam khotimah puji maesaroh jannah hidayati "
    "rohmah lailiyah susanti wulandari indrawati kurniawati yuliana mutia kamila safitri agustina sundari sulistyowati rahmawati "
    "purwanti suryani mulyani saodah romlah qomariyah masitoh barokah badriyah suhartini sumarni zulaikha farida anjani pertiwi "
    "maharani puspita permata kusuma dewi sari yanti wati asih".split()
)
MUHAMMAD = ("muhammad", "m", "moh", "muhamad", "mohammad", "moch", "mohamad", "mochammad", "muh", "mochamad", "mokhamad", "md")
TITLES_MALE, TITLES_FEMALE = ("h", "pak", "bpk", "haji", "ust", "drs", "kh", "bapak"), ("hj", "bu", "ibu", "hajah", "ny", "mbak", "dra")
DEGREES = ("s.pd", "s.e", "s.h", "s.kom", "amd", "s.ag", "s.pd.i", "st", "m.si")
STREETS = (
    "panglima sudirman|soekarno hatta|dr sutomo|cokroaminoto|gatot subroto|mastrip|hayam wuruk|brantas|bromo|semeru|mawar|melati|anggrek|"
    "kh hasan genggong|kh abdul hamid|serma abdurrahman|letjen sutoyo|ahmad yani|basuki rahmat|pahlawan|ikan tongkol|ikan paus|ikan hiu|ikan belanak|"
    "ikan banyar|tanjung tembaga|lumajang|raya bromo|raya dringu|argopuro|kyai mugi|slamet riyadi|suroyo|trunojoyo|imam bonjol|wr supratman|cut nyak dien|"
    "kartini|diponegoro|hasanuddin|sunan ampel|sunan kalijaga|sunan giri|merapi|ijen|welirang|arjuno|priksan|abimanyu|arimbi|nakula|sadewa|srikandi|"
    "teratai|kenanga|flamboyan|cempaka|dahlia|kapten patimura|prof hamka|citarum|bengawan solo|musi|mahakam|barito|rinjani|raung|kelud|kawi|lawu|sindoro"
).split("|")
MARKETS = ("pasar baru", "pasar gotong royong", "pasar kronong", "pasar wonoasih", "pasar ketapang", "alun alun", "gor a yani")
BRANDS = (
    "berkah|barokah|sumber rejeki|jaya|makmur|maju jaya|sejahtera|rizki|sumber makmur|mulya|amanah|lestari|abadi|sederhana|mandiri|dua putri|tiga putra|"
    "putra jaya|sinar jaya|bintang|cahaya|melati|mawar|anugerah|karya mandiri|usaha bersama|lancar|murah|laris|hidayah|al barokah|al amin|an nur|nusantara|"
    "bahari|samudra|mutiara|permata|intan|pelangi|harapan|harapan kita|rahayu|tunas muda|subur|tani makmur|rukun|guyub|sari laut|sari rasa|selera|"
    "echo|nikmat|lezat|gurih|renyah|manis|mantap|joss|bang jago|pojok|pertigaan|bromo|argopuro|tirta|segar|dapur ibu|kurnia|doa ibu|restu|sumber urip|"
    "wijaya|kencana|srikandi|kartika|larasati|arum|wangi|kusuma|dahlia|nirwana|cempaka|zahra|nafisa|aqila|azzam|kirana|almira|hafiz|naura|zidan"
).split("|")
COINED = (
    "nafa elsa rara dinda tika meme yola caca nana ziva keyza ovi vira zeta lala mimi nisa opi ria tia uci wina yaya zizi arka bima elang gilang kinan "
    "lintang naya raka satria tirta wira yudha abi bunda mama kakak adek oma opa kay ken leo max neo rio sky zen".split()
)
COINED_TAIL = "cake cookies collection kitchen laundry salon craft snack frozen fashion hijab cell motor catering bakery juice coffee store mart dekorasi".split()
FILLED_IN = ("-", "tidak ada", "belum ada", "usaha mikro", "umkm", "usaha", "warung", "toko")

# line of business → (KBLI group, goods with their other wordings)
TRADES: dict[str, tuple[str, tuple[str, ...]]] = {
    "kuliner": (
        "56",
        (
            "nasi goreng|nasgor", "nasi pecel|pecel", "bakso|pentol bakso", "mie ayam|mi ayam", "soto ayam|soto", "gorengan|aneka gorengan", "rujak cingur|rujak", "sate ayam|sate",
            "nasi jagung", "lalapan|penyetan", "es degan|es kelapa muda", "kopi|warung kopi", "es campur", "lontong kupang|kupang", "ayam geprek|geprek", "martabak|terang bulan", "bubur ayam",
            "siomay|batagor", "jus buah|aneka jus", "nasi campur|nasi bungkus",
        ),
    ),
    "makanan ringan": (
        "10",
        (
            "keripik pisang|kripik pisang", "keripik singkong|kripik singkong", "kerupuk ikan|krupuk ikan", "kue basah|jajan pasar", "kue kering", "tempe|pembuatan tempe",
            "tahu|pembuatan tahu", "amplang|amplang ikan", "rengginang", "abon ikan|abon", "roti|donat", "peyek|rempeyek", "sambal|sambel kemasan", "terasi", "petis", "otak otak|nugget ikan",
            "stik bawang|stik", "bandeng presto", "madu mongso", "dodol mangga|olahan mangga",
        ),
    ),
    "perdagangan": (
        "47",
        (
            "sembako|kelontong", "peracangan|pracangan", "pulsa|pulsa dan kuota", "sayur|sayuran", "buah|buah buahan", "ikan segar|ikan laut", "daging ayam|ayam potong", "beras", "gas elpiji|lpg",
            "bensin eceran|pertamini", "pakaian|baju", "kosmetik", "alat tulis|atk", "mainan anak", "sandal sepatu|sepatu", "perabot|perabot rumah tangga", "bunga|tanaman hias", "pakan ternak", "air isi ulang|air galon", "rokok",
        ),
    ),
    "jasa": (
        "95",
        (
            "jahit|penjahit", "laundry|cuci setrika", "potong rambut|pangkas rambut", "salon|rias pengantin", "bengkel motor|servis motor", "tambal ban", "servis elektronik|servis hp", "fotokopi|foto copy",
            "las|bengkel las", "cuci motor|steam motor", "pijat|urut", "sewa tenda|terop", "sound system", "ojek", "percetakan|sablon", "sol sepatu",
        ),
    ),
    "kerajinan": (
        "13",
        ("batik|batik tulis", "rajut|tas rajut", "anyaman bambu|anyaman", "mebel|meubel", "bordir|konveksi", "souvenir|suvenir", "aksesoris|bros", "kerajinan kayu", "sapu ijuk|sapu", "tas|dompet"),
    ),
    "pertanian": ("01", ("bawang merah", "ternak kambing|kambing", "ternak ayam|ayam petelur", "lele|budidaya lele", "jamur|jamur tiram", "sapi|ternak sapi", "padi", "mangga|mangga arumanis", "anggur", "nelayan|penangkap ikan")),
}
SALES = ("kuliner", "makanan ringan", "perdagangan", "perdagangan", "perdagangan", "kuliner", "jasa", "kerajinan", "pertanian", "makanan ringan")
OTHER_WORDS = {
    "kuliner": ("makanan minuman", "makanan", "kuliner", "warung makan"),
    "makanan ringan": ("makanan ringan", "olahan makanan", "industri makanan", "makanan"),
    "perdagangan": ("perdagangan", "dagang", "toko", "pedagang"),
    "jasa": ("jasa", "jasa lainnya"),
    "kerajinan": ("kerajinan", "handycraft", "fashion"),
    "pertanian": ("pertanian", "peternakan", "perikanan"),
}
SHOP_WORDS = ("warung", "toko", "kios", "ud", "depot", "kedai", "cv", "tk", "rumah makan")
GENERIC = ("warung kelontong", "toko kelontong", "penjual gorengan", "kios pulsa", "warung kopi", "toko sembako", "jual sayur", "warung nasi", "peracangan")
