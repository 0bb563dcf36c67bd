package io.mnemesh.intelligence.errors.mining;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Frames of Python: {@code File "app/x.py", line 7, in name}, told as {@code x.py:name}. */
final class PythonFrames {

    private static final List<String> FOREIGN =
            List.of("site-packages", "dist-packages", "/lib/python", "\\lib\\", "<frozen", "<string>", "<stdin>");

    private PythonFrames() {}

    static @Nullable Frame read(String line, String next) {
        if (!line.startsWith("File \"")) {
            return null;
        }
        int close = line.indexOf('"', 6);
        int in = close < 0 ? -1 : line.indexOf(", in ", close);
        if (in < 0) {
            return null;
        }
        String path = line.substring(6, close);
        String name = Paths.file(path) + ":" + line.substring(in + 5).strip();
        return FOREIGN.stream().anyMatch(path::contains) ? Frame.foreign(name) : Frame.own(name);
    }
}
