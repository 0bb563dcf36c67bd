package io.mnemesh.mesh.work;

import io.mnemesh.mesh.problem.ProblemException;
import io.mnemesh.mesh.problem.ProblemType;
import io.mnemesh.mesh.tenancy.Identity;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** What may be read by request over the lanes of memory-service. Thread-safe. */
@Singleton
final class WorkReadableMemories implements ReadableMemories {

    private final WorkClient work;

    @Inject
    WorkReadableMemories(WorkClient work) {
        this.work = work;
    }

    @Override
    public Uni<Map<UUID, String>> readable(Identity caller, List<UUID> memories, Duration deadline) {
        var asked = new ReadableCodec.Request(caller.subject(), caller.scopes(), memories);
        return work.request(new WorkRequest(
                        ReadableCodec.SERVICE,
                        ReadableCodec.KIND,
                        Lane.INTERACTIVE,
                        caller.tenant(),
                        deadline,
                        ReadableCodec.encodeRequest(asked)))
                .map(WorkReadableMemories::decode);
    }

    private static Map<UUID, String> decode(byte[] reply) {
        try {
            return ReadableCodec.decodeReply(reply);
        } catch (IllegalArgumentException e) {
            throw new ProblemException(
                    ProblemType.UPSTREAM_FAILED, "The answer of memory-service cannot be read.", Map.of(), null, e);
        }
    }
}
