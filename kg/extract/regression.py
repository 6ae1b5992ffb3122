"""Rows and answers in, regressions, networks or clusters out: scikit-learn's one home.

Only who trains imports this; what was trained is read with numpy alone.
"""

from __future__ import annotations

import warnings
from typing import TYPE_CHECKING, Any

import numpy as np

from kg.errors import KgError

try:
    from sklearn.cluster import MiniBatchKMeans
    from sklearn.linear_model import LogisticRegression
    from sklearn.neural_network import MLPClassifier
    from sklearn.preprocessing import MultiLabelBinarizer, StandardScaler
except ImportError as missing:
    raise KgError("training needs scikit-learn: pip install 'paper-kg[train]'") from missing

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence


FOLDS = 5
"""So many parts has cross-validation by paper, of all that is trained."""
SEVERAL = 4
"""So many networks make one."""


def indicators(rows: Sequence[Collection[str]], columns: Sequence[str]) -> Any:
    """Return a sparse matrix of ones where a row has a column's feature."""
    return (
        MultiLabelBinarizer(classes=columns, sparse_output=True).fit_transform(rows).astype(float)
    )


def fitted(rows: Any, answers: Any, *, strength: float, weights: Any = None) -> Any:
    """Return the regression with an L2 penalty of 1/`strength` (`coef_`, `intercept_`)."""
    model = LogisticRegression(C=strength, max_iter=1000)
    return model.fit(rows, answers, sample_weight=weights)


def network(rows: Any, answers: Any, *, units: int, rounds: int, decay: float) -> tuple[Any, Any]:
    """Return the layers of a network for rows as they are: weights with the bias as last row.

    It is fitted on rows of mean 0 and spread 1, to several answers a row, 0 or 1 each. It is the
    mean of `SEVERAL` networks, side by side: how good one alone is, is a matter of luck.
    """
    scaler = StandardScaler()
    scaled = scaler.fit_transform(rows)
    several = [_network(scaled, answers, units, rounds, decay, seed) for seed in range(SEVERAL)]
    hidden = np.hstack([np.vstack(layers[0]) for layers in several])
    output = np.vstack([layers[1][0] for layers in several]) / SEVERAL
    bias = sum(layers[1][1] for layers in several) / SEVERAL
    hidden[:-1] /= scaler.scale_[:, None]
    hidden[-1] -= scaler.mean_ @ hidden[:-1]
    return hidden, np.vstack([output, bias])


def _network(rows: Any, answers: Any, units: int, rounds: int, decay: float, seed: int) -> Any:
    """Return weights and bias of both layers."""
    model = MLPClassifier(
        (units,), alpha=decay, max_iter=rounds, batch_size=256, learning_rate_init=2e-3,
        random_state=seed,
    )  # fmt: skip
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # so few rounds are on purpose
        model.fit(rows, answers)
    return list(zip(model.coefs_, model.intercepts_, strict=True))


def ridge(rows: Any, answers: Any, *, penalty: float) -> Any:
    """Return a column of weights for each column of answers, by ridge regression without a bias.

    `rows` is sparse. The penalty is in units of the mean square of a row.
    """
    products = (rows @ rows.T).toarray()
    products[np.diag_indices_from(products)] += penalty * products.diagonal().mean()
    return rows.T @ np.linalg.solve(products, answers)


def clustered(rows: Any, count: int) -> list[int]:
    """Return for each row the number of its cluster by k-means, 0 to `count` - 1."""
    model = MiniBatchKMeans(count, random_state=0, batch_size=4096, n_init=1, max_iter=30)
    return [int(number) for number in model.fit_predict(rows)]
