package io.mnemesh.intelligence.anomaly;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A robust random cut tree over the latest points (Guha et al., "Robust Random Cut Forest Based Anomaly Detection On Streams",
 * ICML 2016). Points are inserted and deleted so that the tree is at any time as if drawn for the points it holds. The score
 * of a point is its collusive displacement: the most points, over its ancestors, that would move up if the ancestor's part
 * with the point were not there, per point of that part. Equal points share a leaf.
 */
final class RandomCutTree {

    /** Stands for a leaf where a branch has its dimension. */
    private static final int LEAF = 0xffff;

    private final int dimensions;
    private final Draws random;
    private @Nullable Node root;

    RandomCutTree(int dimensions, Draws random) {
        this.dimensions = dimensions;
        this.random = random;
    }

    /** A leaf, or a cut with two parts; each knows the box around its points. */
    static final class Node {

        private final double[] least;
        private final double[] most;
        private @Nullable Node parent;
        private @Nullable Node left;
        private @Nullable Node right;
        private int dimension;
        private double cut;
        private int points = 1;

        private Node(double[] least, double[] most) {
            this.least = least;
            this.most = most;
        }

        private boolean isPoint(double[] point) {
            return Arrays.equals(least, point) && Arrays.equals(most, point);
        }
    }

    /** Inserts a point, which must not be changed after, and answers its leaf. */
    Node insert(double[] point) {
        Node node = root;
        if (node == null) {
            root = new Node(point, point);
            return root;
        }
        while (true) {
            if (node.left == null && node.isPoint(point)) {
                for (Node up = node; up != null; up = up.parent) {
                    up.points++;
                }
                return node;
            }
            Node leaf = cutOff(node, point);
            if (leaf != null) {
                return leaf;
            }
            Node next = point[node.dimension] <= node.cut ? node.left : node.right;
            node = next == null ? node : next; // at a leaf a cut fell on the point itself; it is drawn again
        }
    }

    /** Draws a cut over the box with the point; if it parts the point from the node, the point's leaf is hung beside it. */
    private @Nullable Node cutOff(Node node, double[] point) {
        double length = 0;
        for (int d = 0; d < dimensions; d++) {
            length += Math.max(node.most[d], point[d]) - Math.min(node.least[d], point[d]);
        }
        double drawn = random.nextDouble() * length;
        int dimension = 0;
        double cut = 0;
        for (int d = 0; d < dimensions; d++) {
            double from = Math.min(node.least[d], point[d]);
            double range = Math.max(node.most[d], point[d]) - from;
            if (drawn <= range && range > 0) {
                dimension = d;
                cut = from + drawn;
                break;
            }
            drawn -= range;
        }
        boolean below = point[dimension] <= cut && cut < node.least[dimension];
        boolean above = point[dimension] > cut && cut >= node.most[dimension];
        return below || above ? hang(node, point, dimension, cut, below) : null;
    }

    private Node hang(Node node, double[] point, int dimension, double cut, boolean below) {
        var leaf = new Node(point, point);
        var branch = new Node(node.least.clone(), node.most.clone());
        branch.dimension = dimension;
        branch.cut = cut;
        branch.points = node.points;
        branch.left = below ? leaf : node;
        branch.right = below ? node : leaf;
        branch.parent = node.parent;
        replace(node, branch);
        leaf.parent = branch;
        node.parent = branch;
        for (Node up = branch; up != null; up = up.parent) {
            up.points++;
            for (int d = 0; d < dimensions; d++) {
                up.least[d] = Math.min(up.least[d], point[d]);
                up.most[d] = Math.max(up.most[d], point[d]);
            }
        }
        return leaf;
    }

    /** Takes one point of a leaf away. */
    void delete(Node leaf) {
        if (leaf.points > 1) {
            for (Node up = leaf; up != null; up = up.parent) {
                up.points--;
            }
            return;
        }
        Node branch = leaf.parent;
        if (branch == null) {
            root = null;
            return;
        }
        Node sibling = sibling(leaf, branch);
        sibling.parent = branch.parent;
        replace(branch, sibling);
        for (Node up = sibling.parent; up != null; up = up.parent) {
            up.points--;
            shrink(up);
        }
    }

