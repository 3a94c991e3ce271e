"""Personal data that is invented but well formed, look-alikes that are none, and their places in clean texts."""

import re
from collections.abc import Callable
from random import Random

from mainpipe.sample import prose, words
from mainpipe.sample.record import Record, keyed
from mainpipe.sample.words import pick

_PER_KIND = 18
_PER_LOOKALIKE = 4
_CAPITALS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
# First bytes of networks in public use: no private, shared or documentation range begins with one of them.
_PUBLIC_BYTES = (23, 31, 45, 62, 77, 81, 89, 93, 109, 128, 141, 151, 163, 176, 185, 193, 195, 212, 217)


def digits(rng: Random, n: int) -> str:
    """n random digits."""
    return "".join(str(rng.randrange(10)) for _ in range(n))


def hexadecimal(rng: Random, n: int) -> str:
    """n random hexadecimal digits."""
    return "".join(pick(rng, "0123456789abcdef") for _ in range(n))


def shaped(rng: Random, shape: str) -> str:
    """The shape with a random digit for each #."""
    return "".join(str(rng.randrange(10)) if sign == "#" else sign for sign in shape)


def luhn_sum(number: str) -> int:
    """The Luhn checksum of a digit string; a card number's is a multiple of ten."""
    doubled = [2 * int(digit) if i % 2 else int(digit) for i, digit in enumerate(reversed(number))]
    return sum(n - 9 if n > 9 else n for n in doubled)


def iban_remainder(iban: str) -> int:
    """The ISO 7064 remainder of an IBAN without blanks; a valid one's is 1."""
    moved = iban[4:] + iban[:4]
    return int("".join(str(int(character, 36)) for character in moved)) % 97


def tfn_sum(number: str) -> int:
    """The weighted sum of an Australian tax file number; a valid one's is a multiple of eleven."""
    return sum(weight * int(digit) for weight, digit in zip((1, 4, 3, 7, 5, 8, 6, 9, 10), number, strict=True))


def _grouped(number: str, size: int, gap: str) -> str:
    return gap.join(number[i : i + size] for i in range(0, len(number), size))


def _mailbox(rng: Random) -> str:
    given, family = pick(rng, words.GIVEN_NAMES[:140]), words.surname(rng)
    form = pick(rng, ("{0}.{1}", "{0}_{1}", "{0}{2}", "{1}+{2}", "{0}-{1}.{2}"))
    return re.sub(r"[^a-z0-9.+_-]", "", form.format(given, family, rng.randrange(100)).lower())


def _site(rng: Random) -> str:
    return re.sub(r"[^a-z]", "", (words.town(rng) + words.surname(rng)).lower())


def _email(rng: Random) -> str:
    return _mailbox(rng) + "@" + _site(rng) + pick(rng, (".com", ".org", ".co.uk", ".edu.au", "-institute.de", ".io"))


def _reserved_email(rng: Random) -> str:
    # Names that RFC 2606 keeps free: nobody can be reached there.
    reserved = ("example.com", "example.org", "mail.example.net", f"{_site(rng)}.test", f"{_site(rng)}.invalid")
    return _mailbox(rng) + "@" + pick(rng, reserved)


def _ipv4(rng: Random) -> str:
    return ".".join(map(str, (pick(rng, _PUBLIC_BYTES), rng.randrange(256), rng.randrange(256), rng.randrange(1, 255))))


def _ipv6(rng: Random) -> str:
    head = f"{pick(rng, ('2600', '2a01', '2a02', '2404', '2804'))}:{hexadecimal(rng, 3)}{rng.randrange(1, 10)}"
    groups = [f"{rng.randrange(1, 10)}{hexadecimal(rng, 3)}" for _ in range(6)]
    return f"{head}:{':'.join(groups)}" if rng.random() < 0.5 else f"{head}::{':'.join(groups[: 1 + rng.randrange(3)])}"


def _phone(rng: Random) -> str:
    # Ranges that the numbering authorities keep free for fiction.
    shapes = (
        "+44 20 7946 0###", "020 7946 0###", "+44 1632 960###", "07700 900###", "(212) 555-01##", "+1 415-555-01##",
        "1-303-555-01##", "+61 2 5550 ####", "(02) 5550 ####", "0491 570 1##", "+49 30 23125 ###", "030 23125 ###",
        "+33 1 99 00 ## ##", "01 99 00 ## ##", "+46 31 390 06 ##",
    )  # fmt: skip
    return shaped(rng, pick(rng, shapes))


