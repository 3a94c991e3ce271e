"""A labelled set for each kind of personal data and secret: values in prose, logs, code and abstracts, and look-alikes.

Values stand between ⟦ and ⟧. Secrets are drawn and numbers completed when the set is made: none stands here in full.
The set is written apart from the generated sample; what is known to be missed or mistaken stays in it.
"""

import base64
import json
import string
from dataclasses import dataclass
from random import Random

ALPHANUMERIC = string.ascii_letters + string.digits
HEX = "0123456789abcdef"


@dataclass(frozen=True)
class Example:
    """One text. kind: of all its values; of a text without values, the kind that it looks like."""

    kind: str
    domain: str
    text: str
    spans: tuple[tuple[int, int], ...]


def example(kind: str, domain: str, marked: str) -> Example:
    text, spans = "", []
    for piece in marked.split("⟦"):
        value, closed, rest = piece.partition("⟧")
        if closed:
            spans.append((len(text), len(text) + len(value)))
        text += value + rest
    return Example(kind, domain, text, tuple(spans))


def drawn(alphabet: str, n: int, seed: int) -> str:
    rng = Random(seed)
    return "".join(alphabet[rng.randrange(len(alphabet))] for _ in range(n))


def luhn(body: str) -> str:
    total = sum(sum(divmod(2 * int(digit), 10)) if i % 2 == 0 else int(digit) for i, digit in enumerate(body[::-1]))
    return body + str(-total % 10)


def fours(number: str, gap: str) -> str:
    return gap.join(number[i : i + 4] for i in range(0, len(number), 4))


def iban(country: str, account: str) -> str:
    letters = "".join(str(int(character, 36)) for character in account + country + "00")
    return f"{country}{98 - int(letters) % 97:02d}{account}"


def tfn(body: str) -> str:
    """Eight digits and the ninth; none of these bodies asks for a tenth remainder."""
    last = sum(weight * int(digit) for weight, digit in zip((1, 4, 3, 7, 5, 8, 6, 9), body, strict=True)) % 11
    assert last < 10
    return body + str(last)


def url_base64(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).decode().rstrip("=")


def jwt(header: dict[str, str], seed: int) -> str:
    payload = {"sub": drawn(ALPHANUMERIC, 9, seed), "exp": 1_700_000_000 + seed}
    parts = (json.dumps(header).encode(), json.dumps(payload).encode(), Random(seed).randbytes(32))
    return ".".join(map(url_base64, parts))


def pem(label: str, n_bytes: int, seed: int, end: str = "\n") -> str:
    body = base64.b64encode(Random(seed).randbytes(n_bytes)).decode()
    lines = [body[i : i + 64] for i in range(0, len(body), 64)]
    return end.join([f"-----BEGIN {label}-----", *lines, f"-----END {label}-----"])


