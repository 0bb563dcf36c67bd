package io.mnemesh.gateway.edge;

/**
 * The form a request's path must have to be forwarded: every server behind the gateway has to read it alike, so that no
 * spelling reaches what its plain spelling would not.
 */
public final class PathForm {

    private PathForm() {}

    /** True if the raw path is plain: no dot segments, empty segments, backslashes or encoded ones of these. */
    public static boolean isPlain(String path) {
        if (path.isEmpty() || path.charAt(0) != '/') {
            return false;
        }
        if (path.contains("//") || path.indexOf('\\') >= 0 || path.indexOf(';') >= 0 || path.indexOf('\0') >= 0) {
            return false;
        }
        return !hasDotSegment(path) && (path.indexOf('%') < 0 || hasPlainEscapes(path));
    }

    /** True if the raw path is plain once its encoded slashes are slashes, so that they hide neither of these. */
    static boolean isPlainWithSlashes(String path) {
        return isPlain(path.replace("%2F", "/").replace("%2f", "/"));
    }

    private static boolean hasDotSegment(String path) {
        return path.contains("/./") || path.contains("/../") || path.endsWith("/.") || path.endsWith("/..");
    }

    /** Slash, backslash, dot, percent and control characters have no business behind a percent sign. */
    private static boolean hasPlainEscapes(String path) {
        for (int at = path.indexOf('%'); at >= 0; at = path.indexOf('%', at + 1)) {
            if (at + 2 >= path.length()) {
                return false;
            }
            int high = Character.digit(path.charAt(at + 1), 16);
            int low = Character.digit(path.charAt(at + 2), 16);
            if (high < 0 || low < 0 || isHidden((high << 4) + low)) {
                return false;
            }
        }
        return true;
    }

    private static boolean isHidden(int octet) {
        return octet < 0x20 || octet == 0x7f || octet == '/' || octet == '\\' || octet == '.' || octet == '%';
    }
}
