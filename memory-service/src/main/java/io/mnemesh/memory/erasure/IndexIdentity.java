package io.mnemesh.memory.erasure;

import io.mnemesh.memory.index.IndexConfig;
import io.mnemesh.mesh.id.Ids;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;

/** What this instance's search index is known by, kept in a file beside its folder: as long as the folder, so long the id. */
@ApplicationScoped
class IndexIdentity {

    private final UUID id;

    IndexIdentity(IndexConfig config, Ids ids) {
        Path folder = config.directory().toAbsolutePath();
        this.id = read(folder.resolveSibling(folder.getFileName() + ".id"), ids);
    }

    UUID id() {
        return id;
    }

    private static UUID read(Path file, Ids ids) {
        try {
            if (Files.exists(file)) {
                return UUID.fromString(Files.readString(file).strip());
            }
            UUID made = ids.next();
            Files.createDirectories(file.getParent());
            Files.writeString(file, made.toString());
            return made;
        } catch (IOException e) {
            throw new UncheckedIOException("The id of the index cannot be kept in " + file + ".", e);
        }
    }
}
