package io.mnemesh.embeddings;

import io.mnemesh.embeddings.serving.FilesAhead;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.QuarkusMain;

/** Starts the service; its model's files are read side by side with the framework's start. */
@QuarkusMain
public final class EmbeddingsMain {

    private EmbeddingsMain() {}

    /** Runs until the service is stopped. */
    public static void main(String... arguments) {
        FilesAhead.begin(System.getenv());
        Quarkus.run(arguments);
    }
}
