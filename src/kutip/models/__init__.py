"""Networks that answer requests: how ONNX Runtime runs them, without torch."""
