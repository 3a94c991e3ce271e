"""The sample's clean source files: five programming languages and four more kinds of file."""

import json
from collections.abc import Callable
from random import Random

from mainpipe.sample.statements import GO, JAVA, JAVASCRIPT, PYTHON, VERBS, C, Coder, camel, pascal, snake
from mainpipe.sample.words import pick, several, words


def _python(rng: Random) -> str:
    coder = Coder(rng, PYTHON)
    lines = [*coder.licence(), f'"""{coder.voice.sentence("summary")}"""', ""]
    modules = ["logging", *several(rng, words("csv json math os re sys time"), 2)]
    lines += [*sorted(f"import {name}" for name in modules), ""]
    lines += ["logger = logging.getLogger(__name__)", ""]
    lines += [
        f"{snake(coder.noun(), coder.noun()).upper()} = {rng.randrange(2, 5000)}" for _ in range(rng.randrange(4))
    ]
    pad = ""
    if rng.random() < 0.6:
        pad = "    "
        lines += [
            "",
            "",
            f"class {pascal(coder.entity, coder.noun())}:",
            f'    """{coder.voice.sentence("summary")}"""',
        ]
    for _ in range(coder.size()):
        depth = len(pad) // 4 + 1
        parameters = ("self, " if pad else "") + coder.parameters()
        lines += ["", *([""] if not pad else []), f"{pad}def {coder.function_name()}({parameters}):"]
        if rng.random() < 0.7:
            lines.append(f'{pad}    """{coder.voice.sentence("summary")}"""')
        lines += coder.body(depth)
    if rng.random() < 0.3:
        lines += ["", "", 'if __name__ == "__main__":', f"    {coder.call()}"]
    return "\n".join(lines) + "\n"


def _java(rng: Random) -> str:
    coder = Coder(rng, JAVA)
    name = pascal(coder.entity, coder.noun())
    package = f"org.{snake(coder.noun())}.{snake(pick(rng, coder.things)).replace('_', '')}"
    lines = [*coder.licence(), f"package {package};", ""]
    lines += [f"import java.util.{kind};" for kind in sorted(several(rng, words("List Map Set ArrayList Optional"), 3))]
    lines += ["", "/**", f" * {coder.voice.sentence('summary')}", f" * {coder.voice.sentence('comment')}.", " */"]
    lines.append(f"public class {name} {{")
    for _ in range(rng.randrange(1, 5)):
        kind = pick(rng, ("int", "String", "long", "boolean", "List<String>", "double"))
        lines.append(f"    private {kind} {camel(coder.noun(), coder.noun())};")
    for _ in range(coder.size()):
        kind = pick(rng, ("void", "int", "String", "boolean", "List<String>"))
        parameters = coder.parameters(pick(rng, ("int {}", "String {}", "List<String> {}")))
        if rng.random() < 0.5:
            lines += ["", "    /**", f"     * {coder.voice.sentence('summary')}", "     */"]
        else:
            lines.append("")
        lines += [f"    public {kind} {coder.function_name()}({parameters}) {{", *coder.body(2), "    }"]
    return "\n".join([*lines, "}"]) + "\n"


def _javascript(rng: Random) -> str:
    coder = Coder(rng, JAVASCRIPT)
    lines = [*coder.licence(), "'use strict';", ""]
    lines += [f"const {camel(coder.noun())} = require('./{snake(coder.noun(), coder.noun())}');" for _ in range(3)]
    exported = []
    for _ in range(coder.size()):
        exported.append(coder.function_name())
        parameters = coder.parameters()
        lines += ["", "/**", f" * {coder.voice.sentence('summary')}", " */"]
        lines += [f"{pick(rng, ('', 'async '))}function {exported[-1]}({parameters}) {{", *coder.body(1), "}"]
    return "\n".join([*lines, "", f"module.exports = {{ {', '.join(exported[:4])} }};"]) + "\n"


def _c(rng: Random) -> str:
    coder = Coder(rng, C)
    lines = [*coder.licence(), "#include <stdio.h>", "#include <stdlib.h>", f'#include "{snake(coder.entity)}.h"', ""]
    lines += [f"#define {snake(coder.noun(), coder.noun()).upper()} {rng.randrange(2, 5000)}" for _ in range(3)]
    lines += ["", f"struct {snake(coder.entity, coder.noun())} {{"]
    lines += [f"    {pick(rng, ('int ', 'double ', 'char *', 'size_t '))}{snake(coder.noun())};" for _ in range(4)]
    lines.append("};")
    for _ in range(coder.size()):
        parameters = coder.parameters(pick(rng, ("int {}", "const char *{}", "size_t {}")))
        lines += ["", "/* " + coder.voice.sentence("summary") + " */"]
        lines += [f"static int {coder.function_name()}({parameters})", "{", *coder.body(1), "}"]
    return "\n".join([*lines, "", "int main(void)", "{", *coder.block(1, 3), "    return 0;", "}"]) + "\n"


