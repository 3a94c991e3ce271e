"""The signals against a slow twin that says the same in plain Python, and values worked out by hand."""

import math
import statistics
import unicodedata
from collections import Counter
from itertools import groupby

import pyarrow as pa
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from python_udfs import phrases, signals, words


def share(numerator, denominator):
    return numerator / denominator if denominator else None


def is_symbol(character):
    return unicodedata.category(character)[0] in "PS" or unicodedata.category(character) == "Cc"


def repeats(elements):
    return [element for i, element in enumerate(elements) if element in elements[:i]]


def top_characters(tokens, n):
    grams = [" ".join(tokens[i : i + n]) for i in range(len(tokens) - n + 1)]
    if not grams:
        return 0
    gram, times = Counter(grams).most_common(1)[0]
    return len(gram) * times if times > 1 else 0


def repeated_characters(tokens, n):
    known, total, i = set(), 0, 0
    while i + n <= len(tokens):
        gram = tuple(tokens[i : i + n])
        if gram in known:
            total += len("".join(gram))
            i += n
        else:
            known.add(gram)
            i += 1
    return total


def repetition(tokens, n):
    times = Counter(tuple(tokens[i : i + n]) for i in range(len(tokens) - n + 1))
    return share(sum(count for count in times.values() if count > 1), sum(times.values()))


def sentences(line):
    found, sentence = [], []
    for token in line.split():
        ends = bool(sentence) and sentence[-1].rstrip("\"'”’»)]").endswith(tuple(".!?…。！？"))
        if ends and not (token[0].islower() or unicodedata.category(token[0]) == "Lt"):
            found.append(sentence)
            sentence = []
        sentence.append(token)
    found.append(sentence)
    return [sentence for sentence in found if any(map(str.isalnum, "".join(sentence)))]


def holds(line, *found):
    return any(phrase in line.encode().lower() for phrase in map(str.encode, found))


def is_kept_by_c4(line):
    return (
        len(line.split()) >= 3
        and max(map(len, line.split())) <= 1000
        and not holds(line, "javascript", *phrases.RECIPE.policies)
    )


def is_special(character):
    return character.isspace() or is_symbol(character) or (character.isalnum() and not character.isalpha())


STOP_WORDS = {form for word in signals.RECIPE.stop_words.split() for form in (word, word.capitalize(), word.upper())}


