package io.mnemesh.intelligence.performance;

import io.mnemesh.mesh.event.EventFactory;
import io.mnemesh.mesh.event.EventTypes;
import io.mnemesh.mesh.event.payload.MetricRecorded;
import io.mnemesh.mesh.outbox.Outbox;
import io.mnemesh.mesh.postgres.TenantTransactions;
import io.mnemesh.mesh.tenancy.TenantId;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Tells the mesh of measured values. They are learned from when the event comes back, as those of others are. */
@ApplicationScoped
public class MetricRecorder {

    private final TenantTransactions transactions;
    private final Outbox outbox;
    private final EventFactory events;

    MetricRecorder(TenantTransactions transactions, Outbox outbox, EventFactory events) {
        this.transactions = transactions;
        this.outbox = outbox;
        this.events = events;
    }

    /** Tells of values of a series; done when they are certain to arrive. */
    public Uni<Void> record(
            TenantId tenant,
            SeriesName name,
            @Nullable String unit,
            @Nullable String better,
            List<MetricRecorded.Point> points) {
        var recorded = new MetricRecorded(name.metric(), name.source(), unit, better, points);
        var event = events.create(EventTypes.METRIC_RECORDED, tenant, name.id().toString(), recorded);
        return transactions
                .inTenant(tenant, connection -> outbox.append(transactions.statements(connection), List.of(event)))
                .invoke(outbox::wake);
    }
}
