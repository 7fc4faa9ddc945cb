"""Rules over the words of pages, data and catalogues, each in its own language."""
