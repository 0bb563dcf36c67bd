package io.mnemesh.memory.erasure;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * An erasure, as it is answered to callers.
 *
 * @param id          UUIDv7
 * @param state       {@code running} or {@code done}
 * @param step        the step that is next; {@code done} at the end
 * @param stepsDone   the steps that are done, in their order
 * @param userDigest  SHA-256 of the user's name in hex; null if only memories were named
 * @param memories    memories that are erased
 * @param removed     how many of what memory-service itself removed
 * @param waitingFor  services and instances that have not answered yet
 * @param answers     what the services removed
 * @param requestedBy subject of the token that asked for it
 * @param requestedAt when it was asked for
 * @param finishedAt  when it was done; null before
 * @param tombstone   what was erased, without content; null before it is done
 * @param signature   the tombstone as a JSON Web Signature (EdDSA); null before it is done
 */
@Schema(description = "An erasure and how far it has come", examples = """
                {"id":"019aa3c1-7d3e-7c54-9a51-0d6a3f1f8b0e","state":"running","step":"answers",\
                "stepsDone":["collect","delete","caches","ask"],"userDigest":"24d4b96f5a9c…","memories":12,\
                "removed":{"memories":12,"events":3},"waitingFor":["intelligence"],\
                "answers":[{"service":"realtime","round":1,"removed":{"events":24},\
                "answeredAt":"2026-11-21T11:00:02Z"}],"requestedBy":"admin","requestedAt":"2026-11-21T11:00:00Z",\
                "finishedAt":null,"tombstone":null,"signature":null}""")
public record Erasure(
        UUID id,
        String state,
        String step,
        List<String> stepsDone,
        @Nullable String userDigest,
        long memories,
        Map<String, Long> removed,
        List<String> waitingFor,
        List<Answer> answers,
        String requestedBy,
        Instant requestedAt,
        @Nullable Instant finishedAt,
        @Schema(implementation = Object.class) @Nullable JsonNode tombstone,
        @Nullable String signature) {

    public Erasure {
        stepsDone = List.copyOf(stepsDone);
        removed = Map.copyOf(removed);
        waitingFor = List.copyOf(waitingFor);
        answers = List.copyOf(answers);
    }

    /** What a service removed in one round. */
    @Schema(name = "ErasureAnswer")
    public record Answer(String service, int round, Map<String, Long> removed, Instant answeredAt) {

        public Answer {
            removed = Map.copyOf(removed);
        }
    }
}
