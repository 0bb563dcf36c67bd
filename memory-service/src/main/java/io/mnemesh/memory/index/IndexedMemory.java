package io.mnemesh.memory.index;

import io.mnemesh.memory.index.ranking.Claim;
import io.mnemesh.memory.index.ranking.Profile;
import io.mnemesh.memory.index.ranking.TextForm;
import io.mnemesh.memory.index.ranking.TimeExpressions;
import io.mnemesh.mesh.event.payload.MemoryContext;
import io.mnemesh.mesh.tenancy.TenantId;
import java.time.Instant;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What the index knows of one memory.
 *
 * @param tenant     whose it is
 * @param id         its id
 * @param version    version of the memory this is
 * @param type       its type
 * @param content    its text
 * @param context    where it belongs
 * @param importance 0 to 1
 * @param happenedAt event time, or record time where that is unknown
 * @param createdAt  record time
 * @param embedding  its vector, once there is one
 */
public record IndexedMemory(
        TenantId tenant,
        UUID id,
        int version,
        String type,
        String content,
        MemoryContext context,
        double importance,
        Instant happenedAt,
        Instant createdAt,
        @Nullable Embedding embedding) {

    private static final Pattern SPEAKER =
            Pattern.compile("(\\p{Lu}[\\p{L}'.-]{0,30}(?: \\p{Lu}[\\p{L}'.-]{0,30}){0,2}): ");

    /** What priors look at in it. */
    public Profile profile() {
        return new Profile(
                context.conversation(),
                context.session(),
                speaker(),
                happenedAt,
                importance,
                TextForm.of(content),
                TimeExpressions.in(content, happenedAt),
                Claim.of(content, context.user()).orElse(null));
    }

    /** Who a turn says speaks ("Ana: ..."), otherwise its user, otherwise its agent. */
    private @Nullable String speaker() {
        if (context.conversation() != null) {
            Matcher said = SPEAKER.matcher(content);
            if (said.lookingAt()) {
                return said.group(1);
            }
        }
        return context.user() == null ? context.agent() : context.user();
    }

    /** The same with this vector. */
    public IndexedMemory with(@Nullable Embedding changed) {
        return new IndexedMemory(
                tenant, id, version, type, content, context, importance, happenedAt, createdAt, changed);
    }

    /**
     * The vector of one version of a memory's text.
     *
     * @param version version that was embedded; until the next one arrives an older vector stands in
     * @param model   {@code name@revision}
     * @param vector  L2-normalised
     */
    public record Embedding(int version, String model, float[] vector) {

        /** True if this replaces {@code other}: it is of a newer version, or of the same version by another model. */
        public boolean replaces(@Nullable Embedding other) {
            return other == null || version > other.version || (version == other.version && !model.equals(other.model));
        }
    }
}
