package io.mnemesh.intelligence.workflow.model;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;

/**
 * The last steps of a case in the order of their times, those of the same time in the order they came. Of a longer case
 * the first steps are forgotten, its length is not. Not thread-safe.
 */
final class CaseHistory {

    /** Steps that are remembered. */
    static final int REMEMBERED = 64;

    private int[] activities = new int[4];
    private long[] times = new long[4];
    private int size;
    private long length;
    private long begin;
    private long end = Long.MIN_VALUE;

    /** Steps that are remembered of it. */
    int size() {
        return size;
    }

    /** Steps it has had. */
    long length() {
        return length;
    }

    /** True if all its steps are remembered. */
    boolean isWhole() {
        return length == size;
    }

    /** Time of its first step, ms. */
    long begin() {
        return begin;
    }

    int activity(int place) {
        return activities[place];
    }

    long time(int place) {
        return times[place];
    }

    long lastTime() {
        return size == 0 ? begin : times[size - 1];
    }

    /** Until when steps belong to the case although it has ended, ms. */
    long end() {
        return end;
    }

    /** Whether it was told that the case ended. */
    boolean isToldToEnd() {
        return end != Long.MIN_VALUE;
    }

    /** It is told that the case ended, not before its last step. */
    void endAt(long time) {
        end = Math.max(end, Math.max(time, lastTime()));
    }

    /** Place that a step of this time takes. */
    int placeOf(long time) {
        int place = size;
        while (place > 0 && times[place - 1] > time) {
            place--;
        }
        return place;
    }

    /** The remembered activities. */
    int[] sequence() {
        return Arrays.copyOf(activities, size);
    }

    /**
     * Adds a step at its place.
     *
     * @return the place; −1 if it was before all that is remembered of a longer case
     */
    int add(int activity, long time) {
        int place = placeOf(time);
        if (length == 0 || time < begin) {
            begin = time;
        }
        length++;
        if (size == REMEMBERED) {
            if (place == 0) {
                return -1;
            }
            System.arraycopy(activities, 1, activities, 0, size - 1);
            System.arraycopy(times, 1, times, 0, size - 1);
            size--;
            place--;
        } else if (size == activities.length) {
            activities = Arrays.copyOf(activities, Math.min(REMEMBERED, size * 2));
            times = Arrays.copyOf(times, Math.min(REMEMBERED, size * 2));
        }
        System.arraycopy(activities, place, activities, place + 1, size - place);
        System.arraycopy(times, place, times, place + 1, size - place);
        activities[place] = activity;
        times[place] = time;
        size++;
        return place;
    }

    void write(DataOutput out) throws IOException {
        out.writeLong(length);
        out.writeLong(begin);
        out.writeLong(end);
        out.writeInt(size);
        for (int i = 0; i < size; i++) {
            out.writeInt(activities[i]);
            out.writeLong(times[i]);
        }
    }

    static CaseHistory read(DataInput in) throws IOException {
        var history = new CaseHistory();
        history.length = in.readLong();
        history.begin = in.readLong();
        history.end = in.readLong();
        history.size = in.readInt();
        history.activities = new int[Math.max(4, history.size)];
        history.times = new long[Math.max(4, history.size)];
        for (int i = 0; i < history.size; i++) {
            history.activities[i] = in.readInt();
            history.times[i] = in.readLong();
        }
        return history;
    }
}
