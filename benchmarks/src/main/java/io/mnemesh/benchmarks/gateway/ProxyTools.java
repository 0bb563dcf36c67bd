package io.mnemesh.benchmarks.gateway;

import io.mnemesh.embedded.OptionalTool;
import java.nio.file.Path;

/** HAProxy, nginx and wrk, as {@code ./mnemesh tools proxies} got them. */
record ProxyTools(Path bin) {

    /** @throws IllegalStateException if they are not there */
    static ProxyTools find() {
        return OptionalTool.folder("proxies")
                .map(folder -> new ProxyTools(folder.resolve("bin")))
                .orElseThrow(() -> new IllegalStateException(
                        "This benchmark needs HAProxy, nginx and wrk; ./mnemesh tools proxies gets them."));
    }

    String haproxy() {
        return bin.resolve("haproxy").toString();
    }

    String nginx() {
        return bin.resolve("nginx").toString();
    }

    String wrk() {
        return bin.resolve("wrk").toString();
    }
}
