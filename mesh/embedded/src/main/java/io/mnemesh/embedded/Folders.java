package io.mnemesh.embedded;

import io.mnemesh.embedded.EmbeddedServerException.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** Helpers for folders: room, and failures that say so when the disk is full. */
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
}
