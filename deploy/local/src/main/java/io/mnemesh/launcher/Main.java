package io.mnemesh.launcher;

import io.mnemesh.launcher.cli.MnemeshCommand;

/** Entry point of {@code ./mnemesh}. */
public final class Main {

    private Main() {}

    public static void main(String[] arguments) {
        System.exit(MnemeshCommand.run(arguments));
    }
}
