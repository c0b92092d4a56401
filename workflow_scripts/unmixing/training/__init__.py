"""Training: networks and estimators, from a split to predictions."""
