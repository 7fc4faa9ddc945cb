"""What people are told of a difference between two texts."""

from sitegen.translation.facts.parity import Finding


def message(finding: Finding) -> str:
    """The facts as both texts have them, with what they were taken for where that is not plain."""
    if finding.expected:
        if finding.english and finding.chinese:
            return f'"{finding.english}" and "{finding.chinese}" are beside a date that is a {finding.expected}.'
        return f'"{finding.english or finding.chinese}" is beside a date that is a {finding.expected}.'
    english = _said(finding.english, finding.english_value)
    chinese = _said(finding.chinese, finding.chinese_value)
    if finding.chinese is None:
        return f"English says {english}; Chinese does not ({finding.kind})."
    if finding.english is None:
        return f"Chinese says {chinese}; English does not ({finding.kind})."
    return f"English says {english}, Chinese {chinese} ({finding.kind})."


def _said(words: str | None, value: str) -> str:
    if words is None:
        return ""
    plain = not value or value.replace(",", "") == words.replace(",", "")
    return f'"{words}"' if plain else f'"{words}" = {value}'
