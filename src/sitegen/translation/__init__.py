"""Catalogues of translated texts; pure."""
