package io.mnemesh.memory.feedback;

import io.mnemesh.memory.memories.Memory;
import io.mnemesh.memory.memories.MemoryService;
import io.mnemesh.mesh.problem.ProblemException;
import io.mnemesh.mesh.problem.ProblemType;
import io.mnemesh.mesh.work.ReadableCodec;
import io.mnemesh.mesh.work.WorkHandler;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * Answers work of kind {@code readable}: which memories a caller may be pointed to. Contents are not in the answer; the caller reads them
 * with a token of their own.
 */
@ApplicationScoped
class ReadableHandler implements WorkHandler {

    private static final String READ = ":read";
    private static final String WRITE = ":write";
    private static final Set<String> READING = Set.of("memory:read", "memory:write");

    private final MemoryService memories;

    ReadableHandler(MemoryService memories) {
        this.memories = memories;
    }

    @Override
    public String service() {
        return ReadableCodec.SERVICE;
    }

    @Override
    public String kind() {
        return ReadableCodec.KIND;
    }

    @Override
    public Uni<byte[]> handle(Item item) {
        ReadableCodec.Request request = request(item.body());
        if (!mayRead(request.scopes())) {
            return Uni.createFrom().item(ReadableCodec.encodeReply(Map.of()));
        }
        return memories.byIds(item.tenant(), request.memories()).map(found -> {
            var types = new LinkedHashMap<UUID, String>();
            for (UUID id : request.memories()) {
                Memory memory = found.get(id);
                if (memory != null && Sharing.isSuggested(memory)) {
                    types.put(id, memory.type().name());
                }
            }
            return ReadableCodec.encodeReply(types);
        });
    }

    /** As at the edge: a token that is confined to parts of the mesh reads memories only if this is one of them. */
    private static boolean mayRead(Set<String> scopes) {
        return scopes.stream().anyMatch(READING::contains)
                || scopes.stream().noneMatch(scope -> scope.endsWith(READ) || scope.endsWith(WRITE));
    }

    private static ReadableCodec.Request request(byte[] body) {
        try {
            return ReadableCodec.decodeRequest(body);
        } catch (IllegalArgumentException e) {
            throw new ProblemException(
                    ProblemType.MALFORMED_REQUEST, String.valueOf(e.getMessage()), Map.of(), null, e);
        }
    }
}
