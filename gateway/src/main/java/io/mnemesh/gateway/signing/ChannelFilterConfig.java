package io.mnemesh.gateway.signing;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithParentName;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What tokens let be seen of channels, beside what roles let be subscribed to. */
@ConfigMapping(prefix = "mnemesh.gateway.channel-filters")
public interface ChannelFilterConfig {

    /** The rules by name. */
    @WithParentName
    Map<String, Rule> byName();

    /** Whose tokens have a filter of which channels. */
    interface Rule {

        /** Accounts, users' or service accounts', whose tokens have it. */
        Optional<List<String>> accounts();

        /** Roles whose bearers' tokens have it. */
        Optional<List<String>> roles();

        /** Tenant of these accounts and roles; all of them unless it is set. */
        Optional<String> tenant();

        /** Channels, as a pattern in which {@code *} stands for anything. */
        @WithDefault("events:*")
        String channels();

        /** What is shown of them: a filter in JSON, as subscribers of realtime-gateway write it. */
        String filter();
    }
}
