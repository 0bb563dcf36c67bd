package io.mnemesh.embeddings.model;

import io.mnemesh.embeddings.inference.Pooling;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.YAMLException;

/**
 * The models this service knows, by name.
 *
 * <p>A model is described member by member, the first that speaks wins: {@code models.yaml} in the models directory,
 * {@code models.yaml} of this service, the published files in the model's own folder. A folder that holds one of a
 * model's files needs no entry if they say enough. A model may have aliases, names of other models that clients cannot
 * be made to change.
 */
public final class ModelCatalogue {

    private static final String YAML = "models.yaml";
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,79}");
    private static final String DEFAULT_ONNX = "model.onnx";
    private static final String DEFAULT_TOKENIZER = "tokenizer.json";
    private static final List<String> MARKS = List.of(DEFAULT_ONNX, DEFAULT_TOKENIZER, "config.json");

    private final Map<String, ModelSpec> specs = new LinkedHashMap<>();
    private final Map<String, String> aliases = new HashMap<>();
    private final Map<String, String> broken = new TreeMap<>();

    private ModelCatalogue() {}

    /** Reads this service's {@code models.yaml} from the class path, and the models directory if there is one. */
    public static ModelCatalogue load(Optional<Path> folder) throws IOException {
        try (InputStream yaml = ModelCatalogue.class.getClassLoader().getResourceAsStream(YAML)) {
            if (yaml == null) {
                throw new IllegalStateException(YAML + " is missing on the class path.");
            }
            return read(yaml, folder);
        }
    }

    /**
     * Reads the descriptions.
     *
     * @param own    this service's {@code models.yaml}
     * @param folder the models directory, if there is one
     * @throws IllegalArgumentException naming the member of a {@code models.yaml} that is missing or wrong
     */
    static ModelCatalogue read(InputStream own, Optional<Path> folder) throws IOException {
        Map<String, Map<?, ?>> described = entries(YAML, own);
        if (folder.isPresent()) {
            addMounted(folder.get(), described);
        }
        var catalogue = new ModelCatalogue();
        for (var entry : described.entrySet()) {
            catalogue.add(entry.getKey(), entry.getValue(), folder.map(models -> models.resolve(entry.getKey())));
        }
        described.forEach(catalogue::addAliases);
        return catalogue;
    }

    /** @param name of the model, or an alias of it */
    public Optional<ModelSpec> find(String name) {
        return Optional.ofNullable(specs.get(aliases.getOrDefault(name, name)));
    }

    /** The models that are described well enough, in the order of {@code models.yaml}. */
    public List<ModelSpec> all() {
        return List.copyOf(specs.values());
    }

    /** Names of the mounted models that are not, with a sentence that says why. */
    public Map<String, String> broken() {
        return Map.copyOf(broken);
    }

    private void add(String name, Map<?, ?> described, Optional<Path> folder) {
        boolean mounted = folder.isPresent() && Files.isDirectory(folder.get());
        try {
            Map<?, ?> published = mounted ? new ModelFolder(folder.get()).members() : Map.of();
            specs.put(name, spec(new Members(name, Members.merged(described, published))));
        } catch (IllegalArgumentException | IOException e) {
            if (!mounted) {
                throw new IllegalArgumentException(YAML + ": " + e.getMessage(), e);
            }
            broken.put(name, String.valueOf(e.getMessage()));
        }
    }

    private void addAliases(String name, Map<?, ?> described) {
        for (String alias : new Members(YAML + ": " + name, described).texts("aliases")) {
            if (specs.containsKey(alias) || broken.containsKey(alias) || aliases.put(alias, name) != null) {
                throw new IllegalArgumentException(YAML + ": the name " + alias + " is given to two models.");
            }
        }
    }

    private static void addMounted(Path folder, Map<String, Map<?, ?>> described) throws IOException {
        Path yaml = folder.resolve(YAML);
        if (Files.exists(yaml)) {
            try (InputStream in = Files.newInputStream(yaml)) {
                entries(yaml.toString(), in)
                        .forEach((name, entry) ->
                                described.merge(name, entry, (ours, theirs) -> Members.merged(theirs, ours)));
            }
        }
        if (Files.isDirectory(folder)) {
            try (Stream<Path> folders = Files.list(folder)) {
                folders.filter(model -> MARKS.stream().anyMatch(mark -> Files.exists(model.resolve(mark))))
                        .map(model -> model.getFileName().toString())
                        .filter(name -> NAME.matcher(name).matches())
                        .sorted()
                        .forEach(name -> described.putIfAbsent(name, Map.of()));
            }
        }
    }

    private static Map<String, Map<?, ?>> entries(String file, InputStream yaml) {
        if (!(parsed(file, yaml) instanceof Map<?, ?> members) || !(members.get("models") instanceof List<?> models)) {
            throw new IllegalArgumentException(file + ": models must be a list.");
        }
        var entries = new LinkedHashMap<String, Map<?, ?>>();
        for (Object model : models) {
            if (!(model instanceof Map<?, ?> entry)
                    || !(entry.get("name") instanceof String name)
                    || !NAME.matcher(name).matches()) {
                throw new IllegalArgumentException(
                        file + ": every model must have a name of letters, digits, dots, hyphens and underscores.");
            }
            if (entries.put(name, entry) != null) {
                throw new IllegalArgumentException(file + " names " + name + " twice.");
            }
        }
        return entries;
    }

    private static @Nullable Object parsed(String file, InputStream yaml) {
        try {
            return new Yaml(new SafeConstructor(new LoaderOptions())).load(yaml);
        } catch (YAMLException e) {
            throw new IllegalArgumentException(file + " is no YAML: " + e.getMessage(), e);
        }
    }

    private static ModelSpec spec(Members model) {
        Members files = model.child("files");
        return new ModelSpec(
                model.path(),
                model.optionalText("revision"),
                model.values().containsKey("precision") ? model.choice("precision", Precision.class) : Precision.FP32,
                model.number("dimensions"),
                model.number("maxTokens"),
                model.number("vocabularySize"),
                model.number("padToken"),
                model.choice("pooling", Pooling.class),
                !model.values().containsKey("normalize") || model.flag("normalize"),
                model.optionalText("owner").orElse("operator"),
                Instant.ofEpochSecond(model.optionalNumber("created").orElse(0)),
                file(files.child("model"), DEFAULT_ONNX),
                file(files.child("tokenizer"), DEFAULT_TOKENIZER),
                file(files.child("reference"), "reference.json"));
    }

    private static ModelFile file(Members file, String usual) {
        return new ModelFile(
                file.optionalText("mounted").orElse(usual), file.optionalText("resource"), file.optionalText("sha256"));
    }
}
