package io.mnemesh.cacheservice.inspection;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A page of what is stored.
 *
 * @param objects    in the order of their keys, by code points
 * @param nextCursor null on the last page
 */
@Schema(name = "CacheScanPage", description = "A page of what is stored", examples = """
                {"objects":[{"key":"users/ana","storedBytes":211,"expiresAt":"2026-01-31T08:15:30Z",\
                "tags":["workspace:7"]}],"nextCursor":"Z3JlZXRpbmdzL3VzZXJzL2FuYQ"}""")
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ScanPage(List<Item> objects, @Nullable String nextCursor) {

    /**
     * One object.
     *
     * @param storedBytes with headers, compressed where that pays
     */
    @Schema(name = "CacheScanItem")
    public record Item(String key, long storedBytes, Instant expiresAt, List<String> tags) {}
}
