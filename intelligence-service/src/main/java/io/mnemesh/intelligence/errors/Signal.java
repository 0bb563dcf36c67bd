package io.mnemesh.intelligence.errors;

import io.mnemesh.intelligence.errors.mining.ErrorText;
import io.mnemesh.mesh.event.MeshEvent;
import io.mnemesh.mesh.event.payload.AlertRaised;
import io.mnemesh.mesh.event.payload.AnomalyDetected;
import io.mnemesh.mesh.event.payload.DecisionRecorded;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Something other than an error that may have to do with errors.
 *
 * @param memoryId the memory it tells of, with which it is forgotten; null if of none
 * @param label    what kind of thing it is: events of one kind have one label
 */
public record Signal(UUID eventId, @Nullable UUID memoryId, String label, Instant at) {

    private static final int LONGEST = 200;

    /** The signal in an event, or null if there is none. */
    static @Nullable Signal of(MeshEvent<?> event) {
        return switch (event.data()) {
            case AnomalyDetected anomaly ->
                new Signal(event.id(), anomaly.memoryId(), label("anomaly", anomaly.metric()), anomaly.at());
            case AlertRaised alert -> new Signal(event.id(), null, label("alert", alert.title()), alert.raisedAt());
            case DecisionRecorded decision ->
                new Signal(
                        event.id(),
                        decision.decisionId(),
                        label("decision", decision.question()),
                        decision.decidedAt());
            default -> null;
        };
    }

    private static String label(String kind, String text) {
        String template = ErrorText.read(text).signature().template();
        return kind + ": "
                + template.substring(
                        0,
                        template.offsetByCodePoints(
                                0, Math.min(LONGEST, template.codePointCount(0, template.length()))));
    }
}
