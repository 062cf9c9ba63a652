"""The comparer that needs nothing but this machine: sentence vectors and two cross-encoders, weighed together."""

from adapters.comparers.local.comparer import LocalComparer

__all__ = ["LocalComparer"]
