"""The signals of code against slow twins in plain Python, lexers of others, and values worked out by hand."""

import io
import json
import random
import re
import tokenize
from html.parser import HTMLParser

import pyarrow as pa
import pygments.token
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from pygments.lexers import get_lexer_by_name

from mainpipe.sample import code
from python_udfs import code_languages, code_signals
from python_udfs.code_comments import RECIPE as COMMENTS


def measure(*texts):
    return code_signals.code_signals(pa.array(texts, pa.string())).to_pylist()


def language(text):
    return measure(text)[0]["programming_language"]


def n_comment(text):
    (row,) = measure(text)
    return round(row["comment_ratio"] * len(text))


# --- languages


@pytest.mark.parametrize("name", code.LANGUAGES)
def test_languages_of_the_sample(name):
    rng = random.Random(3)
    found = [language(code.LANGUAGES[name](rng).strip()) for _ in range(40)]
    assert found.count(name) >= 36, found
    assert set(found) <= {name, "und"} | ({"C++"} if name == "C" else set())


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("#!/usr/bin/env python3\n", "Python"),
        ("#!/bin/bash -e\n", "Shell"),
        ("#!/usr/bin/env -S node --x\n", "JavaScript"),
        ("#!/usr/local/bin/ruby2.7", "Ruby"),
        ("#!/opt/strange\n", "und"),
        ("<?php echo 1;", "PHP"),
        ('<?xml version="1.0"?><a/>', "XML"),
        ('<?xml version="1.0"?>\n<!DOCTYPE html>\n<html>', "HTML"),
        ("<!doctype HTML>\n<script>function (x) { return null }</script>", "HTML"),
        ('<!-- a -->\n<html lang="en">', "HTML"),
        ("{}", "JSON"),
        ('{"a": [1, -2.5e3, true, null, "}{\\""]}', "JSON"),
        ('{"a": 1}\n{"a": 2}', "JSON"),
        ("{ x = 1; }", "und"),
        ('{"open": "string', "und"),
        ('{"a\n": 1}', "und"),
        ("a: 1\nb:\n  - c\n  - d\n", "YAML"),
        ("a: 1", "und"),
        ("- a\n- b\n- c\n- d: 1\n", "und"),
        ("try:\n    pass\nfinally:\n    print(x)\n", "Python"),
        ("public:\nprivate:\n", "YAML"),
        ("", "und"),
        ("Some words in English, and no code at all.", "und"),
        ("#include <vector>\nusing namespace std;\nint main() { vector<int> a; cout << a.size(); }", "C++"),
        ("#include <stdio.h>\nint main(void)\n{\n  struct a *b = malloc(sizeof(*b));\n}", "C"),
        ("fn main() {\n    let mut x: Vec<u32> = Vec::new();\n    println!(\"{}\", x.len());\n}", "Rust"),
        ("using System;\nnamespace A { public class B { public string C { get; set; } } }", "C#"),
        ("SELECT a FROM b WHERE c = 1 ORDER BY d;", "SQL"),
        (".a { color: red; margin: 0; }\n.b:hover { display: none; }", "CSS"),
        ("\\documentclass{article}\n\\begin{document}\n\\section{A}\n\\end{document}", "TeX"),
        ("for i in 1 2; do\n  echo $i\ndone\nif [ -f x ]; then\n  exit 1\nfi", "Shell"),
        ("require 'set'\nmodule A\n  def b\n    x.each do |y|\n      puts y\n    end\n  end\nend", "Ruby"),
        ("(defun f (x) (let ((y 1)) (if (> x y) (car x) (cdr x))))", "Lisp"),
        ("module A where\nimport qualified Data.Map as M\nmain = do\n  print 1", "Haskell"),
        ("const A = () => {\n  return (\n    <p>a</p>\n  );\n};\nmodule.exports = A;", "JavaScript"),
    ],
)  # fmt: skip
def test_languages_by_hand(text, name):
    assert language(text) == name


def test_evidence_is_made_of_tokens():
    for row in code_languages.RECIPE.evidence:
        for cell in row[2:]:
            for sequence in code_languages.sequences_of(cell):
                assert 1 <= len(sequence) <= 3, sequence
                assert all(re.fullmatch(r"⏎|\w+|[^\w\s]", token, re.ASCII) for token in sequence), sequence


