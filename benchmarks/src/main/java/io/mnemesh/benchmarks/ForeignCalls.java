package io.mnemesh.benchmarks;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * Calls with which somebody of one tenant reaches for what another tenant has: its ids, its conversations, users, slots,
 * pages, keys, words and tokens, mixed at random. None of them holds a byte of the other tenant's contents, so that
 * whatever comes back of these is a leak.
 */
final class ForeignCalls {

    /** Method and end of the path of calls about one memory; of a foreign one each must be answered with 404. */
    private static final List<String> ABOUT_ONE = List.of(
            "GET ",
            "PUT ",
            "PATCH ",
            "DELETE ",
            "GET /history",
            "POST /undo",
            "GET /related?depth=3",
            "GET /merged",
            "POST /unmerge",
            "PUT /feedback",
            "GET /feedback",
            "DELETE /feedback",
            "PUT /supersedes/",
            "DELETE /supersedes/");

    private final Property foreign;
    private final Property own;
    private final String bearer;
    private final SplittableRandom random;

    /**
     * @param foreign what the other tenant has
     * @param own     what the caller has
     * @param bearer  the caller's token
     */
    ForeignCalls(Property foreign, Property own, String bearer, SplittableRandom random) {
        this.foreign = foreign;
        this.own = own;
        this.bearer = bearer;
        this.random = random;
    }

    /**
     * What a tenant has that can be named from outside.
     *
     * @param tenant        its name
     * @param ids           of memories
     * @param conversations names in their contexts, and users likewise
     * @param cursors       of its lists and searches
     * @param keys          idempotency keys
     * @param cacheKeys     namespace and key
     * @param words         of its contents, but none that only it has
     */
    record Property(
            String tenant,
            List<String> ids,
            List<String> conversations,
            List<String> users,
            List<String> cursors,
            List<String> keys,
            List<String> cacheKeys,
            List<String> words) {}

    /**
     * A call.
     *
     * @param expected the status it must have; 0 if the contents alone decide
     */
    record Call(String method, String path, @Nullable Object body, Map<String, String> headers, int expected) {}

    Call next() {
        return switch (random.nextInt(16)) {
            case 0, 1, 2, 3, 4 -> aboutOne();
            case 5 -> post("/api/memories/search", question(Map.of("limit", 50, "explain", true)));
            case 6 -> post("/api/memories/search", question(Map.of("filter", narrow())));
            case 7 -> post("/api/memories/search", question(Map.of("cursor", pick(foreign.cursors()))));
            case 8 ->
                get("/api/memories?limit=200&"
                        + (random.nextBoolean()
                                ? "cursor=" + pick(foreign.cursors())
                                : "user=" + pick(foreign.users())));
            case 9 -> get("/api/conversations/" + pick(foreign.conversations()) + "/memories?limit=200");
            case 10 -> get("/api/memories/slots?subject=" + pick(foreign.users()) + "&attribute=employer");
            case 11 ->
                post(
                        "/api/memories/context",
                        Map.of(
                                "query",
                                words(),
                                "conversation",
                                pick(foreign.conversations()),
                                "user",
                                pick(foreign.users())));
            case 12 -> batch();
            case 13 -> elsewhere();
            case 14 -> repeated();
            default -> disguised();
        };
    }

    private Call aboutOne() {
        String[] parts = pick(ABOUT_ONE).split(" ", 2);
        String id = pick(foreign.ids());
        String other = pick(own.ids());
        String path = "/api/memories/" + id + parts[1];
        if (parts[1].endsWith("/supersedes/")) {
            path = random.nextBoolean() ? path + other : "/api/memories/" + other + parts[1] + id;
        }
        Object body =
                switch (parts[0] + parts[1]) {
                    case "PUT" -> Map.of("type", "fact", "content", "taken over");
                    case "PATCH" -> Map.of("content", "taken over");
                    case "PUT/feedback" -> Map.of("rating", "wrong");
                    default -> null;
                };
        return new Call(parts[0], path, body, etag(), 404);
    }

