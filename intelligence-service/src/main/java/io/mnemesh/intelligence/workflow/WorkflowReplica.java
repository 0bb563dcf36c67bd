package io.mnemesh.intelligence.workflow;

import io.mnemesh.intelligence.workflow.model.Findings.Patterns;
import io.mnemesh.intelligence.workflow.model.Limits;
import io.mnemesh.intelligence.workflow.model.WorkflowModel;
import io.mnemesh.intelligence.workflow.persistence.SnapshotStore.Snapshot;
import io.mnemesh.intelligence.workflow.persistence.StepStore.Logged;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A tenant's model in memory: what this instance has read of the log. It only ever learns what is committed there, so a
 * transaction that fails leaves no trace in it. Safe for use by several threads; whoever waits for it must not be an event
 * loop.
 */
final class WorkflowReplica {

    private final long epoch;
    private final WorkflowModel model;
    private long version;
    private long stored;
    private @Nullable Mined mined;

    private record Mined(long version, long least, Patterns patterns) {}

    private WorkflowReplica(long epoch, WorkflowModel model, long version) {
        this.epoch = epoch;
        this.model = model;
        this.version = version;
        this.stored = version;
    }

    /** A model that has learned nothing. */
    static WorkflowReplica empty(long epoch, Limits limits) {
        return new WorkflowReplica(epoch, new WorkflowModel(limits), 0);
    }

    /** @throws IOException if it cannot be read, so that the steps have to be learned again */
    static WorkflowReplica of(long epoch, Snapshot snapshot, Limits limits) throws IOException {
        var in = new DataInputStream(new ByteArrayInputStream(snapshot.model()));
        return new WorkflowReplica(epoch, WorkflowModel.read(in, limits), snapshot.version());
    }

    long epoch() {
        return epoch;
    }

    /** Version of the last step that was learned. */
    synchronized long version() {
        return version;
    }

    /** Takes in steps in the order of their versions; those it has learned already change nothing. */
    synchronized void take(List<Logged> steps) {
        for (Logged one : steps) {
            if (one.version() > version) {
                model.learn(one.step());
                version = one.version();
            }
        }
    }

    /** Asks the model, which nobody changes meanwhile. */
    synchronized <T> T ask(Function<WorkflowModel, T> question) {
        return question.apply(model);
    }

    /** Closed patterns of at least so many cases; found once for every state of the model. */
    synchronized Patterns patterns(long least, long work) {
        Mined known = mined;
        if (known == null || known.version() != version || known.least() != least) {
            known = new Mined(version, least, model.patterns(least, work));
            mined = known;
        }
        return known.patterns();
    }

    /** What is to be stored, if so many steps were learned since it was last. */
    synchronized @Nullable Snapshot due(long steps) {
        if (version - stored < steps) {
            return null;
        }
        stored = version;
        var bytes = new ByteArrayOutputStream();
        try (var out = new DataOutputStream(bytes)) {
            model.write(out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new Snapshot(version, bytes.toByteArray());
    }
}
