package io.mnemesh.memory.memories;

import io.mnemesh.mesh.problem.ProblemException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.function.Supplier;

/** The form of opaque page tokens: bytes of a known length in URL-safe base64, times in microseconds since the epoch. */
public final class PageToken {

    /** Beyond any time that can be stored. */
    private static final long MOST_SECONDS = 400_000_000_000L;

    private PageToken() {}

    public static String encode(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /** Fails with {@code bad} unless the token has the form and {@code length} bytes. */
    public static ByteBuffer decode(String token, int length, Supplier<ProblemException> bad) {
        byte[] bytes;
        try {
            bytes = Base64.getUrlDecoder().decode(token);
        } catch (IllegalArgumentException e) {
            throw bad.get();
        }
        if (bytes.length != length) {
            throw bad.get();
        }
        return ByteBuffer.wrap(bytes);
    }

    public static long micros(Instant time) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, time);
    }

    /** Fails with {@code bad} if no memory can have this time. */
    public static Instant time(long micros, Supplier<ProblemException> bad) {
        if (Math.abs(micros / 1_000_000) > MOST_SECONDS) {
            throw bad.get();
        }
        return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
    }
}
