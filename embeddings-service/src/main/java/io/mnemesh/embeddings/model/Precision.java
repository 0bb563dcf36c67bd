package io.mnemesh.embeddings.model;

/** Number format of a model's weights. */
public enum Precision {
    FP32
}
