"""Tables: how English writes dates, times, numbers and units."""

MONTHS = {
    "january": 1, "february": 2, "march": 3, "april": 4, "may": 5, "june": 6, "july": 7, "august": 8, "september": 9,
    "october": 10, "november": 11, "december": 12, "jan": 1, "feb": 2, "mar": 3, "apr": 4, "jun": 6, "jul": 7, "aug": 8,
    "sept": 9, "sep": 9, "oct": 10, "nov": 11, "dec": 12,
}

WEEKDAYS = {
    "monday": 0, "tuesday": 1, "wednesday": 2, "thursday": 3, "friday": 4, "saturday": 5, "sunday": 6, "mondays": 0,
    "tuesdays": 1, "wednesdays": 2, "thursdays": 3, "fridays": 4, "saturdays": 5, "sundays": 6, "mon": 0, "tue": 1,
    "tues": 1, "wed": 2, "weds": 2, "thu": 3, "thur": 3, "thurs": 3, "fri": 4, "sat": 5, "sun": 6,
}

SEASONS = {"spring": "spring", "summer": "summer", "autumn": "autumn", "fall": "autumn", "winter": "winter"}

TERMS = {"michaelmas": "autumn", "hilary": "spring", "lent": "spring", "trinity": "summer"}
"""Terms of old universities, by the season they are in."""

# {day}, {month}, {year} and their second ones are read; {to} is a dash or a word; the rest is as it stands.
# The first row that fits wins, so the longer ones stand first.
RANGES = [
    ("{day1} {month1},? {year1} {to} {weekday2}{day2} {month2},? {year2}", "12 December 2018 to 6 January 2019"),
    ("{day1} {month1} {to} {weekday2}{day2} {month2},? {year2}", "29 September – 2 October 2025"),
    ("{day1} {month1} {to} {weekday2}{day2} {month2}", "29 September – 2 October"),
    ("{day1} {to} {weekday2}{day2} {month2},? {year2}", "3 to 14 July 2023"),
    ("{day1} {to} {weekday2}{day2} {month2}", "3–14 July"),
    ("{month1} {day1},? {year1} {to} {weekday2}{month2} {day2},? {year2}", "December 12, 2018 – January 6, 2019"),
    ("{month1} {day1} {to} {weekday2}{month2} {day2},? {year2}", "September 29 – October 2, 2025"),
    ("{month1} {day1} {to} {weekday2}{month2} {day2}", "September 29 – October 2"),
    ("{month1} {day1} {to} {weekday2}{day2},? {year2}", "August 21–23, 2026"),
    ("{month1} {day1} {to} {weekday2}{day2}", "August 21–23"),
    ("{month1},? {year1} {to} {month2},? {year2}", "October 2018 to March 2019"),
    ("{month1} {to} {month2},? {year2}", "March to June 2016"),
    ("{month1} {to} {month2}", "March to June"),
    ("{iso1} {to} {iso2}", "2026-08-21 to 2026-08-23"),
    ("{year1} {to} {year2}", "2021–2025"),
    ("{year1}{slash}{year2}", "2022/2023"),
    ("{year1}{slash}{short2}", "2023/24, 2019-20"),
]

DATES = [
    ("{day1} {month1},? {year1}", "25th May 2017"),
    ("{day1} {month1}", "30 June"),
    ("{month1} {day1},? {year1}", "August 21, 2026"),
    ("{month1} {day1}", "Sept 5"),
    ("{month1},? {year1}", "October 2008"),
    ("{iso1}", "2022-11-09"),
]

TO = r"(?:\s*[-–—−‒~～]+\s*|\s+(?:to|until|till|through|thru)\s+)"
AND = r"(?:\s*[,;/]\s*(?:and\s+|or\s+)?|\s+(?:and|or|&)\s+|\s*&\s*)"

DAY_PARTS = {
    "a.m.": "am", "am": "am", "a.m": "am", "p.m.": "pm", "pm": "pm", "p.m": "pm", "in the morning": "am",
    "in the afternoon": "pm", "in the evening": "pm", "at night": "pm", "noon": "pm", "midday": "pm",
    "this morning": "am",
    "this evening": "pm", "this afternoon": "pm", "tomorrow morning": "am",
}

CLOCK_WORDS = {"noon": 720, "midday": 720, "midnight": 0}

