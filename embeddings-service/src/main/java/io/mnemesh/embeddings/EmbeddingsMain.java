package io.mnemesh.embeddings;

import io.mnemesh.embeddings.serving.FilesAhead;
import io.mnemesh.embeddings.serving.Unpacking;
import io.quarkus.runtime.ImageMode;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.QuarkusMain;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Starts the service; its model's files are seen to side by side with the framework's start. */
@QuarkusMain
public final class EmbeddingsMain {

    private EmbeddingsMain() {}

    /** Runs until the service is stopped, or until everything is unpacked if that is what it is told. */
    public static void main(String... arguments) {
        if (List.of(arguments).equals(List.of(Unpacking.ARGUMENT))) {
            System.exit(Unpacking.run(System.getenv(), System.out));
        }
        FilesAhead.begin(System.getenv(), executable());
        Quarkus.run(arguments);
    }

    private static Optional<Path> executable() {
        return ImageMode.current() == ImageMode.NATIVE_RUN
                ? ProcessHandle.current().info().command().map(Path::of)
                : Optional.empty();
    }
}
