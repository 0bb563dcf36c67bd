package io.mnemesh.gateway.signing;

import io.mnemesh.mesh.crypto.HmacSha256;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/** The gateway's master key. It is used only to derive one key per purpose, by HMAC-SHA-256 over the purpose's name. */
@ApplicationScoped
public class MasterKey {

    private static final int BYTES = 32;

    private final byte[] key;

    @Inject
    MasterKey(SigningConfig config) {
        this(decode(config.masterKey()));
    }

    MasterKey(byte[] key) {
        this.key = key.clone();
    }

    /** A key for AES-256. */
    SecretKey aes(String purpose) {
        return new SecretKeySpec(derive(purpose), "AES");
    }

    /** 32 bytes that only this purpose gets. */
    public byte[] derive(String purpose) {
        return HmacSha256.of(key, purpose.getBytes(StandardCharsets.UTF_8));
    }

    private static byte[] decode(String text) {
        byte[] key;
        try {
            key = Base64.getDecoder().decode(text.strip());
        } catch (IllegalArgumentException e) {
            throw wrong();
        }
        if (key.length != BYTES) {
            throw wrong();
        }
        return key;
    }

    private static IllegalArgumentException wrong() {
        return new IllegalArgumentException("MNEMESH_GATEWAY_MASTER_KEY has to be 32 bytes in base64, "
                + "for example from: openssl rand -base64 32");
    }
}
