"""The comparer that asks a language model at an OpenAI-compatible endpoint."""

from adapters.comparers.llm.comparer import LlmComparer
from adapters.comparers.llm.endpoint import Endpoint, Server

__all__ = ["Endpoint", "LlmComparer", "Server"]
