package io.mnemesh.intelligence.anomaly;

import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** How much an anomaly asks for attention. */
public enum Level {
    LOW(1, 4.8),
    MEDIUM(2, 5.8),
    HIGH(3, 6.8);

    private final int rank;
    private final double least;

    Level(int rank, double least) {
        this.rank = rank;
        this.least = least;
    }

    /** The level of a surprise, or null if it is none: what is rare once in a while is no anomaly. */
    public static @Nullable Level of(double surprise) {
        Level reached = null;
        for (Level level : values()) {
            reached = surprise >= level.least ? level : reached;
        }
        return reached;
    }

    /** The level of a rank. */
    public static Level ofRank(int rank) {
        return Arrays.stream(values())
                .filter(level -> level.rank == rank)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("There is no level of rank " + rank + "."));
    }

    /** 1 for the lowest; stored, so it never changes. */
    public int rank() {
        return rank;
    }

    /** As in events, answers and filters. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The lower of two. */
    Level atMost(Level most) {
        return compareTo(most) <= 0 ? this : most;
    }
}
