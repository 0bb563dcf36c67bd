package io.mnemesh.cache.redis;

import io.mnemesh.cache.codec.EntryKey;
import io.mnemesh.mesh.redis.RedisSender;
import io.mnemesh.mesh.tenancy.TenantId;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.redis.client.RedisClientType;
import io.vertx.redis.client.Response;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * L2 of all caches of a service: entries, leases and the change log in Redis, spread over shards. Operations on many
 * keys send one command per shard, all at once. Every operation fails with {@link RedisDown} at once while Redis is away.
 */
public final class RedisTier implements AutoCloseable {

    private static final Comparator<Token> OLDEST_FIRST =
            Comparator.comparingLong(Token::epoch).thenComparingLong(Token::offset);

    private final RedisSettings settings;
    private final Shards shards;
    private final List<ShardFollower> followers;
    private final List<ShardCommands> commands;
    private final List<ShardCommands> reads;
    private final List<TagCheck> tags;
    private final RedisLink link;
    private final Announcer announcer;
    private final Function<Debtor, Uni<Void>> onOpen;

    /**
     * @param node   unique name of this process
     * @param onOpen pays what Redis could not be told while it was away, before anything is read again
     */
    public RedisTier(
            Vertx vertx, RedisSettings settings, String node, Changes changes, Function<Debtor, Uni<Void>> onOpen) {
        this.settings = settings;
        this.onOpen = onOpen;
        var connections = new Connections(vertx, settings);
        this.shards = new Shards(settings.shards(), changes);
        this.announcer = new Announcer(settings, shards, node);
        this.link = new RedisLink(connections, settings.timeout(), this::opening, this::follow);
        this.followers = shards.map(
                shard -> new ShardFollower(connections, settings, shard, changes, link::isConnected, announcer::isOwn));
        this.commands = commands(link);
        this.reads = commands(settings.type() == RedisClientType.STANDALONE ? link.reads() : link);
        this.tags = shards.map(shard -> new TagCheck(shard, commands.get(shard.index())));
    }

    /** Connects and follows. */
    public void start() {
        link.start();
    }

    private void follow() {
        followers.forEach(ShardFollower::wake);
    }

    public boolean isOpen() {
        return link.isOpen();
    }

    public int shards() {
        return settings.shards();
    }

    public Duration lease() {
        return settings.lease();
    }

    /** Tells Redis of changes over a connection that is not open to others yet. */
    public interface Debtor {
        Uni<Void> changed(List<EntryKey> keys);

        /** Voids everything this service has in Redis. */
        Uni<Void> renew();
    }

    private Uni<Void> opening(RedisSender sender) {
        var raw = commands(sender);
        return pulse(raw, false)
                .chain(() -> onOpen.apply(new Debtor() {
                    @Override
                    public Uni<Void> changed(List<EntryKey> keys) {
                        return announcer.change(raw, keys, false, Set.of());
                    }

                    @Override
                    public Uni<Void> renew() {
                        return pulse(raw, true);
                    }
                }));
    }

    /** Voids everything this service has in Redis. */
    public Uni<Void> renew() {
        return pulse(commands, true);
    }

    private Uni<Void> pulse(List<ShardCommands> to, boolean renew) {
        return Shards.all(shards.map(
                        shard -> to.get(shard.index()).pulse(renew).invoke(now -> shards.observe(shard, now))))
                .replaceWithVoid();
    }

    private List<ShardCommands> commands(RedisSender sender) {
        return shards.map(shard -> new ShardCommands(sender, settings, shard.index()));
    }

    /** Point in history before which everything this process has heard of lies. */
    public Token token(EntryKey key) {
        return shards.of(key).token();
    }

    /**
     * An entry that is there.
     *
     * @param fence to tell {@link #begin} that this one does not count
     */
    public record Entry(byte[] envelope, long fence) {

        private static Entry of(Stamped entry) {
            return new Entry(entry.envelope(), entry.fence());
        }
    }

