"""Every way in which a seed can be wrong, and the one line that says so."""

import re
from pathlib import Path

import pytest
import yaml
from conftest import PROJECT

from mainpipe import seeds
from mainpipe.errors import UserError

SIGNALS = ["n_words", "duplicate_line_ratio"]
RULES = "rule_id,domain,signal,operator,threshold,is_enabled,reference,rationale\n"
GOOD = "min_words,web,n_words,>=,50,true,Gopher,Short.\n"
MIXTURE = "source_id,weight,max_epochs,rationale\n"


def write(folder: Path, name: str, content: str) -> Path:
    path = folder / "seeds" / name
    path.parent.mkdir(exist_ok=True)
    path.write_text(content)
    return path


@pytest.mark.parametrize(
    ("row", "says"),
    [
        ("min_words,web,n_word,>=,50,true,,", r"signal 'n_word' is no numeric column .*: did you mean n_words\?"),
        ("min_charm,web,charm,>=,50,true,,", r"signal 'charm' is no numeric column of document_signals \(make sql: .*"),
        ("min_words,web,language,>=,50,true,,", "signal 'language' is no numeric column .*"),
        ('min_words,web,n_words,">",50,true,,', "operator '>': give >= or <="),
        ("min_words,blog,n_words,>=,50,true,,", "domain 'blog' is none of abstract, web, code, encyclopedia"),
        ("min_words, web,n_words,>=,50,true,,", "domain ' web' is none of .*"),
        *(
            (f"min_words,web,n_words,>=,{number},true,,", f"threshold '{number}' is not a number")
            for number in ("fifty", "nan", "inf", "1_000", "0x10", "٣", "1e", " 1", "--1")
        ),
        ("min_words,web,n_words,>=,50,yes,,", "is_enabled 'yes': give true or false"),
    ],
)
def test_a_wrong_rule_names_row_and_value(tmp_path: Path, row: str, says: str) -> None:
    path = write(tmp_path, "quality_rules.csv", RULES + GOOD.replace("web", "code") + row + "\n")
    with pytest.raises(UserError) as error:
        seeds.check_rules(path, SIGNALS)
    assert re.fullmatch(r"seeds/quality_rules\.csv line 3: rule \w+ \([ \w]+\): " + says, str(error.value))


@pytest.mark.parametrize("name", ["Min_words", "../min", "min words", "1st", "<b>"])
def test_a_rule_s_name_can_name_a_page(tmp_path: Path, name: str) -> None:
    path = write(tmp_path, "quality_rules.csv", RULES + GOOD.replace("min_words", name))
    with pytest.raises(UserError, match=r"line 2: rule_id '.*': give lower-case letters, digits and _"):
        seeds.check_rules(path, SIGNALS)


@pytest.mark.parametrize("column", range(6))
def test_an_empty_cell_is_named(tmp_path: Path, column: int) -> None:
    cells = GOOD.strip().split(",")
    cells[column] = ""
    with pytest.raises(UserError, match=f"line 2: {RULES.split(',')[column]} must not be empty"):
        seeds.check_rules(write(tmp_path, "quality_rules.csv", RULES + ",".join(cells) + "\n"), SIGNALS)


def test_one_rule_twice_in_a_domain_is_named(tmp_path: Path) -> None:
    other = GOOD.replace("web", "code")
    seeds.check_rules(write(tmp_path, "quality_rules.csv", RULES + GOOD + other), SIGNALS)
    with pytest.raises(UserError, match=r"line 4: rule min_words \(web\): stands twice, first on line 2"):
        seeds.check_rules(write(tmp_path, "quality_rules.csv", RULES + GOOD + other + GOOD), SIGNALS)


@pytest.mark.parametrize("number", ["0", "-1", "+0.5", ".5", "5.", "1e3", "2.5E-4"])
def test_numbers_and_a_multi_line_cell_pass(tmp_path: Path, number: str) -> None:
    row = f'min_words,web,n_words,>=,{number},false,,"Two\nlines, and a comma."\n'
    seeds.check_rules(write(tmp_path, "quality_rules.csv", RULES + row), SIGNALS)


@pytest.mark.parametrize(
    ("rows", "says"),
    [
        ("a,1,1,\n", r"seeds/mixture.csv: no row for source b: give its weight"),
        ("a,1,1,\nb,1,1,\na,1,1,\n", "seeds/mixture.csv line 4: source_id a stands twice"),
        ("a,1,1,\nc,1,1,\n", "seeds/mixture.csv line 3: source_id 'c' is none of seeds/sources.csv: a, b"),
        ("a,-1,1,\nb,1,1,\n", "seeds/mixture.csv line 2: source a: weight '-1' is not a number from 0 on"),
        ("a,1e-7,1,\nb,1,1,\n", "seeds/mixture.csv line 2: source a: weight 1e-7: give 0, or from 0.000001 to 1000000"),
        ("a,1,,\nb,1,1,\n", "seeds/mixture.csv line 2: source a: max_epochs '' is not a number from 0 on"),
        ("a,1\n", "seeds/mixture.csv line 2: the number of columns differs from the header's"),
    ],
)
def test_a_wrong_mixture_is_named(tmp_path: Path, rows: str, says: str) -> None:
    with pytest.raises(UserError) as error:
        seeds.check_mixture(write(tmp_path, "mixture.csv", MIXTURE + rows), ["a", "b"])
    assert str(error.value) == says


