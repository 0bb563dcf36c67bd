package io.mnemesh.mesh.event.payload;

import java.util.UUID;

/**
 * A bulk import went on or ended.
 *
 * @param importId the import
 * @param state {@code receiving}, {@code running}, {@code done} or {@code cancelled}
 * @param lines lines received
 * @param stored lines that are memories now, or were before
 * @param failed lines that were refused
 */
public record MemoryImported(UUID importId, String state, long lines, long stored, long failed) {}
