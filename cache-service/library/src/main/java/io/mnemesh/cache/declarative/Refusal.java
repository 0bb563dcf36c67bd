package io.mnemesh.cache.declarative;

import java.lang.reflect.Method;

/** Says of a method why what it declares cannot work. */
record Refusal(Method method) {

    /** @param reason the sentence without its subject, which is the method */
    IllegalStateException because(String reason) {
        return new IllegalStateException(Declaration.name(method) + " " + reason);
    }

    void unless(boolean holds, String reason) {
        if (!holds) {
            throw because(reason);
        }
    }
}
