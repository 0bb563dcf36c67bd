package io.mnemesh.memory.index.weaviate;

import com.fasterxml.jackson.databind.JsonNode;
import io.mnemesh.mesh.tenancy.TenantId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** Parts of GraphQL queries over one collection, each named, and their answers. */
final class Queries {

    private final WeaviateClient client;
    private final String collection;

    Queries(WeaviateClient client, String collection) {
        this.client = client;
        this.collection = collection;
    }

    /** Objects of a tenant. */
    String get(String name, TenantId tenant, String arguments, String fields) {
        return name + ":Get{" + over(tenant, arguments) + "{" + fields + "}}";
    }

    /** Figures over all objects of a tenant. */
    String aggregate(String name, TenantId tenant, String fields) {
        return name + ":Aggregate{" + over(tenant, "") + "{" + fields + "}}";
    }

    private String over(TenantId tenant, String arguments) {
        return collection + "(tenant:" + Literals.text(tenant.value()) + (arguments.isEmpty() ? "" : ",") + arguments
                + ")";
    }

    /** Asks for all parts at once. */
    Answer ask(Collection<String> parts) {
        return new Answer(client.query("{" + String.join(" ", parts) + "}"), collection);
    }

    /** The one part. */
    List<JsonNode> rows(TenantId tenant, String arguments, String fields) {
        return ask(List.of(get("rows", tenant, arguments, fields))).rows("rows");
    }

    /** What was answered to each part. */
    record Answer(JsonNode data, String collection) {

        List<JsonNode> rows(String name) {
            var rows = new ArrayList<JsonNode>();
            data.path(name).path(collection).forEach(rows::add);
            return rows;
        }
    }
}