# Places for a value in each domain; {} is the value.
CONTEXTS = {
    "email": (
        ("web", "If you would like to know more, write to {} or visit us."),
        ("web", "From: A. Writer <{}>\nSubject: Re: gardens"),
        ("web", "2021-03-04 10:22:31 INFO mail.queue delivered to={}, delay=0.3"),
        ("abstract", "Correspondence: Department of Surgery, Leeds. Electronic address: {}."),
        ("code", "# Author: Somebody <{}>\nimport os\n\n\ndef run():\n    return os.name\n"),
        ("code", 'package main\n\nconst owner = "{}"\n'),
        ("encyclopedia", "The society can be reached at {} (see also: societies)."),
    ),
    "ipv4": (
        ("web", "The attack came from {}, which belongs to a provider."),
        ("web", '{} - - [10/Oct/2000:13:55:36 -0700] "GET /a.gif HTTP/1.0" 200 2326'),
        ("web", "sshd[4721]: Failed password for root from {} port 52113 ssh2"),
        ("code", 'server = "{}"\nport = 80\n\n\ndef connect(s):\n    return s.connect((server, port))\n'),
        ("code", "int main(void) {{\n    // old host: {}\n    return 0;\n}}\n"),
    ),
    "ipv6": (
        ("web", "The server answers at {}, too."),
        ("web", "http://[{}]:8080/index.html"),
        ("code", 'var host = "{}";\nlisten(host);\n'),
    ),
    "credit_card": (
        ("web", "He read out the number of his Visa card, {}, twice."),
        ("web", "2020-01-01 12:00:01 charge cc={} amount=12.00"),
        ("code", 'card_number = "{}"\n\n\ndef pay():\n    return charge(card_number)\n'),
        ("encyclopedia", "A credit card with the number {} was found in the house."),
    ),
    "iban": (
        ("web", "Bitte überweisen Sie auf {} bis Freitag."),
        ("web", "IBAN: {}, BIC: on request"),
        ("code", 'Account a = new Account("{}");\n'),
        ("web", "INFO transfer to {} accepted"),
    ),
    "us_ssn": (
        ("web", "Her SSN is {} and her mother's is unknown."),
        ("web", "Social Security Number: {}"),
        ("code", 'patient = {{"name": "A", "ssn": "{}"}}\n\n\ndef f():\n    return patient\n'),
        ("abstract", "One record (SSN {}) was linked by hand."),
    ),
    "au_tfn": (
        ("web", "My TFN is {} and I live in Perth."),
        ("web", "Tax File Number: {}"),
        ("web", "quote {} as your tax file number"),
        ("code", 'employee.tfn = "{}";\n'),
    ),
    "phone": (
        ("web", "Call us at {} for a quote."),
        ("web", "Tel.: {}\nOpen from nine to five"),
        ("web", "| Office | {} |"),
        ("code", 'String phone = "{}";\n'),
        ("abstract", "Correspondence to the first author. Phone: {}."),
        ("encyclopedia", "The hotel ({}) has ninety rooms."),
    ),
}
VALUES = {
    "email": (
        "j.mcallister@stadtwerke-kiel.de", "ana_lucia+news@correo.com.mx", "r2d2@robotics.mit.edu",
        "KATE@BIGPOND.NET.AU", "d-b@x.io", "info@xn--mnchen-3ya.de", "1978@qq.com",
    ),
    "ipv4": ("128.101.35.204", "8.26.56.26", "66.249.66.1", "203.208.60.1", "91.198.174.192", "193.0.6.139"),
    "ipv6": ("2a00:1450:4001:81b::200e", "2620:0:ccc::2", "2001:67c:2e8:22::c100:68b", "2606:4700:4700:0:0:0:0:1111"),
    "credit_card": (
        fours(luhn("453201511283036"), " "), fours(luhn("542523343010990"), "-"), luhn("601142348567891"),
        fours(luhn("222360003000112"), " "), luhn("37144963539842"), fours(luhn("356600202036049"), "-"),
    ),
    "iban": (
        iban("DE", "500105175407324931"), iban("GB", "MIDL40051512345674"), fours(iban("FR", "20041010050500013M02"
        "607"), " "), fours(iban("NL", "RABO0300065264"), " "), iban("NO", "86011117948"), iban("PL", "1090101400000712"
        "19812875"), fours(iban("CH", "00762011623852958"), " "), fours(iban("BE", "539007547035"), " "),
    ),
    "us_ssn": ("512-33-8471", "001-07-2210", "665-48-1096", "899-21-0034"),
    "au_tfn": (tfn("87654321"), tfn("45928673"), " ".join((tfn("86509501")[:3], tfn("86509501")[3:6],
               tfn("86509501")[6:]))),
    "phone": (
        "+1 617 555 0143", "(617) 555-0143", "617-555-0143", "1-617-555-0143", "617.555.0143", "+1 (617) 555-0143",
        "+44 161 496 0072", "0161 496 0072", "+44 (0)161 496 0072", "+49 89 12345-0", "+49 (0) 89/123 45 67",
        "089 / 1234567", "+33 1 70 18 99 00", "01 70 18 99 00", "+61 3 7010 4321", "(03) 7010 4321", "+91 98765 43210",
        "+81-3-5550-0123", "03-5550-0123", "+7 (495) 123-45-67", "+3906 123 4567", "+552130121234",
        "+353 (0)1 676 9995",
        "011 39 06 1234567",
    ),
}  # fmt: skip

