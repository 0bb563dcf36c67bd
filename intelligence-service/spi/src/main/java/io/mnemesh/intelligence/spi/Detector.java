package io.mnemesh.intelligence.spi;

/**
 * Something that says how unusual each point of one series is, one point at a time. It keeps a bounded memory of the series
 * and is not used by several threads at once. What its scores mean is up to it: the service compares them only with its own
 * earlier ones, so what counts is that unusual points score higher than usual ones.
 */
public interface Detector extends Persistent {

    /** Short name, for explanations. */
    String name();

    /** What a high score means, for explanations: the rest of a sentence that begins with the value. */
    String meaning();

    /**
     * Takes in the next point.
     *
     * @param second time in seconds since the epoch, later than that of the point before
     * @param value  finite
     * @return how unusual it is against what came before: finite, at least 0, the more the more unusual
     */
    double score(long second, double value);
}
