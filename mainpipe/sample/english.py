"""Sentence patterns of the sample's English: one rule a symbol, one pattern a line."""

from mainpipe.sample import words
from mainpipe.sample.grammar import Pattern, patterns


def _number(low: int, high: int) -> tuple[str, ...]:
    return tuple(str(n) for n in range(low, high))


RULES: dict[str, tuple[Pattern, ...]] = {
    "month": words.MONTHS,
    "weekday": words.WEEKDAYS,
    "season": words.SEASONS,
    "colour": words.COLOURS,
    "material": words.MATERIALS,
    "country": words.COUNTRIES,
    "cardinal": words.CARDINALS,
    "ordinal": words.ORDINALS,
    "compass": words.COMPASS,
    "adj": words.ADJECTIVES,
    "manner": words.MANNERS,
    "idea": words.IDEAS,
    "ideas": tuple(words.plural(idea) for idea in words.IDEAS),
    "claim": words.CLAIMS,
    "claimed": tuple(words.past(verb) for verb in words.CLAIMS),
    "claiming": tuple(words.gerund(verb) for verb in words.CLAIMS),
    "happen": words.EVENTS,
    "happened": tuple(words.past(verb) for verb in words.EVENTS),
    "happening": tuple(words.gerund(verb) for verb in words.EVENTS),
    "cause": words.CAUSES,
    "caused": tuple(words.past(verb) for verb in words.CAUSES),
    "causes": tuple(words.third(verb) for verb in words.CAUSES),
    "year": _number(1951, 2024),
    "old_year": _number(1702, 1951),
    "n2": _number(12, 99),
    "n3": _number(104, 989),
    "small": _number(2, 13),
    "unit": words.words("metres kilometres kilograms litres hectares tonnes centimetres miles"),
    "span": words.words("minutes hours days weeks months years seasons decades"),
    # Noun phrases.
    "who": patterns("""
        {person}
        {surname}
        {person}
        {surname}
        the {role}
        the {adj} {role}
        a {role}
        a {adj} {role}
        the {roles}
        most {roles}
        one of the {roles}
        {person} and {person}
        a group of {roles}
        some {roles}
        {cardinal} {roles}
        a {role} from {town}
        everyone at the {place}
        the {place}'s {role}
        a {adj} {role} called {person}
        neither {role}
        a retired {role}
        our {role}
        nobody
    """),
    "whose": patterns("""
        the {role}'s
        {surname}'s
        their
        someone's
        the {place}'s
        our
        last {season}'s
        {town}'s
        each {role}'s
        this {season}'s
        another {role}'s
    """),
    "what": patterns("""
        the {thing}
        the {thing}
        the {adj} {thing}
        the {adj} {thing}
        a {adj} {thing}
        a {thing}
        {whose} {thing}
        {whose} {adj} {thing}
        the {material} {thing}
        the {colour} {thing}
        every {thing}
        another {adj} {thing}
        the {ordinal} {thing}
        {cardinal} {adj} {things}
        several {things}
        {things} from {country}
        {adj} {things}
        the {things}
        some {mass}
        the {mass}
        {adj} {mass}
        a {thing} and some {mass}
        the {thing} and the {thing}
        a {material} {thing}
        a {thing} from {town}
        the {thing} near the {place}
        a {thing} with a {adj} {thing}
        a {idea}
        the {adj} {idea}
        {whose} {idea}
        plenty of {mass}
        {n2} {things}
        both {things}
        a {adj}, {adj} {thing}
        the {place}
        all the {things}
        more {mass} than {mass}
    """),
    # What a verb in the present or "was" may follow: singular only.
    "one": patterns("""
        the {thing}
        the {adj} {thing}
        a {adj} {thing}
        {whose} {thing}
        the {material} {thing}
        every {thing}
        the {ordinal} {thing}
        {whose} {idea}
        the {adj} {mass}
        a {thing} from {town}
        a {thing} with {mass}
        the {thing} {where}
        the {place}
        {adj} {mass}
        this {adj} {thing}
        one {thing} in {cardinal}
    """),
    "that": patterns("""
        the {idea}
        this {idea}
        a {adj} {idea}
        {whose} {idea}
        the {adj} {idea}
        such a {idea}
        {doing} {what}
        the {mass}
        every {adj} {thing}
        a {adj} {thing}
        the lack of {mass}
        too much {mass}
        the {ordinal} {idea}
        that {adj} {idea}
        the {idea} of the {roles}
    """),
    "where": patterns("""
        in {town}
        near {town}
        at the {place}
        behind the {place}
        outside the {place}
        in {country}
        across {country}
        beside the {thing}
        in a {adj} {place}
        next to a {place}
        under the {thing}
        between {town} and {town}
        on the {compass} side of {town}
        close to the {place}
        at a {place} in {country}
        halfway to {town}
        on top of a {thing}
        inside {whose} {place}
        along the road to {town}
        around the {place}
    """),
    "when": patterns("""
        in {month}
        last {season}
        in {year}
        on {weekday}
        on {weekday} morning
        that {season}
        {cardinal} {span} later
        after {cardinal} {span}
        in early {month}
        late in {month}
        by the end of {month}
        before the {thing} {happened}
        during the {season} of {year}
        at the last minute
        some {span} ago
        within {cardinal} {span}
        every {weekday}
        one {season} evening
        just after {month}
        as soon as {who} {did} {what}
        once {what} {happened}
        while {who} was {doing} {what}
        until {year}
        for {cardinal} {span}
        over the {season}
    """),
    "why": patterns("""
        because {what} {happened}
        because {who} could not {do} {what}
        since {that} {caused} {what}
        to {do} {what}
        in order to {do} {what}
        for the sake of {what}
        so that {who} could {do} {what}
        thanks to {whose} {idea}
        without {doing} {what}
        despite {that}
        instead of {doing} {what}
        although {one} had {never} been {adj}
        even though {who} {did} {what}
        as part of a {adj} {idea}
        in spite of the {mass}
        by {doing} {what}
        against the {idea} of {who}
    """),
    "never": words.words("never always often rarely hardly seldom usually already"),
    "link": patterns("""
        However,
        In the end,
        Even so,
        At first,
        Meanwhile,
        For example,
        By contrast,
        As a result,
        In practice,
        Luckily,
        To be fair,
        Not surprisingly,
        On the other hand,
        Over time,
        Since then,
        From that day on,
        Still,
        In short,
        Besides,
        Until then,
        Looking back,
        Curiously,
        Later on,
        For once,
        Sooner or later,
    """),
    "clause": patterns("""
        {who} {did} {what}
        {who} {did} {what} {when}
        {who} {did} {what} {where}
        {who} {did} {what} {why}
        {what} {happened} {when}
        {what} {happened} {why}
        {that} {caused} {what}
        {who} had {never} {done} {what}
        {who} wanted to {do} {what}
        {who} could {do} {what} {manner}
        there was a {adj} {thing} {where}
        {what} would {happen} {when}
        {that} had {caused} {what}
        {who} {manner} {did} {what}
    """),
    # Sentences by manner of writing.
    "narrate": patterns("""
        {who} {did} {what} {when}.
        {who} {did} {what} {where}, and {clause}.
        {link} {who} {did} {what} {why}.
        {link} {clause}.
        {clause}, but {clause}.
        {clause}, so {who} {did} {what}.
        {clause}; {clause}.
        When {clause}, {who} {claimed} that {clause}.
        After {doing} {what}, {who} {did} {what} {where}.
        Before {doing} {what}, {surname} {did} {what} {manner}.
        {who} {claimed} that {clause}.
        {who} {claimed} that {what} {happened} {when}, which {caused} {what}.
        There was {never} enough {mass} {where}, and {what} {happened}.
        {what} {happened} {manner} {when}, and nobody {claimed} that {clause}.
        It took {cardinal} {span} to {do} {what} {why}.
        It was {surname} who {did} {what}, {why}.
        Only {cardinal} {things} {happened} {when}; the rest {caused} {what}.
        Having {done} {what}, {who} went on to {do} {what} {where}.
        With {what} and {what}, {who} {did} {what} {manner}.
        {person}, a {role} from {country}, {did} {what} {when}.
        {what}, which {who} {did} {when}, {happened} {where}.
        {who} tried to {do} {what}, yet {clause}.
        All through {month} {who} {did} {things} {why}.
        Not one {role} {did} {what}, although {clause}.
        {that} {caused} {what} more than {what}.
        The {thing} cost {n3} euros, about {cardinal} times as much as {what}.
        Nearly {n2} {roles} {did} {what} {where} {when}.
        If {who} had {done} {what}, {clause}.
        {who} spent {cardinal} {span} {doing} {what}, mostly {where}.
        From {town} to {town}, {roles} {did} {what} {manner}.
        What {surname} {did} was {what}; what {happened} was {one}.
        {one} was {adj}, {adj} and {manner} {adj}.
        Neither {what} nor {what} {happened} {when}.
        The {adj} part was {doing} {what}, {why}.
        As {month} came, {clause} and {clause}.
        {who} and {who} {did} {what} {when}.
        {manner}, {who} {did} {what} {where}.
        By {year} {clause}, and {that} {caused} {what}.
        Some {n2} {unit} from {town}, {who} {did} {what}.
        {clause} {why}, and {clause} {when}.
    """),
    "report": patterns("""
        "{clause}," said {person} {when}.
        "{opinion}," {surname} {claimed}, {doing} {what}.
        According to {person}, {clause}.
        {person}, who {did} {what} {when}, {claimed} that {clause}.
        {who} told {roles} {where} that {clause}.
        Asked about {what}, {surname} {claimed} that {clause}.
        The {role} is expected to {do} {what} {when}.
        Around {n3} {roles} took part, {cardinal} more than in {year}.
        A spokesman for the {place} {claimed} that {clause}.
        Plans to {do} {what} {where} were announced {when}.
        Work on {what} should finish {when}, {who} {claimed}.
        {town} has {done} {what} {when}, {why}.
        The {place} in {town} {did} {what} {when} {why}.
        Critics of {what} {claimed} that {clause}.
        Supporters point to {that}, which {caused} {what} {where}.
        {cardinal} {roles} from {town} have {done} {what} since {month}.
        It is the {ordinal} time that {who} {did} {what}.
        "{clause}," {surname} added, "and {opinion}."
        A decision on {what} is due {when}.
        Nobody was hurt when {what} {happened} {where}.
        {n2} per cent of {roles} {claimed} that {clause}.
        In a letter to {roles}, {person} {claimed} that {clause}.
        The news came {cardinal} {span} after {who} {did} {what}.
        Residents near the {place} {claimed} that {clause}.
        {who}, speaking {where}, {claimed} that {that} {caused} {what}.
        A survey of {n3} {roles} {claimed} that {clause}.
        {town} will {do} {what} if {clause}.
        Last {weekday}, {who} {did} {what}, and {clause}.
        Tickets cost {n2} pounds, and {who} will {do} {what}.
        More {roles} than ever {did} {what} {when}.
        Funding for {what} rose by {n2} per cent {when}.
        "Nobody {did} {what}," {claimed} {person}, a {role} from {town}.
        Earlier, {who} had {done} {what} {where}.
    """),
    "opinion": patterns("""
        {that} matters more than {what}
        we should {do} {what} before {what} {happened}
        {one} is {never} as {adj} as it looks
        I have {never} {done} {what} without {mass}
        you can {do} {what} {manner} if you {do} {what}
        there is {never} a {adj} {thing} without {mass}
        it is {adj} to {do} {what} {where}
        they will {do} {what} {when}
        anyone can {do} {what} with {mass}
        it would be {adj} to {do} {what}
        nothing {causes} {what} like {what}
        {roles} deserve {what}
        you do not need {what} to {do} {what}
        we {did} {what} {why}
    """),
    "reflect": patterns("""
        I think {opinion}.
        In my {idea}, {opinion}.
        {opinion}, and {opinion}.
        I {did} {what} {when}, and {opinion}.
        My {role} once {claimed} that {clause}.
        To me, {that} {causes} {what}.
        I used to {do} {what} {where}, but {clause}.
        Perhaps {opinion}; perhaps {opinion}.
        We {did} {what} {when} {why}.
        Some people {claim} that {opinion}, yet {opinion}.
        What I like about {what} is that {opinion}.
        The {adj} thing about {what} is {doing} {what}.
        My {adj} {thing} {happened} {when}, so I {did} {what}.
        Honestly, {opinion}.
        I was {adj} when {what} {happened}, because {opinion}.
        You might {claim} that {clause}, but {opinion}.
        If {opinion}, then {opinion}.
        For {cardinal} {span} I {did} {things} {manner}.
        Do you {claim} that {opinion}?
        Why would {who} {do} {what} {where}?
        There are {cardinal} reasons to {do} {what}, and {opinion}.
        Let us be {adj}: {opinion}.
        It is easy to {do} {what}; it is {adj} to {do} {what}.
        The {ordinal} time I {did} {what}, {clause}.
        Of course {opinion}, but {who} {did} {what}.
        Every {season} I {do} {what}, and {opinion}.
        Unlike {what}, {one} {causes} {what}.
        I bought {what} for {n2} pounds {when}, and {opinion}.
        Compared with {what}, {one} looks {manner} {adj}.
        I would {manner} recommend {what} to {roles}.
    """),
    "advise": patterns("""
        Start by {doing} {what}, then {do} {what} {manner}.
        {do} {what} {manner} before you {do} {what}.
        If {one} is too {adj}, {do} {what} first.
        {never} {do} {what} without {doing} {what}.
        You will need {what}, {what} and {what}.
        {do} {what} for {cardinal} {span}, or until {what} {happened}.
        Make sure that {one} is {adj} and {one} is {adj}.
        Once {one} is {adj}, {do} {what} {where}.
        A {adj} {thing} {causes} {what} better than {what}.
        Most {roles} {do} {what} {why}.
        Allow {n2} minutes for {doing} {what}.
        The {ordinal} step is to {do} {what} {manner}.
        Ask {who} to {do} {what} if you cannot {do} {what}.
        Keep {what} away from {what}, since {that} {causes} {what}.
        It helps to {do} {what} {when}.
        {adj} {things} are {adj}; {adj} ones are {adj}.
        Use {what} to {do} {what}, not {what}.
        When you {do} {what}, {do} {what} as well.
        Do not {do} {what} {when}, because {that} {causes} {what}.
        A common {idea} is {doing} {what} {manner}.
        Good {things} cost about {n2} pounds; {adj} ones cost {n3}.
        Check {what} every {cardinal} {span} and {do} {what}.
        Leave {what} {where} until {what} {happened}.
        To {do} {what}, {do} {what} with {what}.
        Choose a {adj} {thing} that {causes} {what}.
        Some {roles} {do} {what} instead of {doing} {what}.
        With a little {mass}, anyone can {do} {what} {where}.
        After {cardinal} {span}, {do} {what} and {do} {what}.
        Store {what} {where}, {manner} and out of {mass}.
        If in doubt, {do} {what} or {do} {what}.
        {doing} {what} {causes} {what}, whatever {roles} {claim}.
    """),
    "describe": patterns("""
        The {thing} was {done} {when} by {person}, a {role} from {town}.
        {one} is known for {adj} {things} and {mass}.
        {one} consists of {what}, {what} and {what}.
        It was {done} in {old_year} and {done} again in {year}.
        In {old_year}, {who} {did} {what} {where}.
        During the {ordinal} half of the century, {who} {did} {what}.
        The {compass} part has {what} and {what}.
        {who} {did} {what} {why}, according to {person}.
        Between {old_year} and {year}, {who} {did} {what} {where}.
        The {idea} of {what} was first {done} by {person} in {old_year}.
        {what} {happened} in {old_year}, after which {clause}.
        Its {thing} is {n2} metres high and {manner} {adj}.
        About {n3} {roles} {did} {what} every {season}.
        {that} {caused} {what} {where}, and {clause}.
        Records from {old_year} mention {what} and {what}.
        Historians disagree on whether {clause}.
        {person} {did} {what} for {cardinal} {span} until {old_year}.
        The name comes from {what} that {who} {did} {where}.
        {one} remains {adj}, {manner} because {clause}.
        Unlike {what}, {one} was {never} {done} {where}.
        {whose} {thing} was {done} for {n3} pounds in {old_year}.
        From {old_year} {one} was {done} by the {roles}, who {claimed} that {clause}.
        A {adj} {thing} {where} is {n2} {unit} long.
        Today {one} is {done} by {cardinal} {roles}.
        Several {roles}, among them {person}, {did} {what} {where}.
        The {roles} of {town} {did} {what} {why}.
        In {year} the {place} received {what} from {country}.
        Only {cardinal} of the {n2} {things} {happened}.
        {one} and {one} are {never} {adj} {where}.
        {person} {claimed} in {old_year} that {clause}.
        Since {year} it has {done} {what} and {done} {what}.
        The {adj} {thing} dates from {old_year}.
        {who} later {did} {what}, which {caused} {what}.
        {town} and {town} share {what}.
        A study by {person} {claimed} that {that} {caused} {what}.
        As of {year}, {n2} {things} were {adj}.
        {one} was replaced by {what} in {year}, {why}.
        The {season} of {old_year} saw {what}, {what} and {what}.
        Much of {what} was lost when {what} {happened}.
        {surname}'s {idea} {caused} {what} throughout {country}.
    """),
    # Headings and titles.
    "web_title": patterns("""
        How to {do} {what}
        {cardinal} ways to {do} {things}
        {doing} {things}: what {roles} should know
        {town} {did} {what} {when}
        Why {roles} {do} {what}
        My {season} of {doing} {things}
        {what}: a {adj} {idea}
        {person} on {doing} {things}
        The {adj} {role}'s guide to {things}
        What {happened} to {what}?
        {roles} {do} {what} {where}
        A {adj} {thing} for every {role}
        Review: {what} by {person}
        Notes from a {adj} {place}
    """),
    "subheading": patterns("""
        {doing} {what}
        The {adj} {idea}
        What {roles} {do}
        {adj} {things}
        {mass} and {mass}
        A {idea} about {things}
        Where to {do} {what}
        Before you {do} {what}
        {things}, {things} and {mass}
        {cardinal} {ideas} for {roles}
    """),
    "bullet": patterns("""
        {do} {what} {manner}.
        {cardinal} {adj} {things}, {done} {where}.
        {what}, {manner} {done}.
        {adj} {mass} for {doing} {what}.
        {what} {why}.
        A {adj} {thing} to {do} {what}.
    """),
}
