package io.mnemesh.memory.memories;

import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * A version of a memory that another one replaced.
 *
 * @param memory     as it was
 * @param replacedBy subject of the token that replaced it
 * @param replacedAt record time of the version that replaced it
 */
@Schema(description = "A version of a memory that another one replaced")
public record FormerVersion(Memory memory, String replacedBy, Instant replacedAt) {}
