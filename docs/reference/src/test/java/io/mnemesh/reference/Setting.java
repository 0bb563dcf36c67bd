package io.mnemesh.reference;

import io.smallrye.config.common.utils.StringUtil;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One value an operator can set.
 *
 * @param key      property name
 * @param type     kind of value, as the page's legend names it
 * @param fallback value if nobody sets one, expressions unexpanded; null if there is none
 * @param optional whether it may have no value
 * @param meaning  what it does, in Markdown
 */
record Setting(String key, String type, @Nullable String fallback, boolean optional, String meaning) {

    /** The part of a key that stands for a name the operator chooses. */
    static final String ANY_NAME = "<name>";

    /** Whether a key that is set somewhere is this one. */
    boolean isNamed(String used) {
        return used.matches(Pattern.quote(key).replace(ANY_NAME, "\\E[^.]+\\Q"));
    }

    /** The setting where a service has a default of its own. */
    Setting withFallback(String other) {
        return new Setting(key, type, other, optional, meaning);
    }

    /** The environment variable an operator sets: the one the default reads if it is nothing else, or the key's own. */
    String variable() {
        Expression expression = Expression.of(fallback);
        return expression == null
                ? Stream.of(key.split("(?=<)|(?<=>)"))
                        .map(part ->
                                part.equals(ANY_NAME) ? part : StringUtil.replaceNonAlphanumericByUnderscores(part))
                        .collect(Collectors.joining())
                        .toUpperCase(Locale.ROOT)
                : expression.variable();
    }

    /** The default as the page shows it. */
    String shownDefault() {
        Expression expression = Expression.of(fallback);
        String value = expression == null ? fallback : expression.fallback();
        if (value == null || value.isEmpty()) {
            return optional || "".equals(value) ? "not set" : "**required**";
        }
        return "`" + value + "`";
    }
}
