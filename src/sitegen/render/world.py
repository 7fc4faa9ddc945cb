"""A map of the part of the world in which some points lie: land without borders, and dots."""

from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from itertools import pairwise
from math import cos, floor, radians
from typing import Any, NamedTuple

from sitegen.render.outlines import CENTRES, LAND

WIDTH, HEIGHT = 1000, 500
"""Of the map in its own units; every map has this shape, so that a style sheet can say it."""
TENTHS = 10
ROOM = 0.12
"""What is left free on each side of the points, as a part of their extent."""
NARROWEST = 50.0
"""Degrees of longitude: closer by, an outline of this grain looks wrong."""
NORTH, SOUTH = 84.0, -60.0
ALL_ROUND = 360.0
CLOSE = 5.5
"""Dots that lie closer than this part of the width (per cent) become one: on a phone they would cover each other."""

Point = tuple[float, float]
Ring = list[Point]


class View(NamedTuple):
    """A rectangle of degrees; `west` to `east` may pass 180."""

    west: float
    south: float
    east: float
    north: float


class Dot(NamedTuple):
    """Members that lie so close together that one dot stands for them."""

    x: str
    """Where it is, as a part of the map's width: "43.1%"."""
    y: str
    size: str
    """Its radius in pixels."""
    members: tuple[Mapping[str, Any], ...]
    rough: bool
    """Whether of none more than the country or region is known."""


def world_map(members: Iterable[Mapping[str, Any]]) -> dict[str, Any] | None:
    """`{land, size, dots}`: the outline as a path in a box of that size, and dots; None without any place.

    Each member has `coordinates`, north and east in degrees, or a `country`.
    """
    placed = [(place, member) for member in members if (place := _place(member))]
    if not placed:
        return None
    view = view_of(tuple(sorted({(east, north) for (east, north), _ in placed})))
    dots = tuple(_dots(view, placed))
    return {"land": outline(view), "size": f"0 0 {WIDTH} {HEIGHT}", "dots": dots}


def _place(member: Mapping[str, Any]) -> Point | None:
    """East and north."""
    if member["coordinates"]:
        north, east = member["coordinates"]
        return east, north
    return centres().get(member["country"])


# ---- what part of the world -----------------------------------------------------------------------------------------


def view_of(points: tuple[Point, ...]) -> View:
    """The part of the world that shows all points, in the shape of the map."""
    west, wide = _longitudes(sorted(east % ALL_ROUND for east, _ in points))
    south, north = min(north for _, north in points), max(north for _, north in points)
    middle, centre = (south + north) / 2, west + wide / 2
    shrink = max(cos(radians(middle)), 0.5)
    high = (north - south) * (1 + 2 * ROOM)
    # So wide that the points fit into the map's shape both ways.
    wide = max(wide * (1 + 2 * ROOM), high * WIDTH / HEIGHT / shrink, NARROWEST)
    high = wide * shrink * HEIGHT / WIDTH
    if wide >= ALL_ROUND or high >= NORTH - SOUTH:
        return View(-170.0, SOUTH, 190.0, NORTH)
    middle = min(max(middle, SOUTH + high / 2), NORTH - high / 2)
    start = centre - wide / 2
    start -= ALL_ROUND * floor((start + ALL_ROUND / 2) / ALL_ROUND)
    return View(start, middle - high / 2, start + wide, middle + high / 2)


def _longitudes(sorted_east: list[float]) -> tuple[float, float]:
    """The western end and the width of the shortest stretch that holds all of them."""
    gaps = [(later - earlier, later) for earlier, later in pairwise(sorted_east)]
    widest, west = max([*gaps, (sorted_east[0] + ALL_ROUND - sorted_east[-1], sorted_east[0])])
    return west, ALL_ROUND - widest


def _fraction(view: View, point: Point) -> Point:
    """Where a point lies in the view, from its north-west corner, as parts of its width and height."""
    east, north = point
    across = ((east - view.west) % ALL_ROUND) / (view.east - view.west)
    return across, (view.north - north) / (view.north - view.south)


# ---- the outline ----------------------------------------------------------------------------------------------------


