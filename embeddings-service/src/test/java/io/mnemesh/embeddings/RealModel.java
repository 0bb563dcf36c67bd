package io.mnemesh.embeddings;

import io.mnemesh.embeddings.inference.OnnxEncoder;
import io.mnemesh.embeddings.serving.LoadedModel;
import io.mnemesh.embeddings.token.TextTokenizer;
import java.util.function.Supplier;

/** The built-in model, loaded once for all tests of this JVM that run without the application. */
public final class RealModel {

    private static final Supplier<LoadedModel> LOADED = once(() -> TestModels.load("all-MiniLM-L6-v2"));

    private RealModel() {}

    public static TextTokenizer tokenizer() {
        return LOADED.get().tokenizer();
    }

    public static OnnxEncoder encoder() {
        return LOADED.get().encoder();
    }

    private static <T> Supplier<T> once(Supplier<T> make) {
        return new Supplier<>() {
            private T made;

            @Override
            public synchronized T get() {
                if (made == null) {
                    made = make.get();
                }
                return made;
            }
        };
    }
}
