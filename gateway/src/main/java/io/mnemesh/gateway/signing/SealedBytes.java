package io.mnemesh.gateway.signing;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;

/** Bytes sealed with AES-256-GCM: 12 bytes nonce, then ciphertext and tag, bound to a label. */
final class SealedBytes {

    private static final int NONCE = 12;
    private static final int TAG_BITS = 128;

    private SealedBytes() {}

    static byte[] seal(SecretKey key, String label, byte[] plain, SecureRandom random) {
        var nonce = new byte[NONCE];
        random.nextBytes(nonce);
        try {
            byte[] sealed = cipher(Cipher.ENCRYPT_MODE, key, label, nonce).doFinal(plain);
            return ByteBuffer.allocate(NONCE + sealed.length)
                    .put(nonce)
                    .put(sealed)
                    .array();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES-GCM failed.", e);
        }
    }

    /** @throws IllegalStateException if the key or the label is another one, or the bytes were changed */
    static byte[] open(SecretKey key, String label, byte[] sealed) {
        try {
            var nonce = new byte[NONCE];
            ByteBuffer.wrap(sealed).get(nonce);
            return cipher(Cipher.DECRYPT_MODE, key, label, nonce).doFinal(sealed, NONCE, sealed.length - NONCE);
        } catch (AEADBadTagException e) {
            throw new IllegalStateException(
                    "The signing key in the database was sealed with another MNEMESH_GATEWAY_MASTER_KEY.", e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES-GCM failed.", e);
        }
    }

    private static Cipher cipher(int mode, SecretKey key, String label, byte[] nonce) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD(label.getBytes(StandardCharsets.UTF_8));
        return cipher;
    }
}
