package io.mnemesh.gateway.catalogue;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** The gateway's own API description, as the build wrote it. */
@ApplicationScoped
class OwnDescription {

    private static final String RESOURCE = "META-INF/quarkus-generated-openapi-doc.JSON";

    private static final String EXAMPLES = "io/mnemesh/gateway/catalogue/examples.json";

    JsonObject read() {
        return read(RESOURCE);
    }

    /** Bodies of requests by {@code METHOD /path}. */
    JsonObject examples() {
        return read(EXAMPLES);
    }

    private static JsonObject read(String resource) {
        ClassLoader loader = Thread.currentThread().getContextClassLoader();
        try (InputStream in = loader.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException("The gateway was built without " + resource + ".");
            }
            return new JsonObject(Buffer.buffer(in.readAllBytes()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