# Hand-written places: what only this text says, values that are hard, and known misses.
MARKED = (
    ("phone", "web", "Ring ⟦7010 4321⟧ and ask for Jo. Fax: ⟦7010-4322⟧."),
    ("phone", "web", "mobile: ⟦0412345678⟧, home ⟦03 7010 4321⟧"),
    ("phone", "web", "phone (day): ⟦555-0134⟧"),
    ("phone", "web", "Telefon ⟦4593 21 88⟧"),
    ("phone", "web", "FAX: (⟦61 9) 380 1028⟧"),
    ("phone", "web", "電話：⟦03-5550-0123⟧（代表）"),
    ("phone", "web", "SEE YOU THERE\\n⟦617-555-0143⟧"),
    ("phone", "web", "whatsapp ⟦0049 89 1234567⟧"),
    ("phone", "code", "// call ⟦617-555-0143⟧ before you touch this\nint x = 1;\n"),
    ("email", "web", "mailto:⟦sales@werkstatt.at⟧?subject=hi"),
    ("email", "web", "=?utf-8?q?⟦o.k@firma.ch⟧?="),
    ("email", "web", "⟦jane@mail.org⟧,⟦john@mail.org⟧;⟦jim@mail.org⟧"),
    ("email", "web", "jane at mail dot org or ⟦jane@mail.org⟧"),
    ("us_ssn", "web", "social security no. ⟦512 33 8471⟧"),
    ("au_tfn", "web", f"TFN ⟦{tfn('64738291')}⟧, ABN unknown"),
)

