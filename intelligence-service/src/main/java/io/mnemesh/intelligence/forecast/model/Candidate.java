package io.mnemesh.intelligence.forecast.model;

import io.mnemesh.intelligence.spi.Predictor;

/** One way to go on with a series, with its seasons as an object. Deterministic and stateless. */
interface Candidate extends Predictor {

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

    @Override
    default int least(int[] seasons) {
        return least(new Seasons(seasons));
    }

    @Override
    default double[] forecast(double[] history, int[] seasons, int horizon) {
        return forecast(history, new Seasons(seasons), horizon);
    }
}
