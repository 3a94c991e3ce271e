"""The vocabulary of the sample: word lists, the little English inflection they need, and invented names."""

import re
from collections.abc import Sequence
from functools import cache
from random import Random
from typing import TypeVar

Item = TypeVar("Item")


def words(block: str) -> tuple[str, ...]:
    """The words of a block; an underscore stands for a blank inside a word."""
    return tuple(word.replace("_", " ") for word in block.split())


_IRREGULAR = {
    verb: forms
    for verb, *forms in (
        entry.split("/")
        for entry in words("""
        bring/brought/bringing build/built/building buy/bought/buying catch/caught/catching choose/chose/choosing
        cut/cut/cutting draw/drew/drawing drive/drove/driving feed/fed/feeding find/found/finding fly/flew/flying
        grind/ground/grinding grow/grew/growing hang/hung/hanging hide/hid/hiding hold/held/holding keep/kept/keeping
        lay/laid/laying lead/led/leading leave/left/leaving lend/lent/lending lose/lost/losing make/made/making
        open/opened/opening pay/paid/paying put/put/putting read/read/reading rebuild/rebuilt/rebuilding
        rewrite/rewrote/rewriting ride/rode/riding sell/sold/selling send/sent/sending set/set/setting
        sew/sewed/sewing shoot/shot/shooting sing/sang/singing split/split/splitting spread/spread/spreading
        sweep/swept/sweeping take/took/taking teach/taught/teaching throw/threw/throwing wear/wore/wearing
        weave/wove/weaving wind/wound/winding write/wrote/writing hear/heard/hearing forget/forgot/forgetting
        win/won/winning cast/cast/casting label/labelled/labelling model/modelled/modelling travel/travelled/travelling
        cancel/cancelled/cancelling equal/equalled/equalling quarrel/quarrelled/quarrelling
        say/said/saying think/thought/thinking learn/learned/learning mean/meant/meaning show/showed/showing
        swell/swelled/swelling shake/shook/shaking shine/shone/shining spin/spun/spinning admit/admitted/admitting
        regret/regretted/regretting prefer/preferred/preferring prove/proved/proving own/owned/owning
        run_out/ran_out/running_out turn_up/turned_up/turning_up wear_out/wore_out/wearing_out tie/tied/tying
        dry_out/dried_out/drying_out fall_apart/fell_apart/falling_apart go_missing/went_missing/going_missing
        point_out/pointed_out/pointing_out invest_in/invested_in/investing_in look_after/looked_after/looking_after
        throw_away/threw_away/throwing_away set_up/set_up/setting_up bleed/bled/bleeding commit/committed/committing
        rise/rose/rising fall/fell/falling sink/sank/sinking break/broke/breaking freeze/froze/freezing
        shrink/shrank/shrinking begin/began/beginning stick/stuck/sticking bend/bent/bending burst/burst/bursting
        swing/swung/swinging speed/sped/speeding come/came/coming go/went/going run/ran/running
        """)
    )
}


_PARTICIPLES = dict(
    entry.split("/")
    for entry in words("""
    break/broken choose/chosen draw/drawn drive/driven fly/flown forget/forgotten grow/grown hide/hidden ride/ridden
    rewrite/rewritten show/shown take/taken tear/torn throw/thrown throw_away/thrown_away wear/worn weave/woven
    write/written sew/sewn sing/sung prove/proven freeze/frozen swell/swollen shake/shaken
    """)
)


@cache
def plural(noun: str) -> str:
    """Plural of a regular noun."""
    if re.search(r"[^aeiou]y$", noun):
        return noun[:-1] + "ies"
    return noun + ("es" if re.search(r"(s|x|z|ch|sh)$", noun) else "s")


@cache
def past(verb: str) -> str:
    """Simple past of a verb."""
    if verb in _IRREGULAR:
        return _IRREGULAR[verb][0]
    if verb.endswith("e"):
        return verb + "d"
    if re.search(r"[^aeiou]y$", verb):
        return verb[:-1] + "ied"
    return _stem(verb) + "ed"


@cache
def participle(verb: str) -> str:
    """Past participle of a verb."""
    return _PARTICIPLES.get(verb) or past(verb)


@cache
def gerund(verb: str) -> str:
    """The -ing form of a verb."""
    if verb in _IRREGULAR:
        return _IRREGULAR[verb][1]
    if verb.endswith("ie"):
        return verb[:-2] + "ying"
    if verb.endswith("e") and not verb.endswith(("ee", "ye", "oe")):
        return verb[:-1] + "ing"
    return _stem(verb) + "ing"


