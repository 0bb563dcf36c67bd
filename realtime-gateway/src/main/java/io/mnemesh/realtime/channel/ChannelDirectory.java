package io.mnemesh.realtime.channel;

import io.mnemesh.mesh.event.EventType;
import io.mnemesh.mesh.event.EventTypes;
import io.mnemesh.mesh.problem.ProblemException;
import io.mnemesh.mesh.tenancy.TenantId;
import io.mnemesh.realtime.namespace.Namespace;
import io.mnemesh.realtime.namespace.Namespaces;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The channels that exist: for each tenant one per event family, named {@code events:<short_name>}, and in every other
 * namespace one of any name.
 */
@ApplicationScoped
public class ChannelDirectory {

    private static final String EVENTS = Namespace.EVENTS + ":";
    private static final int LONGEST_QUOTE = 128;

    /** Visible ASCII without what has a meaning in patterns, keys of Redis and JSON. */
    private static final Pattern NAME = Pattern.compile("[a-z0-9_-]+:[!-~&&[^*{}\"\\\\]]{1,200}");

    private static final Set<String> FAMILIES =
            EventTypes.FAMILIES.stream().map(type -> EVENTS + type.shortName()).collect(Collectors.toUnmodifiableSet());

    private final Namespaces namespaces;

    ChannelDirectory(Namespaces namespaces) {
        this.namespaces = namespaces;
    }

    /** The channel of a type of event. */
    public ChannelId channelOf(TenantId tenant, EventType<?> type) {
        return new ChannelId(tenant, EVENTS + type.shortName());
    }

    /**
     * The tenant's channel of this name.
     *
     * @throws ProblemException {@code not-found} if there is none
     */
    public Channel find(TenantId tenant, String name) {
        return look(tenant, name).orElseThrow(() -> missing(name));
    }

    /** The tenant's channel of this name, if there is one. */
    public Optional<Channel> look(TenantId tenant, String name) {
        return namespaces
                .of(name)
                .filter(namespace -> exists(namespace, name))
                .map(namespace -> new Channel(new ChannelId(tenant, name), namespace));
    }

    /** What channels are counted as, all there can be. */
    public Set<String> families() {
        return Stream.concat(
                        FAMILIES.stream(),
                        namespaces.all().stream().map(Namespace::name).filter(name -> !name.equals(Namespace.EVENTS)))
                .collect(Collectors.toUnmodifiableSet());
    }

    /** The channels that are a user's own, such as an inbox. */
    public List<ChannelId> own(TenantId tenant, String user) {
        return namespaces.all().stream()
                .flatMap(namespace -> namespace.own(user).filter(name -> exists(namespace, name)))
                .distinct()
                .map(name -> new ChannelId(tenant, name))
                .toList();
    }

    private static boolean exists(Namespace namespace, String name) {
        return namespace.name().equals(Namespace.EVENTS)
                ? FAMILIES.contains(name)
                : NAME.matcher(name).matches();
    }

    private static ProblemException missing(String name) {
        return ProblemException.notFound(
                "There is no channel '%s'; channels are named <namespace>:<name>, for example events:memory_created."
                        .formatted(name.length() > LONGEST_QUOTE ? name.substring(0, LONGEST_QUOTE) + "…" : name));
    }
}
