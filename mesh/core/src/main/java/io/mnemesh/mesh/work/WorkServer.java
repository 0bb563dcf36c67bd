package io.mnemesh.mesh.work;

import io.mnemesh.mesh.problem.ProblemException;
import io.mnemesh.mesh.problem.ProblemType;
import io.mnemesh.mesh.redis.Insistence;
import io.mnemesh.mesh.redis.Loop;
import io.mnemesh.mesh.redis.RedisLines;
import io.mnemesh.mesh.telemetry.LogKey;
import io.mnemesh.mesh.telemetry.MeshLog;
import io.opentelemetry.api.trace.Span;
import io.smallrye.mutiny.Uni;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Does the work of one service on this instance. Lanes are read on demand: a lane gets at most what may run now, plus a
 * little that waits, so items stay in Redis where any idle worker can get them. What was read runs by {@link LaneTurns}.
 *
 * <p>An item is acknowledged and removed after its reply is written, so work of a worker that died is done again by
 * another as long as somebody waits for it: handlers must bear repetition. Items whose time is over are dropped
 * unexecuted, when read and again when their turn comes. While an item is here, Redis hears of it three times per
 * {@link WorkConfig#reclaimIdle()}; a worker that was silent for longer loses its items to another, and both may then
 * reply: the asker takes the first.
 *
 * <p>Confined to its {@link Loop}; {@link #start()} and {@link #stop()} may be called from any thread.
 */
final class WorkServer {

    private static final MeshLog LOG = MeshLog.of(WorkServer.class);
    private static final int ACK_TRIES = 8;

    private final WorkRuntime runtime;
    private final RedisLines redis;
    private final String service;
    private final Map<String, WorkHandler> handlers;
    private final Loop loop;
    private final Insistence insistence;
    private final GoneWorkers goneWorkers;
    private final LaneTurns turns;
    private final int ahead;
    private final Map<Lane, LaneReader> readers = new EnumMap<>(Lane.class);
    private final Map<Lane, Deque<WireItem>> waiting = new EnumMap<>(Lane.class);
    private final Map<String, WireItem> here = new HashMap<>();
    private final Map<String, Integer> runningByKind = new HashMap<>();
    private final List<Runnable> onIdle = new ArrayList<>();

    private boolean stopping;
    private long timer;

    WorkServer(WorkRuntime runtime, String service, Collection<WorkHandler> handlers) {
        this.runtime = runtime;
        this.redis = runtime.redis();
        this.service = service;
        this.handlers = handlers.stream().collect(Collectors.toUnmodifiableMap(WorkHandler::kind, Function.identity()));
        this.loop = new Loop(runtime.vertx());
        this.insistence = new Insistence(loop, runtime.backoff());
        this.goneWorkers = new GoneWorkers(redis, loop, service);
        int places = handlers.stream()
                .mapToInt(handler -> Math.max(1, handler.concurrency()))
                .sum();
        this.turns = new LaneTurns(
                places, runtime.config().interactiveReserve(), runtime.config().standardReserve());
        this.ahead = Math.max(1, places / 8);
        for (Lane lane : Lane.values()) {
            var queue = new ArrayDeque<WireItem>();
            waiting.put(lane, queue);
            runtime.metrics().gauge(WorkMetrics.WAITING, service, lane, queue::size);
            runtime.metrics().gauge(WorkMetrics.RUNNING, service, lane, () -> turns.running(lane));
        }
        runtime.metrics().gauge(WorkMetrics.PLACES, service, () -> places);
    }

    void start() {
        loop.run(() -> {
            for (Lane lane : Lane.values()) {
                readers.put(lane, new LaneReader(runtime, this, loop, service, lane));
            }
            go();
            keepHouse();
        });
    }

    /** Reads no more and completes when all that was read is done. */
    Uni<Void> stop() {
        return Uni.createFrom()
                .emitter(emitter -> loop.run(() -> {
                    stopping = true;
                    loop.cancel(timer);
                    readers.values().forEach(LaneReader::stop);
                    onIdle.add(() -> emitter.complete(null));
                    tellIfIdle();
                }));
    }

    /** Items of the lane that may be read now. */
    int demand(Lane lane) {
        return stopping ? 0 : turns.room(lane) + ahead - queue(lane).size();
    }

    /** Takes in what a read of a lane has delivered. */
    void delivered(Lane lane, @Nullable Response entries) {
        if (entries != null) {
            for (Response entry : entries) {
                accept(lane, entry);
            }
        }
        go();
    }

    void reclaimed(Lane lane, @Nullable Response entries) {
        if (entries != null && entries.size() > 0) {
            runtime.metrics().reclaimed(service, lane).increment(entries.size());
            delivered(lane, entries);
        }
    }

    /** Starts what may start and reads what there is room for. */
    void go() {
        while (true) {
            Lane lane = turns.next(this::hasStartable);
            if (lane == null) {
                break;
            }
            start(takeStartable(lane));
        }
        readers.values().forEach(LaneReader::poke);
        tellIfIdle();
    }

    private void accept(Lane lane, @Nullable Response entry) {
        if (entry == null) {
            return;
        }
        String id = entry.get(0).toString();
        if (here.containsKey(handle(lane, id))) {
            return;
        }
        WireItem item = WireItem.read(lane, entry);
        if (item == null) {
            drop(lane, id, "unreadable");
        } else if (item.isExpired(runtime.clock().millis())) {
            drop(lane, id, "expired");
        } else if (!handlers.containsKey(item.kind())) {
            here.put(handle(lane, id), item);
            reply(item, WireReply.failure(item.correlation(), unknown(item.kind())));
        } else {
            here.put(handle(lane, id), item);
            queue(lane).add(item);
        }
    }

    private ProblemException unknown(String kind) {
        return new ProblemException(
                ProblemType.NOT_FOUND, "The service " + service + " does no work of kind " + kind + ".");
    }

    private boolean hasStartable(Lane lane) {
        dropExpired(lane);
        for (WireItem item : queue(lane)) {
            if (mayRun(item.kind())) {
                return true;
            }
        }
        return false;
    }

    private WireItem takeStartable(Lane lane) {
        Iterator<WireItem> items = queue(lane).iterator();
        while (items.hasNext()) {
            WireItem item = items.next();
            if (mayRun(item.kind())) {
                items.remove();
                return item;
            }
        }
        throw new IllegalStateException("There was an item a moment ago.");
    }

    private boolean mayRun(String kind) {
        WorkHandler handler = handlers.get(kind);
        return handler != null && runningByKind.getOrDefault(kind, 0) < Math.max(1, handler.concurrency());
    }

    private void dropExpired(Lane lane) {
        long now = runtime.clock().millis();
        queue(lane).removeIf(item -> {
            boolean expired = item.isExpired(now);
            if (expired) {
                here.remove(handle(lane, item.entry()));
                drop(lane, item.entry(), "expired");
            }
            return expired;
        });
    }

    private void start(WireItem item) {
        runningByKind.merge(item.kind(), 1, Integer::sum);
        long begun = System.nanoTime();
        Duration left =
                Duration.ofMillis(Math.max(1, item.expiresAt() - runtime.clock().millis()));
        Span span = runtime.traces().consumer(service + " " + item.kind(), item.traceparent());
        Uni<byte[]> work = loop.handle(
                span,
                () -> handler(item.kind())
                        .handle(item.item())
                        .ifNoItem()
                        .after(left)
                        .failWith(
                                () -> new ProblemException(ProblemType.DEADLINE_EXCEEDED, "The work took too long.")));
        loop.take(work, body -> finished(item, WireReply.success(item.correlation(), body), begun, "done"), failure -> {
            if (!(failure instanceof ProblemException)) {
                LOG.warn("Work failed")
                        .with(LogKey.ROUTE, service + "/" + item.kind())
                        .with(LogKey.PRIORITY, item.lane().key())
                        .with(LogKey.TENANT, item.tenant())
                        .cause(failure)
                        .log();
            }
            finished(item, WireReply.failure(item.correlation(), failure), begun, "failed");
        });
    }

    private void finished(WireItem item, WireReply reply, long begun, String outcome) {
        runtime.metrics()
                .handled(service, item.lane(), outcome)
                .record(System.nanoTime() - begun, TimeUnit.NANOSECONDS);
        runningByKind.merge(item.kind(), -1, Integer::sum);
        turns.finished(item.lane());
        reply(item, reply);
        go();
    }

    /** Writes the reply, trying as long as somebody waits for it, and then removes the item. */
    private void reply(WireItem item, WireReply reply) {
        insistence.send(
                () -> redis.send(reply.append(item.replyTo())),
                failures -> !item.isExpired(runtime.clock().millis()),
                done -> remove(item),
                () -> remove(item));
    }

    private void remove(WireItem item) {
        acknowledge(item.lane(), item.entry(), () -> {
            here.remove(handle(item.lane(), item.entry()));
            tellIfIdle();
        });
    }

    private void drop(Lane lane, String id, String reason) {
        runtime.metrics().dropped(service, lane, reason).increment();
        acknowledge(lane, id, () -> {});
    }

    /** Removes an entry. If Redis stays away it is left: it expires, and whoever reclaims it then drops it. */
    private void acknowledge(Lane lane, String id, Runnable then) {
        String key = WorkKeys.lane(service, lane);
        List<Request> requests = List.of(
                Request.cmd(Command.XACK).arg(key).arg(WorkKeys.WORKERS).arg(id),
                Request.cmd(Command.XDEL).arg(key).arg(id));
        insistence.send(() -> redis.batch(requests), failures -> failures < ACK_TRIES, done -> then.run(), then);
    }

    private void tellIfIdle() {
        if (stopping && here.isEmpty() && readers.values().stream().noneMatch(LaneReader::isReading)) {
            readers.values().forEach(LaneReader::close);
            onIdle.forEach(Runnable::run);
            onIdle.clear();
        }
    }

    // Housekeeping

    private void keepHouse() {
        if (stopping) {
            return;
        }
        loop.take(runtime.clock().synchronise(), done -> {}, failure -> {});
        readers.forEach((lane, reader) -> {
            reader.touch(here.values().stream()
                    .filter(item -> item.lane() == lane)
                    .map(WireItem::entry)
                    .toList());
            reader.reclaim();
        });
        goneWorkers.forgetFromTimeToTime();
        go();
        timer = loop.after(runtime.config().reclaimIdle().dividedBy(3), this::keepHouse);
    }

    private WorkHandler handler(String kind) {
        WorkHandler handler = handlers.get(kind);
        if (handler == null) {
            throw new IllegalStateException("Only kinds with a handler are started.");
        }
        return handler;
    }

    private Deque<WireItem> queue(Lane lane) {
        Deque<WireItem> queue = waiting.get(lane);
        if (queue == null) {
            throw new IllegalStateException("Every lane has a queue.");
        }
        return queue;
    }

    private static String handle(Lane lane, String id) {
        return lane.key() + ' ' + id;
    }
}
