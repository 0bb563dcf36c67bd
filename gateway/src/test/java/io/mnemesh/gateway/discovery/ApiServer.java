package io.mnemesh.gateway.discovery;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * As much of an API server of Kubernetes as concerns EndpointSlices: lists, watches from a version on that end after the time
 * they ask for, bookmarks, versions that are forgotten, tokens that are refused, connections that are cut. Thread-safe.
 */
public final class ApiServer implements AutoCloseable {

    private static final String PATH = "/apis/discovery.k8s.io/v1/namespaces/mesh/endpointslices";

    private final Vertx vertx;
    private final HttpServer server;
    private final Path account;
    private final Map<String, JsonObject> slices = new TreeMap<>();
    private final List<JsonObject> events = new ArrayList<>();
    private final Map<HttpServerResponse, String> watches = new java.util.LinkedHashMap<>();
    private int version = 100;
    private int remembered = 100;
    private int lists;
    private int begun;
    private String token = "first";

    public ApiServer(Vertx vertx) {
        this.vertx = vertx;
        this.server = vertx.createHttpServer(new HttpServerOptions().setHost("127.0.0.1"))
                .requestHandler(this::answer)
                .listen(0)
                .toCompletionStage()
                .toCompletableFuture()
                .join();
        try {
            this.account = Files.createTempDirectory("service-account");
            Files.writeString(account.resolve("namespace"), "mesh\n");
            Files.writeString(account.resolve("token"), token + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public String address() {
        return "http://127.0.0.1:" + server.actualPort();
    }

    /** Folder of the service account. */
    public Path account() {
        return account;
    }

    synchronized int lists() {
        return lists;
    }

    synchronized int watchesBegun() {
        return begun;
    }

    synchronized int watchesOpen() {
        return watches.size();
    }

    /** Another token is valid from now on; the account's file may get it later. */
    synchronized void renew(String next) {
        token = next;
    }

    /** Sets the endpoints of a slice, each as JSON. */
    public synchronized void put(String name, String service, int port, String... endpoints) {
        version++;
        JsonObject slice = new JsonObject("""
                {"metadata":{"name":"%s","labels":{"kubernetes.io/service-name":"%s"},"resourceVersion":"%d"},
                 "addressType":"IPv4","ports":[{"name":"http","port":%d}],"endpoints":[%s]}
                """.formatted(name, service, version, port, String.join(",", endpoints)));
        tell(slices.put(name, slice) == null ? "ADDED" : "MODIFIED", slice);
    }

    public synchronized void delete(String name) {
        version++;
        JsonObject slice = slices.remove(name);
        slice.getJsonObject("metadata").put("resourceVersion", Integer.toString(version));
        tell("DELETED", slice);
    }

    public static String endpoint(String address, boolean ready) {
        return "{\"addresses\":[\"%s\"],\"conditions\":{\"ready\":%b}}".formatted(address, ready);
    }

    private void tell(String type, JsonObject slice) {
        var event = new JsonObject().put("type", type).put("object", slice.copy());
        events.add(event);
        watches.forEach((watch, service) -> send(watch, service, event));
    }

    private static void send(HttpServerResponse watch, String service, JsonObject event) {
        String of = event.getJsonObject("object")
                .getJsonObject("metadata")
                .getJsonObject("labels", new JsonObject())
                .getString("kubernetes.io/service-name", service);
        if (of.equals(service)) {
            watch.write(event.encode() + "\n");
        }
    }

    /** Tells all watches up to which version they are. */
    synchronized void bookmark() {
        version++;
        var event = new JsonObject()
                .put("type", "BOOKMARK")
                .put("object", new JsonObject("{\"metadata\":{\"resourceVersion\":\"" + version + "\"}}"));
        watches.keySet().forEach(watch -> watch.write(event.encode() + "\n"));
    }

    /** Remembers no version before the present one, and cuts the watches. */
    synchronized void forget() {
        version++;
        remembered = version;
        events.clear();
        cut();
    }

    /** Cuts the connections of all watches. */
    synchronized void cut() {
        List.copyOf(watches.keySet()).forEach(HttpServerResponse::reset);
        watches.clear();
    }

    private synchronized void answer(HttpServerRequest request) {
        String label = request.getParam("labelSelector", "");
        if (!("Bearer " + token).equals(request.getHeader("Authorization"))) {
            request.response().setStatusCode(401).end("{}");
        } else if (!request.path().equals(PATH) || !label.startsWith("kubernetes.io/service-name=")) {
            request.response().setStatusCode(404).end("{}");
        } else {
            String service = label.substring(label.indexOf('=') + 1);
            if ("true".equals(request.getParam("watch"))) {
                watch(request, service);
            } else {
                list(request, service);
            }
        }
    }

    private void list(HttpServerRequest request, String service) {
        lists++;
        var items = new JsonArray();
        slices.values().stream()
                .filter(slice -> slice.getJsonObject("metadata")
                        .getJsonObject("labels")
                        .getString("kubernetes.io/service-name")
                        .equals(service))
                .forEach(items::add);
        request.response()
                .end(new JsonObject()
                        .put("kind", "EndpointSliceList")
                        .put("metadata", new JsonObject().put("resourceVersion", Integer.toString(version)))
                        .put("items", items)
                        .encode());
    }

    private void watch(HttpServerRequest request, String service) {
        int from = Integer.parseInt(request.getParam("resourceVersion"));
        HttpServerResponse response = request.response();
        begun++;
        if (from < remembered) {
            // As the API server does: the status is 200, and the first event tells it.
            response.end("{\"type\":\"ERROR\",\"object\":{\"kind\":\"Status\",\"code\":410,\"reason\":\"Expired\"}}\n");
            return;
        }
        response.setChunked(true).writeHead();
        events.stream()
                .filter(event -> Integer.parseInt(event.getJsonObject("object")
                                .getJsonObject("metadata")
                                .getString("resourceVersion"))
                        > from)
                .forEach(event -> send(response, service, event));
        watches.put(response, service);
        response.closeHandler(closed -> left(response));
        vertx.setTimer(1_000L * Integer.parseInt(request.getParam("timeoutSeconds")), over -> {
            if (left(response)) {
                response.end();
            }
        });
    }

    private synchronized boolean left(HttpServerResponse watch) {
        return watches.remove(watch) != null;
    }

    @Override
    public void close() {
        server.close().toCompletionStage().toCompletableFuture().join();
    }
}
