package io.mnemesh.memory.erasure;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;

/** What is to be erased. */
public sealed interface ErasureTarget {

    /** SHA-256 of what is asked for: the same for the same target. */
    byte[] digest();

    /** These memories with those they stand for. */
    record Memories(List<UUID> ids) implements ErasureTarget {

        public Memories {
            ids = ids.stream().distinct().sorted().toList();
        }

        @Override
        public byte[] digest() {
            return sha256("memories\n"
                    + String.join("\n", ids.stream().map(UUID::toString).toList()));
        }
    }

    /**
     * All memories of a user.
     *
     * @param byContext true for those whose context names the user
     * @param byCreator true for those the user stored
     */
    record User(String name, boolean byContext, boolean byCreator) implements ErasureTarget {

        @Override
        public byte[] digest() {
            return sha256("user\n" + byContext + '\n' + byCreator + '\n' + name);
        }
    }

    /** What a user's erasures are found by once the name is forgotten: SHA-256 of the name, in hex. */
    static String digestOf(String user) {
        return HexFormat.of().formatHex(sha256(user));
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256.", e);
        }
    }
}
