package io.mnemesh.intelligence.workflow.model;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The directly-follows graph (van der Aalst, Process Mining, 2016): how often an activity came right after another in the
 * same case and how long that took, and of each activity how often it was done, began or ended a case, and at which hour of
 * the week (UTC). A step that comes late takes its place, and what followed directly without it does not any more. Bounded:
 * what does not find room is counted as unlisted. Not thread-safe.
 */
final class FlowGraph {

    private static final long HOUR = 3_600_000;
    private static final int HOURS = 24;
    private static final int WEEK = 7 * HOURS;

    /** Days from a Monday to 1970-01-01, which was a Thursday. */
    private static final int EPOCH_DAY = 3;

    /** What is known of an activity. */
    static final class Node {
        long steps;
        long begins;
        long ends;
        final int[] hoursOfWeek = new int[WEEK];
    }

    /** An activity right after another one. */
    record Edge(int from, int to, WaitHistogram waits) {}

    private final int most;
    private final Map<Integer, Node> nodes = new LinkedHashMap<>();
    private final Map<Long, WaitHistogram> edges = new LinkedHashMap<>();
    private long unlisted;

    /** @param most pairs of activities that are kept */
    FlowGraph(int most) {
        this.most = most;
    }

    /** A step was added to a case at this place. */
    void added(CaseHistory history, int place) {
        int activity = history.activity(place);
        Node node = node(activity);
        node.steps++;
        long hour = Math.floorDiv(history.time(place), HOUR) + (long) EPOCH_DAY * HOURS;
        node.hoursOfWeek[Math.floorMod(hour, WEEK)]++;
        boolean first = place == 0 && history.isWhole();
        boolean last = place == history.size() - 1;
        if (first) {
            node.begins++;
            if (!last) {
                node(history.activity(1)).begins--;
            }
        }
        if (place > 0 && !last) {
            count(history, place - 1, place + 1, -1);
        }
        if (place > 0) {
            count(history, place - 1, place, 1);
        }
        if (!last) {
            count(history, place, place + 1, 1);
        }
    }

    void ended(CaseHistory history) {
        node(history.activity(history.size() - 1)).ends++;
    }

    /** The case had not ended yet. */
    void reopened(CaseHistory history) {
        node(history.activity(history.size() - 1)).ends--;
    }

    @Nullable
    Node find(int activity) {
        return nodes.get(activity);
    }

    Map<Integer, Node> nodes() {
        return nodes;
    }

    List<Edge> edges() {
        var all = new ArrayList<Edge>(edges.size());
        edges.forEach((key, waits) -> all.add(new Edge((int) (key >>> Integer.SIZE), key.intValue(), waits)));
        return all;
    }

    /** Successions that found no room. */
    long unlisted() {
        return unlisted;
    }

    private void count(CaseHistory history, int from, int to, int times) {
        long key = (long) history.activity(from) << Integer.SIZE | history.activity(to);
        WaitHistogram waits = edges.get(key);
        if (waits == null) {
            if (times < 0 || edges.size() >= most) {
                unlisted += times > 0 ? times : 0;
                return;
            }
            waits = new WaitHistogram();
            edges.put(key, waits);
        }
        waits.add(history.time(to) - history.time(from), times);
        if (waits.count() == 0) {
            edges.remove(key);
        }
    }

    private Node node(int activity) {
        return nodes.computeIfAbsent(activity, number -> new Node());
    }

    void write(DataOutput out) throws IOException {
        out.writeLong(unlisted);
        out.writeInt(nodes.size());
        for (Map.Entry<Integer, Node> entry : nodes.entrySet()) {
            Node node = entry.getValue();
            out.writeInt(entry.getKey());
            out.writeLong(node.steps);
            out.writeLong(node.begins);
            out.writeLong(node.ends);
            for (int count : node.hoursOfWeek) {
                out.writeInt(count);
            }
        }
        out.writeInt(edges.size());
        for (Map.Entry<Long, WaitHistogram> entry : edges.entrySet()) {
            out.writeLong(entry.getKey());
            entry.getValue().write(out);
        }
    }

    static FlowGraph read(DataInput in, int most) throws IOException {
        var graph = new FlowGraph(most);
        graph.unlisted = in.readLong();
        int nodes = in.readInt();
        for (int i = 0; i < nodes; i++) {
            Node node = graph.node(in.readInt());
            node.steps = in.readLong();
            node.begins = in.readLong();
            node.ends = in.readLong();
            for (int hour = 0; hour < WEEK; hour++) {
                node.hoursOfWeek[hour] = in.readInt();
            }
        }
        int edges = in.readInt();
        for (int i = 0; i < edges; i++) {
            graph.edges.put(in.readLong(), WaitHistogram.read(in));
        }
        return graph;
    }
}
