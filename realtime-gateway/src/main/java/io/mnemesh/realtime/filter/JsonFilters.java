package io.mnemesh.realtime.filter;

import com.fasterxml.jackson.databind.JsonNode;
import io.mnemesh.mesh.problem.ProblemException;
import java.util.List;
import java.util.Set;
import java.util.stream.StreamSupport;

/** Reads filters that are written in JSON: {@code {"op","key","cmp","val","vals","nodes"}}, of which all can be left out. */
public final class JsonFilters {

    private static final Set<String> MEMBERS = Set.of("op", "key", "cmp", "val", "vals", "nodes");
    private static final int DEEPEST = 64;

    private JsonFilters() {}

    /** @throws ProblemException {@code invalid-value} if it has not the form of a filter */
    public static FilterNode node(JsonNode json) {
        return node(json, 1);
    }

    /** The filter, checked. */
    public static Filter filter(JsonNode json) {
        return Filter.of(node(json));
    }

    private static FilterNode node(JsonNode json, int depth) {
        if (!json.isObject() || depth > DEEPEST) {
            throw wrong("A filter is an object.");
        }
        json.fieldNames().forEachRemaining(name -> {
            if (!MEMBERS.contains(name)) {
                throw wrong("A filter has the members op, key, cmp, val, vals and nodes.");
            }
        });
        return new FilterNode(
                text(json.path("op")),
                text(json.path("key")),
                text(json.path("cmp")),
                text(json.path("val")),
                elements(json.path("vals")).stream().map(JsonFilters::text).toList(),
                elements(json.path("nodes")).stream()
                        .map(inner -> node(inner, depth + 1))
                        .toList());
    }

    private static List<JsonNode> elements(JsonNode list) {
        if (list.isMissingNode() || list.isNull()) {
            return List.of();
        }
        if (!list.isArray()) {
            throw wrong("'vals' and 'nodes' of a filter are lists.");
        }
        return StreamSupport.stream(list.spliterator(), false).toList();
    }

    private static String text(JsonNode node) {
        if (node.isMissingNode() || node.isNull()) {
            return "";
        }
        if (!node.isTextual()) {
            throw wrong("'op', 'key', 'cmp' and the values of a filter are strings.");
        }
        return node.textValue();
    }

    private static ProblemException wrong(String detail) {
        return ProblemException.invalid("filter", detail);
    }
}
