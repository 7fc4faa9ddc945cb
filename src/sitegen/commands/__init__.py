"""What the commands beside build do: each asks the assembled site, and writes what people confirm."""
