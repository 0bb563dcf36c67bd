package io.mnemesh.embedded;

import io.mnemesh.embedded.EmbeddedServerException.Reason;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Helpers for folders: room, removal, and failures that say so when the disk is full. */
final class Folders {

    /** Less room than this and a server would stop in the middle of its first work. */
    private static final long LEAST_ROOM = 128L << 20;

    private Folders() {}

    /** Makes the folder if need be. @throws EmbeddedServerException if it cannot be made or has too little room */
    static void prepare(Path folder) {
        try {
            Files.createDirectories(folder);
            long room = Files.getFileStore(folder).getUsableSpace();
            if (room < LEAST_ROOM) {
                throw new EmbeddedServerException(
                        Reason.DISK_FULL,
                        "The disk of %s has %d MiB left but a server needs %d MiB; make room or choose another folder."
                                .formatted(folder, room >> 20, LEAST_ROOM >> 20));
            }
        } catch (IOException e) {
            throw failure("The folder " + folder + " cannot be used.", e);
        }
    }

    static EmbeddedServerException failure(String sentence, IOException cause) {
        return saysDiskIsFull(String.valueOf(cause.getMessage()))
                ? new EmbeddedServerException(
                        Reason.DISK_FULL, sentence + " The disk is full; make room or choose another folder.", cause)
                : new EmbeddedServerException(Reason.FAILED, sentence + " " + cause.getMessage(), cause);
    }

    static boolean saysDiskIsFull(String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        return lower.contains("no space left on device") || lower.contains("disk quota exceeded");
    }

    /** Removes the folder and all in it. What vanishes meanwhile is fine. */
    static void delete(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.deleteIfExists(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
                if (failure instanceof NoSuchFileException) {
                    return FileVisitResult.CONTINUE;
                }
                throw failure;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path visited, @Nullable IOException failure) throws IOException {
                Files.deleteIfExists(visited);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