LOOKALIKES = (
    *(
        ("email", "web", text)
        for text in (
            "Write to user@example.com or to admin@shop.example.", "scp root@localhost:/etc/hosts .",
            "git clone git@bitbucket.org:team/repo", "background: url(logo@2x.png)", "npm i left-pad@1.3.0",
            "Pay 5@$3.00 each", "we met @ noon", "jane (at) mail (dot) org", "nobody@invalid", "a@b",
            "@handle.of.someone",
            "https://medium.com/@writer/a-story", "lib.so.6@@GLIBC_2.2.5",
        )
    ),
    *(
        ("email", "code", text)
        for text in (
            "@Override\npublic int f() {\n    return 1;\n}\n", "@app.route('/a')\ndef a():\n    return b @ c.T\n",
            "x = user@host.name\nreturn x;\ny();\nz();\n",
        )
    ),
    *(
        ("ipv4", "web", text)
        for text in (
            "Use 127.0.0.1 or 192.168.1.20 or 10.0.0.7.", "mask 255.255.255.0", "version 4.19.0.12", "Firefox/3.6.0.13",
            "as in section 12.4.1.2", "lysozyme (EC 3.2.1.17)", "alcohol dehydrogenase (EC 1.1.1.1)", "1.2.3.4",
            "documentation uses 192.0.2.15, 198.51.100.7 and 203.0.113.9", "999.300.1.2", "0.0.0.0:80", "224.0.0.251",
            "OID 1.3.6.1.4.1.311", "169.254.12.9",
        )
    ),
    *(
        ("ipv6", "web", text)
        for text in (
            "fe80::1ff:fe23:4567:890a", "2001:db8:85a3::8a2e:370:7334", "::1", "std::vector<int>",
            "at 2021:10:12 20:30:11",
            "00:1b:63:84:45:e6", "Genesis 2020:11", "fd00:1234::1", "a::b::c",
        )
    ),
    *(
        ("credit_card", "web", text)
        for text in (
            "The card number 4111 1111 1111 1111 works for tests.", "test card 4242-4242-4242-4242",
            f"order {luhn('453201511283037')}", "card 4532 0151 1283 0367", "tracking 9400 1000 0000 0000 0000 00",
            "timestamp 1672531200000000", "PMCID 4532015112830", "serial 3782-822463-10005", "0000 0000 0000 0000",
            "the years 1990 2000 2010 2020", "IMEI 490154203237518", "ISBN 9783161484100",
        )
    ),
    *(
        ("iban", "web", text)
        for text in (
            "Example: GB82 WEST 1234 5698 7654 32", "DE89370400440532013000", "DE00 1234 5678 9012 3456 78",
            "model AB12 3456 7890 ABCD", "part SE2012345678901234567", "strain BY4741 MATa", "GENBANK AF231982",
            "FR12 3456 7890 1234 5678 9012 345",
        )
    ),
    *(
        ("us_ssn", "web", text)
        for text in (
            "SSN 123-45-6789", "her number was 078-05-1120", "000-12-3456", "666-12-3456", "912-34-5678", "512-00-8471",
            "512-33-0000", "part 512-33-84710", "1512-33-8471", "formaldehyde (50-00-0)", "lines 512 33 8471",
            "ISBN 512-33-8471-2", "water (CAS 7732-18-5)",
        )
    ),
    *(
        ("au_tfn", "web", text)
        for text in (
            "TFN: 123 456 782", f"TFN: {tfn('87654321')[:-1]}{9 - int(tfn('87654321')[-1])}",
            f"order {tfn('45928673')}",
            "We have 123 456 789 stars.", "tax file number, 2003 to 2004", "PMID 876543210",
        )
    ),
    *(
        ("phone", "abstract", text)
        for text in (
            "Between 1998-2004, 123 456 patients were seen (n = 1234567).",
            "PMID: 12345678; doi 10.1016/0140-6736(92)9123",
            "ISSN 0140-6736; ISBN 0-306-40615-2.", "95% CI 0.62-0.91, P = 0.0001; +2.05 vs. -0.34; +130 to +205 m",
            "registered as NCT01234567 (ISRCTN 12345678)", "doses of 100-200-300 mg, 10 20 30 40 mg",
            "at 0 10 20 30 min",
            "values of 0.12 0.25 0.50 1.00 2.00", "born 01/02/1934-03/04/1956", "from 01/2002-01/2019",
            "1999 2004 2010",
            "the interval 1200-1500 and 0800-1600 h", "clone 2F7-123-4567, lot 20190312-004",
            "GSE 123456, chr7:5567378-5570232",
        )
    ),
    *(
        ("phone", "web", text)
        for text in (
            "Posted 03/05/2022 22:46", "Updated 2013-01-23 06:10", "2012-01-03 10:22:31,123", "the numbers 0123456789",
            "$1,234,567.89", "ZIP 90210-1234", "40.7128 -74.0060", "1024 x 768", "UPC 036000291452", "9 780306 406157",
            "08-00-27-13-69-77", "call 911", "case 2:15-cv-01234", "call me at 10:30 on 12 May",
            "in 2003 2004 2005 2006",
            "page 12-345", "dial 9", "phone has 1280 720 pixels", "(0 10 20)", "EUR 20 000 000",
            "build 20210304.123456",
        )
    ),
    *(
        ("phone", "code", text)
        for text in (
            "int a = 6175550143;\nint b = 617-555-0143;\nlong c = 1234567L;\n",
            "static int t[] = { 0120, 0331, 0452, 0563 };\n",
            'assert f("2012-01-03 10:22") == 20120103;\n', "x = [020, 7946, 01]\nreturn x;\n", 's = "0.617.555";\n',
            "0000010 0000 0103 0302 0504\nf();\ng();\nh();\n", 'd = "0001-01-01 00:00:00";\n',
            'm = "00-1b-63-84-45-06";\n',
        )
    ),
)  # fmt: skip

PASSWORD = drawn(ALPHANUMERIC + "!$%_-", 14, 50)
PYTHON = "{}\n\n\ndef use():\n    return client\n"
JAVA = "class A {{\n    {}\n    void f() {{\n        g();\n    }}\n}}\n"


def tokens(kind: str, *values: str) -> list[tuple[str, str, str]]:
    """Each token in a string, in a comment, in a log and in prose."""
    places = (
        ("code", PYTHON.format('client = connect("⟦%s⟧")')),
        ("code", JAVA.format("// was: ⟦%s⟧")),
        ("web", "Then I set it to ⟦%s⟧ and it worked."),
        ("web", "export THE_TOKEN=⟦%s⟧\n"),
    )
    return [(kind, domain, text % value) for value in values for domain, text in places]


