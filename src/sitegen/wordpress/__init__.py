"""A WordPress export (WXR) to a project's files, with a list of all that could not be carried."""
