package io.mnemesh.intelligence.workflow.model;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The names of activities and their numbers, in the order they were first seen. Not thread-safe. */
final class Activities {

    /** The number that stands for the end of a case. */
    static final int END = 0;

    /** What {@link #find} and {@link #number} answer for a name that has no number. */
    static final int UNKNOWN = -1;

    private final int most;
    private final List<String> names = new ArrayList<>();
    private final Map<String, Integer> numbers = new HashMap<>();

    Activities(int most) {
        this.most = most;
    }

    int size() {
        return names.size();
    }

    String name(int number) {
        return names.get(number - 1);
    }

    int find(String name) {
        return numbers.getOrDefault(name, UNKNOWN);
    }

    /** The number of a name, a new one if it has none yet and there are not too many. */
    int number(String name) {
        Integer known = numbers.get(name);
        if (known != null) {
            return known;
        }
        if (names.size() >= most) {
            return UNKNOWN;
        }
        names.add(name);
        numbers.put(name, names.size());
        return names.size();
    }

    void write(DataOutput out) throws IOException {
        out.writeInt(names.size());
        for (String name : names) {
            out.writeUTF(name);
        }
    }

    static Activities read(DataInput in, int most) throws IOException {
        var activities = new Activities(most);
        int size = in.readInt();
        for (int i = 0; i < size; i++) {
            String name = in.readUTF();
            activities.names.add(name);
            activities.numbers.put(name, activities.names.size());
        }
        return activities;
    }
}
