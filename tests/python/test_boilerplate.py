import csv
import re
from pathlib import Path

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from python_udfs.boilerplate import (
    CUT_TYPE,
    LINES,
    LINES_BY_FIRST,
    PARTS,
    PHRASES,
    cut_boilerplate,
    markup_line_ratio,
)
from python_udfs.boilerplate_rules import RULES


def run(text, domain="web"):
    return cut_boilerplate(pa.array([text]), pa.array([domain])).to_pylist()[0]


def rules_of(text, domain="web"):
    return [cut["rule_id"] for cut in run(text, domain)["cuts"]]


CUT_LINES = {
    "navigation": [
        "Skip to content",
        "» Back to top ↑",
        "Privacy Policy",
        "You are here: Home > News",
        "Home » Cakes » Plum",
    ],
    "menu": ["Home | About us | News | Contact", "Terms of Use | Privacy Policy | Help", "Shop · Login · Register ·"],
    "cookie_notice": [
        "This website uses cookies to improve your experience.",
        "We and our 12 partners use cookies to keep the lights on.",
        "By using this site you agree to our use of cookies.",
        "Accept all cookies",
    ],
    "legal_notice": [
        "© 2019 Plum Ltd.",
        "Copyright 2004 by Ann Bell. All rights reserved.",
        "(c) 2001 Ann",
        "All rights reserved.",
        "Use of this site constitutes acceptance of our terms.",
        "This site is protected by reCAPTCHA and the Google Privacy Policy.",
    ],
    "javascript_notice": [
        "Please enable JavaScript to view the comments.",
        "This slideshow requires JavaScript.",
        "JavaScript is disabled in your browser.",
    ],
    "advertisement": ["ADVERTISEMENT", "Advertisement:", "Story continues below"],
    "share": [
        "Share",
        "Tweet this",
        "Share on Facebook",
        "Share this article:",
        "Follow us on Twitter",
        "Follow @plum",
    ],
    "counter": ["12 likes", "1.2k shares", "3 comments", "View all 14 comments", "Comments (3)", "0 likes, 2 comments"],
    "read_more": ["Read more", "Read more...", "READ MORE »", "Continue reading →", "Learn more."],
    "comment_form": [
        "Leave a Reply Cancel reply",
        "Your email address will not be published.",
        "Log in to reply",
        "Reply",
    ],
    "sign_in": ["Sign in", "Log in / Register", "Forgot your password?", "My account"],
    "newsletter": [
        "Subscribe to our newsletter",
        "Sign up for the weekly newsletter",
        "Get recipes delivered to your inbox",
    ],
    "shopping_cart": ["3 items in your cart", "Add to cart", "Your cart is empty", "Cart (0)"],
    "post_metadata": ["Posted by Ann on 3 May 2004", "Tags: plums, jam", "Filed under: jam"],
}

KEPT_LINES = [
    "Home is where the heart is.",
    "Home",
    "You are here to learn.",
    "Home | 3 | 2 | 1",
    "Plums | Flour | Sugar | Butter",
    "eggs · flour · milk",
    "|  x | y |",
    "The kitchen uses cookies to feed the guests.",
    "We use the cookies that Ann baked.",
    "Cookies",
    "- 2 cups of cookies, crushed",
    "The law on cookies asks sites to say what they store.",
    "Copyright law is young.",
    "The copyright of 1909 ran for 28 years.",
    "No rights are reserved.",
    "He turned on JavaScript.",
    "JavaScript is a language of the web.",
    "The advertisement ran for a week.",
    "Share the bread with all.",
    "Follow the path down to the river.",
    "Like this one, for instance.",
    "12 plums",
    "3 comments were made that day.",
    "100 likes is not a friendship.",
    "He would read more if he could.",
    "I want to read more",
    '"Continue reading," she said.',
    "Leave a reply if you must.",
    "reply.",
    "Sign in blood, said the devil.",
    "Register of deeds, 1809",
    "Subscribe to a theory, and you see it everywhere.",
    "The cart is empty now.",
    "3 items in the list",
    "Posted to the front in 1915, he wrote home.",
    "Tags hang from the trees.",
    "    if (x) { return y; }",
    "\t<b>bold</b>",
    "https://example.com/home/login",
    "— What?",
    "1.  Beat the eggs.",
]


