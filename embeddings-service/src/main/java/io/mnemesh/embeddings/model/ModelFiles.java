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
 * SHA-256 is computed on every load, copied or not.
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

    /** Whether nobody brought the model: it has no folder in the models directory and is not on the class path. */
    public boolean absent(ModelSpec spec) {
        return spec.model().resource().isEmpty() && !mounted(spec);
    }

    /** Whether the model has a folder in the models directory. */
    public boolean mounted(ModelSpec spec) {
        return models.map(folder -> folder.resolve(spec.name()))
                .filter(Files::isDirectory)
                .isPresent();
    }

    /**
     * Verifies both files.
     *
     * @throws UntrustedModelException if one is missing, altered or unreadable
     */
    public VerifiedModel verified(ModelSpec spec) {
        return new VerifiedModel(spec, verified(spec, spec.model()), verified(spec, spec.tokenizer()));
    }

    /**
     * Verifies one file.
     *
     * @throws UntrustedModelException if it is missing, altered or unreadable
     */
    public VerifiedFile verified(ModelSpec spec, ModelFile file) {
        Optional<Path> mounted = models.map(
                        folder -> folder.resolve(spec.name()).resolve(file.mounted()))
                .filter(Files::exists);
        try {
            Path path = mounted.isPresent() ? mounted.get() : copied(spec, file);
            String digest = digest(path);
            if (file.sha256().isPresent()) {
                check(path.toString(), digest, file.sha256().get());
            }
            return new VerifiedFile(path, digest, Files.size(path));
        } catch (IOException e) {
            throw new UntrustedModelException(file.mounted() + " of " + spec.name() + " cannot be read: " + e, e);
        }
    }

    private Path copied(ModelSpec spec, ModelFile file) throws IOException {
        if (file.resource().isEmpty()) {
            throw missing(spec, file, "there is no such file in its folder of the models directory.");
        }
        String name = file.resource().get();
        String promised = file.sha256().orElseThrow();
        Path target = data.resolve("models").resolve(promised).resolve(name);
        if (Files.exists(target) && digest(target).equals(promised)) {
            return target;
        }
        try (InputStream resource = ModelFiles.class.getClassLoader().getResourceAsStream(name)) {
            if (resource == null) {
                throw missing(
                        spec, file, "it is neither in the models directory nor on the class path as " + name + ".");
            }
            Files.createDirectories(target.getParent());
            Path half = Files.createTempFile(target.getParent(), "copy", ".part");
            try {
                var digest = sha256();
                try (var in = new DigestInputStream(resource, digest)) {
                    Files.copy(in, half, StandardCopyOption.REPLACE_EXISTING);
                }
                check("class path resource " + name, hex(digest), promised);
                Files.move(half, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            } finally {
                Files.deleteIfExists(half);
            }
            return target;
        }
    }

    private static UntrustedModelException missing(ModelSpec spec, ModelFile file, String why) {
        return new UntrustedModelException(file.mounted() + " of " + spec.name() + " is missing: " + why, null);
    }

    private static void check(String where, String actual, String promised) {
        if (!actual.equals(promised)) {
            throw new UntrustedModelException(
                    where + " was altered: its SHA-256 is " + actual + ", models.yaml says " + promised + ".", null);
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
