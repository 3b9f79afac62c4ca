"""Numbers from frames: pure functions, no file read, nothing drawn."""
