package io.mnemesh.gateway.sessions;

import io.mnemesh.mesh.crypto.HmacSha256;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A refresh token: {@code mnr_} and, in base64url, the session's id, 16 random bytes and an HMAC-SHA-256 over both under a
 * key of the gateway. The HMAC tells one that was issued once from one that was made up, so that nobody who knows only a
 * session's id can end it by pretending to reuse a token of it.
 *
 * @param session id of the session
 * @param text    as the client has it
 */
record RefreshToken(UUID session, String text) {

    private static final String PREFIX = "mnr_";
    private static final int NONCE = 16;
    private static final int SIGNED = 16 + NONCE;
    private static final int BYTES = SIGNED + 32;

    static RefreshToken generate(UUID session, byte[] key, SecureRandom random) {
        var nonce = new byte[NONCE];
        random.nextBytes(nonce);
        byte[] signed = ByteBuffer.allocate(SIGNED)
                .putLong(session.getMostSignificantBits())
                .putLong(session.getLeastSignificantBits())
                .put(nonce)
                .array();
        byte[] all = ByteBuffer.allocate(BYTES)
                .put(signed)
                .put(HmacSha256.of(key, signed))
                .array();
        return new RefreshToken(
                session, PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(all));
    }

    /** Null if no gateway with this key has issued it. */
    static @Nullable RefreshToken read(String text, byte[] key) {
        byte[] all;
        try {
            all = text.startsWith(PREFIX)
                    ? Base64.getUrlDecoder().decode(text.substring(PREFIX.length()))
                    : new byte[0];
        } catch (IllegalArgumentException e) {
            return null;
        }
        if (all.length != BYTES) {
            return null;
        }
        byte[] signed = Arrays.copyOf(all, SIGNED);
        byte[] mac = Arrays.copyOfRange(all, SIGNED, BYTES);
        if (!MessageDigest.isEqual(mac, HmacSha256.of(key, signed))) {
            return null;
        }
        ByteBuffer fields = ByteBuffer.wrap(signed);
        return new RefreshToken(new UUID(fields.getLong(), fields.getLong()), text);
    }

    @Override
    public String toString() {
        return "mnr_…";
    }
}
