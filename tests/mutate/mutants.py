"""Every small change of the judgement that mutate.py may make: operators, constants, returns, dropped statements.

A mutant is one place of one file with other text. Its key is the file, the line's text and the change, not the line's
number, so that a list of survivors outlives edits elsewhere. Comments, strings, preprocessor lines and tables of words
are left alone: a change of a word is a change of a text, which golden cases show."""

import re

TOKEN = re.compile(r"""
    (?P<skip>/\*.*?\*/|"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'|^[ \t]*\#[^\n]*(?:\\\n[^\n]*)*)
  | (?P<op>&&|\|\||==|!=|<=|>=|<<|>>|->|\+\+|--|[-+*/%&|^]=|[-+<>!*/%&|])
  | (?P<num>\b\d+[uUlL]*\b)
  | (?P<word>[A-Za-z_]\w*)
""", re.X | re.S | re.M)

OPERATORS = {"&&": "||", "||": "&&", "==": "!=", "!=": "==", "<": "<=", "<=": "<", ">": ">=", ">=": ">",
             "+": "-", "-": "+", "++": "--", "+=": "-=", "-=": "+="}
WORDS = {"TRI_T": "TRI_F", "TRI_F": "TRI_U", "TRI_U": "TRI_T", "true": "false", "false": "true",
         "KNOWN": "UNKNOWN", "EMPTY": "KNOWN", "lo": "hi", "hi": "lo", "INT64_MIN": "INT64_MAX",
         "INT64_MAX": "INT64_MIN", "continue": "break"}
STATEMENT = re.compile(r"^(\t+)((?!return\b|break\b|case\b|default\b|goto\b|static\b|const\b|struct\b|enum\b|else\b|do\b)"
                       r"[A-Za-z_*(][^;{}]*?(?:\(|=|\+\+|--)[^;{}]*;)$")
# What nobody can see: memory that is given back later, and room that is asked for.
UNSEEN = re.compile(r"_free\(|arena_adopt\(|VEC_FREE\(|arena_reset\(|scratch_end\(|^\s*\(void\)")
ROOM = re.compile(r"ARENA_ARRAY\(|ARENA_NEW\(|arena_alloc\(|buf_init\(")
DECLARATION = re.compile(r"^(?:(?:static )?(?:const )?)(?:unsigned |size_t |bool |int |int64_t |uint\w+ |char |enum \w+ |struct \w+ |VEC\()")


class Mutant:
    def __init__(self, file, at, length, text, row, line, kind):
        self.file, self.at, self.length, self.text, self.row = file, at, length, text, row
        self.key = f"{file}: {line} [{kind}]"

    def apply(self, source):
        return source[:self.at] + self.text + source[self.at + self.length:]


def binary(source, at, end):
    """Has the operator a value before it and one after it, with blanks around?"""
    return source[at - 1:at] == " " and source[end:end + 1] in (" ", "\n")


def changes(m, source):
    text = m.group(0)
    if m.lastgroup == "op":
        if text == "!" and source[m.end()] != "=":
            yield "", "not dropped"
        elif text in ("++", "--"):
            return      # loops: as good as endless, and the others show them
        elif text in OPERATORS and binary(source, m.start(), m.end()):
            yield OPERATORS[text], f"{text} to {OPERATORS[text]}"
        elif text == "->":
            return
    elif m.lastgroup == "num":
        n = int(re.match(r"\d+", text).group(0))
        yield str(n + 1) + text[len(str(n)):], f"{n} to {n + 1}"
    elif m.lastgroup == "word" and text in WORDS:
        if text in ("lo", "hi") and source[m.start() - 1] not in ".>":
            return
        yield WORDS[text], f"{text} to {WORDS[text]}"


def of_file(path):
    with open(path, encoding="utf-8") as f:
        source = f.read()
    starts = [0] + [i + 1 for i, c in enumerate(source) if c == "\n"]
    lines = source.split("\n")
    body = [False] * len(lines)     # within a function: between "{" and "}" at the left edge
    inside = False
    for i, line in enumerate(lines):
        if line == "{":
            inside = True
        elif line.startswith("}"):
            inside = False
        body[i] = inside
    out, row = [], 0
    for m in TOKEN.finditer(source):
        while row + 1 < len(starts) and starts[row + 1] <= m.start():
            row += 1
        if m.lastgroup == "skip" or not body[row] or ROOM.search(lines[row]):
            continue
        if m.lastgroup == "num" and source[m.end():m.end() + 1] == "]" and DECLARATION.match(lines[row].strip()):
            continue    # room of an array, one more of it
        if "qsort(" in lines[min(row + 1, len(lines) - 1)] and lines[row].rstrip().endswith("> 1)"):
            continue    # a list of one is in order
        for text, kind in changes(m, source):
            column = len(re.findall(re.escape(m.group(0)), lines[row][:m.start() - starts[row]]))
            out.append(Mutant(path, m.start(), len(m.group(0)), text, row + 1, lines[row].strip(),
                              kind + (f" ({column + 1})" if column else "")))
    for i, line in enumerate(lines):
        m = STATEMENT.match(line)
        if m and body[i] and not UNSEEN.search(line) and not DECLARATION.match(m.group(2)) and line.count("(") == line.count(")") \
                and lines[i - 1].rstrip().endswith((";", "{", "}", ")", ":")):
            out.append(Mutant(path, starts[i], len(line), m.group(1) + ";", i + 1, line.strip(), "dropped"))
    seen = {}
    for x in out:   # the same line once more: by its number among them
        n = seen[x.key] = seen.get(x.key, 0) + 1
        if n > 1:
            x.key += f" #{n}"
    return source, out
