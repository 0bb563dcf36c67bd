package io.mnemesh.cacheservice.inspection;

import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * What a caller wants to list, before any check.
 *
 * @param prefix of the keys; null for all
 * @param cursor nextCursor of the page before; null for the first page
 * @param limit  most keys of a page
 */
@Schema(name = "CacheScan", description = "Which keys, and how many", examples = """
                {"prefix":"users/","limit":100}""")
public record ScanRequest(
        @Nullable String prefix,
        @Nullable String cursor,
        @Nullable Integer limit) {

    /** All keys, from the first. */
    public static final ScanRequest ALL = new ScanRequest(null, null, null);
}
