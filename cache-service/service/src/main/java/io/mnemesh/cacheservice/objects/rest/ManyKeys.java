package io.mnemesh.cacheservice.objects.rest;

import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * What a caller wants to read in one call, before any check.
 *
 * @param keys of one namespace
 */
@Schema(name = "CacheKeys", description = "Up to 1,000 keys", examples = """
                {"keys":["ana","bob/latest"]}""")
public record ManyKeys(@Nullable List<@Nullable String> keys) {}
