package io.mnemesh.memory.index;

import jakarta.enterprise.context.ApplicationScoped;

/** The generation whose vectors count at present, where vectors are read from the record. */
@ApplicationScoped
public class ServingGeneration {

    private volatile Generation now;

    ServingGeneration(IndexConfig config) {
        this.now = Generation.configured(config);
    }

    public Generation now() {
        return now;
    }

    void become(Generation generation) {
        now = generation;
    }
}
