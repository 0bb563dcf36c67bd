package io.mnemesh.memory.embedding;

import io.mnemesh.memory.index.Generation;

/** A vector does not belong in the index: the model in use is not the one the index was configured for. */
final class WrongVectorException extends RuntimeException {

    WrongVectorException(String model, int found, Generation expected) {
        super("The vector of " + model + " has " + found + " dimensions; the index takes " + expected.dimensions()
                + (expected.model() == null ? "" : " of " + expected.model()) + ".");
    }
}
