"""Leading comments, licence headers and generation marks: what is found, and that cutting takes nothing else."""

import ast
import random

import pyarrow as pa
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from mainpipe.sample import code
from python_udfs import generated, leading_comments, licences
from python_udfs.normalise import normalise

MIT = "Permission is hereby granted, free of charge, to any person obtaining a copy"
APACHE = 'Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except'


def header_of(text):
    (row,) = licences.licence_headers(pa.array([text])).to_pylist()
    return row["licence"], row["n_licence_header_chars"]


def cut(text):
    (result,) = licences.cut_licence_headers(pa.array([text])).to_pylist()
    return result


def is_marked(text):
    return bool(generated.generated_marks(pa.array([text]))[0])


def comments_of(text):
    return [text[start:end] for start, end in leading_comments.leading_comments(text)]


@pytest.mark.parametrize(
    ("text", "comments"),
    [
        ("", []),
        ("x = 1", []),
        ("// a\n// b\n\n// c\nint x;", ["// a\n// b", "// c"]),
        ("/* a\n b */\nint x;", ["/* a\n b */"]),
        ("/* a */ int x;", []),
        ("/* a /* b */\nint x;", []),
        ("/* no end\nint x;", []),
        ("/*/\n*/\nint x;", ["/*/\n*/"]),
        ("  // indented\nint x;", ["  // indented"]),
        ("#!/bin/sh\n# a\nls", ["# a"]),
        ("#!/usr/bin/python\n# -*- coding: utf-8 -*-\n# a\nx", ["# a"]),
        ("package a.b;\n\n/* c */\nimport d;", ["/* c */"]),
        ("<?php\n/* c */\n$x = 1;", ["/* c */"]),
        ('<?xml version="1.0"?>\n<!-- c -->\n<a/>', ["<!-- c -->"]),
        ("<!DOCTYPE html>\n<html>\n<head>\n<!-- c -->\n<title>", ["<!-- c -->"]),
        ("#ifndef A_H\n#define A_H\n// c\nint x;", ["// c"]),
        ("#include <a.h>\n// c", []),
        ("# include <a.h>\n// c", []),
        ("#copyright { color: red }", []),
        ("#footer, #copyright { color: red }", []),
        ("#[derive(Debug)]\n// c", []),
        ("#![allow(unused)]\n// c", ["// c"]),
        ("###\nCopyright\n###\nx = 1", []),
        ("--[[ a\nb ]]\nlocal x", ["--[[ a\nb ]]"]),
        ("--[==[ a\nb ]==]\nlocal x", []),
        ("-- a\nselect 1", ["-- a"]),
        ("{-# LANGUAGE X #-}\n-- a", []),
        ("(* a *)\nlet x", ["(* a *)"]),
        (";; a\n(defun)", [";; a"]),
        ("% a\n\\begin", ["% a"]),
        ("%{\na\n%}", []),
        ("// a\n// +build linux\n// b\n\npackage c", ["// a", "// +build linux", "// b"]),
        ('"""doc"""\n# a', []),
        ("// only", ["// only"]),
    ],
)
def test_leading_comments(text, comments):
    assert comments_of(text) == comments


@pytest.mark.parametrize(
    ("header", "licence"),
    [
        (MIT, "MIT"),
        ("Licensed under the MIT license.", "MIT"),
        (APACHE, "Apache-2.0"),
        ("The Apache Software License, Version 1.1. Copyright (c) 2001", "Apache-1.1"),
        ("the GNU General Public License as published; either version 2 of the License", "GPL-2.0"),
        ("the GNU General Public License as published; either version 3 of the License", "GPL-3.0"),
        ("under the terms of the GNU General Public Licence", "GPL"),
        ("GNU Lesser General Public License; either version 2.1", "LGPL-2.1"),
        ("GNU Lesser General Public License; either version 3", "LGPL-3.0"),
        ("the GNU Affero General Public License, version 3", "AGPL-3.0"),
        ("This Source Code Form is subject to the terms of the Mozilla Public License, v. 2.0", "MPL-2.0"),
        ("The contents of this file are subject to the Mozilla Public License Version 1.1", "MPL-1.1"),
        ("under the terms of the Eclipse Public License v1.0", "EPL-1.0"),
        ("Redistribution and use in source and binary forms. Neither the name of", "BSD-3-Clause"),
        ("Redistribution and use in source and binary forms, with or without", "BSD-2-Clause"),
        ("Use of this source code is governed by a BSD-style license", "BSD"),
        ("SPDX-License-Identifier: MIT", "MIT"),
        ("SPDX-License-Identifier: Apache-2.0", "Apache-2.0"),
        ("SPDX-License-Identifier: GPL-2.0-or-later", "GPL-2.0"),
        ("SPDX-License-Identifier: (MPL-2.0)", "MPL-2.0"),
        ("Distributed under the Boost Software License, Version 1.0.", "BSL-1.0"),
        ("Released into the public domain.", "public-domain"),
        ("Copyright (c) 2015 Ann. All rights reserved.", "und"),
        ("(C) 1999 Ann", "und"),
        ("© 2020 Ann", "und"),
    ],
)
def test_licences(header, licence):
    for text in (
        f"// {header}\nint x;",
        f"/*\n * {header}\n */\nint x;",
        "# " + header.replace(" ", "\n# ") + "\nx = 1",
    ):
        assert header_of(text)[0] == licence, text


