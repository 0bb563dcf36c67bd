package io.mnemesh.cache.declarative;

import io.smallrye.mutiny.Uni;
import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How a method answers.
 *
 * @param eventual whether with a {@code Uni}
 * @param optional whether with an {@code Optional}, in the {@code Uni} or alone
 * @param value    type of what it answers with, without the two
 */
record Answer(boolean eventual, boolean optional, Type value) {

    static Answer of(Method method) {
        boolean eventual = method.getReturnType() == Uni.class;
        Type item = eventual ? argument(method.getGenericReturnType()) : method.getGenericReturnType();
        boolean optional =
                item instanceof ParameterizedType parameterized && parameterized.getRawType() == Optional.class;
        return new Answer(eventual, optional, optional ? argument(item) : item);
    }

    /** The one argument of a generic type; of a raw one the type itself, which cannot be cached. */
    private static Type argument(Type type) {
        return type instanceof ParameterizedType parameterized ? parameterized.getActualTypeArguments()[0] : type;
    }

    /** Class of the value; of a generic one without its arguments. */
    Class<?> type() {
        Type raw = value instanceof ParameterizedType parameterized ? parameterized.getRawType() : value;
        return raw instanceof Class<?> plain ? plain : Object.class;
    }

    /** What the cache holds of what the method answered. */
    @Nullable
    Object held(@Nullable Object answered) {
        return answered instanceof Optional<?> possible ? possible.orElse(null) : answered;
    }

    /** What the method answers with what the cache held. */
    @Nullable
    Object answered(@Nullable Object held) {
        return optional ? Optional.ofNullable(held) : held;
    }
}
