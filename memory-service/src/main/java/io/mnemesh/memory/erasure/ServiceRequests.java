package io.mnemesh.memory.erasure;

import io.mnemesh.memory.erasure.persistence.ErasureRepository;
import io.mnemesh.mesh.event.EventFactory;
import io.mnemesh.mesh.event.EventTypes;
import io.mnemesh.mesh.event.MeshEvent;
import io.mnemesh.mesh.event.payload.MemoryErased;
import io.mnemesh.mesh.outbox.Outbox;
import io.mnemesh.mesh.postgres.TenantTransactions;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Asks the services to remove what they have, until all of them have answered. */
@ApplicationScoped
class ServiceRequests {

    private final TenantTransactions transactions;
    private final ErasureRepository erasures;
    private final Outbox outbox;
    private final EventFactory events;
    private final ErasureConfig config;
    private final Clock clock;

    ServiceRequests(
            TenantTransactions transactions,
            ErasureRepository erasures,
            Outbox outbox,
            EventFactory events,
            ErasureConfig config,
            Clock clock) {
        this.transactions = transactions;
        this.erasures = erasures;
        this.outbox = outbox;
        this.events = events;
        this.config = config;
        this.clock = clock;
    }

    /** Asks a round; answers that came before do not count. */
    Uni<Outcome> ask(OpenErasure erasure, int round) {
        return transactions
                .inTenant(
                        erasure.tenant(),
                        connection -> erasures.discard(connection, erasure.tenant(), erasure.id(), round)
                                .chain(() -> append(connection, erasure, round)))
                .invoke(outbox::wake)
                .replaceWith(Outcome.DONE);
    }

    private Uni<Void> append(SqlConnection connection, OpenErasure erasure, int round) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        return erasures.memories(connection, erasure.tenant(), erasure.id())
                .chain(ids -> outbox.append(transactions.statements(connection), requests(erasure, round, ids)))
                .chain(() -> erasures.asked(connection, erasure, now));
    }

    private List<MeshEvent<?>> requests(OpenErasure erasure, int round, List<UUID> ids) {
        var requests = new ArrayList<MeshEvent<?>>();
        for (int part = 1; part <= erasure.parts(); part++) {
            int from = Math.min(ids.size(), (part - 1) * RecordErasure.PER_PART);
            int to = Math.min(ids.size(), part * RecordErasure.PER_PART);
            requests.add(events.create(
                    EventTypes.MEMORY_ERASED,
                    erasure.tenant(),
                    erasure.id().toString(),
                    new MemoryErased(
                            erasure.id(),
                            round,
                            part,
                            erasure.parts(),
                            erasure.user(),
                            erasure.byContext(),
                            erasure.byCreator(),
                            ids.subList(from, to),
                            erasure.requestedAt())));
        }
        return requests;
    }

    /** Done when all have answered; who has not is asked again now and then. */
    Uni<Outcome> answered(OpenErasure erasure, int round) {
        return transactions
                .inTenant(erasure.tenant(), connection -> erasures.answers(connection, erasure.tenant(), erasure.id()))
                .chain(answers -> {
                    if (missing(erasure, answers, round).isEmpty()) {
                        return Uni.createFrom().item(Outcome.DONE);
                    }
                    return isLate(erasure.askedAt())
                            ? transactions
                                    .inTenant(erasure.tenant(), connection -> append(connection, erasure, round))
                                    .invoke(outbox::wake)
                                    .replaceWith(Outcome.WAIT)
                            : Uni.createFrom().item(Outcome.WAIT);
                });
    }

    private boolean isLate(@Nullable Instant asked) {
        return asked == null || asked.plus(config.remind()).isBefore(clock.instant());
    }

    /** Services that have not answered every part of a round. */
    List<String> missing(OpenErasure erasure, List<ErasureAnswer> answers, int round) {
        return config.services().orElse(List.of()).stream()
                .filter(service -> answers.stream()
                                .filter(answer -> answer.round() == round
                                        && answer.service().equals(service)
                                        && answer.part() <= erasure.parts())
                                .count()
                        < erasure.parts())
                .toList();
    }
}
