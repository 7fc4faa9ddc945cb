"""Tables: units that both languages count in, with what each has to do with the others of its family."""

from sitegen.translation.facts.fact import Reading

MINUTE, HOUR, DAY, WEEK = 1, 60, 1440, 10080
MONTH, QUARTER, YEAR, DECADE, CENTURY = 1, 3, 12, 120, 1200

# The families. A family's name is the first part of a fact's reading; see fact.py.
TIME_UNITS = {
    "second": ("seconds", 1), "minute": ("minutes", MINUTE), "quarter-hour": ("minutes", 15), "hour": ("minutes", HOUR),
    "day": ("minutes", DAY), "night": ("minutes", DAY), "week": ("minutes", WEEK), "fortnight": ("minutes", 2 * WEEK),
    "month": ("months", MONTH), "quarter-year": ("months", QUARTER), "year": ("months", YEAR),
    "decade": ("months", DECADE), "century": ("months", CENTURY), "millennium": ("months", 10 * CENTURY),
    "term": ("terms", 1),
}

MEASURES = {
    "millimetre": ("millimetres", 1), "centimetre": ("millimetres", 10), "metre": ("millimetres", 1000),
    "kilometre": ("millimetres", 10**6), "li": ("millimetres", 500_000), "mile": ("miles", 1), "foot": ("feet", 1),
    "inch": ("inches", 1), "yard": ("yards", 1), "nautical-mile": ("nautical miles", 1), "light-year": ("light-years",
    1),
    "micrometre": ("nanometres", 1000), "nanometre": ("nanometres", 1),
    "gram": ("grams", 1), "jin": ("grams", 500), "kilogram": ("grams", 1000), "tonne": ("grams", 10**6),
    "milligram": ("milligrams", 1), "pound-weight": ("pounds", 1),
    "litre": ("millilitres", 1000), "millilitre": ("millilitres", 1),
    "square-metre": ("square metres", 1), "hectare": ("square metres", 10_000), "square-kilometre": ("square metres",
    10**6),
    "acre": ("acres", 1), "mu": ("mu", 1), "square-foot": ("square feet", 1), "square-mile": ("square miles", 1),
    "cubic-metre": ("cubic metres", 1),
    "watt": ("watts", 1), "kilowatt": ("watts", 1000), "megawatt": ("watts", 10**6), "gigawatt": ("watts", 10**9),
    "kilowatt-hour": ("watt-hours", 1000), "megawatt-hour": ("watt-hours", 10**6), "gigawatt-hour": ("watt-hours",
    10**9),
    "volt": ("volts", 1), "kilovolt": ("volts", 1000), "hertz": ("hertz", 1), "megahertz": ("hertz", 10**6),
    "gigahertz": ("hertz", 10**9),
    "byte-mega": ("megabytes", 1), "byte-giga": ("megabytes", 1000), "byte-tera": ("megabytes", 10**6),
    "degree": ("degrees", 1), "celsius": ("degrees", 1), "fahrenheit": ("degrees Fahrenheit", 1),
    "kilometre-per-hour": ("kilometres an hour", 1),
}

ZONES = {
    "UTC": (0,), "UK": (0, 60), "BST": (60,), "Europe": (60, 120), "CET": (60,), "CEST": (120,),
    "East Africa": (180,), "Moscow": (180,), "Gulf": (240,), "India": (330,), "Indochina": (420,), "China": (480,),
    "Singapore": (480,), "Hong Kong": (480,), "Japan": (540,), "Korea": (540,), "Sydney": (600, 660),
    "US Eastern": (-300, -240), "EST": (-300,), "EDT": (-240,), "US Central": (-360, -300), "US Pacific": (-480, -420),
    "PST": (-480,), "PDT": (-420,), "local": (),
}
"""Minutes ahead of UTC; two where the clocks change and the name does not say which is meant."""

_REGIONS = {"BST": "UK", "CET": "Europe", "CEST": "Europe"}
"""British and Central European clocks show the same at times, and are yet mistaken for each other."""


def zone_readings(name: str) -> tuple[Reading, ...]:
    """What a zone can mean: its minutes, and where they are in use."""
    region = _REGIONS.get(name, name if name in ("UK", "Europe") else "")
    regions = ("UK", "Europe") if not region else (region,)
    return tuple(("zone", minutes, each) for minutes in ZONES[name] for each in regions) or (("zone", "local"),)


def offset_readings(minutes: int) -> tuple[Reading, ...]:
    """What UTC+1 can mean."""
    return ("zone", minutes, "UK"), ("zone", minutes, "Europe")