@lru_cache(maxsize=8)
def outline(view: View) -> str:
    """The land in the view as an SVG path."""
    return "".join(_path(view, ring) for ring in rings() for ring in _in_view(view, ring))


@lru_cache(maxsize=1)
def rings() -> tuple[Ring, ...]:
    """The outlines of all land, east and north in degrees."""
    return tuple(_ring(text.split()) for text in LAND.split(";") if text.strip())


@lru_cache(maxsize=1)
def centres() -> dict[str, Point]:
    """A point in each country and region by ISO code, east and north in degrees."""
    words = CENTRES.split()
    return {code: (int(east) / TENTHS, int(north) / TENTHS)
            for code, east, north in zip(words[::3], words[1::3], words[2::3], strict=True)}


def _ring(steps: list[str]) -> Ring:
    east = north = 0
    ring = []
    for dx, dy in zip(steps[::2], steps[1::2], strict=True):
        east, north = east + int(dx), north + int(dy)
        ring.append((east / TENTHS, north / TENTHS))
    return ring


def _in_view(view: View, ring: Ring) -> Iterator[Ring]:
    """What of a ring the view shows, wherever around the world it begins to count."""
    first, last = min(ring)[0], max(ring)[0]
    for turn in (-ALL_ROUND, 0.0, ALL_ROUND):
        if last + turn <= view.west or first + turn >= view.east:
            continue
        turned = [(east + turn, north) for east, north in ring]
        # Side by side: what lies beyond a side is cut along it.
        for side, limit, sign in ((0, view.west, 1), (0, view.east, -1), (1, view.south, 1), (1, view.north, -1)):
            turned = _cut(turned, side, limit, sign)
        if turned:
            yield turned


def _cut(ring: Ring, side: int, limit: float, sign: int) -> Ring:
    """The part of a ring on one side of a line (Sutherland and Hodgman)."""
    kept: Ring = []
    for before, here in zip([*ring[-1:], *ring], ring, strict=False):
        was_in, is_in = sign * (before[side] - limit) >= 0, sign * (here[side] - limit) >= 0
        if was_in != is_in:
            part = (limit - before[side]) / (here[side] - before[side])
            other = before[1 - side] + part * (here[1 - side] - before[1 - side])
            kept.append((limit, other) if side == 0 else (other, limit))
        if is_in:
            kept.append(here)
    return kept


def _path(view: View, ring: Ring) -> str:
    """Closed, in whole units and short steps; nothing where it is too small to see."""
    points: list[tuple[int, int]] = []
    for east, north in ring:
        point = (round((east - view.west) / (view.east - view.west) * WIDTH),
                 round((view.north - north) / (view.north - view.south) * HEIGHT))
        if not points or point != points[-1]:
            points.append(point)
    if len(set(points)) < 3:
        return ""
    steps = (f"{x - a} {y - b}" for (x, y), (a, b) in zip(points[1:], points, strict=False))
    return f"M{points[0][0]} {points[0][1]}l{' '.join(steps)}z".replace(" -", "-")


# ---- the dots -------------------------------------------------------------------------------------------------------


def _dots(view: View, placed: list[tuple[Point, Mapping[str, Any]]]) -> Iterator[Dot]:
    """Those that lie close together as one, in the order of the list."""
    groups: list[tuple[Point, list[Mapping[str, Any]]]] = []
    for point, member in placed:
        here = _fraction(view, point)
        near = next((group for middle, group in groups if _apart(here, middle) < CLOSE), None)
        if near is None:
            groups.append((here, [member]))
        else:
            near.append(member)
    for (across, down), group in groups:
        size = min(15.0, 5 + 3 * (len(group) - 1) ** 0.5)
        yield Dot(x=f"{across * 100:.1f}%", y=f"{down * 100:.1f}%", size=f"{size:.0f}", members=tuple(group),
                  rough=not any(member["coordinates"] for member in group))


def _apart(one: Point, other: Point) -> float:
    """In parts of the width, per cent."""
    across, down = (one[0] - other[0]) * 100, (one[1] - other[1]) * 100 * HEIGHT / WIDTH
    return float((across ** 2 + down ** 2) ** 0.5)
