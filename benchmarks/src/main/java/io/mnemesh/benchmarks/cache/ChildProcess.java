package io.mnemesh.benchmarks.cache;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A {@link CacheProcess} and the talk with it, a line each way, by one thread. Ends with the benchmark. */
final class ChildProcess implements AutoCloseable {

    private static final String READY = "ready";
    private static final String ENDED = "ended";

    private final Process process;
    private final PrintWriter in;
    private final LinkedBlockingQueue<String> lines = new LinkedBlockingQueue<>();
    private boolean connected;

    private ChildProcess(Process process) {
        this.process = process;
        this.in = new PrintWriter(process.outputWriter(StandardCharsets.UTF_8), true);
        // Reading from a process may keep its carrier thread.
        Thread.ofPlatform().daemon().start(this::read);
    }

    /** Starts it; it does what it is told when it is connected. */
    static ChildProcess start(Addresses at, String service) throws IOException {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-XX:+UseSerialGC", "-Xmx192m", "--enable-native-access=ALL-UNNAMED"));
        command.addAll(at.jvmArguments());
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), CacheProcess.class.getName(), service));
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        return new ChildProcess(process);
    }

    private void read() {
        try (var out = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = out.readLine(); line != null; line = out.readLine()) {
                lines.add(line);
            }
        } catch (IOException e) {
            // It has been killed in the middle of a line.
        }
        lines.add(ENDED);
    }

    /** Asks without waiting. */
    void say(String request) {
        in.println(request);
    }

    /** The next line. */
    String next() throws IOException, InterruptedException {
        if (!connected) {
            connected = true;
            await(READY);
        }
        String line = lines.poll(CacheNode.PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        if (line == null || line.equals(ENDED)) {
            throw new IOException(line == null ? "A process does not answer." : "A process has ended by itself.");
        }
        return line;
    }

    /** The numbers of the next line. */
    long[] nextNumbers() throws IOException, InterruptedException {
        return Arrays.stream(next().split(" ", -1)).mapToLong(Long::parseLong).toArray();
    }

    /** Waits for the line and takes no other. */
    void await(String expected) throws IOException, InterruptedException {
        String line = next();
        if (!line.equals(expected)) {
            throw new IOException("A process said '" + line + "' and not '" + expected + "'.");
        }
    }

    String ask(String request) throws IOException, InterruptedException {
        say(request);
        return next();
    }

    /** Ends it with SIGKILL. */
    void kill() throws InterruptedException {
        process.toHandle().destroyForcibly();
        process.waitFor();
    }

    @Override
    public void close() {
        process.toHandle().destroyForcibly();
        process.onExit().join();
    }
}
