"""What becomes of findings: waived beside the text, switched off or made stricter in site.yaml, or told."""

from collections.abc import Iterable
from difflib import get_close_matches
from typing import NamedTuple

from msgspec.structs import replace

from sitegen.check import advice
from sitegen.check.texts.rules import CODES
from sitegen.commands.parity import CODES as FACT_CODES
from sitegen.content.decoding import decode
from sitegen.content.waivers import Waiver, find_waivers
from sitegen.diagnostics import BuildStopped, Diagnostic, warning
from sitegen.disk.sources import Scan, read
from sitegen.model import Config, Waived
from sitegen.outcome import located

TRANSLATION_CODES = ("W-TR-STALE", "W-TR-MISSING", "W-TR-UNRECORDED", "W-TR-REVISED", "W-TR-ORPHAN", "W-TR-ORIGIN")
CONFIGURABLE = (*CODES, *FACT_CODES, *advice.CODES, *TRANSLATION_CODES, "W-LINK-EXTERNAL", "W-WAIVER")
FAMILIES = ("PARITY-", "DATE-", "HOUSE-")
"""Beginnings of codes, behind E- or W-, of which there are many; plugins have those of the house."""


class Settled(NamedTuple):
    """Findings to tell, and those that somebody waived."""

    told: list[Diagnostic]
    waived: tuple[Waived, ...]


def settle(findings: Iterable[Diagnostic], config: Config, sources: Scan) -> Settled:
    """The findings of rules that can be waived and configured, each with its place."""
    told: list[Diagnostic] = [*_unknown_codes(config)]
    waived: list[Waived] = []
    files: dict[str, tuple[Waiver, ...]] = {}
    used: set[tuple[str, Waiver]] = set()
    for finding in located(list(findings), sources):
        if finding.path not in files:
            files[finding.path] = _waivers_of(finding.path, sources)
        waiver = next((each for each in files[finding.path] if _covers(each, finding)), None)
        if waiver is not None:
            used.add((finding.path, waiver))
        if waiver is not None and waiver.reason:
            waived.append(Waived(finding=finding, reason=waiver.reason))
            continue
        if waiver is not None:
            told.append(warning("W-WAIVER", f"This waiver of {waiver.code} gives no reason, so it does not count.",
                                f"Say why: sitegen: ignore {waiver.code}: because …", path=finding.path,
                                line=waiver.line, column=1))
        told += _as_configured(finding, config)
    return Settled(told, tuple(sorted(waived, key=lambda one: (one.finding.path, one.finding.line, one.finding.code))))


def _waivers_of(path: str, sources: Scan) -> tuple[Waiver, ...]:
    if path not in sources.locations or not path.endswith((".md", ".yaml", ".yml", ".po")):
        return ()
    try:
        return find_waivers(decode(read(sources, path))[0], path=path)
    except BuildStopped:
        return ()


def _covers(waiver: Waiver, finding: Diagnostic) -> bool:
    # Whether it is an error or a warning is for site.yaml to say.
    same = finding.code[2:] == waiver.code[2:] or finding.code[2:].startswith(f"{waiver.code[2:]}-")
    return same and waiver.first <= finding.line <= waiver.last and waiver.fact in finding.message


def _as_configured(finding: Diagnostic, config: Config) -> Iterable[Diagnostic]:
    level = config.checks.get(finding.code, "")
    if level == "off":
        return ()
    return (replace(finding, severity=level) if level else finding,)


def _unknown_codes(config: Config) -> Iterable[Diagnostic]:
    for code in config.checks:
        if code not in CONFIGURABLE and not code[2:].startswith(FAMILIES):
            near = get_close_matches(code, CONFIGURABLE, 3, 0.5)
            yield warning("W-WAIVER", f'{code} is not the code of a rule that can be configured.',
                          f"Did you mean {', '.join(near)}?" if near else "See docs/checks.md for all codes.",
                          path="site.yaml", field=f"checks.{code}!")
