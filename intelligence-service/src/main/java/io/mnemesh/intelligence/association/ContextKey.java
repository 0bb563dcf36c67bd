package io.mnemesh.intelligence.association;

import io.mnemesh.mesh.event.payload.MemoryContext;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One thing that a context says, for example that the task is {@code book-trains}. Only its digest is stored: who asks has to know the
 * value, and no value of one user is told to another.
 *
 * @param name  agent, conversation, workspace, dashboard, task, tag or {@code attribute:NAME}
 * @param value as it was told
 */
public record ContextKey(String name, String value) {

    /** Most things of one context that are learned or asked for. */
    public static final int MOST = 32;

    /** All that a context says; a person and a session are no context of others. */
    public static List<ContextKey> of(MemoryContext context) {
        var keys = new ArrayList<ContextKey>();
        add(keys, "task", context.task());
        add(keys, "conversation", context.conversation());
        add(keys, "dashboard", context.dashboard());
        add(keys, "workspace", context.workspace());
        add(keys, "agent", context.agent());
        context.tags().forEach(tag -> add(keys, "tag", tag));
        context.attributes().keySet().stream()
                .sorted()
                .forEach(name ->
                        add(keys, "attribute:" + name, context.attributes().get(name)));
        return keys.stream().distinct().toList();
    }

    private static void add(List<ContextKey> keys, String name, @Nullable String value) {
        if (value != null) {
            keys.add(new ContextKey(name, value));
        }
    }

    /** 128 bits of SHA-256 of name and value. */
    public UUID digest() {
        try {
            MessageDigest sha = MessageDigest.getInstance("SHA-256");
            sha.update(name.getBytes(StandardCharsets.UTF_8));
            sha.update((byte) 0);
            ByteBuffer bits = ByteBuffer.wrap(sha.digest(value.getBytes(StandardCharsets.UTF_8)));
            return new UUID(bits.getLong(), bits.getLong());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256.", e);
        }
    }
}
