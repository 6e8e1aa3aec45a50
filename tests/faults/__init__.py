"""What goes wrong in production, done on purpose: killed processes, refused documents, an engine that is away."""
