package io.mnemesh.embedded;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Starts child processes in a session of their own, so that Ctrl-C at the terminal reaches only the parent, which then
 * stops its children in the right order. Where there is no {@code setsid} (macOS) they stay in the parent's session.
 */
public final class OwnSession {

    private static final Path SETSID = Path.of("/usr/bin/setsid");

    private OwnSession() {}

    /** The command that runs {@code command} in a new session, under the same process id. */
    public static List<String> command(List<String> command) {
        if (!Files.isExecutable(SETSID)) {
            return List.copyOf(command);
        }
        var all = new ArrayList<String>();
        all.add(SETSID.toString());
        all.addAll(command);
        return all;
    }
}
