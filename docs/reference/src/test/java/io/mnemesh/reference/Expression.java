package io.mnemesh.reference;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A reference to an environment variable of Mnemesh in a value, {@code ${MNEMESH_NAME:default}}.
 *
 * @param variable name of the environment variable
 * @param fallback what stands for it if it is not set; null if it has to be set
 */
record Expression(String variable, @Nullable String fallback) {

    /** Finds references; a default may hold one more reference. */
    static final Pattern REFERENCE =
            Pattern.compile("\\$\\{(MNEMESH_[A-Z_]+|CORS_ORIGINS)(?::((?:[^{}]|\\{[^{}]*})*))?}");

    /** The reference a value consists of, or null if it is anything else. */
    static @Nullable Expression of(@Nullable String value) {
        if (value == null) {
            return null;
        }
        Matcher matcher = REFERENCE.matcher(value);
        return matcher.matches() ? new Expression(matcher.group(1), matcher.group(2)) : null;
    }
}
