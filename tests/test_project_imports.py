"""Packages import each other in one direction only, and each third-party library is imported in one place."""

import ast
import tomllib

import pytest
from conftest import ROOT

SRC = ROOT / "src"
MODULES = sorted(path.relative_to(SRC).as_posix() for path in SRC.rglob("*.py"))
MAY_IMPORT = {
    "kutip/cli/": "kutip indexer retriever api eval",  # the command line uses all packages
    "kutip/__main__.py": "kutip",
    "kutip/": "kutip",
    "indexer/": "indexer kutip",
    "retriever/": "retriever kutip",
    "api/": "api retriever kutip",
}
ENCODE = ("indexer/passage_encoder.py", "indexer/late_encoder.py", "indexer/encoder_export.py")
COMMAND_LINE = "kutip/cli/"
HOMES: dict[str, str | tuple[str, ...]] = {
    "babel": "kutip/messages/compiling.py",
    "faiss": "kutip/index/vectors.py",
    "huggingface_hub": "indexer/model_files.py",
    "filelock": "kutip/index/store.py",
    "onnxruntime": ("kutip/models/session.py", "indexer/quantisation.py"),
    "tokenizers": ("kutip/index/query_encoder.py", "kutip/models/", "indexer/multilingual_model.py"),
    "Stemmer": "kutip/text/terms.py",
    "pydantic_settings": "kutip/settings/",
    "rank_bm25": "indexer/bm25.py",
    "safetensors": "indexer/multilingual_model.py",
    **dict.fromkeys(["sentence_transformers", "transformers", "torch"], ENCODE),
    "yaml": "indexer/parsing/front_matter.py",
    "lxml": "indexer/parsing/markup/markup_tree.py",
    **dict.fromkeys(["markdown_it", "mdit_py_plugins"], "indexer/parsing/markdown/commonmark"),  # modules named so
    "pylatexenc": "indexer/parsing/latex/latex_tree.py",
    "pypdfium2": (
        *(f"indexer/parsing/pdf/{module}.py" for module in ("glyphs", "page_drawings", "page_outline", "pdf_file")),
        "kutip/pictures/drawing.py",
    ),
    "PIL": "kutip/pictures/drawing.py",
    "scipy": "retriever/ranking/bm25.py",
    "openai": "retriever/answers/language_model.py",
    "jinja2": "api/pages/routes.py",
    "prometheus_client": "api/http/metrics.py",
    "pycrfsuite": "indexer/bibliography/sequence_model.py",
    "rapidfuzz": "retriever/quotations/alignment.py",
    **dict.fromkeys(["fastapi", "fastapi_offline", "starlette", "uvicorn"], "api/"),
    "typer": COMMAND_LINE,
    "rich": COMMAND_LINE,
    "bibtexparser": ("indexer/bibliography/bibtex_", "retriever/citations/bibtex.py"),
    "rispy": ("indexer/ris_file.py", "retriever/citations/ris.py"),
    **dict.fromkeys(["pickle", "joblib", "dill"], ()),  # nowhere: loading a file can run code in it
}


def imported(module: str, *, for_types: bool) -> set[str]:
    """Return the top-level packages that a module imports, also inside functions.

    Imports under `if TYPE_CHECKING` count only with `for_types`.
    """
    nodes = list(ast.walk(ast.parse((SRC / module).read_text(encoding="utf-8"))))
    guards = [n for n in nodes if isinstance(n, ast.If) and ast.unparse(n.test).endswith("TYPE_CHECKING")]
    skipped = set() if for_types else {id(node) for guard in guards for node in ast.walk(guard)}
    names = [[a.name for a in n.names] for n in nodes if isinstance(n, ast.Import) and id(n) not in skipped]
    names += [[n.module or "."] for n in nodes if isinstance(n, ast.ImportFrom) and id(n) not in skipped]
    return {name.partition(".")[0] for group in names for name in group}


@pytest.mark.parametrize("module", MODULES)
def test_packages_import_each_other_only_in_the_allowed_direction(module: str) -> None:
    allowed = next(packages for place, packages in MAY_IMPORT.items() if module.startswith(place))
    assert imported(module, for_types=True) & {"kutip", "indexer", "retriever", "api", "eval", ""} <= {*allowed.split()}


@pytest.mark.parametrize("module", MODULES)
def test_each_library_is_imported_only_in_its_home(module: str) -> None:
    assert {
        name for name in imported(module, for_types=False) & {*HOMES} if not module.startswith(HOMES[name])
    } == set()


def test_the_import_rules_cover_every_package() -> None:
    assert {module.partition("/")[0] for module in MODULES} == {"kutip", "indexer", "retriever", "api"}


def test_nothing_that_is_installed_imports_what_is_not() -> None:
    own = {"training", "benchmarks", "release"}
    assert [module for module in MODULES if imported(module, for_types=True) & own] == []
    wheel = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["hatch"]["build"]["targets"]
    assert {path.rpartition("/")[2] for path in wheel["wheel"]["packages"]}.isdisjoint(own)
