#!/usr/bin/env python3
"""Makes reference vectors of a model by a path that shares no code with the service, for ./mnemesh verify-model.

usage: make_reference.py DIR MAX_TOKENS [mean|cls] > DIR/reference.json
  DIR holds model.onnx and tokenizer.json.
Needs: pip install onnxruntime tokenizers numpy
Tokenised by the tokenizers package cut at MAX_TOKENS, run one text at a time, pooled and normalised in double precision
by NumPy. The file of the built-in model was made with: make_reference.py DIR 256
"""
import json
import sys

import numpy as np
import onnxruntime
from tokenizers import Tokenizer

TEXTS = [
    "The cat sits on the mat.",
    "Error: connection refused while talking to the payment gateway on port 8443",
    "Grüße aus Zürich, 東京 and São Paulo 🚀!",
    "a",
    "Memory is the treasury and guardian of all things. " * 40,
]

folder, longest, pooling = sys.argv[1], int(sys.argv[2]), (sys.argv[3:] or ["mean"])[0]
tokenizer = Tokenizer.from_file(folder + "/tokenizer.json")
tokenizer.no_padding()
tokenizer.enable_truncation(longest)
session = onnxruntime.InferenceSession(folder + "/model.onnx", providers=["CPUExecutionProvider"])
output = next(o.name for o in session.get_outputs() if len(o.shape) == 3)
reference = []
for text in TEXTS:
    ids = tokenizer.encode(text).ids
    feed = {
        "input_ids": np.array([ids], np.int64),
        "attention_mask": np.ones((1, len(ids)), np.int64),
        "token_type_ids": np.zeros((1, len(ids)), np.int64),
    }
    hidden = session.run([output], {i.name: feed[i.name] for i in session.get_inputs()})[0][0].astype(np.float64)
    vector = hidden[0] if pooling == "cls" else hidden.mean(0)
    vector = vector / np.linalg.norm(vector)
    reference.append({"text": text, "tokens": ids, "vector": [float(f"{x:.8f}") for x in vector]})
json.dump(reference, sys.stdout, ensure_ascii=False)
