package io.mnemesh.intelligence.performance.rest;

import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A page of anomalies, the latest first.
 *
 * @param missing on an empty first page, what would be needed to find any
 */
@Schema(name = "AnomalyPage")
public record AnomalyPage(List<AnomalyView> items, @Nullable String nextCursor, List<String> missing) {}
