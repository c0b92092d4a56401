"""The page: its sentences, and the figure to explore."""
