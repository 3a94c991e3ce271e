"""Statements of five programming languages, written by one generator in the style of each."""

import re
from dataclasses import dataclass, replace
from random import Random

from mainpipe.sample.grammar import Voice, patterns
from mainpipe.sample.prose import scene
from mainpipe.sample.words import pick, plural, several, words

_NOUNS = words(
    "account action adapter address amount batch block bucket buffer builder cache callback channel chunk client "
    "column command config connection context counter cursor date delta entry error event factory field filter flag "
    "folder format frame graph group handle handler header height helper identifier index input instance interval item "
    "iterator job key label layer length level limit line list listener loader location lock logger manager mapping "
    "marker mask matrix message metric mode model module name node number object offset option order output owner "
    "packet page pair parameter parent parser path pattern payload pixel plugin point pointer policy pool port "
    "position prefix priority process profile property query queue range rate ratio reader record region registry "
    "reply report request resource response result retry role root row rule sample scale schema scope score segment "
    "selector sequence session setting shape signal size slice slot snapshot source stack state status step store "
    "stream string style suffix summary table tag target task template thread threshold timeout timestamp total trace "
    "tree trigger tuple unit update usage user value vector version view weight widget width window worker writer zone"
)
VERBS = words(
    "add apply append assign attach build calculate cancel check clear clone close collect compare compute convert "
    "copy count create decode delete detach detect dispatch divide drop emit encode ensure evaluate expand export "
    "extract fetch fill filter find flush format generate get handle import init insert load lock lookup map mark "
    "match merge move normalise notify open parse pop prepare print process publish pull push read receive reduce "
    "refresh register release remove rename render replace report reset resize resolve restore retry rotate run save "
    "scan schedule select send serialise set shift shuffle skip sort split start stop store submit swap sync toggle "
    "trace track transform trim update upload validate verify visit wait walk wrap write"
)
_FLAGS = words(
    "active cached closed dirty done empty enabled failed hidden locked open pending ready stale valid visible"
)

_COMMENTS = patterns("""
    {do} the {noun} before the next {noun} is read
    the {adj} {noun} may be empty here
    {noun} and {noun} must stay in {adj} order
    keep the {adj} {noun}: some {roles} rely on it
    avoid a second {noun} lookup for every {thing}
    {adj} {things} have no {noun}
    falls back to the {noun} of the {thing}
    {cardinal} {nouns} at most, see the {noun} above
    only {roles} may change this {noun}
    the {thing} {noun} is {never} {adj}
    we {do} {nouns} one {noun} at a time
    this {noun} was {adj} before release {small}
    skip {nouns} that {happened} in an earlier {noun}
    assumes that the {noun} holds {cardinal} {nouns}
    a {adj} {noun} costs less than a {adj} one
""")
_SUMMARIES = patterns("""
    Return the {noun} of the {adj} {thing}.
    Compute the {adj} {noun} for every {thing} in the {noun}.
    Check whether the {thing} has a {adj} {noun}.
    Read {nouns} from the {noun} and keep the {adj} ones.
    Merge two {thing} {nouns} into one {noun}.
    Build the {noun} that {roles} see in the {place} view.
    Remove every {adj} {noun} and report how many there were.
    Tell the {role} about a {adj} {thing}.
    Walk over the {things} and sum up their {nouns}.
    Convert a {thing} to its {noun}, or give the default {noun}.
    Store the {noun} until the {thing} is {adj}.
    Sort {things} by {noun}, then by {noun}.
    Split a {adj} {noun} at each {noun} of the {thing}.
    Update the {noun} after the {role} changed the {thing}.
""")
_LICENCES = patterns("""
    Copyright (c) {year} {person}. All rights reserved.|Use of this file is governed by the licence in the LICENSE file.
    SPDX-License-Identifier: MIT|Copyright {year} the {thing} {noun} authors
    This file is part of {thing} {noun}.|It is free software under the terms of the Apache License, version 2.0.
    Written by {person} in {year}.|You may copy, change and share it as long as this notice stays in place.
    (C) {year} {person} and {person}|Distributed under the BSD licence, without any warranty whatsoever.
    {thing} {noun} for {roles}, version {small}.{small}|Released into the public domain in {month} {year}.
""")