@pytest.mark.parametrize(
    "text",
    [
        "// Reads the copyrighted words.\nint x;",
        "# a simple mplayer client\nx",
        "x = 1  # Copyright",
        "int x; // (c) 2000",
    ],
)
def test_no_header(text):
    assert header_of(text) == (None, 0)
    assert cut(text) == text


def test_what_is_measured():
    text = "#!/bin/sh\n# Copyright A\n# MIT license\n\nls"
    assert header_of(text) == ("MIT", len("# Copyright A\n# MIT license"))
    assert licences.licence_headers(pa.array([None, ""], pa.string())).to_pylist() == [
        None,
        {"licence": None, "n_licence_header_chars": 0},
    ]


@pytest.mark.parametrize(
    ("text", "result"),
    [
        ("// Copyright A\nint x;", "int x;"),
        ("// Copyright A\n\n\nint x;", "int x;"),
        ("// Copyright A", ""),
        ("// keep\n// (on)\n\n// Copyright A\n\nint x;", "// keep\n// (on)\n\nint x;"),
        ("// keep\n/* Copyright A */\n// too\nint x;", "// keep\n\n// too\nint x;"),
        ("// keep\n/* Copyright A */\n\nint x;", "// keep\n\nint x;"),
        ("#!/bin/sh\n# Copyright A\nls", "#!/bin/sh\n\nls"),
        ("# -*- coding: latin-1 -*-\n# Copyright A\nx", "# -*- coding: latin-1 -*-\n\nx"),
        ("# Copyright A\n# -*- coding: latin-1 -*-\nx", "# -*- coding: latin-1 -*-\nx"),
        ("// Copyright A\n\n// +build linux\n\npackage a", "// +build linux\n\npackage a"),
        ("// +build linux\n// Copyright A\n\npackage a", "// +build linux\n\npackage a"),
        ("// +build linux\n\n// Copyright A\n\npackage a", "// +build linux\n\npackage a"),
        ("//go:build linux\n\n// Copyright A\n\npackage a", "//go:build linux\n\npackage a"),
        ("/* @flow\n * Copyright A */\nx", "/* @flow\n * Copyright A */\nx"),
        ("// @flow\n// Copyright A\nx", "// @flow\n\nx"),
        ("// Copyright A \\\nint hidden;\nint x;", "// Copyright A \\\nint hidden;\nint x;"),
        ("/* Copyright A */ int x;", "/* Copyright A */ int x;"),
        ("/* Copyright A. Code generated by B. */\nx", "/* Copyright A. Code generated by B. */\nx"),
        ("package a;\n/* Copyright A */\nimport b;", "package a;\n\nimport b;"),
        ("<?php\n/* Copyright A */\n$x;", "<?php\n\n$x;"),
        ("int x;\n// Copyright A", "int x;\n// Copyright A"),
        ("// keep\n/* Copyright A */", "// keep"),
        ("# frozen_string_literal: true\n# Copyright A\nx", "# frozen_string_literal: true\n\nx"),
    ],
)
def test_cutting(text, result):
    assert cut(text) == result
    assert cut(result) == result


