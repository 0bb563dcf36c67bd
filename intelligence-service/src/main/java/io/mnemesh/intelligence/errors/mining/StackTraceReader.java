package io.mnemesh.intelligence.errors.mining;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reader of stack traces as JVM, .NET, Node.js, Python and Go programs print them. Of a chain of causes the last one,
 * where the trouble began, is taken. One pass over the lines; whatever is no trace is a message.
 */
final class StackTraceReader {

    private static final String CAUSED_BY = "Caused by: ";
    private static final int MAX_FRAMES = 10;
    private static final int MAX_LINES = 4_000;

    private final List<String> lines;
    private final List<Frame> frames = new ArrayList<>();
    private final List<Frame> causes = new ArrayList<>();
    private @Nullable String head;
    private boolean python;

    private StackTraceReader(List<String> lines) {
        this.lines = lines;
    }

    static ErrorText read(String text) {
        return new StackTraceReader(text.lines().limit(MAX_LINES).toList()).read();
    }

    private ErrorText read() {
        String before = null;
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i).strip();
            Frame frame = frameAt(i, line);
            if (frame != null) {
                head = head == null ? before : head;
                frames.add(frame);
            } else if (line.startsWith(CAUSED_BY)) {
                head = line.substring(CAUSED_BY.length());
                causes.addAll(0, frames);
                frames.clear();
            } else if (line.startsWith("Traceback (most recent")) {
                python = true;
                head = null;
                frames.clear();
            } else if (python && !frames.isEmpty() && !lines.get(i).startsWith(" ") && !line.isEmpty()) {
                head = line;
                python = false;
                Collections.reverse(frames);
            } else if (line.startsWith("panic: ") && head == null) {
                head = line;
            } else if (!line.isEmpty() && !line.startsWith("...") && !line.startsWith("goroutine ")) {
                before = before == null || !looksLikeException(before) ? line : before;
            }
        }
        if (frames.isEmpty() && causes.isEmpty()) {
            return new ErrorText(null, String.join("\n", lines).strip(), List.of());
        }
        return trace(head == null ? String.valueOf(before == null ? "" : before) : head);
    }

    private @Nullable Frame frameAt(int i, String line) {
        Frame frame = Frame.ofAt(line);
        if (frame == null) {
            frame = Frame.ofPython(line);
        }
        if (frame == null && i + 1 < lines.size()) {
            frame = Frame.ofGo(line, lines.get(i + 1));
        }
        return frame;
    }

    private ErrorText trace(String title) {
        var own = new LinkedHashSet<String>();
        for (List<Frame> part : List.of(frames, causes)) {
            part.stream()
                    .filter(Frame::application)
                    .map(Frame::name)
                    .limit(MAX_FRAMES)
                    .forEach(own::add);
        }
        String type = exceptionOf(title);
        String rest = type == null ? title : title.substring(title.indexOf(type) + type.length());
        String message = rest.startsWith(":") ? rest.substring(1).strip() : rest.strip();
        return new ErrorText(type == null ? "error" : type, message, List.copyOf(own));
    }

    private static boolean looksLikeException(String line) {
        return exceptionOf(line) != null;
    }

    /** The exception's type in a line like {@code Exception in thread "main" a.b.BadThing: message}. */
    private static @Nullable String exceptionOf(String title) {
        int colon = title.indexOf(": ");
        String start = colon < 0 ? title.strip() : title.substring(0, colon);
        String last = start.substring(start.lastIndexOf(' ') + 1);
        if (last.endsWith(":")) {
            last = last.substring(0, last.length() - 1);
        }
        if (last.equals("panic")) {
            return last;
        }
        String simple = last.substring(last.lastIndexOf('.') + 1);
        boolean named = !simple.isEmpty()
                && Character.isUpperCase(simple.charAt(0))
                && last.chars().allMatch(c -> Character.isLetterOrDigit(c) || c == '.' || c == '_' || c == '$');
        boolean qualified = simple.length() < last.length();
        boolean ends = simple.endsWith("Error")
                || simple.endsWith("Exception")
                || simple.endsWith("Failure")
                || simple.endsWith("Timeout")
                || simple.endsWith("Interrupt")
                || simple.endsWith("Warning");
        return named && (qualified || ends) ? last : null;
    }
}
