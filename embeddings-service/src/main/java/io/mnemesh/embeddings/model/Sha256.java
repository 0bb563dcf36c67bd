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

/** SHA-256 of files, in lower-case hexadecimal digits. */
final class Sha256 {

    private static final int BLOCK = 1 << 18;

    private Sha256() {}

    static String of(Path path) throws IOException {
        MessageDigest digest = digest();
        try (var channel = FileChannel.open(path, StandardOpenOption.READ);
                var in = Channels.newInputStream(channel)) {
            var block = new byte[BLOCK];
            for (int read = in.read(block); read >= 0; read = in.read(block)) {
                digest.update(block, 0, read);
            }
        }
        return hex(digest);
    }

    /**
     * Writes all there is to read into a file, which is there whole or not at all.
     *
     * @param target replaced if it is there; its folder must be
     * @param check  takes the digest of what was written, before it gets its name, and throws if it is not the right one
     */
    static void copy(InputStream from, Path target, Check check) throws IOException {
        Path half = Files.createTempFile(target.toAbsolutePath().getParent(), "copy", ".part");
        try {
            MessageDigest digest = digest();
            try (var in = new DigestInputStream(from, digest)) {
                Files.copy(in, half, StandardCopyOption.REPLACE_EXISTING);
            }
            check.digest(hex(digest));
            Files.move(half, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(half);
        }
    }

    /** Looks at a digest. */
    @FunctionalInterface
    interface Check {

        /** @throws UntrustedModelException if it is not the one there must be */
        void digest(String sha256);
    }

    private static String hex(MessageDigest digest) {
        return HexFormat.of().formatHex(digest.digest());
    }

    private static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256.", e);
        }
    }
}
