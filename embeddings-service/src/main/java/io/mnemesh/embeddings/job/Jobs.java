package io.mnemesh.embeddings.job;

import io.mnemesh.embeddings.serving.Models;
import io.mnemesh.embeddings.token.LongText;
import io.mnemesh.embeddings.token.WellFormed;
import io.mnemesh.embeddings.vector.InputRules;
import io.mnemesh.mesh.id.Ids;
import io.mnemesh.mesh.problem.ProblemException;
import io.mnemesh.mesh.problem.ProblemType;
import io.mnemesh.mesh.tenancy.Identity;
import io.mnemesh.mesh.tenancy.TenantId;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Corpora to embed in the background: taken, told of, given up. */
@ApplicationScoped
public class Jobs {

    private final JobRepository repository;
    private final Models models;
    private final InputRules rules;
    private final Ids ids;
    private final int maxTexts;

    Jobs(JobRepository repository, Models models, InputRules rules, Ids ids, JobsConfig config) {
        this.repository = repository;
        this.models = models;
        this.rules = rules;
        this.ids = ids;
        this.maxTexts = config.validated().maxTexts();
    }

    /**
     * Takes a corpus. Once this has completed, no text of it gets lost.
     *
     * @return fails with a {@link ProblemException}: {@code invalid-value}, {@code too-large}, {@code not-found}
     */
    public Uni<Job> submit(Identity identity, @Nullable String model, List<@Nullable String> texts, LongText longText) {
        String name = models.spec(model == null ? models.defaultModel() : model).name();
        List<String> checked = checked(texts);
        var job = new Job(ids.next(), name, longText, checked.size(), 0, 0, OffsetDateTime.now(ZoneOffset.UTC));
        return repository
                .add(identity.tenant(), identity.subject(), job, checked)
                .replaceWith(job);
    }

    /** @return fails with {@code not-found}, also for another tenant's job */
    public Uni<Job> get(TenantId tenant, UUID id) {
        return repository.find(tenant, id).map(job -> job.orElseThrow(() -> missing(id)));
    }

    /** Gives a job up, or removes a finished one, with its vectors. */
    public Uni<Void> remove(TenantId tenant, UUID id) {
        return repository
                .remove(tenant, id)
                .invoke(found -> {
                    if (!found) {
                        throw missing(id);
                    }
                })
                .replaceWithVoid();
    }

    /** What has been worked off, from a position on. */
    public Uni<List<JobText>> finished(TenantId tenant, UUID id, int from, int limit) {
        return get(tenant, id).chain(job -> repository.finished(tenant, id, from, limit));
    }

    private List<String> checked(List<@Nullable String> texts) {
        if (texts.isEmpty()) {
            throw ProblemException.invalid("texts", "There is no text to embed.");
        }
        if (texts.size() > maxTexts) {
            throw new ProblemException(
                    ProblemType.TOO_LARGE,
                    "A job takes at most " + maxTexts + " texts, this one has " + texts.size() + ".",
                    Map.of("field", "texts"),
                    null,
                    null);
        }
        var checked = new ArrayList<String>(texts.size());
        for (int i = 0; i < texts.size(); i++) {
            String text = texts.get(i);
            String field = "texts[" + i + "]";
            if (text == null) {
                throw ProblemException.invalid(field, "Only texts can be embedded.");
            }
            rules.text(field, text);
            if (text.indexOf('\0') >= 0) {
                throw ProblemException.invalid(field, "A text of a job holds no NUL character.");
            }
            checked.add(WellFormed.of(text));
        }
        return checked;
    }

    private static ProblemException missing(UUID id) {
        return ProblemException.notFound("There is no job " + id + ".");
    }
}
