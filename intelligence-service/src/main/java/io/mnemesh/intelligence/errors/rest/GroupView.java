package io.mnemesh.intelligence.errors.rest;

import io.mnemesh.intelligence.errors.ErrorGroup;
import java.time.Instant;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** An error group as it is shown. */
@Schema(name = "ErrorGroup")
public record GroupView(UUID id, String template, long occurrences, Instant firstSeen, Instant lastSeen) {

    static GroupView of(ErrorGroup group) {
        return new GroupView(group.id(), group.template(), group.occurrences(), group.firstSeen(), group.lastSeen());
    }
}
