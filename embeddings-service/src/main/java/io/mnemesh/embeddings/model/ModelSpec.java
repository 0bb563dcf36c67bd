package io.mnemesh.embeddings.model;

import io.mnemesh.embeddings.inference.Pooling;
import java.time.Instant;
import java.util.Optional;

/**
 * What a model is said to be, before its files are looked at.
 *
 * @param name           name callers use; also its folder under the models directory
 * @param revision       revision of the weights, if it is said
 * @param precision      number format of the weights
 * @param dimensions     length of a vector
 * @param maxTokens      longest sequence it reads
 * @param vocabularySize token ids are below this
 * @param padToken       id that fills shorter sequences up
 * @param pooling        how token vectors become one
 * @param normalized     whether vectors get length one
 * @param owner          who made it, for the list of models
 * @param created        when it was made, for the list of models
 * @param model          the ONNX file
 * @param tokenizer      the {@code tokenizer.json}
 * @param reference      texts with their vectors, to compare with
 */
public record ModelSpec(
        String name,
        Optional<String> revision,
        Precision precision,
        int dimensions,
        int maxTokens,
        int vocabularySize,
        int padToken,
        Pooling pooling,
        boolean normalized,
        String owner,
        Instant created,
        ModelFile model,
        ModelFile tokenizer,
        ModelFile reference) {}