def slow_language(text):
    tokens = ["⏎", *re.findall(r"\n[ \t\v\f\r\0\n]*|[\w\x80-\U0010ffff]+|[^ \t\v\f\r\0\n]", text, re.ASCII)]
    tokens = ["⏎" if token[0] == "\n" else token for token in tokens]
    tokens = [token for i, token in enumerate(tokens) if token != "⏎" or not i or tokens[i - 1] != "⏎"]
    recipe = code_languages.RECIPE
    grams = [tuple(tokens[i : i + n]) for n in (1, 2, 3) for i in range(len(tokens) - n + 1)]
    rows = {name: (base, cells) for name, base, *cells in recipe.evidence}
    scores = {}
    for name, (base, _) in rows.items():
        weights = {}
        for owner in (base, name) if base else (name,):
            for cell, weight in zip(rows[owner][1], (recipe.strong, recipe.weak), strict=True):
                weights |= dict.fromkeys(code_languages.sequences_of(cell), weight)
        scores[name] = sum(w * min(recipe.max_times, grams.count(sequence)) for sequence, w in weights.items())
    if text.lstrip("".join(map(chr, range(33))))[:1] != "<":
        scores["HTML"] = scores["XML"] = 0
    best = max(scores, key=scores.__getitem__)
    base = rows[best][0] or best
    best = base if scores[best] < scores[base] + recipe.min_lead_on_base else best
    runner_up = max(scores[name] for name in rows if (rows[name][0] or name) != base)
    return best if scores[best] >= max(recipe.min_score, recipe.min_lead * runner_up) else "und"


WORDS = sorted({token for *_, strong, weak in code_languages.RECIPE.evidence for cell in (strong, weak) for sequence in
                code_languages.sequences_of(cell) for token in sequence})  # fmt: skip
CODE = st.lists(st.sampled_from([*WORDS, "x1", " ", "é", "漢", "\t"]), max_size=40).map(
    lambda tokens: "".join(token.replace("⏎", "\n") + ("" if i % 3 else " ") for i, token in enumerate(tokens))
)


@settings(max_examples=300, deadline=None)
@given(CODE)
def test_evidence_like_the_twin(text):
    if not text.lstrip().startswith(("#!", "<", "{", "[")) and ":" not in text:
        assert language(text) == slow_language(text)


# --- tokens


@settings(max_examples=300, deadline=None)
@given(CODE | st.text(max_size=50))
@example("\x00a\x00")
def test_tokens_like_the_twin(text):
    (row,) = measure(text)
    tokens = re.findall(r"[\w\x80-\U0010ffff]+|[^ \t\v\f\r\0\n]", text, re.ASCII)
    n_letters = sum(map(str.isalpha, text))
    assert row["chars_per_token"] == (len(text) / len(tokens) if tokens else None)
    assert row["alphabetic_to_token_ratio"] == (n_letters / len(tokens) if tokens else None)
    words = [len(token.encode()) for token in tokens if re.match(r"[\w\x80-\U0010ffff]", token, re.ASCII)]
    assert row["max_token_length"] == max(words, default=0)


# --- comments


