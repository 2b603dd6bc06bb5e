"""multilingual-e5-small: its four-bit weights, run by ONNX Runtime, with a state for every piece of a text."""

from knowledge.embedders.e5.encoder import PASSAGE, QUERY, Encoder, Reading

__all__ = ["PASSAGE", "QUERY", "Encoder", "Reading"]
