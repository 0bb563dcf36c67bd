package io.mnemesh.realtime.namespace;

import io.mnemesh.mesh.redis.Rules;
import io.mnemesh.mesh.tenancy.Identity;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What holds for the channels of one namespace.
 *
 * @param name        what their names begin with, up to the first colon
 * @param subscribers who may subscribe, read the history and see who is there
 * @param publishers  who may publish from a client
 * @param granters    who may give others tokens for channels it may subscribe to itself
 * @param tokenRequired whether nobody subscribes without such a token
 * @param historySize messages kept per channel; empty for the default
 * @param historyTtl  how long those of a silent channel are kept; empty for the default
 * @param recovery    whether clients get what they missed and may read the history
 * @param cache       whether who subscribes without a position gets the newest message first
 * @param delta       whether clients that can take differences get these
 * @param pace        what happens to messages that a subscriber does not take at once
 * @param acknowledge whether messages may come again until they are acknowledged
 * @param presence    whether it is kept and shown who is there
 * @param joinLeave   whether subscribers that want it are told who comes and goes
 * @param typing      whether those who may publish tell others that they write
 */
public record Namespace(
        String name,
        Access subscribers,
        Access publishers,
        Access granters,
        boolean tokenRequired,
        Optional<Integer> historySize,
        Optional<Duration> historyTtl,
        boolean recovery,
        boolean cache,
        boolean delta,
        Pace pace,
        boolean acknowledge,
        boolean presence,
        boolean joinLeave,
        boolean typing) {

    /** The namespace of the mesh's own events. */
    public static final String EVENTS = "events";

    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9_-]{0,31}");

    /** @throws IllegalArgumentException with a sentence naming key, value and rule */
    static Namespace of(String name, NamespacesConfig.Options options) {
        String key = "mnemesh.realtime.namespaces." + name;
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    key + " has to be named by up to 32 lower-case letters, digits, '-' and '_'.");
        }
        options.historySize().ifPresent(size -> Rules.between(key + ".history-size", size, 1, 1_000_000));
        options.historyTtl().ifPresent(ttl -> Rules.atLeast(key + ".history-ttl", ttl, Duration.ofSeconds(1)));
        Access publishers = access(key + ".publish", options.publish());
        if (name.equals(EVENTS) && !publishers.isNobody()) {
            throw new IllegalArgumentException(key + ".publish is set but only the mesh publishes its events.");
        }
        Access granters = access(key + ".grant", options.grant());
        if (options.tokenRequired() && granters.isNobody()) {
            throw new IllegalArgumentException(key + ".token-required is true but " + key + ".grant is not set.");
        }
        options.interval()
                .ifPresent(interval -> Rules.between(key + ".interval in ms", interval.toMillis(), 1, 60_000));
        Pace.Policy policy = Pace.Policy.of(key + ".slow", options.slow());
        boolean conflates = policy == Pace.Policy.CONFLATE;
        if (!conflates
                && (options.conflateBy().isPresent() || options.interval().isPresent())) {
            throw new IllegalArgumentException(
                    key + ".conflate-by and .interval need " + key + ".slow to be conflate.");
        }
        if (options.acknowledge() && !options.recovery()) {
            throw new IllegalArgumentException(key + ".acknowledge is true but " + key + ".recovery is not.");
        }
        if (options.cache() && !options.recovery()) {
            throw new IllegalArgumentException(key + ".cache is true but " + key + ".recovery is not.");
        }
        needsPresence(key + ".join-leave", options.joinLeave(), key, options);
        needsPresence(key + ".typing", options.typing(), key, options);
        return new Namespace(
                name,
                access(key + ".subscribe", options.subscribe()),
                publishers,
                granters,
                options.tokenRequired(),
                options.historySize(),
                options.historyTtl(),
                options.recovery(),
                options.cache(),
                options.delta(),
                new Pace(
                        policy,
                        options.conflateBy().orElse(""),
                        options.interval().orElse(Duration.ZERO)),
                options.acknowledge(),
                options.presence(),
                options.joinLeave(),
                options.typing());
    }

    /** What a channel is counted as: a kind of event by its own name, others by their namespace. */
    public static String familyOf(String channel) {
        int colon = channel.indexOf(':');
        return colon < 0 || channel.startsWith(EVENTS + ":") ? channel : channel.substring(0, colon);
    }

    /** Whether the caller may subscribe to this channel of the namespace, without a token for it. */
    public boolean maySubscribe(Identity caller, String channel) {
        return !tokenRequired && subscribers.allows(caller, behind(channel));
    }

    /** Whether a subscription token of this granter counts for this channel of the namespace. */
    public boolean mayGrant(Identity granter, String channel) {
        return granters.allows(granter, behind(channel)) && subscribers.allows(granter, behind(channel));
    }

    /** Whether the caller may publish to this channel of the namespace. */
    public boolean mayPublish(Identity caller, String channel) {
        return publishers.allows(caller, behind(channel));
    }

    /** Names of channels of the namespace that only this user may subscribe to, by their own name. */
    public Stream<String> own(String user) {
        return subscribers.own(user).map(own -> name + ":" + own);
    }

    private String behind(String channel) {
        return channel.substring(name.length() + 1);
    }

    private static void needsPresence(String option, boolean on, String key, NamespacesConfig.Options options) {
        if (on && !options.presence()) {
            throw new IllegalArgumentException(option + " is true but " + key + ".presence is not.");
        }
    }

    private static Access access(String key, Optional<List<String>> rules) {
        return rules.map(list -> Access.of(key, list)).orElse(Access.NONE);
    }
}