SECRETS = (
    *tokens("aws_key", "AK" + "IA" + drawn(string.ascii_uppercase + "234567", 16, 1), "AS" + "IA" + drawn(
        string.ascii_uppercase + "234567", 16, 2)),
    *((("aws_key", domain, text % drawn(ALPHANUMERIC + "+/", 40, 3 + i))) for i, (domain, text) in enumerate((
        ("code", PYTHON.format('aws_secret_access_key = "⟦%s⟧"')), ("web", "AWS_SECRET_ACCESS_KEY=⟦%s⟧\n"),
        ("code", JAVA.format('String awsSecretKey = "⟦%s⟧";')), ("code", '{{"SecretAccessKey": "⟦%s⟧"}}\n'),
    ))),
    *tokens("github_token", "gh" + "p_" + drawn(ALPHANUMERIC, 36, 10), "gh" + "s_" + drawn(ALPHANUMERIC, 36, 11),
            "github" + "_pat_" + drawn(ALPHANUMERIC, 22, 12) + "_" + drawn(ALPHANUMERIC, 59, 13)),
    *tokens("slack_token", "xo" + "xb-" + drawn(string.digits, 12, 14) + "-" + drawn(ALPHANUMERIC, 24, 15),
            "xo" + "xp-" + "-".join(drawn(string.digits, 12, 16 + i) for i in range(3)) + "-" + drawn(HEX, 32, 19)),
    *tokens("cloud_key", "AI" + "za" + drawn(ALPHANUMERIC + "_-", 35, 20), "do" + "p_v1_" + drawn(HEX, 64, 21),
            "GO" + "CSPX-" + drawn(ALPHANUMERIC + "_-", 28, 22)),
    *tokens("service_token", "gl" + "pat-" + drawn(ALPHANUMERIC, 20, 23), "sk" + "_live_" + drawn(ALPHANUMERIC, 24, 24),
            "np" + "m_" + drawn(ALPHANUMERIC, 36, 25), "h" + "f_" + drawn(string.ascii_letters, 34, 26),
            "S" + "G." + drawn(ALPHANUMERIC, 22, 27) + "." + drawn(ALPHANUMERIC, 43, 28),
            "sk" + "-proj-" + drawn(ALPHANUMERIC, 48, 29), "key" + "-" + drawn(HEX, 32, 30),
            drawn(HEX, 32, 31) + "-us" + "12", "shp" + "at_" + drawn(HEX, 32, 32)),
    *tokens("jwt", jwt({"alg": "HS256", "typ": "JWT"}, 33), jwt({"typ": "JWT", "alg": "RS256", "kid": "a1"}, 34),
            jwt({"alg": "ES256"}, 35)),
    *(("private_key", domain, text % pem(f"{label}PRIVATE KEY", n_bytes, 36 + i, end))
      for i, (label, n_bytes, end, domain, text) in enumerate((
          ("RSA ", 600, "\n", "code", PYTHON.format('client = """⟦%s⟧\n"""')),
          ("", 300, "\\n", "code", JAVA.format('String k = "⟦%s⟧";')),
          ("EC ", 120, "\n", "web", "Put this into the file:\n\n⟦%s⟧\n\nThen restart."),
          ("OPENSSH ", 400, "\n", "web", "$ cat id_ed25519\n⟦%s⟧\n$"),
          ("DSA ", 400, "\n", "code", "⟦%s⟧\n"),
          ("ENCRYPTED ", 500, "\\n\" +\n        \"", "code", JAVA.format('String k = "⟦%s⟧\\n";')),
          ("", 600, "\n    ", "code", "tls:\n  key: |\n    ⟦%s⟧\n"),
      ))),
    *(("password_in_url", domain, text.replace("PW", f"⟦{PASSWORD}⟧")) for domain, text in (
        ("web", "Connect to postgres://app:PW@db.internal:5432/orders now."),
        ("web", "fetch https://jenkins:PW@ci.firma.de/job/1"), ("web", "redis://:PW@10.0.0.5:6379/0"),
        ("code", PYTHON.format('client = connect("mysql://root:PW@localhost/shop")')),
        ("code", JAVA.format('String u = "mongodb+srv://svc:PW@cluster0.abc.mongodb.net/x";')),
        ("code", JAVA.format("// amqp://guest1:PW@broker:5672/")), ("web", "ftp://anna:PW@ftp.uni-x.de/pub/a.zip"),
        ("code", "url: 'smtp://mailer:PW@smtp.firma.de:25'\n"),
    )),
    *(("high_entropy", "code", text.replace("VALUE", f"⟦{value}⟧"))
      for value in (drawn(ALPHANUMERIC, 32, 60), drawn(HEX, 32, 61), drawn(ALPHANUMERIC + "+/", 43, 62) + "=",
                    drawn(ALPHANUMERIC + "!#%&*_-", 20, 63))
      for text in (
          PYTHON.format('API_KEY = "VALUE"'), PYTHON.format("app.secret_key = b'VALUE'"),
          PYTHON.format('os.environ["CLIENT_SECRET"] = "VALUE"'), PYTHON.format('client = Client(password="VALUE")'),
          JAVA.format('private static final String ENCRYPTION_KEY = "VALUE";'),
          JAVA.format('String authToken = "VALUE";'),
          '{\n  "access_token": "VALUE",\n  "n": 1\n}\n', "const apiSecret = 'VALUE';\nrun(apiSecret);\n",
          "<?php\ndefine('AUTH_TOKEN', 'VALUE');\nf();\n", "<?php\nreturn ['api_secret' => 'VALUE'];\n",
          'package main\n\nfunc main() {\n\tapiKey := "VALUE"\n\tf(apiKey)\n}\n',
          "production:\n  secret_token: 'VALUE'\n",
          'const authToken: string = "VALUE";\nf();\n', '#define WIFI_PASSWORD "VALUE"\nint x;\n',
      )),
)  # fmt: skip