@cache
def third(verb: str) -> str:
    """Third person singular of a verb in the present."""
    return verb + "es" if verb.endswith("o") else plural(verb)


def _stem(verb: str) -> str:
    """The verb as it stands before -ed and -ing: a short vowel doubles the last consonant (plan, planned)."""
    return verb + verb[-1] if re.fullmatch(r"(qu|[^aeiou])*[aeiou][^aeiouwxy]", verb) else verb


def pick(rng: Random, items: Sequence[Item]) -> Item:
    """One of the items, each equally likely."""
    return items[int(rng.random() * len(items))]


def several(rng: Random, items: Sequence[Item], n: int) -> list[Item]:
    """Up to n of the items, each place at most once, in random order."""
    pool = list(items)
    for place in range(min(n, len(pool))):
        other = place + int(rng.random() * (len(pool) - place))
        pool[place], pool[other] = pool[other], pool[place]
    return pool[:n]


def syllables(rng: Random, *parts: Sequence[str]) -> str:
    """One piece of each list, joined."""
    return "".join(pick(rng, part) for part in parts)


MONTHS = words("January February March April May June July August September October November December")
WEEKDAYS = words("Monday Tuesday Wednesday Thursday Friday Saturday Sunday")
SEASONS = words("spring summer autumn winter")
COLOURS = words("red blue green yellow brown grey black white orange purple silver golden crimson amber olive ivory")
MATERIALS = words(
    "oak pine steel copper brass glass leather canvas linen wool granite marble slate clay brick concrete rubber "
    "plastic aluminium bamboo cardboard paper silk iron cedar plywood felt ceramic tin cork"
)
COUNTRIES = words(
    "Argentina Australia Austria Belgium Bolivia Brazil Bulgaria Canada Chile Colombia Croatia Denmark Ecuador Egypt "
    "Estonia Ethiopia Finland France Germany Ghana Greece Hungary Iceland India Indonesia Ireland Italy Japan Kenya "
    "Latvia Lithuania Malaysia Mexico Morocco Nepal New_Zealand Nigeria Norway Peru Poland Portugal Romania Scotland "
    "Senegal Serbia Slovakia Slovenia South_Africa Spain Sweden Switzerland Tanzania Thailand Tunisia Turkey Uganda "
    "Ukraine Uruguay Vietnam Wales Zambia"
)
CARDINALS = words(
    "two three four five six seven eight nine ten eleven twelve thirteen fifteen sixteen twenty thirty forty fifty"
)
ORDINALS = words("second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth")
COMPASS = words(
    "northern southern eastern western north-eastern north-western south-eastern south-western central upper lower"
)

GIVEN_NAMES = words(
    "Ada Agnes Alan Albert Alice Amara Amir Ana Andrew Anika Anton Arthur Astrid Aylin Beatriz Benedict Bram Bruno "
    "Camille Carlos Carmen Catherine Cecilia Charles Chiara Clara Colin Dagmar Daniel Daphne David Delphine Dina "
    "Dmitri Edith Eduardo Edward Eileen Elena Elias Elsa Emeka Emil Emma Erik Esther Eva Fatima Felix Fiona Florence "
    "Frances Frederick Gareth Georg Grace Greta Gustav Hana Harold Hassan Helen Henrik Hugo Ibrahim Ines Ingrid Irene "
    "Isaac Isabel Ivan Jakob James Jana Jasper Joan Johanna Jonas Jorge Josephine Judith Julia Kamala Karim Katya "
    "Keiko Kenneth Kofi Lars Laura Leila Leon Lena Liam Lucia Lukas Magda Malik Marco Margaret Marta Martin Matilda "
    "Maya Mehmet Mei Michael Milena Mira Monica Nadia Nathan Nico Nina Nora Olga Oliver Oscar Otto Paolo Pascal "
    "Patricia Paula Pedro Petra Philip Priya Quentin Rafael Rebecca Rosa Ruth Samira Samuel Selma Simon Sofia Stefan "
    "Susan Tariq Teresa Theo Thomas Tomas Ursula Valentina Vera Victor Vikram Walter Wanda Yara Yusuf Zoe André Björn "
    "Chloé Désirée Françoise Jürgen José Léa Łukasz María Niño Óscar René Søren Zoë Müge"
)
_NAME_HEADS = words(
    "Al Ar Bal Bar Bel Ben Berg Bor Bran Brock Cal Car Cas Col Cor Dal Del Dor Dun El Fal Far Fen Gal Gar Gren Hal "
    "Har Has Hol Jan Kal Kar Kel Ker Kor Lam Lan Lar Lin Lor Mal Man Mar Mel Mor Nar Nor Ol Or Pal Par Pel Per Quin "
    "Ral Ran Ros Sal San Sel Ser Sol Stan Tal Tar Tel Tor Val Van Var Ver Vol Wal War Wes Wil Win Yar Zan"
)
_SURNAME_TAILS = words(
    "berg bury by combe dale den don dorf er escu evic field ford gren ham hoff holm ini insky kin kova land ley lin "
    "lund man mann mark more ner nik o oglu ova qvist rath ren rey ro rup son stad stein sen strand strom tano ton "
    "vale vik ward well wick wood worth é ström ández øe čić"
)
_TOWN_TAILS = words(
    "borough bourne bridge brook bury by castle chester cliff combe croft dale den don ey field ford gate grove ham "
    "haven heath holm hurst ington keld kirk leigh lock marsh mere minster mouth ness port pool ridge rock sea shaw "
    "stead stoke stow thorpe ton vale view wald water well wick wood worth"
)


