package io.mnemesh.testing.erasure;

import io.mnemesh.mesh.event.payload.ErasureAcknowledged;
import io.mnemesh.mesh.stream.Cursor;
import io.mnemesh.mesh.stream.EventFollower;
import io.smallrye.mutiny.Uni;
import java.util.List;
import java.util.UUID;

/**
 * Collects what services answer to one erasure.
 *
 * @param answers where the answers go, in the order they came; written by another thread
 */
public record ErasureListener(UUID erasure, List<ErasureAcknowledged> answers) implements EventFollower {

    @Override
    public String name() {
        return "test-listener";
    }

    @Override
    public Uni<Void> onEvents(List<FollowedEvent> followed) {
        for (FollowedEvent one : followed) {
            if (one.event().data() instanceof ErasureAcknowledged answer
                    && answer.erasureId().equals(erasure)) {
                answers.add(answer);
            }
        }
        return Uni.createFrom().voidItem();
    }

    @Override
    public Uni<Void> onGap(Cursor resumeAt) {
        return Uni.createFrom().voidItem();
    }
}
