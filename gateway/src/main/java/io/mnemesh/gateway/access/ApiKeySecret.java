package io.mnemesh.gateway.access;

import java.security.SecureRandom;
import java.util.Base64;
import java.util.regex.Pattern;

/**
 * The secret of an API key: {@code mnk_} and 32 random bytes in base64url. With 256 bits of entropy a fast digest is as
 * good as a slow one. It is never stored and never logged by itself.
 */
public record ApiKeySecret(String value) {

    private static final Pattern FORM = Pattern.compile("mnk_[A-Za-z0-9_-]{43}");
    private static final int BYTES = 32;

    static ApiKeySecret generate(SecureRandom random) {
        var bytes = new byte[BYTES];
        random.nextBytes(bytes);
        return new ApiKeySecret("mnk_" + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
    }

    boolean hasForm() {
        return FORM.matcher(value).matches();
    }

    @Override
    public String toString() {
        return "mnk_…";
    }
}
