package io.mnemesh.intelligence.errors.mining;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** The step that makes one variable of what spans words: dates, quantities with their units, runs of numbers. */
final class Folding {

    private static final Set<String> UNITS = Set.of(
            "ns",
            "us",
            "µs",
            "ms",
            "msec",
            "msecs",
            "s",
            "sec",
            "secs",
            "second",
            "seconds",
            "m",
            "min",
            "mins",
            "minute",
            "minutes",
            "h",
            "hour",
            "hours",
            "day",
            "days",
            "millis",
            "milliseconds",
            "microseconds",
            "b",
            "byte",
            "bytes",
            "kb",
            "mb",
            "gb",
            "tb",
            "kib",
            "mib",
            "gib",
            "tib",
            "k",
            "g",
            "t",
            "hz",
            "mhz",
            "ghz",
            "%");

    private static final Set<String> DAYS = Set.of("mon", "tue", "wed", "thu", "fri", "sat", "sun");

    private static final Set<String> MONTHS =
            Set.of("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec");

    private static final Set<String> ZONES = Set.of(
            "utc", "gmt", "z", "pst", "pdt", "est", "edt", "cst", "cdt", "mst", "mdt", "cet", "cest", "bst", "jst",
            "ist", "am", "pm");

    private Folding() {}

    /** Folds the masked words of one line. */
    static List<String> fold(List<String> words) {
        return parentheses(quantities(dates(words)));
    }

    /** Names of days, months and time zones beside numbers are parts of a date. */
    private static List<String> dates(List<String> words) {
        for (int i = words.size() - 1; i >= 0; i--) {
            String word = words.get(i);
            if (word.length() > 5) {
                continue;
            }
            String bare = bare(word).toLowerCase(Locale.ROOT);
            boolean numberNext = i + 1 < words.size() && words.get(i + 1).startsWith(Masking.WILD);
            boolean numberBefore = i > 0 && words.get(i - 1).endsWith(Masking.WILD);
            boolean month = MONTHS.contains(bare) && (numberNext || numberBefore);
            if (month || (DAYS.contains(bare) && numberNext) || (ZONES.contains(bare) && numberBefore)) {
                words.set(i, Masking.WILD);
            }
        }
        return words;
    }

    /** {@code 12 ms} and runs of numbers. */
    private static List<String> quantities(List<String> words) {
        var folded = new ArrayList<String>(words.size());
        for (String word : words) {
            String last = folded.isEmpty() ? "" : folded.getLast();
            String bare = last.endsWith(Masking.WILD) ? bare(word) : "";
            if (!bare.isEmpty() && UNITS.contains(bare.toLowerCase(Locale.ROOT))) {
                folded.set(folded.size() - 1, last + word.substring(word.indexOf(bare) + bare.length()));
            } else if (word.startsWith(Masking.WILD) && last.equals(Masking.WILD)) {
                folded.set(folded.size() - 1, word);
            } else {
                folded.add(word);
            }
        }
        return folded;
    }

    /** {@code 5120 bytes (5.00 KB)}: the same quantity told twice. */
    private static List<String> parentheses(List<String> words) {
        var folded = new ArrayList<String>(words.size());
        for (String word : words) {
            boolean again = word.equals("(" + Masking.WILD + ")") || word.equals("(" + Masking.WILD + "),");
            if (again && !folded.isEmpty() && folded.getLast().equals(Masking.WILD)) {
                folded.set(folded.size() - 1, word.endsWith(",") ? Masking.WILD + "," : Masking.WILD);
            } else {
                folded.add(word);
            }
        }
        return folded;
    }

    private static String bare(String word) {
        int from = 0;
        int to = word.length();
        while (from < to && word.charAt(from) == '(') {
            from++;
        }
        while (to > from && ".,;:)]".indexOf(word.charAt(to - 1)) >= 0) {
            to--;
        }
        return word.substring(from, to);
    }
}
