"""Sentences in sixteen languages other than English, recombined into foreign documents."""

from random import Random

_SENTENCES = {
    "de": """
        Am frühen Morgen lag noch dichter Nebel über den Feldern, und die Straße zum Dorf war kaum zu erkennen.
        Die Bäckerei an der Ecke öffnet schon um sechs Uhr, weil viele Kunden vor der Arbeit frische Brötchen kaufen.
        Wer den Garten im Frühjahr gut vorbereitet, hat im Sommer deutlich weniger Mühe mit dem Gießen und Jäten.
        Der Gemeinderat hat beschlossen, die alte Brücke zu sanieren, statt sie durch einen Neubau zu ersetzen.
        Meine Großmutter erzählte gern von den langen Wintern, in denen der See bis in den März hinein zugefroren war.
        Nach dem Regen roch es im Wald nach Moos und Erde, und überall zwischen den Bäumen wuchsen Pilze.
        Das Museum zeigt bis Ende Oktober eine Ausstellung über die Geschichte der Uhrmacher in dieser Gegend.
        Obwohl der Zug eine halbe Stunde Verspätung hatte, erreichten wir noch rechtzeitig das letzte Schiff zur Insel.
        Für die Suppe braucht man nur ein paar Kartoffeln, etwas Lauch, eine Zwiebel und ein gutes Stück Butter.
        Die Schülerinnen und Schüler haben gemeinsam ein Theaterstück geschrieben, das sie nächste Woche aufführen.
        Im Keller fand der neue Besitzer eine Kiste mit Briefen, die seit mehr als siebzig Jahren niemand gelesen hatte.
        Viele Vögel ziehen im Herbst nach Süden, doch einige bleiben das ganze Jahr über in unseren Städten.
        Der Tischler erklärte uns geduldig, warum man dieses Holz vor dem Verleimen mehrere Wochen trocknen lassen muss.
        Wenn die Preise weiter steigen, werden manche Familien ihren Urlaub wohl lieber zu Hause verbringen.
        Am Abend saßen alle vor dem Haus, tranken Apfelsaft und hörten dem Nachbarn zu, der auf der Gitarre spielte.
    """,
    "fr": """
        Le marché du samedi attire beaucoup de monde, car on y trouve des légumes frais et du fromage de la région.
        Quand la pluie a cessé, les enfants sont sortis dans la cour pour jouer avec le chien de la voisine.
        La bibliothèque municipale restera fermée pendant deux semaines afin de permettre la rénovation du toit.
        Mon grand-père gardait dans son atelier des outils qu'il avait fabriqués lui-même lorsqu'il était jeune.
        Il faut laisser reposer la pâte au moins une heure avant de l'étaler sur une planche légèrement farinée.
        Les habitants du village espèrent que la nouvelle ligne de bus leur évitera de longs trajets en voiture.
        Au bord de la rivière, quelques pêcheurs attendaient en silence que le brouillard se lève enfin.
        Cette exposition présente des photographies prises entre les deux guerres dans les ports de la côte.
        Elle a décidé de changer de métier après quinze ans passés dans le même bureau au centre de la ville.
        Les oiseaux reviennent toujours au printemps, même si les hivers sont devenus plus doux qu'autrefois.
        On raconte que le vieux moulin appartenait à une famille de meuniers qui parlait une langue oubliée.
        Le professeur a expliqué pourquoi la lune semble plus grande lorsqu'elle se trouve près de l'horizon.
        Nous avons marché toute la journée à travers les vignes avant d'arriver à une petite auberge très calme.
        Si vous arrosez trop cette plante, ses feuilles jaunissent et ses racines finissent par pourrir.
        Chaque été, un orchestre amateur donne un concert gratuit sur la place devant la mairie.
    """,
    "es": """
        Todas las mañanas el panadero recorre el barrio con su bicicleta y deja el pan caliente en cada puerta.
        La carretera hacia la costa estuvo cerrada durante varios días porque el viento había derribado muchos árboles.
        Mi hermana aprendió a tocar la guitarra con un vecino que había sido músico en su juventud.
        El ayuntamiento quiere convertir la antigua fábrica de zapatos en un centro cultural abierto a todos.
        Para preparar este guiso se necesitan garbanzos, un poco de ajo, dos tomates maduros y mucha paciencia.
        Cuando bajó la marea, los niños corrieron a la playa para buscar conchas y cangrejos entre las rocas.
        Los agricultores de la zona temen que la falta de lluvia reduzca la cosecha de aceitunas de este año.
        En la plaza del pueblo hay una fuente de piedra donde los viajeros solían dar de beber a sus caballos.
        El tren llegó con retraso, pero nadie se quejó porque el paisaje era realmente hermoso.
        Aquel verano leímos juntos una novela muy larga sobre una familia que vivía junto a un faro.
        La maestra pidió a sus alumnos que dibujaran un mapa del camino que recorren para ir a la escuela.
        Aunque el taller es pequeño, allí se reparan relojes que otros artesanos ya no saben arreglar.
        Los científicos observaron que las abejas visitan menos flores cuando la temperatura sube demasiado.
        Después de la cena salimos a caminar por el puerto y vimos cómo los barcos encendían sus luces.
        Nadie sabe con certeza quién construyó el puente, pero todos cuentan una historia diferente sobre él.
    """,
    "it": """
        Il vecchio mulino lungo il fiume è stato restaurato da un gruppo di volontari che vivono nel paese.
        Ogni domenica mia nonna preparava la pasta in casa e invitava a pranzo tutti i parenti più vicini.
        La stazione si trova a pochi minuti dal centro, ma la strada in salita è piuttosto faticosa.
        Dopo il temporale l'aria era fresca e dalle finestre aperte si sentiva il profumo dei tigli.
        Gli studenti hanno raccolto le storie degli anziani e le hanno pubblicate in un piccolo libro.
        Il falegname spiegò che quel legno va lasciato asciugare per molti mesi prima di essere lavorato.
        Se volete vedere l'alba dalla cima, dovete partire dal rifugio quando è ancora buio.
        Il comune ha deciso di piantare duecento alberi lungo la strada che porta alla scuola elementare.
        Nessuno si aspettava che la squadra più giovane vincesse il torneo senza perdere neanche una partita.
        Nella cantina abbiamo trovato alcune bottiglie coperte di polvere e un baule pieno di fotografie.
        La mostra dedicata ai pescatori dell'isola rimarrà aperta fino alla fine di settembre.
        Quando il vento soffia da nord, le barche restano nel porto e i pescatori riparano le reti.
        Per questa ricetta bastano farina, uova, un limone e qualche cucchiaio di zucchero.
        Mio zio raccontava sempre la stessa storia, eppure noi bambini lo ascoltavamo con grande attenzione.
        Il medico consigliò alla signora di camminare almeno mezz'ora al giorno e di dormire di più.
    """,
    "pt": """
        O mercado da vila abre muito cedo e os agricultores chegam ainda de noite com as suas carrinhas cheias.
        A minha avó guardava as receitas num caderno velho, escrito com uma letra tão pequena que mal se lia.
        Depois de três dias de chuva, o rio subiu e a ponte de madeira teve de ser fechada.
        Os alunos plantaram árvores junto ao campo de jogos e prometeram regá-las todas as semanas.
        A exposição mostra como viviam os pescadores desta costa antes da construção do novo porto.
        Não é fácil encontrar um sapateiro que ainda faça sapatos à mão como se fazia antigamente.
        Quando o comboio parou no meio da serra, os passageiros desceram para apreciar a paisagem.
        O médico explicou que uma boa noite de sono faz mais pela saúde do que muitos remédios.
        Ninguém sabia de onde tinha vindo o cão, mas ao fim de uma semana já era amigo de toda a gente.
        A câmara municipal vai recuperar o antigo cinema e transformá-lo numa escola de música.
        Para fazer este bolo são precisos quatro ovos, açúcar, farinha e o sumo de duas laranjas.
        Ao cair da tarde, as crianças juntavam-se no largo da igreja e jogavam até serem chamadas para jantar.
        Os investigadores descobriram que estas aves regressam sempre ao mesmo ninho na primavera.
        Embora o caminho fosse longo, ninguém se queixou, porque havia sombra e água fresca em cada aldeia.
        O livro conta a história de duas irmãs que abriram uma pequena livraria numa rua esquecida.
    """,
    "nl": """
        De fietsenmaker op de hoek repareert al meer dan dertig jaar de fietsen van de hele buurt.
        Toen de mist eindelijk optrok, zagen we in de verte de molens en de smalle dijk langs het water.
        Mijn opa vertelde vaak over de strenge winters waarin ze van dorp naar dorp konden schaatsen.
        De gemeente wil het oude postkantoor verbouwen tot een bibliotheek met een kleine leeszaal.
        Wie in het voorjaar bloembollen wil zien, moet ze al in de herfst in de grond stoppen.
        Op zaterdag staat er een markt op het plein waar je verse vis en kaas van de boerderij kunt kopen.
        De kinderen hadden een hut gebouwd van oude planken en een stuk zeil dat ze in de schuur vonden.
        Omdat de trein vertraging had, misten we de boot en moesten we een nacht op het vasteland blijven.
        Volgens de onderzoekers slapen mensen beter als ze 's avonds minder lang naar een scherm kijken.
        Het dak van de kerk lekte zo erg dat de emmers tijdens de dienst geleegd moesten worden.
        Ze besloot haar baan op te zeggen en een kleine bakkerij te beginnen in het huis van haar tante.
        Langs het kanaal groeien wilgen waar elk jaar dezelfde reigers hun nest bouwen.
        Voor dit gerecht heb je alleen aardappelen, uien, een beetje boter en veel geduld nodig.
        De leraar legde uit waarom het water in de sloot hoger staat dan het land ernaast.
        Niemand wist wie de brief had geschreven, maar iedereen in de straat sprak er weken over.
    """,
    "pl": """
        Wczesnym rankiem nad łąkami unosiła się mgła, a z daleka słychać było tylko szczekanie psów.
        Moja babcia piekła chleb w starym piecu i zawsze zostawiała jeden bochenek dla sąsiadów.
        Rada miasta postanowiła wyremontować zabytkowy dworzec, zamiast budować nowy na obrzeżach.
        Dzieci zbierały w parku kasztany i robiły z nich zwierzęta, które potem stawiały na parapecie.
        Jeśli ziemia jest zbyt sucha, młode drzewka trzeba podlewać co najmniej dwa razy w tygodniu.
        Pociąg spóźnił się ponad godzinę, więc musieliśmy przenocować w małym hotelu obok stacji.
        W muzeum można obejrzeć wystawę poświęconą rzemieślnikom, którzy mieszkali w tej dzielnicy przed wojną.
        Stolarz pokazał nam, jak połączyć dwie deski bez użycia gwoździ i kleju.
        Zimą jezioro zamarza tak mocno, że mieszkańcy wyspy mogą dojść pieszo do sklepu na drugim brzegu.
        Nauczycielka poprosiła uczniów, aby opisali swoją ulubioną książkę i uzasadnili wybór.
        Nikt nie pamięta, kto posadził tę lipę, ale wszyscy lubią odpoczywać w jej cieniu.
        Do tej zupy potrzebne są ziemniaki, marchew, kawałek selera oraz kilka suszonych grzybów.
        Po burzy rzeka wystąpiła z brzegów i zalała ogrody położone najbliżej mostu.
        Lekarz powiedział, że codzienny spacer pomaga bardziej niż niejedno lekarstwo.
        Wieczorem wszyscy siedzieli przed domem, pili herbatę i słuchali opowieści dziadka.
    """,
    "ru": """
        Рано утром над рекой стоял густой туман, и рыбаки долго не могли найти свою лодку.
        Бабушка каждое лето варила варенье из крыжовника и угощала им всех соседских детей.
        Городские власти решили отремонтировать старый вокзал и открыть в нём небольшой музей.
        После дождя в лесу пахло хвоей и мокрой землёй, а под берёзами появились первые грибы.
        Учитель объяснил ученикам, почему зимой дни короче, а летом солнце садится так поздно.
        Поезд опоздал на два часа, поэтому нам пришлось ночевать в гостинице рядом со станцией.
        В этой мастерской уже много лет чинят часы, которые в других местах считают безнадёжными.
        Когда озеро замерзает, жители деревни ходят по льду на другой берег за хлебом и почтой.
        Врач посоветовал ему больше гулять, меньше волноваться и ложиться спать до полуночи.
        Никто не знает, кто построил этот мост, но о нём рассказывают множество разных историй.
        Дети нашли на чердаке старый чемодан, полный писем и выцветших фотографий.
        Для этого супа нужны картофель, морковь, луковица и немного сушёных грибов.
        Весной птицы возвращаются в наш парк и вьют гнёзда на тех же самых деревьях.
        Молодой архитектор предложил сохранить фасад здания и перестроить только внутренние комнаты.
        Вечером вся семья собралась на веранде, пила чай и слушала рассказы дедушки о море.
    """,
    "el": """
        Κάθε πρωί ο φούρναρης ανοίγει το μαγαζί του πριν ακόμη ξημερώσει και το ψωμί μυρίζει σε όλη τη γειτονιά.
        Η γιαγιά μου φύλαγε τις συνταγές της σε ένα παλιό τετράδιο που κανείς άλλος δεν μπορούσε να διαβάσει.
        Μετά τη βροχή τα παιδιά βγήκαν στην αυλή και έπαιζαν μέχρι να νυχτώσει.
        Ο δήμος αποφάσισε να επισκευάσει το παλιό σχολείο και να το μετατρέψει σε βιβλιοθήκη.
        Οι ψαράδες του νησιού επιστρέφουν στο λιμάνι όταν ο άνεμος γίνεται πολύ δυνατός.
        Το τρένο σταμάτησε ανάμεσα στα βουνά και οι επιβάτες κατέβηκαν για να δουν τη θέα.
        Για αυτή τη σούπα χρειάζονται φακές, ένα κρεμμύδι, δύο ντομάτες και λίγο ελαιόλαδο.
        Ο δάσκαλος εξήγησε στους μαθητές γιατί το φεγγάρι αλλάζει σχήμα μέσα στον μήνα.
        Κανείς δεν θυμάται ποιος φύτεψε τον πλάτανο, όμως όλοι κάθονται στη σκιά του το καλοκαίρι.
        Στο υπόγειο βρήκαμε ένα μπαούλο γεμάτο φωτογραφίες και γράμματα από την εποχή του πολέμου.
        Η έκθεση παρουσιάζει τη ζωή των τεχνιτών που ζούσαν κάποτε σε αυτή τη συνοικία.
        Αν ποτίζεις συχνά το φυτό, τα φύλλα του κιτρινίζουν και οι ρίζες του σαπίζουν.
        Ο γιατρός της είπε να περπατάει κάθε μέρα και να κοιμάται περισσότερες ώρες.
        Παρόλο που ο δρόμος ήταν μακρύς, κανένας δεν παραπονέθηκε επειδή το τοπίο ήταν υπέροχο.
        Το βράδυ όλη η οικογένεια μαζεύτηκε στη βεράντα και άκουγε τις ιστορίες του παππού.
    """,
    "zh": """
        清晨的雾气还没有散去，河边已经有几位老人在慢慢地打太极拳。
        每到周末，附近的农民都会把新鲜的蔬菜和水果运到镇上的市场来卖。
        由于连续下了三天大雨，通往山区的公路暂时不能通行。
        奶奶把家里的老照片整理成一本厚厚的相册，常常给我们讲过去的故事。
        市政府决定把废弃的纺织厂改建成一座对所有人开放的图书馆。
        学生们在操场旁边种了两百棵小树，并且约定每个星期轮流浇水。
        研究人员发现，天气太热的时候，蜜蜂采花的次数会明显减少。
        火车晚点了将近两个小时，不过车窗外的风景让大家忘记了疲劳。
        这位木匠告诉我们，木材必须先放置几个月，等它完全干燥以后才能使用。
        做这道汤只需要几个土豆、一根胡萝卜、半个洋葱和一点盐。
        没有人知道这座石桥是谁修建的，但是村里每个人都有自己的说法。
        医生建议他每天散步半个小时，少喝咖啡，晚上早一点睡觉。
        孩子们在阁楼里找到一只旧箱子，里面装满了几十年前的信件。
        春天来了，燕子又飞回屋檐下，在去年的旧窝里安了家。
        晚饭以后，全家人坐在院子里乘凉，听爷爷讲他年轻时出海的经历。
    """,
    "ja": """
        朝早く川のそばを歩くと、霧の中から鳥の声だけが聞こえてきました。
        週末になると、近くの農家の人たちが新鮮な野菜を持って町の市場に集まります。
        三日間も雨が降り続いたため、山の村へ行く道はしばらく通れなくなりました。
        祖母は古い写真を一冊のアルバムにまとめて、昔の話をよく聞かせてくれました。
        市は使われなくなった工場を、だれでも入れる図書館に作り直すことを決めました。
        生徒たちは校庭の横に木を植えて、毎週交代で水をやることを約束しました。
        研究者によると、気温が高すぎる日には蜂が花を訪れる回数が減るそうです。
        電車は一時間以上遅れましたが、窓の外の景色がきれいだったので退屈しませんでした。
        大工さんは、木を使う前に何か月も乾かさなければならない理由を説明してくれました。
        このスープに必要なのは、じゃがいもとにんじん、玉ねぎ、それに少しの塩だけです。
        だれがこの石の橋を作ったのかは分かりませんが、村にはいろいろな話が残っています。
        医者は彼に、毎日三十分ぐらい歩いて夜は早く寝るようにと勧めました。
        子どもたちは屋根裏で古い箱を見つけ、その中には何十年も前の手紙が入っていました。
        春になるとつばめが戻ってきて、去年と同じ場所に巣を作り始めます。
        夕食のあと、家族みんなで庭に座って、祖父が若いころに船で旅をした話を聞きました。
    """,
    "ko": """
        이른 아침 강가에는 안개가 짙게 끼어 있었고 멀리서 새소리만 들려왔습니다.
        주말이 되면 근처 농부들이 신선한 채소와 과일을 가지고 시장에 모입니다.
        사흘 동안 비가 계속 내려서 산골 마을로 가는 길이 한동안 막혔습니다.
        할머니는 오래된 사진을 앨범에 정리해 두고 우리에게 옛날 이야기를 자주 들려주셨습니다.
        시청은 오랫동안 비어 있던 공장을 누구나 이용할 수 있는 도서관으로 바꾸기로 했습니다.
        학생들은 운동장 옆에 나무를 심고 매주 돌아가며 물을 주기로 약속했습니다.
        연구자들은 날씨가 너무 더우면 벌이 꽃을 찾는 횟수가 줄어든다는 사실을 발견했습니다.
        기차가 두 시간이나 늦게 왔지만 창밖의 풍경이 아름다워서 아무도 불평하지 않았습니다.
        목수는 나무를 사용하기 전에 왜 몇 달 동안 말려야 하는지 친절하게 설명해 주었습니다.
        이 국을 끓이려면 감자와 당근, 양파 그리고 약간의 소금만 있으면 됩니다.
        이 돌다리를 누가 만들었는지는 모르지만 마을 사람들은 저마다 다른 이야기를 합니다.
        의사는 그에게 매일 삼십 분씩 걷고 밤에는 일찍 자라고 권했습니다.
        아이들은 다락방에서 오래된 상자를 발견했는데 그 안에는 편지가 가득 들어 있었습니다.
        봄이 되면 제비가 돌아와서 작년과 같은 처마 밑에 둥지를 틉니다.
        저녁을 먹은 뒤 온 가족이 마당에 앉아 할아버지의 젊은 시절 이야기를 들었습니다.
    """,
    "ar": """
        في الصباح الباكر كان الضباب يغطي ضفة النهر ولم نسمع سوى أصوات الطيور من بعيد.
        يأتي المزارعون كل أسبوع إلى سوق البلدة ومعهم الخضروات والفواكه الطازجة من حقولهم.
        كانت جدتي تحتفظ بالصور القديمة في صندوق خشبي وتحكي لنا قصة كل واحدة منها.
        قررت البلدية تحويل المصنع المهجور إلى مكتبة عامة يستطيع الجميع زيارتها.
        بسبب المطر الغزير أغلق الطريق المؤدي إلى القرية الجبلية لمدة ثلاثة أيام.
        زرع التلاميذ أشجارا حول ملعب المدرسة واتفقوا على أن يسقوها كل أسبوع.
        وجد الباحثون أن النحل يزور عددا أقل من الأزهار عندما ترتفع درجة الحرارة كثيرا.
        تأخر القطار أكثر من ساعة لكن المسافرين لم يغضبوا لأن المنظر كان جميلا.
        شرح لنا النجار لماذا يجب أن يجف الخشب عدة أشهر قبل استعماله في صناعة الأثاث.
        نحتاج لإعداد هذا الحساء إلى العدس والبصل والجزر وقليل من الزيت والملح.
        لا أحد يعرف من بنى هذا الجسر الحجري ولكن أهل القرية يروون عنه حكايات كثيرة.
        نصحه الطبيب بأن يمشي نصف ساعة كل يوم وأن ينام مبكرا في الليل.
        عثر الأطفال في الغرفة العليا على حقيبة قديمة مليئة بالرسائل التي لم يقرأها أحد.
        في فصل الربيع تعود الطيور إلى الحديقة وتبني أعشاشها في الأشجار نفسها.
        بعد العشاء جلست العائلة كلها في فناء البيت تستمع إلى حكايات الجد عن البحر.
    """,
    "hi": """
        सुबह सुबह नदी के किनारे घना कोहरा छाया हुआ था और दूर से केवल पक्षियों की आवाज़ आ रही थी।
        हर सप्ताह आसपास के किसान ताज़ी सब्ज़ियाँ और फल लेकर कस्बे के बाज़ार में आते हैं।
        मेरी दादी पुरानी तस्वीरें एक संदूक में रखती थीं और हमें हर तस्वीर की कहानी सुनाती थीं।
        नगर निगम ने बंद पड़े कारखाने को एक बड़े पुस्तकालय में बदलने का निर्णय लिया है।
        तीन दिन तक लगातार बारिश होने के कारण पहाड़ी गाँव की सड़क बंद कर दी गई।
        विद्यार्थियों ने मैदान के पास पेड़ लगाए और हर हफ्ते उन्हें पानी देने का वादा किया।
        शोधकर्ताओं ने पाया कि बहुत अधिक गर्मी में मधुमक्खियाँ फूलों पर कम जाती हैं।
        रेलगाड़ी दो घंटे देर से आई, लेकिन बाहर का दृश्य इतना सुंदर था कि किसी ने शिकायत नहीं की।
        बढ़ई ने हमें समझाया कि लकड़ी को काम में लेने से पहले कई महीने सुखाना क्यों ज़रूरी है।
        इस सूप के लिए केवल कुछ आलू, एक गाजर, आधा प्याज़ और थोड़ा सा नमक चाहिए।
        कोई नहीं जानता कि यह पत्थर का पुल किसने बनाया था, पर गाँव में इसकी कई कहानियाँ हैं।
        डॉक्टर ने उसे रोज़ आधा घंटा टहलने और रात को जल्दी सोने की सलाह दी।
        बच्चों को ऊपर वाले कमरे में एक पुराना बक्सा मिला जो चिट्ठियों से भरा हुआ था।
        वसंत आते ही चिड़ियाँ हमारे बगीचे में लौट आती हैं और उन्हीं पेड़ों पर घोंसला बनाती हैं।
        रात के खाने के बाद पूरा परिवार आँगन में बैठकर दादाजी की यात्राओं की कहानियाँ सुनता था।
    """,
    "tr": """
        Sabahın erken saatlerinde nehrin üzerinde sis vardı ve uzaktan yalnızca kuş sesleri geliyordu.
        Her hafta sonu çevredeki çiftçiler taze sebze ve meyvelerini kasabanın pazarına getirirler.
        Büyükannem eski fotoğrafları ahşap bir sandıkta saklar ve bize her birinin hikâyesini anlatırdı.
        Belediye yıllardır boş duran fabrikayı herkese açık bir kütüphaneye dönüştürmeye karar verdi.
        Üç gün boyunca yağmur yağdığı için dağ köyüne giden yol bir süre kapalı kaldı.
        Öğrenciler okul bahçesinin yanına ağaç diktiler ve onları sırayla sulamaya söz verdiler.
        Araştırmacılar hava çok sıcak olduğunda arıların daha az çiçeğe gittiğini gözlemledi.
        Tren iki saat gecikti ama manzara o kadar güzeldi ki kimse bundan şikâyet etmedi.
        Marangoz ağacın kullanılmadan önce neden aylarca kurutulması gerektiğini sabırla açıkladı.
        Bu çorba için birkaç patates, bir havuç, yarım soğan ve biraz tuz yeterlidir.
        Bu taş köprüyü kimin yaptığını kimse bilmiyor, fakat köyde herkes başka bir öykü anlatıyor.
        Doktor ona her gün yarım saat yürümesini ve akşamları daha erken yatmasını önerdi.
        Çocuklar tavan arasında kimsenin okumadığı mektuplarla dolu eski bir bavul buldular.
        İlkbahar gelince kırlangıçlar geri döner ve yuvalarını yine aynı saçağın altına yaparlar.
        Yemekten sonra bütün aile bahçede oturup dedemin denizde geçen gençlik yıllarını dinledi.
    """,
    "vi": """
        Sáng sớm, sương mù còn phủ kín mặt sông và từ xa chỉ nghe thấy tiếng chim hót.
        Mỗi cuối tuần, nông dân quanh vùng mang rau quả tươi đến bán ở chợ của thị trấn.
        Bà tôi cất những tấm ảnh cũ trong một chiếc hộp gỗ và thường kể cho chúng tôi nghe chuyện ngày xưa.
        Thành phố đã quyết định biến nhà máy bỏ hoang thành một thư viện mở cửa cho mọi người.
        Vì mưa suốt ba ngày liền nên con đường lên ngôi làng trên núi tạm thời không đi được.
        Các em học sinh trồng cây bên cạnh sân trường và hứa sẽ thay nhau tưới nước mỗi tuần.
        Các nhà nghiên cứu nhận thấy ong bay đến ít hoa hơn khi thời tiết quá nóng.
        Chuyến tàu đến trễ hai tiếng nhưng không ai phàn nàn vì phong cảnh bên ngoài rất đẹp.
        Người thợ mộc giải thích vì sao gỗ phải được phơi khô nhiều tháng trước khi sử dụng.
        Món canh này chỉ cần vài củ khoai tây, một củ cà rốt, nửa củ hành và một ít muối.
        Không ai biết cây cầu đá này do ai xây, nhưng trong làng có rất nhiều câu chuyện về nó.
        Bác sĩ khuyên ông ấy nên đi bộ nửa tiếng mỗi ngày và đi ngủ sớm hơn vào buổi tối.
        Bọn trẻ tìm thấy trên gác một chiếc va li cũ đựng đầy những lá thư chưa ai đọc.
        Khi mùa xuân đến, chim én lại bay về và làm tổ dưới mái hiên như năm ngoái.
        Sau bữa tối, cả gia đình ngồi ngoài sân nghe ông nội kể chuyện thời trẻ đi biển.
    """,
}

LANGUAGES = tuple(_SENTENCES)
PARTS = 3


def foreign_document(rng: Random, language: str, part: int) -> str:
    """One of three documents in a language: no sentence stands in two of them."""
    sentences = [line.strip() for line in _SENTENCES[language].strip().splitlines()][part::PARTS]
    rng.shuffle(sentences)
    gap = "" if language in ("zh", "ja") else " "
    return gap.join(sentences[:3]) + "\n\n" + gap.join(sentences[3:])
