package io.mnemesh.realtime.mark;

import io.mnemesh.mesh.redis.RedisLines;
import io.mnemesh.mesh.redis.Script;
import io.mnemesh.mesh.tenancy.TenantId;
import io.mnemesh.realtime.channel.ChannelId;
import io.mnemesh.realtime.channel.Position;
import io.mnemesh.realtime.history.ChannelKeys;
import io.mnemesh.realtime.history.HistoryConfig;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The marks of all channels in Redis, in the slot of their channel, for as long as a silent channel keeps its offsets. They
 * only move on. Operations fail while Redis is away.
 */
@ApplicationScoped
public class Marks {

    private static final Script MARK = Script.load(Marks.class, "mark.lua");

    private final RedisLines redis;
    private final HistoryConfig history;
    private final MarkConfig config;
    private final MarkScan scan;

    Marks(RedisLines redis, HistoryConfig history, MarkConfig config, MarkScan scan) {
        this.scan = scan;
        this.redis = redis;
        this.history = history;
        this.config = config.validated();
    }

    /** How long an acknowledgement may take. */
    public Duration timeout() {
        return config.timeout();
    }

    /** Where the mark is. */
    public Uni<Optional<Position>> find(ChannelId channel, Mark mark) {
        return redis.send(Request.cmd(Command.HGET)
                        .arg(ChannelKeys.marks(channel))
                        .arg(mark.field()))
                .map(answer -> {
                    if (answer == null) {
                        return Optional.empty();
                    }
                    List<String> words = List.of(answer.toString().split(" ", -1));
                    return Optional.of(new Position(words.getFirst(), Long.parseLong(words.getLast())));
                });
    }

    /** Sets the mark unless it is there. */
    public Uni<Position> begin(ChannelId channel, Mark mark, Position position) {
        return remember(channel, mark).chain(() -> run(channel, mark, "begin", position));
    }

    /** Sets the mark, or moves it on; it stays where it is if that is further. */
    public Uni<Position> set(ChannelId channel, Mark mark, Position position) {
        return remember(channel, mark).chain(() -> move(channel, mark, position));
    }

    /** Moves a mark on that was begun; it stays where it is if that is further. */
    public Uni<Position> move(ChannelId channel, Mark mark, Position position) {
        return run(channel, mark, "move", position);
    }

    /** Removes all marks of a user, wherever they are; slower than {@link #forget}. @return how many there were */
    public Uni<Long> forgetAll(TenantId tenant, String user) {
        return forget(tenant, user).chain(known -> scan.forget(tenant, user).map(others -> known + others));
    }

    /** Removes the marks of a user that it is known where they are. @return how many there were */
    public Uni<Long> forget(TenantId tenant, String user) {
        String marked = ChannelKeys.marked(tenant, user);
        return redis.send(Request.cmd(Command.SMEMBERS).arg(marked))
                .chain(places -> Multi.createFrom()
                        .iterable(places == null ? List.<Response>of() : places)
                        .onItem()
                        .transformToUniAndConcatenate(place -> forget(tenant, user, place.toString()))
                        .collect()
                        .with(Collectors.summingLong(Long::longValue)))
                .call(() -> redis.send(Request.cmd(Command.DEL).arg(marked)));
    }

    private Uni<Long> forget(TenantId tenant, String user, String place) {
        int space = place.indexOf(' ');
        var mark = new Mark(user, place.substring(0, space));
        var channel = new ChannelId(tenant, place.substring(space + 1));
        return redis.send(Request.cmd(Command.HDEL)
                        .arg(ChannelKeys.marks(channel))
                        .arg(mark.field()))
                .map(removed -> removed.toLong());
    }

    /** Before the mark itself, so that none is without it. */
    private Uni<Response> remember(ChannelId channel, Mark mark) {
        String marked = ChannelKeys.marked(channel.tenant(), mark.user());
        return redis.send(Request.cmd(Command.SADD).arg(marked).arg(mark.name() + " " + channel.name()))
                .call(() -> redis.send(Request.cmd(Command.PEXPIRE)
                        .arg(marked)
                        .arg(history.metaTtl().toMillis())));
    }

    private Uni<Position> run(ChannelId channel, Mark mark, String how, Position position) {
        return MARK.run(
                        redis,
                        List.of(ChannelKeys.marks(channel)),
                        List.of(
                                mark.field(),
                                how,
                                position.epoch(),
                                position.offset(),
                                history.metaTtl().toMillis()))
                .map(answer -> new Position(
                        answer.get(0).toString(), Long.parseLong(answer.get(1).toString())));
    }
}
