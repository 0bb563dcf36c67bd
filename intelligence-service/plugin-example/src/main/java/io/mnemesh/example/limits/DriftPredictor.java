package io.mnemesh.example.limits;

import io.mnemesh.intelligence.spi.Predictor;
import io.mnemesh.intelligence.spi.SeriesKey;
import jakarta.enterprise.context.ApplicationScoped;

/** A queue goes on to fill as it did in the mean. */
@ApplicationScoped
public class DriftPredictor implements Predictor {

    @Override
    public String name() {
        return "drift";
    }

    @Override
    public boolean fits(SeriesKey series) {
        return Limits.areKnownOf(series);
    }

    @Override
    public int least(int[] seasons) {
        return 2;
    }

    @Override
    public double[] forecast(double[] history, int[] seasons, int horizon) {
        double last = history[history.length - 1];
        double step = (last - history[0]) / (history.length - 1);
        double[] forecast = new double[horizon];
        for (int i = 0; i < horizon; i++) {
            forecast[i] = last + (i + 1) * step;
        }
        return forecast;
    }
}
