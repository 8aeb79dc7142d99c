"""Measurements that choose or check a part of Kutip: python -m eval.studies.NAME."""
