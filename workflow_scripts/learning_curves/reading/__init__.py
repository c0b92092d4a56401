"""Tables of errors as people write them, read as tables of runs."""
