package io.mnemesh.benchmarks;

/** How far forecasts were off, by the measures of the M4 competition for hourly series, and what bands covered. */
final class ForecastScores {

    private static final int SEASON = 24;

    /** What the naive method of the competition reached on its hourly series. */
    private static final double NAIVE_SMAPE = 18.383;

    private static final double NAIVE_MASE = 2.395;

    private double smape;
    private double mase;
    private double covered;
    private int series;

    void add(M4 one, double[] forecast) {
        double percent = 0;
        double off = 0;
        double[] came = one.came();
        for (int h = 0; h < came.length; h++) {
            double error = Math.abs(came[h] - forecast[h]);
            double size = Math.abs(came[h]) + Math.abs(forecast[h]);
            percent += size == 0 ? 0 : 200 * error / size / came.length;
            off += error / came.length;
        }
        double naive = 0;
        double[] seen = one.seen();
        for (int i = SEASON; i < seen.length; i++) {
            naive += Math.abs(seen[i] - seen[i - SEASON]) / (seen.length - SEASON);
        }
        smape += percent;
        mase += naive == 0 ? 0 : off / naive;
        series++;
    }

    void addBand(M4 one, double[] low, double[] high) {
        int inside = 0;
        for (int h = 0; h < low.length; h++) {
            inside += one.came()[h] >= low[h] && one.came()[h] <= high[h] ? 1 : 0;
        }
        covered += (double) inside / low.length;
    }

    double smape() {
        return smape / series;
    }

    double mase() {
        return mase / series;
    }

    double owa() {
        return (smape() / NAIVE_SMAPE + mase() / NAIVE_MASE) / 2;
    }

    /** Share of what came that lay within the bands. */
    double covered() {
        return covered / series;
    }
}
