package io.mnemesh.intelligence.errors.mining;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Frames of .NET: {@code at A.B.Method[T](String x) in /src/B.cs:line 7}. What the compiler made of asynchronous methods,
 * lambdas and local functions is named after the method it was written in.
 */
final class DotNetFrames {

    private static final List<String> FOREIGN =
            List.of("System.", "Microsoft.", "Newtonsoft.", "Npgsql.", "lambda_method");

    private DotNetFrames() {}

    static @Nullable Frame read(String line, String next) {
        if (!line.startsWith("at ")) {
            return null;
        }
        int open = line.indexOf('(');
        int close = line.lastIndexOf(')');
        if (open < 0 || close < open) {
            return null;
        }
        String name = line.substring(3, open).strip();
        boolean ends =
                close == line.length() - 1 || line.startsWith(" in ", close + 1) || line.startsWith(" [0x", close + 1);
        if (!ends || name.isEmpty() || name.indexOf(' ') >= 0) {
            return null;
        }
        String plain = plain(name);
        return FOREIGN.stream().anyMatch(plain::startsWith) ? Frame.foreign(plain) : Frame.own(plain);
    }

    private static String plain(String name) {
        var parts = new ArrayList<String>();
        boolean state = false;
        for (String part : withoutTypes(name).split("[.+]", -1)) {
            if (part.isEmpty() || part.startsWith("<>") || (state && part.equals("MoveNext"))) {
                continue;
            }
            int end = part.startsWith("<") ? part.indexOf('>') : -1;
            if (end < 0) {
                parts.add(part);
                continue;
            }
            String made = part.substring(end + 1);
            state = made.startsWith("d__");
            parts.add(part.substring(1, end));
            int bar = made.indexOf('|');
            if (made.startsWith("g__") && bar > 3) {
                parts.add(made.substring(3, bar));
            }
        }
        return String.join(".", parts);
    }

    /** Without {@code [T]} and the {@code `1} that counts type parameters. */
    private static String withoutTypes(String name) {
        int bracket = name.indexOf('[');
        String plain = bracket > 0 ? name.substring(0, bracket) : name;
        var out = new StringBuilder(plain.length());
        for (int i = 0; i < plain.length(); i++) {
            char c = plain.charAt(i);
            if (c == '`') {
                while (i + 1 < plain.length() && Characters.isDigit(plain.charAt(i + 1))) {
                    i++;
                }
            } else {
                out.append(c);
            }
        }
        return out.toString();
    }
}
