"""Measures sitegen beside Hugo on one made-up bilingual site; no part of the program and not run by its tests."""
