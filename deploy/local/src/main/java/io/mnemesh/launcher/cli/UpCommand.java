package io.mnemesh.launcher.cli;

import io.mnemesh.launcher.stack.AdminKey;
import io.mnemesh.launcher.stack.LauncherException;
import io.mnemesh.launcher.stack.RunState;
import io.mnemesh.launcher.stack.Service;
import io.mnemesh.launcher.stack.Stack;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Starts everything, says what to try, and stays until Ctrl-C or {@code down}. */
@Command(name = "up", description = "Start everything and wait until it is ready.")
final class UpCommand implements Callable<Integer> {

    private static final long LEAST_FREE_MIB = 512;

    private final Home home = Home.fromEnvironment();

    @Option(names = "--detach", description = "Return when everything is ready and leave it running.")
    boolean detach;

    @Option(names = "--data", paramLabel = "DIR", description = "Where data is kept between runs.")
    @Nullable
    Path data;

    @Option(names = "--fresh", description = "Delete the data of earlier runs first.")
    boolean fresh;

    @Option(names = "--native", description = "Run the native executables.")
    boolean nativeForm;

    @Override
    public Integer call() throws Exception {
        Path folder = home.dataOr(data);
        home.refuseIfRunning();
        Files.createDirectories(home.state());
        checkDisk();
        var directory = new DataDirectory(folder);
        if (fresh) {
            directory.clear();
        }
        directory.claim();
        return detach ? new Detached(home, folder, nativeForm).start() : run(folder);
    }

    private int run(Path folder) throws InterruptedException {
        var console = new Console(System.out);
        Set<Service> natives = nativeForm ? EnumSet.allOf(Service.class) : Set.of();
        var stack = new Stack(home.stack(folder, natives), console);
        var stopped = new CountDownLatch(1);
        var stop = Thread.ofPlatform().unstarted(() -> {
            RunState.of("stopping", folder, stack).write(home.runFile());
            stack.close();
            deleteRunFile();
            stopped.countDown();
        });
        Runtime.getRuntime().addShutdownHook(stop);
        var watcher = new RunFileWriter(home.runFile(), folder, stack);
        watcher.begin("starting");
        try {
            stack.start();
        } catch (LauncherException e) {
            watcher.close();
            throw e;
        }
        System.out.println(welcome(stack, folder));
        watcher.begin("ready"); // last, since a detached start shows what was printed until then
        console.showLog();
        stopped.await();
        return 0;
    }

    private void deleteRunFile() {
        try {
            Files.deleteIfExists(home.runFile());
        } catch (IOException e) {
            System.err.println("mnemesh: " + home.runFile() + " cannot be deleted: " + e.getMessage());
        }
    }

    private void checkDisk() throws IOException {
        long free = Files.getFileStore(home.state()).getUsableSpace() >> 20;
        if (free < LEAST_FREE_MIB) {
            throw new LauncherException("The disk under " + home.state() + " has " + free + " MiB free; Mnemesh needs "
                    + LEAST_FREE_MIB + ".");
        }
    }

    static String welcome(Stack stack, Path folder) {
        return """

            Mnemesh is ready at %1$s   (documentation: %1$s/docs)
            Admin key: %2$s

            Three things to try:
              TOKEN=$(curl -s %1$s/api/auth/token -H 'Content-Type: application/json' -d '{"apiKey":"%2$s"}' | sed 's/.*"accessToken":"\\([^"]*\\)".*/\\1/')
              curl -s %1$s/api/memories -H "Authorization: Bearer $TOKEN" -H 'Content-Type: application/json' -d '{"type":"preference","content":"Ana prefers dark dashboards with large numbers"}'
              curl -s %1$s/api/memories/search -H "Authorization: Bearer $TOKEN" -H 'Content-Type: application/json' -d '{"query":"how should charts look for Ana?"}'
            Or all of it at once: ./mnemesh demo
            Events as they happen: ws://127.0.0.1:%3$d/ws/realtime

            Data: %4$s. Ctrl-C or ./mnemesh down drains and stops everything.
            """.formatted(
                        stack.gateway(), AdminKey.read(folder), stack.ports().http(Service.GATEWAY), folder);
    }
}
