package io.mnemesh.memory.embedding;

/** A vector has not the length the index is made for: the model in use is not the one the index was configured for. */
final class WrongVectorException extends RuntimeException {

    WrongVectorException(int found, int expected) {
        super("The vector has " + found + " dimensions; the index takes " + expected + ".");
    }
}
