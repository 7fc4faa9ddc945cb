"""What sitegen says, in other languages than English."""