    private Map<String, String> etag() {
        return random.nextInt(4) == 0 ? Map.of("If-Match", "\"" + (1 + random.nextInt(3)) + "\"") : Map.of();
    }

    private Call batch() {
        var items = new ArrayList<Map<String, Object>>();
        for (int i = 0; i < 4; i++) {
            String id = pick(foreign.ids());
            items.add(
                    random.nextBoolean()
                            ? Map.of("op", "delete", "id", id)
                            : Map.of("op", "update", "id", id, "patch", Map.of("content", "taken over")));
        }
        return post("/api/memories/batch", Map.of("items", items));
    }

    private Call elsewhere() {
        return switch (random.nextInt(6)) {
            case 0 -> get("/api/cache/" + pick(foreign.cacheKeys()), 404);
            // The caller has no such key, so that there is nothing to delete.
            case 1 -> new Call("DELETE", "/api/cache/" + pick(foreign.cacheKeys()), null, Map.of(), 204);
            case 2 -> post("/api/ai/analyze-error", Map.of("error", words()));
            case 3 -> get("/api/events?limit=100");
            case 4 -> get("/api/memories/contradictions?limit=200");
            default -> post("/api/memories/consolidate?preview=true&limit=200", Map.of());
        };
    }

    /** With the other tenant's idempotency key, which must neither be found used nor say what for. */
    private Call repeated() {
        return new Call(
                "POST",
                "/api/memories",
                Map.of("type", "fact", "content", "beta keeps " + words()),
                Map.of("Idempotency-Key", pick(foreign.keys())),
                0);
    }

    /** As the other tenant: in headers that count for nothing, or in a token that was altered. */
    private Call disguised() {
        String path = "/api/memories/" + pick(foreign.ids());
        if (random.nextBoolean()) {
            String name = List.of("X-Tenant", "X-Mnemesh-Tenant", "ce_tenant", "X-Forwarded-User", "Forwarded")
                    .get(random.nextInt(5));
            return new Call("GET", path, null, Map.of(name, foreign.tenant()), 404);
        }
        return new Call("GET", path, null, Map.of("Authorization", "Bearer " + altered()), 401);
    }

    private String altered() {
        String[] parts = bearer.split("\\.", -1);
        String claims = new String(Base64.getUrlDecoder().decode(parts[1]), StandardCharsets.UTF_8)
                .replace("\"" + own.tenant() + "\"", "\"" + foreign.tenant() + "\"");
        String payload =
                Base64.getUrlEncoder().withoutPadding().encodeToString(claims.getBytes(StandardCharsets.UTF_8));
        if (random.nextBoolean()) {
            return parts[0] + "." + payload + "." + parts[2];
        }
        String none = Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString("{\"alg\":\"none\"}".getBytes(StandardCharsets.UTF_8));
        return none + "." + payload + ".";
    }

    private Map<String, Object> narrow() {
        return switch (random.nextInt(3)) {
            case 0 -> Map.of("user", pick(foreign.users()));
            case 1 -> Map.of("conversation", pick(foreign.conversations()));
            default ->
                Map.of(
                        "or",
                        List.of(
                                Map.of("user", pick(foreign.users())),
                                Map.of("not", Map.of("user", pick(own.users())))));
        };
    }

    private Map<String, Object> question(Map<String, Object> more) {
        var question = new HashMap<String, Object>(more);
        question.put("query", words());
        return question;
    }

    private String words() {
        return pick(foreign.words()) + " " + pick(foreign.words()) + " " + pick(foreign.words());
    }

    private static Call get(String path) {
        return get(path, 0);
    }

    private static Call get(String path, int expected) {
        return new Call("GET", path, null, Map.of(), expected);
    }

    private static Call post(String path, Object body) {
        return new Call("POST", path, body, Map.of(), 0);
    }

    private <T> T pick(List<T> of) {
        return of.get(random.nextInt(of.size()));
    }
}
