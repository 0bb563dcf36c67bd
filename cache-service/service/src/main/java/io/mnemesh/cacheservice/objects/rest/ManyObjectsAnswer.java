package io.mnemesh.cacheservice.objects.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.mnemesh.cache.Found;
import io.mnemesh.cacheservice.objects.CachedObject;
import io.mnemesh.cacheservice.objects.ManyObjects.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Objects and what became of the other keys.
 *
 * @param objects in the order they were asked for, each key once
 */
@Schema(name = "CachedObjects", description = "Each key with its own outcome", examples = """
                {"objects":[{"key":"ana","outcome":"found","contentType":"text/plain",\
                "etag":"2cf24dba5fb0a30e26e83b2ac5b9e29e","tier":"local","maxAge":600,"body":"aGVsbG8="},\
                {"key":"bob/latest","outcome":"missing"}]}""")
public record ManyObjectsAnswer(List<Item> objects) {

    /**
     * One key.
     *
     * @param outcome     found, missing, or left-out if the answer was full before
     * @param contentType as it was put
     * @param etag        without quotes
     * @param tier        that had it
     * @param maxAge      seconds it has left
     * @param body        base64
     */
    @Schema(name = "CachedObjectItem")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Item(
            String key,

            @Schema(enumeration = {"found", "missing", "left-out"})
            String outcome,

            @Nullable String contentType,
            @Nullable String etag,
            @Nullable String tier,
            @Nullable Long maxAge,
            byte @Nullable [] body) {}

    static ManyObjectsAnswer of(Map<String, Outcome> outcomes, Instant now) {
        return new ManyObjectsAnswer(outcomes.entrySet().stream()
                .map(entry -> item(entry.getKey(), entry.getValue(), now))
                .toList());
    }

    private static Item item(String key, Outcome outcome, Instant now) {
        return switch (outcome) {
            case Outcome.There there -> found(key, there.found(), now);
            case Outcome.Missing missing -> without(key, "missing");
            case Outcome.LeftOut left -> without(key, "left-out");
        };
    }

    private static Item found(String key, Found<CachedObject> found, Instant now) {
        var object = found.value();
        long left = Math.max(0, Duration.between(now, found.expiresAt()).toSeconds());
        return new Item(
                key, "found", object.contentType(), object.etag(), found.tier().label(), left, object.body());
    }

    private static Item without(String key, String outcome) {
        return new Item(key, outcome, null, null, null, null, null);
    }
}
