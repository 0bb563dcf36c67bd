package io.mnemesh.intelligence.workflow.model;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Predicts what comes next in a case, and learns with every step: a blend of contexts of variable order. In each of
 * {@link Contexts} it is counted what followed; an estimate is drawn to that of its parent as long as there is little
 * (back-off as in prediction by partial matching, Cleary and Witten, IEEE Trans. Comm. 1984). The blend is logistic, as in
 * context mixing (Mahoney 2005; Mattern, DCC 2012): the logarithm of the estimate of the last two steps, plus for every
 * other context a weight times by how much it differs from its parent. Weights, one set per last activity, follow the
 * gradient of the coding cost. What is said is corrected by {@link Reliability}, the end of the case apart from the rest.
 *
 * <p>Cost of learning or asking: contexts times activities that were seen after the last one, of these at most
 * {@value #CANDIDATES}. Not thread-safe.
 */
final class NextTask {

    /** Most activities that a prediction tells apart. */
    static final int CANDIDATES = 64;

    private static final double PRIOR = 3;
    private static final double FIRST_WEIGHT = 0.2;
    private static final double RATE = 0.002;
    private static final double LEAST = 1e-5;

    private static final int BASE = Contexts.LAST_TWO.place();

    /** Sets of weights; activities with higher numbers share the last one. */
    private static final int WEIGHT_SETS = 256;

    private final ContextTable table;
    private final Map<Integer, double[]> weights;
    private final Reliability goingOn;
    private final Reliability ending;

    NextTask(int contexts) {
        this(new ContextTable(contexts), new LinkedHashMap<>(), new Reliability(), new Reliability());
    }

    private NextTask(ContextTable table, Map<Integer, double[]> weights, Reliability goingOn, Reliability ending) {
        this.table = table;
        this.weights = weights;
        this.goingOn = goingOn;
        this.ending = ending;
    }

    /** What comes after the first {@code steps} remembered steps of a case; null if nothing of the kind was seen. */
    @Nullable
    Forecast predict(CaseHistory history, int steps) {
        long[] keys = Contexts.keys(history, steps);
        Blend blend = blend(history.activity(steps - 1), keys);
        return blend == null ? null : forecast(blend, keys, steps);
    }

    /** Takes in what came after the first {@code steps} remembered steps. */
    void learn(CaseHistory history, int steps, int next) {
        long[] keys = Contexts.keys(history, steps);
        Blend blend = blend(history.activity(steps - 1), keys);
        if (blend != null) {
            int place = blend.place(next);
            if (place >= 0) {
                learnFromOutcome(blend, place, next);
            }
        }
        count(keys, next);
    }

    /** Counts what came after the first {@code steps} remembered steps, without judging what would have been said. */
    void count(CaseHistory history, int steps, int next) {
        count(Contexts.keys(history, steps), next);
    }

    /** Takes back what was counted for what came after the first {@code steps} remembered steps. */
    void discount(CaseHistory history, int steps, int next) {
        for (long key : Contexts.keys(history, steps)) {
            table.discount(key, next);
        }
    }

    private void count(long[] keys, int next) {
        for (long key : keys) {
            table.count(key, next);
        }
    }

    int contexts() {
        return table.size();
    }

    /** Estimates of a prediction before they are corrected. Activity {@code END} is the first, if it is there. */
    private record Blend(
            int[] activities, double[] probabilities, double[][] inputs, boolean[] used, double[] weights) {

        int place(int activity) {
            for (int i = 0; i < activities.length; i++) {
                if (activities[i] == activity) {
                    return i;
                }
            }
            return -1;
        }

        double end() {
            return activities[0] == Activities.END ? probabilities[0] : 0;
        }

        /** Place of the likeliest activity; −1 if only the end was ever seen. */
        int likeliest() {
            int best = -1;
            for (int i = 0; i < activities.length; i++) {
                if (activities[i] != Activities.END && (best < 0 || probabilities[i] > probabilities[best])) {
                    best = i;
                }
            }
            return best;
        }
    }

    private @Nullable Blend blend(int last, long[] keys) {
        var seen = new Counts[keys.length];
        for (int i = 0; i < keys.length; i++) {
            seen[i] = table.find(keys[i]);
        }
        int[] candidates = candidates(seen[Contexts.LAST.place()]);
        if (candidates.length == 0) {
            return null;
        }
        var estimates = new double[keys.length][];
        var inputs = new double[keys.length][];
        var used = new boolean[keys.length];
        double[] weight = weights(last);
        var scores = new double[candidates.length];
        for (Contexts context : Contexts.ALL) {
            int at = context.place();
            double @Nullable [] parent = context.parent() < 0 ? null : estimates[context.parent()];
            estimates[at] = estimate(seen[at], candidates, parent);
            used[at] = at == BASE || (context.parent() >= 1 && seen[at] != null);
            if (used[at]) {
                inputs[at] = input(estimates[at], at == BASE ? null : parent);
                for (int i = 0; i < scores.length; i++) {
                    scores[i] += weight[at] * inputs[at][i];
                }
            }
        }
        return new Blend(candidates, softmax(scores), inputs, used, weight);
    }

    /** What followed the last activity, the most frequent of it if that is much. */
    private static int[] candidates(@Nullable Counts seen) {
        if (seen == null) {
            return new int[0];
        }
        int[] places = IntStream.range(0, seen.size()).toArray();
        if (seen.size() > CANDIDATES) {
            places = IntStream.of(places)
                    .boxed()
                    .sorted(Comparator.comparingInt((Integer place) -> -seen.countAt(place)))
                    .limit(CANDIDATES)
                    .mapToInt(Integer::intValue)
                    .sorted()
                    .toArray();
        }
        return IntStream.of(places).map(seen::symbolAt).toArray();
    }

    private static double[] estimate(@Nullable Counts seen, int[] candidates, double @Nullable [] parent) {
        var estimate = new double[candidates.length];
        double all = PRIOR;
        for (int i = 0; i < candidates.length; i++) {
            int count = seen == null ? 0 : seen.count(candidates[i]);
            estimate[i] = count;
            all += count;
        }
        for (int i = 0; i < candidates.length; i++) {
            double prior = parent == null ? 1.0 / candidates.length : parent[i];
            estimate[i] = (estimate[i] + PRIOR * prior) / all;
        }
        return estimate;
    }

    private static double[] input(double[] estimate, double @Nullable [] parent) {
        var input = new double[estimate.length];
        for (int i = 0; i < input.length; i++) {
            input[i] = Math.log(Math.max(LEAST, estimate[i]))
                    - (parent == null ? 0 : Math.log(Math.max(LEAST, parent[i])));
        }
        return input;
    }

    private static double[] softmax(double[] scores) {
        double most = Arrays.stream(scores).max().orElse(0);
        double sum = 0;
        for (int i = 0; i < scores.length; i++) {
            scores[i] = Math.exp(scores[i] - most);
            sum += scores[i];
        }
        for (int i = 0; i < scores.length; i++) {
            scores[i] /= sum;
        }
        return scores;
    }

    private double[] weights(int last) {
        return weights.computeIfAbsent(Math.min(last, WEIGHT_SETS), set -> {
            var first = new double[Contexts.ALL.length];
            Arrays.fill(first, FIRST_WEIGHT);
            first[BASE] = 1;
            return first;
        });
    }

    private void learnFromOutcome(Blend blend, int place, int next) {
        ending.learn(blend.end(), next == Activities.END);
        int likeliest = blend.likeliest();
        if (next != Activities.END && likeliest >= 0) {
            goingOn.learn(blend.probabilities()[likeliest] / (1 - blend.end()), likeliest == place);
        }
        for (int at = 0; at < blend.used().length; at++) {
            if (blend.used()[at]) {
                double[] input = blend.inputs()[at];
                double gradient = input[place];
                for (int i = 0; i < input.length; i++) {
                    gradient -= blend.probabilities()[i] * input[i];
                }
                blend.weights()[at] += RATE * gradient;
            }
        }
    }

    private Forecast forecast(Blend blend, long[] keys, int steps) {
        int likeliest = blend.likeliest();
        double end = likeliest < 0 ? 1 : ending.correct(blend.end());
        var goesOn = new double[blend.activities().length];
        double going = 1 - blend.end();
        double second = 0;
        for (int i = 0; i < goesOn.length; i++) {
            goesOn[i] = blend.activities()[i] == Activities.END ? 0 : blend.probabilities()[i] / going;
            second = i == likeliest ? second : Math.max(second, goesOn[i]);
        }
        if (likeliest >= 0 && goesOn[likeliest] < 1) {
            double said = goesOn[likeliest];
            double corrected = Math.max(goingOn.correct(said), second / (1 - said + second));
            for (int i = 0; i < goesOn.length; i++) {
                goesOn[i] = i == likeliest ? corrected : goesOn[i] * (1 - corrected) / (1 - said);
            }
        }
        Counts last = table.find(keys[Contexts.LAST.place()]);
        double unseen = last == null ? 1 : (last.singletons() + 0.5) / (last.total() + 1);
        return new Forecast(
                blend.activities(), goesOn, end, Math.min(0.5, unseen), evidence(blend.activities(), keys, steps));
    }

    /** How often each candidate followed in the longest context that was seen often enough to say something. */
    private Forecast.Evidence evidence(int[] activities, long[] keys, int steps) {
        Contexts[] orders = {
            Contexts.LAST_SIX, Contexts.LAST_FOUR, Contexts.LAST_THREE, Contexts.LAST_TWO, Contexts.LAST
        };
        int[] reach = {6, 4, 3, 2, 1};
        for (int order = 0; order < orders.length; order++) {
            Counts counts = table.find(keys[orders[order].place()]);
            if (counts != null && (counts.total() >= Forecast.Evidence.ENOUGH || order == orders.length - 1)) {
                int[] followed = IntStream.of(activities).map(counts::count).toArray();
                return new Forecast.Evidence(Math.min(steps, reach[order]), counts.total(), followed);
            }
        }
        return new Forecast.Evidence(0, 0, new int[activities.length]);
    }

    void write(DataOutput out) throws IOException {
        table.write(out);
        goingOn.write(out);
        ending.write(out);
        out.writeInt(weights.size());
        for (Map.Entry<Integer, double[]> entry : weights.entrySet()) {
            out.writeInt(entry.getKey());
            for (double weight : entry.getValue()) {
                out.writeDouble(weight);
            }
        }
    }

    static NextTask read(DataInput in, int contexts) throws IOException {
        ContextTable table = ContextTable.read(in, contexts);
        Reliability goingOn = Reliability.read(in);
        Reliability ending = Reliability.read(in);
        var weights = new LinkedHashMap<Integer, double[]>();
        int sets = in.readInt();
        for (int i = 0; i < sets; i++) {
            int last = in.readInt();
            var set = new double[Contexts.ALL.length];
            for (int at = 0; at < set.length; at++) {
                set[at] = in.readDouble();
            }
            weights.put(last, set);
        }
        return new NextTask(table, weights, goingOn, ending);
    }
}