    /** The entries that are there, of the current epoch, and with no tag that was invalidated since. */
    public Uni<Map<EntryKey, Entry>> read(List<EntryKey> keys) {
        return shards.each(
                        keys,
                        (shard, part) -> reads.get(shard.index()).read(part).chain(reply -> {
                            Map<EntryKey, Stamped> found = new HashMap<>();
                            for (int i = 0; i < part.size(); i++) {
                                Stamped entry = Stamped.of(reply.get(i), shard.epoch());
                                if (entry != null) {
                                    found.put(part.get(i), entry);
                                }
                            }
                            return tags.get(shard.index()).current(found);
                        }))
                .map(Shards::merged)
                .map(found -> {
                    Map<EntryKey, Entry> entries = HashMap.newHashMap(found.size());
                    found.forEach((key, entry) -> entries.put(key, Entry.of(entry)));
                    return entries;
                });
    }

    /** Removes entries that cannot be read. */
    public Uni<Void> drop(List<EntryKey> keys) {
        return shards.each(keys, (shard, part) -> commands.get(shard.index()).drop(part))
                .replaceWithVoid();
    }

    /** What {@link #begin} found for one key. */
    public sealed interface Begun {

        /** Somebody has stored it in the meantime. */
        record There(Entry entry) implements Begun {}

        /**
         * It is ours to load.
         *
         * @param token to hand in with the value
         * @param fence of the lease, 0 without lease
         * @param owed  what PostgreSQL was not told of
         */
        record Ours(Token token, long fence, Owed owed) implements Begun {}

        /** Another process is loading it. */
        record Theirs(Token token, Owed owed) implements Begun {}
    }

    /** What PostgreSQL was not told of yet. */
    public enum Owed {
        /** Nothing. */
        NOTHING,
        /** The key: do not read it there. */
        KEY,
        /** Something else, perhaps a tag: do not read there what has tags. */
        OTHERS;

        private static Owed of(Response number) {
            return values()[number.toInteger()];
        }
    }

    /**
     * @param leased whether the leases of missing keys are to be taken
     * @param known  fences of entries that do not count
     */
    public Uni<Map<EntryKey, Begun>> begin(List<EntryKey> keys, boolean leased, Map<EntryKey, Long> known) {
        return shards.each(keys, (shard, part) -> {
                    var arguments = new ArrayList<Object>(1 + 2 * part.size());
                    arguments.add(leased ? settings.lease().toMillis() : 0);
                    for (EntryKey key : part) {
                        arguments.add(key.digest());
                        arguments.add(known.getOrDefault(key, 0L));
                    }
                    return commands.get(shard.index())
                            .run(Scripts.BEGIN, part, arguments)
                            .chain(reply -> begun(shard, part, reply));
                })
                .map(Shards::merged);
    }

    private Uni<Map<EntryKey, Begun>> begun(Shard shard, List<EntryKey> keys, Response reply) {
        Token token = ShardCommands.token(reply);
        shards.observe(shard, token);
        Map<EntryKey, Begun> begun = new HashMap<>();
        Map<EntryKey, Stamped> there = new HashMap<>();
        for (int i = 0; i < keys.size(); i++) {
            Response one = reply.get(i + 2);
            Stamped entry = one.get(0).toInteger() == 0 ? Stamped.of(one.get(1), shard.epoch()) : null;
            if (entry != null) {
                there.put(keys.get(i), entry);
            }
            begun.put(
                    keys.get(i),
                    switch (one.get(0).toInteger()) {
                        case 0 -> new Begun.Ours(Token.NONE, 0, Owed.KEY);
                        case 1 -> new Begun.Ours(token, one.get(1).toLong(), Owed.of(one.get(2)));
                        default -> new Begun.Theirs(token, Owed.of(one.get(2)));
                    });
        }
        if (there.isEmpty()) {
            return Uni.createFrom().item(begun);
        }
        return tags.get(shard.index()).current(there).map(current -> {
            current.forEach((key, entry) -> begun.put(key, new Begun.There(Entry.of(entry))));
            return begun;
        });
    }

    /** A loaded or promoted value. */
    public record Loaded(EntryKey key, Token token, long fence, byte[] envelope, Duration ttl) {}

    /** Stores values that were not invalidated since their token, and gives up their leases. @return keys kept */
    public Uni<Set<EntryKey>> store(List<Loaded> values) {
        var parts = values.stream()
                .collect(Collectors.groupingBy(value -> shards.index(value.key()), TreeMap::new, Collectors.toList()));
        return Shards.all(parts.entrySet().stream()
                        .map(part -> store(commands.get(part.getKey()), part.getValue()))
                        .toList())
                .map(kept -> kept.stream().flatMap(Set::stream).collect(Collectors.toSet()));
    }