@dataclass(frozen=True)
class Style:
    """How one language writes what all of them share; {} is where a part goes."""

    is_camel: bool
    indent: str
    comment: str
    end: str
    nothing: str
    true: str
    false: str
    conjunction: str
    negation: str
    quote: str
    condition: str
    otherwise: str
    loop: str
    close: str
    failure: str
    log: str
    declarations: tuple[str, ...]


PYTHON = Style(
    is_camel=False,
    indent="    ",
    comment="# ",
    end="",
    nothing="None",
    true="True",
    false="False",
    conjunction="and",
    negation="not ",
    quote='"',
    condition="if {}:",
    otherwise="else:",
    loop="for {} in {}:",
    close="",
    failure="raise ValueError({})",
    log="logger.info({})",
    declarations=("{} = {}",),
)
JAVA = Style(
    is_camel=True,
    indent="    ",
    comment="// ",
    end=";",
    nothing="null",
    true="true",
    false="false",
    conjunction="&&",
    negation="!",
    quote='"',
    condition="if ({}) {{",
    otherwise="}} else {{",
    loop="for (String {} : {}) {{",
    close="}",
    failure="throw new IllegalStateException({})",
    log="LOG.info({})",
    declarations=("int {} = {}", "String {} = {}", "final long {} = {}", "List<String> {} = {}", "double {} = {}"),
)
JAVASCRIPT = replace(
    JAVA,
    indent="  ",
    quote="'",
    loop="for (const {} of {}) {{",
    failure="throw new Error({})",
    log="console.log({})",
    declarations=("const {} = {}", "let {} = {}"),
)
C = replace(
    JAVA,
    is_camel=False,
    nothing="NULL",
    true="1",
    false="0",
    loop="for (size_t {0} = 0; {0} < count_of({1}); {0}++) {{",
    failure="fail({})",
    log='fprintf(stderr, "%s", {})',
    declarations=("int {} = {}", "size_t {} = {}", "const char *{} = {}", "double {} = {}", "long {} = {}"),
)
GO = replace(
    JAVA,
    indent="\t",
    end="",
    nothing="nil",
    condition="if {} {{",
    loop="for _, {} := range {} {{",
    failure="panic({})",
    log="log.Println({})",
    declarations=("{} := {}",),
)


def snake(*parts: str) -> str:
    """The words of the parts in snake_case."""
    return "_".join(re.findall(r"[a-z0-9]+", " ".join(parts).lower().replace("'", "")))


def camel(*parts: str) -> str:
    """The words of the parts in camelCase."""
    return re.sub(r"_([a-z0-9])", lambda match: match[1].upper(), snake(*parts))


def pascal(*parts: str) -> str:
    """The words of the parts in PascalCase."""
    name = camel(*parts)
    return name[0].upper() + name[1:]


