package io.mnemesh.cacheservice.inspection.rest;

import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** The object a caller wants to know about, before any check. */
@Schema(name = "CacheKey", description = "A key of the namespace", examples = """
                {"key":"users/ana"}""")
public record KeyName(@Nullable String key) {}
