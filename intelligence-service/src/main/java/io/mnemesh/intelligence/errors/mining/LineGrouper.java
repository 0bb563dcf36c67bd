package io.mnemesh.intelligence.errors.mining;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Groups single log lines in memory: what benchmarks and tools use instead of the service. Groups of earlier lines may
 * become one as evidence comes in, so ask for {@link #groups()} after the last line. Not safe for use by several threads.
 */
public final class LineGrouper {

    private final TemplateMiner<Integer> miner = new TemplateMiner<>();
    private final List<Integer> lines = new ArrayList<>();
    private final List<Signature> templates = new ArrayList<>();
    private int[] parents = new int[64];

    /** Takes in the next line. */
    public void accept(String line) {
        var decision = miner.decide(ErrorText.lineSignature(line));
        Integer known = decision.group();
        int group = known == null ? open(decision.signature()) : root(known);
        for (int other : decision.merged()) {
            parents[root(other)] = group;
        }
        for (Signature signature : decision.learnt()) {
            miner.learn(signature, group);
            templates.set(group, signature);
        }
        lines.add(group);
    }

    /** The group of each line, in the order of lines. */
    public int[] groups() {
        return lines.stream().mapToInt(this::root).toArray();
    }

    /** The template of a group. */
    public String template(int group) {
        return templates.get(root(group)).template();
    }

    private int open(Signature first) {
        int group = templates.size();
        if (group == parents.length) {
            parents = Arrays.copyOf(parents, group * 2);
        }
        parents[group] = group;
        templates.add(first);
        return group;
    }

    private int root(int group) {
        int root = group;
        while (parents[root] != root) {
            parents[root] = parents[parents[root]];
            root = parents[root];
        }
        return root;
    }
}
