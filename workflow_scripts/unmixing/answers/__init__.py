"""What the table of runs answers: curves, needed pixels, comparisons, published numbers."""
