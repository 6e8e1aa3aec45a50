"""Tables, their queries, and the loaders of `data/`. Nothing here commits or decides."""
