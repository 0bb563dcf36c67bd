package io.mnemesh.memory.memories;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;
import java.util.UUID;

/**
 * The beginning of a conversation as it is cached: enough for the largest first page and to know whether there is more.
 *
 * @param first ids in the order they happened
 */
@RegisterForReflection
record ConversationHead(List<UUID> first) {

    static final ConversationHead NONE = new ConversationHead(List.of());

    ConversationHead {
        first = List.copyOf(first);
    }

    static ConversationHead of(List<Memory> memories) {
        return new ConversationHead(memories.stream().map(Memory::id).toList());
    }
}
