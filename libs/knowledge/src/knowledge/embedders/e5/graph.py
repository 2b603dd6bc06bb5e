"""The model as a graph for ONNX Runtime: twelve layers of attention (Vaswani et al. 2017), matrices left in four bits.

The graph is built from the shipped weights when a process first embeds, in a tenth of a second: 13 MB, of which nothing
is unpacked in memory. What the runtime multiplies are numbers in single precision, so that results do not depend
on which short integers a processor can multiply.
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray
from onnx import NodeProto, TensorProto, helper, numpy_helper

from knowledge.embedders.e5.weights import BLOCK, Weights, steps

IN, MASK, OUT = "embedded", "mask", "states"
STANDARD = ("Identity", "LayerNormalization", "Split")
RUNTIME = "com.microsoft"
"""Where all other kinds of nodes are defined."""


def built(weights: Weights) -> bytes:
    """The graph. In: rows of embeddings [texts, pieces, width] and a mask of pieces [texts, pieces]; out: states."""
    graph = _Graph(weights)
    states = graph.normalised(IN, "emb.ln")
    for layer in range(weights.layers):
        states = graph.layer(states, f"l{layer}")
    graph.node("Identity", [states], OUT)
    return graph.serialised()


class _Graph:
    def __init__(self, weights: Weights) -> None:
        self._weights = weights
        self._nodes: list[NodeProto] = []
        self._constants: list[TensorProto] = []

    def layer(self, states: str, name: str) -> str:
        """States after a layer: attention and a widened step in between, each added to what came in."""
        asked = self.times(states, [f"{name}.q", f"{name}.k", f"{name}.v"])
        heads = [f"{asked}.{part}" for part in "qkv"]
        self.node("Split", [asked], *heads, axis=-1, num_outputs=3)
        attended = self.node(
            "MultiHeadAttention", [*heads, "", MASK], f"{name}.attended", num_heads=self._weights.heads
        )
        states = self.added(states, self.times(attended, [f"{name}.ao"]), f"{name}.aln")
        widened = self.node("Gelu", [self.times(states, [f"{name}.fi"])], f"{name}.widened")
        return self.added(states, self.times(widened, [f"{name}.fo"]), f"{name}.oln")

    def times(self, rows: str, names: list[str]) -> str:
        """Rows times matrices side by side, plus their constants."""
        packed = np.concatenate([self._weights.packed[f"{name}.w"] for name in names])
        shift = np.concatenate([self._weights.plain[f"{name}.b"] for name in names])
        values = steps(packed)
        pairs = values[..., 0::2] | (values[..., 1::2] << 4)
        scales = packed["scale"].astype(np.float32).reshape(-1)
        name = names[0]
        return self.node(
            "MatMulNBits",
            [
                rows,
                self.constant(f"{name}.w", pairs),
                self.constant(f"{name}.scales", scales),
                "",
                "",
                self.constant(f"{name}.b", shift),
            ],
            f"{name}.times",
            K=packed.shape[1] * BLOCK,
            N=packed.shape[0],
            bits=4,
            block_size=BLOCK,
        )

    def added(self, states: str, change: str, name: str) -> str:
        """The sum of both, normalised."""
        return self.node("SkipLayerNormalization", [states, change, *self._scaling(name)], name, epsilon=self._epsilon)

    def normalised(self, states: str, name: str) -> str:
        return self.node("LayerNormalization", [states, *self._scaling(name)], name, axis=-1, epsilon=self._epsilon)

    def node(self, kind: str, takes: list[str], *gives: str, **attributes: Any) -> str:
        domain = "" if kind in STANDARD else RUNTIME
        self._nodes.append(helper.make_node(kind, takes, gives, domain=domain, **attributes))
        return gives[0]

    def constant(self, name: str, values: NDArray[np.generic]) -> str:
        self._constants.append(numpy_helper.from_array(np.ascontiguousarray(values), name))
        return name

    def serialised(self) -> bytes:
        shape: list[str | int | None] = ["texts", "pieces", self._weights.width]
        graph = helper.make_graph(
            self._nodes,
            "multilingual-e5-small",
            [
                helper.make_tensor_value_info(IN, TensorProto.FLOAT, shape),
                helper.make_tensor_value_info(MASK, TensorProto.INT32, shape[:2]),
            ],
            [helper.make_tensor_value_info(OUT, TensorProto.FLOAT, shape)],
            self._constants,
        )
        domains = [helper.make_opsetid("", 18), helper.make_opsetid(RUNTIME, 1)]
        model: bytes = helper.make_model(graph, opset_imports=domains, ir_version=9).SerializeToString()
        return model

    def _scaling(self, name: str) -> list[str]:
        plain = self._weights.plain
        return [self.constant(f"{name}.w", plain[f"{name}.w"]), self.constant(f"{name}.b", plain[f"{name}.b"])]

    @property
    def _epsilon(self) -> float:
        return self._weights.epsilon
