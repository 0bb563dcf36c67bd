package io.mnemesh.embeddings.serving;

import io.mnemesh.embeddings.model.DigestsAhead;
import io.mnemesh.embeddings.model.ModelCatalogue;
import io.mnemesh.embeddings.model.ModelFiles;
import io.mnemesh.embeddings.model.ModelSpec;
import io.mnemesh.embeddings.model.UntrustedModelException;
import io.mnemesh.mesh.problem.ProblemException;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * The models of this service by name. The default model is loaded side by side with the start and stays; the others are
 * loaded when they are first asked for.
 */
@ApplicationScoped
public class Models {

    private static final long SWEEP_SECONDS = 5;

    private final ModelCatalogue catalogue;
    private final ModelFiles files;
    private final String defaultModel;
    private final ModelShelf<ServedModel> shelf;
    private final ScheduledExecutorService sweeper = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("embed-sweep").daemon().factory());

    Models(ModelLoader loader, EmbeddingsConfig config) {
        catalogue = catalogue(config);
        files = loader.files();
        defaultModel = config.defaultModel();
        if (catalogue.find(defaultModel).isEmpty() && !catalogue.broken().containsKey(defaultModel)) {
            throw new IllegalArgumentException("mnemesh.embeddings.default-model is " + defaultModel
                    + ", but must be a model of models.yaml or a folder of the models directory.");
        }
        var limits = new ModelShelf.Limits(
                defaultModel,
                config.memory().budget().asLongValue(),
                config.memory().idle());
        shelf = new ModelShelf<>(name -> found(loader, name), limits, threads(), System::nanoTime);
    }

    @SuppressWarnings("FutureReturnValueIgnored") // the sweeper ends with the service
    void start(@Observes StartupEvent start) {
        catalogue.broken().forEach(shelf::fail);
        if (catalogue.find(defaultModel).isPresent()) {
            Outcomes.of(shelf.lend(defaultModel), (lease, failure) -> {
                DigestsAhead.forget();
                if (lease != null) {
                    lease.close();
                }
            });
        }
        threads().execute(this::verifyMounted);
        sweeper.scheduleWithFixedDelay(shelf::sweep, SWEEP_SECONDS, SWEEP_SECONDS, TimeUnit.SECONDS);
    }

    /** The model callers get who name none. */
    public String defaultModel() {
        return defaultModel;
    }

    /** The models there are: built in or mounted, and described well enough. */
    public List<ModelSpec> all() {
        return catalogue.all().stream().filter(spec -> !files.absent(spec)).toList();
    }

    /** @throws ProblemException {@code not-found}, or {@code unavailable} if it is not described well enough */
    public ModelSpec spec(String name) {
        if (catalogue.broken().containsKey(name)) {
            throw ModelShelf.cannotBeServed(name);
        }
        ModelSpec spec = catalogue
                .find(name)
                .orElseThrow(() -> ProblemException.notFound(
                        "There is no model " + quoted(name) + "; GET /v1/models lists those there are."));
        if (files.absent(spec)) {
            throw ProblemException.notFound("The model " + name + " is known, but its files are not mounted here.");
        }
        return spec;
    }

    /**
     * Lends a model for as long as the lease is open, loading it if need be.
     *
     * @return fails with a {@link ProblemException}: {@code unavailable} if it cannot be served
     * @throws ProblemException as {@link #spec}
     */
    public CompletableFuture<Lease<ServedModel>> lend(String name) {
        return shelf.lend(
                catalogue.broken().containsKey(name) ? name : spec(name).name());
    }

    /** Where a model is on its way into service. */
    public ModelState state(String name) {
        return shelf.state(name, ServedModel::how);
    }

    /** Where every model is that there is, and every one that is mounted but not described well enough. */
    public Map<String, ModelState> states() {
        var states = new LinkedHashMap<String, ModelState>();
        all().forEach(spec -> states.put(spec.name(), state(spec.name())));
        catalogue.broken().keySet().forEach(name -> states.put(name, state(name)));
        return states;
    }

    @PreDestroy
    void close() {
        sweeper.shutdownNow();
        shelf.close();
    }

    private ModelShelf.Candidate<ServedModel> found(ModelLoader loader, String name) {
        String reason = catalogue.broken().get(name);
        if (reason != null) {
            throw new UntrustedModelException(reason, null);
        }
        return loader.find(spec(name));
    }

    /** An altered file of a model that nobody has asked for yet should be known before somebody does. */
    private void verifyMounted() {
        for (ModelSpec spec : catalogue.all()) {
            if (!spec.name().equals(defaultModel) && files.mounted(spec)) {
                try {
                    files.verified(spec);
                } catch (UntrustedModelException e) {
                    shelf.fail(spec.name(), String.valueOf(e.getMessage()));
                }
            }
        }
    }

    private static Executor threads() {
        return task -> Thread.ofPlatform().name("embed-load").daemon().start(task);
    }

    private static String quoted(String name) {
        return "'" + (name.length() > 80 ? name.substring(0, 80) + "…" : name) + "'";
    }

    private static ModelCatalogue catalogue(EmbeddingsConfig config) {
        try {
            return ModelCatalogue.load(config.modelsDir());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
