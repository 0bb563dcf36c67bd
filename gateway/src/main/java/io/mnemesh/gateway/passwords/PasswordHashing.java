package io.mnemesh.gateway.passwords;

import io.mnemesh.mesh.problem.ProblemException;
import io.mnemesh.mesh.problem.ProblemType;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.vertx.UniHelper;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Computes and checks password hashes on threads of their own, few at once, because each takes a processor and megabytes
 * for tens of milliseconds; what would wait too long is refused. Results arrive on the caller's context. Thread-safe.
 */
@ApplicationScoped
public class PasswordHashing {

    private static final Duration SOON = Duration.ofSeconds(1);

    private final Argon2id argon2;
    private final WorkerExecutor workers;
    private final int most;
    private final AtomicInteger running = new AtomicInteger();
    private final SecureRandom random = new SecureRandom();
    private final String ofNobody;

    PasswordHashing(PasswordConfig config, Vertx vertx) {
        this.argon2 = new Argon2id((int) (config.memory().asLongValue() / 1024), config.iterations());
        this.workers = vertx.createSharedWorkerExecutor("passwords", config.atOnce());
        this.most = config.atOnce() + config.waiting();
        this.ofNobody = "$argon2id$v=19$m=" + argon2.kibibytes() + ",t=" + argon2.iterations() + ",p=1$"
                + unpadded(Argon2id.SALT_BYTES) + "$" + unpadded(32);
    }

    private static String unpadded(int bytes) {
        return Base64.getEncoder().withoutPadding().encodeToString(new byte[bytes]);
    }

    /** The hash to store. */
    public Uni<String> hash(String password) {
        return run(() -> {
            var salt = new byte[Argon2id.SALT_BYTES];
            random.nextBytes(salt);
            return argon2.hash(password, salt);
        });
    }

    /**
     * Whether the password is right.
     *
     * @param hash null if there is none; that takes as long as a wrong password, so that time does not tell who exists
     */
    public Uni<Boolean> matches(String password, @Nullable String hash) {
        return run(() -> Argon2id.matches(password, hash == null ? ofNobody : hash) && hash != null);
    }

    /** Whether the hash was computed with other parameters than are configured now. */
    public boolean isOutdated(String hash) {
        return !Argon2id.of(hash).equals(argon2);
    }

    private <T> Uni<T> run(Callable<T> work) {
        return Uni.createFrom().deferred(() -> {
            if (running.incrementAndGet() > most) {
                running.decrementAndGet();
                return Uni.createFrom()
                        .failure(new ProblemException(
                                ProblemType.UNAVAILABLE,
                                "Too many passwords are being checked; try again soon.",
                                Map.of(),
                                SOON,
                                null));
            }
            Future<T> result = workers.executeBlocking(work, false);
            return UniHelper.toUni(result.onComplete(done -> running.decrementAndGet()));
        });
    }

    @PreDestroy
    void close() {
        workers.close();
    }
}
