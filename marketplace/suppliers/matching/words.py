"""The words of Indonesian price lists: what is an abbreviation, a kind of thing, a variant, a grade, mere packing.

Everything a name says beyond these is taken for its brand and model. Extend the tables, never the code.
"""

from __future__ import annotations


def _pairs(table: str) -> dict[str, str]:
    return dict(entry.split("=") for entry in table.split())


def _words(table: str) -> list[str]:
    return table.split()


# As written = as meant. Underscores join two words; a tilde marks what only ever names a flavour.
MEANT = _pairs("""
cornet=kornet mocca=moka mocha=moka mokka=moka mocka=moka capuccino=cappuccino cappucino=cappuccino
kapucino=cappuccino mnyk=minyak myk=minyak mnyak=minyak minya=minyak mgor=minyak_goreng migor=minyak_goreng
grg=goreng grng=goreng gor=goreng gr3ng=goreng kcp=kecap kcng=kacang kc=kacang kcg=kacang bwg=bawang
bwng=bawang bw=bawang tpg=tepung tpng=tepung tep=tepung tlr=telur telor=telur tlor=telur bmb=bumbu bbu=bumbu
sbn=sabun sbun=sabun smbl=sambal sambel=sambal sbl=sambal gla=gula gl=gula brs=beras bers=beras grm=garam
ktg=kentang kntng=kentang mrg=margarin margarine=margarin mentega=margarin mi=mie noodle=mie noodles=mie
mis=mie basso=bakso baso=bakso bso=bakso kare=kari curry=kari kary=kari ayamn=ayam chicken=~ayam chckn=~ayam
aym=ayam sapi=sapi beef=~sapi ikn=ikan fish=~ikan udg=udang shrimp=~udang jgg=jagung jgng=jagung corn=~jagung
coklat=coklat cokelat=coklat cklt=coklat ckt=coklat ckl=coklat cho=coklat choc=coklat choco=coklat
chocolate=coklat chok=coklat chocho=coklat vanila=vanila vanilla=vanila van=vanila vnl=vanila vnla=vanila
strawberry=stroberi strawbery=stroberi straw=stroberi strw=stroberi stroberry=stroberi strawb=stroberi
str=stroberi stw=stroberi orange=~jeruk orng=jeruk jrk=jeruk jeruk=jeruk lemon=lemon lmn=lemon grape=~anggur
apple=~apel mango=~mangga pandan=pandan melon=melon banana=~pisang psg=pisang psng=pisang milk=~susu mlk=~susu
sss=susu tea=teh coffee=kopi coffe=kopi kof=kopi sugar=gula oil=minyak cheese=~keju kju=keju honey=~madu
mdu=madu ginger=~jahe jhe=jahe peanut=~kacang butter=butter soap=sabun powder=bubuk bbk=bubuk pwd=bubuk
pwdr=bubuk serbuk=bubuk liquid=cair cr=cair hot=pedas spicy=pedas pds=pedas pedes=pedas sweet=manis mns=manis
mnis=manis asn=asin ori=original orig=original origi=original org=original orgnl=original reguler=original
regular=original reg=original special=spesial spcl=spesial spc=spesial spesial=spesial spsl=spesial
white=putih pth=putih putih=putih red=merah mrh=merah black=hitam htm=hitam item=hitam green=hijau hj=hijau
hju=hijau blue=biru br=biru yellow=kuning kng=kuning pink=pink ungu=ungu purple=ungu brown=coklat_warna
small=kecil kcl=kecil kc1=kecil large=besar bsr=besar big=besar jmb=jumbo shampoo=sampo shampo=sampo
shamp=sampo shp=sampo sampoo=sampo detergen=deterjen detergent=deterjen deterjent=deterjen det=deterjen
ditergen=deterjen pepaya=pepaya cabai=cabe cbe=cabe lombok=cabe cabay=cabe tomato=~tomat tmt=tomat sauce=saus
saos=saus sos=saus biscuit=biskuit biskut=biskuit bisc=biskuit bisk=biskuit wafr=wafer wfr=wafer
cracker=kraker crackers=kraker candy=permen pmn=permen cookies=kukis cookie=kukis instant=instan inst=instan
ins=instan tissue=tisu tissu=tisu tisue=tisu diaper=popok diapers=popok pampers=popok kretek=kretek
krtk=kretek mild=mild mld=mild filter=filter fltr=filter menthol=mentol mint=mint minral=mineral
amdk=air_mineral skm=susu_kental_manis kental=kental uht=uht fullcream=full_cream fc=full_cream terigu=terigu
trg=terigu trgu=terigu sardines=sarden sarden=sarden sardine=sarden corned=kornet kornet=kornet nugget=naget
nuget=naget sausage=sosis krupuk=kerupuk krpk=kerupuk kripik=keripik chips=keripik chip=keripik
potato=~kentang garlic=~bawang bumbu=bumbu spices=bumbu sedaap=sedap sdp=sedap sedap=sedap indomi=indomie
indomi3=indomie indmie=indomie pepsoden=pepsodent mayones=mayonaise mayonnaise=mayonaise mayo=mayonaise
sirop=sirup syrup=sirup srp=sirup juice=jus drink=minuman mnm=minuman minum=minuman lotion=losion
hairtonic=tonik paste=pasta pst=pasta toothpaste=pasta_gigi odol=pasta_gigi sikat=sikat prem=premium
premi=premium prm=premium med=medium mdm=medium spr=super kw1=kw_1 kw2=kw_2 kampoeng=kampung kmpg=kampung
ngri=negeri ras=negeri impor=impor import=impor lkl=lokal local=lokal crh=curah curahan=curah bulk=curah
segar=segar fresh=segar beku=beku frozen=beku frz=beku boneless=fillet filet=fillet
""")

