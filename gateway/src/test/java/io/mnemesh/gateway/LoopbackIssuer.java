package io.mnemesh.gateway;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jose4j.jwa.AlgorithmConstraints;
import org.jose4j.jwk.EcJwkGenerator;
import org.jose4j.jwk.JsonWebKey.OutputControlLevel;
import org.jose4j.jwk.PublicJsonWebKey;
import org.jose4j.jwk.RsaJwkGenerator;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.keys.EllipticCurves;
import org.jose4j.keys.HmacKey;
import org.jose4j.lang.JoseException;

/**
 * A small identity provider over real HTTP: discovery, key set, and {@code POST /sign}, which signs the claims of its body
 * with the key and algorithm the query names, also in ways that a provider would not. Keys are published once they have
 * been used, or never if their name begins with {@code hidden}.
 */
public final class LoopbackIssuer implements QuarkusTestResourceLifecycleManager {

    private final Map<String, PublicJsonWebKey> keys = new LinkedHashMap<>();
    private HttpServer server;

    @Override
    public Map<String, String> start() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext(
                "/.well-known/openid-configuration",
                exchange -> answer(exchange, discovery().encode()));
        server.createContext("/keys", exchange -> answer(exchange, published().encode()));
        server.createContext("/sign", exchange -> answer(exchange, sign(exchange)));
        server.start();
        String corp = "mnemesh.gateway.oidc.corp.";
        return Map.of(
                corp + "issuer", issuer(),
                corp + "audience", "mnemesh-client",
                corp + "tenant-claim", "org.name",
                corp + "tenants", "default,iota",
                corp + "roles-claim", "realm_access.roles",
                corp + "roles.\"mesh admins\"", "admin,member",
                corp + "default-roles", "member");
    }

    @Override
    public void stop() {
        server.stop(0);
    }

    private String issuer() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    private JsonObject discovery() {
        return new JsonObject().put("issuer", issuer()).put("jwks_uri", issuer() + "/keys");
    }

    private synchronized JsonObject published() {
        var set = new JsonArray();
        keys.forEach((id, key) -> {
            if (!id.startsWith("hidden")) {
                set.add(new JsonObject(key.toJson(OutputControlLevel.PUBLIC_ONLY)));
            }
        });
        return new JsonObject().put("keys", set);
    }

    private synchronized String sign(HttpExchange exchange) throws IOException {
        String[] wanted = exchange.getRequestURI().getQuery().split(",", -1);
        var claims = new JsonObject(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
        if (!claims.containsKey("iss")) {
            claims.put("iss", issuer());
        }
        PublicJsonWebKey key = keys.computeIfAbsent(wanted[0], LoopbackIssuer::generate);
        var signature = new JsonWebSignature();
        signature.setAlgorithmConstraints(AlgorithmConstraints.NO_CONSTRAINTS);
        signature.setDoKeyValidation(false);
        signature.setPayload(claims.encode());
        signature.setAlgorithmHeaderValue(wanted[1]);
        signature.setKeyIdHeaderValue(wanted[0]);
        switch (wanted[1]) {
            case "none" -> {}
            case "HS256" -> signature.setKey(new HmacKey(key.getPublicKey().getEncoded()));
            default -> signature.setKey(key.getPrivateKey());
        }
        try {
            return signature.getCompactSerialization();
        } catch (JoseException e) {
            throw new IllegalStateException(e);
        }
    }

    private static PublicJsonWebKey generate(String id) {
        try {
            PublicJsonWebKey made = id.contains("rsa")
                    ? RsaJwkGenerator.generateJwk(2048)
                    : EcJwkGenerator.generateJwk(EllipticCurves.P256);
            made.setKeyId(id);
            return made;
        } catch (JoseException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void answer(HttpExchange exchange, String text) throws IOException {
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(200, body.length);
        try (var out = exchange.getResponseBody()) {
            out.write(body);
        }
    }
}
