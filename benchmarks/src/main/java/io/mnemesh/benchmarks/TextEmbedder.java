package io.mnemesh.benchmarks;

import java.util.List;

/** Something that gives texts their vectors. Safe for concurrent use. */
interface TextEmbedder {

    /** @return one vector per text, in their order */
    List<float[]> embed(List<String> texts) throws Exception;
}
