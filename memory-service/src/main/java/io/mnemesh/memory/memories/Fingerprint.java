package io.mnemesh.memory.memories;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** SHA-256 of a request to store a memory: the same for the same memory, however its JSON was written. */
final class Fingerprint {

    private final MessageDigest digest;

    private Fingerprint() {
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256.", e);
        }
    }

    static byte[] of(String caller, NewMemory memory) {
        var sum = new Fingerprint();
        sum.add(caller);
        sum.add(memory.type().name());
        sum.add(memory.content());
        for (ContextKey key : ContextKey.values()) {
            sum.add(key.in(memory.context()));
        }
        sum.add(Integer.toString(memory.context().tags().size()));
        memory.context().tags().forEach(sum::add);
        sum.add(memory.context().attributes());
        sum.add(memory.details());
        sum.add(Double.toString(memory.importance()));
        sum.add(memory.occurredAt() == null ? null : memory.occurredAt().toString());
        Slot slot = memory.slot();
        if (slot != null) {
            sum.add(slot.subject());
            sum.add(slot.attribute());
        }
        Keeping keeping = memory.keeping();
        if (!keeping.equals(Keeping.NONE)) {
            sum.add(Boolean.toString(keeping.pinned()));
            sum.add(text(keeping.expiresAt()));
            sum.add(text(keeping.ttl()));
            sum.add(text(keeping.archivedAt()));
        }
        return sum.digest.digest();
    }

    private void add(Map<String, String> map) {
        add(Integer.toString(map.size()));
        new TreeMap<>(map).forEach((key, value) -> {
            add(key);
            add(value);
        });
    }

    private static @Nullable String text(@Nullable Object value) {
        return value == null ? null : value.toString();
    }

    private void add(@Nullable String text) {
        byte[] utf8 = text == null ? new byte[0] : text.getBytes(StandardCharsets.UTF_8);
        digest.update(ByteBuffer.allocate(Integer.BYTES)
                .putInt(text == null ? -1 : utf8.length)
                .array());
        digest.update(utf8);
    }
}
