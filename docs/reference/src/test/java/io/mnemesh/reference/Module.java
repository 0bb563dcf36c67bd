package io.mnemesh.reference;

import java.nio.file.Path;
import java.util.List;

/** A module of the reactor whose settings are on the page. */
enum Module {
    MESH("mesh/core"),
    CACHE_LIBRARY("cache-service/library"),
    GATEWAY("gateway"),
    MEMORY("memory-service"),
    EMBEDDINGS("embeddings-service"),
    INTELLIGENCE("intelligence-service"),
    REALTIME("realtime-gateway"),
    CACHE("cache-service/service");

    /** The six services, as the page lists them. */
    static final List<Module> SERVICES = List.of(GATEWAY, MEMORY, EMBEDDINGS, INTELLIGENCE, REALTIME, CACHE);

    private final String folder;

    Module(String folder) {
        this.folder = folder;
    }

    /** Name as the documentation has it. */
    String title() {
        return this == CACHE ? "cache-service" : folder;
    }

    Path sources() {
        return home().resolve(folder).resolve("src/main/java");
    }

    Path resource(String name) {
        return home().resolve(folder).resolve("src/main/resources").resolve(name);
    }

    Path pom() {
        return home().resolve(folder).resolve("pom.xml");
    }

    /** Root of the repository. */
    static Path home() {
        return Path.of(System.getProperty("mnemesh.home", "../.."));
    }
}
