package io.mnemesh.embeddings.batch;

/**
 * Neighbours in the sorted list of waiting texts.
 *
 * @param from first index
 * @param to   index after the last
 */
public record Run(int from, int to) {

    public Run {
        if (from < 0 || to <= from) {
            throw new IllegalArgumentException("A run holds at least one text.");
        }
    }

    public int rows() {
        return to - from;
    }
}