ZONES = {
    "GMT": "UTC", "UTC": "UTC", "Z": "UTC", "Greenwich Mean Time": "UTC", "Coordinated Universal Time": "UTC",
    "BST": "BST", "British Summer Time": "BST", "London time": "UK", "UK time": "UK", "British time": "UK",
    "CET": "CET", "CEST": "CEST", "Central European Time": "CET", "Central European Summer Time": "CEST",
    "Paris time": "Europe", "Berlin time": "Europe", "Brussels time": "Europe", "Geneva time": "Europe",
    "Beijing time": "China", "Beijing Time": "China", "China time": "China", "China Standard Time": "China",
    "CST": "China",
    "Shanghai time": "China", "Hong Kong time": "Hong Kong", "HKT": "Hong Kong",
    "Singapore time": "Singapore",
    "SGT": "Singapore", "Tokyo time": "Japan", "JST": "Japan", "Seoul time": "Korea", "KST": "Korea",
    "Moscow time": "Moscow", "MSK": "Moscow", "IST": "India", "EST": "EST", "EDT": "EDT", "ET": "US Eastern",
    "Eastern Time": "US Eastern", "New York time": "US Eastern", "PST": "PST", "PDT": "PDT",
    "PT": "US Pacific",
    "Pacific Time": "US Pacific", "local time": "local",
}

TIME_WORDS = {
    "second": "second", "seconds": "second", "sec": "second", "secs": "second", "minute": "minute",
    "minutes": "minute",
    "min": "minute", "mins": "minute", "hour": "hour", "hours": "hour", "hr": "hour", "hrs": "hour",
    "h": "hour",
    "day": "day", "days": "day", "night": "night", "nights": "night", "week": "week", "weeks": "week",
    "wk": "week",
    "fortnight": "fortnight", "fortnights": "fortnight", "month": "month", "months": "month",
    "quarters": "quarter-year",
    "year": "year", "years": "year", "yr": "year", "yrs": "year", "decade": "decade", "decades": "decade",
    "century": "century", "centuries": "century", "millennium": "millennium", "millennia": "millennium",
    "semester": "term", "semesters": "term", "term": "term", "terms": "term",
}

SHORT_TIME_WORDS = {"second", "sec", "secs", "min", "mins", "hr", "hrs", "h", "wk", "yr", "yrs"}
"""Units that stand behind digits; "a second" is more often the next one."""

BETWEEN = {
    "full", "whole", "consecutive", "working", "calendar", "business", "academic", "more", "additional",
    "further",
    "entire", "long", "short", "intensive", "intense", "packed", "busy", "school", "straight",
    "successive", "extra",
    "eventful", "happy", "great", "inspiring", "teaching", "contact", "credit", "financial", "fiscal",
    "productive",
    "exciting", "lively", "dense",
}
"""Words that may stand between a number and its unit: "three full days"."""

MEASURE_WORDS = {
    "mm": "millimetre", "millimetres": "millimetre", "millimeters": "millimetre", "cm": "centimetre",
    "centimetres": "centimetre", "centimeters": "centimetre", "metre": "metre", "metres": "metre",
    "meter": "metre",
    "meters": "metre", "m": "metre", "km": "kilometre", "kilometre": "kilometre", "kilometres": "kilometre",
    "kilometer": "kilometre", "kilometers": "kilometre", "mile": "mile", "miles": "mile", "foot": "foot",
    "feet": "foot",
    "ft": "foot", "inch": "inch", "inches": "inch", "yards": "yard", "yard": "yard",
    "nautical miles": "nautical-mile",
    "light years": "light-year", "nm": "nanometre", "nanometres": "nanometre", "nanometers": "nanometre",
    "micrometres": "micrometre", "microns": "micrometre", "g": "gram", "gram": "gram", "grams": "gram",
    "kg": "kilogram",
    "kilogram": "kilogram", "kilograms": "kilogram", "kilos": "kilogram", "tonne": "tonne", "tonnes": "tonne",
    "ton": "tonne", "tons": "tonne", "metric tons": "tonne", "mg": "milligram", "milligrams": "milligram",
    "litre": "litre", "litres": "litre", "liters": "litre", "ml": "millilitre", "millilitres": "millilitre",
    "square metre": "square-metre", "square metres": "square-metre", "square meters": "square-metre",
    "sq m": "square-metre", "sqm": "square-metre", "m²": "square-metre", "hectare": "hectare",
    "hectares": "hectare",
    "ha": "hectare", "square kilometre": "square-kilometre", "square kilometres": "square-kilometre",
    "square kilometers": "square-kilometre", "sq km": "square-kilometre", "km²": "square-kilometre",
    "acre": "acre",
    "acres": "acre", "mu": "mu", "square feet": "square-foot", "sq ft": "square-foot",
    "square miles": "square-mile",
    "cubic metres": "cubic-metre", "cubic meters": "cubic-metre", "m³": "cubic-metre", "w": "watt",
    "watts": "watt",
    "kw": "kilowatt", "kilowatts": "kilowatt", "mw": "megawatt", "megawatt": "megawatt",
    "megawatts": "megawatt",
    "gw": "gigawatt", "gigawatts": "gigawatt", "kwh": "kilowatt-hour", "kilowatt hours": "kilowatt-hour",
    "mwh": "megawatt-hour", "gwh": "gigawatt-hour", "volts": "volt", "v": "volt", "kv": "kilovolt",
    "hz": "hertz",
    "mhz": "megahertz", "ghz": "gigahertz", "mb": "byte-mega", "megabytes": "byte-mega", "gb": "byte-giga",
    "gigabytes": "byte-giga", "tb": "byte-tera", "terabytes": "byte-tera", "°c": "celsius", "℃": "celsius",
    "degrees celsius": "celsius", "degrees centigrade": "celsius", "degrees": "degree", "°": "degree",
    "°f": "fahrenheit",
    "degrees fahrenheit": "fahrenheit", "km/h": "kilometre-per-hour",
    "kilometres per hour": "kilometre-per-hour",
    "kilometres an hour": "kilometre-per-hour",
}

