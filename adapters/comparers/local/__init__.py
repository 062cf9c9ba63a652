"""The comparer that needs nothing but this machine: sentence vectors and a calibrated sum of five features."""

from adapters.comparers.local.comparer import LocalComparer

__all__ = ["LocalComparer"]
