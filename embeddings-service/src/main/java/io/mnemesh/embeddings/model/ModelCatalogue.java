package io.mnemesh.embeddings.model;

import io.mnemesh.embeddings.token.Vocabulary;
import java.io.InputStream;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** The models this service knows, by name, as {@code models.yaml} says. */
public final class ModelCatalogue {

    private final Map<String, ModelSpec> models = new LinkedHashMap<>();

    private ModelCatalogue(List<ModelSpec> specs) {
        for (ModelSpec spec : specs) {
            if (models.put(spec.name(), spec) != null) {
                throw new IllegalArgumentException("models.yaml names " + spec.name() + " twice.");
            }
        }
    }

    /** @throws IllegalArgumentException naming the member that is missing or wrong */
    public static ModelCatalogue read(InputStream yaml) {
        Node root = new Node("models.yaml", new Yaml(new SafeConstructor(new LoaderOptions())).load(yaml));
        return new ModelCatalogue(
                root.list("models").stream().map(ModelCatalogue::spec).toList());
    }

    public Optional<ModelSpec> find(String name) {
        return Optional.ofNullable(models.get(name));
    }

    public List<ModelSpec> all() {
        return List.copyOf(models.values());
    }

    private static ModelSpec spec(Node node) {
        Node vocabulary = node.child("vocabulary");
        Node files = node.child("files");
        return new ModelSpec(
                node.text("name"),
                node.text("revision"),
                Precision.valueOf(node.text("precision").toUpperCase(Locale.ROOT)),
                node.number("dimensions"),
                Pooling.valueOf(node.text("pooling").toUpperCase(Locale.ROOT)),
                new Vocabulary(
                        vocabulary.number("size"),
                        vocabulary.number("start"),
                        vocabulary.number("end"),
                        node.number("maxTokens")),
                node.text("owner"),
                Instant.ofEpochSecond(node.number("created")),
                file(files.child("model")),
                file(files.child("tokenizer")));
    }

    private static ModelFile file(Node node) {
        return new ModelFile(node.text("mounted"), node.text("resource"), node.text("sha256"));
    }

    /** A mapping in the document, with the path that leads to it. */
    private record Node(String path, @Nullable Object value) {

        Node child(String key) {
            return new Node(path + "." + key, member(key));
        }

        List<Node> list(String key) {
            if (member(key) instanceof List<?> items) {
                return items.stream()
                        .map(item -> new Node(path + "." + key, item))
                        .toList();
            }
            throw wrong(key, "a list");
        }

        String text(String key) {
            if (member(key) instanceof String text && !text.isBlank()) {
                return text;
            }
            throw wrong(key, "text");
        }

        int number(String key) {
            if (member(key) instanceof Integer number && number >= 0) {
                return number;
            }
            throw wrong(key, "a number that is not negative");
        }

        private Object member(String key) {
            Object member = value instanceof Map<?, ?> members ? members.get(key) : null;
            if (member == null) {
                throw wrong(key, "given");
            }
            return member;
        }

        private IllegalArgumentException wrong(String key, String rule) {
            return new IllegalArgumentException(path + "." + key + " must be " + rule + ".");
        }
    }
}
