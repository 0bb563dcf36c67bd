package io.mnemesh.realtime.namespace;

import jakarta.inject.Singleton;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The namespaces there are. */
@Singleton
public final class Namespaces {

    private final Map<String, Namespace> byName;

    /** @throws IllegalArgumentException if a value cannot work, with a sentence naming key, value and rule */
    public Namespaces(NamespacesConfig config) {
        byName = config.byName().entrySet().stream()
                .map(entry -> Namespace.of(entry.getKey(), entry.getValue()))
                .collect(Collectors.toUnmodifiableMap(Namespace::name, namespace -> namespace));
    }

    /** The namespace that a channel of this name belongs to. */
    public Optional<Namespace> of(String channel) {
        int colon = channel.indexOf(':');
        return colon < 0 ? Optional.empty() : Optional.ofNullable(byName.get(channel.substring(0, colon)));
    }

    public Collection<Namespace> all() {
        return byName.values();
    }
}
