package io.mnemesh.gateway.ecosystem;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** Samples in Prometheus' text form. Linear in its length; lines of another form are left out. */
record PrometheusText(List<Sample> samples) {

    /** @param labels as they are written, {@code name="value",…}; empty if there are none */
    record Sample(String name, String labels, double value) {

        boolean has(String label, String value) {
            return labels.contains(label + "=\"" + value + "\"");
        }
    }

    static PrometheusText parse(String text) {
        var samples = new ArrayList<Sample>();
        for (String line : text.split("\n", -1)) {
            if (line.isEmpty() || line.charAt(0) == '#') {
                continue;
            }
            int open = line.indexOf('{');
            int close = line.lastIndexOf('}');
            int end = close >= 0 ? close + 1 : line.indexOf(' ');
            if (end <= 0 || (open >= 0) != (close >= 0)) {
                continue;
            }
            try {
                String value = line.substring(end).strip().split(" ", 2)[0];
                samples.add(new Sample(
                        open < 0 ? line.substring(0, end) : line.substring(0, open),
                        open < 0 ? "" : line.substring(open + 1, close),
                        Double.parseDouble(value)));
            } catch (NumberFormatException e) {
                // +Inf and NaN are parsed; anything else is not a sample.
            }
        }
        return new PrometheusText(samples);
    }

    /** Sum of the samples of a name; 0 if there are none. */
    double sum(String name, Predicate<Sample> which) {
        double sum = 0;
        for (Sample sample : samples) {
            if (sample.name().equals(name) && which.test(sample) && Double.isFinite(sample.value())) {
                sum += sample.value();
            }
        }
        return sum;
    }

    double sum(String name) {
        return sum(name, sample -> true);
    }
}
