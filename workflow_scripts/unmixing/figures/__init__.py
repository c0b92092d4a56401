"""Figures: one module per figure, all in one style."""
