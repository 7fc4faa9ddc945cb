"""A static site generator for international consortia and their events, in two languages that cannot disagree."""

__version__ = "0.1.0"
