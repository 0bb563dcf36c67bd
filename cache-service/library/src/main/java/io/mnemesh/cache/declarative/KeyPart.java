package io.mnemesh.cache.declarative;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A part of a key: an argument or a component of it.
 *
 * @param index    of the argument
 * @param accessor of the component; null for the argument itself
 * @param type     of the part
 */
record KeyPart(int index, @Nullable Method accessor, Class<?> type) {

    private static final Set<Class<?>> TYPES = Set.of(
            String.class,
            UUID.class,
            Instant.class,
            LocalDate.class,
            Boolean.class,
            boolean.class,
            Byte.class,
            byte.class,
            Short.class,
            short.class,
            Integer.class,
            int.class,
            Long.class,
            long.class);

    /** Whether equal values, and no others, have equal texts. */
    static boolean possible(Class<?> type) {
        return TYPES.contains(type) || type.isEnum();
    }

    @Nullable
    Object of(@Nullable Object[] arguments) {
        Object argument = arguments[index];
        if (accessor == null || argument == null) {
            return argument;
        }
        try {
            return accessor.invoke(argument);
        } catch (IllegalAccessException | InvocationTargetException e) {
            throw new IllegalStateException("The component " + accessor.getName() + " of a key cannot be read.", e);
        }
    }
}
