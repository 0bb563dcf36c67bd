package io.mnemesh.intelligence.errors.mining;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One frame of a stack trace of a JVM, .NET, Node.js, Python or Go program.
 *
 * @param name        function, without arguments, line and generated suffixes
 * @param application false for frames of runtimes and well-known frameworks
 */
record Frame(String name, boolean application) {

    private static final List<String> FOREIGN_NAMES = List.of(
            "java.",
            "javax.",
            "jdk.",
            "sun.",
            "com.sun.",
            "jakarta.",
            "kotlin.",
            "kotlinx.",
            "scala.",
            "groovy.",
            "org.springframework.",
            "org.apache.",
            "org.hibernate.",
            "org.jboss.",
            "org.postgresql.",
            "org.junit.",
            "org.eclipse.",
            "org.slf4j.",
            "io.quarkus.",
            "io.vertx.",
            "io.netty.",
            "io.smallrye.",
            "io.micrometer.",
            "io.grpc.",
            "io.opentelemetry.",
            "com.fasterxml.",
            "com.zaxxer.",
            "com.mysql.",
            "com.google.common.",
            "com.google.inject.",
            "reactor.",
            "rx.",
            "akka.",
            "okhttp3.",
            "redis.clients.",
            "io.lettuce.",
            "io.projectreactor.",
            "System.",
            "Microsoft.",
            "runtime.",
            "net/http.",
            "testing.",
            "process.",
            "node:");

    private static final List<String> FOREIGN_PATHS = List.of(
            "node_modules",
            "node:",
            "internal/",
            "site-packages",
            "dist-packages",
            "/lib/python",
            "<frozen",
            "<string>",
            "/usr/local/go/src",
            "/pkg/mod/",
            "/go/src/runtime");

    /** A frame of the forms {@code at name(place)}, {@code at name (path)}, {@code at name in path:line 7}. */
    static @Nullable Frame ofAt(String line) {
        if (!line.startsWith("at ")) {
            return null;
        }
        int open = line.indexOf('(');
        if (open < 0) {
            String path = line.substring(3).strip();
            return path.indexOf(':') > 0 && path.indexOf(' ') < 0 ? of(file(path), path) : null;
        }
        String name = line.substring(3, open).strip();
        if (name.startsWith("async ")) {
            name = name.substring(6);
        }
        if (name.startsWith("new ")) {
            name = name.substring(4);
        }
        if (name.isEmpty() || name.indexOf(' ') >= 0) {
            return null;
        }
        return of(name, line.substring(open));
    }

    /** A frame of the form {@code File "app/x.py", line 7, in name}. */
    static @Nullable Frame ofPython(String line) {
        if (!line.startsWith("File \"")) {
            return null;
        }
        int close = line.indexOf('"', 6);
        int in = line.indexOf(", in ", Math.max(close, 0));
        if (close < 0 || in < 0) {
            return null;
        }
        String path = line.substring(6, close);
        return of(file(path) + ":" + line.substring(in + 5).strip(), path);
    }

    /** A frame of the form {@code name(args)} with {@code path:7 +0x1d} on the next line. */
    static @Nullable Frame ofGo(String line, String next) {
        int open = line.lastIndexOf('(');
        if (open <= 0 || !next.startsWith("\t") || next.indexOf(".go:") < 0) {
            return null;
        }
        return of(line.substring(0, open), next);
    }

    private static Frame of(String name, String place) {
        String plain = name.substring(
                name.indexOf('/') > 0 && name.indexOf('/') < name.indexOf('.') ? name.indexOf('/') + 1 : 0);
        int generated = plain.indexOf("$$");
        plain = generated > 0 ? plain.substring(0, generated) : plain;
        plain = withoutNumbers(plain.replace("lambda$", ""));
        boolean foreign = FOREIGN_NAMES.stream().anyMatch(plain::startsWith)
                || FOREIGN_PATHS.stream().anyMatch(place::contains);
        return new Frame(plain, !foreign);
    }

    /** Drops the {@code $1} of anonymous classes and lambdas. */
    private static String withoutNumbers(String name) {
        var out = new StringBuilder(name.length());
        int at = 0;
        while (at < name.length()) {
            char c = name.charAt(at++);
            if (c == '$' && at < name.length() && Characters.isDigit(name.charAt(at))) {
                while (at < name.length() && Characters.isDigit(name.charAt(at))) {
                    at++;
                }
            } else {
                out.append(c <= ' ' || c == Masking.GLUE ? ' ' : c);
            }
        }
        return out.toString();
    }

    /** Last part of a path, without line and column. */
    private static String file(String path) {
        String file = path.substring(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);
        int colon = file.indexOf(':');
        return colon > 0 ? file.substring(0, colon) : file;
    }
}
