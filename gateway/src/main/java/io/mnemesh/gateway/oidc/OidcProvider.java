package io.mnemesh.gateway.oidc;

import io.mnemesh.gateway.fetch.JsonFetcher;
import io.mnemesh.gateway.fetch.KeptAnswer;
import io.mnemesh.mesh.identity.TokenVerifier;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.lang.JoseException;

/**
 * One identity provider: finds its keys by OpenID Connect Discovery and keeps them for a while. A token whose key is not
 * among them makes it look again, a few times a minute at most.
 */
final class OidcProvider {

    private static final Duration LOOK_AGAIN = Duration.ofSeconds(5);

    private final String name;
    private final OidcConfig.Provider config;
    private final JsonFetcher fetcher;
    private final Duration skew;
    private final KeptAnswer<List<JsonWebKey>> newest;
    private final KeptAnswer<List<JsonWebKey>> kept;

    OidcProvider(String name, OidcConfig.Provider config, JsonFetcher fetcher, Duration skew) {
        this.name = name;
        this.config = config;
        this.fetcher = fetcher;
        this.skew = skew;
        this.newest = new KeptAnswer<>(this::load, keys -> LOOK_AGAIN);
        this.kept = new KeptAnswer<>(newest::get, keys -> config.keep());
    }

    /** The user of an ID token. */
    Uni<ExternalUser> user(String token) {
        var mapping = new ClaimMapping(name, config);
        return kept.get()
                .map(keys -> verify(token, keys))
                .onFailure(IdTokens.NoSuchKeyException.class)
                .recoverWithUni(() -> newest.get().map(keys -> verify(token, keys)))
                .onFailure(IdTokens.NoSuchKeyException.class)
                .transform(failure -> OidcProblems.refused(
                        "The ID token was signed with a key its provider does not publish.", TokenVerifier.KEY_UNKNOWN))
                .map(mapping::user);
    }

    private JwtClaims verify(String token, List<JsonWebKey> keys) {
        return IdTokens.verify(token, keys, config, skew);
    }

    private Uni<List<JsonWebKey>> load() {
        String issuer = config.issuer().toString();
        URI discovery = URI.create((issuer.endsWith("/") ? issuer.substring(0, issuer.length() - 1) : issuer)
                + "/.well-known/openid-configuration");
        return fetch(discovery)
                .map(this::keySetAddress)
                .chain(this::fetch)
                .map(OidcProvider::keys)
                .onFailure()
                .transform(failure -> OidcProblems.unavailable(name, failure));
    }

    private Uni<JsonObject> fetch(URI address) {
        return fetcher.get(address, config.timeout()).map(answer -> {
            if (answer.status() != 200) {
                throw new IllegalStateException(address + " was answered with status " + answer.status());
            }
            return answer.json();
        });
    }

    /** The key set has to be protected as well as the issuer is, and the document has to be the issuer's own. */
    private URI keySetAddress(JsonObject discovery) {
        if (!config.issuer().toString().equals(discovery.getString("issuer"))) {
            throw new IllegalStateException("The discovery document is of another issuer.");
        }
        URI address = URI.create(Objects.requireNonNull(discovery.getString("jwks_uri"), "jwks_uri"));
        if ("https".equals(config.issuer().getScheme()) && !"https".equals(address.getScheme())) {
            throw new IllegalStateException("The key set has to be read over https as the issuer is.");
        }
        return address;
    }

    private static List<JsonWebKey> keys(JsonObject document) {
        try {
            return new JsonWebKeySet(document.encode()).getJsonWebKeys();
        } catch (JoseException e) {
            throw new IllegalStateException(new IOException("The key set cannot be read.", e));
        }
    }
}