# Two or more words that are one thing; longest first. Joined by an underscore they are kinds below.
PHRASES = [
    tuple(phrase.split("_"))
    for phrase in _words("""
susu_kental_manis minyak_kayu_putih sabun_cuci_piring sabun_cuci_tangan sabun_cuci_muka minyak_goreng
minyak_wijen minyak_telon minyak_zaitun minyak_tanah minyak_wangi minyak_urut minyak_rambut minyak_kelapa
minyak_samin gula_pasir gula_merah gula_aren gula_jawa gula_batu gula_halus gula_kelapa gula_semut
tepung_terigu tepung_beras tepung_tapioka tepung_maizena tepung_bumbu tepung_ketan tepung_kanji tepung_panir
tepung_roti tepung_sagu telur_ayam telur_bebek telur_puyuh telur_asin kecap_manis kecap_asin kecap_inggris
saus_tomat saus_sambal saus_tiram saus_cabe mie_instan mie_telur mie_kering mie_basah mie_kuning teh_celup
teh_tubruk teh_hijau air_mineral air_minum susu_bubuk susu_cair susu_uht susu_steril susu_formula susu_kedelai
kopi_bubuk sabun_mandi sabun_colek sabun_cair sabun_batang sabun_krim pasta_gigi sikat_gigi beras_merah
beras_hitam beras_ketan ketan_hitam ketan_putih bawang_merah bawang_putih bawang_bombay bawang_bombai
bawang_goreng bawang_daun daun_bawang cabe_merah cabe_rawit cabe_hijau cabe_keriting cabe_bubuk daging_sapi
daging_ayam daging_kambing ayam_broiler ayam_kampung ayam_potong kacang_tanah kacang_hijau kacang_kedelai
kacang_merah kacang_panjang kacang_atom kacang_mede jeruk_nipis jeruk_bali ikan_asin ikan_teri daun_jeruk
daun_salam pelembut_pakaian pewangi_pakaian pembersih_lantai obat_nyamuk hand_body body_lotion cotton_bud
santan_kelapa kelapa_parut kelapa_muda bumbu_masak bumbu_dapur penyedap_rasa kaldu_bubuk gas_lpg roti_tawar
asam_jawa full_cream sambal_terasi makaroni_goreng lada_bubuk lada_hitam lada_putih ketumbar_bubuk
kunyit_bubuk tisu_wajah tisu_basah tusuk_gigi tusuk_sate hair_dye obat_flu
""")
]
# Brands made of words that mean something else on their own.
BRANDS = [
    tuple(brand.split("_"))
    for brand in _words("""
gudang_garam raja_lele kapal_api rose_brand segitiga_biru burung_dara dua_kelinci ikan_dorang bunga_matahari
ayam_jago pandan_wangi kunci_mas teh_pucuk anak_raja ayam_merak kuda_mas tiga_ayam ketan_lumpur cap_lang
kupu_kupu topi_koki raja_udang udang_sari bola_dunia lencana_merah kompas_kuning cakra_kembar bawang_dua
menara_kembar
""")
]

