"""What a text says that can be compared between languages: dates, numbers, names, addresses."""
