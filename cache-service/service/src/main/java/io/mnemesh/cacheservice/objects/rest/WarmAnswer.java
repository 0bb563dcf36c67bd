package io.mnemesh.cacheservice.objects.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.mnemesh.cacheservice.objects.Warming.Outcome;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * What warming came to.
 *
 * @param found how many there are
 * @param keys  in the order they were given, each once
 */
@Schema(name = "CacheWarmed", description = "Each key with its own outcome", examples = """
                {"found":1,"keys":[{"key":"ana","outcome":"found","tier":"postgres"},\
                {"key":"bob/latest","outcome":"missing"}]}""")
public record WarmAnswer(int found, List<Item> keys) {

    /**
     * One key.
     *
     * @param outcome found, missing, or left-out if the process had no room left
     * @param tier    the fastest that had it before
     */
    @Schema(name = "CacheWarmedItem")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Item(
            String key,

            @Schema(enumeration = {"found", "missing", "left-out"})
            String outcome,

            @Nullable String tier) {}

    static WarmAnswer of(Map<String, Outcome> outcomes) {
        var items = outcomes.entrySet().stream()
                .map(entry -> item(entry.getKey(), entry.getValue()))
                .toList();
        return new WarmAnswer(
                (int) items.stream().filter(item -> item.tier() != null).count(), items);
    }

    private static Item item(String key, Outcome outcome) {
        return switch (outcome) {
            case Outcome.Warm warm -> new Item(key, "found", warm.tier().label());
            case Outcome.Missing missing -> new Item(key, "missing", null);
            case Outcome.LeftOut left -> new Item(key, "left-out", null);
        };
    }
}
