"""From documents to artifacts: assemble, queries, plan; pure."""
