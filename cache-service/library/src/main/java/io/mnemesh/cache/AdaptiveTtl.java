package io.mnemesh.cache;

import java.time.Duration;
import java.util.function.Function;

/**
 * Lets a cache find out how long its values are good for, for records that change without the cache being told. Keys fall into
 * classes that change alike; what of each class changes, and how it is read, decides how long its values are kept.
 *
 * @param staleBudget part of the reads that may be answered with a value whose record has changed, more than 0 and at most 0.5
 * @param shortest    no value is kept shorter
 * @param longest     no value is kept longer; the TTLs of the tiers hold besides
 * @param classOf     the class of a key: the same for keys that change alike. At most 32 classes are told apart
 */
public record AdaptiveTtl(double staleBudget, Duration shortest, Duration longest, Function<String, String> classOf) {

    private static final double GREATEST_BUDGET = 0.5;

    /** @throws IllegalArgumentException naming the member that is not acceptable */
    public AdaptiveTtl {
        CacheSpec.require(
                staleBudget > 0 && staleBudget <= GREATEST_BUDGET,
                "staleBudget is more than 0 and at most 0.5",
                staleBudget);
        CacheSpec.require(shortest.toMillis() > 0, "shortest is a millisecond or more", shortest);
        CacheSpec.require(longest.compareTo(shortest) >= 0, "longest is not shorter than shortest", longest);
    }

    /** The class of a key is what it has before its first colon or slash; keys without are one class. */
    public static AdaptiveTtl of(double staleBudget, Duration shortest, Duration longest) {
        return new AdaptiveTtl(staleBudget, shortest, longest, AdaptiveTtl::prefix);
    }

    private static String prefix(String key) {
        for (int i = 0; i < key.length(); i++) {
            if (key.charAt(i) == ':' || key.charAt(i) == '/') {
                return key.substring(0, i);
            }
        }
        return "";
    }
}
