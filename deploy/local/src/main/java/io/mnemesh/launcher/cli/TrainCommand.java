package io.mnemesh.launcher.cli;

import io.mnemesh.embedded.FolderTree;
import io.mnemesh.launcher.client.MnemeshClient;
import io.mnemesh.launcher.demo.Demo;
import io.mnemesh.launcher.stack.Jvm;
import io.mnemesh.launcher.stack.LauncherException;
import io.mnemesh.launcher.stack.Ports;
import io.mnemesh.launcher.stack.Service;
import io.mnemesh.launcher.stack.Stack;
import io.mnemesh.launcher.stack.StackConfig;
import io.mnemesh.launcher.stack.StackListener;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * Makes ahead-of-time caches: a mesh of its own starts with PostgreSQL and Redis, takes the guided tour, and each service keeps what it
 * loaded, linked and called often for the starts to come. A start that ends before it needs a server would see half of that.
 */
@Command(name = "train", hidden = true, description = "Make ahead-of-time caches of services.")
final class TrainCommand implements Callable<Integer> {

    private final Home home = Home.fromEnvironment();

    @Option(names = "--java", paramLabel = "HOME", description = "The Java runtime that the caches are for.")
    @Nullable
    Path java;

    @Parameters(arity = "1..*", paramLabel = "SERVICE=FILE", description = "Services, and where their caches go.")
    Map<String, Path> files = new LinkedHashMap<>();

    @Override
    public Integer call() throws IOException {
        Map<Service, Path> making = making();
        var jvm = new Jvm(java == null ? Path.of(System.getProperty("java.home")) : java, true, making);
        Path folder = home.state().resolve("train");
        FolderTree.delete(folder);
        Path logs = folder.resolve("logs");
        var config = new StackConfig(
                home.root(), folder.resolve("data"), logs, Ports.free(), Set.of(), jvm, Map.of(), Home.START_TIMEOUT);
        for (Path file : making.values()) {
            Files.createDirectories(file.getParent());
            Files.deleteIfExists(file);
        }
        tour(config);
        for (Map.Entry<Service, Path> made : making.entrySet()) {
            if (!Files.exists(made.getValue())) {
                throw new LauncherException("The cache of " + made.getKey().artifact() + " was not made; its log is "
                        + logs.resolve(made.getKey().key() + ".log") + ".");
            }
            System.out.printf("  %s: %d MB%n", made.getKey().artifact(), Files.size(made.getValue()) / 1_000_000);
        }
        FolderTree.delete(folder);
        return 0;
    }

    private void tour(StackConfig config) throws IOException {
        Path said = config.logs().resolve("tour.log");
        try (var stack = new Stack(config, StackListener.SILENT)) {
            Runtime.getRuntime().addShutdownHook(new Thread(stack::close));
            stack.start();
            try (var out = new PrintStream(Files.newOutputStream(said), true, StandardCharsets.UTF_8)) {
                var client = new MnemeshClient(stack.gateway(), stack.adminKey());
                if (!new Demo(client, home.sample(), out, false).run()) {
                    throw new LauncherException("The tour did not go as expected; it is in " + said + ".");
                }
            }
        }
    }

    private Map<Service, Path> making() {
        return files.entrySet().stream()
                .collect(Collectors.toUnmodifiableMap(
                        entry -> Service.byName(entry.getKey())
                                .orElseThrow(
                                        () -> new LauncherException("There is no service '" + entry.getKey() + "'.")),
                        entry -> entry.getValue().toAbsolutePath().normalize()));
    }
}
