package io.mnemesh.memory.index;

import io.mnemesh.memory.memories.MemoryFilter;
import io.mnemesh.mesh.event.payload.MemoryContext;
import io.mnemesh.mesh.tenancy.TenantId;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;

/** Memories, vectors and questions for index tests. */
public final class Samples {

    public static final TenantId ACME = new TenantId("acme");
    public static final TenantId GLOBEX = new TenantId("globex");
    public static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");
    public static final String MODEL = "test@1";

    private Samples() {}

    public static UUID id(long number) {
        return new UUID(0x0190_0000_0000_7000L, 0x8000_0000_0000_0000L | number);
    }

    public static IndexedMemory memory(TenantId tenant, long number, String content) {
        return memory(tenant, number, 1, content, MemoryContext.EMPTY);
    }

    public static IndexedMemory memory(
            TenantId tenant, long number, int version, String content, MemoryContext context) {
        return new IndexedMemory(
                tenant, id(number), version, "fact", content, context, 0.5, NOON.plusSeconds(number), NOON, null);
    }

    public static IndexChange put(IndexedMemory memory) {
        return new IndexChange.Put(memory);
    }

    public static IndexChange embed(IndexedMemory memory, int version, float... vector) {
        return new IndexChange.Embed(memory.tenant(), memory.id(), new IndexedMemory.Embedding(version, MODEL, vector));
    }

    public static IndexQuery words(TenantId tenant, String text) {
        return new IndexQuery(tenant, text, null, MemoryFilter.ALL, 10);
    }

    public static IndexQuery hybrid(TenantId tenant, String text, float... vector) {
        return new IndexQuery(tenant, text, vector, MemoryFilter.ALL, 10);
    }

    /** A vector of length one in a random direction. */
    public static float[] direction(Random random, int dimensions) {
        var vector = new float[dimensions];
        for (int i = 0; i < dimensions; i++) {
            vector[i] = (float) random.nextGaussian();
        }
        return normalised(vector);
    }

    public static float[] normalised(float[] vector) {
        double sum = 0;
        for (float value : vector) {
            sum += value * value;
        }
        var unit = new float[vector.length];
        for (int i = 0; i < vector.length; i++) {
            unit[i] = (float) (vector[i] / Math.sqrt(sum));
        }
        return unit;
    }

    public static MemoryContext user(String user) {
        return new MemoryContext(user, null, null, null, null, null, null, List.of(), Map.of());
    }
}