HARMLESS = (
    *(("aws_key", "web", text) for text in (
        "AKIAIOSFODNN7EXAMPLE", "AKIA" + "X" * 16,
        "AKIA in the middle of xAKIA" + drawn(string.ascii_uppercase, 16, 70),
        "AWS_SECRET_ACCESS_KEY=wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
        "aws_secret_access_key = YOUR_SECRET_ACCESS_KEY",
        f"aws secret hash: {drawn(HEX, 40, 71)}0",
    )),
    *(("github_token", "web", text) for text in (
        "ghp_" + "x" * 36, "ghp_yourtokenhere", "ghs_too_short1234", "github_pat_" + "X" * 70,
        "the prefix ghp_ means a token",
    )),
    *(("slack_token", "web", text) for text in (
        "xoxb-your-token-here-please", "xoxp-XXXXXXXX-XXXXXXXX-XXXXX", "xoxb-123456789012-123456789012-abc",
        "https://hooks.slack.com/services/T00000000/B00000000/XXXXXXXXXXXXXXXXXXXXXXXX",
    )),
    *(("cloud_key", "web", text) for text in ("AIza" + "x" * 35, "AIzaTooShort", "ya29.", "dop_v1_" + "0" * 64)),
    *(("service_token", "web", text) for text in (
        "sk-learn-contrib-and-other-packages", "sk-toggleable__content-arrow-visible",
        "npm_config_registry_of_this_machine",
        "sk_test_" + "x" * 24, "hf_hub_download_and_cache_file_path_a", "glpat-xxxxxxxxxxxxxxxxxxxx",
        "risk-adjusted-returns-2019-2020",
        "key-value-store-with-many-small-entries", "en-us1", "class sk-estimator-doc-link-item",
    )),
    *(("jwt", "web", text) for text in (
        "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiIxMjM0NTY3ODkwIiwibmFtZSI6IkpvaG4gRG9lIiwiaWF0IjoxNTE2MjM5MDIyfQ."
        "SflKxwRJSMeKKF2QT4fwpMeJf36POk6yJV_adQssw5c",
        "eyJhbGciOiJIUzI1NiJ9",
        f"eyJ{drawn(ALPHANUMERIC, 20, 80)}.{drawn(ALPHANUMERIC, 20, 81)}.{drawn(ALPHANUMERIC, 20, 82)}",
        "sourceMappingURL=data:application/json;base64,eyJ2ZXJzaW9uIjozLCJzb3VyY2VzIjpbImEuanMiXX0=",
    )),
    *(("private_key", "web", text) for text in (
        pem("PUBLIC KEY", 294, 83), pem("CERTIFICATE", 900, 84), pem("PGP PUBLIC KEY BLOCK", 600, 85),
        "between -----BEGIN PRIVATE KEY----- and -----END PRIVATE KEY----- stands the key",
        "-----BEGIN RSA PRIVATE KEY-----\nYOUR KEY GOES HERE, ALL OF ITS LINES\n-----END RSA PRIVATE KEY-----",
        "ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAABAQ" + drawn(ALPHANUMERIC, 300, 86) + " anna",
    )),
    *(("password_in_url", "web", text) for text in (
        "postgres://user:password@localhost/db", "mysql://USER:PASS@HOST/DB", "https://user:pass@example.com/",
        "amqp://guest:guest@localhost:5672", "postgres://app:${DB_PASSWORD}@db/x", "https://x:{token}@host.de/",
        "http://host.de:8080/@anna", "redis://:<password>@cache", "mongodb://u:********@h/", "https://a.de/b:c@d",
        "ftp://anonymous@ftp.gnu.org", "https://user:%s@host.de", "http://localhost:3000/a@b",
        "s3://accesskey:secretkey@host/",
    )),
    *(("high_entropy", "code", text) for text in (
        PYTHON.format(f'sha256 = "{drawn(HEX, 64, 90)}"'), PYTHON.format(f'token_hash = "{drawn(HEX, 40, 91)}"'),
        PYTHON.format('session_token = "3f2b8c1e-9d4a-4f6b-8a7c-1e2d3c4b5a69"'),
        PYTHON.format('SECRET_NAME = "my-app/prod/db-password-01"'),
        PYTHON.format('password_reset_url = "/auth/reset/v2/0"'),
        PYTHON.format(f'password = "$2b$12${drawn(ALPHANUMERIC, 53, 92)}"'),
        PYTHON.format('api_key = "your-api-key-here-1"'),
        PYTHON.format('SECRET_KEY = "changeme-changeme-1"'), PYTHON.format('token = "{{ vault_token_9_prod_2 }}"'),
        PYTHON.format('api_key = os.environ["SERVICE_API_KEY_V2"]'),
        PYTHON.format('API_KEY = "xxxxxxxxxxxxxxxxxxxxxxxx"'),
        PYTHON.format('token_chars = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"'),
        PYTHON.format('password = "test_password_for_user_1"'),
        PYTHON.format('auth_token_field = "authenticity_token_2"'),
        PYTHON.format('token = "deadbeefdeadbeefdeadbeef01"'),
        PYTHON.format(f'commit = "{drawn(HEX, 40, 93)}"'),
        PYTHON.format(f'public_key = "{drawn(ALPHANUMERIC, 60, 94)}"'),
        f'"lodash": {{\n  "integrity": "sha512-{drawn(ALPHANUMERIC + "+/", 86, 95)}=="\n}}\n',
        f'[[package]]\nname = "tokenizers"\nchecksum = "{drawn(HEX, 64, 96)}"\n',
        f'<img alt="password" src="data:image/png;base64,{drawn(ALPHANUMERIC + "+/", 120, 97)}">\n',
        JAVA.format('String TOKEN_TYPE = "urn:ietf:params:oauth:grant-type:jwt-bearer";'),
        JAVA.format('String passwordPattern = "^[a-zA-Z0-9]{8,}$12345678";'),
        JAVA.format('String etag = "33a64df551425fcc55e4d";'),
        JAVA.format('String secretName = "kubernetes.io/tls-secret-v1beta1";'),
        JAVA.format('public static final String KEY_TOKEN = "com.firma.app.KEY_TOKEN_V2";'),
        JAVA.format('map.put("password", "passwordEncoderBean1");'), "msg.token = 'auth/too-many-requests-1'\nf();\n",
        f"nonce: '{drawn(ALPHANUMERIC, 32, 98)}'\n", f'cache_key = "{drawn(HEX, 32, 99)}"\nf();\n',
    )),
)  # fmt: skip

EXAMPLES = [
    *(
        example(kind, domain, text.format(f"⟦{value}⟧"))
        for kind, contexts in CONTEXTS.items()
        for value in VALUES[kind]
        for domain, text in contexts
    ),
    *(example(*row) for row in (*MARKED, *LOOKALIKES, *SECRETS, *HARMLESS)),
]
