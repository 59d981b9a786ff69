BEGIN TRANSACTION;
CREATE TABLE alembic_version (
	version_num VARCHAR(32) NOT NULL, 
	CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
);
INSERT INTO "alembic_version" VALUES('0001');
CREATE TABLE counters (
	name VARCHAR(20) NOT NULL, 
	value BIGINT NOT NULL, 
	CONSTRAINT pk_counters PRIMARY KEY (name)
);
INSERT INTO "counters" VALUES('story',17);
INSERT INTO "counters" VALUES('digest',100);
CREATE TABLE digests (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	kind VARCHAR(20) NOT NULL, 
	made BIGINT NOT NULL, 
	since BIGINT NOT NULL, 
	until BIGINT NOT NULL, 
	topics JSON NOT NULL, 
	queries JSON NOT NULL, 
	language VARCHAR(35) NOT NULL, 
	zone VARCHAR(64) NOT NULL, 
	next_due BIGINT, 
	story_ids JSON NOT NULL
);
INSERT INTO "digests" VALUES(1,'first',1795558152962931,0,17,'["irak"]','[]','id','Asia/Jakarta',1795561200000000,'[13, 17]');
CREATE TABLE entries (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	feed_id INTEGER NOT NULL, 
	guid TEXT NOT NULL, 
	link TEXT NOT NULL, 
	"key" TEXT NOT NULL, 
	by_key BIGINT NOT NULL, 
	by_guid BIGINT NOT NULL, 
	fingerprint VARCHAR(32) NOT NULL, 
	title TEXT NOT NULL, 
	text TEXT NOT NULL, 
	full_text BOOLEAN NOT NULL, 
	language TEXT NOT NULL, 
	image TEXT NOT NULL, 
	authors JSON NOT NULL, 
	categories JSON NOT NULL, 
	published BIGINT NOT NULL, 
	seen BIGINT NOT NULL, 
	listed BIGINT NOT NULL, 
	due BIGINT NOT NULL, 
	story_id INTEGER, 
	join_reason VARCHAR(20) NOT NULL, 
	figures TEXT NOT NULL, 
	CONSTRAINT fk_entries_feed_id FOREIGN KEY(feed_id) REFERENCES feeds (id), 
	CONSTRAINT fk_entries_story_id FOREIGN KEY(story_id) REFERENCES stories (id)
);
INSERT INTO "entries" VALUES(1,1,'urn:sample:harian-kecapi:iran-oman-kerja-sama-pelabuhan','http://127.0.0.1:40651/harian-kecapi/iran-oman-kerja-sama-pelabuhan.html','127.0.0.1:40651/harian-kecapi/iran-oman-kerja-sama-pelabuhan.html',8496102288831083689,-8153986069032930098,'189867246a9f69c483bd2cc8bf5200d5','Iran dan Oman buka jalur feri barang Bandar Abbas-Sohar','Iran dan Oman membuka jalur feri barang antara Bandar Abbas dan Sohar.',0,'id','','["Ningrum Astutiningtyas"]','["internasional"]',1795487896000000,1795558130530733,1795558130530733,1795558730540176,2,'first','p=.00 wl=.05 wf=.05 wt=.00 0.2h');
INSERT INTO "entries" VALUES(2,1,'urn:sample:harian-kecapi:final-bulu-tangkis-kopenhagen','http://127.0.0.1:40651/harian-kecapi/final-bulu-tangkis-kopenhagen.html','127.0.0.1:40651/harian-kecapi/final-bulu-tangkis-kopenhagen.html',-5149776743485351537,1962332539495896239,'7dbf7df655f498063d513527312b6aa5','Ganda campuran Indonesia juara di Kopenhagen setelah laga 92 menit','Ganda campuran Indonesia menjuarai turnamen bulu tangkis di Kopenhagen setelah bertanding 92 menit.',0,'id','','["Ningrum Astutiningtyas"]','["olahraga"]',1795493296000000,1795558130530733,1795558130530733,1795558730540176,4,'first','p=.01 wl=.09 wf=.09 wt=.04 0.3h');
INSERT INTO "entries" VALUES(3,1,'urn:sample:harian-kecapi:aleppo-bandara-dibuka-kembali','http://127.0.0.1:40651/harian-kecapi/aleppo-bandara-dibuka-kembali.html','127.0.0.1:40651/harian-kecapi/aleppo-bandara-dibuka-kembali.html',-7532120224144462652,8919218026374455831,'b927077008f31a368b0eafd6085e0476','Bandara Aleppo kembali layani penerbangan internasional','Bandara Aleppo di Suriah kembali melayani penerbangan internasional setelah perbaikan setahun.',0,'id','','["Ningrum Astutiningtyas"]','["internasional"]',1795497496000000,1795558130530733,1795558130530733,1795558730540176,5,'first','p=.00 wl=.03 wf=.03 wt=.00 1.2h');
INSERT INTO "entries" VALUES(4,1,'urn:sample:harian-kecapi:ruu-pekerja-platform-potongan-10-persen','http://127.0.0.1:40651/harian-kecapi/ruu-pekerja-platform-potongan-10-persen.html','127.0.0.1:40651/harian-kecapi/ruu-pekerja-platform-potongan-10-persen.html',4203599316262268809,-7082589955850594686,'ffeff87ef7e03cf30f906e41677612d7','RUU pekerja platform batasi potongan aplikasi paling banyak 10 persen','RUU Pelindungan Pekerja Platform membatasi potongan aplikasi paling banyak 10 persen dari tarif.',0,'id','','["Ningrum Astutiningtyas"]','["nasional"]',1795512496000000,1795558130530733,1795558130530733,1795558730540176,7,'first','p=.00 wl=.03 wf=.04 wt=.00 2.3h');
INSERT INTO "entries" VALUES(5,1,'urn:sample:harian-kecapi:yaman-daftar-tahanan-muskat','http://127.0.0.1:40651/harian-kecapi/yaman-daftar-tahanan-muskat.html','127.0.0.1:40651/harian-kecapi/yaman-daftar-tahanan-muskat.html',-6138607931482788387,978109681320117150,'4701c3f70875ca211bfa408c74a9c79b','Delegasi Yaman sepakati daftar 880 tahanan dalam perundingan di Oman','Dua delegasi Yaman menyepakati daftar 880 tahanan untuk dipertukarkan.',0,'id','','["Ningrum Astutiningtyas"]','["internasional"]',1795522096000000,1795558130530733,1795558130530733,1795558730540176,10,'same-affair','p=.23 wl=.27 wf=.33 wt=.40 1.0h');
INSERT INTO "entries" VALUES(6,1,'urn:sample:harian-kecapi:kharkiv-tanpa-listrik-tenda-pemanas-dibuka','http://127.0.0.1:40651/harian-kecapi/kharkiv-tanpa-listrik-tenda-pemanas-dibuka.html','127.0.0.1:40651/harian-kecapi/kharkiv-tanpa-listrik-tenda-pemanas-dibuka.html',-2310584613671847830,-5768579140540036106,'6decc0a931ffe2234a55b79200a8d20d','Kharkiv gelap setelah gardu dihantam drone, tenda pemanas dibuka','Kota Kharkiv di Ukraina sebagian gelap setelah dua gardu induk dihantam drone.',0,'id','','["Ningrum Astutiningtyas"]','["internasional"]',1795525696000000,1795558130530733,1795558130530733,1795558730540176,11,'first','p=.00 wl=.01 wf=.00 wt=.00 1.0h');
INSERT INTO "entries" VALUES(7,1,'urn:sample:harian-kecapi:rusia-larang-sementara-ekspor-bensin','http://127.0.0.1:40651/harian-kecapi/rusia-larang-sementara-ekspor-bensin.html','127.0.0.1:40651/harian-kecapi/rusia-larang-sementara-ekspor-bensin.html',622915460305321452,135610527481834269,'2876518d2fc8ceb62675186f4ade1ef9','Stok menipis, Rusia batasi penjualan bensin ke luar negeri','Rusia membatasi penjualan bensin ke luar negeri karena stok di dalam negeri menipis.',0,'id','','["Ningrum Astutiningtyas"]','["internasional"]',1795530496000000,1795558130530733,1795558130530733,1795558730540176,12,'first','p=.00 wl=.11 wf=.11 wt=.11 5.0h');
INSERT INTO "entries" VALUES(8,1,'urn:sample:harian-kecapi:bantuan-indonesia-untuk-gaza-tiba','http://127.0.0.1:40651/harian-kecapi/bantuan-indonesia-untuk-gaza-tiba.html','127.0.0.1:40651/harian-kecapi/bantuan-indonesia-untuk-gaza-tiba.html',958818574837391990,-4453880321473560669,'c8bd1d899c0d12e0d31c8f4ebee69593','Bantuan Indonesia tiba di Gaza setelah sepekan menunggu di perbatasan','Bantuan dari Indonesia tiba di Jalur Gaza setelah sepekan menunggu pemeriksaan di perbatasan.',0,'id','','["Ningrum Astutiningtyas"]','["internasional"]',1795544296000000,1795558130530733,1795558130530733,1795558730540176,16,'first','p=.04 wl=.22 wf=.19 wt=.21 0.5h');
INSERT INTO "entries" VALUES(9,1,'urn:sample:harian-kecapi:nota-kesepahaman-irak-rusia-dipertanyakan-parlemen','http://127.0.0.1:40651/harian-kecapi/nota-kesepahaman-irak-rusia-dipertanyakan-parlemen.html','127.0.0.1:40651/harian-kecapi/nota-kesepahaman-irak-rusia-dipertanyakan-parlemen.html',6486800011978257839,-7858015639998681319,'1cd86ed071971f843f9a0fc77828c024','Parlemen Irak minta naskah kerja sama energi dengan Rusia dibuka','Parlemen Irak meminta pemerintah membuka naskah kerja sama energi dengan Rusia yang baru ditandatangani di Moskow.',0,'id','','["Ningrum Astutiningtyas"]','["internasional"]',1795549096000000,1795558130530733,1795558130530733,1795558730540176,17,'first','p=.01 wl=.13 wf=.13 wt=.14 5.2h');
INSERT INTO "entries" VALUES(10,2,'http://127.0.0.1:40651/jurnal-kenari/embung-nusa-tenggara-kemarau.html','http://127.0.0.1:40651/jurnal-kenari/embung-nusa-tenggara-kemarau.html','127.0.0.1:40651/jurnal-kenari/embung-nusa-tenggara-kemarau.html',-9120671392755086565,7981662764260900014,'f80c05cf081cdf1d00b84ec9ee2445c6','Embung warga selamatkan kebun sayur di Timor saat kemarau panjang','JURNALKENARI, Kupang – Embung yang digali warga secara gotong royong menyelamatkan kebun sayur di sejumlah desa di Timor, Nusa Tenggara Timur, saat kemarau panjang. Dari 46 embung kecil, 39 masih berisi air, menurut pendataan kelompok tani, Selasa.

Setiap embung berukuran kira-kira sepuluh kali delapan meter dan dilapisi tanah liat. Warga menutup permukaannya dengan daun lontar agar air tidak cepat menguap.

Marselina Tefnai, ketua kelompok tani di Amarasi, mengatakan sawi dan tomatnya tetap panen dua kali. "Dulu bulan begini kami beli sayur dari kota, sekarang orang kota yang datang," katanya.

Pendamping lapangan menyebut biaya satu embung sekitar Rp9 juta, sebagian besar untuk sewa alat gali. Tenaga dan makanan disediakan warga sendiri.

Pemerintah kabupaten berencana membangun 60 embung lagi dengan dana desa. Lokasinya dipilih bersama tetua adat agar tidak mengganggu mata air keramat.

Badan meteorologi memperkirakan hujan baru turun merata pada pertengahan Desember.',0,'id','','[]','["daerah"]',1795487296000000,1795558130530733,1795558130530733,1795558730540176,1,'first','');
INSERT INTO "entries" VALUES(11,2,'http://127.0.0.1:40651/jurnal-kenari/skrining-tuberkulosis-napas.html','http://127.0.0.1:40651/jurnal-kenari/skrining-tuberkulosis-napas.html','127.0.0.1:40651/jurnal-kenari/skrining-tuberkulosis-napas.html',-1878331690187524198,5342239848292022740,'44babac0ac648e5c29809050c5693686','Alat skrining tuberkulosis lewat embusan napas diuji di Bandung','JURNALKENARI, Bandung – Sekelompok peneliti di Bandung menguji alat skrining tuberkulosis yang bekerja lewat embusan napas. Hasil awal pada 820 orang menunjukkan ketepatan 89 persen, kata ketua tim peneliti, Ayu Larasdewi, Selasa.

Alat sebesar kotak sepatu itu membaca senyawa kimia dalam napas dengan sebelas sensor gas. Hasilnya muncul dalam empat menit tanpa dahak dan tanpa sinar-X.

"Kami tidak bermaksud mengganti pemeriksaan laboratorium, tetapi memilih siapa yang perlu diperiksa lebih dahulu," ujar Ayu.

Indonesia termasuk negara dengan kasus tuberkulosis terbanyak di dunia. Sekitar sepertiga penderita belum ditemukan sehingga terus menularkan penyakit.

Biaya sekali pemeriksaan ditaksir Rp15.000, jauh lebih murah daripada tes molekuler. Puskesmas di tiga kecamatan akan mencoba alat itu selama enam bulan.

Ahli paru yang tidak terlibat penelitian, Bonifasius Tjandra, menilai hasilnya menjanjikan. Namun ia mengingatkan ketepatan pada anak dan penderita diabetes belum diketahui.

Tim berharap izin edar dapat diajukan tahun depan setelah uji di luar Jawa selesai.',0,'id','','[]','["kesehatan"]',1795492096000000,1795558130530733,1795558130530733,1795558730540176,3,'first','p=.01 wl=.13 wf=.15 wt=.11 1.3h');
INSERT INTO "entries" VALUES(12,2,'http://127.0.0.1:40651/jurnal-kenari/vaksin-demam-berdarah-sekolah-dasar.html','http://127.0.0.1:40651/jurnal-kenari/vaksin-demam-berdarah-sekolah-dasar.html','127.0.0.1:40651/jurnal-kenari/vaksin-demam-berdarah-sekolah-dasar.html',-739564212178891170,-3876294137205409167,'214a1f257d26e538cf92d8bc75ccce64','Vaksin demam berdarah mulai diberikan di 1.900 sekolah dasar','JURNALKENARI, Surabaya – Vaksin demam berdarah mulai diberikan kepada siswa di 1.900 sekolah dasar di lima provinsi, Selasa. Tahap pertama menyasar 310.000 anak berusia enam sampai sebelas tahun.

Juru bicara Kementerian Kesehatan mengatakan lima provinsi itu dipilih karena angka kasusnya paling tinggi dalam tiga tahun terakhir. Jawa Timur, Bali, dan Kalimantan Timur termasuk di dalamnya.

Vaksin diberikan dua kali dengan jarak tiga bulan. Anak yang sedang demam diminta menunda penyuntikan dan datang ke puskesmas setelah sembuh.

"Vaksin mengurangi risiko sakit berat, tetapi tidak menggantikan kebiasaan menguras bak mandi," kata juru bicara itu.

Sepanjang tahun ini tercatat 118.000 kasus demam berdarah dengan 640 kematian. Jumlah kasus turun 12 persen dibandingkan tahun lalu.

Di sebuah sekolah di Surabaya, guru menyiapkan dongeng dan stiker agar siswa tidak takut. Dari 214 siswa yang terdaftar, hanya enam yang izinnya belum diserahkan orang tua.

Dokter anak Paramita Setyawardani menyebut efek samping yang lazim adalah pegal di lengan dan demam ringan selama sehari. Ia menyarankan anak minum cukup dan beristirahat.',0,'id','','[]','["kesehatan"]',1795504096000000,1795558130530733,1795558130530733,1795558730540176,6,'first','p=.00 wl=.08 wf=.17 wt=.01 3.3h');
INSERT INTO "entries" VALUES(13,2,'http://127.0.0.1:40651/jurnal-kenari/oman-jamin-gaji-pegawai-yaman.html','http://127.0.0.1:40651/jurnal-kenari/oman-jamin-gaji-pegawai-yaman.html','127.0.0.1:40651/jurnal-kenari/oman-jamin-gaji-pegawai-yaman.html',6805711440337185558,6302229793167965510,'84ccdbef0a04364b59a4dab1f9799823','Oman tawarkan jaminan gaji enam bulan dalam perundingan Yaman','JURNALKENARI, Muskat – Oman menawarkan jaminan pembayaran gaji pegawai negeri Yaman selama enam bulan agar perundingan damai di Muskat tidak kembali buntu. Tawaran itu disampaikan kepada kedua delegasi pada Selasa.

Gaji pegawai di wilayah utara menjadi pokok sengketa sejak bank sentral Yaman terbelah. Guru dan perawat di sana kerap menunggu berbulan-bulan.

Utusan PBB Helena Brandvik mengatakan dana jaminan akan disimpan di rekening bersama yang diawasi PBB. Pencairannya memerlukan tanda tangan ketiga pihak.

"Uang ini tidak besar bagi dunia, tetapi bagi seorang guru di Sanaa ia berarti sekolah tetap buka," kata Brandvik.

Selain gaji, kedua pihak membahas pertukaran 880 tahanan dan pembukaan jalan menuju Taiz. Jalan itu tertutup hampir sepanjang perang sehingga perjalanan satu jam berubah menjadi enam jam lewat pegunungan.

Delegasi dari Sanaa meminta jalan dibuka bertahap, sedangkan delegasi dari Aden menghendaki pembukaan sekaligus. Perundingan dijadwalkan berlangsung dua hari lagi.

Negara-negara Timur Tengah lain mengikuti pembicaraan tersebut dari dekat karena keamanan pelayaran di Laut Merah ikut bergantung pada hasilnya.',0,'id','','[]','["dunia"]',1795518496000000,1795558130530733,1795558130530733,1795558730540176,8,'first','p=.01 wl=.08 wf=.09 wt=.12 8.5h');
INSERT INTO "entries" VALUES(14,2,'http://127.0.0.1:40651/jurnal-kenari/tanggul-demak-jebol-tujuh-desa-terendam.html','http://127.0.0.1:40651/jurnal-kenari/tanggul-demak-jebol-tujuh-desa-terendam.html','127.0.0.1:40651/jurnal-kenari/tanggul-demak-jebol-tujuh-desa-terendam.html',-7946542637681271677,6872673025340221965,'57d16c0f48300721956b8f0611cd717e','Tujuh desa di Demak terendam setelah tanggul sungai jebol','JURNALKENARI, Demak – Tujuh desa di Kabupaten Demak, Jawa Tengah, terendam setelah tanggul sungai jebol akibat hujan lebat di hulu, Selasa. Ketinggian air mencapai satu setengah meter di titik terdalam.

Kepala balai sungai setempat, Purwanto Aribawa, menjelaskan tanggul selebar 25 meter runtuh karena terkikis dari bawah. Debit sungai saat itu 810 meter kubik per detik, melampaui kapasitas rencana 650.

Lebih dari 4.000 orang mengungsi ke balai desa, masjid, dan gedung olahraga. Sebagian warga memilih bertahan di lantai dua rumah untuk menjaga ternak.

"Alat berat sudah masuk, tetapi tanahnya lembek sehingga kami memasang bambu lebih dahulu," kata Purwanto.

Dinas pertanian memperkirakan 1.150 hektare sawah terendam, separuhnya berumur kurang dari sebulan. Benih pengganti akan dibagikan setelah air surut.

Badan meteorologi memperkirakan hujan sedang masih turun dua hari ke depan di lereng Gunung Ungaran dan Merbabu. Warga di bantaran sungai diminta tetap waspada pada malam hari.

Jalan raya menuju Kudus hanya dapat dilalui kendaraan tinggi. Polisi mengalihkan truk lewat Grobogan.',0,'id','','[]','["daerah"]',1795519696000000,1795558130530733,1795558130530733,1795558730540176,9,'first','p=.00 wl=.12 wf=.18 wt=.01 9.0h');
INSERT INTO "entries" VALUES(15,2,'http://127.0.0.1:40651/jurnal-kenari/pompa-terlalu-panas-sebab-kebakaran-depot-basra.html','http://127.0.0.1:40651/jurnal-kenari/pompa-terlalu-panas-sebab-kebakaran-depot-basra.html','127.0.0.1:40651/jurnal-kenari/pompa-terlalu-panas-sebab-kebakaran-depot-basra.html',-2456603978116987685,-4935160127148485991,'05cf344cab4cd5519ccd259bc527cd77','Pompa terlalu panas diduga sebabkan kebakaran depot minyak Basra','JURNALKENARI, Bagdad – Pompa yang terlalu panas diduga menjadi sebab kebakaran depot minyak di Basra, Irak. Api yang berkobar selama 14 jam itu akhirnya padam pada Selasa.

Kolonel Nabil al-Jazairi dari Pertahanan Sipil Basra menjelaskan pompa di tangki nomor enam tidak berhenti otomatis ketika suhunya naik. Percikan kemudian menyambar uap bahan bakar.

Sebanyak 260 petugas dan 40 mobil pemadam dikerahkan, termasuk bantuan dari Provinsi Maysan dan Dhi Qar. Petugas menyemprotkan busa selama lima jam agar tangki di sebelahnya tidak ikut meledak.

"Seandainya angin tidak berbalik pada tengah malam, mungkin kami kehilangan seluruh depot," tutur Jazairi.

Sembilan pekerja menghirup asap dan dirawat di rumah sakit umum Basra. Tujuh orang di antaranya sudah pulang.

Sekitar 18.000 barel bensin dan solar habis terbakar. Pemerintah daerah memastikan stok bagi SPBU cukup untuk 12 hari dan meminta warga tidak membeli berlebihan.

Kementerian Perminyakan Irak menyatakan depot tersebut dibangun pada 1978 dan sebagian katupnya belum pernah diganti. Tim penyelidik akan memeriksa catatan perawatan selama lima tahun terakhir.

Basra menghasilkan sebagian besar minyak Irak. Ekspor lewat terminal lepas pantai berjalan seperti biasa selama kebakaran berlangsung.',0,'id','','[]','["dunia"]',1795535296000000,1795558130530733,1795558130530733,1795558730540176,13,'first','p=.00 wl=.05 wf=.10 wt=.00 4.7h');
INSERT INTO "entries" VALUES(16,2,'http://127.0.0.1:40651/jurnal-kenari/bank-indonesia-bunga-tetap-rupiah-menguat.html','http://127.0.0.1:40651/jurnal-kenari/bank-indonesia-bunga-tetap-rupiah-menguat.html','127.0.0.1:40651/jurnal-kenari/bank-indonesia-bunga-tetap-rupiah-menguat.html',2387029603716108317,-2752154888342242858,'3d2afd606a22e279bd90423e1f3360d3','Bunga acuan tetap 4,75 persen, rupiah menguat tipis','JURNALKENARI, Jakarta – Rupiah menguat tipis ke 16.240 per dolar AS setelah Bank Indonesia menahan bunga acuan di 4,75 persen, Rabu. Keputusan tersebut sudah diperkirakan pasar sehingga pergerakannya tidak besar.

Bank sentral menyebut tiga pertimbangan, yaitu inflasi yang terkendali di 2,6 persen, ketidakpastian suku bunga Amerika Serikat, dan pertumbuhan kredit yang mulai pulih.

Kredit perbankan tumbuh 9,8 persen dibandingkan tahun lalu. Pertumbuhan paling cepat terjadi pada kredit perumahan dan pembiayaan kendaraan listrik.

"Kami melihat bank masih ragu menurunkan bunga kredit meskipun biaya dananya sudah turun," kata seorang juru bicara bank sentral.

Kepala riset Sekuritas Cendana Raya, Felicia Wijayanti, memperkirakan bunga acuan turun 25 basis poin pada April. Ia menunggu data inflasi pangan menjelang bulan puasa.

Indeks harga saham gabungan naik 0,4 persen ke 7.612. Saham bank menjadi pendorong utama, sementara saham tambang turun mengikuti harga nikel.

BI juga memperpanjang keringanan giro wajib minimum bagi bank penyalur kredit rumah sederhana sampai pertengahan tahun.',0,'id','','[]','["ekonomi"]',1795540696000000,1795558130530733,1795558130530733,1795558730540176,14,'first','p=.00 wl=.06 wf=.05 wt=.05 7.8h');
INSERT INTO "entries" VALUES(17,2,'http://127.0.0.1:40651/jurnal-kenari/susu-bayi-dan-tenda-konvoi-gaza.html','http://127.0.0.1:40651/jurnal-kenari/susu-bayi-dan-tenda-konvoi-gaza.html','127.0.0.1:40651/jurnal-kenari/susu-bayi-dan-tenda-konvoi-gaza.html',-9025899504709290107,8343402814625388438,'36afa4b089aa93eaf21d36a10ae4758a','Konvoi Indonesia bawa susu bayi dan 2.600 tenda ke Gaza','JURNALKENARI, Kairo – Konvoi bantuan Indonesia yang membawa susu bayi dan 2.600 tenda musim dingin memasuki Gaza, Rabu. Rombongan truk itu berangkat dari Al-Arish, Mesir, dan telah menunggu izin selama tujuh hari.

Fadli Rahmadsyah, koordinator misi, menuturkan setiap palet dibuka dan dipindai satu per satu. Pengemudi tidur di kabin selama antrean, sementara relawan memasak bergantian di tepi jalan.

"Begitu gerbang dibuka, beberapa sopir menangis, mereka tahu siapa yang menunggu di dalam," ujar Fadli.

Di dalam Gaza, bantuan diserahkan kepada jaringan relawan yang mengelola 14 titik pembagian. Keluarga dengan bayi di bawah dua tahun mendapat giliran pertama.

Dokter anak di Deir al-Balah, Rania Musallam, mengatakan susu bayi di apotek habis sejak pekan lalu. Ia merawat puluhan anak yang berat badannya turun.

Pemerintah Indonesia menyiapkan pengiriman berikutnya berupa obat bius, benang jahit luka, dan 40 tenaga medis untuk rumah sakit lapangan di selatan Gaza.

Badan PBB mencatat rata-rata 170 truk bantuan masuk setiap hari, jauh di bawah kebutuhan 500 truk. Organisasi kemanusiaan meminta dua perlintasan tambahan dibuka sebelum puncak musim dingin.',0,'id','','[]','["dunia"]',1795542496000000,1795558130530733,1795558130530733,1795558730540176,15,'first','p=.01 wl=.10 wf=.10 wt=.13 4.7h');
CREATE TABLE feeds (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	url TEXT NOT NULL, 
	outlet TEXT NOT NULL, 
	section TEXT NOT NULL, 
	language VARCHAR(35) NOT NULL, 
	zone VARCHAR(64) NOT NULL, 
	interval BIGINT, 
	full_text BOOLEAN NOT NULL, 
	headers JSON NOT NULL, 
	proxy TEXT NOT NULL, 
	weight FLOAT NOT NULL, 
	label TEXT NOT NULL, 
	enabled BOOLEAN NOT NULL, 
	etag TEXT NOT NULL, 
	last_modified TEXT NOT NULL, 
	body_hash TEXT NOT NULL, 
	moved_to TEXT NOT NULL, 
	moved_seen INTEGER NOT NULL, 
	next_poll BIGINT NOT NULL, 
	due BIGINT NOT NULL, 
	listed BIGINT, 
	last_poll BIGINT, 
	last_new BIGINT, 
	entries_per_day FLOAT NOT NULL, 
	health VARCHAR(20) NOT NULL, 
	since BIGINT, 
	failures INTEGER NOT NULL, 
	detail TEXT NOT NULL, 
	CONSTRAINT uq_feeds_url UNIQUE (url)
);
INSERT INTO "feeds" VALUES(1,'http://127.0.0.1:40651/harian-kecapi/atom.xml','Harian Kecapi','','id','Asia/Jakarta',NULL,0,'[]','',1.0,'',1,'"f804c461f1cfdd7c"','','302a0145e356fd84f5e187034b82f871','',0,1795558168143194,1795558168143194,1795558130530733,1795558163143194,1795558130530733,1.10673742381748425596e+01,'ok',1795558127974928,0,'');
INSERT INTO "feeds" VALUES(2,'http://127.0.0.1:40651/jurnal-kenari/feed.xml','Jurnal Kenari','','id','Asia/Jakarta',NULL,0,'[]','',1.0,'',1,'"ecd6a7ab67181384"','','04c744703ee02bb6080128b4af88deea','',0,1795558168628085,1795558168628085,1795558130530733,1795558163628085,1795558130530733,9.75426512216575503089e+00,'ok',1795558128527411,0,'');
CREATE TABLE messages (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	hash VARCHAR(32) NOT NULL, 
	body JSON NOT NULL, 
	made BIGINT NOT NULL, 
	CONSTRAINT uq_messages_hash UNIQUE (hash)
);
INSERT INTO "messages" VALUES(1,'dfb867270a6b01d38fbec8804d675efc','{"html": "\ud83c\udf05 <b>Kabar pagi \u00b7 Irak</b>\nRabu, 25 November 2026 \u00b7 05.09 WIB\n2 berita dari 2 laporan\n\n<b>1. <a href=\"http://127.0.0.1:40651/jurnal-kenari/pompa-terlalu-panas-sebab-kebakaran-depot-basra.html\">Pompa terlalu panas diduga sebabkan kebakaran depot minyak Basra</a></b>\n<blockquote expandable>Pompa yang terlalu panas diduga menjadi sebab kebakaran depot minyak di Basra, Irak. Api yang berkobar selama 14 jam itu akhirnya padam pada Selasa. Kolonel Nabil al-Jazairi dari Pertahanan Sipil Basra menjelaskan pompa di tangki nomor enam tidak berhenti otomatis ketika suhunya naik. Sebanyak 260 petugas dan 40 mobil pemadam dikerahkan, termasuk bantuan dari Provinsi Maysan dan Dhi Qar.</blockquote>\n<i>Jurnal Kenari \u00b7 kemarin 22.48</i>\n\n<b>2. <a href=\"http://127.0.0.1:40651/harian-kecapi/nota-kesepahaman-irak-rusia-dipertanyakan-parlemen.html\">Parlemen Irak minta naskah kerja sama energi dengan Rusia dibuka</a></b>\n<blockquote>Parlemen Irak meminta pemerintah membuka naskah kerja sama energi dengan Rusia yang baru ditandatangani di Moskow.</blockquote>\n<i>Harian Kecapi \u00b7 02.38</i>\n\n<i>Ringkasan adalah kutipan asli dari sumber. Berikutnya: 06.00 WIB</i>", "buttons": [[["Topik", "1t:n:0", ""], ["Jadwal", "1h:n", ""]]], "silent": false, "preview": false}',1795558152962931);
CREATE TABLE outbox (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	subscriber_id INTEGER NOT NULL, 
	digest_id INTEGER NOT NULL, 
	part INTEGER NOT NULL, 
	chat_id BIGINT NOT NULL, 
	message_id INTEGER NOT NULL, 
	state VARCHAR(20) NOT NULL, 
	rank INTEGER NOT NULL, 
	not_before BIGINT NOT NULL, 
	expires BIGINT, 
	attempts INTEGER NOT NULL, 
	uncertain BOOLEAN NOT NULL, 
	reason TEXT NOT NULL, 
	telegram_id BIGINT, 
	done BIGINT, 
	CONSTRAINT fk_outbox_digest_id FOREIGN KEY(digest_id) REFERENCES digests (id), 
	CONSTRAINT fk_outbox_message_id FOREIGN KEY(message_id) REFERENCES messages (id), 
	CONSTRAINT fk_outbox_subscriber_id FOREIGN KEY(subscriber_id) REFERENCES subscribers (id), 
	CONSTRAINT uq_outbox_subscriber_id_digest_id_part UNIQUE (subscriber_id, digest_id, part)
);
INSERT INTO "outbox" VALUES(1,1,1,0,17,1,'sent',0,1795558152962931,NULL,1,0,'',4,1795558153903461);
CREATE TABLE stories (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	sequence BIGINT, 
	head_id INTEGER NOT NULL, 
	first BIGINT NOT NULL, 
	last BIGINT NOT NULL, 
	affair_id INTEGER, 
	topics JSON NOT NULL, 
	summary JSON NOT NULL, 
	version INTEGER NOT NULL, 
	finished INTEGER NOT NULL, 
	used BIGINT NOT NULL, 
	CONSTRAINT uq_stories_sequence UNIQUE (sequence)
);
INSERT INTO "stories" VALUES(1,1,10,1795487296000000,1795487296000000,NULL,'[]','[["Embung yang digali warga secara gotong royong menyelamatkan kebun sayur di sejumlah desa di Timor, Nusa Tenggara Timur, saat kemarau panjang.", 10, "Jurnal Kenari"], ["Dari 46 embung kecil, 39 masih berisi air, menurut pendataan kelompok tani, Selasa.", 10, "Jurnal Kenari"], ["Setiap embung berukuran kira-kira sepuluh kali delapan meter dan dilapisi tanah liat.", 10, "Jurnal Kenari"], ["Warga menutup permukaannya dengan daun lontar agar air tidak cepat menguap.", 10, "Jurnal Kenari"]]',1,1,0);
INSERT INTO "stories" VALUES(2,2,1,1795487896000000,1795487896000000,NULL,'[["iran", 0.5, ["Iran"], "title"], ["oman", 0.5, ["Oman"], "title"], ["internasional", 0.45, ["Iran"], "implied"], ["timur-tengah", 0.45, ["Iran"], "implied"]]','[["Iran dan Oman membuka jalur feri barang antara Bandar Abbas dan Sohar.", 1, "Harian Kecapi"]]',1,1,0);
INSERT INTO "stories" VALUES(3,3,11,1795492096000000,1795492096000000,NULL,'[["bandung", 0.58, ["Bandung"], "title"], ["jawa-barat", 0.522, ["Bandung"], "implied"], ["nasional", 0.522, ["Bandung"], "implied"]]','[["Sekelompok peneliti di Bandung menguji alat skrining tuberkulosis yang bekerja lewat embusan napas.", 11, "Jurnal Kenari"], ["Hasil awal pada 820 orang menunjukkan ketepatan 89 persen, kata ketua tim peneliti, Ayu Larasdewi, Selasa.", 11, "Jurnal Kenari"], ["Alat sebesar kotak sepatu itu membaca senyawa kimia dalam napas dengan sebelas sensor gas.", 11, "Jurnal Kenari"], ["Hasilnya muncul dalam empat menit tanpa dahak dan tanpa sinar-X.", 11, "Jurnal Kenari"]]',1,1,0);
INSERT INTO "stories" VALUES(4,4,2,1795493296000000,1795493296000000,NULL,'[["olahraga", 0.978, ["laga", "turnamen", "bulu tangkis"], "title"], ["indonesia", 0.5, ["Indonesia"], "title"]]','[["Ganda campuran Indonesia menjuarai turnamen bulu tangkis di Kopenhagen setelah bertanding 92 menit.", 2, "Harian Kecapi"]]',1,1,0);
INSERT INTO "stories" VALUES(5,5,3,1795497496000000,1795497496000000,NULL,'[["suriah", 0.6, ["Aleppo", "Suriah"], "title"], ["internasional", 0.54, ["Aleppo", "Suriah"], "implied"], ["timur-tengah", 0.54, ["Aleppo", "Suriah"], "implied"]]','[["Bandara Aleppo di Suriah kembali melayani penerbangan internasional setelah perbaikan setahun.", 3, "Harian Kecapi"]]',1,1,0);
INSERT INTO "stories" VALUES(6,6,12,1795504096000000,1795504096000000,NULL,'[["kesehatan", 0.914, ["Vaksin", "demam berdarah", "Kesehatan", "Dokter"], "title"], ["nasional", 0.823, ["Vaksin", "demam berdarah", "Kesehatan", "Dokter"], "implied"], ["pendidikan", 0.716, ["sekolah", "siswa", "guru"], "title"]]','[["Vaksin demam berdarah mulai diberikan kepada siswa di 1.900 sekolah dasar di lima provinsi, Selasa.", 12, "Jurnal Kenari"], ["Tahap pertama menyasar 310.000 anak berusia enam sampai sebelas tahun.", 12, "Jurnal Kenari"], ["Juru bicara Kementerian Kesehatan mengatakan lima provinsi itu dipilih karena angka kasusnya paling tinggi dalam tiga tahun terakhir.", 12, "Jurnal Kenari"], ["Jawa Timur, Bali, dan Kalimantan Timur termasuk di dalamnya.", 12, "Jurnal Kenari"]]',1,1,0);
INSERT INTO "stories" VALUES(7,7,4,1795512496000000,1795512496000000,NULL,'[["teknologi", 0.988, ["platform", "aplikasi", "Platform"], "title"]]','[["RUU Pelindungan Pekerja Platform membatasi potongan aplikasi paling banyak 10 persen dari tarif.", 4, "Harian Kecapi"]]',1,1,0);
INSERT INTO "stories" VALUES(8,8,13,1795518496000000,1795518496000000,NULL,'[["ekonomi", 0.868, ["gaji", "Gaji", "bank sentral"], "title"], ["yaman", 0.707, ["Yaman", "Sanaa", "Aden"], "title"], ["oman", 0.6, ["Oman", "Muskat"], "title"], ["internasional", 0.54, ["Oman", "Muskat"], "implied"], ["timur-tengah", 0.54, ["Oman", "Muskat"], "implied"]]','[["Oman menawarkan jaminan pembayaran gaji pegawai negeri Yaman selama enam bulan agar perundingan damai di Muskat tidak kembali buntu.", 13, "Jurnal Kenari"], ["Tawaran itu disampaikan kepada kedua delegasi pada Selasa.", 13, "Jurnal Kenari"], ["Gaji pegawai di wilayah utara menjadi pokok sengketa sejak bank sentral Yaman terbelah.", 13, "Jurnal Kenari"], ["Utusan PBB Helena Brandvik mengatakan dana jaminan akan disimpan di rekening bersama yang diawasi PBB.", 13, "Jurnal Kenari"]]',1,1,0);
INSERT INTO "stories" VALUES(9,9,14,1795519696000000,1795519696000000,NULL,'[]','[["Tujuh desa di Kabupaten Demak, Jawa Tengah, terendam setelah tanggul sungai jebol akibat hujan lebat di hulu, Selasa.", 14, "Jurnal Kenari"], ["Ketinggian air mencapai satu setengah meter di titik terdalam.", 14, "Jurnal Kenari"], ["Kepala balai sungai setempat, Purwanto Aribawa, menjelaskan tanggul selebar 25 meter runtuh karena terkikis dari bawah.", 14, "Jurnal Kenari"], ["Debit sungai saat itu 810 meter kubik per detik, melampaui kapasitas rencana 650.", 14, "Jurnal Kenari"]]',1,1,0);
INSERT INTO "stories" VALUES(10,10,5,1795522096000000,1795522096000000,8,'[["yaman", 0.5, ["Yaman"], "title"], ["hukum", 0.481, ["tahanan"], "title"], ["internasional", 0.45, ["Yaman"], "implied"], ["timur-tengah", 0.45, ["Yaman"], "implied"], ["oman", 0.3, ["Oman"], "title"]]','[["Dua delegasi Yaman menyepakati daftar 880 tahanan untuk dipertukarkan.", 5, "Harian Kecapi"]]',1,1,0);
INSERT INTO "stories" VALUES(11,11,6,1795525696000000,1795525696000000,NULL,'[["teknologi", 0.687, ["drone"], "title"], ["ukraina", 0.6, ["Kharkiv", "Ukraina"], "title"], ["eropa", 0.54, ["Kharkiv", "Ukraina"], "implied"]]','[["Kota Kharkiv di Ukraina sebagian gelap setelah dua gardu induk dihantam drone.", 6, "Harian Kecapi"]]',1,1,0);
INSERT INTO "stories" VALUES(12,12,7,1795530496000000,1795530496000000,NULL,'[["rusia", 0.5, ["Rusia"], "title"], ["eropa", 0.45, ["Rusia"], "implied"], ["internasional", 0.45, ["Rusia"], "implied"]]','[["Rusia membatasi penjualan bensin ke luar negeri karena stok di dalam negeri menipis.", 7, "Harian Kecapi"]]',1,1,0);
INSERT INTO "stories" VALUES(13,13,15,1795535296000000,1795535296000000,NULL,'[["irak", 0.796, ["Basra", "Irak"], "title"], ["internasional", 0.716, ["Basra", "Irak"], "implied"], ["timur-tengah", 0.716, ["Basra", "Irak"], "implied"], ["bencana", 0.683, ["kebakaran", "terbakar"], "title"]]','[["Pompa yang terlalu panas diduga menjadi sebab kebakaran depot minyak di Basra, Irak.", 15, "Jurnal Kenari"], ["Api yang berkobar selama 14 jam itu akhirnya padam pada Selasa.", 15, "Jurnal Kenari"], ["Kolonel Nabil al-Jazairi dari Pertahanan Sipil Basra menjelaskan pompa di tangki nomor enam tidak berhenti otomatis ketika suhunya naik.", 15, "Jurnal Kenari"], ["Sebanyak 260 petugas dan 40 mobil pemadam dikerahkan, termasuk bantuan dari Provinsi Maysan dan Dhi Qar.", 15, "Jurnal Kenari"]]',1,1,1795558152962931);
INSERT INTO "stories" VALUES(14,14,16,1795540696000000,1795540696000000,NULL,'[["ekonomi", 0.994, ["rupiah", "Rupiah", "dolar AS", "Bank Indonesia"], "title"], ["nasional", 0.895, ["rupiah", "Rupiah", "dolar AS", "Bank Indonesia"], "implied"]]','[["Rupiah menguat tipis ke 16.240 per dolar AS setelah Bank Indonesia menahan bunga acuan di 4,75 persen, Rabu.", 16, "Jurnal Kenari"], ["Keputusan tersebut sudah diperkirakan pasar sehingga pergerakannya tidak besar.", 16, "Jurnal Kenari"], ["Bank sentral menyebut tiga pertimbangan, yaitu inflasi yang terkendali di 2,6 persen, ketidakpastian suku bunga Amerika Serikat, dan pertumbuhan kredit yang mulai pulih.", 16, "Jurnal Kenari"], ["Kredit perbankan tumbuh 9,8 persen dibandingkan tahun lalu.", 16, "Jurnal Kenari"]]',1,1,0);
INSERT INTO "stories" VALUES(15,15,17,1795542496000000,1795542496000000,NULL,'[["palestina", 0.579, ["Gaza"], "title"], ["indonesia", 0.55, ["Indonesia"], "title"], ["internasional", 0.521, ["Gaza"], "implied"], ["timur-tengah", 0.521, ["Gaza"], "implied"]]','[["Konvoi bantuan Indonesia yang membawa susu bayi dan 2.600 tenda musim dingin memasuki Gaza, Rabu.", 17, "Jurnal Kenari"], ["Rombongan truk itu berangkat dari Al-Arish, Mesir, dan telah menunggu izin selama tujuh hari.", 17, "Jurnal Kenari"], ["Fadli Rahmadsyah, koordinator misi, menuturkan setiap palet dibuka dan dipindai satu per satu.", 17, "Jurnal Kenari"], ["Pengemudi tidur di kabin selama antrean, sementara relawan memasak bergantian di tepi jalan.", 17, "Jurnal Kenari"]]',1,1,0);
INSERT INTO "stories" VALUES(16,16,8,1795544296000000,1795544296000000,NULL,'[["palestina", 0.58, ["Gaza", "Jalur Gaza"], "title"], ["internasional", 0.522, ["Gaza", "Jalur Gaza"], "implied"], ["timur-tengah", 0.522, ["Gaza", "Jalur Gaza"], "implied"], ["indonesia", 0.5, ["Indonesia"], "title"]]','[["Bantuan dari Indonesia tiba di Jalur Gaza setelah sepekan menunggu pemeriksaan di perbatasan.", 8, "Harian Kecapi"]]',1,1,0);
INSERT INTO "stories" VALUES(17,17,9,1795549096000000,1795549096000000,NULL,'[["politik", 0.622, ["Parlemen"], "title"], ["rusia", 0.6, ["Rusia", "Moskow"], "title"], ["eropa", 0.54, ["Rusia", "Moskow"], "implied"], ["irak", 0.5, ["Irak"], "title"], ["internasional", 0.45, ["Irak"], "implied"], ["timur-tengah", 0.45, ["Irak"], "implied"]]','[["Parlemen Irak meminta pemerintah membuka naskah kerja sama energi dengan Rusia yang baru ditandatangani di Moskow.", 9, "Harian Kecapi"]]',1,1,1795558152962931);
CREATE TABLE subscribers (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	chat_id BIGINT NOT NULL, 
	thread_id BIGINT NOT NULL, 
	kind VARCHAR(20) NOT NULL, 
	language VARCHAR(35) NOT NULL, 
	zone VARCHAR(64) NOT NULL, 
	hours JSON NOT NULL, 
	topics JSON NOT NULL, 
	queries JSON NOT NULL, 
	status VARCHAR(20) NOT NULL, 
	status_reason TEXT NOT NULL, 
	cursor BIGINT NOT NULL, 
	due BIGINT, 
	joined BIGINT NOT NULL, 
	CONSTRAINT uq_subscribers_chat_id_thread_id UNIQUE (chat_id, thread_id)
);
INSERT INTO "subscribers" VALUES(1,17,0,'private','id','Asia/Jakarta','["06:00:00", "17:00:00"]','["irak"]','[]','active','',17,1795561200000000,1795558152207541);
CREATE INDEX ix_digests_made ON digests (made);
CREATE INDEX ix_feeds_due ON feeds (due) WHERE enabled IS 1;
CREATE INDEX ix_messages_made ON messages (made);
CREATE INDEX ix_stories_last ON stories (last);
CREATE INDEX ix_stories_unfinished ON stories (id) WHERE finished < version;
CREATE INDEX ix_subscribers_due ON subscribers (due) WHERE status = 'active';
CREATE INDEX ix_entries_by_guid ON entries (by_guid);
CREATE INDEX ix_entries_by_key ON entries (by_key);
CREATE INDEX ix_entries_feed_id ON entries (feed_id);
CREATE INDEX ix_entries_loose ON entries (published) WHERE story_id IS NULL;
CREATE INDEX ix_entries_published ON entries (published);
CREATE INDEX ix_entries_story_id ON entries (story_id);
CREATE INDEX ix_outbox_chat ON outbox (chat_id, id) WHERE state IN ('queued', 'sending');
CREATE INDEX ix_outbox_digest_id ON outbox (digest_id);
CREATE INDEX ix_outbox_done ON outbox (done) WHERE done IS NOT NULL;
CREATE INDEX ix_outbox_expires ON outbox (expires) WHERE state = 'queued';
CREATE INDEX ix_outbox_message_id ON outbox (message_id);
CREATE INDEX ix_outbox_not_before ON outbox (not_before) WHERE state = 'queued';
CREATE INDEX ix_outbox_queue ON outbox (rank, id) WHERE state = 'queued';
DELETE FROM "sqlite_sequence";
INSERT INTO "sqlite_sequence" VALUES('feeds',2);
INSERT INTO "sqlite_sequence" VALUES('entries',17);
INSERT INTO "sqlite_sequence" VALUES('stories',17);
INSERT INTO "sqlite_sequence" VALUES('subscribers',1);
INSERT INTO "sqlite_sequence" VALUES('digests',1);
INSERT INTO "sqlite_sequence" VALUES('messages',1);
INSERT INTO "sqlite_sequence" VALUES('outbox',1);
COMMIT;