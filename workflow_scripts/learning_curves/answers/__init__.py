"""What a table of runs answers: curves, sizes needed, comparisons, and what to run next."""
