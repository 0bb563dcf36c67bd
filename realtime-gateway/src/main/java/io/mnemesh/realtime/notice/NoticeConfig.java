package io.mnemesh.realtime.notice;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Which events become notifications, and whose. */
@ConfigMapping(prefix = "mnemesh.realtime.notifications")
public interface NoticeConfig {

    /** The rules by name. */
    Map<String, Rule> rules();

    /** One rule. */
    interface Rule {

        /** Whether the rule holds. */
        @WithDefault("true")
        boolean enabled();

        /** Short name of the event, for example {@code alert_raised}. */
        String event();

        /** A filter of the event as subscribers see it, in JSON; every event of the name unless it is set. */
        Optional<String> when();

        /**
         * Who is notified: {@code user:<id>}, {@code role:<role>} for the shared inbox {@code notices:<role>}, {@code field:<name>} for
         * the user whom a field of the event's data names, {@code mentions:<name>} for those whom its text mentions as
         * {@code @<id>}.
         */
        List<String> to();

        /** Fields of the event's data that a notification shows; none of events that tell of memories. */
        Optional<List<String>> show();
    }
}