class Coder:
    """Writes statements of one language about one topic."""

    def __init__(self, rng: Random, style: Style, voice: Voice | None = None) -> None:
        self.rng = rng
        self.style = style
        self.voice = voice or scene(rng)
        nouns = several(rng, _NOUNS, 24)
        self.voice.rules["noun"] = tuple(nouns)
        self.voice.rules["nouns"] = tuple(map(plural, nouns))
        self.voice.rules["comment"] = _COMMENTS
        self.voice.rules["summary"] = _SUMMARIES
        self.things = [str(thing) for thing in self.voice.rules["thing"] if str(thing).isascii()]
        self.entity = pick(rng, self.things)
        self.names: list[str] = []

    def name(self, *parts: str) -> str:
        """A variable or function name in the language's case."""
        return camel(*parts) if self.style.is_camel else snake(*parts)

    def noun(self) -> str:
        """One of the file's programming nouns."""
        return self.voice.say("noun")

    def new_name(self) -> str:
        """A name for a new variable, which later expressions may use."""
        parts = (self.noun(),) if self.rng.random() < 0.3 else (pick(self.rng, (self.noun(), self.entity)), self.noun())
        name = self.name(*parts)
        self.names.append(name)
        return name

    def function_name(self) -> str:
        """A name for a function."""
        return self.name(pick(self.rng, VERBS), pick(self.rng, (self.entity, pick(self.rng, self.things))), self.noun())

    def text(self) -> str:
        """A string literal."""
        words_ = f"{self.noun()} {pick(self.rng, ('of', 'without', 'for', 'in'))} {pick(self.rng, self.things)}"
        literal = words_ if self.rng.random() < 0.6 else snake(self.noun(), self.noun())
        return self.style.quote + literal.replace("'", "") + self.style.quote

    def value(self) -> str:
        """A variable, a literal or a call without nested calls."""
        share = self.rng.random()
        if share < 0.5 and self.names:
            return pick(self.rng, self.names)
        if share < 0.65:
            return str(self.rng.randrange(1, pick(self.rng, (4, 16, 100, 1000))))
        if share < 0.8:
            return self.text()
        if share < 0.85:
            return pick(self.rng, (self.style.nothing, self.style.true, self.style.false))
        return f"{self.name(self.noun())}.{self.name(self.noun())}"

    def call(self) -> str:
        """A function call with none to three arguments."""
        arguments = ", ".join(self.value() for _ in range(self.rng.randrange(4)))
        owner = "" if self.rng.random() < 0.5 else self.name(self.noun()) + "."
        return f"{owner}{self.name(pick(self.rng, VERBS), self.noun())}({arguments})"

    def expression(self) -> str:
        """Something to assign."""
        share = self.rng.random()
        if share < 0.45:
            return self.call()
        if share < 0.75:
            return f"{self.value()} {pick(self.rng, ('+', '-', '*', '/', '%'))} {self.value()}"
        return self.value()

    def condition(self) -> str:
        """Something that is true or false."""
        share = self.rng.random()
        variable = pick(self.rng, self.names) if self.names else self.name(self.noun())
        if share < 0.4:
            return f"{variable} {pick(self.rng, ('==', '!=', '<', '>', '<=', '>='))} {self.value()}"
        if share < 0.6:
            return f"{self.name(self.noun())}.{self.name('is', pick(self.rng, _FLAGS))}"
        if share < 0.8:
            return f"{self.style.negation}{self.call()}"
        return f"{variable} {self.style.conjunction} {self.call()}"

    def comment(self) -> str:
        """A comment line."""
        return self.style.comment + self.voice.sentence("comment")

    def block(self, depth: int, n: int) -> list[str]:
        """n statements, indented."""
        lines: list[str] = []
        for _ in range(n):
            lines += self.statement(depth)
        return lines

    def statement(self, depth: int) -> list[str]:
        """One statement with what is nested in it."""
        style, pad = self.style, self.style.indent * depth
        share = self.rng.random()
        if share < 0.12:
            return [pad + self.comment(), *self.statement(depth)]
        if share < 0.45 or depth > 4:
            value = self.expression()
            return [pad + pick(self.rng, style.declarations).format(self.new_name(), value) + style.end]
        if share < 0.6:
            return [pad + self.call() + style.end]
        if share < 0.66:
            return [pad + style.log.format(self.text()) + style.end]
        if share < 0.7:
            guard = style.failure.format(self.text()) + style.end
            return [pad + style.condition.format(self.condition()), pad + style.indent + guard, *self.closing(pad)]
        if share < 0.85:
            lines = [pad + style.condition.format(self.condition()), *self.block(depth + 1, 1 + self.rng.randrange(2))]
            if self.rng.random() < 0.3:
                lines += [pad + style.otherwise.format(), *self.block(depth + 1, 1)]
            return lines + self.closing(pad)
        head = style.loop.format(self.name(self.noun()), self.name(plural(self.noun())))
        return [pad + head, *self.block(depth + 1, 1 + self.rng.randrange(3)), *self.closing(pad)]

    def closing(self, pad: str) -> list[str]:
        """The line that ends a block, where the language has one."""
        return [pad + self.style.close] if self.style.close else []

    def body(self, depth: int) -> list[str]:
        """A function's statements, a return at the end."""
        lines = self.block(depth, 1 + self.rng.randrange(6))
        if self.rng.random() < 0.75:
            lines.append(self.style.indent * depth + "return " + self.value() + self.style.end)
        return lines

    def parameters(self, form: str = "{}") -> str:
        """One to three parameters, each written by the form."""
        self.names = []
        return ", ".join(form.format(self.new_name()) for _ in range(1 + self.rng.randrange(3)))

    def licence(self) -> list[str]:
        """A licence header of two comment lines, in four files of ten."""
        if self.rng.random() > 0.4:
            return []
        lines = self.voice.say_pattern(pick(self.rng, _LICENCES)).split("|")
        return [*(self.style.comment + line for line in lines), ""]

    def size(self) -> int:
        """Number of functions in a file: mostly a few, seldom dozens."""
        return 1 + int(22 * self.rng.random() * self.rng.random() * self.rng.random())
