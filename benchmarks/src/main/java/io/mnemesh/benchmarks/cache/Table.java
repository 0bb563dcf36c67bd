package io.mnemesh.benchmarks.cache;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** A table of figures in plain text: the first column left, the others right. */
final class Table {

    private static final String GAP = "  ";

    private final List<List<String>> rows = new ArrayList<>();

    Table(String... titles) {
        rows.add(List.of(titles));
    }

    /** @param cells as many as there are titles; numbers are shown with one digit after the point unless they are whole */
    void row(Object... cells) {
        rows.add(Arrays.stream(cells).map(Table::text).toList());
    }

    private static String text(Object cell) {
        return cell instanceof Double number ? String.format(Locale.ROOT, "%,.1f", number) : String.valueOf(cell);
    }

    void print(PrintStream out) {
        int[] widths = new int[rows.getFirst().size()];
        for (List<String> row : rows) {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], row.get(i).length());
            }
        }
        out.println();
        for (List<String> row : rows) {
            var line = new StringBuilder(left(row.getFirst(), widths[0]));
            for (int i = 1; i < widths.length; i++) {
                line.append(GAP)
                        .append(" ".repeat(widths[i] - row.get(i).length()))
                        .append(row.get(i));
            }
            out.println(line);
        }
    }

    private static String left(String text, int width) {
        return text + " ".repeat(width - text.length());
    }
}
