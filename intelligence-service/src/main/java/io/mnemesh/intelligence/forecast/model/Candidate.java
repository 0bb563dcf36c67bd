package io.mnemesh.intelligence.forecast.model;

/** One way to go on with a series. Deterministic and stateless; the same history gives the same forecast. */
interface Candidate {

    String name();

    /** Points below which it has nothing to say. */
    int least(Seasons seasons);

    /**
     * What comes next.
     *
     * @param history finite values at equal distances, at least {@link #least}
     * @param horizon steps ahead, at least 1
     * @return one value per step; not finite where the method failed
     */
    double[] forecast(double[] history, Seasons seasons, int horizon);
}
