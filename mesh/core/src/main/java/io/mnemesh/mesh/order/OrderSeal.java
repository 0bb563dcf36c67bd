package io.mnemesh.mesh.order;

import io.mnemesh.mesh.crypto.HmacSha256;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * Signs what is said about orders, by HMAC-SHA-256 over who says it about what, and the text. The sealed form is the signature in
 * base64url, a full stop, and the text. Thread-safe.
 */
final class OrderSeal {

    private static final int LEAST = 32;

    private final byte[] key;

    private OrderSeal(byte[] key) {
        this.key = key;
    }

    /** @throws IllegalArgumentException with a sentence that names the setting, if it is no such key */
    static OrderSeal of(String base64) {
        byte[] key;
        try {
            key = Base64.getDecoder().decode(base64.strip());
        } catch (IllegalArgumentException e) {
            throw wrong();
        }
        if (key.length < LEAST) {
            throw wrong();
        }
        return new OrderSeal(key);
    }

    private static IllegalArgumentException wrong() {
        return new IllegalArgumentException(
                "mnemesh.orders.key has to be 32 bytes or more in base64, for example from: openssl rand -base64 32");
    }

    /**
     * @param purpose tells apart what is signed, so that one thing is never taken for another
     * @param name    what the text is stored under
     */
    String seal(String purpose, String name, String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(mac(purpose, name, text)) + "." + text;
    }

    /** The text, or null if it was not sealed with this key for this purpose and name. */
    @Nullable
    String open(String purpose, String name, String sealed) {
        int end = sealed.indexOf('.');
        if (end < 0) {
            return null;
        }
        String text = sealed.substring(end + 1);
        byte[] claimed;
        try {
            claimed = Base64.getUrlDecoder().decode(sealed.substring(0, end));
        } catch (IllegalArgumentException e) {
            return null;
        }
        return MessageDigest.isEqual(claimed, mac(purpose, name, text)) ? text : null;
    }

    private byte[] mac(String purpose, String name, String text) {
        return HmacSha256.of(key, (purpose + '\n' + name + '\n' + text).getBytes(StandardCharsets.UTF_8));
    }
}
