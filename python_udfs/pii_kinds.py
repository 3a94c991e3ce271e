"""Kinds of personal data: how each is written, and which of the texts that are written so are none."""

import ipaddress
import re
from collections.abc import Callable
from dataclasses import dataclass

DIGIT = b"0123456789"
HEX = b"0123456789abcdefABCDEF"
LOWER = b"abcdefghijklmnopqrstuvwxyz"
UPPER = LOWER.upper()
ALPHANUMERIC = DIGIT + LOWER + UPPER

Anchor = tuple[bytes, ...]


@dataclass(frozen=True)
class Kind:
    """One kind of personal data or secret.

    name: as in the findings and in `seeds/pii_kinds.csv`; the placeholder is the name in angle brackets.
    pattern: on UTF-8 bytes; matches at most `reach` bytes, its own context included. The finding is the group `value`
        where there is one, else the whole; it is ASCII throughout.
    anchors: sequences of at least three byte classes; every match holds at least one. The rarer, the faster.
    is_real: (document, start, end) of the finding -> whether it counts. It must see no further than an angle bracket,
        for what is beyond may be a placeholder.
    domains: where the kind is looked for; None for everywhere.
    """

    name: str
    pattern: re.Pattern[bytes]
    reach: int
    anchors: tuple[Anchor, ...]
    is_real: Callable[[bytes, int, int], bool] = lambda _document, _start, _end: True
    domains: tuple[str, ...] | None = None


def spelled(text: str) -> Anchor:
    """The anchor of a text in exactly these letters."""
    return tuple(bytes([byte]) for byte in text.encode())


def spelled_anyhow(text: str) -> Anchor:
    """The anchor of a text in letters of either case."""
    return tuple(bytes({*text[i].lower().encode(), *text[i].upper().encode()}) for i in range(len(text)))


