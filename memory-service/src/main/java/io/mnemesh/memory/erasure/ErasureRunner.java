package io.mnemesh.memory.erasure;

import io.mnemesh.memory.erasure.persistence.ErasureRepository;
import io.mnemesh.mesh.event.EventFactory;
import io.mnemesh.mesh.event.EventTypes;
import io.mnemesh.mesh.event.payload.ErasureProgressed;
import io.mnemesh.mesh.outbox.Outbox;
import io.mnemesh.mesh.postgres.TenantTransactions;
import io.mnemesh.mesh.tenancy.TenantId;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;

/**
 * Takes an erasure through its steps. Everything it knows is in the record: a step's effect is durable before the next step
 * is written down together with the event that tells of it, and doing an effect twice changes nothing. So a crash anywhere
 * costs the step it was in, and two runners at once do no harm.
 */
@ApplicationScoped
class ErasureRunner {

    private final TenantTransactions transactions;
    private final ErasureRepository erasures;
    private final RecordErasure record;
    private final LogErasure log;
    private final ServiceRequests services;
    private final IndexErasure indexes;
    private final Tombstones tombstones;
    private final Outbox outbox;
    private final EventFactory events;
    private final ErasureConfig config;
    private final Clock clock;

    ErasureRunner(
            TenantTransactions transactions,
            ErasureRepository erasures,
            RecordErasure record,
            LogErasure log,
            ServiceRequests services,
            IndexErasure indexes,
            Tombstones tombstones,
            Outbox outbox,
            EventFactory events,
            ErasureConfig config,
            Clock clock) {
        this.transactions = transactions;
        this.erasures = erasures;
        this.record = record;
        this.log = log;
        this.services = services;
        this.indexes = indexes;
        this.tombstones = tombstones;
        this.outbox = outbox;
        this.events = events;
        this.config = config;
        this.clock = clock;
    }

    /** Goes on until it is done or has to wait. @return the step it came to */
    Uni<ErasureStep> run(TenantId tenant, UUID id) {
        return Uni.createFrom()
                .deferred(() -> once(tenant, id))
                .repeat()
                .whilst(Came::further)
                .collect()
                .last()
                .map(Came::to);
    }

    private Uni<Came> once(TenantId tenant, UUID id) {
        return load(tenant, id)
                .chain(erasure -> effect(erasure)
                        .chain(outcome -> outcome instanceof Outcome.Wait
                                ? Uni.createFrom().item(new Came(erasure.step(), false))
                                : note(erasure, outcome).replaceWith(new Came(erasure.step(), true))));
    }

    /**
     * Where one try came to.
     *
     * @param further true if it is worth to try on
     */
    private record Came(ErasureStep to, boolean further) {}

    Uni<OpenErasure> load(TenantId tenant, UUID id) {
        return transactions
                .inTenant(tenant, connection -> erasures.find(connection, tenant, id))
                .map(found -> found.orElseThrow(() -> new IllegalStateException("The record has no such erasure.")));
    }

    /** Does what the step is about. */
    Uni<Outcome> effect(OpenErasure erasure) {
        return switch (erasure.step()) {
            case COLLECT -> record.collect(erasure);
            case DELETE -> record.delete(erasure);
            case CACHES -> record.caches(erasure);
            case ASK -> services.ask(erasure, 1);
            case ANSWERS -> services.answered(erasure, 1);
            case STREAMS -> log.free(erasure);
            case SETTLE -> log.settle(erasure, config.settle());
            case ASK_AGAIN -> indexes.demand(erasure).chain(() -> services.ask(erasure, 2));
            case ANSWERS_AGAIN -> services.answered(erasure, 2);
            case INDEXES -> indexes.freed(erasure);
            case VERIFY -> record.verify(erasure);
            case TRACES -> log.traces(erasure);
            case PAGES -> record.pages(erasure);
            case SEAL -> tombstones.seal(erasure);
            case DONE -> Uni.createFrom().item(Outcome.WAIT);
        };
    }

    /** Writes down what the effect came to, and that it is this instance's for a while longer. */
    Uni<Void> note(OpenErasure erasure, Outcome outcome) {
        ErasureStep next =
                switch (outcome) {
                    case Outcome.Done() -> erasure.step().next();
                    case Outcome.Back(ErasureStep to) -> to;
                    case Outcome.More(), Outcome.Wait() -> erasure.step();
                };
        Uni<Void> moved = next == erasure.step()
                ? Uni.createFrom().voidItem()
                : transactions.inTenant(
                        erasure.tenant(),
                        connection -> erasures.move(connection, erasure, next)
                                .chain(mine -> mine
                                        ? outbox.append(
                                                transactions.statements(connection),
                                                List.of(events.create(
                                                        EventTypes.ERASURE_PROGRESSED,
                                                        erasure.tenant(),
                                                        erasure.id().toString(),
                                                        progress(erasure, next))))
                                        : Uni.createFrom().voidItem()));
        return moved.invoke(outbox::wake)
                .chain(() ->
                        transactions.inSystem(connection -> erasures.lease(connection, erasure.id(), config.lease())));
    }

    private ErasureProgressed progress(OpenErasure erasure, ErasureStep next) {
        return new ErasureProgressed(
                erasure.id(),
                next == ErasureStep.DONE ? "done" : "running",
                next.key(),
                next.number(),
                ErasureStep.COUNT,
                erasure.memories(),
                clock.instant().truncatedTo(ChronoUnit.MICROS));
    }
}