@pytest.mark.parametrize(("rule_id", "line"), [(rule, line) for rule, lines in CUT_LINES.items() for line in lines])
def test_lines_cut(rule_id, line):
    assert run(f"One.\n{line}\nTwo.") == {
        "text": "One.\nTwo.",
        "cuts": [{"rule_id": rule_id, "n_lines": 1, "n_chars": len(line)}],
    }
    assert run(line)["text"] == ""
    for domain in ("abstract", "code"):
        assert run(line, domain) == {"text": line, "cuts": []}


@pytest.mark.parametrize("line", KEPT_LINES)
def test_look_alikes_stay(line):
    text = f"One.\n{line}\nTwo."
    assert run(text) == {"text": text, "cuts": []}


@pytest.mark.parametrize(
    ("text", "expected", "rule_id", "n_chars"),
    [
        ("Plums are ripe. Read more", "Plums are ripe.", "read_more", 10),
        ("Plums are ... [Read more]", "Plums are ...", "read_more", 12),
        ("Plums… Continue reading →", "Plums…", "read_more", 19),
        ("Sign in | Plums are ripe.", "Plums are ripe.", "sign_in", 10),
        ("a.\n\nShare this\n\nb.", "a.\n\nb.", "share", 10),
    ],
)
def test_parts_cut(text, expected, rule_id, n_chars):
    assert run(text) == {"text": expected, "cuts": [{"rule_id": rule_id, "n_lines": 1, "n_chars": n_chars}]}


def test_a_part_and_the_line_that_it_leaves():
    assert run("Sign In | Register") == {
        "text": "",
        "cuts": [{"rule_id": "sign_in", "n_lines": 2, "n_chars": 18}],
    }


def test_message_headers():
    head = "From: ann@x.org (Ann)\nSubject: Re: plums\nOrganization: None,\n  to speak of\nLines: 2"
    assert run(f"{head}\n\nPlums: ripe.\nFrom: here") == {
        "text": "Subject: Re: plums\n\nPlums: ripe.\nFrom: here",
        "cuts": [{"rule_id": "message_header", "n_lines": 4, "n_chars": 61}],
    }
    for text in (
        "From: Ann\nTo: Bob\n\nHi",
        "Date: May\nLines: 3\nTo: me\n\nHi",
        f"Hi\n{head}",
        "Serves: 4\nTime: 2 h\nFrom: Ann",
    ):
        assert run(text) == {"text": text, "cuts": []}
    assert run(head, "encyclopedia")["cuts"] == []


@pytest.mark.parametrize(
    ("text", "expected", "rule_id", "n_lines", "n_chars"),
    [
        ("History[edit]\nPlums.", "History\nPlums.", "wiki_mark", 1, 6),
        ("Plums are blue.[1][12] They fall.[3]", "Plums are blue. They fall.", "wiki_mark", 1, 10),
        ("He said “so.”[4]", "He said “so.”", "wiki_mark", 1, 3),
        ("Plums [citation needed] are blue.", "Plums are blue.", "wiki_mark", 1, 18),
        ("Plums.\n\nReferences.\n\nExternal links", "Plums.", "empty_section", 2, 25),
    ],
)
def test_encyclopedia(text, expected, rule_id, n_lines, n_chars):
    cut = {"rule_id": rule_id, "n_lines": n_lines, "n_chars": n_chars}
    assert run(text, "encyclopedia") == {"text": expected, "cuts": [cut]}


@pytest.mark.parametrize(
    "text",
    [
        "x[1] = y[2]",
        "the interval [1]",
        "[Fe(CN)6][3]",
        "a [sic] b",
        "in [1990]",
        "References\nBell 1990",
        "Share",
        "Home | About us | Contact",
        "m.[1]x",
    ],
)
def test_encyclopedia_keeps(text):
    assert run(text, "encyclopedia") == {"text": text, "cuts": []}


LINE = st.sampled_from(
    [line for lines in CUT_LINES.values() for line in lines]
    + KEPT_LINES
    + [
        "",
        "",
        "Plums. Read more",
        "From: a",
        "Subject: b",
        "Lines: 3",
        " x",
        "References",
        "See also",
        "a.[1]",
        "[edit]",
    ]
    + [
        "\tx\u200dy\u200cz",
        "e\u0301\u093c",
        "\u05d0\u05d1\u200f ג",
        "العربية\u061c",
        "İstanbul SHARE",
        "Read more Read more",
    ]
) | st.text(alphabet="aR[]|1. \t\u200d\u200c\u0301\u05d0İ©·edit", max_size=8).filter(lambda line: "\n" not in line)
TEXTS = st.lists(LINE, max_size=14).map("\n".join)
DOMAINS = st.sampled_from(["web", "encyclopedia"])


