package io.mnemesh.memory.index.weaviate;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The collections of the builds of an index: those that are configured, and others that go on after their name. */
public final class IndexCollections {

    private static final Pattern BUILD = Pattern.compile("(|[0-9a-f]{32})(?:" + Schema.POSITION + ")?");

    private IndexCollections() {}

    /** Name of the collection of memories of a build. */
    public static String of(String configured, String name) {
        return configured + name;
    }

    /**
     * Deletes the collections of builds with other names. Blocks.
     *
     * @param configured of the build with the empty name
     * @throws io.mnemesh.mesh.problem.ProblemException {@code unavailable} if the server does not answer
     */
    public static void removeAllBut(WeaviateSettings configured, Set<String> names) {
        try (var client = new WeaviateClient(configured)) {
            client.get("/v1/schema").ifPresent(found -> {
                for (JsonNode one : found.path("classes")) {
                    String collection = one.path("class").asText();
                    if (isOfOther(configured.collection(), collection, names)) {
                        client.send("DELETE", "/v1/schema/" + collection, null);
                    }
                }
            });
        }
    }

    private static boolean isOfOther(String configured, String collection, Set<String> names) {
        if (!collection.startsWith(configured)) {
            return false;
        }
        Matcher build = BUILD.matcher(collection.substring(configured.length()));
        return build.matches() && !names.contains(build.group(1));
    }
}
