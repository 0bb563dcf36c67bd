package io.mnemesh.embeddings.model;

/** Number format of a model's weights. */
public enum Precision {
    FP32,
    /** Eight-bit weights, and activations that are quantised while computing. */
    INT8
}
