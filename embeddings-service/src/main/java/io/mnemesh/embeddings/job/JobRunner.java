package io.mnemesh.embeddings.job;

import io.mnemesh.embeddings.job.JobRepository.Claim;
import io.mnemesh.embeddings.serving.Preparation;
import io.mnemesh.embeddings.vector.ModelEmbedder;
import io.mnemesh.embeddings.vector.ModelEmbedder.Asker;
import io.mnemesh.embeddings.vector.ModelEmbedder.Vectors;
import io.mnemesh.embeddings.vector.TextInput;
import io.mnemesh.mesh.problem.ProblemException;
import io.mnemesh.mesh.problem.ProblemType;
import io.mnemesh.mesh.telemetry.MeshLog;
import io.mnemesh.mesh.work.Lane;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.concurrent.CompletionException;

/**
 * Works jobs off, a chunk at a time, in the bulk lane. Instances share the jobs by leases: one that dies leaves its chunk
 * to another, and a chunk that two have computed is stored once.
 */
@ApplicationScoped
class JobRunner {

    private static final MeshLog LOG = MeshLog.of(JobRunner.class);
    private static final Duration BUSY_PAUSE = Duration.ofSeconds(2);

    /** Problems of a text itself, which trying again does not solve. */
    private static final Set<ProblemType> FINAL = Set.of(
            ProblemType.TOO_LARGE, ProblemType.INVALID_VALUE, ProblemType.INFERENCE_FAILED, ProblemType.NOT_FOUND);

    private final JobRepository repository;
    private final ModelEmbedder embedder;
    private final Preparation preparation;
    private final JobsConfig config;

    JobRunner(JobRepository repository, ModelEmbedder embedder, Preparation preparation, JobsConfig config) {
        this.repository = repository;
        this.embedder = embedder;
        this.preparation = preparation;
        this.config = config.validated();
    }

    @Scheduled(every = "${mnemesh.embeddings.jobs.poll:1s}", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    Uni<Void> workOff() {
        return Multi.createBy()
                .repeating()
                .uni(this::step)
                .whilst(worked -> worked)
                .collect()
                .last()
                .onFailure()
                .invoke(failure -> LOG.warn("Embedding jobs could not be worked on")
                        .cause(failure)
                        .log())
                .onFailure()
                .recoverWithNull()
                .replaceWithVoid();
    }

    @Scheduled(every = "10m", delayed = "1m", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    Uni<Void> forget() {
        return repository
                .outdated(config.keep())
                .onItem()
                .transformToMulti(old -> Multi.createFrom().iterable(old))
                .onItem()
                .transformToUniAndConcatenate(repository::forget)
                .collect()
                .last()
                .onFailure()
                .invoke(failure -> LOG.warn("Old embedding jobs could not be removed")
                        .cause(failure)
                        .log())
                .onFailure()
                .recoverWithNull()
                .replaceWithVoid();
    }

    /** @return whether there was something to do */
    private Uni<Boolean> step() {
        return repository
                .claim(config.lease())
                .chain(claim -> claim.isEmpty()
                        ? Uni.createFrom().item(false)
                        : work(claim.get()).replaceWith(true));
    }

    private Uni<Void> work(Claim claim) {
        return repository
                .find(claim.tenant(), claim.id())
                .chain(job -> job.isEmpty()
                        ? repository.forget(claim)
                        : repository
                                .open(claim, config.chunk())
                                .chain(texts ->
                                        texts.isEmpty() ? repository.close(claim) : chunk(claim, job.get(), texts)));
    }

    private Uni<Void> chunk(Claim claim, Job job, SortedMap<Integer, String> texts) {
        var positions = List.copyOf(texts.keySet());
        return embed(claim, job, List.copyOf(texts.values()))
                .map(vectors -> {
                    var done = new ArrayList<JobText>();
                    for (int i = 0; i < positions.size(); i++) {
                        done.add(new JobText(positions.get(i), vectors.texts().get(i), null));
                    }
                    return (List<JobText>) done;
                })
                .onFailure(failure -> finalProblem(failure).isPresent())
                .recoverWithUni(() -> oneByOne(claim, job, texts))
                .chain(done -> repository.save(claim, done))
                .chain(() -> repository.release(claim, Duration.ZERO))
                .onFailure(failure -> problem(failure).isPresent())
                .recoverWithUni(() -> repository.release(claim, BUSY_PAUSE));
    }

    /** One text must not take the others with it. */
    private Uni<List<JobText>> oneByOne(Claim claim, Job job, SortedMap<Integer, String> texts) {
        return Multi.createFrom()
                .iterable(texts.entrySet())
                .onItem()
                .transformToUniAndConcatenate(text -> embed(claim, job, List.of(text.getValue()))
                        .map(vectors ->
                                new JobText(text.getKey(), vectors.texts().getFirst(), null))
                        .onFailure(failure -> finalProblem(failure).isPresent())
                        .recoverWithItem(failure -> new JobText(
                                text.getKey(),
                                null,
                                finalProblem(failure)
                                        .map(ProblemException::detail)
                                        .orElseThrow())))
                .collect()
                .asList();
    }

    private Uni<Vectors> embed(Claim claim, Job job, List<String> texts) {
        var asker = new Asker(claim.tenant(), Lane.BULK, job.longText(), config.lease());
        List<TextInput> inputs =
                texts.stream().<TextInput>map(TextInput.Text::new).toList();
        return Uni.createFrom()
                .completionStage(() -> embedder.embed(job.model(), asker, model -> inputs))
                .runSubscriptionOn(preparation);
    }

    private static Optional<ProblemException> finalProblem(Throwable failure) {
        return problem(failure).filter(problem -> FINAL.contains(problem.type()));
    }

    private static Optional<ProblemException> problem(Throwable failure) {
        Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
        return cause instanceof ProblemException problem ? Optional.of(problem) : Optional.empty();
    }
}
