package io.mnemesh.embedded;

import io.mnemesh.embedded.EmbeddedServerException.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Where a server keeps its data: a folder that was given, or a temporary one that goes with the server.
 *
 * @param data      the server's own folder
 * @param temporary what is removed with the server; null if the folder was given
 */
record Home(Path data, @Nullable Path temporary) {

    /**
     * Has a server made in its home; a temporary one is removed if that fails.
     *
     * @param given null for a temporary folder
     * @param prefix of the temporary folder's name
     */
    static <S extends EmbeddedServer> S startIn(@Nullable Path given, String prefix, Function<Home, S> server) {
        Home home = given == null ? temporary(prefix) : new Home(given.toAbsolutePath(), null);
        try {
            S made = server.apply(home);
            made.begin();
            return made;
        } catch (EmbeddedServerException e) {
            home.remove();
            throw e;
        }
    }

    private static Home temporary(String prefix) {
        try {
            Path folder = Files.createTempDirectory(prefix);
            return new Home(folder.resolve("data"), folder);
        } catch (IOException e) {
            throw new EmbeddedServerException(Reason.FAILED, "A temporary folder cannot be made.", e);
        }
    }

    /** Lets everybody enter a temporary folder: a server that is started as root may run as somebody else. */
    void letOthersEnter() {
        if (temporary == null) {
            return;
        }
        try {
            Files.setPosixFilePermissions(temporary, PosixFilePermissions.fromString("rwxr-xr-x"));
        } catch (IOException e) {
            throw new EmbeddedServerException(Reason.FAILED, "The temporary folder cannot be opened to others.", e);
        }
    }

    boolean isTemporary() {
        return temporary != null;
    }

    /** The log that was given, or one beside the data. */
    Path log(@Nullable Path given, String name) {
        return given == null ? data.resolveSibling(name) : given.toAbsolutePath();
    }

    /** Removes the folder if it is temporary. */
    void remove() {
        if (temporary == null) {
            return;
        }
        try {
            FolderTree.delete(temporary);
        } catch (IOException e) {
            // Left for the system's own cleaning of temporary files.
        }
    }
}
