"""Figures: a module a figure, over one style."""