@pytest.mark.parametrize(
    ("head", "text", "comment"),
    [
        ("java", "int x; // a", "// a"),
        ("java", 'String x = "// a"; /* b */ y', "/* b */"),
        ("java", "char q = '\"'; // a", "// a"),
        ("java", "char q = '\\''; // a", "// a"),
        ("java", 'String x = "\\"// a"; // b', "// b"),
        ("java", 'String x = "open // a\n// b', "// b"),
        ("java", "/* open", "/* open"),
        ("java", "/* a /* b */ */", "/* a /* b */"),
        ("java", "/*/ a */", "/*/ a */"),
        ("rust", "/* a /* b */ c */ x", "/* a /* b */ c */"),
        ("rust", "fn f<'a>(x: &'a str) {} // a", "// a"),
        ("rust", "let q = '\\u{1F600}'; // a", "// a"),
        ("rust", "let q = '漢'; // 漢字", "// 漢字"),
        ("go", "x := `// a\n// b` // c", "// c"),
        ("go", "x := `\\` // c", "// c"),
        ("javascript", "var x = `// a\n\\`// b`; // c", "// c"),
        ("javascript", 'var x = /["/*]/; // a', "// a"),
        ("javascript", "var x = a / b; // c / d", "// c / d"),
        ("javascript", "x = 'a\\'// b'; // c", "// c"),
        ("csharp", '@"C:\\"; // a', "// a"),
        ("csharp", '@"a""// b\n// c"; // d', "// d"),
        ("python", "x = 1  # a", "# a"),
        ("python", "x = '# a'  # b", "# b"),
        ("python", 'def f():\n    """a # b"""\n    return 1', '"""a # b"""'),
        ("python", 'def f():\n    r"a"\n    return 1', '"a"'),
        ("python", 'x = """a\n# b\n"""', ""),
        ("python", 'f(\n"a",\n"b")  # c', "# c"),
        ("python", "x = [  # a\n'b']", "# a"),
        ("python", 'x = \\\n"a"', ""),
        ("python", "'''open", "'''open"),
        ("php", "$x = 1; // a\n# b\n/* c */", "// a# b/* c */"),
        ("shell", "echo $# ${x#y} # a", "# a"),
        ("shell", "echo '# a' # b", "# b"),
        ("sql", "select '-- a' -- b\n/* c */", "-- b/* c */"),
        ("lua", "x = 1 -- a\n--[[ b\nc ]] y", "-- a--[[ b\nc ]]"),
        ("tex", "50\\% % a", "% a"),
        ("html", "<p>a # b // c</p><!-- d -->", "<!-- d -->"),
        ("css", "a { b: c } /* d */", "/* d */"),
        ("lisp", '(a ";b") ; c', "; c"),
        ("yaml", "a: b#c # d", "# d"),
    ],
)  # fmt: skip
def test_comments_by_hand(head, text, comment):
    evidence = {
        "java": "public class A throws B implements C extends D\n@Override @Override @Test import java.x\n",
        "rust": "pub fn println! Some( Ok( Err( Vec< let mut &self &mut Option<\n",
        "go": "\nfunc a\nfunc b\nfunc c\nerr != nil defer []string []byte\n",
        "javascript": "module.exports document.a typeof undefined require( console.log JSON.a\n",
        "csharp": "using System; Console.a; partial class sealed < summary > internal IList<\n",
        "python": "\ndef a(self):\n  self.a\n  elif isinstance()\n",
        "php": "$this; public function isset(a) array(b) $this $this echo echo\n",
        "shell": "if [ a ]; then\nfi\nfor a in b; do\ndone\nesac\n",
        "sql": "CREATE TABLE INSERT INTO NOT NULL PRIMARY KEY ORDER BY GROUP BY\n",
        "lua": "local function\nlocal a\nlocal b\nelseif ipairs(a) pairs(b)\n",
        "tex": "\\begin{a}\\begin{b}\\end{c}\\section\\item\n",
        "html": "<!doctype html>\n",
        "css": "color: a margin: b padding: c display: d width: e height: f\n",
        "lisp": "\n(defun\n(define\n(setq (let ((lambda (\n",
        "yaml": "a: b\nc: d\n",
    }[head]
    names = {"csharp": "C#", "javascript": "JavaScript", "sql": "SQL", "tex": "TeX", "html": "HTML", "css": "CSS",
             "yaml": "YAML", "php": "PHP"}  # fmt: skip
    assert language(evidence + text) == names.get(head, head.title())
    assert n_comment(evidence + text) == len(comment)


def test_every_language_with_comments_is_known():
    names = [name for names, *_ in COMMENTS.syntax for name in names]
    assert len(names) == len(set(names))
    assert set(code_languages.LANGUAGES) - set(names) == {"und", "JSON"}


@pytest.mark.parametrize(
    ("name", "lexer"), [("Java", "java"), ("JavaScript", "js"), ("C", "c"), ("Go", "go"), ("HTML", "html")]
)
def test_comments_like_pygments(name, lexer):
    rng = random.Random(8)
    lex = get_lexer_by_name(lexer, stripnl=False)
    for _ in range(20):
        text = code.LANGUAGES[name](rng).strip()
        if language(text) != name:
            continue
        tokens = [(kind, value) for kind, value in lex.get_tokens(text) if kind in pygments.token.Comment]
        kinds = pygments.token.Comment.Preproc, pygments.token.Comment.PreprocFile
        comments = [value.rstrip("\n") for kind, value in tokens if not any(kind in k for k in kinds)]
        assert n_comment(text) == sum(map(len, comments)), text


