"""A word beside a name in, what sort of thing it speaks of out."""

from __future__ import annotations

_CLASSES = {
    "dataset": "dataset datasets benchmark benchmarks corpus corpora treebank testbed leaderboard "
    "challenge suite database databases archive collection testset environments images articles "
    "tweets annotations samples sentences questions track",
    "method": "model models method methods network networks framework frameworks algorithm "
    "algorithms architecture architectures approach approaches module modules backbone backbones "
    "agent agents encoder encoders decoder decoders layer layers optimizer loss losses system "
    "systems technique techniques pipeline mechanism strategy toolkit library tool transformer "
    "classifier classifiers detector estimator sampler variant variants family adapter learning "
    "paradigm procedure scheme",
    "metric": "score scores metric metrics measure measures points point error errors accuracy "
    "rate rates value values percent terms",
    "task": "task tasks problem problems",
    "propose": "propose proposes proposed introduce introduces introduced present presents "
    "presented develop develops developed design called named dubbed termed namely contribute "
    "devise release releases released construct build create",
    "own": "our we this novel new",
    "use": "use uses using used leverage leverages leveraging employ employs employing apply "
    "applies applied applying adopt via with by based combine combines combining integrate "
    "integrates integrating incorporate extend extends adapt fine tune",
    "beat": "outperform outperforms outperforming outperformed surpass surpasses surpassing "
    "exceed exceeds exceeding beat beats than versus vs compared comparable over against baseline "
    "baselines superior better",
    "evaluate": "evaluate evaluated evaluation experiment experiments experimental results tested "
    "validate validated benchmarked assess achieves achieving achieve on across demonstrate",
    "known": "existing previous prior recent traditional popular widely common standard "
    "conventional state such like including as e.g",
    "does": "achieves outperforms is consists uses leverages enables learns employs introduces "
    "combines generates reduces improves demonstrates integrates can provides comprises contains",
}


def _by_word() -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for name, listed in _CLASSES.items():
        for word in listed.split():
            found[word] = (*found.get(word, ()), name)
    return found


CLASSES_OF = _by_word()
"""Word in lower case → its classes."""
