package io.mnemesh.realtime.history;

import io.mnemesh.mesh.id.Ids;
import io.mnemesh.mesh.redis.RedisSender;
import io.mnemesh.mesh.redis.Script;
import io.mnemesh.realtime.backbone.Backbone;
import io.mnemesh.realtime.channel.ChannelId;
import io.mnemesh.realtime.channel.ChannelItem.Message;
import io.mnemesh.realtime.channel.Member;
import io.mnemesh.realtime.channel.Position;
import io.mnemesh.realtime.namespace.Namespaces;
import io.smallrye.mutiny.Uni;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The log of every channel in Redis. Each operation is one script on keys of one slot. The entry of offset {@code n} has
 * the stream id {@code n-0}, so that reading behind an offset is a range query.
 */
@ApplicationScoped
class RedisChannelLog implements ChannelLog {

    private static final Script PUBLISH = script("publish.lua");
    private static final Script READ = script("read.lua");
    private static final Script RENEW = script("renew.lua");

    /** What the script of publications says. */
    private static final int APPENDED = 1;

    private static final int OTHER_CONTENT = 2;

    private final RedisSender redis;
    private final HistoryConfig config;
    private final Retention retention;
    private final Ids ids;

    @Inject
    RedisChannelLog(Backbone backbone, HistoryConfig config, Namespaces namespaces, Ids ids) {
        this(backbone::send, config, namespaces, ids);
    }

    RedisChannelLog(RedisSender redis, HistoryConfig config, Namespaces namespaces, Ids ids) {
        this.redis = redis;
        this.config = config.validated();
        this.retention = new Retention(config, namespaces);
        this.ids = ids;
    }

    @Override
    public Uni<Published> publish(ChannelId channel, String eventId, byte[] payload, @Nullable Member publisher) {
        return publish(channel, eventId, payload, "", publisher);
    }

    @Override
    public Uni<Published> publishOnce(ChannelId channel, String key, byte[] payload, String content, Member publisher) {
        return publish(channel, key, payload, content, publisher);
    }

    private Uni<Published> publish(
            ChannelId channel, String eventId, byte[] payload, String content, @Nullable Member publisher) {
        Retention.Kept kept = retention.of(channel);
        return PUBLISH.run(
                        redis,
                        List.of(
                                ChannelKeys.meta(channel),
                                ChannelKeys.log(channel),
                                ChannelKeys.seen(channel),
                                ChannelKeys.bus(channel)),
                        List.of(
                                eventId,
                                payload,
                                newEpoch(),
                                kept.size(),
                                kept.ttl().toMillis(),
                                config.metaTtl().toMillis(),
                                config.rememberedIds(),
                                publisher == null ? "" : publisher.text(),
                                content))
                .map(answer -> {
                    int appended = answer.get(2).toInteger();
                    return new Published(position(answer), appended == APPENDED, appended != OTHER_CONTENT);
                });
    }

    @Override
    public Uni<LogPage> read(ChannelId channel, String epoch, long firstOffset, int limit) {
        return READ.run(
                        redis,
                        List.of(ChannelKeys.meta(channel), ChannelKeys.log(channel), ChannelKeys.seen(channel)),
                        List.of(
                                epoch,
                                firstOffset,
                                limit,
                                newEpoch(),
                                config.metaTtl().toMillis()))
                .map(RedisChannelLog::page);
    }

    @Override
    public Uni<Void> renew(ChannelId channel, String epoch) {
        return RENEW.run(
                        redis, List.of(ChannelKeys.meta(channel), ChannelKeys.log(channel)), List.of(epoch, newEpoch()))
                .replaceWithVoid();
    }

    @Override
    public Uni<Boolean> remove(ChannelId channel) {
        return redis.send(Request.cmd(Command.DEL)
                        .arg(ChannelKeys.meta(channel))
                        .arg(ChannelKeys.log(channel))
                        .arg(ChannelKeys.seen(channel)))
                .map(removed -> removed != null && removed.toInteger() > 0);
    }

    private static LogPage page(Response answer) {
        Position newest = position(answer);
        var messages = new ArrayList<Message>();
        for (Response entry : answer.get(2)) {
            String id = entry.get(0).toString();
            Response fields = entry.get(1);
            messages.add(new Message(
                    new Position(newest.epoch(), Long.parseLong(id.substring(0, id.indexOf('-')))),
                    fields.get(1).toString(),
                    fields.get(3).toBytes(),
                    fields.size() > 5 ? Member.parse(fields.get(5).toString()).orElse(null) : null));
        }
        return new LogPage(newest, messages);
    }

    private static Position position(Response answer) {
        return new Position(answer.get(0).toString(), answer.get(1).toLong());
    }

    private static Script script(String name) {
        return Script.load(RedisChannelLog.class, name);
    }

    private String newEpoch() {
        return ids.next().toString();
    }
}
