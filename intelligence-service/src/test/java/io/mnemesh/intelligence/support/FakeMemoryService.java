package io.mnemesh.intelligence.support;

import io.mnemesh.mesh.problem.ProblemException;
import io.mnemesh.mesh.problem.ProblemType;
import io.mnemesh.mesh.work.ReadableCodec;
import io.mnemesh.mesh.work.WorkHandler;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.LinkedHashMap;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/** Answers in place of memory-service, over the real lanes, what callers may read: facts, unless they are hidden. */
@ApplicationScoped
public class FakeMemoryService implements WorkHandler {

    private final Set<UUID> hidden = ConcurrentHashMap.newKeySet();
    private final Set<String> away = ConcurrentHashMap.newKeySet();

    /** Nobody may be pointed to this memory from now on. */
    public void hide(UUID memory) {
        hidden.add(memory);
    }

    /** Nothing is answered about memories of this tenant from now on. */
    public void leave(String tenant) {
        away.add(tenant);
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
        if (away.contains(item.tenant().value())) {
            return Uni.createFrom().failure(new ProblemException(ProblemType.UNAVAILABLE, "The record is away."));
        }
        var types = new LinkedHashMap<UUID, String>();
        ReadableCodec.decodeRequest(item.body()).memories().stream()
                .filter(id -> !hidden.contains(id))
                .forEach(id -> types.put(id, "fact"));
        return Uni.createFrom().item(ReadableCodec.encodeReply(types));
    }
}
