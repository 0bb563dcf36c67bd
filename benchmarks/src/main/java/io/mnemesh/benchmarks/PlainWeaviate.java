package io.mnemesh.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mnemesh.benchmarks.PlantedCorpus.Planted;
import io.mnemesh.benchmarks.PlantedCorpus.Selectivity;
import io.mnemesh.launcher.client.MnemeshClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;

/**
 * The corpus in a Weaviate as its documentation has one begin: its own tokenizer, HNSW as it comes, and its own hybrid query
 * at the weight it comes with, over the vectors that Mnemesh has. Questions are embedded through the gateway.
 */
final class PlainWeaviate implements Searched {

    private static final String CLASS = "Planted";
    private static final String POSITION = "position";
    private static final int BATCH = 500;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient http = HttpClient.newHttpClient();
    private final URI url;
    private final MnemeshClient client;

    private PlainWeaviate(URI url, MnemeshClient client) {
        this.url = url;
        this.client = client;
    }

    /** Stores the corpus with these vectors. */
    static PlainWeaviate fill(URI url, MnemeshClient client, PlantedCorpus corpus, VectorTable vectors) {
        var weaviate = new PlainWeaviate(url, client);
        weaviate.send("/v1/schema", definition());
        int size = corpus.memories().size();
        for (int from = 0; from < size; from += BATCH) {
            ObjectNode batch = JSON.createObjectNode();
            ArrayNode objects = batch.putArray("objects");
            for (int i = from; i < Math.min(size, from + BATCH); i++) {
                object(objects.addObject(), corpus.memories().get(i), i, vectors.of(i));
            }
            for (JsonNode outcome : weaviate.send("/v1/batch/objects", batch)) {
                if (!outcome.at("/result/errors").isMissingNode()) {
                    throw new IllegalStateException(outcome.at("/result/errors").toString());
                }
            }
        }
        return weaviate;
    }

    private static ObjectNode definition() {
        ObjectNode definition = JSON.createObjectNode().put("class", CLASS).put("vectorizer", "none");
        definition.putObject("vectorIndexConfig").put("distance", "cosine");
        ArrayNode properties = definition.putArray("properties");
        property(properties, "content", "text").put("tokenization", "word");
        property(properties, "user", "text").put("tokenization", "field");
        property(properties, "desk", "text").put("tokenization", "field");
        property(properties, POSITION, "int");
        return definition;
    }

    private static ObjectNode property(ArrayNode properties, String name, String type) {
        ObjectNode property = properties.addObject().put("name", name);
        property.putArray("dataType").add(type);
        return property;
    }

    private static void object(ObjectNode object, Planted memory, int position, float[] vector) {
        object.put("class", CLASS);
        object.putObject("properties")
                .put("content", memory.content())
                .put("user", memory.user())
                .put("desk", memory.desk())
                .put(POSITION, position);
        ArrayNode values = object.putArray("vector");
        for (float value : vector) {
            values.add(value);
        }
    }

    @Override
    public List<Integer> search(String question, Selectivity selectivity, int which, int limit) {
        return ask(
                "hybrid: {query: " + text(question) + ", vector: " + embedded(question) + "}",
                selectivity,
                which,
                limit);
    }

    @Override
    public List<Integer> nearest(String question, Selectivity selectivity, int which, int limit) {
        return ask("nearVector: {vector: " + embedded(question) + "}", selectivity, which, limit);
    }

    private List<Integer> ask(String how, Selectivity selectivity, int which, int limit) {
        String query = "{Get {" + CLASS + "(limit: " + limit + ", " + how + where(selectivity, which) + ") {" + POSITION
                + "}}}";
        JsonNode answer = send("/v1/graphql", JSON.createObjectNode().put("query", query));
        if (answer.has("errors")) {
            throw new IllegalStateException(answer.path("errors").toString());
        }
        var found = new ArrayList<Integer>();
        answer.at("/data/Get/" + CLASS)
                .forEach(hit -> found.add(hit.path(POSITION).asInt()));
        return found;
    }

    private static String where(Selectivity selectivity, int which) {
        return switch (selectivity) {
            case ALL -> "";
            case ONE_PERCENT -> equal("user", PlantedCorpus.user(which));
            case ONE_PER_MILLE -> equal("desk", PlantedCorpus.desk(which));
        };
    }

    private static String equal(String property, String value) {
        return ", where: {path: [" + text(property) + "], operator: Equal, valueText: " + text(value) + "}";
    }

    private String embedded(String question) {
        return text(VectorTable.embed(client, List.of(question)).getFirst());
    }

    /** Strings and numbers are written in GraphQL as in JSON. */
    private static String text(Object value) {
        try {
            return JSON.writeValueAsString(value);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private JsonNode send(String path, JsonNode body) {
        try {
            var request = HttpRequest.newBuilder(url.resolve(path))
                    .header("Content-Type", "application/json")
                    .POST(HttpRequest.BodyPublishers.ofByteArray(JSON.writeValueAsBytes(body)))
                    .build();
            var answer = http.send(request, BodyHandlers.ofByteArray());
            if (answer.statusCode() != 200) {
                throw new IllegalStateException(path + " is answered with " + answer.statusCode());
            }
            return JSON.readTree(answer.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
