package io.mnemesh.gateway.catalogue;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * Merges the OpenAPI 3.1 descriptions of services into one. Components and operation ids get the service's name in
 * front, so that two services may use the same one; references follow. Tags keep their descriptions. Every operation gets the problem as its default
 * answer. Linear in the size of the documents. Not thread-safe.
 */
final class OpenApiMerge {

    private static final String COMPONENTS = "#/components/";
    private static final String SECURITY_SCHEMES = "securitySchemes";
    private static final Set<String> METHODS =
            Set.of("get", "put", "post", "delete", "options", "head", "patch", "trace");

    private final JsonObject paths = new JsonObject();
    private final JsonObject components = new JsonObject();
    private final Set<String> missing = new TreeSet<>();
    private final Map<String, JsonObject> tags = new TreeMap<>();

    OpenApiMerge() {
        components.put(
                SECURITY_SCHEMES,
                new JsonObject()
                        .put(
                                "bearer",
                                new JsonObject()
                                        .put("type", "http")
                                        .put("scheme", "bearer")
                                        .put("bearerFormat", "JWT")
                                        .put("description", "A token from POST /api/auth/token")));
        components.put("schemas", new JsonObject().put("Problem", problemSchema()));
    }

    /** Adds the paths of a service that {@code isPublic} admits, with all its components. */
    void add(String service, JsonObject document, Predicate<String> isPublic) {
        for (Map.Entry<String, Object> path : document.getJsonObject("paths", new JsonObject())) {
            if (isPublic.test(path.getKey()) && path.getValue() instanceof JsonObject item) {
                paths.put(path.getKey(), operations(service, (JsonObject) renamed(service, item)));
            }
        }
        for (Object described : document.getJsonArray("tags", new JsonArray())) {
            if (described instanceof JsonObject tag) {
                tags.computeIfPresent(tag.getString("name", ""), (name, plain) -> tag.copy());
            }
        }
        for (Map.Entry<String, Object> kind : document.getJsonObject("components", new JsonObject())) {
            if (!kind.getKey().equals(SECURITY_SCHEMES) && kind.getValue() instanceof JsonObject named) {
                addComponents(service, kind.getKey(), named);
            }
        }
    }

    /** Names a service whose description is not to be had. */
    void addMissing(String service) {
        missing.add(service);
    }

    JsonObject result(String version) {
        var info =
                new JsonObject().put("title", "Mnemesh").put("version", version).put("description", description());
        var document = new JsonObject()
                .put("openapi", "3.1.0")
                .put("info", info)
                .put("servers", new JsonArray().add(new JsonObject().put("url", "/")))
                .put("security", new JsonArray().add(new JsonObject().put("bearer", new JsonArray())))
                .put("tags", new JsonArray(List.copyOf(tags.values())))
                .put("paths", paths)
                .put("components", components);
        if (!missing.isEmpty()) {
            document.put("x-missing-services", new JsonArray(List.copyOf(missing)));
        }
        return document;
    }

    private String description() {
        String about = "A memory, an intelligence and a real-time nervous system for applications.";
        return missing.isEmpty()
                ? about
                : about + " Not described now, because they cannot be reached: " + String.join(", ", missing) + ".";
    }

    private void addComponents(String service, String kind, JsonObject named) {
        JsonObject target = components.getJsonObject(kind);
        if (target == null) {
            target = new JsonObject();
            components.put(kind, target);
        }
        for (Map.Entry<String, Object> component : named) {
            target.put(service + "." + component.getKey(), renamed(service, component.getValue()));
        }
    }

    private JsonObject operations(String service, JsonObject item) {
        for (String method : METHODS) {
            JsonObject operation = item.getJsonObject(method);
            if (operation == null) {
                continue;
            }
            if (operation.containsKey("operationId")) {
                operation.put("operationId", service + "." + operation.getString("operationId"));
            }
            keepSecurityOnlyIfOpen(operation);
            for (Object tag : operation.getJsonArray("tags", new JsonArray())) {
                tags.computeIfAbsent(String.valueOf(tag), name -> new JsonObject().put("name", name));
            }
            addProblem(operation);
        }
        return item;
    }

    /** Services name their security schemes as they like; here there is one, unless an operation is open. */
    private static void keepSecurityOnlyIfOpen(JsonObject operation) {
        JsonArray security = operation.getJsonArray("security");
        if (security != null && !security.isEmpty()) {
            operation.remove("security");
        }
    }

    private static void addProblem(JsonObject operation) {
        JsonObject answers = operation.getJsonObject("responses");
        if (answers == null) {
            answers = new JsonObject();
            operation.put("responses", answers);
        }
        if (!answers.containsKey("default")) {
            var schema = new JsonObject().put("$ref", COMPONENTS + "schemas/Problem");
            answers.put(
                    "default",
                    new JsonObject()
                            .put("description", "A problem")
                            .put(
                                    "content",
                                    new JsonObject()
                                            .put("application/problem+json", new JsonObject().put("schema", schema))));
        }
    }

    private static Object renamed(String service, Object value) {
        return switch (value) {
            case JsonObject object -> {
                var copy = new JsonObject();
                for (Map.Entry<String, Object> member : object) {
                    copy.put(member.getKey(), member.getValue() == null ? null : renamed(service, member.getValue()));
                }
                yield copy;
            }
            case JsonArray array -> {
                var copy = new JsonArray();
                for (Object element : array) {
                    copy.add(element == null ? null : renamed(service, element));
                }
                yield copy;
            }
            case String text when text.startsWith(COMPONENTS) -> reference(service, text);
            default -> value;
        };
    }

    private static String reference(String service, String reference) {
        int nameAt = reference.indexOf('/', COMPONENTS.length()) + 1;
        return nameAt == 0 ? reference : reference.substring(0, nameAt) + service + "." + reference.substring(nameAt);
    }

    private static JsonObject problemSchema() {
        var string = new JsonObject().put("type", "string");
        return new JsonObject()
                .put("type", "object")
                .put("description", "Problem details (RFC 9457)")
                .put(
                        "required",
                        new JsonArray().add("type").add("title").add("status").add("detail"))
                .put(
                        "properties",
                        new JsonObject()
                                .put(
                                        "type",
                                        new JsonObject().put("type", "string").put("format", "uri"))
                                .put("title", string)
                                .put("status", new JsonObject().put("type", "integer"))
                                .put("detail", string)
                                .put(
                                        "instance",
                                        new JsonObject().put("type", "string").put("format", "uri")));
    }
}