CURRENCY_SIGNS = {
    "US$": "USD", "HK$": "HKD", "A$": "AUD", "AU$": "AUD", "C$": "CAD", "CA$": "CAD", "S$": "SGD",
    "NT$": "TWD",
    "NZ$": "NZD", "R$": "BRL", "$": "USD", "£": "GBP", "€": "EUR", "¥": "CNY", "￥": "CNY", "CN¥": "CNY",
    "JP¥": "JPY",
    "₩": "KRW", "₽": "RUB", "₹": "INR", "USD": "USD", "GBP": "GBP", "EUR": "EUR", "CNY": "CNY", "RMB": "CNY",
    "JPY": "JPY",
    "HKD": "HKD", "CHF": "CHF", "AUD": "AUD", "CAD": "CAD", "SGD": "SGD", "KRW": "KRW", "TWD": "TWD",
    "INR": "INR",
}
"""Before a number."""

CURRENCY_WORDS = {
    "dollars": "USD", "dollar": "USD", "us dollars": "USD", "american dollars": "USD", "usd": "USD",
    "pounds": "GBP",
    "pound": "GBP", "pounds sterling": "GBP", "british pounds": "GBP", "gbp": "GBP", "euros": "EUR",
    "euro": "EUR",
    "eur": "EUR", "yuan": "CNY", "renminbi": "CNY", "rmb": "CNY", "cny": "CNY", "chinese yuan": "CNY",
    "yen": "JPY",
    "japanese yen": "JPY", "jpy": "JPY", "hong kong": "HKD", "hkd": "HKD", "swiss francs": "CHF",
    "chf": "CHF",
    "australian dollars": "AUD", "canadian dollars": "CAD", "singapore dollars": "SGD", "korean won": "KRW",
    "won": "KRW",
    "roubles": "RUB", "rubles": "RUB", "rupees": "INR", "aud": "AUD", "cad": "CAD",
}
"""Behind a number."""

PERCENT_WORDS = {"%", "％", "percent", "per cent", "pct"}
PER_THOUSAND = {"‰", "per mille", "per thousand"}
POINT_WORDS = {"percentage point", "percentage points", "pp"}
TIMES_WORDS = {"times", "fold", "x", "×"}
AS_MULTIPLE = {"as", "more", "the", "larger", "bigger", "higher", "greater", "faster", "that", "what", "its", "their",
               "longer",
               "over", "less", "smaller", "cheaper"}
"""Behind "three times": then it is a multiple, else somebody did something three times."""

MULTIPLES = {
    "doubled": 2, "doubles": 2, "doubling": 2, "tripled": 3, "triples": 3, "tripling": 3, "trebled": 3, "trebling": 3,
    "quadrupled": 4, "quadruples": 4, "quadrupling": 4, "quintupled": 5,
}

FRACTIONS = {
    "half": 2, "halves": 2, "third": 3, "thirds": 3, "quarter": 4, "quarters": 4, "fifth": 5, "fifths": 5, "sixth": 6,
    "sixths": 6, "seventh": 7, "sevenths": 7, "eighth": 8, "eighths": 8, "ninth": 9, "ninths": 9, "tenth": 10,
    "tenths": 10, "twelfth": 12, "twelfths": 12, "twentieth": 20, "hundredth": 100, "hundredths": 100,
    "thousandth": 1000,
    "fourth": 4, "fourths": 4,
}

PLAIN_GROUPS = {"dozen": 12}

