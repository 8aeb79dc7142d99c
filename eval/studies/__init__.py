"""Measurements that choose or check one part of Kutip. Run one with python -m eval.studies.NAME."""