LINES = st.sampled_from(
    [
        *("x = 1\n", "# a comment\n", "y = '# no'  # yes\n", 'z = """a\n# b\n"""\n', "'''doc # string'''\n", "\n"),
        *(
            "def f(self):\n    '''doc'''\n    return 1\n",
            "g = (1,  # one\n     '2')\n",
            "h = \\\n    'no'\n",
            "r'\\''\n",
        ),
        *('"doc"  # and\n', "class A:\n    # only\n    pass\n", "s = 'é'  # é\n", "t = {'a': [\n    'b',\n]}\n"),
        *("u = '''\n\\'''\n'''\n", "if isinstance(x, int):\n    pass\nelif None is x:\n    pass\n"),
    ]
)


def python_comments(text):
    n, before = 0, tokenize.NEWLINE
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        starts_statement = before in (tokenize.NEWLINE, tokenize.INDENT, tokenize.DEDENT)
        if token.type == tokenize.COMMENT or (token.type == tokenize.STRING and starts_statement):
            n += len(token.string.lstrip("r"))
        if token.type not in (tokenize.NL, tokenize.COMMENT):
            before = token.type
    return n


@settings(max_examples=200, deadline=None)
@given(st.lists(LINES, min_size=1, max_size=12))
def test_comments_like_tokenize(lines):
    text = "def f(self):\n    self.x = isinstance(self.y, None)\n" * 3 + "".join(lines)
    assert language(text) == "Python"
    assert n_comment(text) == python_comments(text)


# --- markup


class Visible(HTMLParser):
    def __init__(self):
        super().__init__(convert_charrefs=False)
        self.hidden, self.n = None, 0

    def handle_starttag(self, tag, _):
        self.hidden = tag if tag in ("script", "style") else self.hidden

    def handle_endtag(self, tag):
        self.hidden = None if tag == self.hidden else self.hidden

    def handle_data(self, text):
        self.n += 0 if self.hidden else len(text)

    def handle_entityref(self, name):
        self.n += len(name) + 2


HTML_PIECES = st.sampled_from(
    [
        *("<p>", "</p>", "text ", "漢字", "\n  ", '<a href="x>y">', "</a>", "<!-- <p> - -->", "<br/>", "&amp;"),
        *(
            "<script>if (a < b) { x = '<p>' }</script>",
            "<STYLE type='a'>p > a {}</STYLE>",
            "<img alt='>'>",
            "é",
            "<td>",
        ),
    ]
)


@settings(max_examples=300, deadline=None)
@given(st.lists(HTML_PIECES, max_size=20))
def test_visible_text_like_html_parser(pieces):
    text = "<html>" + "".join(pieces)
    parser = Visible()
    parser.feed(text)
    parser.close()
    (row,) = measure(text)
    assert row["n_html_visible_chars"] == parser.n
    assert row["html_visible_ratio"] == parser.n / len(text)


@pytest.mark.parametrize(
    ("text", "n"),
    [
        ("<html>a < b", 5),
        ("<html><p", 0),
        ("<html><script>never closed <p>a</p>", 0),
        ("<html><!-- open a", 0),
        ("<html><script>a</scr</script>b", 1),
        ("<html><a title=it's>b", 1),
    ],
)
def test_broken_html(text, n):
    assert measure(text)[0]["n_html_visible_chars"] == n


def test_html_and_xml_and_data_speak_of_their_own():
    html, xml, data, other = measure("<html>a</html>", "<?xml version='1.0'?><a/>", '{"ab": 1}', "x")
    assert (html["n_html_visible_chars"], xml["n_html_visible_chars"], other["html_visible_ratio"]) == (1, None, None)
    assert [row["is_xml"] for row in (html, xml, data, other)] == [0, 1, 0, 0]
    assert [row["is_data_format"] for row in (html, xml, data, other)] == [0, 0, 1, 0]
    assert (data["n_data_format_chars"], data["data_format_alphabetic_ratio"]) == (9, 2 / 8)
    assert (other["n_data_format_chars"], other["data_format_alphabetic_ratio"]) == (None, None)
    assert measure("<div>\n<Skill key={node.id}>\n</div>")[0]["is_xml"] == 0


JSON_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=5), inner, max_size=4),
    max_leaves=10,
)


@settings(max_examples=200, deadline=None)
@given(st.lists(JSON_VALUES, max_size=4) | st.dictionaries(st.text(max_size=5), JSON_VALUES, max_size=4), st.booleans())
def test_json_is_json(value, is_ascii):
    assert language(json.dumps(value, ensure_ascii=is_ascii, indent=2)) == "JSON"


# --- blobs

BASE64 = "QUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVphYmNkZWZnaGlqa2xtbm9wcXJzdHV2"  # 64 characters with digits