def _card_digits(rng: Random) -> str:
    prefix, length = pick(rng, (("4", 16), ("51", 16), ("54", 16), ("34", 15), ("37", 15), ("6011", 16)))
    body = prefix + digits(rng, length - len(prefix) - 1)
    return body + str(-luhn_sum(body + "0") % 10)


def _credit_card(rng: Random) -> str:
    number = _card_digits(rng)
    gap = pick(rng, (" ", "-", ""))
    if len(number) == 15:
        return gap.join((number[:4], number[4:10], number[10:]))
    return _grouped(number, 4, gap)


def _iban(rng: Random) -> str:
    country, letters, n_digits = pick(rng, (("DE", 0, 18), ("GB", 4, 14), ("NL", 4, 10), ("CH", 0, 17), ("IE", 4, 14)))
    body = "".join(pick(rng, _CAPITALS) for _ in range(letters)) + digits(rng, n_digits)
    iban = f"{country}{98 - iban_remainder(country + '00' + body):02d}{body}"
    return _grouped(iban, 4, " ") if rng.random() < 0.6 else iban


def _us_ssn(rng: Random) -> str:
    area = pick(rng, (*range(1, 666), *range(667, 900)))
    return f"{area:03d}-{rng.randrange(1, 100):02d}-{rng.randrange(1, 10_000):04d}"


def _au_tfn(rng: Random) -> str:
    while True:
        number = str(rng.randrange(100_000_000, 1_000_000_000))
        if tfn_sum(number) % 11 == 0:
            return _grouped(number, 3, pick(rng, (" ", "")))


def _uuid(rng: Random) -> str:
    return "-".join((hexadecimal(rng, 8), hexadecimal(rng, 4), f"4{hexadecimal(rng, 3)}", f"a{hexadecimal(rng, 3)}",
                     hexadecimal(rng, 12)))  # fmt: skip


def _non_luhn(rng: Random) -> str:
    number = _card_digits(rng)
    return _grouped(number[:-1] + str((int(number[-1]) + 1 + rng.randrange(9)) % 10), 4, pick(rng, (" ", "-", "")))


def _invalid_tfn(rng: Random) -> str:
    while True:
        number = str(rng.randrange(100_000_000, 1_000_000_000))
        if tfn_sum(number) % 11:
            return _grouped(number, 3, " ")


def _isbn(rng: Random) -> str:
    body = "978" + digits(rng, 9)
    check = -sum(int(digit) * (3 if i % 2 else 1) for i, digit in enumerate(body)) % 10
    return f"{body[:3]}-{body[3]}-{body[4:8]}-{body[8:]}-{check}"


