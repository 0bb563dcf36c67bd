package io.mnemesh.testing;

import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.Map;

/** Reads a config mapping as a process without any configuration would, or with exactly the given values. */
public final class ConfigDefaults {

    private ConfigDefaults() {}

    /** The mapping with nothing but its defaults. */
    public static <T> T of(Class<T> mapping) {
        return with(mapping, Map.of());
    }

    /** The mapping with these properties and its defaults for the others. */
    public static <T> T with(Class<T> mapping, Map<String, String> properties) {
        SmallRyeConfig config = new SmallRyeConfigBuilder()
                .addDefaultInterceptors()
                .addDiscoveredConverters()
                .withMapping(mapping)
                .withDefaultValues(properties)
                .build();
        return config.getConfigMapping(mapping);
    }
}
