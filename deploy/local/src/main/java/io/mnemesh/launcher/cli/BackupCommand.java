package io.mnemesh.launcher.cli;

import io.mnemesh.launcher.backup.StackBackup;
import io.mnemesh.launcher.stack.LauncherException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Writes a backup of the local stack, running or not. */
@Command(name = "backup", description = "Write a backup of everything that cannot be computed again.")
final class BackupCommand implements Callable<Integer> {

    private static final DateTimeFormatter NAME =
            DateTimeFormatter.ofPattern("'mnemesh-'yyyyMMdd'T'HHmmss'Z.zip'").withZone(ZoneOffset.UTC);

    private final Home home = Home.fromEnvironment();

    @Parameters(paramLabel = "FILE|DIR", description = "File to write, or folder for a file named by the time.")
    Path target = Path.of("");

    @Option(names = "--data", paramLabel = "DIR", description = "Where the data is.")
    @Nullable
    Path data;

    @Override
    public Integer call() throws IOException {
        Path folder = home.dataOr(data);
        if (!Files.exists(folder.resolve("postgres"))) {
            throw new LauncherException("There is nothing to back up in " + folder + ".");
        }
        Path file = Files.isDirectory(target)
                ? target.resolve(NAME.format(Clock.systemUTC().instant()))
                : target;
        var written = new StackBackup(home.stack(folder)).write(file);
        System.out.printf(
                "%s: %d rows of %d tables, %d KiB. It holds secrets; keep it as safe as the data.%n",
                file, written.rows(), written.tables(), (Files.size(file) + 1023) / 1024);
        return 0;
    }
}