def twin(text):
    tokens = text.split()
    plain = [token for token in tokens if not all(map(is_symbol, token))]
    lines = text.split("\n")
    if lines[-1] == "":
        lines.pop()
    visible = [line for line in lines if line.strip()]
    paragraphs = ["\n".join(run) for is_text, run in groupby(lines, key=lambda line: bool(line.strip())) if is_text]
    times = Counter(tokens)
    result = {
        "n_chars": len(text),
        "n_bytes": len(text.encode()),
        "n_words": len(tokens),
        "n_non_symbol_words": len(plain),
        "n_sentences": sum(len(sentences(line)) for line in visible),
        "n_lines": len(lines),
        "n_stop_words": len({"the", "be", "to", "of", "and", "that", "have", "with"} & set(tokens)),
        "mean_word_length": share(sum(map(len, plain)), len(plain)),
        "median_word_length": statistics.median(map(len, tokens)) if tokens else None,
        "max_word_length": max(map(len, tokens), default=0),
        "mean_line_length": share(sum(map(len, lines)), len(lines)),
        "max_line_length": max(map(len, lines), default=0),
        "alphabetic_ratio": share(sum(c.isalpha() for c in text), len(text)),
        "alphanumeric_ratio": share(sum(c.isalnum() for c in text), len(text)),
        "digit_ratio": share(sum(c.isdecimal() for c in text), len(text)),
        "uppercase_ratio": share(sum(c.isupper() for c in text), len(text)),
        "whitespace_ratio": share(sum(c.isspace() for c in text), len(text)),
        "special_character_ratio": share(sum(map(is_special, text)), len(text)),
        "curly_bracket_ratio": share(text.count("{") + text.count("}"), len(text)),
        "hash_to_word_ratio": share(text.count("#"), len(tokens)),
        "ellipsis_to_word_ratio": share(text.count("...") + text.count("…"), len(tokens)),
        "symbol_to_word_ratio": share(sum(map(text.count, ("#", "...", "…"))), len(tokens)),
        "newline_to_word_ratio": share(text.count("\n"), len(tokens)),
        "alphabetic_word_ratio": share(sum(any(map(str.isalpha, token)) for token in tokens), len(tokens)),
        "all_caps_word_ratio": share(sum(map(str.isupper, tokens)), len(tokens)),
        "stop_word_ratio": share(sum(token in STOP_WORDS for token in tokens), len(tokens)),
        "unique_word_ratio": share(len(times), len(tokens)),
        "unigram_entropy": -sum(n / len(tokens) * math.log(n / len(tokens)) for n in times.values())
        if tokens
        else None,
        "mean_line_words": share(len(tokens), len(visible)),
        "mean_line_uppercase_ratio": share(
            sum(sum(map(str.isupper, line)) / len(line) for line in visible), len(visible)
        ),
        "mean_line_digit_ratio": share(
            sum(sum(map(str.isdecimal, line)) / len(line) for line in visible), len(visible)
        ),
        "bullet_line_ratio": share(sum(line.lstrip().startswith(("•", "-")) for line in lines), len(lines)),
        "bullet_symbol_line_ratio": share(
            sum(line.lstrip().startswith(tuple("•‣▶◀◦■□▪▫–")) for line in lines), len(lines)
        ),
        "ellipsis_line_ratio": share(sum(line.rstrip().endswith(("...", "…")) for line in lines), len(lines)),
        "terminal_punctuation_line_ratio": share(
            sum(line.rstrip().endswith(tuple(".!?\"'”’…。！？")) for line in visible), len(visible)
        ),
        "short_line_ratio": share(sum(len(line) <= 30 for line in visible), len(visible)),
        "few_word_line_ratio": share(sum(len(line.split()) < 3 for line in visible), len(visible)),
        "uppercase_line_ratio": share(sum(sum(map(str.isupper, x)) / len(x) > 0.5 for x in visible), len(visible)),
        "numeric_line_ratio": share(sum(all(map(str.isdecimal, line)) for line in visible), len(visible)),
        "javascript_line_ratio": share(sum(holds(line, "javascript") for line in visible), len(visible)),
        "policy_line_ratio": share(sum(holds(line, *phrases.RECIPE.policies) for line in visible), len(visible)),
        "n_lorem_ipsum": text.encode().lower().count(b"lorem ipsum"),
        "n_long_lines": sum(len(line) >= 200 for line in visible),
        "n_c4_sentences": sum(len(sentences(line)) for line in visible if is_kept_by_c4(line)),
        "duplicate_line_ratio": share(len(repeats(visible)), len(visible)),
        "duplicate_line_char_ratio": share(len("".join(repeats(visible))), len(text)),
        "duplicate_char_ratio": share(len("".join(repeats(visible))), len(text.replace("\n", ""))),
        "duplicate_paragraph_ratio": share(len(repeats(paragraphs)), len(paragraphs)),
        "duplicate_paragraph_char_ratio": share(len("".join(repeats(paragraphs))), len(text)),
    }
    for n in (2, 3, 4):
        ratio = share(top_characters(tokens, n), len(text))
        result[f"top_{n}gram_char_ratio"] = None if ratio is None else min(1.0, ratio)
    for n in range(5, 11):
        result[f"duplicate_{n}gram_char_ratio"] = share(repeated_characters(tokens, n), len(text))
    result["word_repetition_ratio"] = repetition(tokens, 10)
    return result


def measure(*texts):
    return signals.text_signals(pa.array(texts, pa.string())).to_pylist()


PIECES = (
    [
        "a",
        "b",
        "the",
        "The",
        "to",
        "#",
        ".",
        "...",
        "…",
        "-",
        "•",
        "!",
        "”",
        "é",
        "e\u0301",
        "字",
        "१",
        "²",
        "\0",
        "\x7f",
    ]
    + ["😀", "👩\u200d🔬", "ǅ", "x" * 29, "Ⅷ", "\u200b", "ª", "\ufeff", "\U0010ffff", "\ue000"]
    + [
        "A",
        "BC",
        "{",
        "}",
        "12",
        "3.5",
        "Dr.",
        "end.",
        'end."',
        "(why?)",
        "！",
        "ſ",
        "K",
        "‣",
        "–",
        "THE",
        "tHE",
        "And",
    ]
    + [
        "JavaScript",
        "use",
        "uses",
        "cookies",
        "cookie",
        "of",
        "terms",
        "privacy",
        "Policy",
        "LOREM",
        "ipsum",
        "x" * 1000,
    ]
    + [" "] * 16
    + ["\n"] * 8
    + ["\r\n", "\t", "\x0b", "\x1c", "\x85", "\xa0", "\u1680", "\u2028", "\u2029", "\u202f", "\u3000"]
)
TEXTS = st.one_of(
    st.text(),
    st.lists(st.sampled_from(PIECES), max_size=120).map("".join),
    st.lists(st.sampled_from([*phrases.RECIPE.policies, "javascript", "lorem ipsum", "a", " ", "\n"])).map("".join),
    st.lists(st.sampled_from("abc"), max_size=60).map(" ".join),
    st.lists(st.sampled_from(["a b", "", " ", "a b c"]), max_size=20).map("\n".join),
)


