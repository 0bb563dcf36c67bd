package io.mnemesh.cache.core;

import io.mnemesh.cache.CacheSpec;
import io.mnemesh.cache.codec.EntryKey;
import io.mnemesh.cache.local.LocalKey;
import io.mnemesh.mesh.problem.ProblemException;
import io.mnemesh.mesh.problem.ProblemType;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** The rule for keys, and where in the tiers they are. */
final class Keys {

    private Keys() {}

    /** Where the tiers have a key of a cache. Fails if it is no good key. */
    static EntryKey address(CacheSpec<?> spec, LocalKey id) {
        check(id.key(), spec.maxKeyBytes());
        return EntryKey.of(spec.name(), id.tenant(), id.key());
    }

    static void check(String key, int maxBytes) {
        if (key.isEmpty() || key.indexOf('\0') >= 0 || hasLoneSurrogate(key)) {
            throw ProblemException.invalid("key", "A cache key is not empty and is valid Unicode without U+0000.");
        }
        if (key.length() > maxBytes || key.getBytes(StandardCharsets.UTF_8).length > maxBytes) {
            throw new ProblemException(
                    ProblemType.TOO_LARGE,
                    "A cache key is at most " + maxBytes + " bytes of UTF-8.",
                    Map.of("field", "key", "limit", maxBytes),
                    null,
                    null);
        }
    }

    private static boolean hasLoneSurrogate(String key) {
        return key.codePoints().anyMatch(point -> point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE);
    }
}
