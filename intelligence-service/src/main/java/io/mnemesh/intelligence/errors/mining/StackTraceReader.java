package io.mnemesh.intelligence.errors.mining;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reader of stack traces as JVM, .NET, JavaScript, Python, Go and Ruby programs print them. Of a chain of causes the one
 * where the trouble began gives exception and message, and its frames come first. One pass over the lines; whatever is no
 * trace is a message.
 */
final class StackTraceReader {

    private static final List<String> CAUSES = List.of("Caused by: ", "[cause]: ");
    private static final int MAX_FRAMES = 10;

    private final List<String> lines;
    private final boolean cut;

    /** Frames of the part that is read, of where it began, and of what was thrown because of it. */
    private List<Frame> frames = new ArrayList<>();

    private final List<Frame> origin = new ArrayList<>();
    private final List<Frame> outer = new ArrayList<>();
    private @Nullable String head;
    private boolean python;

    /** Indentation of a suppressed exception, whose frames say nothing; -1 if there is none. */
    private int suppressed = -1;

    private StackTraceReader(List<String> lines, boolean cut) {
        this.lines = lines;
        this.cut = cut;
    }

    /** @param cut true if the text is not all that there was */
    static ErrorText read(String text, boolean cut) {
        return new StackTraceReader(text.lines().toList(), cut).read();
    }

    private ErrorText read() {
        String before = null;
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i).strip();
            line = line.startsWith("| ") ? line.substring(2).strip() : line;
            if (isSuppressed(lines.get(i), line)) {
                continue;
            }
            Frame frame = Frame.read(line, i + 1 < lines.size() ? lines.get(i + 1) : "");
            if (frame != null) {
                head = head == null && !python ? title(line, before) : head;
                frames.add(frame);
            } else if (line.startsWith("goroutine ") && !frames.isEmpty()) {
                break;
            } else if (!changesPart(lines.get(i), line) && !isNoise(line)) {
                before = before == null || exceptionOf(before) == null ? line : before;
            }
        }
        endPythonPart(null);
        if (origin.isEmpty() && frames.isEmpty() && outer.isEmpty()) {
            return new ErrorText(null, String.join("\n", lines).strip(), List.of(), cut);
        }
        return trace(head == null ? String.valueOf(before == null ? "" : before) : head);
    }

    private static @Nullable String title(String line, @Nullable String before) {
        String ruby = RubyFrames.title(line);
        return ruby == null ? before : ruby;
    }

    private boolean isSuppressed(String raw, String line) {
        int indent = raw.length() - raw.stripLeading().length();
        if (line.startsWith("Suppressed: ")) {
            suppressed = suppressed < 0 ? indent : Math.min(suppressed, indent);
        } else if (!line.isEmpty() && indent < suppressed) {
            suppressed = -1;
        }
        return suppressed >= 0;
    }

    private static boolean isNoise(String line) {
        return line.isEmpty()
                || line.startsWith("...")
                || line.startsWith("goroutine ")
                || line.startsWith("--- End of");
    }

    /** Takes in a line that begins or ends a part of a chain. */
    private boolean changesPart(String raw, String line) {
        for (String mark : CAUSES) {
            if (line.startsWith(mark)) {
                causedBy(line.substring(mark.length()));
                return true;
            }
        }
        int inner = line.lastIndexOf("---> ");
        if (inner >= 0 && exceptionOf(line.substring(inner + 5)) != null) {
            causedBy(line.substring(inner + 5));
            return true;
        }
        if (line.startsWith("Wrapped by: ")) {
            if (origin.isEmpty()) {
                origin.addAll(frames);
                frames = outer;
            }
            return true;
        }
        if (line.contains("Traceback (most recent call")) {
            endPythonPart(null);
            python = true;
            return true;
        }
        if (python && !frames.isEmpty() && !raw.startsWith(" ") && !line.isEmpty()) {
            endPythonPart(line);
            return true;
        }
        if (line.startsWith("panic: ") || line.startsWith("fatal error: ")) {
            head = head == null ? line : head;
            return true;
        }
        return false;
    }

    /** What comes now is deeper than what was read. */
    private void causedBy(String title) {
        head = title;
        outer.addAll(0, frames);
        frames.clear();
    }

    /** Python prints the innermost frame last, and what began the trouble first. */
    private void endPythonPart(@Nullable String title) {
        if (!python) {
            return;
        }
        Collections.reverse(frames);
        (origin.isEmpty() ? origin : outer).addAll(frames);
        frames.clear();
        head = head == null ? title : head;
        python = false;
    }

    private ErrorText trace(String title) {
        var own = new LinkedHashSet<String>();
        for (List<Frame> part : List.of(origin, frames, outer)) {
            part.stream()
                    .filter(Frame::application)
                    .map(Frame::name)
                    .limit(MAX_FRAMES)
                    .forEach(own::add);
        }
        String plain = withoutLead(title);
        String type = exceptionOf(plain);
        type = type == null ? firstName(plain) : type;
        String rest = type == null ? plain : plain.substring(plain.indexOf(type) + type.length());
        int code = rest.startsWith(" (") ? rest.indexOf("): ") : -1;
        rest = code > 0 ? rest.substring(code + 1) : rest;
        String message = rest.startsWith(":") ? rest.substring(1).strip() : rest.strip();
        return new ErrorText(type == null ? "error" : type, message, List.copyOf(own), cut);
    }

    private static String withoutLead(String title) {
        String plain = title;
        for (String lead : List.of(
                "Uncaught (in promise) ",
                "Uncaught ",
                "Unhandled Promise Rejection: ",
                "Unhandled exception. ",
                "Unhandled exception: ",
                "Unhandled Exception: ")) {
            plain = plain.startsWith(lead) ? plain.substring(lead.length()) : plain;
        }
        return plain;
    }

    /** The exception's type in a line like {@code Exception in thread "main" a.b.BadThing: message}. */
    private static @Nullable String exceptionOf(String told) {
        String title = withoutLead(told);
        int colon = title.indexOf(": ");
        String start = (colon < 0 ? title : title.substring(0, colon)).strip();
        int code = start.indexOf(" (");
        start = code > 0 && start.endsWith(")") ? start.substring(0, code) : start;
        String last = start.substring(start.lastIndexOf(' ') + 1);
        last = last.endsWith(":") ? last.substring(0, last.length() - 1) : last;
        if (last.equals("panic")) {
            return last;
        }
        String simple = last.substring(Math.max(last.lastIndexOf('.'), last.lastIndexOf(':')) + 1);
        boolean qualified = simple.length() < last.length();
        boolean ends = simple.endsWith("Error")
                || simple.endsWith("Exception")
                || simple.endsWith("Failure")
                || simple.endsWith("Timeout")
                || simple.endsWith("Interrupt")
                || simple.endsWith("Warning");
        return isTypeName(simple, last) && (qualified || ends) ? last : null;
    }

    /** Before the frames of a trace a bare name is a type too, as {@code OutOfStock: none left}. */
    private static @Nullable String firstName(String title) {
        int colon = title.indexOf(':');
        String name = colon < 0 ? title.strip() : title.substring(0, colon).strip();
        return isTypeName(name, name) ? name : null;
    }

    private static boolean isTypeName(String simple, String whole) {
        return !simple.isEmpty()
                && Character.isUpperCase(simple.charAt(0))
                && whole.chars().allMatch(c -> Character.isLetterOrDigit(c) || "._$:".indexOf(c) >= 0);
    }
}