    private void shrink(Node node) {
        Node left = node.left;
        Node right = node.right;
        if (left == null || right == null) {
            return;
        }
        for (int d = 0; d < dimensions; d++) {
            node.least[d] = Math.min(left.least[d], right.least[d]);
            node.most[d] = Math.max(left.most[d], right.most[d]);
        }
    }

    private void replace(Node old, Node other) {
        Node parent = old.parent;
        if (parent == null) {
            root = other;
        } else if (parent.left == old) {
            parent.left = other;
        } else {
            parent.right = other;
        }
    }

    /** Collusive displacement of a leaf's point. */
    double displacement(Node leaf) {
        double most = 0;
        Node node = leaf;
        for (Node up = node.parent; up != null; up = up.parent) {
            most = Math.max(most, sibling(node, up).points / (double) node.points);
            node = up;
        }
        return most;
    }

    private static Node sibling(Node node, Node branch) {
        Node other = branch.left == node ? branch.right : branch.left;
        if (other == null) {
            throw new IllegalStateException("A branch has two parts.");
        }
        return other;
    }

    int points() {
        return root == null ? 0 : root.points;
    }

    /** @param held the leaf of each point held, in the order they came */
    void write(DataOutput out, Iterable<Node> held) throws IOException {
        random.write(out);
        IdentityHashMap<Node, Integer> numbers = new IdentityHashMap<>();
        for (Node leaf : held) {
            out.writeShort(numbers.computeIfAbsent(leaf, one -> numbers.size()));
        }
        if (root != null) {
            write(out, root, numbers);
        }
    }

    private static void write(DataOutput out, Node node, IdentityHashMap<Node, Integer> numbers) throws IOException {
        if (node.left == null || node.right == null) {
            out.writeShort(LEAF);
            out.writeShort(numbers.getOrDefault(node, 0));
            return;
        }
        out.writeShort(node.dimension);
        out.writeDouble(node.cut);
        write(out, node.left, numbers);
        write(out, node.right, numbers);
    }

    /**
     * Takes over what was written.
     *
     * @param points the points held, in the order they came
     * @return the leaf of each of them
     */
    List<Node> read(DataInput in, List<double[]> points) throws IOException {
        random.read(in);
        var leaves = new ArrayList<Node>();
        var held = new ArrayList<Node>(points.size());
        for (double[] point : points) {
            int number = in.readUnsignedShort();
            if (number > leaves.size()) {
                throw new IOException("Leaf " + number + " comes before those of lower number.");
            }
            if (number == leaves.size()) {
                leaves.add(new Node(point, point));
            } else {
                leaves.get(number).points++;
            }
            held.add(leaves.get(number));
        }
        root = points.isEmpty() ? null : read(in, leaves, 0);
        return held;
    }

    private Node read(DataInput in, List<Node> leaves, int depth) throws IOException {
        int dimension = in.readUnsignedShort();
        if (dimension == LEAF) {
            int number = in.readUnsignedShort();
            if (number >= leaves.size() || leaves.get(number).parent != null) {
                throw new IOException("There is no further leaf " + number + ".");
            }
            return leaves.get(number);
        }
        if (dimension >= dimensions || depth > leaves.size()) {
            throw new IOException("A tree of " + leaves.size() + " leaves has no such branch.");
        }
        double cut = in.readDouble();
        Node left = read(in, leaves, depth + 1);
        Node right = read(in, leaves, depth + 1);
        var branch = new Node(left.least.clone(), left.most.clone());
        branch.dimension = dimension;
        branch.cut = cut;
        branch.left = left;
        branch.right = right;
        branch.points = left.points + right.points;
        left.parent = branch;
        right.parent = branch;
        shrink(branch);
        return branch;
    }
}
