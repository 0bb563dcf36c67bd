package io.mnemesh.cacheservice.inspection;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * What is known of an object.
 *
 * @param etag        validator, without quotes
 * @param bytes       of the body
 * @param storedBytes in PostgreSQL, with headers, compressed where that pays
 * @param tier        the fastest that had it
 * @param redacted    true if the value is kept back
 * @param value       the body in base64, for administrators only
 */
@Schema(name = "CacheObjectDetails", description = "What is known of an object", examples = """
                {"key":"users/ana","contentType":"text/plain","etag":"2cf24dba5fb0a30e26e83b2ac5b9e29e","bytes":5,\
                "storedBytes":87,"tier":"local","createdAt":"2026-01-31T08:15:30Z","expiresAt":"2026-02-01T08:15:30Z",\
                "tags":["workspace:7"],"redacted":true}""")
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ObjectDetails(
        String key,
        String contentType,
        String etag,
        long bytes,
        long storedBytes,
        String tier,
        Instant createdAt,
        Instant expiresAt,
        List<String> tags,
        boolean redacted,
        byte @Nullable [] value) {}
