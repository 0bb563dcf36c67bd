package io.mnemesh.gateway.catalogue;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * Merges the OpenAPI 3.1 descriptions of services into one. Components and operation ids get the service's name in
 * front, so that two services may use the same one; references follow. Tags keep their descriptions. Every operation gets the problems that any
 * may be answered with. Linear in the size of the documents. Not thread-safe.
 */
final class OpenApiMerge {

    private static final String COMPONENTS = "#/components/";
    private static final String SECURITY_SCHEMES = "securitySchemes";
    private static final Set<String> METHODS =
            Set.of("get", "put", "post", "delete", "options", "head", "patch", "trace");

    /** What any request may be answered with, by the gateway or by what every service does before its resources. */
    private static final int[] PROBLEMS = {400, 401, 403, 404, 405, 406, 408, 413, 415, 422, 429, 431, 502, 503, 504};

    private final JsonObject paths = new JsonObject();
    private final JsonObject components = new JsonObject();
    private final Set<String> missing = new TreeSet<>();
    private final Map<String, JsonObject> tags = new TreeMap<>();

    private final JsonObject examples;

    /** @param examples bodies by {@code METHOD /path}, for operations that have none */
    OpenApiMerge(JsonObject examples) {
        this.examples = examples;
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
        components.put(
                "responses",
                new JsonObject()
                        .put(
                                "Problem",
                                new JsonObject().put("description", "A problem").put("content", problemContent())));
    }

    /** Adds the paths of a service that {@code isPublic} admits, with all its components. */
    void add(String service, JsonObject document, Predicate<String> isPublic) {
        for (Map.Entry<String, Object> path : document.getJsonObject("paths", new JsonObject())) {
            if (isPublic.test(path.getKey()) && path.getValue() instanceof JsonObject item) {
                paths.put(path.getKey(), operations(service, path.getKey(), (JsonObject) renamed(service, item)));
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

    private JsonObject operations(String service, String path, JsonObject item) {
        for (String method : METHODS) {
            JsonObject operation = item.getJsonObject(method);
            if (operation == null) {
                continue;
            }
            operation.put("operationId", service + "." + operation.getString("operationId", nameOf(method, path)));
            addExample(operation, method.toUpperCase(Locale.ROOT) + " " + path);
            keepSecurityOnlyIfOpen(operation);
            for (Object tag : operation.getJsonArray("tags", new JsonArray())) {
                tags.computeIfAbsent(String.valueOf(tag), name -> new JsonObject().put("name", name));
            }
            addProblem(operation);
        }
        return item;
    }

    /** A name for an operation that has none, for clients made of the description: {@code get-admin-keys-id}. */
    private static String nameOf(String method, String path) {
        return method
                + path.replaceAll("^/api", "").replaceAll("[^A-Za-z0-9]+", "-").replaceAll("-$", "");
    }

    private void addExample(JsonObject operation, String request) {
        JsonObject content =
                operation.getJsonObject("requestBody", new JsonObject()).getJsonObject("content");
        if (content == null || !examples.containsKey(request)) {
            return;
        }
        for (Object body : content.getMap().values()) {
            if (body instanceof JsonObject media && !media.containsKey("example") && !media.containsKey("examples")) {
                media.put("example", examples.getValue(request));
            }
        }
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
        for (int status : PROBLEMS) {
            if (!answers.containsKey(String.valueOf(status))) {
                answers.put(String.valueOf(status), new JsonObject().put("$ref", COMPONENTS + "responses/Problem"));
            }
        }
        for (Map.Entry<String, Object> answer : answers) {
            if (answer.getKey().compareTo("400") >= 0
                    && answer.getValue() instanceof JsonObject described
                    && !described.containsKey("$ref")
                    && !described.containsKey("content")) {
                described.put("content", problemContent());
            }
        }
    }

    private static JsonObject problemContent() {
        var schema = new JsonObject().put("$ref", COMPONENTS + "schemas/Problem");
        return new JsonObject().put("application/problem+json", new JsonObject().put("schema", schema));
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
