"""One run: a network trained or an estimator fitted on a split, to its predictions."""
