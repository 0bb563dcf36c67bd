package io.mnemesh.realtime.archive;

import io.mnemesh.mesh.event.EventType;
import io.mnemesh.mesh.event.EventTypes;
import io.mnemesh.mesh.problem.ProblemException;
import io.mnemesh.mesh.tenancy.TenantId;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Replay of past events, page by page. */
@ApplicationScoped
public class EventArchive {

    private static final int USUAL_PAGE = 100;
    private static final int LARGEST_PAGE = 1000;

    private final EventRepository events;
    private final SettledEvents settled;

    EventArchive(EventRepository events, SettledEvents settled) {
        this.events = events;
        this.settled = settled;
    }

    /**
     * @param types  short names of event types; empty for all
     * @param order  {@code asc} (the default) or {@code desc}
     * @throws ProblemException {@code invalid-value} naming the parameter
     */
    public Uni<EventPage> page(
            TenantId tenant,
            List<String> types,
            @Nullable String from,
            @Nullable String to,
            @Nullable String cursor,
            @Nullable String order,
            @Nullable String limit) {
        var query = new EventQuery(
                types.stream().map(EventArchive::type).toList(),
                from == null ? null : time("from", from),
                to == null ? null : time("to", to),
                cursor == null ? null : EventCursor.decode(cursor),
                descending(order),
                limit(limit));
        var found = settled.covers(query)
                ? settled.find(tenant, SettledEvents.question(query), query)
                : events.find(tenant, query);
        return found.map(page -> pageOf(page, query.limit()));
    }

    private static EventPage pageOf(List<ArchivedEvent> found, int limit) {
        if (found.size() < limit) {
            return new EventPage(found, null);
        }
        ArchivedEvent last = found.getLast();
        return new EventPage(found, new EventCursor(last.time(), last.eventId()).encode());
    }

    private static String type(String shortName) {
        return EventTypes.FAMILIES.stream()
                .filter(type -> type.shortName().equals(shortName))
                .map(EventType::name)
                .findFirst()
                .orElseThrow(() -> ProblemException.invalid(
                        "type", "'type' is the short name of an event, for example memory_created."));
    }

    private static Instant time(String field, String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeException e) {
            throw ProblemException.invalid(
                    field, "'%s' is a time in UTC, for example 2026-01-31T12:00:00Z.".formatted(field));
        }
    }

    private static boolean descending(@Nullable String order) {
        return switch (order) {
            case null -> false;
            case "asc" -> false;
            case "desc" -> true;
            default -> throw ProblemException.invalid("order", "'order' is asc or desc.");
        };
    }

    private static int limit(@Nullable String text) {
        if (text == null) {
            return USUAL_PAGE;
        }
        try {
            int limit = Integer.parseInt(text);
            if (limit >= 1 && limit <= LARGEST_PAGE) {
                return limit;
            }
        } catch (NumberFormatException e) {
            throw badLimit();
        }
        throw badLimit();
    }

    private static ProblemException badLimit() {
        return ProblemException.invalid("limit", "'limit' is a whole number from 1 to %d.".formatted(LARGEST_PAGE));
    }
}
