package io.mnemesh.intelligence.workflow.model;

import org.jspecify.annotations.Nullable;

/**
 * The contexts in which it is counted what comes next. Each refines another one, its parent, by more of the past or by
 * time: the wait before the last step, the hour and the day, how long the case has been going on, and the season of thirty
 * and ninety days, by which a process that changes is followed.
 */
enum Contexts {
    ANYWHERE(0, null),
    LAST(1, ANYWHERE),
    LAST_TWO(2, LAST),
    LAST_THREE(3, LAST_TWO),
    LAST_FOUR(4, LAST_THREE),
    LAST_SIX(5, LAST_FOUR),
    LAST_IN_MONTH(6, LAST),
    LAST_IN_SHIFTED_MONTH(7, LAST),
    TWO_IN_MONTH(8, LAST_TWO),
    TWO_IN_QUARTER(9, LAST_TWO),
    THREE_IN_QUARTER(10, LAST_THREE),
    TWO_AFTER_WAIT(11, LAST_TWO),
    TWO_AFTER_WAITS(12, LAST_TWO),
    LAST_AT_HOUR(13, LAST),
    TWO_ON_DAY(14, LAST_TWO),
    LAST_AT_LENGTH(15, LAST),
    TWO_SINCE_BEGIN(16, LAST_TWO);

    /** All of them; a parent comes before its children. */
    static final Contexts[] ALL = values();

    private static final long HOUR = 3_600_000;
    private static final long DAY = 24 * HOUR;
    private static final long MONTH = 30 * DAY;
    private static final long QUARTER = 91 * DAY;

    private static final int LONGEST_WAIT = 12;
    private static final int NO_WAIT = -1;

    private final int place;
    private final int parent;

    Contexts(int place, @Nullable Contexts parent) {
        this.place = place;
        this.parent = parent == null ? -1 : parent.place;
    }

    /** Its place among all. */
    int place() {
        return place;
    }

    /** Place of the context it refines; −1 for the first. */
    int parent() {
        return parent;
    }

    /** The key of each context after the first {@code steps} remembered steps of a case. */
    static long[] keys(CaseHistory history, int steps) {
        long time = history.time(steps - 1);
        int wait = wait(history, steps);
        int waitBefore = wait(history, steps - 1);
        var keys = new long[ALL.length];
        for (Contexts context : ALL) {
            keys[context.place] = switch (context) {
                case ANYWHERE -> key(context, 0, 0);
                case LAST -> key(context, past(history, steps, 1), 0);
                case LAST_TWO -> key(context, past(history, steps, 2), 0);
                case LAST_THREE -> key(context, past(history, steps, 3), 0);
                case LAST_FOUR -> key(context, past(history, steps, 4), 0);
                case LAST_SIX -> key(context, past(history, steps, 6), 0);
                case LAST_IN_MONTH -> key(context, past(history, steps, 1), Math.floorDiv(time, MONTH));
                case LAST_IN_SHIFTED_MONTH ->
                    key(context, past(history, steps, 1), Math.floorDiv(time + MONTH / 2, MONTH));
                case TWO_IN_MONTH -> key(context, past(history, steps, 2), Math.floorDiv(time, MONTH));
                case TWO_IN_QUARTER -> key(context, past(history, steps, 2), Math.floorDiv(time, QUARTER));
                case THREE_IN_QUARTER -> key(context, past(history, steps, 3), Math.floorDiv(time, QUARTER));
                case TWO_AFTER_WAIT -> key(context, past(history, steps, 2), wait);
                case TWO_AFTER_WAITS -> key(context, past(history, steps, 2), pair(wait, waitBefore));
                case LAST_AT_HOUR -> key(context, past(history, steps, 1), Math.floorMod(time, DAY) / (2 * HOUR));
                case TWO_ON_DAY -> key(context, past(history, steps, 2), Math.floorMod(Math.floorDiv(time, DAY), 7));
                case LAST_AT_LENGTH ->
                    key(context, past(history, steps, 1), Math.min(50, history.length() - history.size() + steps));
                case TWO_SINCE_BEGIN -> key(context, past(history, steps, 2), magnitude(time - history.begin()));
            };
        }
        return keys;
    }

    /** The wait before the last of the first {@code steps} steps as a class of magnitude. */
    private static int wait(CaseHistory history, int steps) {
        return steps < 2 ? NO_WAIT : magnitude(history.time(steps - 1) - history.time(steps - 2));
    }

    /** Each class is about three times as long as the one before. */
    private static int magnitude(long millis) {
        double seconds = Math.max(1, millis / 1000.0);
        return (int) Math.min(LONGEST_WAIT, Math.log(seconds) / Math.log(2) / 1.5);
    }

    private static long pair(int wait, int waitBefore) {
        return Math.floorDiv(wait, 2) * 16L + Math.floorDiv(waitBefore, 2);
    }

    private static long past(CaseHistory history, int steps, int reach) {
        long hash = reach;
        int from = Math.max(0, steps - reach);
        for (int i = from; i < steps; i++) {
            hash = mix(hash + history.activity(i) + 1);
        }
        return mix(hash + steps - from);
    }

    private static long key(Contexts context, long past, long also) {
        return mix(mix(past + context.place) + also);
    }

    /** The finaliser of SplitMix64 (Steele, Lea and Flood, OOPSLA 2014). */
    private static long mix(long value) {
        long z = value + 0x9e3779b97f4a7c15L;
        z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
        z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
        return z ^ (z >>> 31);
    }
}
