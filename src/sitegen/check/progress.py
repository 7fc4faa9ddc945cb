"""How far sections are translated: what site.yaml demands, and the baseline below which none may fall again."""

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

import msgspec

from sitegen.diagnostics import Diagnostic, error
from sitegen.document_paths import CONFIG
from sitegen.model import SectionPolicy

BASELINE = "translations/baseline.json"
UPDATE = "sitegen check --update-baseline"

Baseline = dict[str, dict[str, float]]
"""By section and language, the percentage that was up to date."""


class Progress(NamedTuple):
    """The texts of one section in one language."""

    section: str
    language: str
    total: int
    missing: int
    stale: int

    @property
    def fresh(self) -> float:
        """Percentage that readers get translated and up to date, rounded down so that it never claims too much."""
        return _percentage(self.total - self.missing - self.stale, self.total)

    @property
    def translated(self) -> float:
        """Percentage that is translated at all."""
        return _percentage(self.total - self.missing, self.total)


def _percentage(part: int, total: int) -> float:
    return part * 10_000 // total / 100 if total else 100.0


def check_thresholds(progress: Iterable[Progress], policies: Mapping[str, SectionPolicy]) -> Iterator[Diagnostic]:
    """Errors for sections that are translated less, or are more out of date, than site.yaml allows."""
    for one in progress:
        policy = policies.get(one.section, SectionPolicy())
        see = f"See which: sitegen i18n status --language {one.language}"
        if one.translated < policy.complete:
            yield error(
                "E-TR-COMPLETE", f"{one.missing} of {one.total} texts of {one.section} are not translated into "
                f"{one.language}: {_said(one.translated)} % are, and complete: {policy.complete} is demanded.",
                see, path=CONFIG, field=f"translation.{one.section}.complete")
        if one.stale * 100 > policy.stale * one.total:
            yield error(
                "E-TR-OVERDUE", f"{one.stale} of {one.total} texts of {one.section} are older in {one.language} than "
                f"their source, and no more than stale: {policy.stale} % may be.",
                see, path=CONFIG, field=f"translation.{one.section}.stale")


# ---- the ratchet ---------------------------------------------------------------------------------------------------


def print_baseline(progress: Iterable[Progress]) -> str:
    """The baseline as it would be now: sorted, a language a line, so that it merges well."""
    sections: dict[str, dict[str, float | int]] = {}
    for one in progress:
        sections.setdefault(one.section, {})[one.language] = int(one.fresh) if one.fresh.is_integer() else one.fresh
    return json.dumps(sections, ensure_ascii=False, indent=2, sort_keys=True) + "\n"


def check_baseline(progress: Iterable[Progress], data: bytes) -> Iterator[Diagnostic]:
    """An error for each section and language that fell below the baseline; one for a baseline that cannot be read."""
    try:
        text = data.decode()
        baseline = msgspec.json.decode(text, type=Baseline)
    except (UnicodeDecodeError, msgspec.DecodeError):
        yield error("E-BASELINE", "The baseline cannot be read: it is not what sitegen writes.",
                    f"Take the last good one from git, or write it anew: {UPDATE}", path=BASELINE, line=1, column=1)
        return
    for one in progress:
        before = baseline.get(one.section, {}).get(one.language)
        if before is not None and one.fresh < before:
            yield error(
                "E-TR-FELL", f"{one.section} is {_said(one.fresh)} % translated and up to date in {one.language}; it "
                f"was {_said(before)} %.",
                f"Translate what has changed (sitegen i18n status --language {one.language}); or, where that must "
                f"wait, take today's state as the new baseline: {UPDATE}",
                path=BASELINE, line=_line(text, one), column=1)


def _said(percentage: float) -> str:
    return f"{percentage:g}"


def _line(text: str, one: Progress) -> int:
    """Where the baseline speaks of a section and language; its first line where it was laid out by others."""
    inside = False
    for number, line in enumerate(text.split("\n"), 1):
        words = line.strip()
        if words.startswith(f"{json.dumps(one.section, ensure_ascii=False)}:"):
            inside = True
        elif inside and words.startswith(f"{json.dumps(one.language)}:"):
            return number
    return 1
