package io.mnemesh.checks.chart;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Files of the repository that is checked. */
public final class Repository {

    private static final Path HOME =
            Path.of(System.getProperty("mnemesh.home")).toAbsolutePath().normalize();

    private Repository() {}

    public static Path path(String file) {
        return HOME.resolve(file);
    }

    public static String read(String file) {
        return read(path(file));
    }

    public static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** All files below a folder whose names end like this, in the order of their paths; build output is left out. */
    public static List<Path> files(String folder, String suffix) {
        try (var files = Files.walk(path(folder))) {
            return files.filter(file -> file.toString().endsWith(suffix))
                    .filter(file -> !file.toString().contains("/target/"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
