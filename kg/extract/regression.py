"""Rows and answers in, logistic regressions or clusters out: scikit-learn's one home.

Only who trains imports this; what was trained is read with numpy alone.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kg.errors import KgError

try:
    from sklearn.cluster import MiniBatchKMeans
    from sklearn.linear_model import LogisticRegression
    from sklearn.preprocessing import MultiLabelBinarizer, StandardScaler
except ImportError as missing:
    raise KgError("training needs scikit-learn: pip install 'paper-kg[train]'") from missing

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence


def indicators(rows: Sequence[Collection[str]], columns: Sequence[str]) -> Any:
    """Return a sparse matrix of ones where a row has a column's feature."""
    return (
        MultiLabelBinarizer(classes=columns, sparse_output=True).fit_transform(rows).astype(float)
    )


def fitted(rows: Any, answers: Any, *, strength: float, weights: Any = None) -> Any:
    """Return the regression with an L2 penalty of 1/`strength` (`coef_`, `intercept_`)."""
    model = LogisticRegression(C=strength, max_iter=1000)
    return model.fit(rows, answers, sample_weight=weights)


def fitted_by_scale(
    rows: Sequence[Sequence[float]], answers: Sequence[bool], *, strength: float
) -> list[float]:
    """Return bias and weights for rows as they are, fitted on rows of mean 0 and spread 1."""
    scaler = StandardScaler()
    model = fitted(scaler.fit_transform(rows), answers, strength=strength)
    weights = model.coef_[0] / scaler.scale_
    bias = model.intercept_[0] - (weights * scaler.mean_).sum()
    return [float(weight) for weight in (bias, *weights)]


def clustered(rows: Any, count: int) -> list[int]:
    """Return for each row the number of its cluster by k-means, 0 to `count` - 1."""
    model = MiniBatchKMeans(count, random_state=0, batch_size=4096, n_init=1, max_iter=30)
    return [int(number) for number in model.fit_predict(rows)]
