"""From an artifact to bytes; pure."""
