"""Figures: a module each, over one style."""