@pytest.mark.parametrize(
    ("row", "says"),
    [
        ("blog,line,10,6,true,,", "blog, line: domain 'blog' is none of abstract, web, code, encyclopedia"),
        ("web,word,10,6,true,,", "web, word: unit 'word' is none of line, paragraph"),
        ("web,line,10,6,yes,,", "web, line: is_enabled 'yes' is none of true, false"),
        ("web,line,1,6,true,,", "web, line: min_documents '1' is no whole number from 2 on"),
        ("web,line,,6,true,,", "web, line: min_documents '' is no whole number from 2 on"),
        ("web,line,10,3,true,,", "web, line: min_words '3' is no whole number from 4 on"),
        ("web,line,10,6.5,true,,", "web, line: min_words '6.5' is no whole number from 4 on"),
        ("code,line,10,6,true,,", "code, line: stands twice, first on line 2"),
    ],
)
def test_a_wrong_rule_for_lines_is_named(tmp_path: Path, row: str, says: str) -> None:
    columns = "domain,unit,min_documents,min_words,is_enabled,reference,rationale\n"
    path = write(tmp_path, "repeated_line_rules.csv", f"{columns}code,line,10,6,false,,Kept.\n{row}\n")
    with pytest.raises(UserError) as error:
        seeds.check_lines(path)
    assert str(error.value) == f"seeds/repeated_line_rules.csv line 3: {says}"


@pytest.mark.parametrize("cell", ["null", "NULL", " Null ", "  "])
def test_a_cell_that_engines_read_otherwise_is_named(tmp_path: Path, cell: str) -> None:
    path = write(tmp_path, "flagged_terms.csv", f"term,language,rationale\nword,en,\n{cell},en,\n")
    with pytest.raises(UserError, match=f"line 3: term '{cell}': leave it empty, or give it other words"):
        seeds.check_cells(path)


def test_each_column_of_a_seed_has_a_type() -> None:
    """Else an empty column, or a licence that is a number, has another type on the other engine."""
    declared = yaml.safe_load((PROJECT / "seeds" / "_seeds.yml").read_text())["seeds"]
    types = {seed["name"]: set(seed["config"]["column_types"]) for seed in declared}
    files = (PROJECT / "seeds").glob("*.csv")
    assert types == {file.stem: set(file.read_text().splitlines()[0].split(",")) for file in files}


def test_our_own_seeds_pass() -> None:
    rules = (PROJECT / "seeds" / "quality_rules.csv").read_text().splitlines()[1:]
    signals = {"data_type": "double"}
    columns = {row.split(",")[2]: signals for row in rules}
    seeds.check(PROJECT / "seeds", {"model.mainpipe.document_signals": {"columns": columns}})


DOMAIN_ROWS = "".join(f"{domain},0.8,0.5,,Why.\n" for domain in ("abstract", "web", "code", "encyclopedia"))


@pytest.mark.parametrize(
    ("rows", "says"),
    [
        (DOMAIN_ROWS + "blog,0.8,0.5,,\n", "line 6: domain 'blog' is none of abstract, web, code, encyclopedia"),
        (DOMAIN_ROWS + "web,0.8,0.5,,\n", "line 6: domain web stands twice"),
        (DOMAIN_ROWS.replace("code,0.8", "code,80"), "line 4: min_jaccard '80' is not a number from 0 to 1"),
        (DOMAIN_ROWS.replace("0.5", "half"), "line 2: max_removed_ratio 'half' is not a number from 0 to 1"),
        (DOMAIN_ROWS.partition("code")[0], "duplicate_rules.csv: no row for domain code, encyclopedia"),
    ],
)
def test_a_wrong_duplicate_rule_is_named(tmp_path: Path, rows: str, says: str) -> None:
    header = "domain,min_jaccard,max_removed_ratio,reference,rationale\n"
    seeds.check_duplicate_rules(write(tmp_path, "duplicate_rules.csv", header + DOMAIN_ROWS))
    with pytest.raises(UserError) as error:
        seeds.check_duplicate_rules(write(tmp_path, "duplicate_rules.csv", header + rows))
    assert str(error.value).endswith(says)


@pytest.mark.parametrize(
    ("row", "says"),
    [
        ("2,source_id,a c,", "prefer: source 'c' is none of a, b"),
        ("2,source_id,,", "prefer: source '' is none of a, b"),
        ("2,n_word,most,", "measure 'n_word' is none of source_id, published_at and the numeric columns .*"),
        ("2,n_words,longest,", "prefer 'longest': give most or least"),
        ("1,n_words,most,", "priority 1 stands twice"),
        ("01,n_words,most,", "priority 01 stands twice"),
        ("first,n_words,most,", "priority 'first' is not a whole number"),
    ],
)
def test_a_wrong_preference_is_named(tmp_path: Path, row: str, says: str) -> None:
    good = "priority,measure,prefer,rationale\n1,source_id,b a,Why.\n"
    rest = "3,n_words,least,\n4,published_at,most,\n"
    seeds.check_preferences(write(tmp_path, "survivor_preferences.csv", good + rest), ["a", "b"], SIGNALS)
    with pytest.raises(UserError) as error:
        seeds.check_preferences(
            write(tmp_path, "survivor_preferences.csv", good + row + "\n" + rest), ["a", "b"], SIGNALS
        )
    assert re.fullmatch(r"seeds/survivor_preferences\.csv line 3: " + says, str(error.value))


def test_a_list_without_preferences_is_refused(tmp_path: Path) -> None:
    path = write(tmp_path, "survivor_preferences.csv", "priority,measure,prefer,rationale\n")
    with pytest.raises(UserError, match=r"survivor_preferences\.csv: there is no preference"):
        seeds.check_preferences(path, ["a"], SIGNALS)


def test_bounds_may_be_0_and_1(tmp_path: Path) -> None:
    header = "domain,min_jaccard,max_removed_ratio,reference,rationale\n"
    rows = DOMAIN_ROWS.replace("0.8,0.5", "1,0", 1).replace("0.8,0.5", "0,1", 1)
    seeds.check_duplicate_rules(write(tmp_path, "duplicate_rules.csv", header + rows))
