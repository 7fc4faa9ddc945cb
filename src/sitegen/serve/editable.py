"""The site as those see it who type translations in the browser: in bilingual editions fresh texts name themselves."""

from typing import Any

from msgspec.structs import replace

from sitegen.model import Body, Key, Phrase, Translation
from sitegen.stages import Workshop

FRESH = "fresh"
_TRANSLATED = frozenset({FRESH, "unrecorded", "revised"})


class EditableWorkshop(Workshop):
    """Renders what is published but for that: there, only texts with something wrong name themselves."""

    def ask(self, key: Key) -> Any:
        """The answer to any question."""
        found = super().ask(key)
        if key[0] == "bilingual" and found is not None:
            return {**found, "texts": self._named(str(key[2]), found["codes"][1], found["texts"])}
        return found

    def counterpart(self, code: str, identity: str) -> Body:
        """What stands in that language beside the units of a page's body."""
        body = super().counterpart(code, identity)
        units = list(body.units)
        for state in self._translation(identity, code).units:
            if state.source >= 0 and state.state in _TRANSLATED:
                unit = units[state.source]
                if not unit.state and unit.role != "alt":
                    units[state.source] = replace(unit, id=state.id, state=FRESH)
        return replace(body, units=tuple(units))

    def _named(self, identity: str, code: str, texts: dict[str, Phrase]) -> dict[str, Phrase]:
        ids = {unit.field: unit.id for unit in self._translation(identity, code).fields if unit.state in _TRANSLATED}
        return {field: replace(text, unit=ids[field], state=FRESH) if field in ids and not text.state else text
                for field, text in texts.items()}

    def _translation(self, identity: str, code: str) -> Translation:
        return self.site.translations[identity][code]
