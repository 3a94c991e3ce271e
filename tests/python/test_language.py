"""The language of texts whose language is plain, the model's own predictions as the oracle, and texts of none."""

import hashlib
from concurrent.futures import ThreadPoolExecutor

import fasttext
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from python_udfs import language

UNDETERMINED = {"language": "und", "language_score": 0.0, "runner_up_language": "und", "runner_up_score": 0.0}


def identify(*texts):
    return language.identify(pa.array(texts, pa.string())).to_pylist()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The patients were followed up for two years after the operation.", "en"),
        ("Der Patient wurde nach der Operation zwei Jahre lang beobachtet.", "de"),
        ("Les malades ont été suivis pendant deux ans après l'opération.", "fr"),
        ("手术后对患者进行了两年的随访。", "zh"),
        ("手術後、患者は二年間観察された。", "ja"),
        ("Пациенты наблюдались в течение двух лет после операции.", "ru"),
    ],
)
def test_plain_languages(text, expected):
    (row,) = identify(text)
    assert row["language"] == expected
    assert 0.5 < row["language_score"] <= 1.0
    assert row["runner_up_language"] != expected
    assert 0.0 <= row["runner_up_score"] < row["language_score"]


@pytest.mark.parametrize("text", ["", " ", "\n\r\n\t", "\u3000\u2028", "\0", "😀"])
def test_texts_that_say_nothing_are_undetermined(text):
    assert identify(text) == [UNDETERMINED]


TEXTS = st.one_of(st.none(), st.text(), st.lists(st.sampled_from(["the ", "und ", "\n", "字", "\0", "é"])).map("".join))


@settings(max_examples=300, deadline=None)
@given(st.lists(TEXTS, max_size=4))
def test_any_text_has_a_row_of_the_announced_type(texts):
    result = language.identify(pa.array(texts, pa.string()))
    result.validate(full=True)
    assert result.type == language.LANGUAGE
    for text, row in zip(texts, result.to_pylist(), strict=True):
        assert (row is None) == (text is None)
        assert row is None or 0.0 <= row["runner_up_score"] <= row["language_score"] <= 1.0


@settings(max_examples=100, deadline=None)
@given(st.text(st.characters(max_codepoint=0x24F), min_size=1))
def test_scores_are_those_of_the_model(text):
    labels, scores = fasttext.load_model(str(language.model_path())).predict(text.replace("\n", " ").strip(), 1)
    (row,) = identify(text)
    assert row["language"] in (labels[0].removeprefix("__label__"), "und")
    assert row == UNDETERMINED or row["language_score"] == min(1.0, scores[0])


def test_newlines_are_spaces_and_only_2000_characters_are_seen():
    german = "Das ist ein ganz gewöhnlicher deutscher Satz. " * 50
    assert identify(german.replace(" ", "\n")) == identify(german)
    assert identify(german[:2000]) == identify(german[:2000] + "And now in English. " * 5000)
    assert identify("字".rjust(2000)) == identify("字") != identify("字".rjust(2001)) == [UNDETERMINED]


def test_slices_and_nulls():
    texts = ["Guten Morgen, wie geht es Ihnen?", None, "", "Good morning, how are you?"]
    for kind in (pa.string(), pa.large_string()):
        assert language.identify(pa.array(texts, kind).slice(1)).to_pylist() == identify(*texts)[1:]


def test_threads_agree_from_the_first_call_on():
    texts = ["Good morning, how are you?", "Guten Morgen, wie geht es Ihnen?"] * 20
    language.load_model.cache_clear()
    with ThreadPoolExecutor(4) as pool:
        results = list(pool.map(lambda _: identify(*texts), range(8)))
    assert results == [identify(*texts)] * 8
    assert language.load_model.cache_info().misses == 1


def test_the_recipe_names_the_model_by_its_content():
    content = language.model_path().read_bytes()
    assert language.RECIPE.model_sha256 == language.model_sha256() == hashlib.sha256(content).hexdigest()


def test_a_huge_row():
    assert identify("word " * 2_000_000)[0]["language"] == "en"


def test_a_text_that_spells_the_end_of_a_line_is_read_to_its_end():
    french = "Les malades ont été suivis pendant deux ans après l'opération."
    assert identify(f"</s> {french}") == identify(french)
