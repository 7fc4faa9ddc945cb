"""The preview: the site kept in memory, shown in a browser, and shown again as soon as a file is saved."""
