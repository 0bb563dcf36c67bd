package io.mnemesh.embeddings.model;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;

/**
 * Finds a model's files and vouches for their content.
 *
 * <p>A file under {@code <models>/<model>/} is used where it lies. A class path resource is copied to
 * {@code <data>/models/<sha256>/} once, because the runtime reads a file better than a heap full of bytes. Every file's
 * SHA-256 is computed on every start, copied or not.
 */
public final class ModelFiles {

    private final Optional<Path> models;
    private final Path data;

    /**
     * @param models folder the operator mounted, if any
     * @param data   folder this service may write
     */
    public ModelFiles(Optional<Path> models, Path data) {
        this.models = models;
        this.data = data;
    }

    /**
     * @return path of a file with exactly the bytes the catalogue promises
     * @throws UntrustedModelException if it is missing, altered or unreadable
     */
    public Path verified(ModelSpec spec, ModelFile file) {
        Optional<Path> mounted = models.map(
                        folder -> folder.resolve(spec.name()).resolve(file.mounted()))
                .filter(Files::exists);
        try {
            Path path = mounted.isPresent() ? mounted.get() : copied(file);
            check(path.toString(), digest(path), file);
            return path;
        } catch (IOException e) {
            throw new UntrustedModelException(file.mounted() + " of " + spec.name() + " cannot be read: " + e, e);
        }
    }

    private Path copied(ModelFile file) throws IOException {
        Path target = data.resolve("models").resolve(file.sha256()).resolve(file.resource());
        if (Files.exists(target) && digest(target).equals(file.sha256())) {
            return target;
        }
        try (InputStream resource = ModelFiles.class.getClassLoader().getResourceAsStream(file.resource())) {
            if (resource == null) {
                throw new UntrustedModelException(
                        file.mounted() + " is missing: it is neither in the models directory nor on the class path as "
                                + file.resource() + ".",
                        null);
            }
            Files.createDirectories(target.getParent());
            Path half = Files.createTempFile(target.getParent(), file.resource(), ".part");
            try {
                var digest = sha256();
                try (var in = new DigestInputStream(resource, digest)) {
                    Files.copy(in, half, StandardCopyOption.REPLACE_EXISTING);
                }
                check("class path resource " + file.resource(), hex(digest), file);
                Files.move(half, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            } finally {
                Files.deleteIfExists(half);
            }
            return target;
        }
    }

    private static void check(String where, String actual, ModelFile file) {
        if (!actual.equals(file.sha256())) {
            throw new UntrustedModelException(
                    where + " was altered: its SHA-256 is " + actual + ", models.yaml says " + file.sha256() + ".",
                    null);
        }
    }

    private static String digest(Path path) throws IOException {
        MessageDigest digest = sha256();
        try (var channel = FileChannel.open(path, StandardOpenOption.READ);
                var in = new DigestInputStream(Channels.newInputStream(channel), digest)) {
            var block = new byte[1 << 16];
            while (in.read(block) >= 0) {
                // The stream digests what is read.
            }
        }
        return hex(digest);
    }

    private static String hex(MessageDigest digest) {
        return HexFormat.of().formatHex(digest.digest());
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256.", e);
        }
    }
}
