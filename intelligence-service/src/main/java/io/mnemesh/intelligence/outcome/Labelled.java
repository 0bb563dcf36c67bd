package io.mnemesh.intelligence.outcome;

import java.util.List;

/**
 * Decisions as models see them, and whether each ended in the outcome that is asked for.
 *
 * @param columns what the places of rows are
 */
record Labelled(List<Column> columns, Row[] rows, boolean[] ended) {

    int size() {
        return rows.length;
    }

    Labelled of(int[] chosen) {
        var some = new Row[chosen.length];
        var labels = new boolean[chosen.length];
        for (int i = 0; i < chosen.length; i++) {
            some[i] = rows[chosen[i]];
            labels[i] = ended[chosen[i]];
        }
        return new Labelled(columns, some, labels);
    }

    /** How many ended in it. */
    int positives() {
        int count = 0;
        for (boolean one : ended) {
            count += one ? 1 : 0;
        }
        return count;
    }
}
