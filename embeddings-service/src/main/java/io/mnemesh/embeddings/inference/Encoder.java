package io.mnemesh.embeddings.inference;

import java.util.List;

/** A model that turns token sequences into vectors. Safe for concurrent use by different threads. */
public interface Encoder extends AutoCloseable {

    int dimensions();

    /**
     * Computes one batch on the calling thread.
     *
     * @param sequences token ids per text; shorter ones are padded and masked
     * @return one vector per sequence, in their order
     * @throws EncodingException if the runtime refuses
     */
    List<float[]> encode(List<int[]> sequences);

    @Override
    void close();
}