@dataclass(frozen=True)
class Recipe:
    """What decides the output of this module."""

    # RFC 2606 and RFC 6761: names that belong to nobody
    reserved_domain: str = r"(?:^|\.)(?:example(?:\.(?:com|net|org))?|test|invalid|localhost)$"
    image_name: str = r"^\d+x\.(?:png|jpe?g|gif|svg|webp)$"  # icon@2x.png
    service_accounts: tuple[bytes, ...] = (b"git", b"anonymous", b"anoncvs")  # git@host:path
    user_information: str = r"://[^\s/@<>]{0,64}:[^\s/@<>]{0,64}$"  # of a URL: scheme://user:password@host
    # Sections (JLS 8.8.5.1), versions (1.8.1.2) and enzymes (EC 3.4.21.4) look like addresses whose first three numbers
    # are below these: half a percent of all addresses, and of those in text nearly none.
    numbering_limits: tuple[int, int, int] = (10, 100, 100)
    before_numbering: str = r"(?:\b(?:version|ver|release|section|sec|EC)\.?|§)[\s:=]*$"
    # ITU-T E.164 allows 15 digits; without a country code, fewer than 10 are dates, hours, postal codes and ranges more
    # often than they are telephones, unless the text says what they are.
    international_digits: tuple[int, int] = (9, 15)
    national_digits: tuple[int, int] = (10, 12)
    dialled_abroad: tuple[bytes, ...] = (b"00", b"011")  # before a country code in place of the plus
    labelled_digits: tuple[int, int] = (7, 12)
    country_codes: str = (
        r"^(?:7|2[07]|3[0-469]|4[013-9]|5[1-8]|6[0-6]|8[1246]|9[0-58]|2[1-69][0-9]|3[578][0-9]|42[013]|50[0-9]|59[0-9]|"
        r"6[789][0-9]|80[08]|85[02356]|87[0-9]|88[01268]|96[0-8]|97[0-79]|99[2-8])"
    )
    phone_word: str = (
        r"(?:phone|fax|mobile|(?<![a-z])(?:(?:tel|mob|ph|telefon|handy|tlf|voice|whatsapp|sms|hotline|helpline|dial|ring)"
        r"(?![a-z])|call))[^<>0-9]{0,40}$"
    )
    phone_label: str = (
        r"(?:phone|fax|mobile|(?<![a-z])(?:tel|mob|ph|telefon|handy|tlf|call|dial|ring|voice))"
        r"(?:[ _-]?(?:number|nummer|no|nr))?(?: us| me| him| her| them)?"
        r"[\"'*\]]{0,2}[ .:=#(\"'*\[]{0,4}(?:(?:at|on|is) )?$"
    )
    # Dates, ranges of months and years, hardware addresses, 0 to 9
    no_phone: str = (
        r"^(?:[0-9]{1,2}([./-])[0-9]{1,2}\1(?:[0-9]{2}$|(?:19|20)[0-9]{2}(?![0-9]))|"
        r"[0-9]{4}([./-])[0-9]{1,2}\2[0-9]{1,2}(?![0-9./-])|(?:1[0-9]|20)[0-9]{2}[ -](?:1[0-9]|20)[0-9]{2}$|"
        r"[0-9]*(?:19|20)[0-9]{2}-[01][0-9]-[0-3][0-9](?![0-9])|"
        r"[^/]*/[^/]*/|[0-9]+[ -][0-9]+/|(?:[0-9]{2}-){5}[0-9]{2}$)"
    )
    counting: bytes = b"01234567890123456789"
    # ISO/IEC 7812 issuers by first digits and length: Visa, Mastercard (two ranges), American Express, Discover, JCB,
    # Diners Club, UnionPay.
    card_issuers: str = (
        r"^(?:4(?:[0-9]{12}|[0-9]{15}|[0-9]{18})|5[1-5][0-9]{14}|2(?:22[1-9]|2[3-9][0-9]|[3-6][0-9]{2}|7[01][0-9]|720)"
        r"[0-9]{12}|3[47][0-9]{13}|(?:6011|64[4-9][0-9]|65[0-9]{2})[0-9]{12}|35(?:2[89]|[3-8][0-9])[0-9]{12}|"
        r"3(?:0[0-59]|[689][0-9])[0-9]{11}|62[0-9]{14,17})$"
    )
    card_word: str = (
        r"(?:(?<!dis)card(?!i)|visa|master|amex|american express|credit|debit|diners|(?<![a-z])(?:cc|pan)(?![a-z]))"
        r"[^<>]{0,40}$"
    )
    # What processors of payments, registries and authorities print as an example.
    example_cards: tuple[str, ...] = (
        "4111111111111111", "4012888888881881", "4242424242424242", "4000056655665556", "4222222222222",
        "5555555555554444", "5105105105105100", "5200828282828210", "2223003122003222", "378282246310005",
        "371449635398431", "6011111111111117", "6011000990139424", "30569309025904", "38520000023237",
        "3530111333300000", "3566002020360505", "6200000000000005",
    )  # fmt: skip
    example_ibans: tuple[str, ...] = (
        "GB82WEST12345698765432", "GB29NWBK60161331926819", "GB33BUKB20201555555555", "DE89370400440532013000",
        "FR1420041010050500013M02606", "NL91ABNA0417164300", "CH9300762011623852957", "BE68539007547034",
        "ES9121000418450200051332", "AT611904300234573201", "IE29AIBK93115212345678", "IT60X0542811101000000123456",
    )  # fmt: skip
    example_ssns: tuple[str, ...] = ("078051120", "219099999", "123456789", "111111111", "333333333", "123121234")
    example_tfns: tuple[str, ...] = ("123456782",)
    # SWIFT, IBAN Registry: each country's length
    iban_lengths: str = (
        "AD24 AE23 AL28 AT20 AZ28 BA20 BE16 BG22 BH22 BI27 BR29 BY28 CH21 CR22 CY28 CZ24 DE22 DJ27 DK18 DO28 EE20 EG29 "
        "ES24 FI18 FK18 FO18 FR27 GB22 GE22 GI23 GL18 GR27 GT28 HN28 HR21 HU28 IE22 IL23 IQ23 IS26 IT27 JO30 KW30 KZ20 "
        "LB28 LC32 LI21 LT20 LU20 LV21 LY25 MC27 MD24 ME22 MK19 MN20 MR27 MT31 MU30 NI28 NL18 NO15 OM23 PK24 PL28 PS29 "
        "PT25 QA29 RO24 RS22 RU33 SA24 SC31 SD18 SE24 SI19 SK24 SM27 SO23 ST25 SV28 TL23 TN24 TR26 UA29 VA22 VG24 XK20 "
        "YE30"
    )
    ssn_word: str = r"(?:ssn|social[ _-]?security)[^<>]{0,40}$"
    tfn_weights: tuple[int, ...] = (1, 4, 3, 7, 5, 8, 6, 9, 10)
    tfn_before: str = r"(?:tfn|tax[ _-]?file)[^<>]{0,40}$"
    tfn_after: str = r"^[^<>]{0,12}(?:tfn|tax[ _-]?file)"


RECIPE = Recipe()

