package io.mnemesh.intelligence.workflow.model;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The different sequences of activities that cases took, with the number of cases. When there are too many, those that only
 * ended cases took once are left out (lossy counting, Manku and Motwani, VLDB 2002) and counted as unlisted. Not thread-safe.
 */
final class Variants {

    /** A sequence of activities as a key. */
    private record Key(int[] activities) {

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Key key && Arrays.equals(activities, key.activities);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(activities);
        }
    }

    private static final class Tally {
        long cases;
        long open;
    }

    /**
     * A variant.
     *
     * @param cases cases that took it
     * @param open  those of them that have not ended
     */
    record Variant(int[] activities, long cases, long open) {}

    private final int most;
    private final Map<Key, Tally> tallies = new LinkedHashMap<>();
    private long unlisted;

    Variants(int most) {
        this.most = most;
    }

    /** A case went from one sequence to another; null for none. */
    void moved(int @Nullable [] from, int @Nullable [] to) {
        if (from != null) {
            Key key = new Key(from);
            Tally tally = tallies.get(key);
            if (tally != null) {
                tally.cases--;
                tally.open--;
                if (tally.cases <= 0) {
                    tallies.remove(key);
                }
            }
        }
        if (to != null) {
            Key key = new Key(to);
            if (!tallies.containsKey(key) && tallies.size() >= most) {
                leaveOut();
            }
            if (tallies.containsKey(key) || tallies.size() < most) {
                Tally tally = tallies.computeIfAbsent(key, fresh -> new Tally());
                tally.cases++;
                tally.open++;
            } else {
                unlisted++;
            }
        }
    }

    /** A case is not followed any more. */
    void closed(int[] sequence) {
        Tally tally = tallies.get(new Key(sequence));
        if (tally != null && tally.open > 0) {
            tally.open--;
        }
    }

    /** A case is followed again. */
    void reopened(int[] sequence) {
        Tally tally = tallies.get(new Key(sequence));
        if (tally != null) {
            tally.open++;
        }
    }

    List<Variant> all() {
        var all = new ArrayList<Variant>(tallies.size());
        tallies.forEach((key, tally) -> all.add(new Variant(key.activities(), tally.cases, tally.open)));
        return all;
    }

    /** Cases whose variant found no room or was left out. */
    long unlisted() {
        return unlisted;
    }

    private void leaveOut() {
        int before = tallies.size();
        tallies.values().removeIf(tally -> tally.cases == 1 && tally.open == 0);
        unlisted += before - tallies.size();
    }

    void write(DataOutput out) throws IOException {
        out.writeLong(unlisted);
        out.writeInt(tallies.size());
        for (Map.Entry<Key, Tally> entry : tallies.entrySet()) {
            int[] activities = entry.getKey().activities();
            out.writeInt(activities.length);
            for (int activity : activities) {
                out.writeInt(activity);
            }
            out.writeLong(entry.getValue().cases);
            out.writeLong(entry.getValue().open);
        }
    }

    static Variants read(DataInput in, int most) throws IOException {
        var variants = new Variants(most);
        variants.unlisted = in.readLong();
        int size = in.readInt();
        for (int i = 0; i < size; i++) {
            var activities = new int[in.readInt()];
            for (int at = 0; at < activities.length; at++) {
                activities[at] = in.readInt();
            }
            Tally tally =
                    Objects.requireNonNull(variants.tallies.computeIfAbsent(new Key(activities), fresh -> new Tally()));
            tally.cases = in.readLong();
            tally.open = in.readLong();
        }
        return variants;
    }
}
