package io.mnemesh.cache.declarative;

import io.mnemesh.cache.CacheSerializer;
import io.mnemesh.cache.CacheSpec;
import io.mnemesh.cache.Cached;
import io.quarkus.runtime.configuration.DurationConverter;
import io.quarkus.runtime.configuration.MemorySizeConverter;
import java.time.Duration;
import java.util.function.Function;
import org.eclipse.microprofile.config.Config;
import org.jspecify.annotations.Nullable;

/**
 * What an annotation says about its cache: times and sizes as they are written, or as the configuration has them.
 *
 * @param config for {@code ${some.key}}
 */
record Settings(Config config) {

    private static final MemorySizeConverter SIZES = new MemorySizeConverter();

    /** @throws IllegalArgumentException naming what is not acceptable */
    <V> CacheSpec<V> spec(Cached cached, CacheSerializer<V> serializer) {
        return CacheSpec.of(cached.cache(), serializer)
                .withLocal(duration(cached.local()), bytes(cached.localSize()))
                .withRedis(duration(cached.redis()))
                .withPostgres(duration(cached.postgres()))
                .withNegative(duration(cached.negative()))
                .withLoadTimeout(duration(cached.timeout()));
    }

    private Duration duration(String written) {
        return read(written, DurationConverter::parseDuration);
    }

    private long bytes(String written) {
        return read(written, SIZES::convert).asLongValue();
    }

    private <T> T read(String written, Function<String, @Nullable T> parser) {
        String text = written.startsWith("${") && written.endsWith("}")
                ? config.getValue(written.substring(2, written.length() - 1), String.class)
                : written;
        T value = parser.apply(text);
        if (value == null) {
            throw new IllegalArgumentException("A declared cache says '" + written + "', which is no time or size.");
        }
        return value;
    }
}
