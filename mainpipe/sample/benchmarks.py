"""Two invented benchmark sets, and clean documents with one of their items pasted in."""

import re
from random import Random
from typing import Any

from mainpipe.sample import code, prose, words
from mainpipe.sample.copies import simplified_words
from mainpipe.sample.record import Record, keyed
from mainpipe.sample.statements import snake
from mainpipe.sample.words import pick, plural

NAMES = ("invented_qa", "invented_code")
FIELDS = {"invented_qa": ("question", "answer"), "invented_code": ("prompt", "solution")}
RUN_WORDS = 13
_ITEMS = 60
_PER_EDIT = 10

_LONG_QUESTIONS = (
    "{person} has {n2} {things} and gives {small} of them to each of {cardinal} {roles} who visit the {place}; how "
    "many {things} are left for {surname} when every {role} has gone?",
    "A {thing} costs {n3} pence in {town} but {n2} pence less in {town}: what do {cardinal} {roles} save together if "
    "each buys {small} there on {weekday}?",
    "If {n2} {roles} need {small} hours to {do} {what}, how many hours would {small} {roles} need to {do} the same at "
    "half the speed?",
    "Which of these would a {role} most likely use to {do} a {adj} {thing} {where}: some {mass}, a {material} "
    "{thing}, the {colour} {thing} or a {thing} without {mass}?",
    "Why does a {material} {thing} feel colder than a {material} {thing} when {who} left both {where} during the same "
    "{season} night?",
    "{person} walks {n2} {unit} from the {place} to {town}, rests for {small} minutes and returns along the {thing}; "
    "how far was {surname} from the {place} after three quarters of the way?",
)
_SHORT_QUESTIONS = (
    "What does a {adj} {role} {do}?",
    "Where do {adj} {roles} keep {mass}?",
    "Is {mass} heavier than {mass} {when}?",
    "Who invented the {material} {thing}?",
    "How many {things} make a {thing}?",
)
_ANSWERS = (
    "{n2} {things}, because {small} went to each {role} and {n2} stayed with {surname}",
    "the {adj} {thing}, since {mass} does not {do} {things}",
    "{n3} {unit}",
    "{surname}",
)
_OPERATIONS = (
    ("the sum of every {k}th number in {name}", "return sum({name}[::{k}])"),
    ("how many members of {name} are larger than {k}", "return len([n for n in {name} if n > {k}])"),
    ("the members of {name} in reverse, without any that {k} divides", "return [n for n in {name}[::-1] if n % {k}]"),
    (
        "the largest difference between two neighbours in {name}, at least {k}",
        "gaps = [abs(a - b) for a, b in zip({name}, {name}[1:])]\n    return max([{k}, *gaps])",
    ),
    (
        "{name} with each member moved {k} places to the left",
        "k = {k} % max(1, len({name}))\n    return {name}[k:] + {name}[:k]",
    ),
    (
        "the members of {name} that occur {k} times or more, in rising order",
        "return sorted({{n for n in {name} if {name}.count(n) >= {k}}})",
    ),
)


def _question(rng: Random, index: int) -> dict[str, Any]:
    voice = prose.scene(rng)
    forms = _SHORT_QUESTIONS if index % 4 == 3 else _LONG_QUESTIONS
    return {
        "id": f"invented_qa/{index}",
        "question": voice.fill(forms[index % len(forms)]),
        "answer": voice.fill(pick(rng, _ANSWERS)),
    }


def _exercise(rng: Random, index: int) -> dict[str, Any]:
    voice = prose.scene(rng)
    thing = pick(rng, words.THINGS)
    name = snake(plural(thing))
    function = snake(pick(rng, words.ACTS), thing)
    meaning, body = (part.format(name=name, k=rng.randrange(2, 10)) for part in _OPERATIONS[index % len(_OPERATIONS)])
    purpose = "" if index % 6 == 5 else "\n\n    " + voice.fill("a {role} needs this to {do} {what} {where}, {why}.")
    prompt = f'def {function}({name}):\n    """Return {meaning}.{purpose}\n    """\n'
    if index % 10 == 9:
        prompt, body = f"def {function}({name}):\n", body.split("\n", maxsplit=1)[0]
    return {"task_id": f"invented_code/{index}", "prompt": prompt, "solution": f"    {body}\n", "entry_point": function}


def benchmark_items(seed: int) -> dict[str, list[dict[str, Any]]]:
    """The items of both sets; one in four questions and one in ten exercises is shorter than thirteen words."""
    return {
        name: [make(keyed(seed, "benchmarks", name, index)[1], index) for index in range(_ITEMS)]
        for name, make in zip(NAMES, (_question, _exercise), strict=True)
    }


def longest_run(item: dict[str, Any], name: str, text: str) -> int:
    """Words of the longest stretch of one of the item's fields that stands in the text, both simplified."""
    document = f" {' '.join(simplified_words(text))} "
    longest = 0
    for field in FIELDS[name]:
        found = simplified_words(item[field])
        for start in range(len(found)):
            while start + longest < len(found) and f" {' '.join(found[start : start + longest + 1])} " in document:
                longest += 1
    return longest


def _changed_words(rng: Random, text: str, places: list[int]) -> str:
    matches = list(re.finditer(r"[A-Za-z]+", text))
    for place in reversed(places):
        match = matches[place]
        text = text[: match.start()] + pick(rng, words.MASSES[-12:]) + text[match.end() :]
    return text


def _edited(rng: Random, edit: str, text: str) -> str:
    n_words = len(re.findall(r"[A-Za-z]+", text))
    if edit == "respaced":
        return re.sub(r" +", "  ", text)
    if edit == "upper_case":
        return text.upper()
    if edit == "one_word":
        return _changed_words(rng, text, [n_words // 8])
    if edit == "reworded":
        return _changed_words(rng, text, list(range(2, n_words, 5)))
    return text


def benchmark_records(seed: int) -> list[Record]:
    """Clean documents with an item pasted in, verbatim or edited.

    Verbatim ones and those that keep a run of thirteen words should be dropped, the others kept.
    """
    records = []
    items = benchmark_items(seed)
    for name in NAMES:
        for index in range(5 * _PER_EDIT):
            edit = ("verbatim", "respaced", "upper_case", "one_word", "reworded")[index % 5]
            source = "github" if name == "invented_code" else ("c4", "wikipedia")[index % 2]
            key, rng = keyed(seed, source, "benchmark", name, index)
            item = items[name][index]
            if source == "github":
                text = code.LANGUAGES["Python"](rng) + "\n\n" + _edited(rng, edit, item["prompt"] + item["solution"])
            else:
                pasted = _edited(rng, edit, f"Question: {item['question']} Answer: {item['answer']}.")
                page = (prose.web_page if source == "c4" else prose.article)(rng)
                cut = page.index("\n", len(page) // 2) if "\n" in page[len(page) // 2 :] else len(page)
                text = page[:cut] + "\n\n" + pasted + "\n" + page[cut:]
            run = longest_run(item, name, text)
            fact = {
                "kind": "benchmark",
                "variant": edit,
                "expect": "dropped" if edit != "reworded" and (edit != "one_word" or run >= RUN_WORDS) else "kept",
                "benchmark": name,
                "item": index,
                "item_words": sum(len(simplified_words(item[field])) for field in FIELDS[name]),
                "longest_run": run,
            }
            records.append(Record(key, source, text, [fact]))
    return records
