package io.mnemesh.intelligence.outcome;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * A tree of yes and no questions. A row goes left if the bit of its bin is set. Every node has a value, that of its decisions
 * together; what a question adds is the difference between the values after and before it.
 *
 * @param nodes the first is the root; children come after their parent
 */
record Tree(List<Node> nodes) {

    /**
     * A node.
     *
     * @param column what is asked; -1 at a leaf
     * @param bins   bins that go left
     * @param left   place of the left child
     * @param right  place of the right child
     * @param value  part of the score of rows that end here
     */
    record Node(int column, long bins, int left, int right, double value) {}

    Tree {
        nodes = List.copyOf(nodes);
    }

    double score(Row row) {
        Node node = nodes.getFirst();
        while (node.column() >= 0) {
            node = nodes.get(next(node, row));
        }
        return node.value();
    }

    /** @return the value of the root */
    double explain(Row row, double[] additions) {
        Node node = nodes.getFirst();
        while (node.column() >= 0) {
            Node child = nodes.get(next(node, row));
            additions[node.column()] += child.value() - node.value();
            node = child;
        }
        return nodes.getFirst().value();
    }

    private static int next(Node node, Row row) {
        return (node.bins() >>> row.bins()[node.column()] & 1) == 1 ? node.left() : node.right();
    }

    void write(DataOutput out) throws IOException {
        out.writeInt(nodes.size());
        for (Node node : nodes) {
            out.writeInt(node.column());
            out.writeLong(node.bins());
            out.writeInt(node.left());
            out.writeInt(node.right());
            out.writeDouble(node.value());
        }
    }

    static Tree read(DataInput in) throws IOException {
        var nodes = new ArrayList<Node>();
        for (int left = in.readInt(); left > 0; left--) {
            nodes.add(new Node(in.readInt(), in.readLong(), in.readInt(), in.readInt(), in.readDouble()));
        }
        return new Tree(nodes);
    }
}