@pytest.mark.parametrize(
    ("text", "n", "n_encoded"),
    [
        ("", 0, 0),
        (f'x = "{BASE64}"', 64, 64),
        (f'x = "{BASE64[:63]}"', 0, 0),
        (f'x = "{BASE64}"\n    "{BASE64}"', 64 + 7 + 64, 128),
        (f'x = "{BASE64}" y "{BASE64}"', 128, 64),
        ("x" * 64, 0, 0),
        ("x1_" * 40, 0, 0),
        ("/" * 70 + " 1", 0, 0),
        ("=" * 100 + "1", 0, 0),
        ("1, 2, 3, 4, 5, 6, 7", 0, 0),
        ("1, 2, 3, 4, 5, 6, 7, 8", 22, 0),
        ("x = [1, 2, 3, 4, 5, 6, 7, 8]", 22, 0),
        ("{0x1f, 0x2e, 0x3d, 0x4c, 0x5b, 0x6a, 0x79, 0x88}", 46, 0),
        ("{-1.5e-3, 2f, 3UL, 4., 5, 6, 7, 8}", 31, 0),
        ("[[1, 2], [3, 4], [5, 6], [7, 8]]", 28, 0),
        ("1 + 2 * 3 + 4 * 5 + 6 * 7 + 8", 0, 0),
        ("1, 2, 3, 4, a, 5, 6, 7, 8", 0, 0),
        ("ff a0 3b 00 de ad be ef", 23, 0),
        ("fff a0 3b 00 de ad be ef", 0, 0),
        (r"'\x41\x42\x43\x44\x45\x46\x47\x48'", 31, 32),
        (r"'\u0041\u0042\u0043\u0044\u0045\u0046\u0047\u0048'", 47, 48),
        (r"'\101\102\103\104\105\106\107\108'", 31, 32),
        ("a1 b2 c3 d4 e5 f6 a7 g8", 0, 0),
        ("1, 2, 3, 4, 5, 6, 7, 8é", 0, 0),
        (f"-----BEGIN KEY-----\n{BASE64}\n{BASE64}\n-----END KEY-----", 0, 0),
        (f"-----BEGIN KEY-----\n{BASE64}\n{BASE64}", 129, 128),
    ],
)
def test_blobs(text, n, n_encoded):
    (row,) = measure(text)
    assert row["blob_ratio"] == (n / len(text) if text else None)
    assert row["max_encoded_length"] == n_encoded


# --- all of them


def test_generation_marks_are_numbers():
    assert [row["is_autogenerated"] for row in measure("// @generated\nx", "x")] == [1, 0]


def test_null_and_empty():
    null, empty = measure(None, "")
    assert null is None
    assert empty["programming_language"] == "und"
    assert empty["chars_per_token"] is None
    assert empty["comment_ratio"] is None
    assert code_signals.code_signals(pa.array([], pa.string())).to_pylist() == []


def test_a_slice_is_like_the_whole():
    texts = [*(make(random.Random(5)) for make in code.LANGUAGES.values()), None, "é"]
    column = pa.array(texts, pa.string())
    whole = code_signals.code_signals(column).to_pylist()
    assert [code_signals.code_signals(column.slice(i, 1)).to_pylist()[0] for i in range(len(texts))] == whole


@settings(max_examples=500, deadline=None)
@given(st.text() | CODE | st.text("{}[]<>/*-'\"`\\#!\n x1é=%;"))
@example("#!")
@example("<?")
@example("<!--")
@example("-----BEGIN")
@example("\\")
@example("'''")
@example("\ufeff#!/bin/sh")
def test_any_text_has_signals(text):
    (row,) = measure(text)
    for name, value in row.items():
        if value is not None and name.endswith("_ratio") and "_to_" not in name:
            assert 0 <= value <= 1, name
    assert row["programming_language"] in code_languages.LANGUAGES


UNITS = (
    *"a<{\\-`é#'*",
    "1, ",
    "/*",
    '"""',
    "<script>",
    "<!--",
    "<!---->",
    "-----BEGIN ",
    "QUI1" * 20,
    "a/",
    "a.",
    "1.",
    "a+",
)


@pytest.mark.parametrize("unit", UNITS)
@pytest.mark.parametrize("head", ["", "<html>", "#!/usr/bin/node\n", "#!/usr/bin/python\n"])
def test_a_huge_row(unit, head):
    text = head + unit * (500_000 // len(unit))
    (row,) = measure(text)
    assert row["max_token_length"] <= len(text.encode())
