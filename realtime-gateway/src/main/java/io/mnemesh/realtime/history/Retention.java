package io.mnemesh.realtime.history;

import io.mnemesh.mesh.redis.Rules;
import io.mnemesh.realtime.channel.ChannelId;
import io.mnemesh.realtime.namespace.Namespace;
import io.mnemesh.realtime.namespace.Namespaces;
import java.time.Duration;
import java.util.Optional;

/** How much of which channel's past is kept: what its namespace says, and the default for what it does not say. */
final class Retention {

    private final HistoryConfig defaults;
    private final Namespaces namespaces;

    /** @throws IllegalArgumentException if a namespace keeps more than the channels' metadata allow for */
    Retention(HistoryConfig defaults, Namespaces namespaces) {
        this.defaults = defaults;
        this.namespaces = namespaces;
        namespaces.all().forEach(this::check);
    }

    /**
     * @param size messages kept
     * @param ttl  how long those of a silent channel are kept
     */
    record Kept(int size, Duration ttl) {}

    Kept of(ChannelId channel) {
        Optional<Namespace> namespace = namespaces.of(channel.name());
        return new Kept(
                namespace.flatMap(Namespace::historySize).orElseGet(defaults::size),
                namespace.flatMap(Namespace::historyTtl).orElseGet(defaults::ttl));
    }

    private void check(Namespace namespace) {
        String of = " for the namespace " + namespace.name();
        namespace
                .historySize()
                .ifPresent(size -> Rules.between(
                        "mnemesh.realtime.history.remembered-ids" + of, defaults.rememberedIds(), size, 10_000_000));
        namespace
                .historyTtl()
                .ifPresent(ttl -> Rules.atLeast("mnemesh.realtime.history.meta-ttl" + of, defaults.metaTtl(), ttl));
    }
}
