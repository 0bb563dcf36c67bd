#!/usr/bin/env python3
"""Makes minilm.json: reference vectors of all-MiniLM-L6-v2 by a path that shares no code with the service.

usage: make_reference.py MODEL.onnx TOKENIZER.json > minilm.json
Needs: pip install onnxruntime tokenizers numpy
Tokenised by the tokenizers package cut at 256 tokens, run one text at a time, mean over all tokens and normalised in
double precision by NumPy.
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

tokenizer = Tokenizer.from_file(sys.argv[2])
tokenizer.no_padding()
tokenizer.enable_truncation(256)
session = onnxruntime.InferenceSession(sys.argv[1], providers=["CPUExecutionProvider"])
reference = []
for text in TEXTS:
    ids = tokenizer.encode(text).ids
    feed = {
        "input_ids": np.array([ids], np.int64),
        "attention_mask": np.ones((1, len(ids)), np.int64),
        "token_type_ids": np.zeros((1, len(ids)), np.int64),
    }
    mean = session.run(None, feed)[0][0].astype(np.float64).mean(0)
    vector = mean / np.linalg.norm(mean)
    reference.append({"text": text, "tokens": ids, "vector": [float(f"{x:.8f}") for x in vector]})
json.dump(reference, sys.stdout, ensure_ascii=False)
