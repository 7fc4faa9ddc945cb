"""From bytes to documents and records; pure."""
