package io.mnemesh.benchmarks;

import io.mnemesh.benchmarks.Nab.Profile;
import io.mnemesh.benchmarks.Nab.Series;
import io.mnemesh.benchmarks.Nab.Window;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The score of NAB (Lavin and Ahmad, ICMLA 2015) with one threshold for a corpus: 0 for a detector that says nothing, 100 for
 * one that tells of every window at its beginning and of nothing else.
 */
final class NabScore {

    /** Window widths after which a false positive costs in full. */
    private static final double FAR = 3;

    /** Steps of thresholds that are tried for a steady one, and how many of them to either side count for it. */
    private static final double STEP = 0.05;

    private static final int NEAR = 6;

    private NabScore() {}

    /** A threshold and what it scores. */
    record Best(double threshold, double score) {}

    private record Point(double score, int window, double weight) {}

    /** Score of a corpus at a threshold. */
    static double at(List<Series> corpus, List<double[]> scores, Profile profile, double threshold) {
        var sweep = new Sweep(corpus, profile);
        for (Point point : points(corpus, scores, profile)) {
            if (point.score() >= threshold) {
                sweep.take(point);
            }
        }
        return sweep.score();
    }

    /** The threshold that scores best on a corpus. */
    static Best best(List<Series> corpus, List<double[]> scores, Profile profile) {
        List<Point> points = points(corpus, scores, profile);
        var sweep = new Sweep(corpus, profile);
        var best = new Best(Double.POSITIVE_INFINITY, sweep.score());
        for (int i = 0; i < points.size(); i++) {
            sweep.take(points.get(i));
            boolean ends = i + 1 == points.size()
                    || points.get(i + 1).score() < points.get(i).score();
            if (ends && sweep.score() > best.score()) {
                best = new Best(points.get(i).score(), sweep.score());
            }
        }
        return best;
    }

    /**
     * The threshold that scores best together with those near it (0.3 to either side), for a corpus in which single windows decide about
     * the best one.
     */
    static double steady(List<Series> corpus, List<double[]> scores, Profile profile) {
        List<Point> points = points(corpus, scores, profile);
        double highest = points.isEmpty() ? 0 : points.getFirst().score();
        double[] reached = new double[(int) (highest / STEP) + 1];
        var sweep = new Sweep(corpus, profile);
        int next = 0;
        for (int i = reached.length - 1; i >= 0; i--) {
            while (next < points.size() && points.get(next).score() >= i * STEP) {
                sweep.take(points.get(next++));
            }
            reached[i] = sweep.score();
        }
        int best = 0;
        for (int i = 0; i < reached.length; i++) {
            best = around(reached, i) > around(reached, best) ? i : best;
        }
        return best * STEP;
    }

    private static double around(double[] reached, int middle) {
        return IntStream.rangeClosed(Math.max(0, middle - NEAR), Math.min(reached.length - 1, middle + NEAR))
                .mapToDouble(i -> reached[i])
                .average()
                .orElse(0);
    }

    /** What each point adds if it is told of, the highest score first. */
    private static List<Point> points(List<Series> corpus, List<double[]> scores, Profile profile) {
        var points = new ArrayList<Point>();
        int firstWindow = 0;
        for (int s = 0; s < corpus.size(); s++) {
            Series series = corpus.get(s);
            double[] found = scores.get(s);
            for (int i = series.probation(); i < found.length; i++) {
                if (found[i] > 0) {
                    points.add(point(series.windows(), firstWindow, i, found[i], profile));
                }
            }
            firstWindow += series.windows().size();
        }
        points.sort(Comparator.comparingDouble(point -> -point.score()));
        return points;
    }

    private static Point point(List<Window> windows, int firstWindow, int i, double score, Profile profile) {
        Window before = null;
        for (int w = 0; w < windows.size(); w++) {
            Window window = windows.get(w);
            if (i >= window.first() && i <= window.last()) {
                double position = -(window.last() - i + 1.0) / (window.last() - window.first() + 1.0);
                return new Point(score, firstWindow + w, sigmoid(position) / sigmoid(-1));
            }
            before = window.last() < i ? window : before;
        }
        double cost = -1;
        if (before != null) {
            double distance = (i - before.last()) / (double) Math.max(1, before.last() - before.first());
            cost = distance > FAR ? -1 : sigmoid(distance);
        }
        return new Point(score, -1, cost * profile.falsePositive());
    }

    private static double sigmoid(double x) {
        return 2 / (1 + Math.exp(5 * x)) - 1;
    }

    /** The sum while a threshold falls. */
    private static final class Sweep {

        private final double[] windows;
        private final Profile profile;
        private double sum;

        Sweep(List<Series> corpus, Profile profile) {
            this.windows = new double
                    [corpus.stream().mapToInt(one -> one.windows().size()).sum()];
            this.profile = profile;
            this.sum = -profile.miss() * windows.length;
        }

        void take(Point point) {
            if (point.window() < 0) {
                sum += point.weight();
                return;
            }
            double known = windows[point.window()];
            if (known == 0) {
                sum += profile.miss();
            }
            if (point.weight() > known) {
                sum += point.weight() - known;
                windows[point.window()] = point.weight();
            }
        }

        double score() {
            double none = -profile.miss() * windows.length;
            return windows.length == 0 ? 0 : 100 * (sum - none) / (windows.length - none);
        }
    }
}
