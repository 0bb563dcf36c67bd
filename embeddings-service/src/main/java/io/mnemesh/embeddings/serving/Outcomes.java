package io.mnemesh.embeddings.serving;

import java.util.concurrent.CompletionStage;
import java.util.function.BiConsumer;

/** What to do with the outcome of a stage when nobody waits for the doing. */
public final class Outcomes {

    private Outcomes() {}

    /** @param then takes item or failure, the other one null; must not throw, nobody would see it */
    @SuppressWarnings("FutureReturnValueIgnored") // the outcome has been taken
    public static <T> void of(CompletionStage<T> stage, BiConsumer<? super T, ? super Throwable> then) {
        stage.whenComplete(then);
    }
}
