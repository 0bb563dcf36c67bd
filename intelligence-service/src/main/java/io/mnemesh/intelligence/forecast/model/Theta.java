package io.mnemesh.intelligence.forecast.model;

/**
 * The theta method on what is left without the seasons (Assimakopoulos and Nikolopoulos 2000; as simple exponential smoothing with
 * half the slope as drift, Hyndman and Billah 2003). The smoothing constant is the one with the least squared one-step error.
 */
final class Theta implements Candidate {

    private static final int STEPS = 20;

    @Override
    public String name() {
        return "theta";
    }

    @Override
    public int least(Seasons seasons) {
        return Math.max(8, 2 * seasons.longest());
    }

    @Override
    public double[] forecast(double[] history, Seasons seasons, int horizon) {
        int n = history.length;
        double[] season = Profile.of(history, seasons, horizon);
        double[] plain = new double[n];
        for (int i = 0; i < n; i++) {
            plain[i] = history[i] - season[i];
        }
        double drift = Lines.through(plain).slope() / 2;
        double best = Double.POSITIVE_INFINITY;
        double level = plain[n - 1];
        double alpha = 1;
        for (int step = 1; step <= STEPS; step++) {
            double rate = (double) step / STEPS;
            double here = plain[0];
            double squares = 0;
            for (int i = 1; i < n; i++) {
                double error = plain[i] - here;
                squares += error * error;
                here += rate * error;
            }
            if (squares < best) {
                best = squares;
                level = here;
                alpha = rate;
            }
        }
        double lead = (1 - Math.pow(1 - alpha, n)) / alpha - 1;
        double[] forecast = new double[horizon];
        for (int h = 0; h < horizon; h++) {
            forecast[h] = level + drift * (h + 1 + lead) + season[n + h];
        }
        return forecast;
    }
}