RESERVED_DOMAIN = re.compile(RECIPE.reserved_domain.encode(), re.IGNORECASE)
IMAGE_NAME = re.compile(RECIPE.image_name.encode(), re.IGNORECASE)
USER_INFORMATION = re.compile(RECIPE.user_information.encode())
BEFORE_NUMBERING = re.compile(RECIPE.before_numbering.encode(), re.IGNORECASE)
COUNTRY_CODES = re.compile(RECIPE.country_codes.encode())
PHONE_WORD = re.compile(RECIPE.phone_word.encode(), re.IGNORECASE)
PHONE_LABEL = re.compile(RECIPE.phone_label.encode(), re.IGNORECASE)
NO_PHONE = re.compile(RECIPE.no_phone.encode())
CARD_ISSUERS = re.compile(RECIPE.card_issuers.encode())
CARD_WORD = re.compile(RECIPE.card_word.encode(), re.IGNORECASE)
SSN_WORD = re.compile(RECIPE.ssn_word.encode(), re.IGNORECASE)
TFN_BEFORE = re.compile(RECIPE.tfn_before.encode(), re.IGNORECASE)
TFN_AFTER = re.compile(RECIPE.tfn_after.encode(), re.IGNORECASE)

CONTEXT = 80  # bytes before a finding that are looked at


def follows(word: re.Pattern[bytes], document: bytes, start: int) -> bool:
    """Whether the text before start ends in the pattern."""
    return bool(word.search(document, max(0, start - CONTEXT), start))


def digits_of(number: bytes) -> bytes:
    return bytes(byte for byte in number if byte in DIGIT)


def is_real_email(document: bytes, start: int, end: int) -> bool:
    """False for what reaches nobody: reserved names, image names, service accounts, a password before @."""
    local, domain = document[start:end].split(b"@")
    if local in RECIPE.service_accounts or RESERVED_DOMAIN.search(domain) or IMAGE_NAME.search(domain):
        return False
    return not follows(USER_INFORMATION, document, start)


def is_real_ipv4(document: bytes, start: int, end: int) -> bool:
    """True for addresses of one public host (IANA IPv4 Special-Purpose Address Registry)."""
    try:
        address = ipaddress.IPv4Address(document[start:end].decode())
    except ValueError:
        return False
    is_numbering = all(number < limit for number, limit in zip(address.packed, RECIPE.numbering_limits, strict=False))
    if is_numbering or BEFORE_NUMBERING.search(document, max(0, start - 16), start):
        return False
    return address.is_global and not address.is_multicast


def is_real_ipv6(document: bytes, start: int, end: int) -> bool:
    """True for public addresses (IANA IPv6 Special-Purpose Address Registry)."""
    try:
        return ipaddress.IPv6Address(document[start:end].decode()).is_global
    except ValueError:
        return False


def is_real_card(document: bytes, start: int, end: int) -> bool:
    """True for an issuer's length and first digits and the Luhn checksum; without separators where a card is named."""
    digits = digits_of(document[start:end])
    if not CARD_ISSUERS.search(digits) or digits.decode() in RECIPE.example_cards:
        return False
    doubled = [(2 * (byte - 48) if i % 2 else byte - 48) for i, byte in enumerate(reversed(digits))]
    if sum(n - 9 if n > 9 else n for n in doubled) % 10:
        return False
    return len(digits) < end - start or follows(CARD_WORD, document, start)


def is_real_iban(document: bytes, start: int, end: int) -> bool:
    """True where the checksum holds (ISO 13616: the remainder by 97 is 1), but for published examples."""
    iban = document[start:end].replace(b" ", b"").decode()
    return (
        iban not in RECIPE.example_ibans
        and int("".join(str(int(character, 36)) for character in iban[4:] + iban[:4])) % 97 == 1
    )


def is_real_ssn(document: bytes, start: int, end: int) -> bool:
    """True for numbers with hyphens; for those with blanks only where they are named."""
    if digits_of(document[start:end]).decode() in RECIPE.example_ssns:
        return False
    return b"-" in document[start:end] or follows(SSN_WORD, document, start)


def is_real_tfn(document: bytes, start: int, end: int) -> bool:
    """True where the checksum holds (weighted sum a multiple of 11) and the number is named."""
    digits = digits_of(document[start:end])
    if digits.decode() in RECIPE.example_tfns:
        return False
    if sum(weight * (byte - 48) for weight, byte in zip(RECIPE.tfn_weights, digits, strict=True)) % 11:
        return False
    return follows(TFN_BEFORE, document, start) or bool(TFN_AFTER.search(document[end : end + CONTEXT]))


