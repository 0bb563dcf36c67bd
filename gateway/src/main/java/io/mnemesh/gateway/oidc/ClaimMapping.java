package io.mnemesh.gateway.oidc;

import io.mnemesh.mesh.identity.TokenVerifier;
import io.mnemesh.mesh.tenancy.TenantId;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import org.jose4j.jwt.JwtClaims;
import org.jspecify.annotations.Nullable;

/** Reads tenant, account and roles out of the claims of a verified ID token, as the provider's configuration says. */
record ClaimMapping(String provider, OidcConfig.Provider config) {

    private static final int LONGEST_NAME = 128;
    private static final int LONGEST_TEXT = 200;

    ExternalUser user(JwtClaims claims) {
        return new ExternalUser(tenant(claims), name(claims), description(claims), roles(claims), provider);
    }

    private TenantId tenant(JwtClaims claims) {
        String named = config.tenantClaim().isEmpty()
                ? config.tenant().orElse(null)
                : allowed(at(claims.getClaimsMap(), config.tenantClaim().get()));
        try {
            if (named != null) {
                return new TenantId(named);
            }
        } catch (IllegalArgumentException e) {
            throw OidcProblems.noTenant();
        }
        throw OidcProblems.noTenant();
    }

    private @Nullable String allowed(@Nullable Object claim) {
        return claim instanceof String name
                        && config.tenants().orElse(List.of()).contains(name)
                ? name
                : null;
    }

    /** Provider and subject; what an account's name may not hold is written as {@code :} and two hex digits a byte. */
    private String name(JwtClaims claims) {
        if (!(at(claims.getClaimsMap(), config.subjectClaim()) instanceof String subject) || subject.isBlank()) {
            throw OidcProblems.refused(
                    "The ID token does not name its user in '" + config.subjectClaim() + "'.", TokenVerifier.MALFORMED);
        }
        var name = new StringBuilder(provider).append(':');
        for (byte octet : subject.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (octet & 0xff);
            if (c < 128 && (Character.isLetterOrDigit(c) || "@._-".indexOf(c) >= 0)) {
                name.append(c);
            } else {
                name.append(':').append(String.format("%02x", octet & 0xff));
            }
        }
        if (name.length() > LONGEST_NAME) {
            throw OidcProblems.refused("The ID token's user has too long a name.", TokenVerifier.MALFORMED);
        }
        return name.toString();
    }

    private static String description(JwtClaims claims) {
        for (String claim : List.of("email", "preferred_username", "name")) {
            if (claims.getClaimValue(claim) instanceof String text
                    && text.length() <= LONGEST_TEXT
                    && text.indexOf('\0') < 0) {
                return text;
            }
        }
        return "";
    }

    private List<String> roles(JwtClaims claims) {
        var roles = new LinkedHashSet<>(config.defaultRoles());
        for (Object group : groups(at(claims.getClaimsMap(), config.rolesClaim()))) {
            roles.addAll(config.roles().getOrDefault(String.valueOf(group), List.of()));
        }
        return new ArrayList<>(roles);
    }

    private static Collection<?> groups(@Nullable Object claim) {
        return switch (claim) {
            case Collection<?> several -> several;
            case String one -> List.of(one);
            case null, default -> List.of();
        };
    }

    private static @Nullable Object at(Map<?, ?> claims, String path) {
        Object whole = claims.get(path);
        int dot = path.indexOf('.');
        if (whole != null || dot < 0) {
            return whole;
        }
        return claims.get(path.substring(0, dot)) instanceof Map<?, ?> inner
                ? at(inner, path.substring(dot + 1))
                : null;
    }
}
