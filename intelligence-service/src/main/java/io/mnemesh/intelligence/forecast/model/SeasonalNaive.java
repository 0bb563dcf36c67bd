package io.mnemesh.intelligence.forecast.model;

/** The last cycle of the longest season again; without a season the last value. */
final class SeasonalNaive implements Candidate {

    @Override
    public String name() {
        return "seasonal-naive";
    }

    @Override
    public int least(Seasons seasons) {
        return seasons.longest();
    }

    @Override
    public double[] forecast(double[] history, Seasons seasons, int horizon) {
        double[] forecast = new double[horizon];
        int period = seasons.longest();
        for (int h = 0; h < horizon; h++) {
            forecast[h] = history[history.length - period + h % period];
        }
        return forecast;
    }
}
