package io.mnemesh.cache.redis;

import io.mnemesh.cache.codec.EntryKey;
import io.mnemesh.mesh.redis.RedisSender;
import io.smallrye.mutiny.Uni;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The commands of one shard, over a connection that is given. All keys of a shard are in one slot. */
final class ShardCommands {

    private final RedisSender sender;
    private final String prefix;
    /** The keys that every script gets first. */
    private final List<String> own;

    ShardCommands(RedisSender sender, RedisSettings settings, int shard) {
        this.sender = sender;
        this.prefix = prefix(settings, shard);
        this.own = Stream.of("head", "dead", "log", "owed", "tags")
                .map(name -> prefix + name)
                .toList();
    }

    /** The number of shards is part of the tag: instances with another number do not share entries. */
    static String prefix(RedisSettings settings, int shard) {
        return "mnemesh:{cache:" + settings.service() + ":" + settings.shards() + ":" + shard + "}:";
    }

    String entry(EntryKey key) {
        return prefix + "entry:" + key.cache() + ":" + key.tenant() + ":" + key.key();
    }

    private String lease(EntryKey key) {
        return prefix + "lease:" + key.cache() + ":" + key.tenant() + ":" + key.key();
    }

    String log() {
        return prefix + "log";
    }

    Uni<Response> read(List<EntryKey> keys) {
        var request = Request.cmd(Command.MGET);
        keys.forEach(key -> request.arg(entry(key)));
        return sender.send(request);
    }

    Uni<Response> drop(List<EntryKey> keys) {
        var request = Request.cmd(Command.DEL);
        keys.forEach(key -> request.arg(entry(key)));
        return sender.send(request);
    }

    Uni<Response> owed() {
        return sender.send(Request.cmd(Command.HGETALL).arg(prefix + "owed"));
    }

    Uni<Response> settle(List<String> digests) {
        var request = Request.cmd(Command.HDEL).arg(prefix + "owed");
        digests.forEach(request::arg);
        return sender.send(request);
    }

    /** @param arguments {@code byte[]} or anything whose text is meant */
    Uni<Response> run(Scripts script, List<EntryKey> keys, List<Object> arguments) {
        boolean leasesOnly = script == Scripts.LEASE;
        var all = new ArrayList<>(own);
        for (EntryKey key : keys) {
            if (!leasesOnly) {
                all.add(entry(key));
            }
            all.add(lease(key));
        }
        return script.script().run(sender, all, arguments);
    }

    Uni<Token> pulse(boolean renew) {
        return run(Scripts.PULSE, List.of(), List.of(renew ? "1" : "0")).map(ShardCommands::token);
    }

    static Token token(Response reply) {
        return new Token(reply.get(0).toLong(), reply.get(1).toLong());
    }

    static List<Response> from(Response reply, int first) {
        var rest = new ArrayList<Response>(Math.max(0, reply.size() - first));
        for (int i = first; i < reply.size(); i++) {
            rest.add(reply.get(i));
        }
        return rest;
    }
}
