"""docs/codes.md, and docs/zh/codes.md, made from the program: what is said under each code, and what to type."""

import ast
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from message_catalogue import PACKAGE, forms_of, in_chinese, pattern_of, shape

DOCS = Path(__file__).resolve().parents[1] / "docs"
_ADVICE = re.compile(r"(?:Remove|Write|Type|Add|Give|Delete|Name|Use|Rename|Keep|Take|Put|Save|Mend|See|Look)\b")
CODE = re.compile(r"[EW]-[A-Z0-9-]*[A-Z0-9]")
_HEAD = """# What each code says

Made from the program by `python tools/code_reference.py`: the sentences that it says under each code, in the order of
the codes; … stands for what is yours, and behind → stands what to do. What each code is about, how strict each is, and
how to waive a finding is in [checks.md](checks.md#every-code).
"""
_HEAD_ZH = (
    "# 每个代码说什么\n\n由程序生成：`python tools/code_reference.py`。按代码的顺序列出程序在每个代码下所说的句子；"
    "…代表您自己的内容，→后面是应当怎样做。每个代码的含义、严格程度和豁免的办法，见[检查](../checks.md#every-code)。\n"
)
_IN_TABLES = """These codes say what the tables of [checks.md](checks.md#every-code) tell: {}.
"""
_IN_TABLES_ZH = "这些代码所说的内容见[检查](../checks.md#every-code)里的表格：{}。\n"


def references() -> dict[Path, str]:
    """Each page by its file."""
    said = {shape(pattern): text for pattern, text in in_chinese().items()}
    calls = _calls()
    rest = ", ".join(f"`{code}`" for code in sorted(codes() - calls.keys()))
    english = [_HEAD, *_told(calls, None), _IN_TABLES.format(rest)]
    chinese = [_HEAD_ZH, *_told(calls, said), _IN_TABLES_ZH.format(rest.replace(", ", "、"))]
    return {DOCS / "codes.md": "\n".join(english), DOCS / "zh" / "codes.md": "\n".join(chinese)}


def codes() -> set[str]:
    """Every code that stands in the program."""
    return {code for tree in _modules() for node in ast.walk(tree) if (code := _code(node))}


def _modules() -> Iterator[ast.Module]:
    for path in sorted(PACKAGE.rglob("*.py")):
        yield ast.parse(path.read_text(encoding="utf-8"))


def _code(node: ast.AST) -> str:
    """The code that an expression is, or nothing."""
    word = node.value if isinstance(node, ast.Constant) else None
    return word if isinstance(word, str) and CODE.fullmatch(word) else ""


def _calls() -> dict[str, list[tuple[list[str], list[str]]]]:
    """By code: of each call that is given it, the forms of what it says, and of what it advises."""
    found: dict[str, list[tuple[list[str], list[str]]]] = {}
    for tree in _modules():
        for call in ast.walk(tree):
            if isinstance(call, ast.Call) and (code := next(filter(None, map(_code, call.args)), "")):
                given = [*call.args, *(each.value for each in call.keywords if each.arg in ("message", "help"))]
                told = [list(map(pattern_of, forms)) for each in given if (forms := forms_of(each))]
                # What is said was put together before, where a call has only the advice.
                message = [] if not told or _ADVICE.match(told[0][0]) else told.pop(0)
                if message or told:
                    found.setdefault(code, []).append((message, [form for forms in told for form in forms]))
    return dict(sorted(found.items()))


def _told(calls: Mapping[str, list[tuple[list[str], list[str]]]], said: Mapping[str, str] | None) -> Iterator[str]:
    for code, given in calls.items():
        yield f"## `{code}`\n"
        yield from dict.fromkeys(_row(_joined(message, said), _joined(advice, said)) for message, advice in given)
        yield ""


def _row(message: str, advice: str) -> str:
    return f"* {message}{' ' if message and advice else ''}{'→ ' if advice else ''}{advice}"


def _joined(patterns: list[str], said: Mapping[str, str] | None) -> str:
    return " / ".join(_plain(pattern if said is None else said[shape(pattern)]) for pattern in patterns)


def _plain(pattern: str) -> str:
    """As prose: … for each hole, on one line, with nothing that Markdown would take for its own."""
    text = " ".join(re.sub(r"\{[a-z0-9]*\}", "…", pattern).split())
    return re.sub(r"([\\`*_\[\]<>|#~]|(?<=\])\()", r"\\\1", text)


if __name__ == "__main__":
    for path, text in references().items():
        path.write_text(text, encoding="utf-8")
