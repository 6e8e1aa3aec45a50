"""Rules on plain values. Nothing here opens a file, a session or a request; today and tables are arguments."""
