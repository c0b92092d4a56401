"""Splits: which pixels are labelled and which are tested, and the patches around them."""
