package io.mnemesh.cacheservice.objects.rest;

import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Tags whose objects are to end, before any check.
 *
 * @param tags of one namespace
 */
@Schema(name = "CacheTags", description = "Up to 32 tags", examples = """
                {"tags":["workspace:7"]}""")
public record TagNames(@Nullable List<@Nullable String> tags) {}
