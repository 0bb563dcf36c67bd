package io.mnemesh.cacheservice.inspection;

import io.mnemesh.cacheservice.objects.ObjectAddress;
import io.mnemesh.mesh.problem.ProblemException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * Paths of one namespace that begin with a prefix, by code points, which is also the order of their UTF-8.
 *
 * @param from the first that may be
 * @param to   the first that is beyond
 */
record PathRange(String from, String to) {

    private static final int MAX_BYTES = 1024;

    /** @throws ProblemException {@code invalid-value} naming what is not acceptable */
    static PathRange of(String namespace, @Nullable String prefix) {
        ObjectAddress.checkNamespace(namespace);
        if (prefix != null && !isFit(prefix)) {
            throw ProblemException.invalid(
                    "prefix", "A prefix is at most 1024 bytes of UTF-8 and is valid Unicode without U+0000.");
        }
        String from = namespace + "/" + (prefix == null ? "" : prefix);
        return new PathRange(from, beyond(from));
    }

    private static boolean isFit(String prefix) {
        return prefix.length() <= MAX_BYTES
                && prefix.getBytes(StandardCharsets.UTF_8).length <= MAX_BYTES
                && prefix.codePoints().noneMatch(PathRange::isUnfit);
    }

    private static boolean isUnfit(int point) {
        return point == 0 || (point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE);
    }

    /** The first text after all that begin with this one, which has a slash. */
    private static String beyond(String prefix) {
        int end = prefix.length();
        while (true) {
            int last = prefix.codePointBefore(end);
            end -= Character.charCount(last);
            if (last < Character.MAX_CODE_POINT) {
                int next = last + 1 == Character.MIN_SURROGATE ? Character.MAX_SURROGATE + 1 : last + 1;
                return prefix.substring(0, end) + Character.toString(next);
            }
        }
    }

    boolean contains(String path) {
        return path.startsWith(from);
    }

    static String cursor(String path) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(path.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * The path of a cursor.
     *
     * @throws ProblemException {@code invalid-value} if it was not made for this range
     */
    String path(String cursor) {
        try {
            String path = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(Base64.getUrlDecoder().decode(cursor)))
                    .toString();
            if (contains(path) && path.indexOf('\0') < 0) {
                return path;
            }
        } catch (IllegalArgumentException | CharacterCodingException e) {
            throw notOurs();
        }
        throw notOurs();
    }

    private static ProblemException notOurs() {
        return ProblemException.invalid(
                "cursor", "'cursor' is the nextCursor of an answer for the same namespace and prefix, unchanged.");
    }
}
