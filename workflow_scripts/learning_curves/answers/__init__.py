"""Answers from a table of runs: curves, sizes needed, comparisons, and what to run next."""
