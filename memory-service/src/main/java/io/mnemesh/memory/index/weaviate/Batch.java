package io.mnemesh.memory.index.weaviate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mnemesh.mesh.problem.ProblemException;
import io.mnemesh.mesh.problem.ProblemType;
import io.mnemesh.mesh.tenancy.TenantId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** Writes objects of the collections, many per request. What is there already is replaced as a whole. */
final class Batch {

    private static final int SIZE = 100;
    private static final Duration RETRY = Duration.ofSeconds(1);

    private final WeaviateClient client;

    Batch(WeaviateClient client) {
        this.client = client;
    }

    /**
     * Writes all of them, each as {@code fill} says. Those before a failure stay written.
     *
     * @throws ProblemException {@code unavailable} if any of them was not taken in
     */
    <T> void write(Collection<T> all, BiConsumer<ObjectNode, T> fill) {
        List<T> left = new ArrayList<>(all);
        while (!left.isEmpty()) {
            List<T> part = left.subList(0, Math.min(SIZE, left.size()));
            ObjectNode body = client.json().createObjectNode();
            ArrayNode objects = body.putArray("objects");
            part.forEach(one -> fill.accept(objects.addObject(), one));
            check(part.size(), client.send("POST", "/v1/batch/objects", body));
            part.clear();
        }
    }

    private static void check(int sent, JsonNode outcomes) {
        Set<String> written = new HashSet<>();
        String refusal = "It said nothing of some.";
        for (JsonNode outcome : outcomes) {
            JsonNode result = outcome.path("result");
            if (result.path("status").asText().equals("SUCCESS")) {
                written.add(outcome.path("id").asText());
            } else {
                refusal = result.path("errors")
                        .path("error")
                        .path(0)
                        .path("message")
                        .asText();
            }
        }
        if (written.size() < sent) {
            var failure = new WeaviateException("A batch of " + sent, refusal);
            if (failure.collectionLost()) {
                throw failure;
            }
            throw new ProblemException(
                    ProblemType.UNAVAILABLE,
                    "The search index took in " + written.size() + " of " + sent + " changes.",
                    Map.of(),
                    RETRY,
                    failure);
        }
    }

    /** Deletes those of these that are there. */
    void delete(String collection, TenantId tenant, Collection<UUID> ids) {
        List<UUID> left = new ArrayList<>(ids);
        while (!left.isEmpty()) {
            List<UUID> part = left.subList(0, Math.min(SIZE, left.size()));
            ObjectNode where = client.json().createObjectNode().put("operator", "ContainsAny");
            where.putArray("path").add("id");
            ArrayNode values = where.putArray("valueTextArray");
            part.forEach(id -> values.add(id.toString()));
            delete(collection, tenant, where);
            part.clear();
        }
    }

    /** Deletes those whose number is below this. */
    void deleteBelow(String collection, TenantId tenant, String property, long limit) {
        int matches = 1;
        while (matches > 0) {
            ObjectNode where =
                    client.json().createObjectNode().put("operator", "LessThan").put("valueInt", limit);
            where.putArray("path").add(property);
            matches = delete(collection, tenant, where);
        }
    }

    /** @return how many matched */
    private int delete(String collection, TenantId tenant, ObjectNode where) {
        ObjectNode body = client.json().createObjectNode();
        body.putObject("match").put("class", collection).set("where", where);
        JsonNode results = answer(tenant, body).path("results");
        int failed = results.path("failed").asInt();
        if (failed > 0) {
            throw new ProblemException(
                    ProblemType.UNAVAILABLE,
                    "The search index did not delete " + failed + " memories.",
                    Map.of(),
                    RETRY,
                    null);
        }
        return results.path("matches").asInt();
    }

    private JsonNode answer(TenantId tenant, @Nullable JsonNode body) {
        try {
            return client.send("DELETE", "/v1/batch/objects?tenant=" + tenant.value(), body);
        } catch (WeaviateException e) {
            if (e.unknownTenant()) {
                return client.json().createObjectNode();
            }
            throw e;
        }
    }
}
