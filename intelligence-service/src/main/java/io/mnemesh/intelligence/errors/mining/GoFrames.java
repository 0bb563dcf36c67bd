package io.mnemesh.intelligence.errors.mining;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Frames of Go: {@code pkg.(*Type).Method(0x1, ...)}, with {@code path.go:7 +0x1d} on the line after it. */
final class GoFrames {

    private static final List<String> FOREIGN = List.of(
            "runtime.",
            "runtime/",
            "net/http.",
            "net.",
            "testing.",
            "sync.",
            "reflect.",
            "database/sql.",
            "encoding/",
            "internal/",
            "os.",
            "io.",
            "syscall.");

    private static final List<String> FOREIGN_PATHS =
            List.of("/usr/local/go/src", "/pkg/mod/", "/go/src/runtime", "/libexec/src/", "/usr/lib/go", "/vendor/");

    private GoFrames() {}

    static @Nullable Frame read(String line, String next) {
        if (!next.startsWith("\t") || !next.contains(".go:")) {
            return null;
        }
        int by = line.startsWith("created by ") ? line.indexOf(" in goroutine ") : -1;
        String call = line.startsWith("created by ")
                ? line.substring("created by ".length(), by < 0 ? line.length() : by)
                : line;
        int open = call.endsWith(")") ? call.lastIndexOf('(') : -1;
        String name = open > 0 ? call.substring(0, open) : call;
        if (name.isEmpty() || name.indexOf(' ') >= 0 || name.indexOf('.') < 0) {
            return null;
        }
        String plain = withoutClosure(name);
        boolean foreign = FOREIGN.stream().anyMatch(plain::startsWith)
                || FOREIGN_PATHS.stream().anyMatch(next::contains);
        return foreign ? Frame.foreign(plain) : Frame.own(plain);
    }

    /** Drops the {@code .func1.2} of functions inside of functions. */
    private static String withoutClosure(String name) {
        int at = name.indexOf(".func");
        return at > 0 && at + 5 < name.length() && Characters.isDigit(name.charAt(at + 5))
                ? name.substring(0, at)
                : name;
    }
}
