"""Error rates of three classifiers on scikit-learn's handwritten digits, by size and seed.

python docs/examples/digits.py docs/examples/digits.csv
"""

import sys

import pandas as pd
from sklearn.datasets import load_digits
from sklearn.linear_model import LogisticRegression
from sklearn.neighbors import KNeighborsClassifier
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.svm import SVC
from sklearn.utils import shuffle

SIZES = (40, 80, 160, 320, 640, 1000)
SEEDS = range(20)
N_TEST = 600
CLASSIFIERS = {
    "logistic_regression": make_pipeline(StandardScaler(), LogisticRegression(max_iter=2000)),
    "nearest_neighbour": KNeighborsClassifier(n_neighbors=1),
    "support_vector_machine": SVC(C=10, gamma="scale"),
}


def measured(seed: int) -> list[dict[str, object]]:
    """Train every classifier at every size on the same shuffle, and test it on its end."""
    images, digits = shuffle(*load_digits(return_X_y=True), random_state=seed)
    rows = []
    for size in SIZES:
        for name, classifier in CLASSIFIERS.items():
            classifier.fit(images[:size], digits[:size])
            wrong = classifier.predict(images[-N_TEST:]) != digits[-N_TEST:]
            row = {"classifier": name, "n_train": size, "seed": seed}
            rows.append(row | {"error_rate": round(float(wrong.mean()), 6)})
    return rows


if __name__ == "__main__":
    runs = [row for seed in SEEDS for row in measured(seed)]
    pd.DataFrame(runs).sort_values(["classifier", "n_train", "seed"]).to_csv(
        sys.argv[1], index=False
    )
