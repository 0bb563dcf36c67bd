package io.mnemesh.testing.identity;

import java.util.Set;
import org.eclipse.microprofile.config.spi.ConfigSource;
import org.jspecify.annotations.Nullable;

/** Configuration that makes the service under test accept {@link TestTokens}. */
public final class TestKeysConfigSource implements ConfigSource {

    private static final String KEYS = "mnemesh.identity.jwks";

    @Override
    public Set<String> getPropertyNames() {
        return Set.of(KEYS);
    }

    @Override
    public @Nullable String getValue(String name) {
        return name.equals(KEYS) ? TestKey.jwks() : null;
    }

    @Override
    public String getName() {
        return "test keys";
    }

    /** Below application configuration, above the mesh's defaults. */
    @Override
    public int getOrdinal() {
        return 200;
    }
}
