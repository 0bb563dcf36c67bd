package io.mnemesh.intelligence.errors.rest;

import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A page of error groups, the latest seen first. */
@Schema(name = "ErrorGroupPage")
public record GroupPage(List<GroupView> items, @Nullable String nextCursor) {}
