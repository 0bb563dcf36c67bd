package io.mnemesh.cache;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.ObjectWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A record as JSON, or what is made of records. The fingerprint names every component of the record and of the records it
 * is made of, so an entry written by a version with other components is a miss. A native image needs the records registered
 * for reflection.
 */
public final class JsonSerializer<V> implements CacheSerializer<V> {

    private final ObjectWriter writer;
    private final ObjectReader reader;
    private final String fingerprint;

    private JsonSerializer(Type type, ObjectMapper mapper) {
        var jsonType = mapper.constructType(type);
        this.writer = mapper.writerFor(jsonType);
        this.reader = mapper.readerFor(jsonType);
        this.fingerprint = "json:" + shape(type, new HashSet<>());
    }

    /** @param mapper the service's own, so that values read as its API writes them */
    public static <V extends Record> JsonSerializer<V> of(Class<V> type, ObjectMapper mapper) {
        return new JsonSerializer<>(type, mapper);
    }

    /** Of a type that may be generic, {@code List<Conversation>} for example. */
    public static JsonSerializer<Object> ofType(Type type, ObjectMapper mapper) {
        return new JsonSerializer<>(type, mapper);
    }

    @Override
    public String fingerprint() {
        return fingerprint;
    }

    @Override
    public int compressFrom() {
        return Serializers.COMPRESS_TEXT_FROM;
    }

    @Override
    public byte[] serialize(V value) {
        try {
            return writer.writeValueAsBytes(value);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public V deserialize(byte[] bytes) {
        try {
            V value = reader.readValue(bytes);
            if (value == null) {
                throw new IllegalArgumentException("The document is null.");
            }
            return value;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String shape(Type type, Set<Class<?>> seen) {
        return switch (type) {
            case Class<?> record
            when record.isRecord() && seen.add(record) ->
                record.getName()
                        + Arrays.stream(record.getRecordComponents())
                                .map(component -> shape(component, seen))
                                .collect(Collectors.joining(",", "(", ")"));
            case Class<?> array when array.isArray() -> shape(array.getComponentType(), seen) + "[]";
            case Class<?> plain -> plain.getName();
            case ParameterizedType parameterized ->
                shape(parameterized.getRawType(), seen)
                        + Arrays.stream(parameterized.getActualTypeArguments())
                                .map(argument -> shape(argument, seen))
                                .collect(Collectors.joining(",", "<", ">"));
            default -> type.getTypeName();
        };
    }

    private static String shape(RecordComponent component, Set<Class<?>> seen) {
        return component.getName() + ":" + shape(component.getGenericType(), seen);
    }
}
