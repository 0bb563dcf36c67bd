package io.mnemesh.gateway.sessions;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How long users stay signed in. */
@ConfigMapping(prefix = "mnemesh.gateway.sessions")
public interface SessionConfig {

    /** A session that is not renewed for so long is over; each renewal puts it off. */
    @WithDefault("12h")
    Duration idleTimeout();

    /** A session is over after so long, however often it is renewed. */
    @WithDefault("30d")
    Duration lifetime();

    /** Sessions one user may have at once; the one longest not renewed makes room for another. */
    @WithDefault("50")
    int most();

    /** How long sessions that are over are kept, to know their refresh tokens again. */
    @WithDefault("7d")
    Duration keep();

    /** Wrong passwords for one account within {@link #attemptsWindow()}; then it waits. */
    @WithDefault("10")
    int attemptsPerAccount();

    /** Sign-ins that fail from one client address within {@link #attemptsWindow()}; then it waits. */
    @WithDefault("50")
    int attemptsPerAddress();

    /** Time over which failed sign-ins are counted. */
    @WithDefault("15m")
    Duration attemptsWindow();
}
