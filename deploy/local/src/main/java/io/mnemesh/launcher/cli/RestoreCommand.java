package io.mnemesh.launcher.cli;

import io.mnemesh.launcher.backup.BackupFile;
import io.mnemesh.launcher.backup.StackBackup;
import io.mnemesh.launcher.stack.LauncherException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * Makes a data directory from a backup. Only the record is restored: what is derived from it (search index, caches, streams)
 * starts empty and is built again by the services at their next start.
 */
@Command(name = "restore", description = "Make a data directory from a backup.")
final class RestoreCommand implements Callable<Integer> {

    private final Home home = Home.fromEnvironment();

    @Parameters(paramLabel = "FILE", description = "The backup.")
    Path file = Path.of("");

    @Option(names = "--data", paramLabel = "DIR", description = "Where to put the data.")
    @Nullable
    Path data;

    @Option(names = "--fresh", description = "Delete the data that is there first.")
    boolean fresh;

    @Override
    public Integer call() {
        home.refuseIfRunning();
        Path folder = home.dataOr(data);
        try (var backup = BackupFile.open(file)) {
            var directory = new DataDirectory(folder);
            if (fresh) {
                directory.clear();
            } else if (Files.exists(folder.resolve("postgres"))) {
                throw new LauncherException(
                        folder + " has data already; --fresh deletes it first, --data names another folder.");
            }
            directory.claim();
            System.out.println("Making the schemas of the services, which takes some seconds");
            var restored = new StackBackup(home.stack(folder)).restore(backup, new Console(System.out));
            System.out.printf(
                    "Restored %d rows of %d tables as of %s; every checksum is that of the backup.%n",
                    restored.rows(), restored.tables(), backup.created());
        }
        System.out.println("./mnemesh up starts Mnemesh with them; it builds its search index again.");
        return 0;
    }
}