def _go(rng: Random) -> str:
    coder = Coder(rng, GO)
    lines = [*coder.licence(), f"package {snake(coder.noun())}", "", "import (", '\t"fmt"', '\t"log"', ")", ""]
    kind = pascal(coder.entity, coder.noun())
    lines += [f"// {kind}: {coder.voice.sentence('comment')}.", f"type {kind} struct {{"]
    lines += [f"\t{pascal(coder.noun(), coder.noun())} {pick(rng, ('int', 'string', '[]byte'))}" for _ in range(4)]
    lines.append("}")
    for _ in range(coder.size()):
        parameters = coder.parameters(pick(rng, ("{} int", "{} string", "{} []string")))
        name = coder.function_name()
        lines += ["", f"// {name}: {coder.voice.sentence('summary')}"]
        lines += [f"func ({kind[0].lower()} *{kind}) {name}({parameters}) error {{", *coder.body(1), "}"]
    return "\n".join(lines) + "\n"


def _makefile(rng: Random) -> str:
    coder = Coder(rng, PYTHON)
    lines = [*coder.licence()]
    lines += [f"{snake(coder.noun(), coder.noun()).upper()} ?= {snake(coder.noun(), coder.noun())}" for _ in range(4)]
    targets = sorted({snake(pick(rng, VERBS), coder.noun()).replace("_", "-") for _ in range(5 + rng.randrange(9))})
    lines += ["", ".PHONY: " + " ".join(targets[:3]), ""]
    for target in targets:
        lines += [
            coder.comment(),
            f"{target}: {' '.join(snake(coder.noun()) + '.o' for _ in range(1 + rng.randrange(3)))}",
        ]
        for _ in range(1 + rng.randrange(3)):
            tool = pick(rng, words("$(CC)_-c python3_-m cp_-r mkdir_-p rm_-f @echo install_-m_644 go_run"))
            lines.append(f"\t{tool} {snake(coder.noun(), coder.noun())} $({snake(coder.noun(), coder.noun()).upper()})")
        lines.append("")
    return "\n".join(lines)


def _settings(coder: Coder, depth: int) -> dict[str, object]:
    rng = coder.rng
    settings: dict[str, object] = {}
    for _ in range(3 + rng.randrange(6)):
        key = snake(coder.noun(), coder.noun())
        share = rng.random()
        if depth < 3 and share < 0.3:
            settings[key] = _settings(coder, depth + 1)
        elif share < 0.45:
            settings[key] = [snake(pick(rng, coder.things)) for _ in range(1 + rng.randrange(4))]
        elif share < 0.6:
            settings[key] = rng.randrange(1, 900)
        elif share < 0.7:
            settings[key] = rng.random() < 0.5
        else:
            settings[key] = coder.voice.sentence("summary")
    return settings


def _json(rng: Random) -> str:
    return json.dumps(_settings(Coder(rng, JAVASCRIPT), 1), indent=pick(rng, (2, 4))) + "\n"


def _yaml(rng: Random) -> str:
    coder = Coder(rng, PYTHON)
    lines = [coder.comment()]

    def write(settings: dict[str, object], pad: str) -> None:
        for key, value in settings.items():
            if isinstance(value, dict):
                lines.append(f"{pad}{key}:")
                write(value, pad + "  ")
            elif isinstance(value, list):
                lines.append(f"{pad}{key}:")
                lines.extend(f"{pad}  - {item}" for item in value)
            else:
                lines.append(f"{pad}{key}: {json.dumps(value)}")

    write(_settings(coder, 1), "")
    return "\n".join(lines) + "\n"


def _html(rng: Random) -> str:
    coder = Coder(rng, JAVASCRIPT)
    voice = coder.voice
    title = voice.sentence("subheading")
    lines = ["<!DOCTYPE html>", '<html lang="en">', "<head>", f"  <title>{title}</title>", "</head>", "<body>"]
    lines += [f"  <!-- {voice.sentence('comment')} -->", f'  <h1 class="{snake(coder.noun())}">{title}</h1>']
    for _ in range(2 + rng.randrange(6)):
        lines += [
            f'  <p id="{snake(coder.noun())}">',
            "    " + voice.sentence("describe"),
            "    " + voice.sentence("advise"),
        ]
        lines.append("  </p>")
    lines += [
        "  <ul>",
        *(f"    <li>{voice.sentence('bullet')}</li>" for _ in range(3)),
        "  </ul>",
        "</body>",
        "</html>",
    ]
    return "\n".join(lines) + "\n"


LANGUAGES: dict[str, Callable[[Random], str]] = {
    "Python": _python,
    "Java": _java,
    "JavaScript": _javascript,
    "C": _c,
    "Go": _go,
    "Makefile": _makefile,
    "JSON": _json,
    "YAML": _yaml,
    "HTML": _html,
}
_N_CHARS = range(300, 20_000)
# Published rules keep settings files of 100 to 5,000 characters.
_N_SETTINGS_CHARS = range(300, 5_000)
_SHARES = ("Python",) * 8 + ("Java",) * 7 + ("JavaScript",) * 6 + ("C",) * 4 + ("Go",) * 4 + tuple(LANGUAGES)[5:]


def source_file(rng: Random) -> str:
    """A source file of 0.3 to 20 kB in one of the nine languages."""
    language = pick(rng, _SHARES)
    wanted = _N_SETTINGS_CHARS if language in ("JSON", "YAML") else _N_CHARS
    while True:
        text = LANGUAGES[language](rng)
        if len(text) in wanted:
            return text
