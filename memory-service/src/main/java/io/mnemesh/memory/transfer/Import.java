package io.mnemesh.memory.transfer;

import java.time.Instant;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * A bulk import.
 *
 * @param id        its id
 * @param state     what it is at
 * @param lines     lines received, blank ones included
 * @param stored    lines that are memories now, or were before
 * @param failed    lines that were refused
 * @param createdAt when its first lines came
 * @param updatedAt when it went on last
 */
@Schema(name = "MemoryImport", description = "A bulk import", examples = """
                {"id":"019aa3c1-7d3e-7c54-9a51-0d6a3f1f8b0e","state":"running","lines":5000,"stored":1990,"failed":10,\
                "createdAt":"2026-11-21T11:00:00Z","updatedAt":"2026-11-21T11:00:09Z"}""")
public record Import(
        UUID id, ImportState state, long lines, long stored, long failed, Instant createdAt, Instant updatedAt) {}
