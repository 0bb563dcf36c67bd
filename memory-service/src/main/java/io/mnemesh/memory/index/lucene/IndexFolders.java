package io.mnemesh.memory.index.lucene;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The folders of the builds of an index: the one that is configured, and others beside it that go on after its name. */
public final class IndexFolders {

    private static final Pattern BUILD = Pattern.compile("-([0-9a-f]{32})");

    private final Path configured;

    public IndexFolders(Path configured) {
        this.configured = configured;
    }

    /** The folder of a build. */
    public Path of(String name) {
        return name.isEmpty() ? configured : configured.resolveSibling(configured.getFileName() + "-" + name);
    }

    /**
     * Deletes what there is of builds with other names. Blocks.
     *
     * @throws UncheckedIOException if something of them is left
     */
    public void removeAllBut(Set<String> names) {
        try {
            if (!names.contains("")) {
                clear(configured);
            }
            for (Path folder : others()) {
                if (!names.contains(name(folder))) {
                    clear(folder);
                    Files.deleteIfExists(folder);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private List<Path> others() throws IOException {
        Path parent = configured.toAbsolutePath().getParent();
        if (parent == null || !Files.isDirectory(parent)) {
            return List.of();
        }
        try (Stream<Path> beside = Files.list(parent)) {
            return beside.filter(Files::isDirectory)
                    .filter(folder -> !name(folder).isEmpty())
                    .toList();
        }
    }

    /** Name of the build whose folder this is; empty if it is none beside the one that is configured. */
    private String name(Path folder) {
        String found = String.valueOf(folder.getFileName());
        String first = String.valueOf(configured.getFileName());
        if (!found.startsWith(first)) {
            return "";
        }
        Matcher build = BUILD.matcher(found.substring(first.length()));
        return build.matches() ? build.group(1) : "";
    }

    /** The folder itself may be a mount point. */
    private static void clear(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return;
        }
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
