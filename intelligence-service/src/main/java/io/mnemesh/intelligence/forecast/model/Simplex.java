package io.mnemesh.intelligence.forecast.model;

import java.util.Arrays;
import java.util.Comparator;
import java.util.function.ToDoubleFunction;

/** The least value of a function within [0, 1] in each direction, by the simplex method of Nelder and Mead (1965). */
final class Simplex {

    private Simplex() {}

    private record Corner(double[] at, double value) {}

    /**
     * @param start where to begin, within [0, 1] in each direction
     * @param evaluations of the function, at most
     * @return the best place that was seen
     */
    static double[] least(ToDoubleFunction<double[]> function, double[] start, double size, int evaluations) {
        int n = start.length;
        Corner[] corners = new Corner[n + 1];
        corners[0] = corner(function, start);
        for (int i = 0; i < n; i++) {
            double[] at = start.clone();
            at[i] += at[i] + size <= 1 ? size : -size;
            corners[i + 1] = corner(function, at);
        }
        int used = n + 1;
        while (used + 2 + n <= evaluations) {
            Arrays.sort(corners, Comparator.comparingDouble(Corner::value));
            double[] centre = new double[n];
            for (int i = 0; i < n; i++) {
                for (int j = 0; j < n; j++) {
                    centre[j] += corners[i].at()[j] / n;
                }
            }
            Corner worst = corners[n];
            Corner mirrored = corner(function, between(centre, worst.at(), -1));
            used++;
            if (mirrored.value() < corners[0].value()) {
                Corner further = corner(function, between(centre, worst.at(), -2));
                used++;
                corners[n] = further.value() < mirrored.value() ? further : mirrored;
            } else if (mirrored.value() < corners[n - 1].value()) {
                corners[n] = mirrored;
            } else {
                Corner nearer = corner(function, between(centre, worst.at(), 0.5));
                used++;
                if (nearer.value() < worst.value()) {
                    corners[n] = nearer;
                } else {
                    for (int i = 1; i <= n; i++) {
                        corners[i] = corner(function, between(corners[0].at(), corners[i].at(), 0.5));
                    }
                    used += n;
                }
            }
        }
        Arrays.sort(corners, Comparator.comparingDouble(Corner::value));
        return corners[0].at();
    }

    private static Corner corner(ToDoubleFunction<double[]> function, double[] at) {
        for (int i = 0; i < at.length; i++) {
            at[i] = Math.clamp(at[i], 0, 1);
        }
        double value = function.applyAsDouble(at);
        return new Corner(at, Double.isNaN(value) ? Double.POSITIVE_INFINITY : value);
    }

    private static double[] between(double[] from, double[] to, double share) {
        double[] at = new double[from.length];
        for (int i = 0; i < at.length; i++) {
            at[i] = from[i] + share * (to[i] - from[i]);
        }
        return at;
    }
}
