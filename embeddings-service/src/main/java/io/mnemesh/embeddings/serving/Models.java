package io.mnemesh.embeddings.serving;

import io.mnemesh.embeddings.model.ModelCatalogue;
import io.mnemesh.embeddings.model.ModelSpec;
import io.mnemesh.mesh.problem.ProblemException;
import io.mnemesh.mesh.problem.ProblemType;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;

/** The models of this service and where each is on its way into service. They are loaded side by side with the start. */
@ApplicationScoped
public class Models {

    private static final Logger LOG = Logger.getLogger(Models.class);

    private final ModelCatalogue catalogue = catalogue();
    private final Map<String, ModelState> states = new ConcurrentHashMap<>();
    private final ModelLoader loader;
    private final String defaultModel;

    Models(ModelLoader loader, EmbeddingsConfig config) {
        this.loader = loader;
        this.defaultModel = config.defaultModel();
        if (catalogue.find(defaultModel).isEmpty()) {
            throw new IllegalArgumentException(
                    "mnemesh.embeddings.default-model is " + defaultModel + ", but must be a model of models.yaml.");
        }
    }

    void load(@Observes StartupEvent start) {
        for (ModelSpec spec : catalogue.all()) {
            states.put(spec.name(), new ModelState.Loading());
            Thread.ofPlatform().name("load-" + spec.name()).daemon().start(() -> load(spec));
        }
    }

    /** The model callers get who name none. */
    public String defaultModel() {
        return defaultModel;
    }

    public List<ModelSpec> all() {
        return catalogue.all();
    }

    /** @throws ProblemException {@code not-found} */
    public ModelSpec spec(String name) {
        return catalogue
                .find(name)
                .orElseThrow(() -> ProblemException.notFound(
                        "There is no model " + quoted(name) + "; GET /v1/models lists those there are."));
    }

    /** @throws ProblemException {@code not-found}, or {@code unavailable} while it cannot compute */
    public ServedModel ready(String name) {
        String known = spec(name).name();
        return switch (state(known)) {
            case ModelState.Ready ready -> ready.model();
            case ModelState.Loading loading ->
                throw new ProblemException(
                        ProblemType.UNAVAILABLE,
                        "The model " + known + " is being loaded.",
                        Map.of(),
                        Duration.ofSeconds(2),
                        null);
            case ModelState.Failed failed ->
                throw new ProblemException(ProblemType.UNAVAILABLE, "The model " + known + " cannot be served.");
        };
    }

    /** @param name a model of the catalogue */
    public ModelState state(String name) {
        return states.getOrDefault(name, new ModelState.Loading());
    }

    @PreDestroy
    void close() {
        for (ModelState state : states.values()) {
            if (state instanceof ModelState.Ready ready) {
                ready.model().close();
            }
        }
    }

    private void load(ModelSpec spec) {
        try {
            ServedModel model = loader.load(spec);
            states.put(spec.name(), new ModelState.Ready(model));
            LOG.infof(
                    "Model in service: %s, batches of %s",
                    spec.id(), model.encoder().company());
        } catch (Exception | LinkageError e) {
            states.put(spec.name(), new ModelState.Failed(String.valueOf(e.getMessage())));
            LOG.errorf(e, "Model cannot be served: %s", spec.id());
        }
    }

    private static String quoted(String name) {
        return "'" + (name.length() > 80 ? name.substring(0, 80) + "…" : name) + "'";
    }

    private static ModelCatalogue catalogue() {
        try (InputStream yaml = Models.class.getClassLoader().getResourceAsStream("models.yaml")) {
            if (yaml == null) {
                throw new IllegalStateException("models.yaml is missing on the class path.");
            }
            return ModelCatalogue.read(yaml);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
