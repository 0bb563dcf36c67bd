package io.mnemesh.mesh.event;

import io.mnemesh.mesh.event.payload.AccessRecorded;
import io.mnemesh.mesh.event.payload.AlertRaised;
import io.mnemesh.mesh.event.payload.AnomalyDetected;
import io.mnemesh.mesh.event.payload.DecisionRecorded;
import io.mnemesh.mesh.event.payload.ErasureAcknowledged;
import io.mnemesh.mesh.event.payload.ErasureProgressed;
import io.mnemesh.mesh.event.payload.ErrorLearned;
import io.mnemesh.mesh.event.payload.MemoryClustered;
import io.mnemesh.mesh.event.payload.MemoryConsolidated;
import io.mnemesh.mesh.event.payload.MemoryContext;
import io.mnemesh.mesh.event.payload.MemoryCreated;
import io.mnemesh.mesh.event.payload.MemoryDeleted;
import io.mnemesh.mesh.event.payload.MemoryEmbedded;
import io.mnemesh.mesh.event.payload.MemoryErased;
import io.mnemesh.mesh.event.payload.MemoryImported;
import io.mnemesh.mesh.event.payload.MemoryRated;
import io.mnemesh.mesh.event.payload.MemoryUpdated;
import io.mnemesh.mesh.event.payload.MetricRecorded;
import io.mnemesh.mesh.event.payload.PatternDetected;
import io.mnemesh.mesh.event.payload.PerformanceInsight;
import io.mnemesh.mesh.event.payload.SessionEnded;
import io.mnemesh.mesh.event.payload.SessionHandoff;
import io.mnemesh.mesh.event.payload.SessionStarted;
import io.mnemesh.mesh.event.payload.TaskPredicted;
import io.quarkus.runtime.annotations.RegisterForReflection;

/** The payload records, named for native images: they are read and written as JSON by reflection. */
@RegisterForReflection(
        targets = {
            AccessRecorded.class,
            AccessRecorded.Caller.class,
            AccessRecorded.Use.class,
            AlertRaised.class,
            AnomalyDetected.class,
            DecisionRecorded.class,
            ErasureAcknowledged.class,
            ErasureProgressed.class,
            ErrorLearned.class,
            MemoryClustered.class,
            MemoryConsolidated.class,
            MemoryContext.class,
            MemoryCreated.class,
            MemoryDeleted.class,
            MemoryEmbedded.class,
            MemoryImported.class,
            MemoryErased.class,
            MemoryRated.class,
            MemoryUpdated.class,
            MetricRecorded.class,
            MetricRecorded.Point.class,
            PatternDetected.class,
            PerformanceInsight.class,
            SessionEnded.class,
            SessionHandoff.class,
            SessionStarted.class,
            TaskPredicted.class,
            TaskPredicted.Candidate.class
        })
final class PayloadReflection {

    private PayloadReflection() {}
}