def assert_equal(row, expected):
    entropies = [each.pop("unigram_entropy") for each in (row, expected)]
    assert row == expected
    assert entropies == [None, None] or math.isclose(*entropies, rel_tol=1e-12, abs_tol=1e-12)


@settings(max_examples=600, deadline=None)
@given(st.lists(st.one_of(st.none(), TEXTS), max_size=4))
@example([None, "", " ", "\n", "\n\n", "a", None])
def test_each_signal_is_that_of_the_twin(texts):
    for text, row in zip(texts, measure(*texts), strict=True):
        if text is None:
            assert row is None
        else:
            assert list(row) == signals.SIGNALS.names
            assert_equal(row, twin(text))


@settings(max_examples=100, deadline=None)
@given(st.lists(st.one_of(st.none(), TEXTS), min_size=1, max_size=6), st.data())
def test_a_slice_gives_its_own_rows(texts, data):
    start = data.draw(st.integers(0, len(texts)))
    rows = signals.text_signals(pa.array(texts, pa.large_string()).slice(start))
    assert rows.to_pylist() == measure(*texts)[start:]
    rows.validate(full=True)


def test_the_type_is_the_one_announced():
    for texts in ([], [None], ["a"]):
        assert signals.text_signals(pa.array(texts, pa.string())).type == signals.SIGNALS


def test_character_classes_are_those_of_str():
    classes = words.character_classes()
    for point in range(0x110000):
        c = chr(point)
        assert bool(classes[point] & words.VISIBLE) != c.isspace()
        assert bool(classes[point] & words.ALPHABETIC) == c.isalpha()
        assert bool(classes[point] & words.ALPHANUMERIC) == c.isalnum()
        assert bool(classes[point] & words.DIGIT) == c.isdecimal()
        assert bool(classes[point] & words.UPPERCASE) == c.isupper()
        assert bool(classes[point] & words.LOWERCASE) == (c.islower() or unicodedata.category(c) == "Lt")
        assert bool(classes[point] & words.NON_SYMBOL) == (not c.isspace() and not is_symbol(c))


def test_nothing_has_no_ratios():
    empty, blank = measure("", " \n\t")
    assert {name for name, value in empty.items() if value is None} == {
        name for name in signals.SIGNALS.names if not name.startswith(("n_", "max_"))
    }
    assert {value for value in empty.values() if value is not None} == {0}
    assert (blank["n_lines"], blank["n_words"], blank["whitespace_ratio"]) == (2, 0, 1.0)
    assert blank["short_line_ratio"] is None
    assert blank["bullet_line_ratio"] == 0.0


def test_counts_by_hand():
    (row,) = measure("The cat, of all -- £5 … have 3 #tags...\nNO\n")
    assert row["n_chars"] == 43
    assert row["n_bytes"] == 43 + 1 + 2
    assert (row["n_words"], row["n_non_symbol_words"], row["n_stop_words"], row["n_lines"]) == (11, 9, 2, 2)
    assert row["mean_word_length"] == pytest.approx((3 + 4 + 2 + 3 + 2 + 4 + 1 + 8 + 2) / 9)
    assert row["hash_to_word_ratio"] == pytest.approx(1 / 11)
    assert row["ellipsis_to_word_ratio"] == pytest.approx(2 / 11)
    assert row["newline_to_word_ratio"] == pytest.approx(2 / 11)
    assert row["alphabetic_word_ratio"] == pytest.approx(7 / 11)
    assert row["uppercase_ratio"] == pytest.approx(3 / 43)
    assert row["digit_ratio"] == pytest.approx(2 / 43)
    assert (row["mean_line_length"], row["max_line_length"]) == (20.5, 39)
    assert row["ellipsis_line_ratio"] == 0.5
    assert row["terminal_punctuation_line_ratio"] == 0.5
    assert row["short_line_ratio"] == 0.5


