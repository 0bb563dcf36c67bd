package io.mnemesh.launcher.cli;

import io.mnemesh.embedded.FolderTree;
import io.mnemesh.launcher.stack.LauncherException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The data directory, marked as Mnemesh's own so that nothing else is ever deleted or written into. */
record DataDirectory(Path folder) {

    private static final String MARKER = "mnemesh-data";

    /** Marks an empty or new folder; refuses a foreign one. */
    void claim() {
        try {
            Files.createDirectories(folder);
            if (!isOwn() && !isEmpty()) {
                throw new LauncherException(
                        folder + " holds something that is not Mnemesh data; name an empty folder with --data.");
            }
            Files.writeString(folder.resolve(MARKER), "Mnemesh data directory\n");
        } catch (IOException e) {
            throw new LauncherException("The data directory " + folder + " cannot be used: " + e.getMessage(), e);
        }
    }

    /** Deletes the folder with all it holds; refuses a foreign one. */
    void clear() {
        if (!Files.exists(folder)) {
            return;
        }
        if (!isOwn() && !isEmpty()) {
            throw new LauncherException(folder + " holds something that is not Mnemesh data; --fresh leaves it alone.");
        }
        try {
            FolderTree.delete(folder);
        } catch (IOException e) {
            throw new LauncherException("The data directory " + folder + " cannot be cleared: " + e.getMessage(), e);
        }
    }

    private boolean isOwn() {
        return Files.exists(folder.resolve(MARKER));
    }

    private boolean isEmpty() {
        try (var entries = Files.list(folder)) {
            return entries.findAny().isEmpty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
