package io.mnemesh.launcher.stack;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * Copies what a process prints to its log file and to the merged log, line by line, on a thread of its own that ends
 * with the process. The log of the run before is kept as {@code NAME.log.1}; a log that reaches {@value #LIMIT}
 * characters is put aside in the same way.
 */
final class LogSink {

    private static final long LIMIT = 64L << 20;

    private final String name;
    private final Path file;
    private final StackListener listener;

    LogSink(String name, Path folder, StackListener listener) {
        this.name = name;
        this.file = folder.resolve(name + ".log");
        this.listener = listener;
    }

    /** Puts an earlier run's log aside. */
    void rotate() {
        try {
            Files.createDirectories(file.getParent());
            if (Files.exists(file)) {
                Files.move(file, file.resolveSibling(name + ".log.1"), StandardCopyOption.REPLACE_EXISTING);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void follow(InputStream output) {
        Thread.ofPlatform().daemon().name("log-" + name).start(() -> copy(output));
    }

    private void copy(InputStream output) {
        try (var lines = new BufferedReader(new InputStreamReader(output, StandardCharsets.UTF_8))) {
            String line = lines.readLine();
            while (line != null) {
                rotate();
                line = copyOneFile(line, lines);
            }
        } catch (IOException e) {
            listener.log(name, "(the log ended: " + e.getMessage() + ")");
        }
    }

    /** Fills one file up to its limit; returns the line that did not fit, or null at the end. */
    private @org.jspecify.annotations.Nullable String copyOneFile(String first, BufferedReader lines)
            throws IOException {
        String line = first;
        long written = 0;
        try (Writer out = Files.newBufferedWriter(file)) {
            while (line != null && written < LIMIT) {
                out.write(line);
                out.write(System.lineSeparator());
                out.flush();
                written += line.length() + 1;
                listener.log(name, line);
                line = lines.readLine();
            }
        }
        return line;
    }
}
