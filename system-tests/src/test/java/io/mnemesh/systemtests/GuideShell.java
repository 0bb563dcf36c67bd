package io.mnemesh.systemtests;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** One shell in which the commands of a page run one after another, as a reader's would. */
final class GuideShell implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Process bash;
    private final BufferedWriter commands;
    private final BufferedReader ends;
    private final Path output;
    private final Map<String, String> replacements;

    /**
     * @param home         where it starts
     * @param output       a file for what commands write
     * @param replacements what is written in the page, and what it is here: ports and folders
     */
    GuideShell(Path home, Path output, Map<String, String> replacements) throws IOException {
        this.output = output;
        this.replacements = Map.copyOf(replacements);
        bash = new ProcessBuilder("bash")
                .directory(home.toFile())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        commands = bash.outputWriter();
        ends = bash.inputReader();
    }

    /** What these commands write, errors too. */
    String run(String text) throws IOException, InterruptedException {
        String here = text;
        for (var replacement : replacements.entrySet()) {
            here = here.replace(replacement.getKey(), replacement.getValue());
        }
        commands.write("{\n" + here + "\n} >'" + output + "' 2>&1 </dev/null\necho\n");
        commands.flush();
        try {
            String end = CompletableFuture.supplyAsync(this::end).get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            if (end == null) {
                throw new IOException("The shell ended at:\n" + here);
            }
        } catch (ExecutionException | TimeoutException e) {
            throw new IOException("No end came of:\n" + here, e);
        }
        return Files.readString(output);
    }

    private String end() {
        try {
            return ends.readLine();
        } catch (IOException e) {
            return null;
        }
    }

    @Override
    public void close() {
        bash.descendants().forEach(ProcessHandle::destroy);
        bash.destroy();
    }
}