    private static Uni<Set<EntryKey>> store(ShardCommands to, List<Loaded> values) {
        Token oldest = values.stream().map(Loaded::token).min(OLDEST_FIRST).orElse(Token.NONE);
        var arguments = new ArrayList<Object>(2 + 4 * values.size());
        arguments.add(oldest.epoch());
        arguments.add(oldest.offset());
        for (Loaded value : values) {
            arguments.add(value.key().digest());
            arguments.add(value.fence());
            arguments.add(Math.max(1, value.ttl().toMillis()));
            arguments.add(value.envelope());
        }
        var keys = values.stream().map(Loaded::key).toList();
        return to.run(Scripts.STORE, keys, arguments).map(reply -> kept(keys, ShardCommands.from(reply, 0)));
    }

    private static Set<EntryKey> kept(List<EntryKey> keys, List<Response> replies) {
        return IntStream.range(0, keys.size())
                .filter(i -> replies.get(i).toInteger() == 1)
                .mapToObj(keys::get)
                .collect(Collectors.toSet());
    }

    /** Prolongs leases. */
    public Uni<Void> prolong(Map<EntryKey, Long> fences) {
        return leases(fences, settings.lease().toMillis());
    }

    /** Gives leases up without a value. */
    public Uni<Void> release(Map<EntryKey, Long> fences) {
        return leases(fences, 0);
    }

    private Uni<Void> leases(Map<EntryKey, Long> fences, long millis) {
        return shards.each(List.copyOf(fences.keySet()), (shard, part) -> {
                    var arguments = new ArrayList<Object>();
                    arguments.add(millis);
                    part.forEach(key -> arguments.add(String.valueOf(fences.get(key))));
                    return commands.get(shard.index()).run(Scripts.LEASE, part, arguments);
                })
                .replaceWithVoid();
    }

    /**
     * Replaces a value and tells every process.
     *
     * @param token  taken before the caller began
     * @param record true if Redis is the last tier: then the value is kept whatever else is changing the key; otherwise
     *               of two puts at once neither is kept, and the tier below decides
     * @param owed   PostgreSQL could not be told
     * @return whether the value is kept; if not, no value is
     */
    public Uni<Boolean> replace(
            EntryKey key, Token token, byte[] envelope, Duration ttl, boolean record, boolean owed) {
        return announcer.replace(commands, key, token, envelope, ttl, record, owed);
    }

    /**
     * Removes values, invalidates tags, and tells every process. A tag is invalidated in every shard.
     *
     * @param owed keys and tags that PostgreSQL could not be told of
     */
    public Uni<Void> remove(List<EntryKey> keys, Set<EntryKey> owed) {
        return announcer.change(commands, keys, keys.size() == 1, owed);
    }

    /** As {@link #remove}, of what another process changed or this one changed long ago; this process hears of it too. */
    public Uni<Void> tell(List<EntryKey> keys) {
        return announcer.change(commands, keys, false, Set.of());
    }

    /** Redis refuses to grow; it is not away. */
    public static boolean isFull(Throwable failure) {
        return String.valueOf(failure.getMessage()).contains("OOM");
    }

    /** Entries that PostgreSQL still has and should not have, and tags whose invalidation it does not know. */
    public Uni<List<EntryKey>> owed() {
        return Shards.all(commands.stream().map(ShardCommands::owed).toList())
                .map(replies ->
                        replies.stream().flatMap(RedisTier::owed).distinct().toList());
    }

    private static Stream<EntryKey> owed(Response reply) {
        return ShardCommands.from(reply, 0).stream()
                .map(field -> field.toString().split("\0", 3))
                .filter(parts -> parts.length == 3)
                .map(parts -> EntryKey.of(parts[0], new TenantId(parts[1]), parts[2]));
    }

    /** PostgreSQL has been told. */
    public Uni<Void> settle(List<EntryKey> keys) {
        return shards.each(
                        keys,
                        (shard, part) -> commands.get(shard.index())
                                .settle(part.stream().map(EntryKey::digest).toList()))
                .replaceWithVoid();
    }

    @Override
    public void close() {
        link.close();
        followers.forEach(ShardFollower::close);
    }
}
