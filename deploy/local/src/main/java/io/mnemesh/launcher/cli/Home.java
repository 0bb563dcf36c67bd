package io.mnemesh.launcher.cli;

import io.mnemesh.launcher.stack.LauncherException;
import java.nio.file.Path;

/**
 * Where this installation keeps things.
 *
 * @param root the repository
 */
record Home(Path root) {

    static Home fromEnvironment() {
        String home = System.getenv("MNEMESH_HOME");
        if (home == null) {
            throw new LauncherException("MNEMESH_HOME is not set; start Mnemesh with ./mnemesh.");
        }
        return new Home(Path.of(home));
    }

    Path state() {
        return root.resolve(".mnemesh");
    }

    Path data() {
        return state().resolve("data");
    }

    Path logs() {
        return state().resolve("logs");
    }

    Path runFile() {
        return state().resolve("run.json");
    }

    Path sample() {
        return root.resolve("deploy/sample");
    }
}
