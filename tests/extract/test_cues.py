import pytest

from kg.extract.cues import TABLE, evidence_in

N = "\ue000"


def rules(text: str) -> set[str]:
    marked = text.replace("N", N)
    return {evidence.rule for _, evidence in evidence_in(marked, marked.count(N))}


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("we propose a simple yet effective framework, N, for speech", "propose N"),
        ("A thing N is introduced here", "N is proposed"),
        ("a framework called N", "called N"),
        ("the results of our N", "our N"),
        ("N is a novel lightweight model", "N, a method"),
        ("the N framework", "N method"),
        ("models like N", "method N"),
        ("N: A study of fish", "title N:"),
        ("It outperforms strong models such as N", "compared with N"),
        ("gains over N", "over N"),
        ("leveraging a frozen N", "use N"),
        ("we fine-tune N", "train N"),
        ("an N-based system", "N-based"),
        ("on the N benchmark", "N dataset"),
        ("benchmarks such as N", "dataset N"),
        ("experiments on three tasks and on N", "on N"),
        ("We evaluate it on N", "results on N"),
        ("N, a large-scale benchmark", "N, a dataset"),
        ("we release N, a new corpus", "propose N dataset"),
        ("a N score", "N score"),
        ("in terms of N", "metric N"),
        ("by 3.1 N", "3.1 N"),
        ("the task of N", "task of N"),
        ("N tasks", "N task"),
        ("Networks for N\n\nText", "title for N"),
        ("two N GPUs", "N GPUs"),
    ],
)
def test_cues_are_read(text: str, rule: str) -> None:
    assert rule in rules(text)


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("we propose a framework based on N", "propose N"),
        ("we propose a framework for N", "propose N"),
        ("It was called off. N stays", "called N"),
        ("rely on the fact that N", "on N"),
        ("Text\n\nN: more", "title N:"),
    ],
)
def test_cues_do_not_reach_too_far(text: str, rule: str) -> None:
    assert rule not in rules(text)


def test_all_names_of_a_list_share_the_cue() -> None:
    text = f"evaluated on {N}, {N} (92.1), and {N}. Then {N}"
    owners = {number for number, evidence in evidence_in(text, 4) if evidence.rule == "on N"}
    assert owners == {0, 1, 2}


def test_rules_have_names_of_their_own_and_strengths_in_range() -> None:
    assert len({row[0] for row in TABLE}) == len(TABLE)
    assert all(0 < row[3] < 1 for row in TABLE)
