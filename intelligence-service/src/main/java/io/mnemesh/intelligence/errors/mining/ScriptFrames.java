package io.mnemesh.intelligence.errors.mining;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Frames of JavaScript engines: V8's {@code at name (place:1:2)}, Firefox' and Safari's {@code name@place:1:2}. A frame is
 * {@code file:function} with the function's last name only, so that it is the same whichever engine tells of it.
 */
final class ScriptFrames {

    private static final List<String> FOREIGN_PARTS = List.of("node_modules/", "-extension://");
    private static final List<String> FOREIGN_STARTS =
            List.of("node:", "internal/", "[native code]", "<anonymous>", "index ");
    private static final String NATIVE = "native";

    private static final List<String> CODE = List.of("global code", "eval code", "module code", "anonymous");

    private ScriptFrames() {}

    /** {@code at async name [as other] (place)} or {@code at place}. */
    static @Nullable Frame readV8(String line, String next) {
        if (!line.startsWith("at ")) {
            return null;
        }
        String rest = line.substring(3).strip();
        rest = rest.endsWith(" {") ? rest.substring(0, rest.length() - 2) : rest;
        int open = rest.indexOf(" (");
        if (open < 0 || !rest.endsWith(")")) {
            String place = rest.startsWith("async ") ? rest.substring(6) : rest;
            return Paths.hasLineAndColumn(place) && place.indexOf(' ') < 0 ? frame("", place) : null;
        }
        String place = rest.substring(open + 2, rest.length() - 1);
        boolean known = Paths.hasLineAndColumn(place)
                || place.equals("<anonymous>")
                || place.equals(NATIVE)
                || place.startsWith("index ");
        return known ? frame(name(rest.substring(0, open)), place) : null;
    }

    /** {@code name@place:1:2}, and Safari's place alone. */
    static @Nullable Frame readAt(String line, String next) {
        int at = line.indexOf('@');
        int scheme = line.indexOf("://");
        if (scheme >= 0 && at > scheme) {
            at = -1;
        }
        String name = line.substring(0, Math.max(at, 0));
        String place = line.substring(at + 1);
        if (name.indexOf(' ') >= 0 && !CODE.contains(name) && name.indexOf('*') < 0) {
            return null;
        }
        if (place.equals("[native code]")) {
            return at >= 0 || line.equals(place) ? frame(name, place) : null;
        }
        int folder = place.indexOf("://");
        boolean isPlace = (folder > 0 && place.indexOf('/', folder + 3) > 0) || (at >= 0 && place.startsWith("/"));
        return isPlace && place.indexOf(' ') < 0 && Paths.hasLineAndColumn(place) ? frame(gecko(name), place) : null;
    }

    private static Frame frame(String name, String place) {
        String simple = CODE.contains(name) ? "" : name.substring(name.lastIndexOf('.') + 1);
        if (simple.equals("<anonymous>")) {
            simple = "";
        }
        boolean evaluated = place.startsWith("eval at ");
        String file = Paths.file(evaluated ? "eval" : place);
        String whole = simple.isEmpty() ? file : file + ":" + simple;
        boolean foreign = place.equals(NATIVE)
                || FOREIGN_PARTS.stream().anyMatch(place::contains)
                || FOREIGN_STARTS.stream().anyMatch(place::startsWith);
        return foreign ? Frame.foreign(whole) : Frame.own(whole);
    }

    private static String name(String told) {
        String name = told;
        for (String word : List.of("async ", "new ", "get ", "set ")) {
            name = name.startsWith(word) ? name.substring(word.length()) : name;
        }
        int as = name.indexOf(" [as ");
        return as > 0 ? name.substring(0, as) : name;
    }

    /** Firefox writes {@code async*outer/inner<} for what is inside of a function. */
    private static String gecko(String told) {
        String name = told.substring(told.lastIndexOf('*') + 1);
        int inner = name.indexOf('/');
        name = inner >= 0 ? name.substring(0, inner) : name;
        return name.endsWith("<") ? name.substring(0, name.length() - 1) : name;
    }
}
