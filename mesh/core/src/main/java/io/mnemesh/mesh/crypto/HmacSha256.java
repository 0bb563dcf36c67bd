package io.mnemesh.mesh.crypto;

import java.security.GeneralSecurityException;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** HMAC with SHA-256 (RFC 2104). */
public final class HmacSha256 {

    private static final String NAME = "HmacSHA256";

    private HmacSha256() {}

    /** The 32 bytes that only who has the key can tell of the data. */
    public static byte[] of(byte[] key, byte[] data) {
        try {
            Mac mac = Mac.getInstance(NAME);
            mac.init(new SecretKeySpec(key, NAME));
            return mac.doFinal(data);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("HMAC-SHA-256 is missing in this JDK.", e);
        }
    }
}
