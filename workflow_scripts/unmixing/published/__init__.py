"""A study next to published numbers: errors, ranks, times, p-values and the layout of the paper."""
