package io.mnemesh.mesh.redis;

import java.time.Duration;

/** Checks of configuration values that say what is wrong in one sentence: key, value, rule. */
public final class Rules {

    private Rules() {}

    public static void atLeast(String key, Duration value, Duration least) {
        if (value.compareTo(least) < 0) {
            throw new IllegalArgumentException(key + " is " + value + " but must be at least " + least + ".");
        }
    }

    public static void between(String key, double value, double least, double most) {
        if (!(value >= least && value <= most)) {
            throw new IllegalArgumentException(
                    key + " is " + value + " but must be between " + least + " and " + most + ".");
        }
    }

    public static void between(String key, long value, long least, long most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(
                    key + " is " + value + " but must be between " + least + " and " + most + ".");
        }
    }
}