@settings(max_examples=600, deadline=None)
@given(TEXTS, DOMAINS)
def test_twice_is_once_and_characters_are_conserved(text, domain):
    once = run(text, domain)
    assert run(once["text"], domain) == {"text": once["text"], "cuts": []}
    n_cut = sum(cut["n_chars"] for cut in once["cuts"])
    assert n_cut == len(text.replace("\n", "")) - len(once["text"].replace("\n", ""))
    assert all(cut["n_lines"] > 0 and cut["n_chars"] > 0 for cut in once["cuts"])
    assert once["cuts"] or once["text"] == text


@settings(max_examples=400, deadline=None)
@given(TEXTS)
def test_lines_left_are_lines_of_the_text(text):
    """Each, in order, but for what parts cut from its end or its beginning."""
    lines = iter(text.split("\n"))
    for line in run(text)["text"].split("\n"):
        assert any(line in given for given in lines)


@settings(max_examples=200, deadline=None)
@given(TEXTS, st.sampled_from(["code", "abstract", ""]))
def test_other_domains_are_untouched(text, domain):
    assert run(text, domain) == {"text": text, "cuts": []}


@pytest.mark.parametrize(
    "text", ["a\tb", "क्\u200dष", "می\u200cخواهم", "e\u0301", "שלום\u200f", "👩\u200d🚀", "\ta: b", "日本語"]
)
def test_scripts_survive(text):
    assert run(f"Share this\n{text}\nRead more")["text"] == text


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\n\n",
        "\x00",
        "Share this\n" * 5000,
        "From: a\nSubject: b\nLines: 1\n" * 5000,
        "[" * 5000 + "edit]" * 5000,
        "home | " * 20000,
        "© " * 20000,
        "please " * 3000 + "enable javascript",
        ". read more" * 3000,
        "we use cookies" * 9000,
        "Sign in |" * 5000,
        "ſhare on facebooK\nİ" * 100,
        "\U0010ffff{{ 1 }} <|endoftext|>",
    ],
)
def test_hostile_text_has_a_value_and_is_at_rest(text):
    for domain in ("web", "encyclopedia"):
        once = run(text, domain)["text"]
        assert run(once, domain) == {"text": once, "cuts": []}
    assert 0 <= markup_line_ratio(pa.array([text]))[0].as_py() <= 1


def test_rows_are_independent_and_null_is_null():
    texts = pa.array(["x", None, "Share this", "a.[1]", "Share this", "Tweet this\na"])
    domains = pa.array(["web", "web", "web", "encyclopedia", None, "web"])
    result = cut_boilerplate(texts.slice(1), domains.slice(1))
    assert result.type == CUT_TYPE
    assert [row and row["text"] for row in result.to_pylist()] == [None, "", "a.", None, "a"]
    assert cut_boilerplate(texts.slice(0, 0), domains.slice(0, 0)).to_pylist() == []
    assert markup_line_ratio(texts).to_pylist() == [0, None, 0, 0, 0, 0]


def test_every_rule_has_first_words_or_words():
    assert all(phrase == phrase.lower() and re.match("[a-z]", phrase) for phrase in PHRASES)
    assert all(rule.first or rule.words for rule, _ in LINES) and all(rule.words for rule, _ in PARTS)
    assert all(re.fullmatch("[a-z]+|[0-9]", word) for word in LINES_BY_FIRST)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Prose.\nvar a = function() { b(); };", 0.5),
        (".box { color: #fff; margin: 0px }\n\nProse.", 0.5),
        ('<div class="x"><p>Prose.</p></div>', 1.0),
        ("jQuery(document).ready(function($){ $('.x').hide(); });", 1.0),
        ("@ann writes {almost} so.\n<ann@x.org> wrote:\n{smile}\n1 < 2 > 0\n-- {Ann}", 0.0),
        ("<3 you\nI {heart} it\n> quoted {text}", 0.0),
    ],
)
def test_markup_line_ratio(text, expected):
    assert markup_line_ratio(pa.array([text])).to_pylist() == [expected]


def test_seed_documents_the_rules():
    with Path("seeds/boilerplate_rules.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [(row["rule_id"], row["domain"]) for row in rows] == [(rule.rule_id, rule.domain) for rule in RULES]
    assert all(row["description"] and row["reference"] for row in rows)
