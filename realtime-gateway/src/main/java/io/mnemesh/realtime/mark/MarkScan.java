package io.mnemesh.realtime.mark;

import io.mnemesh.mesh.redis.RedisLines;
import io.mnemesh.mesh.tenancy.TenantId;
import io.mnemesh.realtime.history.ChannelKeys;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.RedisClientType;
import io.vertx.redis.client.RedisOptions;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import jakarta.inject.Singleton;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;

/**
 * Looks through all channels of a tenant for marks of a user, whether it is known where these are or not. Takes one round trip
 * per {@value #AT_ONCE} keys of Redis, so it is for erasures.
 */
@Singleton
class MarkScan {

    private static final int AT_ONCE = 1000;
    private static final String BEGIN = "0";

    private final Vertx vertx;
    private final RedisLines redis;

    MarkScan(Vertx vertx, RedisLines redis) {
        this.vertx = vertx;
        this.redis = redis;
    }

    /** Removes the user's marks. @return how many there were */
    Uni<Long> forget(TenantId tenant, String user) {
        String own = new Mark(user, "x").field();
        String pattern = own.substring(0, own.length() - 1) + "*";
        return everywhere(node -> keys(node, ChannelKeys.marksOf(tenant), BEGIN))
                .chain(keys -> sum(keys, key -> remove(key, pattern, BEGIN)));
    }

    private Uni<Long> remove(String key, String pattern, String cursor) {
        return redis.send(Request.cmd(Command.HSCAN)
                        .arg(key)
                        .arg(cursor)
                        .arg("MATCH")
                        .arg(pattern)
                        .arg("COUNT")
                        .arg(AT_ONCE))
                .chain(page -> remove(key, fields(page))
                        .chain(removed -> isLast(page)
                                ? Uni.createFrom().item(removed)
                                : remove(key, pattern, page.get(0).toString()).map(more -> removed + more)));
    }

    private Uni<Long> remove(String key, List<String> fields) {
        if (fields.isEmpty()) {
            return Uni.createFrom().item(0L);
        }
        var request = Request.cmd(Command.HDEL).arg(key);
        fields.forEach(request::arg);
        return redis.send(request).map(Response::toLong);
    }

    /** Of fields and values in turn. */
    private static List<String> fields(Response page) {
        Response pairs = page.get(1);
        return IntStream.range(0, pairs.size() / 2)
                .mapToObj(i -> pairs.get(2 * i).toString())
                .toList();
    }

    private static Uni<List<String>> keys(RedisLines node, String pattern, String cursor) {
        return node.send(Request.cmd(Command.SCAN)
                        .arg(cursor)
                        .arg("MATCH")
                        .arg(pattern)
                        .arg("COUNT")
                        .arg(AT_ONCE))
                .chain(page -> {
                    List<String> found = StreamSupport.stream(page.get(1).spliterator(), false)
                            .map(Response::toString)
                            .toList();
                    return isLast(page)
                            ? Uni.createFrom().item(found)
                            : keys(node, pattern, page.get(0).toString()).map(more -> joined(found, more));
                });
    }

    private static List<String> joined(List<String> some, List<String> more) {
        var all = new ArrayList<>(some);
        all.addAll(more);
        return all;
    }

    private static boolean isLast(Response page) {
        return page.get(0).toString().equals(BEGIN);
    }

    /** With Redis Cluster, each node knows its own keys only. */
    private Uni<List<String>> everywhere(Function<RedisLines, Uni<List<String>>> search) {
        if (redis.options().getType() != RedisClientType.CLUSTER) {
            return search.apply(redis);
        }
        return redis.send(Request.cmd(Command.CLUSTER).arg("SLOTS"))
                .chain(slots -> Multi.createFrom()
                        .iterable(StreamSupport.stream(slots.spliterator(), false)
                                .map(range -> range.get(2))
                                .map(node -> node.get(0) + ":" + node.get(1))
                                .distinct()
                                .toList())
                        .onItem()
                        .transformToUniAndConcatenate(address -> on(address, search))
                        .onItem()
                        .<String>disjoint()
                        .collect()
                        .asList());
    }

    private Uni<List<String>> on(String address, Function<RedisLines, Uni<List<String>>> search) {
        RedisOptions options = redis.options();
        String known = options.getEndpoints().getFirst();
        URI uri = URI.create(known);
        String user = uri.getUserInfo() == null ? "" : uri.getUserInfo() + "@";
        options.setType(RedisClientType.STANDALONE).setEndpoints(List.of(uri.getScheme() + "://" + user + address));
        var node = new RedisLines(vertx, options, redis.config());
        return search.apply(node).onTermination().invoke(node::close);
    }

    private static Uni<Long> sum(List<String> keys, Function<String, Uni<Long>> removal) {
        return Multi.createFrom()
                .iterable(keys)
                .onItem()
                .transformToUniAndConcatenate(removal::apply)
                .collect()
                .with(Collectors.summingLong(Long::longValue));
    }
}
