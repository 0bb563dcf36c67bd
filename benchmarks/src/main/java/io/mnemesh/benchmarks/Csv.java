package io.mnemesh.benchmarks;

import java.util.ArrayList;
import java.util.List;

/** Tables of comma-separated values with a row of names. */
final class Csv {

    private Csv() {}

    /** Place of a column in the first row. */
    static int column(String name, List<List<String>> rows, String column) {
        int at = rows.isEmpty() ? -1 : rows.getFirst().indexOf(column);
        if (at < 0) {
            throw new IllegalArgumentException(name + " has no column " + column + ".");
        }
        return at;
    }

    /** Rows of comma-separated values (RFC 4180). */
    static List<List<String>> rows(String csv) {
        var rows = new ArrayList<List<String>>();
        var row = new ArrayList<String>();
        var field = new StringBuilder();
        boolean quoted = false;
        for (int i = 0; i < csv.length(); i++) {
            char c = csv.charAt(i);
            if (c == '"') {
                boolean escaped = quoted && i + 1 < csv.length() && csv.charAt(i + 1) == '"';
                if (escaped) {
                    field.append(c);
                    i++;
                } else {
                    quoted = !quoted;
                }
            } else if (quoted || (c != ',' && c != '\n' && c != '\r')) {
                field.append(c);
            } else if (c != '\r') {
                row.add(field.toString());
                field.setLength(0);
                if (c == '\n') {
                    rows.add(List.copyOf(row));
                    row.clear();
                }
            }
        }
        if (!row.isEmpty() || !field.isEmpty()) {
            row.add(field.toString());
            rows.add(List.copyOf(row));
        }
        return rows;
    }
}
