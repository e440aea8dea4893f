"""Valid documents in each language, and the pieces of text that break them."""

from __future__ import annotations

from nam56r_core.syntax.languages import JSON, TOML, YAML

YAML_DOCUMENTS = (
    """\
# recipe
model: nam56r
layers: 56
pattern: "MMMA|EE"  # trailing
lr: 1e-3
list:
  - one
  - two: 2
    three: [a, b, {c: d}]
  -
    - nested
    - 'it''s'
text: |
  line one
   more
  line two

fold: >-
  folded
  text

  para
empty:
nested:
  deep:
    key: value
    other: plain text
      continued
""",
    """\
a: &x {b: 1, c: [1, 2,
   3]}
d: *x
e: "dq \\u0041 \\
  cont
  fold"
f: 'sq

  two'
? g
: h
"i": ~
""",
    """\
- a
- - b
  - c
- d: 1
  e: 2
-   f: |+
      keep

- >2
   x
  y
- !!str 12
""",
    """\
key: value
key2:
- a
- b
key3: {x: 1,
  y: 2}
key4: http://x.y/z#frag
""",
    "---\na: 1\n...\n",
    "plain\n",
    "- [a, b]\n- {c, d: }\n",
    "%YAML 1.2\n---\nx: >\n  a\n  b\n\n   c\n\n  d\n",
)

TOML_DOCUMENTS = (
    """\
a.b."c d" = 1
[x.y]
z = [1, 2, # c
]
[[p]]
q = {a=1, b.c="x"}
s = \"\"\"
hi\\
  yo\\u0041\"\"\"
t='''raw'''
e=0x1F
f=inf
[[p]]
[p.sub]
x=1
[x]
k.z = 1
w=1_0
""",
    """\
title = "x"
[owner]
name = "T"
n = -1_000
f = 3.14e-2
h = 0xdead
[db]
ports = [ 8000, 8001,
  8002, ] # c
data = [ ["d", 'e'], [3.14] ]
t = { cpu = 79.5, case = { a.b = 1 } }
[servers.alpha]
ip = '''a
b'''
[[p]]
name = "x"
[[p.q]]
z = true
[[p]]
"quoted key" = \"\"\"
a\\
   b "" c
\"\"\"
""",
    "a.b.c = 1\na.b.d = 2\n[t]\nx.y = 1\nx.z = 2\n[t.u]\nv = nan\n",
)

JSON_DOCUMENTS = (
    '{"a": [1, -2.5e3, "x\\n\\u0041", true], "b": {"c": null, "d": {}}, "e": []}\n',
    '[\n  "\\ud83d\\ude00",\n  0.5,\n  false\n]\n',
    '"str"',
    "12",
)

DOCUMENTS = {YAML: YAML_DOCUMENTS, TOML: TOML_DOCUMENTS, JSON: JSON_DOCUMENTS}

_YAML_TOKENS = (
    "\n", "\n  ", " ", "  ", "\t", "- ", "-", "? ", ": ", ":", "# c", "#", "[", "]", "{", "}", ",",
    '"', "'", "|", ">", "\n\n", "&a ", "*a", "!!str ", "a", "b: 1", "\n---\n", "...", "%", "@",
    "\\", "\r\n", "\r", "é", "|+", "|2", ">-", "<<: ", "0", "~", "!x ", "\n- ", "\n c: d", "\0",
    "<<<<<<< x\n",
)  # fmt: skip
_TOML_TOKENS = (
    "\n", " ", '"', "'", '"""', "'''", "[", "]", "[[", "]]", "{", "}", ",", "=", ".", "a", "b",
    "a = 1\n", "[a]\n", "0", "_", "1", "+", "-", "e", "x", "#", "\\", "\\\n", "\t", "\r\n", "\r",
    "true", "inf", "nan", "T", "Z", ":", "é", "[a.b]\n", "a.b=2\n", "\0", "1979-05-27", "\\u00e9",
)  # fmt: skip
_JSON_TOKENS = (
    "\n", " ", '"', "{", "}", "[", "]", ",", ":", "0", "1", "-", ".", "e", "true", "null", "\\",
    "u", "\t", "\r", "/", "a", "//", "é", "\\u12", '"a":1,', "\0", "/*", "\\ud83d", "NaN",
)  # fmt: skip

TOKENS = {YAML: _YAML_TOKENS, TOML: _TOML_TOKENS, JSON: _JSON_TOKENS}