WEAK_NUMBERS = {
    "both": 2, "pair": 2, "pairs": 2, "couple": 2, "twin": 2, "dual": 2, "bilateral": 2, "two-way": 2, "duo": 2,
    "trio": 3, "trilateral": 3, "tripartite": 3, "triple": 3, "double": 2, "single": 1, "once": 1, "quadrilateral": 4,
    "quartet": 4, "quintet": 5, "solo": 1, "either": 2, "neither": 2, "bilingual": 2, "mutual": 2, "respective": 2,
    "eve": 0,
    "centenary": 100, "centennial": 100, "bicentenary": 200,
}
"""Words that have a number in them without stating it."""

WEAK_SPANS = {
    "decade": ("decade", 1), "century": ("century", 1), "biennial": ("year", 2), "biennially": ("year", 2),
    "triennial": ("year", 3), "biannual": ("month", 6), "biannually": ("month", 6), "fortnightly": ("week",
    2),
    "quarterly": ("quarter-year", 1), "weekend": ("day", 2), "fortnight": ("week",
    2), "overnight": ("night", 1), "millennium": ("millennium", 1),
    "annual": ("year", 1), "annually": ("year", 1), "yearly": ("year", 1), "weekly": ("week",
    1), "monthly": ("month",
    1),
    "daily": ("day", 1), "hourly": ("hour", 1), "round-the-clock": ("hour", 24), "sabbatical": ("year", 1),
    "half-yearly": ("month", 6), "biweekly": ("week", 2),
}

OFTEN = {"annual": "year", "annually": "year", "yearly": "year", "quarterly": "quarter", "monthly": "month",
         "weekly": "week", "daily": "day", "hourly": "hour"}
"""How often, where it need not be said."""

FIRSTS = {"inaugural", "maiden", "firstly"}
"""Words that say "first"."""

ORDINAL_IDIOMS = [
    r"first(?:ly)?,? (?:of all|and foremost)", r"first[- ]hand", r"first[- ](?:class|rate)", r"first names?",
    r"first lady",
    r"first aid", r"at first(?: glance| sight)?", r"second to none", r"second[- ]hand", r"second nature",
    r"split second", r"every second(?= (?!(?:day|week|month|year|of|mon|tue|wed|thu|fri|sat|sun))[a-z])",
    r"first things first", r"double first[- ]class", r"world[- ]first", r"in the first place", r"third age",
]
"""Where an ordinal counts nothing."""

NUMBER_IDIOMS = [
    r"one another", r"one[- ](?:on|to|by)[- ]one", r"one[- ](?:stop|way|off|sided|time|size)", r"no one",
    r"two[- ]way",
    r"24/7", r"nine[- ]to[- ]five", r"fifty[- ]fifty", r"50[-/]50", r"one belt,? one road",
    r"one country,? two systems", r"(?:the )?three gorges", r"two sessions",
    r"group of (?:seven|eight|twenty|77)",
    r"(?<!st )(?<!nd )(?<!rd )(?<!th )five[- ]year plans?",
    r"(?:a|one) hundred flowers",
    r"(?:the )?thousand talents(?: plan| programme| program)?", r"four modernisations", r"one china",
    r"(?:thousand|million) (?:thanks|apologies|times over)", r"ten to one (?:it|that|they|he|she|the)",
    r"second (?:only to|thoughts?|chances?|wind|guess\w*|sight)", r"(?:at|until) the eleventh hour",
    r"third[- ]part(?:y|ies)",
    r"buy (?:one|two|three),? get (?:one|two) free", r"two heads are better", r"eight immortals",
    r"at (?:one|some) point",
    r"sixes and sevens", r"four corners", r"in two minds", r"a (?:thousand|hundred) and one", r"on all fours",
    r"two cents",
    r"two (?:by|and) two", r"zero[- ](?:carbon|emissions?|sum|waste|tolerance|covid)", r"net[- ]zero",
    r"nought",
    r"ten[- ]pin", r"three[- ]dimensional", r"two[- ]dimensional", r"cloud nine", r"one day", r"one or two",
]
"""Names and turns of phrase whose numbers are no facts."""

PHASES = {
    "early": "early", "beginning": "early", "start": "early", "mid": "mid", "middle": "mid", "late": "late",
    "end": "late",
}
"""What part of a month, year, decade or century."""

PARTS = {"morning": "am", "mornings": "am", "afternoon": "pm", "afternoons": "pm", "evening": "evening",
         "evenings": "evening", "tonight": "evening"}
"""What part of a day, where no time is given."""

ORDERS = {"dozens": 1, "tens": 1, "scores": 1, "hundreds": 2, "thousands": 3, "millions": 6, "billions": 9}
"""How many noughts a vague number has."""
