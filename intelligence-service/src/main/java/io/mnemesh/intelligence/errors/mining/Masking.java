package io.mnemesh.intelligence.errors.mining;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The step that replaces what surely varies in a line by {@value #WILD}: numbers, hex, ids, addresses, hosts, paths and
 * times (the preprocessing of He et al., "Drain", ICWS 2017, with one fixed set of rules for all logs).
 *
 * <p>Hand-written passes without regular expressions, so that time is linear in the text whatever an attacker writes.
 */
final class Masking {

    /** What stands for a variable part. */
    static final String WILD = "<*>";

    /** Ends a token that no space parts from the next. */
    static final char GLUE = '\u2060';

    /** Longer words are data, not language. */
    private static final int MAX_WORD = 256;

    private static final String JOINTS = ".:/-_@#+~*^|";

    private Masking() {}

    /** The tokens of {@code text} with variable parts masked; at most {@code limit} of them. */
    static List<String> tokens(String text, int limit) {
        var words = new ArrayList<String>();
        int at = 0;
        int length = text.length();
        while (at < length && words.size() < limit) {
            while (at < length && Characters.isSpace(text.charAt(at))) {
                at++;
            }
            int start = at;
            while (at < length && !Characters.isSpace(text.charAt(at))) {
                at++;
            }
            if (at > start) {
                words.add(maskWord(text, start, at));
            }
        }
        return split(Folding.fold(words), limit);
    }

    /** The line that {@code tokens} stand for. */
    static String join(List<String> tokens) {
        return String.join(" ", tokens).replace(GLUE + " ", "").replace(String.valueOf(GLUE), "");
    }

    private static String maskWord(String text, int start, int end) {
        if (end - start > MAX_WORD) {
            return WILD;
        }
        if (end - start == 2 && (text.startsWith("()", start) || text.startsWith("[]", start))) {
            return text.charAt(start) + WILD + text.charAt(start + 1);
        }
        String whole = maskUrl(text, start, end);
        if (whole == null) {
            whole = maskHexGroups(text, start, end);
        }
        return whole == null ? maskPieces(text, start, end) : whole;
    }

    private static String maskPieces(String text, int start, int end) {
        var out = new StringBuilder(end - start);
        int at = start;
        while (at < end) {
            char c = text.charAt(at);
            if (startsPath(text, start, at, end)) {
                at = pathEnd(text, at, end);
                out.append(WILD);
            } else if (Characters.isIdentifier(c) || isSign(text, start, at, end)) {
                int from = at++;
                while (at < end
                        && (Characters.isIdentifier(text.charAt(at)) || Characters.isInnerDash(text, at, end))) {
                    at++;
                }
                int host = Hosts.end(text, from, at, end);
                if (host > 0) {
                    at = host;
                    out.append(WILD);
                } else {
                    maskPiece(text, from, at, out);
                }
            } else {
                out.append(c);
                at++;
            }
        }
        return joinWilds(out);
    }

    private static @Nullable String maskUrl(String text, int start, int end) {
        int scheme = text.indexOf("://", start);
        if (scheme <= start || scheme + 3 >= end) {
            return null;
        }
        int from = scheme;
        while (from > start && (Character.isLetterOrDigit(text.charAt(from - 1)) || text.charAt(from - 1) == '.')) {
            from--;
        }
        int to = end;
        while (to > scheme + 3 && ".,;:)]}'\">".indexOf(text.charAt(to - 1)) >= 0) {
            to--;
        }
        return text.substring(start, from) + WILD + text.substring(to, end);
    }

    /** MAC and IPv6 addresses and clock times: groups of hex digits between colons. */
    private static @Nullable String maskHexGroups(String text, int start, int end) {
        int from = start;
        int to = end;
        while (from < to && "([{<'\"".indexOf(text.charAt(from)) >= 0) {
            from++;
        }
        while (to > from && ".,;)]}>'\"".indexOf(text.charAt(to - 1)) >= 0) {
            to--;
        }
        int colons = 0;
        int digits = 0;
        int group = 0;
        for (int i = from; i < to; i++) {
            char c = text.charAt(i);
            if (c == ':') {
                colons++;
                group = 0;
            } else if (Characters.isHex(c) && group < 4) {
                digits += Characters.isDigit(c) ? 1 : 0;
                group++;
            } else {
                return null;
            }
        }
        boolean address = colons >= 2 && (digits > 0 || colons >= 5) && text.charAt(to - 1) != ':';
        return address ? text.substring(start, from) + WILD + text.substring(to, end) : null;
    }

    /** A sign, or a "less than" as in {@code <1}, that belongs to the number after it. */
    private static boolean isSign(String text, int start, int at, int end) {
        return "-+<~".indexOf(text.charAt(at)) >= 0
                && at + 1 < end
                && Characters.isDigit(text.charAt(at + 1))
                && (at == start || !Characters.isIdentifier(text.charAt(at - 1)));
    }

    private static boolean startsPath(String text, int start, int at, int end) {
        char c = text.charAt(at);
        if (at > start && (Characters.isIdentifier(text.charAt(at - 1)) || text.charAt(at - 1) == '>')) {
            return false;
        }
        if (c == '/') {
            return at + 1 < end && Characters.isPath(text.charAt(at + 1)) && text.charAt(at + 1) != '/';
        }
        if (c == '~' || c == '.') {
            int slash = at + (c == '.' && at + 1 < end && text.charAt(at + 1) == '.' ? 2 : 1);
            return slash < end && text.charAt(slash) == '/';
        }
        return at + 3 < end && Character.isLetter(c) && text.charAt(at + 1) == ':' && text.charAt(at + 2) == '\\';
    }

    private static int pathEnd(String text, int at, int end) {
        int to = at;
        boolean drive = Character.isLetter(text.charAt(at));
        while (to < end && (Characters.isPath(text.charAt(to)) || (drive && to == at + 1))) {
            to++;
        }
        while (to > at + 1 && text.charAt(to - 1) == '.') {
            to--;
        }
        return to;
    }

    /** A number or an id becomes a wildcard; of {@code eth0} the name stays, it says more than its number. */
    private static void maskPiece(String text, int from, int to, StringBuilder out) {
        int digits = 0;
        int hex = 0;
        int firstDigit = -1;
        boolean numbered = true;
        for (int i = from; i < to; i++) {
            char c = text.charAt(i);
            if (Characters.isDigit(c)) {
                digits++;
                firstDigit = firstDigit < 0 ? i : firstDigit;
            } else {
                numbered &= firstDigit < 0 && Character.isLetter(c);
            }
            hex += Characters.isHex(c) ? 1 : 0;
        }
        int size = to - from;
        if (digits == 0 && !(hex == size && size >= 8)) {
            out.append(text, from, to);
        } else if (numbered && firstDigit > from + 1 && digits <= 3) {
            out.append(text, from, firstDigit).append(WILD);
        } else {
            out.append(WILD);
        }
    }

    /** Wildcards that only punctuation holds apart become one. */
    private static String joinWilds(StringBuilder word) {
        String text = word.toString();
        int next = text.indexOf(WILD);
        if (next < 0 || next == text.lastIndexOf(WILD)) {
            return text;
        }
        var out = new StringBuilder(text.length());
        int copied = 0;
        while (next >= 0) {
            int after = next + WILD.length();
            out.append(text, copied, after);
            copied = after;
            next = text.indexOf(WILD, after);
            while (next >= 0 && isJoint(text, copied, next)) {
                copied = next + WILD.length();
                next = text.indexOf(WILD, copied);
            }
        }
        return out.append(text, copied, text.length()).toString();
    }

    private static boolean isJoint(String text, int from, int to) {
        for (int i = from; i < to; i++) {
            if (JOINTS.indexOf(text.charAt(i)) < 0) {
                return false;
            }
        }
        return true;
    }

    /** Breaks words after {@code =}, {@code :} and {@code ,} so that a value is a token of its own. */
    private static List<String> split(List<String> words, int limit) {
        var tokens = new ArrayList<String>(words.size());
        for (String word : words) {
            int from = 0;
            for (int i = 0; i < word.length() - 1; i++) {
                char c = word.charAt(i);
                boolean colon = c == ':' && word.charAt(i + 1) != ':' && (i == 0 || word.charAt(i - 1) != ':');
                if (c == '=' || c == ',' || colon) {
                    tokens.add(word.substring(from, i + 1) + GLUE);
                    from = i + 1;
                }
            }
            tokens.add(word.substring(from));
            if (tokens.size() >= limit) {
                return List.copyOf(tokens.subList(0, limit));
            }
        }
        return List.copyOf(tokens);
    }
}
