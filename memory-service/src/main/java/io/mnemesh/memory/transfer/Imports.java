package io.mnemesh.memory.transfer;

import io.mnemesh.memory.storage.TenantSessions;
import io.mnemesh.memory.transfer.ImportReport.Refusal;
import io.mnemesh.memory.transfer.persistence.ImportRepository;
import io.mnemesh.memory.transfer.persistence.StoredImport;
import io.mnemesh.mesh.id.Ids;
import io.mnemesh.mesh.outbox.Outbox;
import io.mnemesh.mesh.postgres.Statements;
import io.mnemesh.mesh.problem.ProblemDocument;
import io.mnemesh.mesh.problem.ProblemException;
import io.mnemesh.mesh.problem.ProblemType;
import io.mnemesh.mesh.tenancy.Identity;
import io.mnemesh.mesh.tenancy.TenantId;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Takes lines of imports and keeps them until they are stored. A body is durable before it is answered; sending the same
 * lines again changes nothing.
 */
@ApplicationScoped
public class Imports {

    /** How long a finished import, or one that nobody goes on with, is remembered. */
    private static final Duration KEPT = Duration.ofDays(7);

    private static final Duration RETRY = Duration.ofSeconds(5);

    private static final String UNREADABLE =
            "The line has more than " + BodyLines.LONGEST + " bytes, is no UTF-8 or contains the NUL character.";

    private final TenantSessions sessions;
    private final ImportRepository repository;
    private final ImportRunner runner;
    private final ImportEvents events;
    private final Outbox outbox;
    private final Ids ids;
    private final Clock clock;
    private final ImportConfig config;

    Imports(
            TenantSessions sessions,
            ImportRepository repository,
            ImportRunner runner,
            ImportEvents events,
            Outbox outbox,
            Ids ids,
            Clock clock,
            ImportConfig config) {
        this.sessions = sessions;
        this.repository = repository;
        this.runner = runner;
        this.events = events;
        this.outbox = outbox;
        this.ids = ids;
        this.clock = clock;
        this.config = config;
    }

    /**
     * Takes lines.
     *
     * @param id    the import they are of; null for a new one
     * @param first number of the first line of the body
     * @param more  true if more lines follow in another body
     * @return the import; fails with {@code conflict} if lines before these are missing or the import takes none any more,
     *     and with {@code too-many-requests} while too many wait
     */
    public Uni<Import> receive(Identity caller, @Nullable UUID id, long first, boolean more, byte[] body) {
        TenantId tenant = caller.tenant();
        UUID own = id == null ? ids.next() : id;
        List<BodyLines.Line> lines = BodyLines.of(body, first);
        if (lines.isEmpty() && first == 1) {
            throw ProblemException.invalid("body", "The body must have a line at least.");
        }
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        return sessions.inTenant(
                        tenant,
                        transaction -> repository
                                .forget(tenant, now.minus(KEPT))
                                .chain(() -> repository.begin(tenant, own, caller.subject(), now))
                                .chain(() -> repository.lock(tenant, own))
                                .chain(found -> take(
                                        transaction, tenant, found.orElseThrow(Imports::missing), lines, first, more)))
                .invoke(outbox::wake)
                .invoke(taken -> runner.due(tenant))
                .map(StoredImport::view);
    }

    private Uni<StoredImport> take(
            Statements transaction,
            TenantId tenant,
            StoredImport found,
            List<BodyLines.Line> lines,
            long first,
            boolean more) {
        if (first > found.lines() + 1) {
            throw new ProblemException(
                    ProblemType.CONFLICT,
                    "The import has " + found.lines() + " lines; the next one must be " + (found.lines() + 1) + ".",
                    Map.of("next", found.lines() + 1),
                    null,
                    null);
        }
        List<BodyLines.Line> fresh =
                lines.stream().filter(line -> line.number() > found.lines()).toList();
        if (found.closed()) {
            if (!fresh.isEmpty()) {
                throw new ProblemException(ProblemType.CONFLICT, "The import takes no more lines; begin a new one.");
            }
            return Uni.createFrom().item(found);
        }
        long received = found.lines() + fresh.size();
        if (received > config.lines()) {
            throw new ProblemException(
                    ProblemType.TOO_LARGE, "An import has at most " + config.lines() + " lines; begin another one.");
        }
        Map<Long, String> texts = new TreeMap<>();
        Map<Long, String> refused = new TreeMap<>();
        for (BodyLines.Line line : fresh) {
            String text = line.text();
            if (text == null) {
                refused.put(line.number(), unreadable());
            } else if (!line.blank()) {
                texts.put(line.number(), text);
            }
        }
        StoredImport next = found.received(received, refused.size(), !more, clock.instant());
        return repository
                .waiting(tenant)
                .invoke(waiting -> {
                    if (waiting > 0 && waiting + texts.size() > config.waiting()) {
                        throw new ProblemException(
                                ProblemType.TOO_MANY_REQUESTS,
                                "Too many lines wait to be stored; send these again later.",
                                Map.of(),
                                RETRY,
                                null);
                    }
                })
                .chain(() -> repository.add(tenant, found.id(), texts))
                .chain(() -> repository.refuse(tenant, found.id(), refused))
                .chain(() -> repository.update(tenant, next))
                .chain(() -> outbox.append(transaction, List.of(events.of(tenant, next))))
                .replaceWith(next);
    }

    /** An import with lines that were refused after this one; {@code not-found} if there is none. */
    public Uni<ImportReport> report(TenantId tenant, UUID id, long after, int limit) {
        return sessions.inTenant(
                tenant,
                transaction -> repository
                        .byId(tenant, id)
                        .map(found -> found.orElseThrow(Imports::missing))
                        .chain(found -> repository
                                .refused(tenant, id, after, limit + 1)
                                .map(refused -> report(found.view(), refused, limit))));
    }

    private static ImportReport report(Import job, Map<Long, String> refused, int limit) {
        List<Refusal> errors = refused.entrySet().stream()
                .limit(limit)
                .map(entry -> new Refusal(entry.getKey(), new JsonObject(entry.getValue()).getMap()))
                .toList();
        return new ImportReport(
                job, errors, refused.size() > limit ? errors.getLast().line() : null);
    }

    /** Gives up what is not stored yet; nothing happens to one that is finished. */
    public Uni<Import> cancel(TenantId tenant, UUID id) {
        return sessions.inTenant(
                        tenant,
                        transaction -> repository
                                .lock(tenant, id)
                                .map(found -> found.orElseThrow(Imports::missing))
                                .chain(found -> found.state().finished()
                                        ? Uni.createFrom().item(found)
                                        : cancel(transaction, tenant, found.cancelled(clock.instant()))))
                .invoke(outbox::wake)
                .map(StoredImport::view);
    }

    private Uni<StoredImport> cancel(Statements transaction, TenantId tenant, StoredImport next) {
        return repository
                .drop(tenant, next.id())
                .chain(() -> repository.update(tenant, next))
                .chain(() -> outbox.append(transaction, List.of(events.of(tenant, next))))
                .replaceWith(next);
    }

    private static String unreadable() {
        return ProblemDocument.of(new ProblemException(ProblemType.MALFORMED_REQUEST, UNREADABLE))
                .encode();
    }

    private static ProblemException missing() {
        return ProblemException.notFound("There is no import with this id.");
    }
}
