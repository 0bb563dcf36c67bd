package io.mnemesh.realtime.namespace;

import io.mnemesh.testing.ConfigDefaults;
import java.util.Map;
import java.util.stream.Collectors;

/** Namespaces made without the container. */
public final class TestNamespaces {

    private TestNamespaces() {}

    /** @param options by their keys behind {@code mnemesh.realtime.namespaces} */
    public static Namespaces of(Map<String, String> options) {
        return new Namespaces(ConfigDefaults.with(
                NamespacesConfig.class,
                options.entrySet().stream()
                        .collect(Collectors.toMap(
                                entry -> "mnemesh.realtime.namespaces." + entry.getKey(), Map.Entry::getValue))));
    }
}
