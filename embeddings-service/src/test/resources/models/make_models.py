#!/usr/bin/env python3
"""Makes the tiny models beside this script: one layer, 16 dimensions, random weights, generated vocabularies.

usage: make_models.py            (writes tiny-mpnet, tiny-roberta, tiny-bert and models.yaml beside itself)
Needs: pip install numpy onnx tokenizers

Each is shaped as its family is, where the families differ:
  mpnet    word pieces; ids <s> 0, <pad> 1, </s> 2; positions counted over what is not padding; a bias by relative
           position; no type ids; mean pooling and normalisation said by sentence-transformers files
  roberta  byte-level pairs; the same ids and positions; no type ids; a second output; no pooling said anywhere
  bert     word pieces; ids [PAD] 0, [CLS] 1, [SEP] 2; positions from 0; type ids; pooling by the first token, not normalised
The tokenizer files ask for truncation and padding, as published ones do. reference.json is computed here in double
precision by NumPy from the formulas, one text at a time, without ONNX Runtime.
"""
import hashlib
import json
import math
import pathlib

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper
from tokenizers import Tokenizer, decoders, models, normalizers, pre_tokenizers, processors, trainers

HERE = pathlib.Path(__file__).parent
WIDTH, HEADS, INNER, MAX_TOKENS, BUCKETS = 16, 2, 32, 48, 8
TEXTS = ["the cat sits on the mat", "Error 17: no route to host", "a", "Grüße aus Zürich", "memory of all things " * 20]
WORDS = "the cat sits on mat error no route to host a memory of all things and us from night".split()


def word_piece(start, end, pad, specials):
    letters = "abcdefghijklmnopqrstuvwxyz0123456789:.,!?"
    vocabulary = {token: i for i, token in enumerate(specials)}
    for piece in [*WORDS, *letters, *("##" + c for c in letters)]:
        vocabulary.setdefault(piece, len(vocabulary))
    tokenizer = Tokenizer(models.WordPiece(vocabulary, unk_token="[UNK]"))
    tokenizer.normalizer = normalizers.BertNormalizer(lowercase=True, strip_accents=True)
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    tokenizer.decoder = decoders.WordPiece()
    return finished(tokenizer, start, end, pad)


def byte_pairs(start, end, pad, specials):
    tokenizer = Tokenizer(models.BPE(unk_token="<unk>"))
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    tokenizer.decoder = decoders.ByteLevel()
    trainer = trainers.BpeTrainer(
        vocab_size=300, special_tokens=specials, initial_alphabet=pre_tokenizers.ByteLevel.alphabet(), show_progress=False
    )
    tokenizer.train_from_iterator([" ".join(WORDS)] * 4, trainer)
    return finished(tokenizer, start, end, pad)


def finished(tokenizer, start, end, pad):
    ids = [(token, tokenizer.token_to_id(token)) for token in (start, end)]
    tokenizer.post_processor = processors.TemplateProcessing(single=f"{start} $A {end}", special_tokens=ids)
    tokenizer.add_special_tokens([start, end, pad])
    tokenizer.enable_truncation(8)
    tokenizer.enable_padding(pad_id=tokenizer.token_to_id(pad), pad_token=pad, length=8)
    return tokenizer


def bucket(distance):
    """The bucket of a relative position: exact near zero, logarithmic beyond, half of them for each side."""
    half = BUCKETS // 2
    side, far = (half, -distance) if distance < 0 else (0, distance)
    exact = half // 2
    if far < exact:
        return side + far
    return side + min(half - 1, exact + int(math.log(far / exact) / math.log(64 / exact) * (half - exact)))


