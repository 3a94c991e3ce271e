"""The sample's clean English: abstracts, web pages and encyclopedia articles."""

from random import Random

from mainpipe.sample import english, medicine, words
from mainpipe.sample.grammar import Voice, finish, patterns
from mainpipe.sample.topics import TOPICS
from mainpipe.sample.words import pick, several

# Sizes come from products of uniform numbers: these are exact on every machine, which exp() and log() are not.

_GENRES = (
    ("report", "report", "narrate"),
    ("report", "narrate", "report", "describe"),
    ("reflect", "narrate"),
    ("reflect", "reflect", "advise"),
    ("advise", "advise", "describe"),
    ("advise", "reflect"),
    ("narrate", "narrate", "describe"),
    ("describe", "report", "reflect"),
)

_LEADS = {
    "life": patterns("""
        {title} (born {small} {month} {year} in {town}) is a {role} and {role} from {country}.
        {title} was a {adj} {role} who lived in {town}, {country}, until {old_year}.
        {title} (died {old_year}) was one of the first {roles} to {do} {what}.
        The {role} {title} is remembered for {doing} {what} and {doing} {what}.
    """),
    "place": patterns("""
        {title} is a town in the {compass} part of {country}, {n2} kilometres from {town}.
        {title} is a village on the road between {town} and {town}, with {n3} inhabitants in {year}.
        {title}, in {compass} {country}, is known for {whose} {things} and for {what}.
        The parish of {title} lies {where}, some {n3} metres above the sea.
    """),
    "object": patterns("""
        {title} is a kind of {thing} that {roles} {do} {where}.
        {title} is a {adj} {thing} made of {material} and first {done} in {old_year}.
        In {country}, {title} means a {adj} {thing} with {mass}.
        {title} was a {colour} {thing}, {done} by {person} for {what}.
    """),
    "body": patterns("""
        {title} is a society of {roles}, founded in {old_year} in {town}.
        {title} was a company that {did} {things} for {roles} in {country}.
        {title} is a {role}s' school in {town} that was {done} in {old_year}.
        Founded by {person}, {title} {did} {things} from {old_year} to {year}.
    """),
}
_TITLES = {
    "life": "{person}",
    "place": "{town}",
    "object": "{adj} {thing}",
    "body": "{town} {thing} Society",
}
_HEADINGS = {
    "life": words.words("Early_life Career Family Works Later_years Style Reception Legacy Travels Teaching"),
    "place": words.words("Geography History Economy Transport Buildings Population Culture Sport Climate Education"),
    "object": words.words("Origin Design Use Variants Manufacture Description Decline In_literature Collections Name"),
    "body": words.words(
        "Foundation Organisation Members Activities Finances Publications Later_history Premises Awards"
    ),
}


def scene(rng: Random) -> Voice:
    """A voice that keeps to one topic, one cast and a few places."""
    topic, other = several(rng, TOPICS, 2)
    things = [*several(rng, topic.things, 20), *several(rng, words.THINGS, 22), *several(rng, other.things, 6)]
    roles = [*topic.roles, *several(rng, words.ROLES, 12)]
    acts = [*topic.acts, *several(rng, words.ACTS, 34)]
    cast = [(pick(rng, words.GIVEN_NAMES), words.surname(rng)) for _ in range(5 + rng.randrange(4))]
    return Voice(
        rng,
        english.RULES,
        {
            "thing": tuple(things),
            "things": tuple(map(words.plural, things)),
            "mass": (*topic.masses, *several(rng, words.MASSES, 14)),
            "role": tuple(roles),
            "roles": tuple(map(words.plural, roles)),
            "place": (*topic.places, *several(rng, words.PLACES, 10)),
            "do": tuple(acts),
            "did": tuple(map(words.past, acts)),
            "done": tuple(map(words.participle, acts)),
            "doing": tuple(map(words.gerund, acts)),
            "person": tuple(f"{given} {family}" for given, family in cast),
            "surname": tuple(family for _, family in cast),
            "town": tuple(words.town(rng) for _ in range(6)),
            "country": tuple(several(rng, words.COUNTRIES, 6)),
        },
    )


def paragraph(voice: Voice, pools: tuple[str, ...], n_sentences: int) -> str:
    """Sentences of the given pools, one after the other."""
    return " ".join(voice.sentence(pick(voice.rng, pools)) for _ in range(n_sentences))


def abstract(rng: Random) -> str:
    """A title line and an abstract of about 1.3 kB, sometimes with labelled sections."""
    voice = Voice(rng, english.RULES, medicine.RULES, medicine.own_words(rng))
    title = voice.sentence("title")
    sections = [
        ("background", rng.randrange(1, 5)),
        ("aim", 1),
        ("methods", rng.randrange(2, 7)),
        ("results", rng.randrange(2, 9)),
        ("conclusions", rng.randrange(1, 4)),
    ]
    bodies = [paragraph(voice, (name,), n) for name, n in sections]
    layout = rng.random()
    if layout < 0.3:
        bodies = [f"{name.upper()}: {body}" for (name, _), body in zip(sections, bodies, strict=True)]
    return title + "\n" + ("\n" if layout < 0.1 else " ").join(bodies)


def web_page(rng: Random) -> str:
    """A page of 0.3 to 20 kB: a title, paragraphs, sometimes subheadings and lists."""
    voice = scene(rng)
    pools = pick(rng, _GENRES)
    wanted = 300 + int(18_000 * rng.random() * rng.random() * rng.random())
    gap = "\n\n" if rng.random() < 0.6 else "\n"
    is_structured = "advise" in pools and wanted > 2_000
    blocks = [voice.sentence("web_title")] if rng.random() < 0.7 else []
    n_chars = n_sentences = 0
    while n_chars < wanted or n_sentences < 7:
        if is_structured and blocks and rng.random() < 0.2:
            blocks.append(voice.sentence("subheading"))
        n = 1 + rng.randrange(5)
        blocks.append(paragraph(voice, pools, n))
        n_sentences += n
        n_chars += len(blocks[-1])
        if is_structured and rng.random() < 0.1:
            blocks.append("\n".join("- " + voice.sentence("bullet") for _ in range(3 + rng.randrange(4))))
    return gap.join(blocks)


def article(rng: Random) -> str:
    """An encyclopedia article of 0.5 to some 30 kB: a title, a lead, == headings == and lists."""
    voice = scene(rng)
    kind = pick(rng, tuple(_LEADS))
    title = voice.fill(_TITLES[kind])
    voice.rules["title"] = (title,)
    wanted = 400 + int(32_000 * rng.random() * rng.random() * rng.random() * rng.random())
    lead = finish(voice.say_pattern(pick(rng, _LEADS[kind])))
    blocks = [title, lead + " " + paragraph(voice, ("describe",), 2 + rng.randrange(4))]
    headings = several(rng, _HEADINGS[kind], 10)
    n_chars = len(blocks[1])
    while n_chars < wanted or len(blocks) < 3:
        if headings and n_chars > 700 and rng.random() < 0.6:
            blocks.append(f"== {headings.pop()} ==")
        blocks.append(paragraph(voice, ("describe", "describe", "narrate"), 2 + rng.randrange(5)))
        n_chars += len(blocks[-1])
        if rng.random() < 0.08:
            blocks.append("\n".join("* " + voice.sentence("bullet") for _ in range(3 + rng.randrange(5))))
    return "\n\n".join(blocks)
