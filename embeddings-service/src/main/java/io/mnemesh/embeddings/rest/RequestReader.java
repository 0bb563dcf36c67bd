package io.mnemesh.embeddings.rest;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.mnemesh.embeddings.serving.Preparation;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Reads the JSON of requests. A small one is read where it arrives, on the event loop: handing it over would take longer.
 * A greater one, which takes processor time to parse and to digest, is read on a thread that may take it.
 */
@ApplicationScoped
class RequestReader {

    private final ObjectMapper json;
    private final Preparation preparation;

    RequestReader(ObjectMapper json, Preparation preparation) {
        this.json = json;
        this.preparation = preparation;
    }

    /**
     * @param answer is called with the request, null if the body is the JSON null
     * @return fails as {@code answer} does, and with Jackson's exceptions
     */
    <T, R> Uni<R> read(byte[] body, Class<T> type, Function<@Nullable T, Uni<R>> answer) {
        Uni<R> read =
                Uni.createFrom().item(body).chain(bytes -> parsed(bytes, type).chain(answer::apply));
        return body.length <= Preparation.SMALL ? read : read.runSubscriptionOn(preparation);
    }

    private <T> Uni<@Nullable T> parsed(byte[] body, Class<T> type) {
        try {
            return Uni.createFrom().item(json.readValue(body, type));
        } catch (IOException e) {
            return Uni.createFrom().failure(e);
        }
    }
}
