package io.mnemesh.intelligence.workflow.model;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/**
 * What followed in each context, for a bounded number of contexts: the one that was not learned in for longest goes.
 * Asking changes nothing, so that the same steps always make the same table. Not thread-safe.
 */
final class ContextTable {

    private final SequencedMap<Long, Counts> contexts;
    private final int most;

    ContextTable(int most) {
        this.most = most;
        this.contexts = new LinkedHashMap<>();
    }

    int size() {
        return contexts.size();
    }

    @Nullable
    Counts find(long context) {
        return contexts.get(context);
    }

    void count(long context, int followed) {
        Counts counts = contexts.remove(context);
        if (counts == null) {
            counts = new Counts();
            if (contexts.size() >= most) {
                contexts.pollFirstEntry();
            }
        }
        contexts.putLast(context, counts);
        counts.add(followed, 1);
    }

    /** Takes back what was counted once, if it is still there. */
    void discount(long context, int followed) {
        Counts counts = contexts.get(context);
        if (counts != null) {
            counts.add(followed, -1);
            if (counts.size() == 0) {
                contexts.remove(context);
            }
        }
    }

    void write(DataOutput out) throws IOException {
        out.writeInt(contexts.size());
        for (Map.Entry<Long, Counts> entry : contexts.entrySet()) {
            out.writeLong(entry.getKey());
            entry.getValue().write(out);
        }
    }

    static ContextTable read(DataInput in, int most) throws IOException {
        var table = new ContextTable(most);
        int size = in.readInt();
        for (int i = 0; i < size; i++) {
            long context = in.readLong();
            Counts counts = Counts.read(in);
            if (table.contexts.size() >= most) {
                table.contexts.pollFirstEntry();
            }
            table.contexts.putLast(context, counts);
        }
        return table;
    }
}
