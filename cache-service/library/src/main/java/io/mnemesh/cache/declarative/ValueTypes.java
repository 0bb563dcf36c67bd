package io.mnemesh.cache.declarative;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.mnemesh.cache.CacheSerializer;
import io.mnemesh.cache.JsonSerializer;
import io.mnemesh.cache.Serializers;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * The types of values that can be cached by declaration. They are those whose stored form follows from the type alone, so
 * that an entry of another version of it can be told from one that fits.
 */
final class ValueTypes {

    private static final Set<Class<?>> PLAIN = Set.of(
            String.class,
            Boolean.class,
            Byte.class,
            Short.class,
            Integer.class,
            Long.class,
            Float.class,
            Double.class,
            BigInteger.class,
            BigDecimal.class,
            UUID.class,
            URI.class,
            Instant.class,
            Duration.class,
            LocalDate.class,
            LocalDateTime.class,
            OffsetDateTime.class);
    private static final Set<Class<?>> CONTAINERS = Set.of(Collection.class, List.class, Set.class, Map.class);

    private ValueTypes() {}

    static boolean known(Type type) {
        return switch (type) {
            case Class<?> plain -> plain(plain);
            case ParameterizedType generic ->
                generic.getRawType() instanceof Class<?> raw
                        && (CONTAINERS.contains(raw) || raw.isRecord())
                        && Arrays.stream(generic.getActualTypeArguments()).allMatch(ValueTypes::known);
            default -> false;
        };
    }

    private static boolean plain(Class<?> type) {
        if (type.isArray()) {
            return plain(type.getComponentType());
        }
        if (type.isRecord()) {
            return type.getTypeParameters().length == 0;
        }
        return PLAIN.contains(type) || type.isEnum() || (type.isPrimitive() && type != void.class);
    }

    @SuppressWarnings("unchecked") // a declared cache is used by methods of this type only
    static CacheSerializer<Object> serializer(Type type, ObjectMapper mapper) {
        CacheSerializer<?> serializer;
        if (type == String.class) {
            serializer = Serializers.TEXT;
        } else if (type == byte[].class) {
            serializer = Serializers.BYTES;
        } else if (type == float[].class) {
            serializer = Serializers.FLOATS;
        } else {
            serializer = JsonSerializer.ofType(type, mapper);
        }
        return (CacheSerializer<Object>) serializer;
    }
}
