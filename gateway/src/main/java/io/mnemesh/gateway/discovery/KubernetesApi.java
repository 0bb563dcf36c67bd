package io.mnemesh.gateway.discovery;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.PemTrustOptions;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/**
 * The API server of Kubernetes as the gateway's service account sees it. The account's token is read for each request, since
 * the cluster renews it.
 */
final class KubernetesApi implements AutoCloseable {

    private static final int CONNECTIONS = 16;

    private final Vertx vertx;
    private final URI address;
    private final Path account;
    private final Duration timeout;
    private final Duration watch;
    private final HttpClient client;

    KubernetesApi(Vertx vertx, DiscoveryConfig config) {
        this.vertx = vertx;
        this.address = URI.create(config.kubernetesApi());
        this.account = Path.of(config.serviceAccount());
        this.timeout = config.timeout();
        this.watch = config.watch();
        var options = new HttpClientOptions()
                .setSsl(isSecure())
                .setConnectTimeout((int) timeout.toMillis())
                .setMaxPoolSize(CONNECTIONS)
                .setName("kubernetes");
        Path authority = account.resolve("ca.crt");
        if (isSecure() && Files.isReadable(authority)) {
            options.setTrustOptions(new PemTrustOptions().addCertPath(authority.toString()));
        }
        this.client = vertx.createHttpClient(options);
    }

    private boolean isSecure() {
        return "https".equals(address.getScheme());
    }

    /** How long a watch is asked to last. */
    long watchSeconds() {
        return watch.toSeconds();
    }

    /** After how long a watch of which nothing is heard counts as broken. */
    Duration silence() {
        return watch.multipliedBy(5).dividedBy(4);
    }

    /**
     * Asks for the slices of a Service.
     *
     * @param more further parameters, each with its ampersand
     * @return the answer when its head has come, with whatever status; paused until somebody reads it
     */
    Future<HttpClientResponse> slices(Source.Slices source, String more) {
        return namespace(source)
                .compose(namespace -> token().compose(token -> get(
                        "/apis/discovery.k8s.io/v1/namespaces/%s/endpointslices?labelSelector=kubernetes.io%%2Fservice-name%%3D%s%s"
                                .formatted(namespace, source.service(), more),
                        token)));
    }

    private Future<String> namespace(Source.Slices source) {
        return source.namespace().map(Future::succeededFuture).orElseGet(() -> read("namespace"));
    }

    private Future<String> token() {
        return read("token");
    }

    private Future<String> read(String name) {
        return vertx.fileSystem()
                .readFile(account.resolve(name).toString())
                .map(content -> content.toString().strip());
    }

    private Future<HttpClientResponse> get(String uri, String token) {
        int port = address.getPort() < 0 ? (isSecure() ? 443 : 80) : address.getPort();
        var options = new RequestOptions()
                .setMethod(HttpMethod.GET)
                .setHost(address.getHost())
                .setPort(port)
                .setURI(uri)
                .setConnectTimeout(timeout.toMillis());
        return client.request(options).compose(request -> {
            request.putHeader(HttpHeaders.AUTHORIZATION, "Bearer " + token);
            request.putHeader(HttpHeaders.ACCEPT, "application/json");
            // Of the head only: a watch goes on for as long as it is asked to.
            long timer = vertx.setTimer(timeout.toMillis(), late -> request.reset());
            return request.send().onComplete(answered -> vertx.cancelTimer(timer));
        });
    }

    @Override
    public void close() {
        client.close();
    }
}
