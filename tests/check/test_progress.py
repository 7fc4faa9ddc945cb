"""What sections must reach, and the baseline below which they may not fall."""

import pytest

from sitegen.check.progress import BASELINE, Progress, check_baseline, check_thresholds, print_baseline
from sitegen.model import SectionPolicy


def progress(
    total: int, *, missing: int = 0, stale: int = 0, section: str = "events", language: str = "zh"
) -> Progress:
    return Progress(section, language, total, missing, stale)


@pytest.mark.parametrize(("one", "policy", "codes"), [
    (progress(10), SectionPolicy(complete=100, stale=0), []),
    (progress(10, missing=1), SectionPolicy(), []),
    (progress(10, missing=1), SectionPolicy(complete=90), []),
    (progress(10, missing=1), SectionPolicy(complete=91), ["E-TR-COMPLETE"]),
    (progress(1000, missing=1), SectionPolicy(complete=100), ["E-TR-COMPLETE"]),
    (progress(10, stale=10), SectionPolicy(complete=100), []),
    (progress(10, stale=1), SectionPolicy(stale=10), []),
    (progress(10, stale=2), SectionPolicy(stale=10), ["E-TR-OVERDUE"]),
    (progress(1000, stale=1), SectionPolicy(stale=0), ["E-TR-OVERDUE"]),
    (progress(10, missing=5, stale=5), SectionPolicy(complete=51, stale=49), ["E-TR-COMPLETE", "E-TR-OVERDUE"]),
    (progress(0), SectionPolicy(complete=100, stale=0), []),
    (progress(10, missing=10, section="news"), SectionPolicy(complete=100), []),
])
def test_thresholds_are_held_to_the_text(one: Progress, policy: SectionPolicy, codes: list[str]) -> None:
    assert [problem.code for problem in check_thresholds([one], {"events": policy})] == codes


def test_a_threshold_is_told_with_the_numbers_and_its_key() -> None:
    problem, = check_thresholds([progress(24, missing=3)], {"events": SectionPolicy(complete=90)})
    assert problem.message == ("3 of 24 texts of events are not translated into zh: 87.5 % are, and complete: 90 is "
                               "demanded.")
    assert (problem.path, problem.field, problem.exit) == ("site.yaml", "translation.events.complete", 1)
    assert problem.help == "See which: sitegen i18n status --language zh"


def test_the_baseline_is_sorted_and_round() -> None:
    listed = [progress(3, missing=1, section="news"), progress(8, stale=1, language="zh"), progress(8, language="en")]
    assert print_baseline(listed) == """{
  "events": {
    "en": 100,
    "zh": 87.5
  },
  "news": {
    "zh": 66.66
  }
}
"""


def test_what_a_baseline_says_is_met_by_what_it_was_made_of() -> None:
    """No percentage is rounded up to one that is never reached."""
    for missing in range(7):
        one = progress(7, missing=missing)
        assert list(check_baseline([one], print_baseline([one]).encode())) == []


def test_one_sentence_for_each_section_that_fell() -> None:
    before = print_baseline([progress(10), progress(10, missing=5, section="news"), progress(10, section="gone")])
    now = [progress(10, stale=1), progress(10, missing=5, section="news"), progress(4, missing=4, section="new")]
    problem, = check_baseline(now, before.encode())
    assert problem.message == "events is 90 % translated and up to date in zh; it was 100 %."
    assert (problem.path, problem.line) == (BASELINE, 3)
    assert problem.help.endswith("sitegen check --update-baseline")


@pytest.mark.parametrize("data", [b"", b"[]", b"{", b'{"events": 3}', b'{"events": {"zh": "90"}}', b"\xff",
                                  b'<<<<<<< ours\n{"events": {"zh": 90}}\n'])
def test_a_baseline_that_was_spoilt_is_refused(data: bytes) -> None:
    problem, = check_baseline([progress(10)], data)
    assert problem.code == "E-BASELINE"
