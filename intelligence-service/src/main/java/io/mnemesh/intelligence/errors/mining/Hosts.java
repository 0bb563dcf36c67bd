package io.mnemesh.intelligence.errors.mining;

import java.util.Locale;
import java.util.Set;

/** Recogniser of host names, mail addresses and {@code host:port} in running text. */
final class Hosts {

    private static final Set<String> TOP_LEVEL = Set.of(
            "com",
            "net",
            "org",
            "edu",
            "gov",
            "mil",
            "info",
            "biz",
            "io",
            "dev",
            "app",
            "ai",
            "asia",
            "cloud",
            "local",
            "lan",
            "internal",
            "localdomain",
            "localhost",
            "intranet",
            "corp",
            "home",
            "cluster",
            "arpa",
            "svc",
            "test",
            "example",
            "cn",
            "uk",
            "de",
            "fr",
            "ru",
            "jp",
            "br",
            "nl",
            "hk",
            "tw",
            "kr",
            "us",
            "ca",
            "au",
            "ch",
            "se",
            "es",
            "pl",
            "cz",
            "mx",
            "ar",
            "co",
            "eu",
            "dk",
            "fi",
            "tr",
            "ua",
            "za",
            "th",
            "vn",
            "sg",
            "pt",
            "gr",
            "ro",
            "hu",
            "il",
            "ie",
            "nz",
            "cl");

    /** What package names begin with. */
    private static final Set<String> REVERSED =
            Set.of("com", "org", "net", "io", "java", "javax", "jakarta", "de", "ai");

    /** Endings of source files, whose {@code :12} is a line. */
    private static final Set<String> SOURCES = Set.of(
            "java", "kt", "scala", "groovy", "py", "js", "ts", "tsx", "jsx", "mjs", "go", "rs", "rb", "php", "cs", "c",
            "cc", "cpp", "h", "hpp", "swift", "m", "pl", "sh", "sql", "ex", "lua");

    /** Words whose {@code :12} is their value. */
    private static final Set<String> KEYS = Set.of(
            "status", "code", "error", "line", "port", "errno", "pid", "tid", "exit", "http", "id", "size", "count",
            "level", "version", "rc", "result", "retry", "attempt", "total", "time", "length", "index", "offset", "row",
            "column");

    private Hosts() {}

    /**
     * End of the host or mail address whose first label is {@code text[from, at)}, or 0 if that is none.
     *
     * @param end end of the word
     */
    static int end(String text, int from, int at, int end) {
        int to = at;
        int labels = 1;
        int label = from;
        boolean mail = false;
        while (to + 1 < end
                && (text.charAt(to) == '.' || (text.charAt(to) == '@' && !mail))
                && Character.isLetterOrDigit(text.charAt(to + 1))) {
            mail |= text.charAt(to) == '@';
            label = ++to;
            labels++;
            while (to < end && (Characters.isIdentifier(text.charAt(to)) || Characters.isInnerDash(text, to, end))) {
                to++;
            }
        }
        String first = text.substring(from, at).toLowerCase(Locale.ROOT);
        String last = text.substring(label, to).toLowerCase(Locale.ROOT);
        boolean beginsWord = from == 0 || Characters.isSpace(text.charAt(from - 1));
        boolean host;
        if (endsWithPort(text, to, end)) {
            host = labels > 1 ? !SOURCES.contains(last) : beginsWord && !KEYS.contains(first);
        } else if (labels < 2) {
            host = false;
        } else {
            boolean known = TOP_LEVEL.contains(last) && !REVERSED.contains(first);
            host = mail
                    || Characters.hasDigit(first, 0, first.length())
                    || (known && (labels > 2 || last.length() > 2));
        }
        return host ? to : 0;
    }

    /** Whether {@code :port} and then only punctuation follow. */
    private static boolean endsWithPort(String text, int at, int end) {
        int to = at + 1;
        while (to < end && Characters.isDigit(text.charAt(to))) {
            to++;
        }
        int digits = to - at - 1;
        return at < end
                && text.charAt(at) == ':'
                && digits >= 2
                && digits <= 5
                && (to == end || !Characters.isIdentifier(text.charAt(to)));
    }
}
