package io.mnemesh.intelligence.workflow.model;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Closed sequential patterns: activities that many cases have in this order, with anything between them, and that no longer
 * pattern of as many cases contains. The algorithm is BIDE (Wang and Han, ICDE 2004): patterns grow to the right; one is
 * closed if nothing can be added in any place without losing cases (bi-directional extension), and a prefix that could have
 * been extended to the left without losing cases is not grown at all (back-scan). Sequences have weights, so that a variant
 * that many cases took is looked at once. The work is bounded; when the bound is reached it says so.
 */
final class ClosedPatterns {

    /** @param cases weight of the sequences that contain it */
    record Pattern(int[] activities, long cases) {}

    /** @param complete false if the bound of work was reached, so that patterns may be missing */
    record Found(List<Pattern> patterns, boolean complete) {}

    private static final int LONGEST = 20;

    private final int[][] sequences;
    private final long[] weights;
    private final long least;
    private final List<Pattern> found = new ArrayList<>();
    private long work;

    private ClosedPatterns(int[][] sequences, long[] weights, long least, long work) {
        this.sequences = sequences;
        this.weights = weights;
        this.least = least;
        this.work = work;
    }

    /**
     * The closed patterns of at least two activities, those of most cases first, of as many the longest first.
     *
     * @param least cases that a pattern must have
     * @param work  steps of sequences to look at, at most
     */
    static Found mine(List<Variants.Variant> variants, long least, long work) {
        var sequences = new int[variants.size()][];
        var weights = new long[variants.size()];
        for (int i = 0; i < sequences.length; i++) {
            sequences[i] = variants.get(i).activities();
            weights[i] = variants.get(i).cases();
        }
        var mining = new ClosedPatterns(sequences, weights, Math.max(1, least), work);
        int[] all = new int[sequences.length];
        Arrays.setAll(all, i -> i);
        mining.grow(new int[0], all, new int[sequences.length]);
        mining.found.sort(Comparator.comparingLong((Pattern pattern) -> -pattern.cases())
                .thenComparingInt(pattern -> -pattern.activities().length)
                .thenComparing(Pattern::activities, Arrays::compare));
        return new Found(List.copyOf(mining.found), mining.work > 0);
    }

    /**
     * Grows a prefix by every activity that leaves it cases enough.
     *
     * @param in    sequences that contain it
     * @param after place after its first instance in each of them
     */
    private void grow(int[] prefix, int[] in, int[] after) {
        Map<Integer, Long> next = weightOfNext(in, after);
        long support = weight(in);
        if (prefix.length >= 2
                && next.values().stream().noneMatch(weight -> weight == support)
                && !growsBackward(prefix, in, false)) {
            found.add(new Pattern(prefix, support));
        }
        if (prefix.length == LONGEST) {
            return;
        }
        for (Map.Entry<Integer, Long> entry : next.entrySet()) {
            if (entry.getValue() < least || work <= 0) {
                continue;
            }
            int[] longer = Arrays.copyOf(prefix, prefix.length + 1);
            longer[prefix.length] = entry.getKey();
            var kept = new int[in.length];
            var places = new int[in.length];
            int size = 0;
            for (int i = 0; i < in.length; i++) {
                int place = indexOf(sequences[in[i]], entry.getKey(), after[i]);
                if (place >= 0) {
                    kept[size] = in[i];
                    places[size++] = place + 1;
                }
            }
            int[] supporting = Arrays.copyOf(kept, size);
            if (!growsBackward(longer, supporting, true)) {
                grow(longer, supporting, Arrays.copyOf(places, size));
            }
        }
    }

    private Map<Integer, Long> weightOfNext(int[] in, int[] after) {
        var next = new HashMap<Integer, Long>();
        var seen = new HashSet<Integer>();
        for (int i = 0; i < in.length; i++) {
            int[] sequence = sequences[in[i]];
            seen.clear();
            for (int place = after[i]; place < sequence.length; place++) {
                if (seen.add(sequence[place])) {
                    next.merge(sequence[place], weights[in[i]], Long::sum);
                }
            }
            work -= sequence.length - after[i];
        }
        return next;
    }

    /**
     * True if the same activity can be put before some activity of the pattern in all its sequences: between the first
     * instance of what comes before that activity and its last appearance. With {@code first} the last appearance within the
     * first instance of the pattern counts (semi-maximum periods), else within any (maximum periods).
     */
    private boolean growsBackward(int[] pattern, int[] in, boolean first) {
        for (int at = 0; at < pattern.length; at++) {
            Set<Integer> common = new HashSet<>();
            for (int i = 0; i < in.length && (i == 0 || !common.isEmpty()); i++) {
                int[] sequence = sequences[in[i]];
                work -= sequence.length;
                int from = endOfFirst(sequence, pattern, at);
                int to = lastAppearance(sequence, pattern, at, first);
                var between = new HashSet<Integer>();
                for (int place = from; place < to; place++) {
                    between.add(sequence[place]);
                }
                if (i == 0) {
                    common.addAll(between);
                } else {
                    common.retainAll(between);
                }
            }
            if (!common.isEmpty()) {
                return true;
            }
        }
        return false;
    }

    /** Place after the first instance of the first {@code length} activities. */
    private static int endOfFirst(int[] sequence, int[] pattern, int length) {
        int place = 0;
        for (int i = 0; i < length; i++) {
            place = indexOf(sequence, pattern[i], place) + 1;
        }
        return place;
    }

    /** Place of activity {@code at} when the pattern is matched from the right, in its first instance or in all. */
    private static int lastAppearance(int[] sequence, int[] pattern, int at, boolean first) {
        int place = first ? endOfFirst(sequence, pattern, pattern.length) : sequence.length;
        for (int i = pattern.length - 1; i >= at; i--) {
            place--;
            while (sequence[place] != pattern[i]) {
                place--;
            }
        }
        return place;
    }

    private long weight(int[] in) {
        long sum = 0;
        for (int i : in) {
            sum += weights[i];
        }
        return sum;
    }

    private static int indexOf(int[] sequence, int activity, int from) {
        for (int place = from; place < sequence.length; place++) {
            if (sequence[place] == activity) {
                return place;
            }
        }
        return -1;
    }
}
