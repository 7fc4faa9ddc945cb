"""The only file access of the program."""