PIECES = st.sampled_from(
    [
        *("// a\n", "// Copyright A\n", "# b\n", "# (c) 2000 B\n", "/* c */\n", "/* Copyright\n C */\n", "\n", "\n\n"),
        *("// +build x\n", "#!/bin/sh\n", "# -*- coding: utf-8 -*-\n", "package p;\n", "  ", "\t", "-- Copyright\n"),
        *("/*", "*/", "<!-- Copyright -->\n", "// all rights\n", "// reserved\n", "\\", "{-", "-}", "--[[", "]]", "é"),
        *("// generated by X\n", "'''\n", "x = 1\n", "// Copyright 漢字 \\\n", "///\n", "###\n", '"""'),
    ]
)
PYTHON_PIECES = st.sampled_from(
    [
        *("#!/usr/bin/env python\n", "# -*- coding: utf-8 -*-\n", "# Copyright (c) 2000 A\n", "# MIT license\n", "\n"),
        *("# note\n", "'''doc'''\n", "import os\n", "def f():\n    # Copyright\n    return 1\n"),
        "x = '''\n# Copyright\n'''\n",
    ]
)


@settings(max_examples=1000, deadline=None)
@given(st.lists(PIECES, max_size=12).map("".join) | st.text(max_size=60))
@example("// all\n/* Copyright */\n// rights reserved\n")
def test_cutting_takes_comments_alone_and_all_of_them(text):
    text = normalise(pa.array([text]), pa.array(["code"]))[0].as_py()["text"]
    result = cut(text)
    assert cut(result) == result
    assert normalise(pa.array([result]), pa.array(["code"]))[0].as_py()["text"] == result
    headers = [text[start:end] for start, end, _ in licences.headers(text)]
    # What is gone is headers and blanks, in order: the rest follows one after the other.
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    kept = [line.strip() for line in result.split("\n") if line.strip()]
    gone = {line.strip() for header in headers for line in header.split("\n")}
    remaining = iter(lines)
    assert all(any(line == other for other in remaining) for line in kept)
    assert set(lines) - set(kept) <= gone
    assert header_of(text)[1] == sum(map(len, headers))


@settings(max_examples=200, deadline=None)
@given(st.lists(PYTHON_PIECES, max_size=10))
def test_python_means_the_same_without_its_header(pieces):
    text = "".join(pieces)
    assert ast.dump(ast.parse(cut(text))) == ast.dump(ast.parse(text))


def test_the_sample_keeps_its_code():
    rng = random.Random(1)
    for language, make in code.LANGUAGES.items():
        for _ in range(30):
            text = make(rng).strip("\n")
            result = cut(text)
            assert text.endswith(result)
            if language == "Python":
                assert ast.dump(ast.parse(result)) == ast.dump(ast.parse(text))
            if language in ("JSON", "YAML", "HTML"):
                assert result == text


@pytest.mark.parametrize(
    "text",
    [
        "// Code generated by protoc-gen-go. DO NOT EDIT.\npackage a",
        "// This file was automatically generated by SWIG\nclass A",
        "/* AUTO-GENERATED by x: DO NOT MODIFY */\nint x;",
        "// <auto-generated> This code was generated by x </auto-generated>\nclass A",
        "// @generated by x\nclass A",
        "/* DO NOT EDIT THIS FILE - it is machine generated */\n#include <jni.h>",
        "/* Copyright A */\n\n/*\n * Generated by XDoclet - Do not edit!\n */\npackage a;",
        "# Generated by Django 1.9 on 2016\nimport x",
        "// Do not edit this file! Generated by Ragel.\nx",
        "package a;\n/* The following code was generated by JFlex */\nx",
        "<!DOCTYPE html>\n<html>\n<head>\n<!-- Generated by javadoc (1.8) -->\n<title>",
        "# autogenerated\nx",
    ],
)
def test_generated(text):
    assert is_marked(text)


@pytest.mark.parametrize(
    "text",
    [
        "int x; // auto-generated",
        "// Handles the events generated by the keyboard.\nint x;",
        "# Do not modify files with other owners.\nx",
        'def f():\n    """Returns the automatically generated name. Do not edit."""',
        '"""Generated by hand, this docstring is no comment."""\nx',
        "int f() {\n    // Auto-generated method stub\n}",
        "@GeneratedValue\nclass A",
        "",
    ],
)
def test_not_generated(text):
    assert not is_marked(text)


def test_null_is_not_generated():
    assert generated.generated_marks(pa.array([None, "// @generated"], pa.string())).tolist() == [False, True]


@pytest.mark.parametrize(
    "unit",
    [
        "/*",
        "// Copyright\n",
        "#\n\n",
        "/**/\n",
        "<!--",
        "(* Copyright *)\n",
        "{-",
        "--[[",
        "// Generated*",
        "#! ",
        "# !. ",
    ],
)
def test_a_huge_row(unit):
    text = unit * (1_000_000 // len(unit))
    assert header_of(text)[0] in (None, "und")
    assert len(cut(text)) <= len(text)
    assert not is_marked(text)
