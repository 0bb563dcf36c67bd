package io.mnemesh.gateway.passwords;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;

/**
 * Argon2id (RFC 9106) with one lane, written as the string format of the Password Hashing Competition: {@code
 * $argon2id$v=19$m=19456,t=2,p=1$salt$hash}, salt and hash in base64 without padding.
 *
 * @param kibibytes  memory, at least 8
 * @param iterations passes over the memory, at least 1
 */
record Argon2id(int kibibytes, int iterations) {

    static final int SALT_BYTES = 16;

    private static final int HASH_BYTES = 32;
    private static final Pattern FORM = Pattern.compile(
            "\\$argon2id\\$v=19\\$m=(\\d{1,7}),t=(\\d{1,3}),p=1\\$([A-Za-z0-9+/]{22})\\$([A-Za-z0-9+/]{43})");

    String hash(String password, byte[] salt) {
        Base64.Encoder encoder = Base64.getEncoder().withoutPadding();
        return "$argon2id$v=19$m=" + kibibytes + ",t=" + iterations + ",p=1$" + encoder.encodeToString(salt) + "$"
                + encoder.encodeToString(compute(password, salt));
    }

    /** Whether the hash is of this password; it is computed with the parameters that the hash names. */
    static boolean matches(String password, String hash) {
        Matcher form = form(hash);
        byte[] expected = Base64.getDecoder().decode(form.group(4));
        byte[] computed = of(form).compute(password, Base64.getDecoder().decode(form.group(3)));
        return MessageDigest.isEqual(expected, computed);
    }

    /** The parameters that a hash was computed with. */
    static Argon2id of(String hash) {
        return of(form(hash));
    }

    private static Argon2id of(Matcher form) {
        return new Argon2id(Integer.parseInt(form.group(1)), Integer.parseInt(form.group(2)));
    }

    private static Matcher form(String hash) {
        Matcher form = FORM.matcher(hash);
        if (!form.matches()) {
            throw new IllegalArgumentException("The stored password hash has another form than argon2id's.");
        }
        return form;
    }

    private byte[] compute(String password, byte[] salt) {
        var generator = new Argon2BytesGenerator();
        generator.init(new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
                .withVersion(Argon2Parameters.ARGON2_VERSION_13)
                .withMemoryAsKB(kibibytes)
                .withIterations(iterations)
                .withParallelism(1)
                .withSalt(salt)
                .build());
        var hash = new byte[HASH_BYTES];
        generator.generateBytes(password.getBytes(StandardCharsets.UTF_8), hash);
        return hash;
    }
}
