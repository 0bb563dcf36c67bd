package io.mnemesh.intelligence.plugin;

import io.mnemesh.intelligence.spi.Predictor;
import java.util.Arrays;

/** A predictor of a plug-in; while it is left out it has nothing to say of any series. */
record GuardedPredictor(Guard guard, Predictor predictor) implements Predictor {

    @Override
    public String name() {
        return guard.name();
    }

    @Override
    public int least(int[] seasons) {
        Integer least = guard.call(() -> predictor.least(seasons.clone()));
        return least == null ? Integer.MAX_VALUE : Math.max(1, least);
    }

    @Override
    public double[] forecast(double[] history, int[] seasons, int horizon) {
        double[] forecast = guard.call(() -> predictor.forecast(history.clone(), seasons.clone(), horizon));
        if (forecast != null && forecast.length == horizon) {
            return forecast;
        }
        if (forecast != null) {
            guard.suspend("a forecast had " + forecast.length + " values and not " + horizon, null);
        }
        double[] nothing = new double[horizon];
        Arrays.fill(nothing, Double.NaN);
        return nothing;
    }
}
