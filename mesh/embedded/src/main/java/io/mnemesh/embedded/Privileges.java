package io.mnemesh.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * How a server that refuses to run as root is started when we are root. First choice is a user namespace of its own, in
 * which the process is nobody in name but may still use our files; where namespaces are not allowed the process becomes
 * the user nobody in fact, and its data folder is given to that user.
 */
enum Privileges {
    /** We are not root. */
    OWN(""),
    /** Root, with user namespaces. */
    NAMESPACE("unshare -U --"),
    /** Root, without. */
    NOBODY("setpriv --reuid=65534 --regid=65534 --clear-groups --");

    private static final int ID_OF_NOBODY = 65534;

    private final String prefix;

    Privileges(String prefix) {
        this.prefix = prefix;
    }

    static Privileges current() {
        if (!isRoot()) {
            return OWN;
        }
        return works(NAMESPACE) ? NAMESPACE : NOBODY;
    }

    List<String> command(List<String> command) {
        if (prefix.isEmpty()) {
            return command;
        }
        var all = new ArrayList<>(List.of(prefix.split(" ", -1)));
        all.addAll(command);
        return all;
    }

    /** Gives the file or folder, not what is in it, to the user that the server runs as. */
    void own(Path path) throws IOException {
        if (this == NOBODY) {
            Files.setAttribute(path, "unix:uid", ID_OF_NOBODY, LinkOption.NOFOLLOW_LINKS);
            Files.setAttribute(path, "unix:gid", ID_OF_NOBODY, LinkOption.NOFOLLOW_LINKS);
        }
    }

    private static boolean isRoot() {
        try {
            return Integer.valueOf(0).equals(Files.getAttribute(Path.of("/proc/self"), "unix:uid"));
        } catch (IOException | UnsupportedOperationException e) {
            // No /proc: not Linux. There, nobody runs this as root.
            return false;
        }
    }

    private static boolean works(Privileges privileges) {
        try {
            Process probe = new ProcessBuilder(privileges.command(List.of("true")))
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            if (!probe.waitFor(5, TimeUnit.SECONDS)) {
                probe.destroyForcibly();
                return false;
            }
            return probe.exitValue() == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
