import pytest

from kg.extract.shapes import coined, lead, shaped


def found(text: str, *, title: bool = False) -> list[str]:
    return [text[c.start : c.end] for c in shaped(text, 0, len(text), title=title)]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("we tune LoRA and SAM", ["LoRA", "SAM"]),
        ("with U-Net, GPT-3.5 and 3DMatch", ["U-Net", "GPT-3.5", "3DMatch"]),
        ("a CLIP-guided, non-GAN loss", ["CLIP", "GAN"]),
        ("we run Llama 3.1 8B", ["Llama 3.1 8B"]),
        ("we run Qwen2.5 7B and SAM 2.", ["Qwen2.5 7B", "SAM 2"]),
        ("on SemEval 2018 Task 12", ["SemEval 2018 Task 12"]),
        ("in Large 4 rooms", []),
        ("on Tiny ImageNet", ["Tiny ImageNet"]),
        ("on the Open ASR Leaderboard", ["Open ASR Leaderboard"]),
        ("on the ABC Shared Task", ["ABC Shared Task"]),
        ("on GLUE Tuesdays", ["GLUE"]),
        ("The CIFAR-10 images", ["CIFAR-10"]),
        ("with Deep Feature Reconstruction", ["Deep Feature Reconstruction"]),
        ("on the Visual Genome dataset", ["Visual Genome"]),
        ("two GPUs, 3D data and 90% of 10K", []),
        ("an NLP model in the USA", []),
        ("plain words only", []),
    ],
)
def test_names_by_shape(text: str, names: list[str]) -> None:
    assert found(text) == names


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Fast Training With LoRA", ["LoRA"]),
        ("Deep Feature Reconstruction", []),
        ("ALL WORDS ARE CAPITAL", []),
    ],
)
def test_titles_are_capital_anyway(text: str, names: list[str]) -> None:
    assert found(text, title=True) == names


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("a model called Marlin", ["Marlin"]),
        ("We present Marlin, a model", ["Marlin"]),
        ("We present Marlin to you", []),
        ("The Marlin swims", []),
        ("called The best", []),
    ],
)
def test_coined_words_need_a_cue(text: str, names: list[str]) -> None:
    assert [text[c.start : c.end] for c in coined(text, 0, len(text))] == names


@pytest.mark.parametrize(
    ("title", "abstract", "names"),
    [
        ("Marlin: Fast Fish", "Marlin swims.", ["Marlin"]),
        ("Marlin: Fast Fish", "It swims.", []),
        ("MarLin: Fast Fish", "It swims.", ["MarLin"]),
        ("Chain of Fish: A Study", "Chain of Fish is long.", ["Chain of Fish"]),
        ("Fish", "Marlin: a fish", []),
    ],
)
def test_title_lead(title: str, abstract: str, names: list[str]) -> None:
    text = title + "\n\n" + abstract
    assert [text[c.start : c.end] for c in lead(text, len(title))] == names
