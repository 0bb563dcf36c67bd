package io.mnemesh.gateway.grants;

import io.mnemesh.gateway.edge.RouteScopes;
import io.mnemesh.gateway.signing.IssuedToken;
import io.mnemesh.gateway.signing.SubscriptionTokenIssuer;
import io.mnemesh.mesh.identity.TokenVerifier.Verified;
import io.mnemesh.mesh.problem.ProblemException;
import io.vertx.core.http.HttpMethod;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Grants subscriptions to others. Which channels a granter may grant is known to realtime-gateway, which judges a token by the
 * granter it names; one that names a granter without the right is worth nothing.
 */
@ApplicationScoped
public class SubscriptionGrants {

    private static final String PART = "realtime";
    private static final int LONGEST_USER = 200;
    private static final Pattern CHANNEL = Pattern.compile("[a-z0-9_-]{1,32}:[!-~&&[^*{}\"\\\\]]{1,200}");

    private final SubscriptionTokenIssuer issuer;

    SubscriptionGrants(SubscriptionTokenIssuer issuer) {
        this.issuer = issuer;
    }

    /**
     * A token for one user and channel.
     *
     * @throws ProblemException {@code forbidden} if the granter's scopes do not allow it, {@code invalid-value}
     */
    public SubscriptionTokenAnswer grant(Verified granter, SubscriptionTokenRequest request, String path) {
        RouteScopes.check(granter.identity().scopes(), PART, HttpMethod.POST, path);
        var options = new HashMap<String, Boolean>(2);
        put(options, "presence", request.presence());
        put(options, "join_leave", request.joinLeave());
        IssuedToken issued = issuer.issue(
                granter, user(request.user()), channel(request.channel()), lifetime(request.expiresIn()), options);
        return new SubscriptionTokenAnswer(issued.token(), issued.lifetime().toSeconds());
    }

    /** An option that is left as it is needs no word. */
    private static void put(Map<String, Boolean> options, String name, @Nullable Boolean on) {
        if (Objects.equals(on, false)) {
            options.put(name, false);
        }
    }

    private static String user(@Nullable String user) {
        if (user == null || user.isBlank() || user.length() > LONGEST_USER) {
            throw ProblemException.invalid(
                    "user",
                    "Send the user's name as its tokens have it, of at most %d characters.".formatted(LONGEST_USER));
        }
        return user;
    }

    private static String channel(@Nullable String channel) {
        if (channel == null || !CHANNEL.matcher(channel).matches()) {
            throw ProblemException.invalid("channel", "Send the name of one channel: 'orders:eu-7'.");
        }
        return channel;
    }

    private static Duration lifetime(@Nullable Integer seconds) {
        if (seconds == null) {
            return Duration.ofDays(1); // More than any token has.
        }
        if (seconds < 1) {
            throw ProblemException.invalid("expiresIn", "Send seconds, from 1 on.");
        }
        return Duration.ofSeconds(seconds);
    }
}
