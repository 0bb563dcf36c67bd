package io.mnemesh.mesh.identity;

import io.mnemesh.mesh.identity.SignedTokens.Times;
import io.mnemesh.mesh.identity.SignedTokens.UnknownKeyException;
import io.mnemesh.mesh.tenancy.Identity;
import io.mnemesh.mesh.tenancy.TenantId;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.MalformedClaimException;

/** Verifies subscription tokens with jose4j. */
@ApplicationScoped
class JwtSubscriptionTokens implements SubscriptionTokenVerifier {

    private final TokenKeys keys;
    private final SignedTokens tokens;
    private final RevokedGrants revoked;
    private final String audience;

    JwtSubscriptionTokens(TokenKeys keys, RevokedGrants revoked, IdentityConfig config, Clock clock) {
        this.keys = keys;
        this.tokens = new SignedTokens(keys, config, clock);
        this.revoked = revoked;
        this.audience = SubscriptionTokenVerifier.audience(config);
    }

    @Override
    public Granted verify(String token) {
        try {
            JwtClaims claims = tokens.claims(token);
            Times times = tokens.check(claims, audience);
            Granted granted = read(claims, times);
            if (granted.grant() != null && revoked.contains(granted.grant())) {
                throw SignedTokens.refused(
                        "The session or API key that granted the token was revoked.", TokenVerifier.REVOKED);
            }
            return granted;
        } catch (UnknownKeyException e) {
            keys.refresh().subscribe().with(ignored -> {});
            throw tokens.unknownKey();
        } catch (MalformedClaimException | IllegalArgumentException e) {
            throw SignedTokens.refused("The token has a claim of the wrong form.", TokenVerifier.MALFORMED);
        }
    }

    private static Granted read(JwtClaims claims, Times times) throws MalformedClaimException {
        var granter = new Identity(
                new TenantId(required(claims.getStringClaimValue("tenant"))),
                required(claims.getStringClaimValue(GRANTER)),
                claims.hasClaim(GRANTER_ROLES) ? Set.copyOf(claims.getStringListClaimValue(GRANTER_ROLES)) : Set.of(),
                Set.of());
        Map<?, ?> override = claims.hasClaim(OVERRIDE) ? claims.getClaimValue(OVERRIDE, Map.class) : Map.of();
        if (!List.of("presence", "join_leave").containsAll(override.keySet())) {
            throw new IllegalArgumentException("An override that is not known would not be heeded.");
        }
        return new Granted(
                required(claims.getSubject()),
                required(claims.getStringClaimValue(CHANNEL)),
                times.expiresAt(),
                granter,
                claims.getStringClaimValue(JwtTokenVerifier.GRANT_CLAIM),
                SignedTokens.channelFilters(claims),
                stays(override, "presence"),
                stays(override, "join_leave"));
    }

    /** Whether an override leaves an option as it is. */
    private static boolean stays(Map<?, ?> override, String option) {
        return switch (override.get(option)) {
            case null -> true;
            case Map<?, ?> value when value.get("value") instanceof Boolean on -> on;
            default -> throw new IllegalArgumentException("An override is {\"value\": true or false}.");
        };
    }

    private static String required(String claim) {
        if (claim == null || claim.isBlank()) {
            throw new IllegalArgumentException("A claim is missing.");
        }
        return claim;
    }
}