@pytest.mark.parametrize(
    ("text", "times"), [("..", 0), ("...", 1), (".....", 1), ("......", 2), ("..\n.", 0), ("…...", 2)]
)
def test_ellipses_are_counted_without_overlap(text, times):
    (row,) = measure(text)
    assert row["ellipsis_to_word_ratio"] * row["n_words"] == pytest.approx(times)


@pytest.mark.parametrize(("n_chars", "ratio"), [(30, 1.0), (31, 0.0)])
def test_a_short_line_has_30_characters_at_most(n_chars, ratio):
    assert measure("é" * n_chars)[0]["short_line_ratio"] == ratio


def test_trailing_whitespace_is_not_the_end_of_a_line():
    (row,) = measure("wait... \nstop.\t\ngo\n   - so\n•\n")
    assert row["ellipsis_line_ratio"] == pytest.approx(1 / 5)
    assert row["terminal_punctuation_line_ratio"] == pytest.approx(2 / 5)
    assert row["bullet_line_ratio"] == pytest.approx(2 / 5)


def test_blank_lines_are_no_duplicates():
    (row,) = measure("one\n\n\n \n \ntwo\n\n \n\none")
    assert row["n_lines"] == 10
    assert row["duplicate_line_ratio"] == pytest.approx(1 / 3)
    assert row["duplicate_line_char_ratio"] == pytest.approx(3 / row["n_chars"])
    assert row["duplicate_paragraph_ratio"] == pytest.approx(1 / 3)
    assert row["duplicate_paragraph_char_ratio"] == pytest.approx(3 / row["n_chars"])


def test_duplicate_paragraphs_count_the_newlines_within():
    (row,) = measure("a\nbc\n\na\nbc\n\nbc")
    assert row["duplicate_paragraph_ratio"] == pytest.approx(1 / 3)
    assert row["duplicate_paragraph_char_ratio"] == pytest.approx(4 / 14)
    assert row["duplicate_line_ratio"] == pytest.approx(3 / 5)


def test_the_indent_of_the_first_line_belongs_to_its_paragraph():
    indented, plain = measure("  }\n\na\n\n  }", "}\n\na\n\n  }")
    assert indented["duplicate_paragraph_ratio"] == pytest.approx(1 / 3)
    assert plain["duplicate_paragraph_ratio"] == 0.0


@pytest.mark.parametrize("symbols", ["'©", "™", "→", "“…”", "</>", "\u2013"])
def test_symbols_alone_are_no_word_of_length(symbols):
    (row,) = measure(f"ab {symbols} abcd")
    assert (row["n_words"], row["n_non_symbol_words"], row["mean_word_length"]) == (3, 2, 3.0)


def test_n_grams_by_hand():
    (row,) = measure("a bc  a bc a d")
    assert row["n_chars"] == 14
    assert row["top_2gram_char_ratio"] == pytest.approx(2 * len("a bc") / 14)
    assert row["top_3gram_char_ratio"] == pytest.approx(2 * len("a bc a") / 14)
    assert row["top_4gram_char_ratio"] == 0.0  # what occurs once is no repetition
    assert row["duplicate_5gram_char_ratio"] == 0.0
    (row,) = measure("v w x y z " * 3)
    assert row["duplicate_5gram_char_ratio"] == pytest.approx(10 / 30)
    assert row["duplicate_6gram_char_ratio"] == pytest.approx(6 / 30)
    assert row["duplicate_10gram_char_ratio"] == pytest.approx(10 / 30)  # the second five words begin a known one


def test_n_grams_are_compared_word_by_word():
    joined, same = measure("v w x ab c v w x a bc", "v w x ab c v w x ab c")
    assert joined["duplicate_5gram_char_ratio"] == 0.0  # though both come to vwxabc without their spaces
    assert same["duplicate_5gram_char_ratio"] == pytest.approx(len("vwxabc") / same["n_chars"])


def test_overlapping_n_grams_stop_at_the_whole_text():
    (row,) = measure("a a a a")
    assert row["top_2gram_char_ratio"] == 1.0


