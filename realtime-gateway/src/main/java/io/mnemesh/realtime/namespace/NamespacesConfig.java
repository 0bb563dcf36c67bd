package io.mnemesh.realtime.namespace;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithParentName;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The namespaces of channels. A channel belongs to the one its name begins with, up to the first colon. */
@ConfigMapping(prefix = "mnemesh.realtime.namespaces")
public interface NamespacesConfig {

    /** The namespaces by name. A channel of another one does not exist. */
    @WithParentName
    Map<String, Options> byName();

    /** What holds for the channels of one namespace. */
    interface Options {

        /**
         * Who may subscribe, read the history and see who is there: {@code role}, or {@code role:pattern} for some channels; the role
         * {@code *} is everybody's. Nobody unless it is set; {@code *} for {@code events}.
         */
        Optional<List<String>> subscribe();

        /** Who may publish from a client, in the same form. Nobody unless it is set; nobody ever to {@code events}. */
        Optional<List<String>> publish();

        /**
         * Who may give others subscription tokens for channels it may subscribe to itself, in the same form. Nobody unless it is set, and
         * then no such token counts.
         */
        Optional<List<String>> grant();

        /** Whether nobody subscribes without a subscription token; needs {@code grant}. */
        @WithDefault("false")
        boolean tokenRequired();

        /** Messages kept per channel. {@code mnemesh.realtime.history.size} unless it is set. */
        Optional<Integer> historySize();

        /** How long the messages of a silent channel are kept. {@code mnemesh.realtime.history.ttl} unless it is set. */
        Optional<Duration> historyTtl();

        /** Whether clients get what they missed and may read the history. */
        @WithDefault("true")
        boolean recovery();

        /** Whether who subscribes without a position gets the newest message first; needs {@code recovery}. */
        @WithDefault("false")
        boolean cache();

        /** Whether clients that can take differences get these; the Centrifuge protocol has them. */
        @WithDefault("false")
        boolean delta();

        /**
         * What happens to a subscriber that reads too slowly: {@code disconnect}, {@code drop-oldest} of what waits for it with a gap that
         * says so, or {@code conflate}, where a newer message replaces an older one that waits.
         */
        @WithDefault("disconnect")
        String slow();

        /**
         * Path of the field by which messages are conflated: each value's newest one is kept. Without it the newest message alone
         * is; messages without the field are all kept.
         */
        Optional<String> conflateBy();

        /** Shortest time between two deliveries to a subscriber of what is conflated. They come at once unless it is set. */
        Optional<Duration> interval();

        /** Whether clients may subscribe so that messages come again until they are acknowledged; needs {@code recovery}. */
        @WithDefault("false")
        boolean acknowledge();

        /** Whether it is kept and shown who is there. */
        @WithDefault("false")
        boolean presence();

        /** Whether subscribers that want it are told who comes and goes; needs {@code presence}. */
        @WithDefault("false")
        boolean joinLeave();

        /** Whether members tell each other that they write, in the own protocol; needs {@code presence}. */
        @WithDefault("false")
        boolean typing();
    }
}
