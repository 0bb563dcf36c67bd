package io.mnemesh.embeddings.verify;

import io.mnemesh.embeddings.inference.Encoder;
import io.mnemesh.embeddings.model.ModelCatalogue;
import io.mnemesh.embeddings.model.ModelFiles;
import io.mnemesh.embeddings.model.ModelSpec;
import io.mnemesh.embeddings.model.NativeLibraries;
import io.mnemesh.embeddings.model.VerifiedModel;
import io.mnemesh.embeddings.serving.LoadedModel;
import io.mnemesh.embeddings.token.TextTokenizer;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * {@code ./mnemesh verify-model [NAME…]}: loads models as the service does and compares their tokens and vectors with the
 * references in {@code reference.json} of the model's folder, or those that came with a built-in model. Without names, all
 * models there are. Runs without the service.
 */
public final class VerifyModel {

    private final Optional<Path> models;
    private final Path data;
    private final PrintStream out;

    VerifyModel(Optional<Path> models, Path data, PrintStream out) {
        this.models = models;
        this.data = data;
        this.out = out;
    }

    public static void main(String[] names) throws IOException {
        var models = Optional.ofNullable(System.getenv("MNEMESH_MODELS_DIR")).map(Path::of);
        var data = Optional.ofNullable(System.getenv("MNEMESH_DATA_DIR"))
                .map(Path::of)
                .orElseGet(() -> Path.of(System.getProperty("java.io.tmpdir"), "mnemesh-embeddings"));
        System.exit(new VerifyModel(models, data, System.out).run(Arrays.asList(names)) ? 0 : 1);
    }

    /** @return whether all agree */
    boolean run(List<String> names) throws IOException {
        NativeLibraries.prepare(data);
        ModelCatalogue catalogue = ModelCatalogue.load(models);
        var files = new ModelFiles(models, data);
        List<String> wanted = names.isEmpty()
                ? catalogue.all().stream()
                        .filter(spec -> !files.absent(spec))
                        .map(ModelSpec::name)
                        .toList()
                : names;
        boolean good = !names.isEmpty() || allDescribed(catalogue);
        for (String name : wanted) {
            good &= verify(name, catalogue, files);
        }
        return good;
    }

    private boolean allDescribed(ModelCatalogue catalogue) {
        catalogue.broken().forEach((name, reason) -> say(name, reason, false));
        return catalogue.broken().isEmpty();
    }

    private boolean verify(String name, ModelCatalogue catalogue, ModelFiles files) {
        try {
            String reason = catalogue.broken().get(name);
            if (reason != null) {
                return say(name, reason, false);
            }
            Optional<ModelSpec> spec = catalogue.find(name);
            return spec.isPresent()
                    ? compare(spec.get(), files)
                    : say(name, "there is no such model in models.yaml or the models directory", false);
        } catch (IOException | RuntimeException e) {
            return say(name, String.valueOf(e.getMessage()), false);
        }
    }

    private boolean compare(ModelSpec spec, ModelFiles files) throws IOException {
        VerifiedModel model = files.verified(spec);
        List<ReferenceVector> references =
                ReferenceVector.read(files.verified(spec, spec.reference()).path());
        try (LoadedModel loaded = LoadedModel.of(model, spec.maxTokens())) {
            Agreement agreement = Agreement.NONE;
            for (ReferenceVector reference : references) {
                if (!Arrays.equals(tokens(loaded.tokenizer(), reference), reference.tokens())) {
                    return say(model.id(), "the tokens differ for the text: " + reference.text(), false);
                }
                agreement = agreement.and(vector(loaded.encoder(), reference), reference.vector());
            }
            return say(model.id(), agreement.said(spec.precision()), agreement.enough(spec.precision()));
        }
    }

    private static int[] tokens(TextTokenizer tokenizer, ReferenceVector reference) {
        return tokenizer.tokenize(reference.text()).ids();
    }

    private static float[] vector(Encoder encoder, ReferenceVector reference) {
        return encoder.encode(List.of(reference.tokens())).getFirst();
    }

    private boolean say(String model, String what, boolean good) {
        out.println(model + ": " + what + (good ? ": agrees" : ": DOES NOT AGREE"));
        return good;
    }
}
