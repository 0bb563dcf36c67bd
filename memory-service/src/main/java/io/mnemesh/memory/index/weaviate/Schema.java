package io.mnemesh.memory.index.weaviate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mnemesh.memory.memories.ContextKey;
import java.util.Optional;

/**
 * The two collections of an index: memories, one Weaviate tenant per tenant, and the {@link StoredPosition}. Property
 * values and vectors come from the index itself; Weaviate computes none.
 */
final class Schema {

    /** What the name of the collection of the position ends with. */
    static final String POSITION = "Position";

    private static final int GRAPH_CONNECTIONS = 24;
    private static final int GRAPH_BEAM = 160;

    private final WeaviateClient client;
    private final String memories;

    Schema(WeaviateClient client, String memories) {
        this.client = client;
        this.memories = memories;
    }

    String memories() {
        return memories;
    }

    String position() {
        return memories + POSITION;
    }

    /** True if both are there as they are made here. */
    boolean usable() {
        Optional<JsonNode> found = client.get("/v1/schema/" + memories);
        return found.map(Schema::asMade).orElse(false)
                && client.get("/v1/schema/" + position()).isPresent();
    }

    private static boolean asMade(JsonNode found) {
        boolean tenants = found.path("multiTenancyConfig").path("enabled").asBoolean();
        for (JsonNode property : found.path("properties")) {
            if (property.path("name").asText().equals(Names.FLOATS)) {
                return tenants;
            }
        }
        return false;
    }

    /** Both, empty. */
    void remake() {
        drop();
        create(memoriesDefinition());
        create(positionDefinition());
    }

    void drop() {
        client.send("DELETE", "/v1/schema/" + memories, null);
        client.send("DELETE", "/v1/schema/" + position(), null);
    }

    private void create(ObjectNode definition) {
        try {
            client.send("POST", "/v1/schema", definition);
        } catch (WeaviateException e) {
            if (!e.alreadyThere()) {
                throw e;
            }
        }
    }

    private ObjectNode memoriesDefinition() {
        ObjectNode definition = client.json().createObjectNode();
        definition.put("class", memories).put("vectorizer", "none").put("vectorIndexType", "hnsw");
        definition
                .putObject("vectorIndexConfig")
                .put("distance", "cosine")
                .put("efConstruction", GRAPH_BEAM)
                .put("maxConnections", GRAPH_CONNECTIONS);
        definition
                .putObject("multiTenancyConfig")
                .put("enabled", true)
                .put("autoTenantCreation", true)
                .put("autoTenantActivation", true);
        ObjectNode inverted = definition.putObject("invertedIndexConfig");
        inverted.putObject("stopwords").put("preset", "none");
        inverted.putObject("bm25").put("k1", Terms.SATURATION).put("b", Terms.NORMALISATION);
        ArrayNode properties = definition.putArray("properties");
        property(properties, Names.WORDS, "text")
                .put("tokenization", "whitespace")
                .put("indexSearchable", true)
                .put("indexFilterable", false);
        exact(properties, Names.TYPE, "text");
        for (ContextKey key : ContextKey.values()) {
            exact(properties, Names.context(key), "text");
        }
        exact(properties, Names.TAGS, "text[]");
        exact(properties, Names.ATTRIBUTES, "text[]");
        exact(properties, Names.THREAD, "text");
        exact(properties, Names.SPEAKERS, "text[]");
        number(properties, Names.HAPPENED_SECOND);
        number(properties, Names.HAPPENED_MICRO);
        number(properties, Names.CREATED_SECOND);
        number(properties, Names.CREATED_MICRO);
        number(properties, Names.GENERATION);
        property(properties, Names.LENGTH, "int").put("indexFilterable", true);
        kept(properties, Names.TURN);
        kept(properties, Names.PROFILE);
        kept(properties, Names.STATE);
        kept(properties, Names.FLOATS);
        return definition;
    }

    private ObjectNode positionDefinition() {
        ObjectNode definition = client.json().createObjectNode();
        definition.put("class", position()).put("vectorizer", "none");
        kept(definition.putArray("properties"), StoredPosition.PROPERTY);
        return definition;
    }

    private static ObjectNode property(ArrayNode properties, String name, String type) {
        ObjectNode property = properties.addObject().put("name", name);
        property.putArray("dataType").add(type);
        return property;
    }

    private static void exact(ArrayNode properties, String name, String type) {
        property(properties, name, type)
                .put("tokenization", "field")
                .put("indexFilterable", true)
                .put("indexSearchable", false);
    }

    private static void number(ArrayNode properties, String name) {
        property(properties, name, "int").put("indexFilterable", true).put("indexRangeFilters", true);
    }

    private static void kept(ArrayNode properties, String name) {
        property(properties, name, "text")
                .put("tokenization", "field")
                .put("indexFilterable", false)
                .put("indexSearchable", false);
    }
}
