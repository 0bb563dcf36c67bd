package io.mnemesh.launcher;

import io.mnemesh.launcher.cli.MnemeshCommand;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Properties;

/** Entry point of {@code ./mnemesh}. */
public final class Main {

    private static final String FACTS = "/META-INF/maven/io.mnemesh/mnemesh-launcher/pom.properties";

    private Main() {}

    /** Version of Mnemesh, as its build wrote it into the jar; {@code unknown} outside one. */
    public static String version() {
        try (var in = Main.class.getResourceAsStream(FACTS)) {
            var facts = new Properties();
            if (in != null) {
                facts.load(in);
            }
            return facts.getProperty("version", "unknown");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static void main(String[] arguments) {
        System.exit(MnemeshCommand.run(arguments));
    }
}
