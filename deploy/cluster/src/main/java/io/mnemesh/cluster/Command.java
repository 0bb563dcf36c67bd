package io.mnemesh.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A command line program with what all its calls have in common.
 *
 * @param program     file to run
 * @param environment variables beside those of the test
 */
public record Command(Path program, Map<String, String> environment) {

    private static final long LIMIT_SECONDS = 120;

    /**
     * What a call came to.
     *
     * @param status exit status
     * @param text   what it printed, errors included
     */
    public record Outcome(int status, String text) {

        /** The text of a call that has to go well. */
        public String ok() {
            if (status != 0) {
                throw new AssertionError("status " + status + ": " + text);
            }
            return text;
        }
    }

    public Outcome call(String... arguments) {
        return call(null, List.of(arguments));
    }

    /** @param input what it reads, or null */
    public Outcome call(@Nullable String input, List<String> arguments) {
        var line = new ArrayList<String>();
        line.add(program.toString());
        line.addAll(arguments);
        var builder = new ProcessBuilder(line).redirectErrorStream(true);
        builder.environment().putAll(environment);
        try {
            Process process = builder.start();
            try (var in = process.getOutputStream()) {
                if (input != null) {
                    in.write(input.getBytes(StandardCharsets.UTF_8));
                }
            }
            String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new AssertionError(line + " did not end in " + LIMIT_SECONDS + " s: " + text);
            }
            return new Outcome(process.exitValue(), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(line + " was interrupted", e);
        }
    }
}
