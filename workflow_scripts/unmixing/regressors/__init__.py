"""What estimators are made of: how one is described, and pieces with scikit-learn's interface."""
