package io.mnemesh.realtime.filter;

import io.mnemesh.mesh.problem.ProblemException;
import java.util.List;

/** Makes a filter of what is written down, and bounds how much work it is. One object for one filter. */
final class FilterReader {

    private static final int MOST_NODES = 64;
    private static final int DEEPEST = 8;
    private static final int MOST_VALUES = 64;
    private static final int LONGEST = 256;

    private int nodes;

    Filter read(FilterNode node, int depth) {
        nodes++;
        if (nodes > MOST_NODES || depth > DEEPEST) {
            throw wrong("A filter has at most %d nodes, %d deep.".formatted(MOST_NODES, DEEPEST));
        }
        return switch (node.op()) {
            case "" -> leaf(node);
            case "and" -> new Filter.And(parts(node, depth));
            case "or" -> new Filter.Or(parts(node, depth));
            case "not" -> {
                if (node.nodes().size() != 1) {
                    throw wrong("'not' has one node.");
                }
                yield new Filter.Not(read(node.nodes().getFirst(), depth + 1));
            }
            default -> throw wrong("'op' of a filter is and, or or not, or is left out.");
        };
    }

    private List<Filter> parts(FilterNode node, int depth) {
        if (node.nodes().isEmpty()) {
            throw wrong("'%s' has at least one node.".formatted(node.op()));
        }
        return node.nodes().stream().map(part -> read(part, depth + 1)).toList();
    }

    private static Filter leaf(FilterNode node) {
        if (!node.nodes().isEmpty()) {
            throw wrong("A filter with 'nodes' has an 'op'.");
        }
        Comparison comparison = Comparison.of(node.cmp())
                .orElseThrow(
                        () -> wrong("'cmp' of a filter is one of eq, neq, in, nin, ex, nex, sw, ew, ct, lt, lte, gt"
                                + " and gte."));
        if (node.key().isEmpty() || node.key().length() > LONGEST) {
            throw wrong("'key' of a filter has from 1 to %d characters.".formatted(LONGEST));
        }
        return new Filter.Compare(node.key(), comparison, values(node, comparison));
    }

    private static List<String> values(FilterNode node, Comparison comparison) {
        List<String> values = comparison.isSet() ? node.vals() : node.val().isEmpty() ? List.of() : List.of(node.val());
        boolean other =
                comparison.isSet() ? !node.val().isEmpty() : !node.vals().isEmpty();
        if (other || values.isEmpty() != comparison.isUnary()) {
            throw wrong("'%s' of a filter compares with %s."
                    .formatted(
                            comparison.wire(),
                            comparison.isUnary() ? "nothing" : comparison.isSet() ? "'vals'" : "'val'"));
        }
        if (values.size() > MOST_VALUES || values.stream().anyMatch(value -> value.length() > LONGEST)) {
            throw wrong("A filter compares with %d values of %d characters at most.".formatted(MOST_VALUES, LONGEST));
        }
        if (comparison.isNumeric() && Comparison.number(values.getFirst()) == null) {
            throw wrong("'%s' of a filter compares with a number.".formatted(comparison.wire()));
        }
        return values;
    }

    private static ProblemException wrong(String detail) {
        return ProblemException.invalid("filter", detail);
    }
}
