package io.mnemesh.embeddings.serving;

import io.mnemesh.embeddings.model.DigestsAhead;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

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
                .map(guess -> executable.isPresent() && !guess.all().stream().allMatch(Files::isRegularFile)
                        ? List.of(DigestsAhead.begin(guess.all(), () -> Unpacking.by(executable.get())))
                        : List.of(DigestsAhead.begin(guess.libraries()), DigestsAhead.begin(guess.modelFiles())))
                .orElse(List.of());
    }
}
