package io.mnemesh.launcher.cli;

import io.mnemesh.launcher.stack.LauncherException;
import io.mnemesh.launcher.stack.Service;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Prints the end of the logs, and what is added to them with {@code -f}. */
@Command(name = "logs", description = "Print the logs, all merged or one service's.")
final class LogsCommand implements Callable<Integer> {

    private static final int LAST_BYTES = 16 * 1024;

    private final Home home = Home.fromEnvironment();

    @Parameters(arity = "0..1", paramLabel = "SERVICE")
    @Nullable
    String name;

    @Option(names = "-f", description = "Go on printing what is added.")
    boolean follow;

    @Override
    public Integer call() throws IOException, InterruptedException {
        var tails = new ArrayList<Tail>();
        for (String log : names()) {
            Path file = home.logs().resolve(log + ".log");
            if (Files.exists(file)) {
                tails.add(new Tail(log, file, Math.max(0, Files.size(file) - LAST_BYTES)));
            }
        }
        if (tails.isEmpty()) {
            throw new LauncherException("There are no logs yet; start Mnemesh with ./mnemesh up.");
        }
        var interrupted = new CountDownLatch(1);
        do {
            for (Tail tail : tails) {
                tail.print(tails.size() > 1);
            }
        } while (follow && !interrupted.await(100, TimeUnit.MILLISECONDS));
        return 0;
    }

    private List<String> names() {
        if (name == null) {
            var all = new ArrayList<String>(List.of("postgres", "redis"));
            for (Service service : Service.values()) {
                all.add(service.key());
            }
            return all;
        }
        if (name.equals("postgres") || name.equals("redis")) {
            return List.of(name);
        }
        return List.of(Service.byName(name)
                .orElseThrow(() -> new LauncherException("There is no service '" + name
                        + "'; there are postgres, redis, gateway, embeddings, cache, memory, intelligence, realtime."))
                .key());
    }

    /** A log file and how far it was printed. */
    private static final class Tail {
        private final String log;
        private final Path file;
        private long position;

        Tail(String log, Path file, long position) {
            this.log = log;
            this.file = file;
            this.position = position;
        }

        void print(boolean named) throws IOException {
            try (var in = new RandomAccessFile(file.toFile(), "r")) {
                if (in.length() < position) {
                    position = 0;
                }
                var bytes = new byte[(int) Math.min(in.length() - position, 1 << 20)];
                in.seek(position);
                in.readFully(bytes);
                int end = lastLineEnd(bytes);
                position += end;
                for (String line : new String(bytes, 0, end, StandardCharsets.UTF_8)
                        .lines()
                        .toList()) {
                    System.out.println(named ? "%-12s | %s".formatted(log, line) : line);
                }
            }
        }

        private static int lastLineEnd(byte[] bytes) {
            int end = bytes.length;
            while (end > 0 && bytes[end - 1] != '\n') {
                end--;
            }
            return end;
        }
    }
}
