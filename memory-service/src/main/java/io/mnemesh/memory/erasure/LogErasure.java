package io.mnemesh.memory.erasure;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.mnemesh.memory.erasure.persistence.ErasureRepository;
import io.mnemesh.mesh.event.EventType;
import io.mnemesh.mesh.event.EventTypes;
import io.mnemesh.mesh.outbox.OutboxErasure;
import io.mnemesh.mesh.postgres.TenantTransactions;
import io.mnemesh.mesh.stream.EventErasure;
import io.mnemesh.mesh.tenancy.TenantId;
import io.mnemesh.mesh.work.EmbeddingsCodec;
import io.mnemesh.mesh.work.LaneErasure;
import io.mnemesh.mesh.work.ReadableCodec;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Frees the event log and the lanes of erased memories, once no outbox can bring them back. */
@ApplicationScoped
class LogErasure {

    private static final Pattern ID = Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");
    private static final Set<String> WITHOUT_CONTENT =
            EventTypes.WITHOUT_CONTENT.stream().map(EventType::name).collect(Collectors.toUnmodifiableSet());
    private static final Set<String> TOLD = Set.of(EventTypes.MEMORY_CREATED.name(), EventTypes.MEMORY_UPDATED.name());

    private final EventErasure events;
    private final LaneErasure lanes;
    private final OutboxErasure outbox;
    private final TenantTransactions transactions;
    private final ErasureRepository erasures;
    private final ErasureCounts counts;
    private final ObjectMapper json;
    private final Clock clock;

    LogErasure(
            EventErasure events,
            LaneErasure lanes,
            OutboxErasure outbox,
            TenantTransactions transactions,
            ErasureRepository erasures,
            ErasureCounts counts,
            ObjectMapper json,
            Clock clock) {
        this.events = events;
        this.lanes = lanes;
        this.outbox = outbox;
        this.transactions = transactions;
        this.erasures = erasures;
        this.counts = counts;
        this.json = json;
        this.clock = clock;
    }

    /** Memories of a user that the log tells of, also those that are deleted since. */
    Uni<List<UUID>> memoriesOf(TenantId tenant, String user, boolean byContext, boolean byCreator) {
        return events.collect(fields -> isTold(tenant, fields) && isOf(fields, user, byContext, byCreator)
                ? List.of(UUID.fromString(fields.getOrDefault("ce_subject", "")))
                : List.of());
    }

    private static boolean isTold(TenantId tenant, Map<String, String> fields) {
        return tenant.value().equals(fields.get("ce_tenant")) && TOLD.contains(fields.getOrDefault("ce_type", ""));
    }

    private boolean isOf(Map<String, String> fields, String user, boolean byContext, boolean byCreator) {
        try {
            JsonNode data = json.readTree(fields.getOrDefault("data", "{}"));
            return (byContext && user.equals(data.path("context").path("user").asText(null)))
                    || (byCreator && user.equals(data.path("createdBy").asText(null)));
        } catch (JsonProcessingException e) {
            return false;
        }
    }

    /** Entries first, then the lanes, whose requests end with their deadlines. */
    Uni<Outcome> free(OpenErasure erasure) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        return erase(erasure)
                .chain(removed -> transactions.inTenant(
                        erasure.tenant(),
                        connection -> erasures.counts(
                                        connection, erasure, counts.plus(erasure.counts(), "events", removed))
                                .chain(() -> erasures.freed(connection, erasure, now))))
                .replaceWith(Outcome.DONE);
    }

    /** @return entries removed */
    Uni<Long> erase(OpenErasure erasure) {
        return transactions
                .inTenant(erasure.tenant(), connection -> erasures.memories(connection, erasure.tenant(), erasure.id()))
                .map(ids -> ids.stream().map(UUID::toString).collect(Collectors.toSet()))
                .chain(ids ->
                        events.erase(fields -> tells(erasure.tenant(), ids, fields) || isRatingOf(erasure, fields)));
    }

    /** What an erased user said of memories of others. */
    private boolean isRatingOf(OpenErasure erasure, Map<String, String> fields) {
        String user = erasure.user();
        if (user == null
                || !erasure.byCreator()
                || !erasure.tenant().value().equals(fields.get("ce_tenant"))
                || !EventTypes.MEMORY_RATED.name().equals(fields.get("ce_type"))) {
            return false;
        }
        try {
            return user.equals(json.readTree(fields.getOrDefault("data", "{}"))
                    .path("ratedBy")
                    .asText(null));
        } catch (JsonProcessingException e) {
            return false;
        }
    }

    private static boolean tells(TenantId tenant, Set<String> ids, Map<String, String> fields) {
        if (!tenant.value().equals(fields.get("ce_tenant"))
                || WITHOUT_CONTENT.contains(fields.getOrDefault("ce_type", ""))) {
            return false;
        }
        if (ids.contains(fields.getOrDefault("ce_subject", ""))) {
            return true;
        }
        Matcher named = ID.matcher(fields.getOrDefault("data", ""));
        while (named.find()) {
            if (ids.contains(named.group())) {
                return true;
            }
        }
        return false;
    }

    /** Waits until every request that was in a lane when the log was freed has ended. */
    Uni<Outcome> settle(OpenErasure erasure, java.time.Duration time) {
        Instant freed = erasure.freedAt();
        if (freed == null) {
            return Uni.createFrom().item(new Outcome.Back(ErasureStep.STREAMS));
        }
        if (clock.instant().isBefore(freed.plus(time))) {
            return Uni.createFrom().item(Outcome.WAIT);
        }
        return lanes.erase(EmbeddingsCodec.SERVICE, erasure.tenant(), freed)
                .chain(texts -> lanes.erase(ReadableCodec.SERVICE, erasure.tenant(), freed)
                        .map(names -> texts + names == 0 ? Outcome.DONE : Outcome.WAIT));
    }

    /** Removes the requests to the services and forgets the user's name. */
    Uni<Outcome> traces(OpenErasure erasure) {
        String request = EventTypes.MEMORY_ERASED.name();
        String id = erasure.id().toString();
        return transactions
                .inTenant(
                        erasure.tenant(),
                        connection -> outbox.eraseRequests(connection, erasure.tenant(), erasure.id())
                                .chain(() -> erasures.forgetUser(connection, erasure)))
                .chain(() -> events.erase(fields -> request.equals(fields.get("ce_type"))
                        && id.equals(fields.get("ce_subject"))
                        && erasure.tenant().value().equals(fields.get("ce_tenant"))))
                .replaceWith(Outcome.DONE);
    }
}