def is_real_phone(document: bytes, start: int, end: int) -> bool:
    """True for international and North American numbers; for others by their length and the word before them."""
    number = document[start:end]
    digits = digits_of(number)
    if number.startswith(b"+"):
        low, high = RECIPE.international_digits
        if digits.startswith(b"1"):
            return bool(NORTH_AMERICAN.fullmatch(digits))
        return low <= len(digits) <= high and bool(COUNTRY_CODES.search(digits))
    if NO_PHONE.search(number) or digits in RECIPE.counting or len(set(digits)) == 1:
        return False
    if NORTH_AMERICAN.fullmatch(digits):
        if NORTH_AMERICAN_WRITTEN.fullmatch(number):
            return True
        return follows(PHONE_WORD, document, start)
    is_separated = len(digits) < len(number)
    low, high = RECIPE.national_digits
    if digits.startswith(RECIPE.dialled_abroad):
        high = RECIPE.international_digits[1] + 2
    if is_separated and digits.startswith(b"0") and low <= len(digits) <= high:
        return b"." not in number or follows(PHONE_WORD, document, start)
    low, high = RECIPE.labelled_digits
    return low <= len(digits) <= high and follows(PHONE_LABEL, document, start)


NORTH_AMERICAN = re.compile(rb"1?[2-9][0-9]{2}[2-9][0-9]{6}")
NORTH_AMERICAN_WRITTEN = re.compile(
    rb"(?:1[ .-]?)?(?:\([2-9][0-9]{2}\)[ ./-]{0,2}[0-9]{3}[ .-]|[0-9]{3}-[0-9]{3}-|[0-9]{3}\.[0-9]{3}\.|"
    rb"[0-9]{3}[ /][0-9]{3}-)[0-9]{4}"
)


def apart(before: bytes) -> bytes:
    """A look behind: none of these characters, unless it is the letter of an escape, as in "\\n212-555-0100"."""
    return rb"(?:(?<![\\" + before + rb"])|(?<=\\[bfnrtv]))"


def _iban_pattern() -> bytes:
    countries: dict[int, list[str]] = {}
    for entry in RECIPE.iban_lengths.split():
        countries.setdefault(int(entry[2:]) - 4, []).append(entry[:2])
    forms = []
    for length, names in sorted(countries.items()):
        rest = f"[A-Z0-9]{{{length % 4}}}" if length % 4 else ""
        grouped = f"(?: [A-Z0-9]{{4}}){{{length // 4}}}" + (f" {rest}" if rest else "")
        forms.append(f"(?:{'|'.join(names)})[0-9]{{2}}(?:{grouped}|[A-Z0-9]{{{length}}})")
    return "|".join(forms).encode()