# Brands that stand for one kind of thing, so that lists seldom say which.
BRAND_KINDS = _pairs("""
bimoli=minyak_goreng sania=minyak_goreng filma=minyak_goreng tropical=minyak_goreng fortune=minyak_goreng
sunco=minyak_goreng minyakita=minyak_goreng hemart=minyak_goreng barco=minyak_goreng kunci_mas=minyak_goreng
ikan_dorang=minyak_goreng gulaku=gula_pasir indomie=mie_instan supermi=mie_instan sarimi=mie_instan
sarimie=mie_instan gaga=mie_instan segitiga_biru=tepung_terigu cakra_kembar=tepung_terigu
lencana_merah=tepung_terigu bango=kecap_manis rinso=deterjen daia=deterjen attack=deterjen
sunlight=sabun_cuci_piring pepsodent=pasta_gigi ciptadent=pasta_gigi sariwangi=teh_celup aqua=air_mineral
cleo=air_mineral masako=kaldu royco=kaldu ajinomoto=penyedap sasa=penyedap refina=garam dolpin=garam
rajawali=beras gudang_garam=rokok marlboro=rokok sampoerna=rokok djarum=rokok
""")

SAME_KIND = _pairs("""
gula_jawa=gula_merah gula_kelapa=gula_merah bawang_bombai=bawang_bombay mie_telor=mie_telur
santan_kelapa=santan sabun_cuci_muka=sabun_muka tepung_kanji=tepung_tapioka tapioka=tepung_tapioka
kanji=tepung_tapioka maizena=tepung_maizena terigu=tepung_terigu bumbu_masak=penyedap penyedap_rasa=penyedap
micin=penyedap msg=penyedap vetsin=penyedap ayam_broiler=daging_ayam ayam_potong=daging_ayam
air_minum=air_mineral pampers=popok susu_uht=susu_cair lpg=gas_lpg elpiji=gas_lpg
""")

KINDS = frozenset(
    {"_".join(phrase) for phrase in PHRASES} - {"full_cream"}
    | set(SAME_KIND.values())
    | set(
        _words("""
minyak beras gula garam telur tepung mie bihun soun kwetiau kecap saus sambal susu kopi teh air kerupuk
keripik biskuit wafer kukis kraker permen roti keju margarin mayonaise santan kaldu penyedap bumbu lada merica
ketumbar kemiri kunyit jahe lengkuas kencur cengkeh pala sarden kornet sosis naget bakso abon terasi cuka
sirup jus minuman bubur selai es wipes sereal oatmeal agar jelly puding coklat_batang sabun sampo deterjen
pemutih pewangi pelembut tisu popok pembalut kapas losion bedak parfum deodoran tonik lulur pembersih karbol
lilin korek baterai lampu rokok obat vitamin ketan jagung kedelai kacang kentang wortel kol kubis sawi
kangkung bayam buncis tomat timun terong labu brokoli selada seledri tauge tahu tempe cabe bawang jamur
singkong ubi talas petai jengkol daun pepaya pisang jeruk apel mangga semangka melon nanas anggur pir salak
rambutan durian alpukat jambu kelapa ikan udang cumi kepiting kerang teri tongkol tuna kakap kembung bandeng
lele nila mujair tenggiri daging ayam bebek kambing hati ampela gas pupuk pestisida benih pakan snack amplop
materai meterai buku pensil pulpen kertas lem lakban plastik sapu sendok garpu mangkok wajan panci penggaris
spidol tinta kalkulator makaroni spageti kecipir
""")
    )
)

