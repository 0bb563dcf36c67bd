package io.mnemesh.realtime.filter;

import java.util.List;

/**
 * A filter as it is written down, in the form of the Centrifuge protocol: a leaf compares a field, another node combines
 * others. Strings and lists that are left out are empty. Nothing is checked before {@link Filter#of}.
 *
 * @param op    empty for a leaf, or {@code and}, {@code or}, {@code not}
 * @param key   the field of a leaf
 * @param cmp   how it is compared
 * @param val   with what
 * @param vals  with which, for {@code in} and {@code nin}
 * @param nodes what is combined
 */
public record FilterNode(String op, String key, String cmp, String val, List<String> vals, List<FilterNode> nodes) {

    public FilterNode {
        vals = List.copyOf(vals);
        nodes = List.copyOf(nodes);
    }
}
