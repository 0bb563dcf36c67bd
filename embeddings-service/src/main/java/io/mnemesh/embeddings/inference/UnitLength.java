package io.mnemesh.embeddings.inference;

/** Vectors of length one. The norm is summed in double precision. */
public final class UnitLength {

    private UnitLength() {}

    /** Gives the vector length one, in place. A zero vector stays zero. */
    public static void normalize(float[] vector) {
        double squares = 0;
        for (float value : vector) {
            squares += (double) value * value;
        }
        if (squares > 0) {
            double norm = Math.sqrt(squares);
            for (int d = 0; d < vector.length; d++) {
                vector[d] = (float) (vector[d] / norm);
            }
        }
    }
}
