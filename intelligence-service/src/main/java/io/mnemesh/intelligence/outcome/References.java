package io.mnemesh.intelligence.outcome;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.UUID;

/**
 * Past decisions to compare with. Likeness is the mean over columns of 1 for the same category or term and of less the
 * further numbers lie apart (Gower, Biometrics 1971); terms that neither text has do not count.
 */
record References(List<Reference> all) {

    /** Decisions that are kept, the latest. */
    static final int MOST = 5_000;

    /** Standard deviations from which on two numbers have nothing in common. */
    private static final double FAR = 3;

    References {
        all = List.copyOf(all);
    }

    /** A past decision. */
    record Reference(UUID id, String outcome, Row row) {}

    /** The most alike, the most alike first. */
    List<Similar> like(Row row, List<Column> columns, int most) {
        var order = Comparator.comparingDouble(Similar::likeness).thenComparing(Similar::id, Comparator.reverseOrder());
        var best = new PriorityQueue<Similar>(order);
        for (Reference one : all) {
            best.add(new Similar(one.id(), one.outcome(), likeness(row, one.row(), columns)));
            if (best.size() > most) {
                best.poll();
            }
        }
        return best.stream().sorted(order.reversed()).toList();
    }

    private static double likeness(Row a, Row b, List<Column> columns) {
        double alike = 0;
        double compared = 0;
        for (int c = 0; c < columns.size(); c++) {
            int one = a.bins()[c];
            int other = b.bins()[c];
            boolean isTerm = columns.get(c) instanceof Column.Term;
            if (one == Column.UNKNOWN && other == Column.UNKNOWN) {
                continue;
            }
            double weight = isTerm ? 0.25 : 1;
            compared += weight;
            if (one == Column.UNKNOWN || other == Column.UNKNOWN) {
                continue;
            }
            if (columns.get(c) instanceof Column.Numeric) {
                alike += Math.max(0, 1 - Math.abs(a.scaled()[c] - b.scaled()[c]) / FAR);
            } else if (one == other && (isTerm || one != Column.OTHER)) {
                alike += weight;
            }
        }
        return compared == 0 ? 0 : alike / compared;
    }

    void write(DataOutput out) throws IOException {
        out.writeInt(all.size());
        for (Reference one : all) {
            out.writeLong(one.id().getMostSignificantBits());
            out.writeLong(one.id().getLeastSignificantBits());
            out.writeUTF(one.outcome());
            out.write(one.row().bins());
            for (float value : one.row().scaled()) {
                out.writeFloat(value);
            }
        }
    }

    static References read(DataInput in, int columns) throws IOException {
        var all = new ArrayList<Reference>();
        for (int left = in.readInt(); left > 0; left--) {
            var id = new UUID(in.readLong(), in.readLong());
            String outcome = in.readUTF();
            var bins = new byte[columns];
            in.readFully(bins);
            var scaled = new float[columns];
            for (int c = 0; c < columns; c++) {
                scaled[c] = in.readFloat();
            }
            all.add(new Reference(id, outcome, new Row(bins, scaled)));
        }
        return new References(all);
    }
}