@pytest.mark.parametrize(("n_words", "ratio"), [(0, None), (9, None), (10, 0.0), (11, 1.0)])
def test_word_repetition_begins_at_ten_words(n_words, ratio):
    assert measure("w " * n_words)[0]["word_repetition_ratio"] == ratio


def test_word_repetition_counts_each_copy():
    (row,) = measure(" ".join([*"abcdefghij", "x", *"abcdefghij", "y", *"abcdefghij"]))
    assert row["word_repetition_ratio"] == pytest.approx(3 / 23)


@pytest.mark.parametrize(
    ("text", "median", "longest"),
    [
        ("", None, 0),
        ("é", 1, 1),
        ("a bbb", 2, 3),
        ("a bb", 1.5, 2),
        ("a bb cc dddd", 2, 4),
        ("dddd a", 2.5, 4),
        ("#", 1, 1),
    ],
)
def test_lengths_of_words(text, median, longest):
    (row,) = measure(text)
    assert (row["median_word_length"], row["max_word_length"]) == (median, longest)


@pytest.mark.parametrize(
    ("text", "n"),
    [
        ("", 0),
        ("...", 0),
        ("word", 1),
        ("One. Two", 2),
        ("One. two", 1),  # an abbreviation, it seems
        ("One.\ntwo", 2),
        ("One.Two", 1),
        ("One.) Two", 2),
        ('She asked "why?" He knew.', 2),
        ("One. 2 is next", 2),
        ("Wait... What", 2),
        ("Wait… What", 2),
        ("One. ǅ", 1),
        ("One! ! ? Two", 2),  # a sign alone is no sentence
        ("一 。 二", 2),
        ("One .) x", 1),
        ("One ). Two", 2),
        (". . . A", 1),
    ],
)
def test_sentences(text, n):
    assert measure(text)[0]["n_sentences"] == n


@pytest.mark.parametrize(
    ("line", "n"),
    [
        ("one two three", 1),
        ("one two", 0),
        ("One. Two. Three.", 3),
        ("one two " + "x" * 1000, 1),
        ("one two " + "x" * 1001, 0),
        ("enable JavaScript now", 0),
        ("our Privacy  Policy applies", 1),
        ("our Privacy Policy applies", 0),
        ("because cookies are sweet", 0),  # C4 looks within words
        ("lorem ipsum dolor", 1),  # dropped as a document
    ],
)
def test_sentences_of_lines_that_c4_keeps(line, n):
    (row,) = measure(line + "\nend")
    assert row["n_c4_sentences"] == n


@pytest.mark.parametrize("phrase", [*phrases.RECIPE.policies, phrases.RECIPE.javascript, phrases.RECIPE.placeholder])
def test_phrases_are_found_wherever_they_stand(phrase):
    for form in (phrase, phrase.upper(), phrase.title()):
        for text in (form, "x" + form + "y", "é" * 70 + form, form + "é" * 70, "a\n" + form + "\n b"):
            (row,) = measure(text)
            found = row["javascript_line_ratio"], row["policy_line_ratio"], row["n_lorem_ipsum"]
            assert [value > 0 for value in found] == [
                phrase == "javascript",
                phrase in phrases.RECIPE.policies,
                phrase == "lorem ipsum",
            ]
        for text in (form[:-1], form[1:], form.replace(" ", "\n") if " " in form else form[:5] + " " + form[5:]):
            (row,) = measure(text)
            assert (row["javascript_line_ratio"], row["policy_line_ratio"], row["n_lorem_ipsum"]) == (0, 0, 0)
    assert any(clue.decode() in phrase for clue in phrases.CLUES)


def test_phrases_are_counted_by_line():
    (row,) = measure("Javascript javascript\n\nuse cookies\nlorem ipsum lorem ipsum\nx")
    assert row["javascript_line_ratio"] == row["policy_line_ratio"] == 0.25
    assert row["n_lorem_ipsum"] == 2


def test_characters_by_hand():
    (row,) = measure("Ab 1² {x}\n½é\0\u0301Ⅷ🙂")
    assert row["n_chars"] == 16
    assert row["special_character_ratio"] == pytest.approx(11 / 16)  # 2 spaces, newline, 1 ² ½ Ⅷ, { }, NUL, smile
    assert row["curly_bracket_ratio"] == pytest.approx(2 / 16)


