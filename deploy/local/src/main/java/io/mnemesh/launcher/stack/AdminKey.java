package io.mnemesh.launcher.stack;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The admin key file that the gateway leaves in its data folder at its first start. */
public final class AdminKey {

    private AdminKey() {}

    /**
     * @param data data directory of the stack
     * @throws LauncherException if the file is not there
     */
    public static String read(Path data) {
        Path file = data.resolve("gateway").resolve("admin-key");
        try {
            return Files.readString(file).strip();
        } catch (IOException e) {
            throw new LauncherException("There is no admin key at " + file + "; start the stack with ./mnemesh up.", e);
        }
    }
}
