package io.mnemesh.embeddings.serving;

import io.mnemesh.embeddings.model.ModelSpec;
import io.mnemesh.embeddings.model.NativeLibraries;
import io.mnemesh.embeddings.model.UntrustedModelException;
import io.mnemesh.embeddings.model.VerifiedFile;
import io.mnemesh.embeddings.model.VerifiedModel;
import io.mnemesh.embeddings.token.TextTokenizer;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * The first start of a native executable: libraries and model are copied into the data folder by another process of it, which then ends. What is read
 * out of an executable is resident in the process that has read it, and that is as much as the model and the libraries together.
 *
 * <p>The process says what it has verified, a line a file: its SHA-256, two spaces, its path.
 */
public final class Unpacking {

    /** The argument of that process. */
    public static final String ARGUMENT = "--unpack";

    private static final long SECONDS = 60;
    private static final String BETWEEN = "  ";

    private Unpacking() {}

    /**
     * Does it, in this process.
     *
     * @return status of the process: 0 if everything is there
     */
    public static int run(Map<String, String> environment, PrintStream out) {
        Optional<Guess> guess = Guess.of(environment);
        Optional<ModelSpec> spec = guess.flatMap(Guess::spec);
        if (guess.isEmpty() || spec.isEmpty()) {
            return 1;
        }
        try {
            NativeLibraries.prepare(guess.get().data()).forEach((file, digest) -> out.println(digest + BETWEEN + file));
            TextTokenizer.loadLibrary();
            VerifiedModel model = guess.get().files().verified(spec.get());
            for (VerifiedFile file : List.of(model.model(), model.tokenizer())) {
                out.println(file.sha256() + BETWEEN + file.path());
            }
            return 0;
        } catch (IOException | UntrustedModelException e) {
            return 1; // the start that waits for this does it itself then, and says what is wrong
        }
    }

    /** Has it done, and waits. */
    static Map<Path, String> by(Path executable) {
        try {
            Process process = new ProcessBuilder(executable.toString(), ARGUMENT)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            try (var said = process.inputReader()) {
                if (process.waitFor(SECONDS, TimeUnit.SECONDS) && process.exitValue() == 0) {
                    var digests = new HashMap<Path, String>();
                    said.lines()
                            .map(line -> line.split(BETWEEN, 2))
                            .forEach(line -> digests.put(Path.of(line[1]), line[0]));
                    return digests;
                }
            } finally {
                process.destroyForcibly();
            }
        } catch (IOException e) {
            return Map.of();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return Map.of();
    }
}
