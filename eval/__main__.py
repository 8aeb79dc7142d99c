"""Runs `kutip eval` as `python -m eval`."""

from eval.cli import app
from kutip.cli.edge import run_app

if __name__ == "__main__":
    run_app(app)
