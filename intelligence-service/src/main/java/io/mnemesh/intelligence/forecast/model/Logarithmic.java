package io.mnemesh.intelligence.forecast.model;

import java.util.Arrays;

/** A candidate on the logarithms of a positive series: its seasons and trends are factors and not addends. */
final class Logarithmic implements Candidate {

    private final Candidate candidate;

    Logarithmic(Candidate candidate) {
        this.candidate = candidate;
    }

    @Override
    public String name() {
        return candidate.name() + "-log";
    }

    @Override
    public int least(Seasons seasons) {
        return candidate.least(seasons);
    }

    @Override
    public double[] forecast(double[] history, Seasons seasons, int horizon) {
        double[] logarithms = Arrays.stream(history).map(Math::log).toArray();
        return Arrays.stream(candidate.forecast(logarithms, seasons, horizon))
                .map(Math::exp)
                .toArray();
    }
}
