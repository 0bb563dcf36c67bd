package io.mnemesh.memory.erasure;

import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.interfaces.EdECPrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;

/**
 * The Ed25519 key (RFC 8032) this instance signs tombstones with: the one that is configured, or one that is made at first
 * use and kept in a file only its owner can read. Tombstones are JSON Web Signatures (RFC 7515, RFC 8037).
 */
@ApplicationScoped
class SigningKey {

    private static final String ALGORITHM = "Ed25519";
    private static final int RAW_LENGTH = 32;
    private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

    private final PrivateKey key;
    private final byte[] publicKey;
    private final String id;

    SigningKey(ErasureConfig config) {
        String pkcs8 = config.signingKey().orElseGet(() -> kept(config.keyFile()));
        try {
            this.key = KeyFactory.getInstance(ALGORITHM)
                    .generatePrivate(new PKCS8EncodedKeySpec(Base64.getDecoder().decode(pkcs8.strip())));
            this.publicKey = publicOf(key);
            this.id = BASE64.encodeToString(
                    Arrays.copyOf(MessageDigest.getInstance("SHA-256").digest(publicKey), RAW_LENGTH / 2));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new IllegalStateException(
                    "mnemesh.memory.erasure.signing-key has to be an Ed25519 key, PKCS #8 in base64.", e);
        }
    }

    /** What the key is named in signatures: the first half of the SHA-256 of the public key, base64url. */
    String id() {
        return id;
    }

    /** The 32 bytes of RFC 8032. */
    byte[] publicKey() {
        return publicKey.clone();
    }

    /** The payload with its signature, in compact form. */
    String sign(String payload) {
        String header = "{\"alg\":\"EdDSA\",\"typ\":\"mnemesh-tombstone+json\",\"kid\":\"" + id + "\"}";
        String signed = encode(header) + '.' + encode(payload);
        try {
            Signature signature = Signature.getInstance(ALGORITHM);
            signature.initSign(key);
            signature.update(signed.getBytes(StandardCharsets.US_ASCII));
            return signed + '.' + BASE64.encodeToString(signature.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("The tombstone cannot be signed.", e);
        }
    }

    /** The payload of a signature that was made here or by another instance; it is not verified. */
    static String payload(String signed) {
        return new String(Base64.getUrlDecoder().decode(signed.split("\\.", -1)[1]), StandardCharsets.UTF_8);
    }

    private static String encode(String text) {
        return BASE64.encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * The platform gives a public key with a new pair only; a generator whose randomness is the private key makes the same
     * pair again.
     */
    private static byte[] publicOf(PrivateKey key) throws GeneralSecurityException {
        byte[] seed = ((EdECPrivateKey) key)
                .getBytes()
                .orElseThrow(() -> new IllegalArgumentException("The private key cannot be read."));
        KeyPairGenerator generator = KeyPairGenerator.getInstance(ALGORITHM);
        generator.initialize(255, new Seed(seed));
        byte[] encoded = generator.generateKeyPair().getPublic().getEncoded();
        return Arrays.copyOfRange(encoded, encoded.length - RAW_LENGTH, encoded.length);
    }

    private static String kept(Path file) {
        Path absolute = file.toAbsolutePath();
        try {
            if (!Files.exists(absolute)) {
                Files.createDirectories(absolute.getParent());
                Path draft = Files.createTempFile(
                        absolute.getParent(),
                        "key",
                        ".new",
                        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
                Files.writeString(
                        draft,
                        Base64.getEncoder()
                                .encodeToString(KeyPairGenerator.getInstance(ALGORITHM)
                                        .generateKeyPair()
                                        .getPrivate()
                                        .getEncoded()));
                Files.move(draft, absolute);
            }
            return Files.readString(absolute);
        } catch (IOException e) {
            throw new UncheckedIOException("The key of tombstones cannot be kept in " + absolute + ".", e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java platform has Ed25519.", e);
        }
    }

    /** Randomness that is given. */
    private static final class Seed extends java.security.SecureRandom {

        private static final long serialVersionUID = 1;

        private final byte[] bytes;

        Seed(byte[] bytes) {
            this.bytes = bytes.clone();
        }

        @Override
        public void nextBytes(byte[] wanted) {
            System.arraycopy(bytes, 0, wanted, 0, Math.min(wanted.length, bytes.length));
        }
    }
}
