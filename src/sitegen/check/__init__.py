"""Rules over the assembled site; pure."""