GAP = rb"(?: ?[./-] ?| )"
PHONE = (
    apart(rb"\w+.,$%&/-")
    + rb"(?:"
    # international: North America, elsewhere
    + rb"\+ ?1GAP?(?:\([2-9][0-9]{2}\) ?-?|[2-9][0-9]{2}GAP?)[2-9][0-9]{2}GAP?[0-9]{4}"
    + rb"|\+ ?[2-9](?=[0-9 ./(-])[0-9]{0,14}+(?:GAP?\([0-9]{1,6}\)[0-9]?)?"
    + rb"(?:GAP?[0-9]{2,14}+|[ -][0-9](?![0-9]|[.,/][0-9])){0,7}"
    # North America; numbers that begin with 0; what needs a label
    + rb"|(?:1[ .-]?)?(?:\([2-9][0-9]{2}\)[ ./-]{0,2}|[2-9][0-9]{2}[ ./-])[2-9][0-9]{2}[ .-][0-9]{4}"
    + rb"|(?:\(0[0-9]{1,5}\)GAP?|(?<![^0-9][0-9]{4}[ -])0[0-9]{1,5}+GAP)[0-9]{2,8}+(?:GAP[0-9]{2,8}+){0,4}(?:-[0-9])?"
    + rb"|[0-9]{7,12}+|[0-9]{3}[ .-][0-9]{4}|[0-9]{4}[ -][0-9]{4}|[0-9]{2,3}(?:[ .-][0-9]{2}){2,4}"
    + rb"|[0-9]{3}(?:[ .-][0-9]{3}){2,3}"
    + rb")(?![0-9_a-wyz]|[.,/-][0-9])"
).replace(b"GAP", GAP)
PERSONAL_KINDS = (
    Kind(
        "email",
        re.compile(
            # the letter of an escape is no beginning: "\\njohn@mail.org"
            rb"(?:(?<![A-Za-z0-9_%+\\-])|(?<=\\[bfnrtv])|(?<=\\)(?![0-7bfnrtuvx]))(?=[A-Za-z0-9_%+'.-]{1,64}@)"
            rb"[A-Za-z0-9_%+-]++(?:[.'][A-Za-z0-9_%+-]++)*+@"
            rb"(?:(?!-)[A-Za-z0-9-]{1,63}+(?<!-)\.){1,8}"
            rb"(?:xn--[A-Za-z0-9-]{1,58}[A-Za-z0-9]|[A-Za-z]{2,24})(?![A-Za-z0-9]|[-_][A-Za-z0-9])"
        ),
        768,
        ((ALPHANUMERIC + b"_%+-", b"@", ALPHANUMERIC),),
        is_real_email,
    ),
    Kind(
        "ipv4",
        re.compile(rb"(?<![\w.])[0-9]{1,3}(?:\.[0-9]{1,3}){3}(?!\.?\w)"),
        20,
        tuple((b".", *[DIGIT] * n, b".") for n in (1, 2, 3)),
        is_real_ipv4,
    ),
    Kind(
        "ipv6",
        re.compile(rb"(?<![\w.:])[23][0-9A-Fa-f]{3}:[0-9A-Fa-f]{1,4}(?::[0-9A-Fa-f]{0,4}){1,6}(?![\w:]|\.\w)"),
        48,
        ((b"23", HEX, HEX, HEX, b":"),),
        is_real_ipv6,
    ),
    Kind(
        "credit_card",
        re.compile(
            apart(rb"\w.+,/-") + rb"(?:[2-6][0-9]{3}(?:(?: [0-9]{4}){3}|(?:-[0-9]{4}){3})"
            rb"|3[0-9]{3}(?: [0-9]{6} [0-9]{4,5}|-[0-9]{6}-[0-9]{4,5})|[2-6][0-9]{12,18})(?![0-9_a-z]|[ .-][0-9]{4})"
        ),
        32,
        (
            (*[DIGIT] * 13,),
            (*[DIGIT] * 4, b" -", *[DIGIT] * 4, b" -", *[DIGIT] * 4),
            (*[DIGIT] * 4, b" -", *[DIGIT] * 6),
        ),
        is_real_card,
    ),
    Kind(
        "iban",
        re.compile(apart(rb"A-Za-z0-9") + rb"(?:" + _iban_pattern() + rb")(?![A-Za-z0-9])"),
        64,
        tuple((UPPER, UPPER, DIGIT, DIGIT, *gap, *[DIGIT + UPPER] * 4) for gap in ((), (b" ",))),
        is_real_iban,
    ),
    Kind(
        "us_ssn",
        re.compile(
            apart(rb"\w.+,/#$-")
            + rb"(?!000|666|9)[0-9]{3}(?:-(?!00)[0-9]{2}-| (?!00)[0-9]{2} )(?!0000)[0-9]{4}(?![\w]|[.,/-][0-9])"
        ),
        16,
        ((*[DIGIT] * 3, b" -", DIGIT, DIGIT, b" -", *[DIGIT] * 4),),
        is_real_ssn,
    ),
    Kind(
        "au_tfn",
        re.compile(apart(rb"\w.+,/$-") + rb"[0-9]{3}(?: [0-9]{3} |-[0-9]{3}-|[0-9]{3})[0-9]{3}(?![\w]|[ .,/-][0-9])"),
        96,
        (spelled_anyhow("tfn"), (*spelled_anyhow("tax"), b" _-", *spelled_anyhow("file"))),
        is_real_tfn,
    ),
    Kind(
        "phone",
        re.compile(PHONE),
        144,
        (
            (b"+", DIGIT + b" ", DIGIT + b" ./(-"),
            *((b")", *[b" ./-"] * n, DIGIT) for n in (1, 2, 3)),
            (b")", DIGIT, DIGIT),
            *((b"0", *[DIGIT] * n, b" ./-", *[DIGIT + b" ./-"] * 2) for n in (1, 2, 3, 4, 5)),
            (*[DIGIT] * 7,),
            (*[DIGIT] * 3, b" .-", *[DIGIT] * 4),
            (*[DIGIT] * 4, b" -", *[DIGIT] * 4),
            (DIGIT, DIGIT, b" .-", DIGIT, DIGIT, b" .-", DIGIT, DIGIT),
            (*[DIGIT] * 3, b" .-", *[DIGIT] * 3, b" .-", *[DIGIT] * 3),
        ),
        is_real_phone,
    ),
)