VARIANTS = frozenset(
    _words("""
goreng rebus kuah pedas manis asin asam original spesial coklat vanila stroberi jeruk lemon anggur apel mangga
pandan melon pisang keju madu jahe mentol mint moka cappuccino latte hazelnut caramel karamel susu putih merah
hitam hijau biru kuning pink ungu kari soto bakso ayam sapi ikan udang rendang balado bbq barbeque barbecue
panggang bakar rumput_laut nori seaweed jagung bawang telur cabe leci lychee sirsak jambu nanas kelapa durian
alpukat blueberry blackcurrant cocopandan rose mawar melati jasmine lavender floral sakura aloe vera besar
kecil jumbo mini light slim mild filter kretek extra plus gold full_cream low_fat non_sugar kids anak baby
dewasa men women bubuk cair batang krim gel spray stik kecut tarik taro matcha greentea bulat pipih keriting
kering basah kental halus kasar tubruk celup fillet utuh paha dada sayap segar beku kupas parut giling nipis
bali medan pontianak sunkist fuji rawit sambal_matah
""")
)

# What is meant when only the broad word is said.
USUAL = _pairs("gula=gula_pasir minyak=minyak_goreng telur=telur_ayam mie=mie_instan terigu=tepung_terigu")

# Words of one column exclude each other: premium rice is not medium rice, a kampung egg is no farm egg.
GRADES: dict[str, str] = {
    word: column
    for column, words in {
        "quality": "premium medium submedium super standar ekonomis grade_a grade_b grade_c kw_1 kw_2 kw_3 sphp",
        "breed": "negeri kampung omega organik",
        "packing": "curah",
        "origin": "lokal impor",
    }.items()
    for word in words.split()
}

# Kinds followed by a species, not by a brand: daun melinjo says nothing about another melinjo.
BEFORE_SPECIES = frozenset(_words("daun ikan daging kacang jamur cabe bawang jeruk pisang bumbu keripik kerupuk"))

# Packing words: of no weight where the size is known, and the only hint at it where it is not.
PACKINGS = {
    word: packing
    for packing, words in {
        "sachet": "sachet saset sct scht renceng rcg rtg",
        "botol": "botol btl pet",
        "kaleng": "kaleng klg",
        "pouch": "pouch pch refill reff refil ref reffil",
        "dus": "dus karton ctn krt ktn kardus doos dos",
        "slop": "slop bos",
        "bal": "bal ball",
        "cup": "cup gelas gls",
        "toples": "toples tpls",
        "galon": "galon gln",
        "tube": "tube tub",
        "jerigen": "jerigen jirigen jrg",
        "box": "box kotak",
    }.items()
    for word in words.split()
}

# Kinds that make every other kind beside them a flavour: coffee candy is candy, rice porridge is porridge.
STRONG_HEADS = frozenset(
    _words("""
permen biskuit wafer kukis kraker keripik kerupuk snack sabun sampo losion tisu bubur sereal minuman jelly
puding sirup lulur deterjen bumbu selai es parfum bedak pewangi pembersih popok naget sosis makaroni abon
wipes
""")
)

# Words that name packing or praise and tell nothing about the thing.
NOISE = frozenset(
    _words("""
x cap merk merek isi rasa aroma rs dus karton ctn krt ktn kardus doos dos box pak pack pck pk bks bungkus btl
beryodium yodium iodium
botol klg kaleng sct sachet saset scht pouch pch refill reff refil ref reffil isi_ulang renceng rcg rtg sak
zak karung bal ball slop bos tray pail jerigen jirigen jrg galon gln pcs pc pce buah bh biji bj lembar lbr btg
ltr liter lt kg gr gram g ml l kilo kiloan eceran grosir partai promo new baru harga murah dan and with the of
per kemasan kmsn kemas pet cup gelas gls toples tpls tube tub strip str_ ikat butir ekor sisir papan uk ukuran
size mix netto nett net berat instan sisa stok ready asli jual
""")
)

CAPABLE_OF_FLAVOUR = frozenset({"rasa", "aroma", "rs", "flavour", "flavor", "flav"})
"""Words after which everything names a flavour, not the thing itself."""
