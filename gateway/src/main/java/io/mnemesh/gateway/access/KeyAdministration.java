package io.mnemesh.gateway.access;

import io.mnemesh.mesh.problem.ProblemException;
import io.mnemesh.mesh.problem.ProblemType;
import io.mnemesh.mesh.tenancy.Identity;
import io.mnemesh.mesh.tenancy.TenantId;
import io.smallrye.mutiny.Uni;
import io.vertx.pgclient.PgException;
import jakarta.enterprise.context.ApplicationScoped;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Administration of API keys. An admin is confined to the own tenant and cannot hand out the operator's role; an
 * operator may make keys of every tenant.
 */
@ApplicationScoped
public class KeyAdministration {

    private static final String FOREIGN_KEY_VIOLATION = "23503";
    private static final Pattern WORD = Pattern.compile("[a-z][a-z0-9:_.-]{0,62}");
    private static final Pattern SUBJECT = Pattern.compile("[A-Za-z0-9][A-Za-z0-9@:._-]{0,127}");
    private static final int MOST_KEYS = 1000;
    private static final int MOST_WORDS = 32;
    private static final int LONGEST_LABEL = 200;

    private final ApiKeys keys;
    private final KeyDigest digest;
    private final SecureRandom random = new SecureRandom();

    KeyAdministration(ApiKeys keys, KeyDigest digest) {
        this.keys = keys;
        this.digest = digest;
    }

    /** A new key; its secret is in this answer and nowhere else. */
    public Uni<CreatedKey> create(Identity caller, KeyRequest request) {
        ApiKey key = checked(caller, request);
        ApiKeySecret secret = ApiKeySecret.generate(random);
        return keys.insert(key, digest.of(secret))
                .onFailure(KeyAdministration::isUnknownTenant)
                .transform(failure -> ProblemException.notFound("There is no tenant '" + key.tenant() + "'."))
                .replaceWith(CreatedKey.of(key, secret.value()));
    }

    /** The keys of the caller's tenant; an operator sees those of {@code tenant}, or of all. */
    public Uni<List<ApiKey>> list(Identity caller, @Nullable TenantId tenant) {
        TenantId confined = isOperator(caller) ? tenant : caller.tenant();
        if (tenant != null && !tenant.equals(confined)) {
            return Uni.createFrom().item(List.of());
        }
        return keys.list(confined, MOST_KEYS);
    }

    /** Revokes a key. Tokens made from it end within their lifetime. */
    public Uni<Void> revoke(Identity caller, UUID id) {
        return keys.delete(isOperator(caller) ? null : caller.tenant(), id)
                .invoke(found -> {
                    if (!found) {
                        throw ProblemException.notFound("There is no such key.");
                    }
                })
                .replaceWithVoid();
    }

    private static ApiKey checked(Identity caller, KeyRequest request) {
        TenantId tenant = Objects.requireNonNullElse(request.tenant(), caller.tenant());
        if (!tenant.equals(caller.tenant()) && !isOperator(caller)) {
            throw ProblemException.notFound("There is no tenant '" + tenant + "'.");
        }
        String subject = request.subject();
        if (subject == null || !SUBJECT.matcher(subject).matches()) {
            throw ProblemException.invalid(
                    "subject", "A subject is 1 to 128 letters, digits and @ : . _ -, for example 'ana'.");
        }
        List<String> roles = Objects.requireNonNullElse(request.roles(), List.of("member"));
        List<String> scopes = Objects.requireNonNullElse(request.scopes(), List.of());
        requireWords("roles", roles);
        requireWords("scopes", scopes);
        if (roles.contains(Identity.OPERATOR) && !isOperator(caller)) {
            throw new ProblemException(ProblemType.FORBIDDEN, "Only an operator can make an operator's key.");
        }
        String label = Objects.requireNonNullElse(request.label(), "");
        if (label.length() > LONGEST_LABEL) {
            throw ProblemException.invalid("label", "A label has at most " + LONGEST_LABEL + " characters.");
        }
        return new ApiKey(UUID.randomUUID(), tenant, subject, label, roles, scopes, Instant.now(), caller.subject());
    }

    private static void requireWords(String field, List<String> words) {
        if (words.size() > MOST_WORDS
                || words.stream()
                        .anyMatch(word -> word == null || !WORD.matcher(word).matches())) {
            throw ProblemException.invalid(
                    field, "Send at most " + MOST_WORDS + " names of a-z, 0-9 and : . _ -, for example 'member'.");
        }
    }

    private static boolean isOperator(Identity caller) {
        return caller.roles().contains(Identity.OPERATOR);
    }

    private static boolean isUnknownTenant(Throwable failure) {
        return failure instanceof PgException refused && FOREIGN_KEY_VIOLATION.equals(refused.getSqlState());
    }
}