def test_words_by_hand():
    (row,) = measure("THE The tHe the, US2 A. I'm 42 ⅧⅧ ǅ # ... …")
    assert row["stop_word_ratio"] == pytest.approx(2 / 13)
    assert row["n_stop_words"] == 0
    assert row["all_caps_word_ratio"] == pytest.approx(4 / 13)  # THE US2 A. ⅧⅧ
    assert row["symbol_to_word_ratio"] == pytest.approx(3 / 13)


def test_lines_by_hand():
    (row,) = measure("ABc\nABcd\n\n12\n1 2\n▪ x\n - y\n")
    assert row["mean_line_words"] == pytest.approx(9 / 6)
    assert row["uppercase_line_ratio"] == pytest.approx(1 / 6)  # more than half
    assert row["numeric_line_ratio"] == pytest.approx(1 / 6)
    assert row["mean_line_uppercase_ratio"] == pytest.approx((2 / 3 + 2 / 4) / 6)
    assert row["mean_line_digit_ratio"] == pytest.approx((1 + 2 / 3) / 6)
    assert row["bullet_symbol_line_ratio"] == pytest.approx(1 / 7)
    assert row["bullet_line_ratio"] == pytest.approx(1 / 7)
    assert row["few_word_line_ratio"] == 1.0


@pytest.mark.parametrize(("n_chars", "n_lines"), [(199, 0), (200, 1)])
def test_a_long_line_has_200_characters(n_chars, n_lines):
    assert measure("é" * n_chars + "\n\nx")[0]["n_long_lines"] == n_lines


@pytest.mark.parametrize(("line", "ratio"), [("a b", 1.0), ("a b c", 0.0)])
def test_few_words_are_under_three(line, ratio):
    assert measure(line)[0]["few_word_line_ratio"] == ratio


def test_duplicate_characters_without_newlines():
    (row,) = measure("abc\n\n\nabc\n")
    assert row["duplicate_line_char_ratio"] == pytest.approx(3 / 10)
    assert row["duplicate_char_ratio"] == pytest.approx(3 / 6)


@pytest.mark.parametrize("n", [4094, 4095, 4096, 8190, 8191, 20_000])
@pytest.mark.parametrize("character", ["A", "é", "字", "1"])
def test_long_words_are_counted_whole(n, character):
    (row,) = measure(character * n)
    assert (row["n_chars"], row["max_word_length"], row["median_word_length"]) == (n, n, n)
    assert row["alphanumeric_ratio"] == 1.0
    assert row["uppercase_ratio"] == (character == "A")
    assert row["mean_line_digit_ratio"] == (character == "1")


HOSTILE = {
    "nul": "\0" * 50,
    "combining": "\u0301\u0300 " * 50,
    "right_to_left": "שלום עולם. مرحبا بالعالم؟ " * 20,
    "overrides": "\u202eabc\u202c \u2066x\u2069 " * 20,
    "families": "👨\u200d👩\u200d👧\u200d👦 " * 40,
    "marks": "\ufeff\u200b\u00ad\U000e0001 " * 20,
    "brackets": "{{}}" * 100 + ")]}\"'" * 50,
    "dots": "." * 5000 + " " + "…" * 50 + "." * 5001,
    "carriage_returns": "a\r\nb\r\n\r\n" * 20,
    "phrases": "Lorem Ipsum uses cookies JAVASCRIPT terms of use" * 30,
    "thousand_words": "x" * 1001 + " y z\n" + "ab " * 1000,
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_hostile_text_is_measured_like_any(text):
    assert_equal(measure(text)[0], twin(text))


def test_entropy_by_hand():
    same, distinct, skewed = measure("a a a a a", "a b c d", "a a b")
    assert same["unigram_entropy"] == 0.0
    assert distinct["unigram_entropy"] == pytest.approx(math.log(4))
    assert skewed["unigram_entropy"] == pytest.approx(math.log(3) - 2 / 3 * math.log(2))


@pytest.mark.parametrize("unit", ["x", "é", "a ", "\n", "a\n", ".", "字", "a b c d e f g h i j k\n"])
def test_a_huge_row(unit):
    times = 3_000_000 // len(unit)
    (row,) = measure(unit * times)
    assert row["n_chars"] == times * len(unit)
    assert row["n_words"] == (1 if unit.strip() == unit else len(unit.split()) * times)
