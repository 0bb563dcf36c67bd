package io.mnemesh.embeddings.serving;

import io.mnemesh.embeddings.model.DigestsAhead;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Begins with what the load of the default model is going to do with files, while the framework starts. If the guess is wrong the work was in
 * vain, and that is all.
 */
public final class FilesAhead {

    private FilesAhead() {}

    /**
     * Begins, each on a thread of its own, with the libraries and with the model.
     *
     * @param environment the variables of this process
     * @param executable  this program if it is native: brings what is missing
     * @return the threads
     */
    public static List<Thread> begin(Map<String, String> environment, Optional<Path> executable) {
        return Guess.of(environment)
                .map(guess -> begin(guess.libraries(), guess.modelFiles(), executable))
                .orElse(List.of());
    }

    private static List<Thread> begin(List<Path> libraries, List<Path> model, Optional<Path> executable) {
        List<Path> all = Stream.concat(libraries.stream(), model.stream()).toList();
        return executable.isPresent() && !all.stream().allMatch(Files::isRegularFile)
                ? List.of(DigestsAhead.begin(all, () -> Unpacking.by(executable.get())))
                : List.of(DigestsAhead.begin(libraries), DigestsAhead.begin(model));
    }
}