def surname(rng: Random) -> str:
    """An invented family name."""
    return syllables(rng, _NAME_HEADS, _SURNAME_TAILS)


def town(rng: Random) -> str:
    """An invented place name."""
    prefix = pick(rng, ("",) * 9 + ("Upper ", "Lower ", "New ", "North ", "Port ", "Saint "))
    return prefix + syllables(rng, _NAME_HEADS, ("", "", "", "ing", "er", "en", "a", "i"), _TOWN_TAILS)


THINGS = words(
    "account agreement album announcement archive arrangement article award balcony ballot bag barrel basket bench "
    "blanket bottle box bridge brochure bucket budget building cabinet calendar camera candle card carpet catalogue "
    "ceiling chair chart clock coat collection column committee container contract copy corner corridor costume "
    "counter course cupboard curtain cushion desk diary document door drawer dress engine entrance envelope exhibition "
    "fence festival fire flag floor form frame garden gate gift glove guide hammer handle hat heater hedge hinge hook "
    "instrument invitation journal journey jacket kettle key kitchen ladder lamp lease lecture leaflet lens letter "
    "library licence lid lock machine magazine map market meal medal meeting menu message mirror model monument motor "
    "museum needle network newspaper notebook notice office orchard oven package page painting pamphlet panel parcel "
    "passage path pattern pavement photograph piano picture pillow pipe plate platform pocket poem portrait postcard "
    "poster programme project proposal purse queue quilt radio railing receipt recipe record report ribbon ring roof "
    "rope route rug rule saddle sample scarf schedule screen sculpture season seat shed sheet shelf shoe shop shutter "
    "sign sketch socket sofa song speech stage stamp statement station statue story stove street suitcase survey "
    "switch table tank tape telephone tent ticket tile tool towel toy trail train tray tree trophy tunnel umbrella "
    "uniform valve van vehicle vessel video wagon wall wallet wardrobe warehouse watch wheel whistle window wire "
    "workshop"
)
IDEAS = words(
    "advantage agreement aim alternative ambition answer approach argument assumption attempt attitude benefit "
    "challenge change choice claim clue comparison complaint compromise concern condition connection consequence "
    "contrast contribution custom deadline debate decision delay demand detail difference difficulty disagreement "
    "discovery doubt duty effort error estimate example exception excuse expectation experiment explanation failure "
    "fashion favour fear feature gap goal guess habit hint hope idea impression improvement interest interpretation "
    "investigation issue joke lesson limit loss method mistake mood motive mystery need objection obstacle offer "
    "opinion opportunity option outcome pause plan point preference principle priority problem procedure promise "
    "proposal purpose puzzle question reaction reason recommendation regret remark reminder request requirement "
    "response result reward risk routine rumour secret sequence sign solution source step strategy style success "
    "suggestion surprise task technique tendency theory theme threat tradition trend trial trick truth variation "
    "version view warning weakness wish"
)
MASSES = words(
    "advice attention care comfort courage damage daylight dust electricity encouragement energy equipment evidence "
    "experience fresh_air funding guidance heat help humour information insurance interest labour luck maintenance "
    "money music noise pain patience paperwork practice pressure privacy progress publicity rain research rest salt "
    "sand shelter silence skill sleep smoke space storage strength support teamwork time traffic training transport "
    "water weather work"
)
ROLES = words(
    "accountant actor apprentice architect artist assistant author baker banker barber buyer captain caretaker "
    "carpenter cashier chairman chemist cleaner clerk coach collector colleague commuter composer consultant cook "
    "councillor curator customer dancer daughter dealer dentist designer director doctor donor driver economist editor "
    "electrician employer engineer farmer founder friend gardener geologist grandmother guest guide historian host "
    "inspector instructor interpreter inventor journalist judge landlord lawyer lecturer librarian lodger manager "
    "mayor mechanic member merchant messenger minister musician neighbour newcomer novelist nurse observer officer "
    "official operator organiser owner painter parent partner passenger patron pharmacist photographer pilot planner "
    "player plumber poet porter postman printer producer professor publisher pupil receptionist reporter resident "
    "researcher retailer sailor salesman scholar scientist secretary shopkeeper singer sister soldier speaker "
    "specialist sponsor stranger student supervisor supplier surgeon surveyor tailor teacher technician tenant tourist "
    "trader trainer translator traveller treasurer trustee tutor uncle veteran viewer visitor volunteer waiter walker "
    "warden widow worker writer"
)
PLACES = words(
    "airport arcade arena attic bakery barn basement bay beach bookshop bus_stop café campsite canal car_park "
    "cathedral cellar chapel cinema clinic coast college concert_hall courtyard crossroads depot factory farm "
    "ferry_terminal footbridge forest foyer fountain gallery greenhouse gymnasium harbour headquarters hill hospital "
    "hostel hotel island junction laboratory lake lighthouse lobby loft market_square meadow mill motorway museum "
    "nursery observatory orchard palace park pharmacy pier playground post_office pub quarry railway_station reservoir "
    "restaurant river roundabout school shopping_centre sports_hall stadium studio suburb supermarket swimming_pool "
    "theatre town_hall university valley village waterfront woodland workshop yard zoo"
)
ADJECTIVES = words(
    "abandoned abrupt absent accurate additional adequate adjustable ambitious ancient annual anonymous appropriate "
    "artificial attractive automatic average awkward balanced bare basic beautiful bent bold borrowed brave brief "
    "bright brilliant broad broken busy calm careful careless casual cautious central certain charming cheap cheerful "
    "classic clean clear clever clumsy coarse cold colourful comfortable common compact competent complete complex "
    "complicated confident confusing considerable consistent constant contemporary controversial convenient "
    "conventional cosy costly crooked crowded crucial curious curved daily damaged damp dangerous dark decent deep "
    "deliberate delicate delightful dense detailed different difficult dim direct dirty distant distinct domestic "
    "double dramatic dry dull durable dusty eager early easy elaborate elegant empty endless enormous enthusiastic "
    "essential everyday excellent exceptional excited exotic expensive experimental extensive extra extraordinary "
    "faded fair faithful false familiar famous fancy fast faulty favourable favourite fierce final fine firm flat "
    "flexible foreign formal forgotten fragile frequent fresh friendly full funny generous gentle genuine gloomy good "
    "graceful grand grateful gradual handy happy hard harmless heavy helpful hidden high historic hollow honest huge "
    "humble humid ideal immediate important impressive independent indoor industrial informal initial innocent instant "
    "intense interesting internal joint keen large late lasting lazy legal light limited liquid little lively local "
    "logical lonely long loose lost loud lovely low loyal lucky magnificent main major marvellous massive mechanical "
    "medium mild minor miserable missing mixed modern modest mutual mysterious narrow natural neat necessary nervous "
    "new noisy normal notable obvious odd official old open ordinary original outdoor outstanding pale partial "
    "peaceful peculiar perfect permanent personal plain pleasant plentiful poor popular portable positive possible "
    "powerful practical precise predictable pretty previous principal private prominent promising proper protective "
    "proud public punctual quick quiet quirky random rapid rare raw ready realistic reasonable recent regional regular "
    "relevant reliable remarkable remote rich rigid robust rough round routine rude rural rusty sad safe scarce "
    "seasonal secondary selective sensible sensitive separate serious severe shabby shallow sharp shiny short shy "
    "significant silent similar simple single skilful sleepy slight slim slippery slow small smart smooth soft solid "
    "solitary sophisticated spacious spare special specific spectacular stable standard steady steep sticky stiff "
    "straight strange strict striking strong stubborn sturdy subtle successful sudden suitable sunny superb sweet "
    "temporary tender thick thin thorough thoughtful tidy tight tiny tired tough traditional transparent tricky "
    "typical ugly unexpected unfamiliar unique unlikely unusual upright urban urgent useful useless usual vague "
    "valuable vast vibrant vigorous visible vivid warm weak wealthy weekly weird wet wide wild wise wonderful wooden "
    "worn worried worthwhile young"
)
MANNERS = words(
    "abruptly accurately actively awkwardly badly boldly briefly brightly calmly carefully carelessly casually "
    "cautiously cheaply cheerfully clearly closely comfortably completely confidently considerably constantly "
    "consistently correctly deeply deliberately delicately directly dramatically eagerly easily effectively "
    "efficiently elegantly entirely eventually evenly exactly fairly faithfully finally firmly formally freely "
    "frequently fully generally generously gently gradually gracefully gratefully greatly happily heavily honestly "
    "immediately impatiently indirectly instantly intensely kindly largely lightly loosely loudly mainly mildly "
    "modestly naturally neatly nervously normally noticeably occasionally openly partly patiently perfectly "
    "permanently personally politely poorly precisely privately promptly properly proudly publicly quickly quietly "
    "randomly rapidly rarely readily reasonably regularly reluctantly repeatedly roughly safely secretly seriously "
    "severely sharply significantly silently simply skilfully slightly slowly smoothly softly solidly specially "
    "steadily steeply strictly strongly suddenly surprisingly temporarily thoroughly thoughtfully tightly unexpectedly "
    "usually vaguely vigorously visibly warmly weakly widely wisely"
)
# What a person does to a thing.
ACTS = words(
    "abandon accept adapt adjust admire advertise alter approve arrange assemble assess auction avoid bless borrow "
    "break bring build buy carry cancel catalogue celebrate change check choose clean collect combine commission "
    "compare complete consider construct copy count cover create criticise customise decorate defend deliver demolish "
    "demonstrate describe design develop discard discover discuss display distribute divide donate draw drop examine "
    "exchange exclude exhibit expand expect explain explore extend feature fetch find finish fix fold forget gather "
    "grab handle hang hide hire hold identify ignore imagine improve include inherit inspect install introduce invent "
    "invest_in isolate keep label launch lend lift load locate look_after lose make manage mark measure mend mention "
    "miss mix modernise monitor move name notice observe offer open operate order organise overlook own pack paint "
    "photograph pick place plan polish position praise prefer prepare present preserve print produce promise promote "
    "propose protect publish purchase push rearrange rebuild receive recognise recommend record recover recycle "
    "redesign reduce refuse register reject remember remove rename renew rent reorganise repair replace request "
    "require rescue reserve restore return reveal review rewrite sacrifice select sell send separate share show "
    "simplify sketch split spoil store study suggest supply support survey tackle test throw_away tidy touch trace "
    "trade transform translate transport try unpack update upgrade use value view visit wash watch weigh welcome wrap"
)
# What a person says or thinks, with a clause after it.
CLAIMS = words(
    "accept acknowledge add admit agree announce argue assume believe boast claim complain conclude confirm decide "
    "declare discover estimate expect explain fear find forget guess hear hint hope imagine insist learn maintain "
    "mention notice point_out predict pretend promise prove realise recall regret remember repeat reply report reveal "
    "say show stress suggest suspect think warn wonder"
)
# What a thing does by itself.
EVENTS = words(
    "arrive appear break burst change close collapse crack disappear drop dry_out expand fade fail fall_apart finish "
    "float flourish freeze go_missing grow improve jam last leak lean matter melt move open recover return rise rot "
    "run_out settle shake shift shine shrink sink slip snap spin spread start stick stop succeed survive sway swell "
    "tilt turn_up vanish vibrate wear_out wobble work"
)
# What one thing or idea does to another.
CAUSES = words(
    "affect attract balance block cause complement complicate connect create damage define delay demand deserve "
    "dominate encourage enhance ensure explain follow highlight influence inspire interrupt involve justify limit "
    "match mean mirror need offer prevent produce protect reflect replace require resemble reveal shape spoil "
    "strengthen support surround threaten transform trigger undermine"
)