# Kind: how a value is made, and the sentences that hold it, with a bar at its place.
PERSONAL: dict[str, tuple[Callable[[Random], str], tuple[str, ...]]] = {
    "email": (_email, ("Write to | before {weekday}.", "Questions go to {person} (|).", "{surname} reads | {manner}.")),
    "ipv4": (
        _ipv4,
        ("The {role} logged in from |.", "Last {weekday} | sent {n2} requests.", "Their router, |, was {adj}."),
    ),
    "ipv6": (_ipv6, ("The {role} connected from | on {weekday}.", "A {adj} host at | replied.")),
    "phone": (_phone, ("Call {person} on | after {month}.", "Phone: |.", "Ring | and ask for the {role}.")),
    "credit_card": (_credit_card, ("{person} paid with card | in {month}.", "Card number |, said the {adj} {role}.")),
    "iban": (_iban, ("Please transfer {n2} euros to | by {weekday}.", "The {role}'s IBAN is |.")),
    "us_ssn": (_us_ssn, ("{person}'s social security number is |.", "SSN |, born in {month} {year}.")),
    "au_tfn": (_au_tfn, ("{surname} gave the tax file number | to a {role}.", "TFN: |, issued in {month}.")),
}
LOOKALIKES: dict[str, tuple[Callable[[Random], str], tuple[str, ...]]] = {
    "private_ipv4": (
        lambda rng: shaped(rng, pick(rng, ("192.168.#.2#", "10.#.1#.#", "172.16.#.1#", "127.0.0.1"))),
        ("The printer answers at | in the {place}.",),
    ),
    "documentation_ipv4": (
        lambda rng: shaped(rng, pick(rng, ("192.0.2.1#", "198.51.100.2#", "203.0.113.#"))),
        ("Replace | with your own address.",),
    ),
    "local_ipv6": (
        lambda rng: f"{pick(rng, ('fe80', 'fd12:3456', '2001:db8'))}::{hexadecimal(rng, 4)}",
        ("The {adj} interface kept |.",),
    ),
    "version_number": (lambda rng: shaped(rng, "1.#.1#.#"), ("We upgraded to version | in {month}.",)),
    "git_hash": (lambda rng: hexadecimal(rng, 40), ("The bug appeared in commit | of the {thing}.",)),
    "uuid": (_uuid, ("The {thing} has the identifier | in our records.",)),
    "non_luhn": (_non_luhn, ("The parcel number | was {adj}.",)),
    "isbn": (_isbn, ("The book (ISBN |) was {adj}.",)),
    "date_range": (
        lambda rng: f"{rng.randrange(1700, 1900)}-{rng.randrange(1900, 2020)}",
        ("The {role} ({person}, |) was {adj}.",),
    ),
    "date": (
        lambda rng: f"{rng.randrange(1990, 2024)}-{rng.randrange(10, 13)}-{rng.randrange(10, 29)}",
        ("The {thing} was {adj} on |.",),
    ),
    "clock_time": (lambda rng: shaped(rng, "1#:4#:2#"), ("At | the {thing} {happened}.",)),
    "mac_address": (
        lambda rng: ":".join(hexadecimal(rng, 2) for _ in range(6)),
        ("The card's hardware address is | on the {adj} label.",),
    ),
    "reserved_email": (_reserved_email, ("Type | into the {adj} form.",)),
    "short_at": (lambda rng: pick(rng, ("a@b", "root@localhost", "x@y", "git@server")), ("Type | and press return.",)),
    "invalid_ssn": (lambda rng: shaped(rng, pick(rng, ("000-1#-2###", "666-4#-3###"))), ("Part | is {adj}.",)),
    "invalid_tfn": (_invalid_tfn, ("The reference number | belongs to the {thing}.",)),
    "scope_operator": (
        lambda rng: pick(rng, ("std::vector", "a::b", "Foo::bar", "std::map::at")),
        ("The {adj} developer prefers | to a list.",),
    ),
}


def plant(rng: Random, text: str, sentences: list[tuple[str, str]]) -> tuple[str, list[tuple[int, int]]]:
    """A prose text with sentences set between its own, and where the value of each stands.

    Each sentence is a pair: the text with a bar at the value's place, and the value.
    """
    gaps = [match.end() for match in re.finditer(r"(?<=[a-z][.!?]) (?=[A-Z])", text)]
    rng.shuffle(gaps)
    spans = []
    planted, last = "", 0
    for gap, (sentence, value) in zip(sorted(gaps[: len(sentences)]), sentences, strict=True):
        before, after = sentence.split("|")
        planted += text[last:gap] + before
        spans.append((len(planted), len(planted) + len(value)))
        planted += value + after + " "
        last = gap
    return planted + text[last:], spans


def _record(seed: int, kind: str, variant: str, index: int) -> Record:
    make, sentences = (PERSONAL if kind == "pii" else LOOKALIKES)[variant]
    source = ("c4", "c4", "wikipedia", "c4")[index % 4]
    key, rng = keyed(seed, source, kind, variant, index)
    text = (prose.article if source == "wikipedia" else prose.web_page)(rng)
    voice = prose.scene(rng)
    n = 1 + rng.randrange(2) if kind == "pii" else 1
    pairs = [(voice.fill(pick(rng, sentences)), make(rng)) for _ in range(n)]
    text, spans = plant(rng, text, pairs)
    expect = "redacted" if kind == "pii" else "kept"
    facts = [
        {"kind": kind, "variant": variant, "expect": expect, "value": value, "start": start, "end": end}
        for (_, value), (start, end) in zip(pairs, spans, strict=True)
    ]
    return Record(key, source, text, facts)


def personal_records(seed: int) -> list[Record]:
    """Clean prose with one or two pieces of personal data, or one look-alike, set in."""
    return [
        _record(seed, kind, variant, index)
        for kind, variants, n in (("pii", PERSONAL, _PER_KIND), ("pii_lookalike", LOOKALIKES, _PER_LOOKALIKE))
        for variant in variants
        for index in range(n)
    ]
