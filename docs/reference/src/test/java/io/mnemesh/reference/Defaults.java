package io.mnemesh.reference;

import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.source.yaml.YamlConfigSource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** What the configuration files of a module set, expressions unexpanded. */
record Defaults(Map<String, String> values) {

    /** The shared defaults that come with the mesh. */
    static Defaults shared() {
        return read(Module.MESH.resource("META-INF/microprofile-config.properties"));
    }

    /** A service's own. */
    static Defaults of(Module service) {
        return read(service.resource("application.yaml"));
    }

    private static Defaults read(Path file) {
        try {
            var url = file.toUri().toURL();
            return new Defaults(
                    Files.exists(file) && file.toString().endsWith(".yaml")
                            ? new YamlConfigSource(url).getProperties()
                            : new PropertiesConfigSource(url).getProperties());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
