package io.mnemesh.embeddings.model;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.mnemesh.embeddings.inference.Pooling;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * A model's folder as it is published: reads from its {@code config.json} and its sentence-transformers files what
 * {@code models.yaml} would say of it.
 */
final class ModelFolder {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** Families that count positions from behind the pad token's id. */
    private static final Set<String> OFFSET_FAMILIES = Set.of("mpnet", "roberta", "xlm-roberta", "camembert");

    private static final Map<String, Pooling> MODES = Map.of(
            "pooling_mode_mean_tokens", Pooling.MEAN,
            "pooling_mode_cls_token", Pooling.CLS,
            "pooling_mode_max_tokens", Pooling.MAX,
            "pooling_mode_mean_sqrt_len_tokens", Pooling.MEAN_SQRT_LEN);

    private static final String NORMALIZE = "Normalize";
    private static final Set<String> MODULES = Set.of("Transformer", "Pooling", NORMALIZE);

    private final Path folder;

    ModelFolder(Path folder) {
        this.folder = folder;
    }

    /**
     * Members of a model in {@code models.yaml}, as many as the files say.
     *
     * @throws IllegalArgumentException naming the file and what it asks for that cannot be done
     */
    Map<String, Object> members() throws IOException {
        var members = new HashMap<String, Object>();
        JsonNode config = read("config.json");
        copy(config, "hidden_size", members, "dimensions");
        copy(config, "vocab_size", members, "vocabularySize");
        copy(config, "pad_token_id", members, "padToken");
        maxTokens(config).min().ifPresent(tokens -> members.put("maxTokens", tokens));
        JsonNode modules = read("modules.json");
        if (!modules.isMissingNode()) {
            List<String> types = modules(modules);
            members.put("normalize", types.contains(NORMALIZE));
            members.put("pooling", pooling("1_Pooling/config.json").name());
        }
        return members;
    }

    private IntStream maxTokens(JsonNode config) throws IOException {
        var limits = IntStream.builder();
        JsonNode positions = config.path("max_position_embeddings");
        if (positions.isInt()) {
            boolean offset = OFFSET_FAMILIES.contains(config.path("model_type").asText());
            limits.add(
                    positions.intValue() - (offset ? config.path("pad_token_id").asInt(1) + 1 : 0));
        }
        JsonNode longest = read("sentence_bert_config.json").path("max_seq_length");
        if (longest.isInt()) {
            limits.add(longest.intValue());
        }
        return limits.build();
    }

    private static List<String> modules(JsonNode modules) {
        var types = new ArrayList<String>();
        for (JsonNode module : modules) {
            String type = module.path("type").asText();
            types.add(type.substring(type.lastIndexOf('.') + 1));
            if (!MODULES.contains(types.getLast())) {
                throw new IllegalArgumentException(
                        "modules.json asks for " + type + "; only Transformer, Pooling and Normalize can be done.");
            }
        }
        return types;
    }

    private Pooling pooling(String file) throws IOException {
        JsonNode config = read(file);
        var chosen = new ArrayList<String>();
        config.fieldNames().forEachRemaining(key -> {
            if (key.startsWith("pooling_mode_") && config.path(key).asBoolean()) {
                chosen.add(key);
            }
        });
        Pooling pooling = chosen.size() == 1 ? MODES.get(chosen.getFirst()) : null;
        if (pooling == null) {
            throw new IllegalArgumentException(
                    file + " asks for " + chosen + "; it must be one of " + MODES.keySet() + ".");
        }
        return pooling;
    }

    private JsonNode read(String name) throws IOException {
        Path file = folder.resolve(name);
        try {
            return Files.exists(file) ? JSON.readTree(file.toFile()) : JSON.missingNode();
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(name + " is no JSON: " + e.getOriginalMessage(), e);
        }
    }

    private static void copy(JsonNode from, String theirs, Map<String, Object> to, String ours) {
        if (from.path(theirs).isInt()) {
            to.put(ours, from.path(theirs).intValue());
        }
    }
}
