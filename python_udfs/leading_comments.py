"""The comments that a source file begins with, found without knowing its language."""

import re
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc


@dataclass(frozen=True)
class Recipe:
    """What may stand before the first line of code, as regular expressions.

    A number sign counts as a comment only where no language at hand makes something else of it: a CSS selector, a
    preprocessor line, an attribute, a block comment of Julia, Nim, Lisp or CoffeeScript.
    """

    blocks: tuple[tuple[str, str], ...] = (
        ("/*", "*/"),
        ("<!--", "-->"),
        ("--[[", "]]"),
        ("(*", "*)"),
        ("{-", "-}"),
    )
    not_blocks: tuple[str, ...] = ("{-#",)
    max_comments: int = 100
    line_markers: tuple[str, ...] = (
        r"//",
        r"#(?!###?(?!#))(?![\w!\[{|\\]|=(?!=)|\s*(?:include|define|undef|if|ifdef|ifndef|elif|else|endif|pragma|error|"
        r"warning|line|import|region|endregion|using|nullable)\b)",
        r"--(?!>|\[=*\[)",
        r";",
        r"%(?!\{)",
    )
    # Lines that must stay where they are, and after which a header may still follow.
    fixed_lines: tuple[str, ...] = (
        r"#!.*",
        r"#.*\bcoding[:=].*",
        r"package\s+[\w.]+\s*;?",
        r"<\?(?:php\b|xml\b.*\?>)",
        r"(?i:<!doctype\b[^>]*>|<html\b[^>]*>|<head>)",
        r"#\s*(?:ifndef|define|pragma)\b.*",
        r"'use strict';?|\"use strict\";?",
    )
    # Comments that tools read.
    directives: tuple[str, ...] = (
        r"//\s*(?:\+build\b|go:|@(?!licen[cs]e|copyright|author|preserve|version|file)\w|==/?UserScript)",
        r"//\s*(?:[ej]shint|eslint|jslint|tslint|swift-tools-version|clang-format)\b",
        r"#\s*(?:vim?|ex|pylint|flake8|mypy|type|cython|distutils|frozen_string_literal|encoding|typed|shellcheck|"
        r"yaml-language-server|syntax|escape|rubocop|ruff|pyright|isort)\s*[:=]",
        r"[#;%]+\s*-\*-",
        r"/\*.*?(?:@(?:flow|jsx|ts-|jest|format|providesModule)|\b(?:[ej]shint|eslint|jslint)\b)",
    )


RECIPE = Recipe()

BLANK_LINES = re.compile(r"(?:[ \t]*\n)+")
REST_OF_LINE = re.compile(r"[ \t]*(?:\n|\Z)")
FIXED_LINE = re.compile(rf"[ \t]*(?:{'|'.join(RECIPE.fixed_lines)})[ \t]*(?:\n|\Z)")
LINES = [re.compile(rf"(?:[ \t]*{marker}[^\n]*(?:\n|\Z))+") for marker in RECIPE.line_markers]
DIRECTIVE = re.compile(rf"[ \t]*(?:{'|'.join(RECIPE.directives)})", re.DOTALL)
INDENT = re.compile(r"[ \t]*")
# In RE2's syntax: what a comment or a fixed line may begin with.
BEGINS_WITH_COMMENT = r"\A\s*(?:[/#;%<({'\"-]|package\b)"


def begins_with_comment(texts: pa.Array) -> np.ndarray:
    """Which texts may have leading comments: a cheap look that spares Python most of them.

    Input: string array, NULL allowed. Output: bool array, False for NULL.
    """
    may_have = pc.match_substring_regex(texts, BEGINS_WITH_COMMENT).fill_null(False)
    return may_have.to_numpy(zero_copy_only=False)


def is_directive(text: str, start: int, end: int) -> bool:
    """Whether the comment, or the line of comment, text[start:end] is for a tool and not for a reader alone."""
    return DIRECTIVE.match(text, start, end) is not None or FIXED_LINE.match(text, start, end) is not None


def leading_comments(text: str) -> list[tuple[int, int]]:
    """The comments before the first line of code, in order.

    Input: one text, line ends as LF.
    Output: (start, end) of each in characters, the last line end left out. A block comment with code behind it on its
        last line, one without an end and one with another inside are not among them. Line comments of one kind without
        a blank line between them are one comment; a directive among them is one of its own.
        A text with more than Recipe.max_comments has none: it is no file with a header.
    Cost: linear in the comments.
    """
    comments: list[tuple[int, int]] = []
    i = 0
    while i < len(text):
        if len(comments) > RECIPE.max_comments:
            return []
        if match := BLANK_LINES.match(text, i) or FIXED_LINE.match(text, i):
            i = match.end()
            continue
        start = INDENT.match(text, i).end()  # type: ignore[union-attr]
        for opening, closing in RECIPE.blocks:
            if text.startswith(opening, start) and not text.startswith(RECIPE.not_blocks, start):
                end = text.find(closing, start + len(opening)) + len(closing)
                rest = REST_OF_LINE.match(text, end)
                if end < start + len(opening) or rest is None or text.find(opening, start + 1, end) >= 0:
                    return comments
                comments.append((start, end))
                i = rest.end()
                break
        else:
            match = next((match for lines in LINES if (match := lines.match(text, i))), None)
            if match is None:
                return comments
            comments += _parted(text, i, match.end())
            i = match.end()
    return comments


def _parted(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """The line comments text[start:end], each directive and each run of other lines for itself."""
    runs: list[tuple[int, int]] = []
    is_open = False
    while start < end:
        line_end = text.find("\n", start, end)
        line_end = end if line_end < 0 else line_end
        is_alone = is_directive(text, start, line_end)
        if is_open and not is_alone:
            runs[-1] = (runs[-1][0], line_end)
        else:
            runs.append((start, line_end))
        is_open = not is_alone
        start = line_end + 1
    return runs


# Comment markers, rules and most punctuation; what phrases are made of stays: letters, digits and @()+-.:
DECORATION = str.maketrans(dict.fromkeys("<>*/#;%=_~|{}[]\"'`,!?$&^\\", " "))


def words_of(comment: str) -> str:
    """A comment's words in lower case with one blank before, between and after them, markers and rules left out."""
    return f" {' '.join(word for word in comment.lower().translate(DECORATION).split() if word.strip('-'))} "
