package io.mnemesh.intelligence.spi;

/**
 * One way to go on with a series. It is tried from earlier times of each series and weighed by how it did, so one that is bad at a series
 * does no harm. Deterministic: the same history gives the same forecast.
 */
public interface Predictor extends Plugin {

    /** Whether it has anything to say of a series. */
    default boolean fits(SeriesKey series) {
        return true;
    }

    /**
     * Points below which it has nothing to say.
     *
     * @param seasons lengths of the seasons that were found, in steps, ascending; none, one or two
     */
    int least(int[] seasons);

    /**
     * What comes next.
     *
     * @param history finite values at equal distances, scaled so that the largest is 1; at least {@link #least} of them
     * @param seasons lengths of the seasons that were found, in steps, ascending
     * @param horizon steps ahead, at least 1
     * @return one value per step in the scale of the history; not finite where the method failed
     */
    double[] forecast(double[] history, int[] seasons, int horizon);
}
