"""Make src/sitegen/render/outlines.py from Natural Earth, which is in the public domain.

    npm pack world-atlas@2.0.2 && tar xzf world-atlas-2.0.2.tgz
    python tools/outlines.py package > src/sitegen/render/outlines.py

Needs `pycountry` for the codes of countries and regions.
"""

import json
import sys
import textwrap
from itertools import pairwise
from pathlib import Path
from typing import Any

import pycountry

TENTH = 10
ALL_ROUND = 3600
SOUTH = -600
"""Antarctica is left out: it has no members, and takes a tenth of the outline."""
HEAD = '''"""The outline of the land, and a point in each country and region.

From Natural Earth (naturalearthdata.com, public domain, 1:110 million and 1:50 million). Land alone, without borders: a
map without borders takes no side. Made by tools/outlines.py; not to be edited.
"""

'''


def main() -> None:
    """Print the module."""
    folder = Path(sys.argv[1])
    land = [ring for ring in _rings(_read(folder / "land-110m.json"), "land") if max(y for _, y in ring) > SOUTH]
    print(HEAD + 'LAND = """')
    for ring in land:
        print("\n".join(textwrap.wrap(_deltas(ring), 118)) + ";")
    print('"""')
    print('"""Closed lines, each ended by a semicolon: a point east and north in tenths of a degree, then steps."""')
    print()
    print('CENTRES = """')
    centres = sorted(_centres(_read(folder / "countries-50m.json")).items())
    print("\n".join(textwrap.wrap(" ".join(f"{code} {x} {y}" for code, (x, y) in centres), 118)))
    print('"""')
    print('"""ISO code, and a point in the middle of its largest part, east and north in tenths of a degree."""')


def _read(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8"))


def _rings(topology: Any, name: str) -> list[list[tuple[int, int]]]:
    return [ring for geometry in topology["objects"][name]["geometries"] for ring in _of_geometry(topology, geometry)]


def _of_geometry(topology: Any, geometry: Any, *, least: int = 3) -> list[list[tuple[int, int]]]:
    """The outer and inner lines of a (multi)polygon in tenths of a degree; what has fewer points is too small."""
    polygons = {"Polygon": lambda arcs: [arcs], "MultiPolygon": lambda arcs: arcs}[geometry["type"]](geometry["arcs"])
    rings = ([point for arc in ring for point in _arc(topology, arc)] for polygon in polygons for ring in polygon)
    return [once for ring in rings if len(once := _once(_unrolled(ring))) >= least]


def _arc(topology: Any, number: int) -> list[tuple[int, int]]:
    (east, north), (wide, high) = topology["transform"]["translate"], topology["transform"]["scale"]
    x = y = 0
    points = []
    for dx, dy in topology["arcs"][~number if number < 0 else number]:
        x, y = x + dx, y + dy
        points.append((round((x * wide + east) * TENTH), round((y * high + north) * TENTH)))
    return points[::-1] if number < 0 else points


def _unrolled(ring: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Without jumps around the world where a line passes 180 degrees: it goes on beyond."""
    turn, kept = 0, ring[:1]
    for (before, _), (x, y) in pairwise(ring):
        turn -= ALL_ROUND * round((x - before) / ALL_ROUND)
        kept.append((x + turn, y))
    return kept


def _once(ring: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Without points that follow themselves, and without the last, which is the first."""
    return [point for point, before in zip(ring, [ring[-1], *ring[:-1]], strict=True) if point != before] or ring[:1]


def _deltas(ring: list[tuple[int, int]]) -> str:
    steps = [f"{x - a} {y - b}" for (x, y), (a, b) in zip(ring[1:], ring, strict=False)]
    return " ".join((f"{ring[0][0]} {ring[0][1]}", *steps))


def _centres(topology: Any) -> dict[str, tuple[int, int]]:
    found = {}
    for geometry in topology["objects"]["countries"]["geometries"]:
        country = pycountry.countries.get(numeric=str(geometry.get("id", "")))
        rings = _of_geometry(topology, geometry, least=0) if country else []
        if rings:
            found[country.alpha_2] = _middle(max(rings, key=lambda ring: abs(_area(ring)[0])))
    return found


def _area(ring: list[tuple[int, int]]) -> tuple[float, float, float]:
    """Twice the area, and the sums of which the centre is made."""
    area = x = y = 0.0
    for (a, b), (c, d) in zip(ring, [*ring[1:], ring[0]], strict=True):
        cross = a * d - c * b
        area, x, y = area + cross, x + (a + c) * cross, y + (b + d) * cross
    return area, x, y


def _middle(ring: list[tuple[int, int]]) -> tuple[int, int]:
    area, x, y = _area(ring)
    return (round(x / (3 * area)), round(y / (3 * area))) if area else ring[0]


if __name__ == "__main__":
    main()