class Model:
    """Weights of one model, its graph, and the same formulas in NumPy."""

    def __init__(self, family, vocabulary, pad, seed):
        self.family, self.pad = family, pad
        random = np.random.default_rng(seed)
        make = lambda *shape, scale=0.4: (random.standard_normal(shape) * scale).astype(np.float32)
        positions = MAX_TOKENS if family == "bert" else MAX_TOKENS + pad + 1
        self.weights = {"words": make(vocabulary, WIDTH, scale=1.0), "positions": make(positions, WIDTH, scale=0.5)}
        for name, rows, columns in [("q", WIDTH, WIDTH), ("k", WIDTH, WIDTH), ("v", WIDTH, WIDTH), ("o", WIDTH, WIDTH),
                                    ("up", WIDTH, INNER), ("down", INNER, WIDTH)]:
            self.weights[name] = make(rows, columns)
            self.weights[name + "_bias"] = make(columns, scale=0.1)
        for norm in ("norm0", "norm1", "norm2"):
            self.weights[norm + "_scale"] = 1 + make(WIDTH, scale=0.1)
            self.weights[norm + "_bias"] = make(WIDTH, scale=0.1)
        if family == "bert":
            self.weights["types"] = make(2, WIDTH, scale=0.2)
        if family == "mpnet":
            self.weights["relative"] = make(BUCKETS, HEADS, scale=0.5)

    def hidden(self, ids):
        """One text without padding, double precision."""
        w = {name: value.astype(np.float64) for name, value in self.weights.items()}
        count = len(ids)
        at = np.arange(count) + (0 if self.family == "bert" else self.pad + 1)
        x = w["words"][ids] + w["positions"][at]
        if self.family == "bert":
            x = x + w["types"][0]
        x = self.norm(x, w, "norm0")
        split = lambda name: (x @ w[name] + w[name + "_bias"]).reshape(count, HEADS, -1).transpose(1, 0, 2)
        scores = split("q") @ split("k").transpose(0, 2, 1) / math.sqrt(WIDTH // HEADS)
        if self.family == "mpnet":
            buckets = [[bucket(j - i) for j in range(count)] for i in range(count)]
            scores = scores + w["relative"][buckets].transpose(2, 0, 1)
        weights = np.exp(scores - scores.max(-1, keepdims=True))
        weights /= weights.sum(-1, keepdims=True)
        mixed = (weights @ split("v")).transpose(1, 0, 2).reshape(count, WIDTH)
        x = self.norm(x + mixed @ w["o"] + w["o_bias"], w, "norm1")
        up = x @ w["up"] + w["up_bias"]
        up = up * 0.5 * (1 + np.vectorize(math.erf)(up / math.sqrt(2)))
        return self.norm(x + up @ w["down"] + w["down_bias"], w, "norm2")

    @staticmethod
    def norm(x, w, name):
        centred = x - x.mean(-1, keepdims=True)
        return centred / np.sqrt((centred**2).mean(-1, keepdims=True) + 1e-5) * w[name + "_scale"] + w[name + "_bias"]

    def graph(self):
        nodes, constants = [], dict(self.weights)

        def node(op, inputs, name, **attributes):
            nodes.append(helper.make_node(op, inputs, [name], name=name, **attributes))
            return name

        def constant(name, value, kind=np.int64):
            constants[name] = np.array(value, kind)
            return name

        def linear(x, name):
            return node("Add", [node("MatMul", [x, name], name + "_product"), name + "_bias"], name + "_out")

        def norm(x, name):
            return node("LayerNormalization", [x, name + "_scale", name + "_bias"], name + "_out", axis=-1, epsilon=1e-5)

        def heads(x, name, order):
            return node("Transpose", [node("Reshape", [x, "heads"], name + "_split")], name + "_heads", perm=order)

        constant("heads", [0, 0, HEADS, WIDTH // HEADS])
        constant("flat", [0, 0, WIDTH])
        constant("zero", 0)
        constant("one", 1)
        length = node("Gather", [node("Shape", ["input_ids"], "shape"), "one"], "length", axis=0)
        steps = node("Range", ["zero", length, "one"], "steps")
        if self.family == "bert":
            at = steps
        else:
            constant("pad", self.pad)
            padding = node("Equal", ["input_ids", "pad"], "padding")
            real = node("Cast", [node("Not", [padding], "not_padding")], "real", to=TensorProto.INT64)
            counted = node("Mul", [node("CumSum", [real, "one"], "cumulated"), real], "counted")
            at = node("Add", [counted, "pad"], "at")
        words = node("Gather", ["words", "input_ids"], "word_vectors")
        x = node("Add", [words, node("Gather", ["positions", at], "position_vectors")], "placed")
        if self.family == "bert":
            x = node("Add", [x, node("Gather", ["types", "token_type_ids"], "type_vectors")], "typed")
        x = norm(x, "norm0")
        q, v = (heads(linear(x, name), name, [0, 2, 1, 3]) for name in "qv")
        k = heads(linear(x, "k"), "k", [0, 2, 3, 1])
        constant("scale", math.sqrt(WIDTH // HEADS), np.float32)
        scores = node("Div", [node("MatMul", [q, k], "raw_scores"), "scale"], "scores")
        if self.family == "mpnet":
            constant("buckets", [bucket(d) for d in range(1 - MAX_TOKENS, MAX_TOKENS)])
            constant("middle", MAX_TOKENS - 1)
            constant("column", [1])
            constant("first", [0])
            distance = node("Sub", [steps, node("Unsqueeze", [steps, "column"], "rows")], "distance")
            chosen = node("Gather", ["buckets", node("Add", [distance, "middle"], "shifted")], "chosen")
            bias = node("Transpose", [node("Gather", ["relative", chosen], "biases")], "bias", perm=[2, 0, 1])
            scores = node("Add", [scores, node("Unsqueeze", [bias, "first"], "bias_row")], "biased")
        constant("axes", [1, 2])
        constant("ones", 1, np.float32)
        constant("lowest", np.finfo(np.float32).min, np.float32)
        masked = node("Cast", [node("Unsqueeze", ["attention_mask", "axes"], "wide_mask")], "mask", to=TensorProto.FLOAT)
        penalty = node("Mul", [node("Sub", ["ones", masked], "hidden_places"), "lowest"], "penalty")
        weights = node("Softmax", [node("Add", [scores, penalty], "masked_scores")], "weights", axis=-1)
        mixed = node("Transpose", [node("MatMul", [weights, v], "mixed_heads")], "mixed", perm=[0, 2, 1, 3])
        mixed = linear(node("Reshape", [mixed, "flat"], "mixed_flat"), "o")
        x = norm(node("Add", [x, mixed], "attended"), "norm1")
        up = linear(x, "up")
        constant("root", math.sqrt(2), np.float32)
        constant("half", 0.5, np.float32)
        erf = node("Add", [node("Erf", [node("Div", [up, "root"], "scaled")], "erf"), "ones"], "erf_one")
        gelu = node("Mul", [node("Mul", [up, erf], "gated"), "half"], "gelu")
        out = node("Add", [x, linear(gelu, "down")], "fed")
        nodes.append(helper.make_node("LayerNormalization", [out, "norm2_scale", "norm2_bias"], ["last_hidden_state"],
                                      axis=-1, epsilon=1e-5))
        outputs = [helper.make_tensor_value_info("last_hidden_state", TensorProto.FLOAT, ["batch", "tokens", WIDTH])]
        if self.family == "roberta":
            nodes.append(helper.make_node("Gather", ["last_hidden_state", "zero"], ["pooler_output"], axis=1))
            outputs.insert(0, helper.make_tensor_value_info("pooler_output", TensorProto.FLOAT, ["batch", WIDTH]))
        names = ["input_ids", "attention_mask"] + (["token_type_ids"] if self.family == "bert" else [])
        inputs = [helper.make_tensor_value_info(name, TensorProto.INT64, ["batch", "tokens"]) for name in names]
        weights = [numpy_helper.from_array(value, name) for name, value in constants.items()]
        graph = helper.make_graph(nodes, "tiny-" + self.family, inputs, outputs, weights)
        model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], producer_name="mnemesh")
        model.ir_version = 9
        onnx.checker.check_model(model)
        return model


def write(name, value):
    path = HERE / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(value, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def make(family, tokenizer, model, pooling, normalize):
    folder = f"tiny-{family}"
    (HERE / folder).mkdir(exist_ok=True)
    tokenizer.save(str(HERE / folder / "tokenizer.json"), pretty=False)
    onnx.save(model.graph(), str(HERE / folder / "model.onnx"))
    write(f"{folder}/config.json", {
        "model_type": family, "hidden_size": WIDTH, "vocab_size": tokenizer.get_vocab_size(), "pad_token_id": model.pad,
        "max_position_embeddings": len(model.weights["positions"]),
    })
    tokenizer.no_truncation()
    tokenizer.no_padding()
    reference = []
    for text in TEXTS:
        ids = tokenizer.encode(text).ids
        if len(ids) > MAX_TOKENS:
            ids = ids[:MAX_TOKENS - 1] + ids[-1:]
        hidden = model.hidden(ids)
        vector = hidden[0] if pooling == "cls" else hidden.mean(0)
        vector = vector / np.linalg.norm(vector) if normalize else vector
        reference.append({"text": text, "tokens": ids, "vector": [round(float(x), 8) for x in vector]})
    write(f"{folder}/reference.json", reference)


def main():
    roman = ["<s>", "<pad>", "</s>"]
    mpnet = word_piece("<s>", "</s>", "<pad>", [*roman, "[UNK]"])
    make("mpnet", mpnet, Model("mpnet", mpnet.get_vocab_size(), 1, 1), "mean", True)
    write("tiny-mpnet/sentence_bert_config.json", {"max_seq_length": MAX_TOKENS, "do_lower_case": False})
    kinds = ["Transformer", "Pooling", "Normalize"]
    write("tiny-mpnet/modules.json", [
        {"idx": i, "name": str(i), "path": f"{i}_{kind}" if i else "", "type": f"sentence_transformers.models.{kind}"}
        for i, kind in enumerate(kinds)
    ])
    write("tiny-mpnet/1_Pooling/config.json", {
        "word_embedding_dimension": WIDTH, "pooling_mode_cls_token": False, "pooling_mode_mean_tokens": True,
        "pooling_mode_max_tokens": False, "pooling_mode_mean_sqrt_len_tokens": False,
    })
    roberta = byte_pairs("<s>", "</s>", "<pad>", [*roman, "<unk>"])
    make("roberta", roberta, Model("roberta", roberta.get_vocab_size(), 1, 2), "mean", True)
    bert = word_piece("[CLS]", "[SEP]", "[PAD]", ["[PAD]", "[CLS]", "[SEP]", "[UNK]"])
    make("bert", bert, Model("bert", bert.get_vocab_size(), 0, 3), "cls", False)
    write("tiny-bert/modules.json", [
        {"idx": i, "name": str(i), "path": f"{i}_{kind}" if i else "", "type": f"sentence_transformers.models.{kind}"}
        for i, kind in enumerate(kinds[:2])
    ])
    write("tiny-bert/1_Pooling/config.json", {
        "word_embedding_dimension": WIDTH, "pooling_mode_cls_token": True, "pooling_mode_mean_tokens": False,
        "pooling_mode_max_tokens": False, "pooling_mode_mean_sqrt_len_tokens": False,
    })
    digest = lambda file: hashlib.sha256((HERE / "tiny-roberta" / file).read_bytes()).hexdigest()
    (HERE / "models.yaml").write_text(f"""# What the folder of tiny-roberta does not say, as an operator would add it. Written by make_models.py.
models:
  - name: tiny-roberta
    revision: r1
    pooling: mean
    owner: mnemesh
    created: 1700000000
    files:
      model: {{ sha256: {digest("model.onnx")} }}
      tokenizer: {{ sha256: {digest("tokenizer.json")} }}
""", encoding="utf-8")


main()
