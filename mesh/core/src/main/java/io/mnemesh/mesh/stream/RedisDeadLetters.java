package io.mnemesh.mesh.stream;

import io.mnemesh.mesh.problem.ProblemException;
import io.mnemesh.mesh.redis.RedisLines;
import io.mnemesh.mesh.tenancy.TenantId;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Dead letters in one stream per group and partition. Thread-safe; every change is one atomic command or script. */
@Singleton
final class RedisDeadLetters implements DeadLetters {

    private static final Pattern ID = Pattern.compile("(\\d{1,4}):(\\d{1,20}-\\d{1,20})");
    private static final int SCAN = 200;

    private final RedisLines redis;
    private final int partitions;

    @Inject
    RedisDeadLetters(RedisLines redis, StreamConfig config) {
        this.redis = redis;
        this.partitions = StreamConfig.validated(config).partitions();
    }

    @Override
    public Uni<Page> list(String group, @Nullable TenantId tenant, int limit, @Nullable String cursor) {
        if (limit < 1 || limit > 1000) {
            return Uni.createFrom().failure(ProblemException.invalid("limit", "The limit is 1 to 1000."));
        }
        Place from;
        try {
            from = cursor == null ? new Place(0, "0-0") : place(cursor, "cursor");
        } catch (ProblemException e) {
            return Uni.createFrom().failure(e);
        }
        return collect(group, tenant, limit, from, new ArrayList<>());
    }

    @Override
    public Uni<Optional<DeadLetter>> find(String group, String id) {
        return parsed(
                id,
                place -> redis.send(Request.cmd(Command.XRANGE)
                                .arg(StreamKeys.deadLetters(place.partition, group))
                                .arg(place.entry)
                                .arg(place.entry))
                        .map(answer -> StreamEntry.list(answer).stream()
                                .findFirst()
                                .map(entry -> letter(group, place.partition, entry))));
    }

    @Override
    public Uni<Boolean> replay(String group, String id) {
        return parsed(
                id,
                place -> StreamScripts.REVIVE
                        .run(
                                redis,
                                List.of(
                                        StreamKeys.deadLetters(place.partition, group),
                                        StreamKeys.redelivery(place.partition, group)),
                                List.of(place.entry, DeadLetter.PREFIX))
                        .map(answer -> answer.toInteger() == 1));
    }

    @Override
    public Uni<Long> replayAll(String group, @Nullable TenantId tenant) {
        // The end is fixed first: a letter that fails again during the replay comes back behind it.
        return all(group, tenant)
                .chain(letters -> Multi.createFrom()
                        .iterable(letters)
                        .onItem()
                        .transformToUniAndConcatenate(letter -> replay(group, letter.id()))
                        .filter(done -> done)
                        .collect()
                        .with(java.util.stream.Collectors.counting()));
    }

    @Override
    public Uni<Boolean> drop(String group, String id) {
        return parsed(
                id,
                place -> redis.send(Request.cmd(Command.XDEL)
                                .arg(StreamKeys.deadLetters(place.partition, group))
                                .arg(place.entry))
                        .map(answer -> Objects.requireNonNull(answer).toInteger() == 1));
    }

    private Uni<List<DeadLetter>> all(String group, @Nullable TenantId tenant) {
        return Multi.createBy()
                .repeating()
                .uni(
                        PageState::new,
                        state -> list(group, tenant, 1000, state.cursor)
                                .invoke(page -> state.cursor = page.nextCursor()))
                .whilst(page -> page.nextCursor() != null)
                .onItem()
                .transformToIterable(Page::items)
                .collect()
                .asList();
    }

    private Uni<Page> collect(String group, @Nullable TenantId tenant, int limit, Place from, List<DeadLetter> found) {
        if (from.partition >= partitions) {
            return Uni.createFrom().item(new Page(List.copyOf(found), null));
        }
        return redis.send(Request.cmd(Command.XRANGE)
                        .arg(StreamKeys.deadLetters(from.partition, group))
                        .arg("(" + from.entry)
                        .arg("+")
                        .arg("COUNT")
                        .arg(SCAN))
                .chain(answer -> {
                    List<StreamEntry> entries = StreamEntry.list(answer);
                    for (StreamEntry entry : entries) {
                        DeadLetter letter = letter(group, from.partition, entry);
                        if (tenant == null || tenant.value().equals(letter.tenant())) {
                            found.add(letter);
                            if (found.size() == limit) {
                                return Uni.createFrom().item(new Page(List.copyOf(found), letter.id()));
                            }
                        }
                    }
                    Place next = entries.size() < SCAN
                            ? new Place(from.partition + 1, "0-0")
                            : new Place(from.partition, entries.getLast().id());
                    return collect(group, tenant, limit, next, found);
                });
    }

    private <T> Uni<T> parsed(String id, java.util.function.Function<Place, Uni<T>> action) {
        return Uni.createFrom().deferred(() -> action.apply(place(id, "id")));
    }

    private Place place(String text, String field) {
        var form = ID.matcher(text);
        if (!form.matches() || Integer.parseInt(form.group(1)) >= partitions) {
            throw ProblemException.invalid(field, "The " + field + " of a dead letter is partition:ms-seq.");
        }
        return new Place(Integer.parseInt(form.group(1)), form.group(2));
    }

    private static DeadLetter letter(String group, int partition, StreamEntry entry) {
        Map<String, String> fields = new LinkedHashMap<>(entry.fields());
        String entryId = fields.getOrDefault(DeadLetter.ENTRY, "");
        String at = fields.getOrDefault(DeadLetter.AT, Instant.EPOCH.toString());
        String type = fields.getOrDefault(DeadLetter.ERROR_TYPE, "");
        String message = fields.getOrDefault(DeadLetter.ERROR_MESSAGE, "");
        String attempts = fields.getOrDefault(DeadLetter.ATTEMPTS, "0");
        fields.keySet().removeIf(field -> field.startsWith(DeadLetter.PREFIX));
        return new DeadLetter(
                partition + ":" + entry.id(),
                group,
                partition,
                entryId,
                Instant.parse(at),
                type,
                message,
                Integer.parseInt(attempts),
                fields);
    }

    private record Place(int partition, String entry) {}

    private static final class PageState {
        private @Nullable String cursor;
    }
}
