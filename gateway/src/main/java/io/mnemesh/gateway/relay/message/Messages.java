package io.mnemesh.gateway.relay.message;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.mnemesh.gateway.edge.RouteScopes;
import io.mnemesh.gateway.paging.PageRequest;
import io.mnemesh.gateway.paging.PageRequest.Page;
import io.mnemesh.gateway.quotas.Quotas;
import io.mnemesh.gateway.relay.Priorities;
import io.mnemesh.gateway.relay.balance.Priority;
import io.mnemesh.mesh.id.Ids;
import io.mnemesh.mesh.identity.TokenVerifier.Verified;
import io.mnemesh.mesh.problem.ProblemException;
import io.mnemesh.mesh.problem.ProblemType;
import io.mnemesh.mesh.tenancy.Identity;
import io.mnemesh.mesh.tenancy.TenantId;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpMethod;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Takes messages and tells their senders what became of them. */
@ApplicationScoped
public class Messages {

    private static final Pattern KEY = Pattern.compile("[\\x21-\\x7e]{1,128}");
    private static final Duration UNTIL_ROOM = Duration.ofSeconds(5);

    private final MessageTargets targets;
    private final MessageStore store;
    private final MessageDispatcher dispatcher;
    private final MessageMetrics metrics;
    private final MessageConfig config;
    private final Quotas quotas;
    private final ObjectMapper json;
    private final Ids ids;

    Messages(
            MessageTargets targets,
            MessageStore store,
            MessageDispatcher dispatcher,
            MessageMetrics metrics,
            MessageConfig config,
            Quotas quotas,
            ObjectMapper json,
            Ids ids) {
        this.targets = targets;
        this.store = store;
        this.dispatcher = dispatcher;
        this.metrics = metrics;
        this.config = config;
        this.quotas = quotas;
        this.json = json;
        this.ids = ids;
    }

    /**
     * Takes a message; it is durable when this completes. The same message with the same key is taken once.
     *
     * @return fails with {@code idempotency-mismatch} if the key was used with another message, with {@code
     *     too-many-requests} if the tenant has too many waiting
     */
    public Uni<MessageReceipt> accept(Verified caller, @Nullable String idempotencyKey, MessageRequest request) {
        NewMessage message = message(caller, idempotencyKey, request);
        return known(message)
                .chain(known -> known != null
                        ? Uni.createFrom().item(known)
                        : admit(message).chain(() -> add(message)));
    }

    private NewMessage message(Verified caller, @Nullable String idempotencyKey, MessageRequest request) {
        if (idempotencyKey != null && !KEY.matcher(idempotencyKey).matches()) {
            throw ProblemException.invalid("Idempotency-Key", "Send 1 to 128 visible ASCII characters.");
        }
        Target target = targets.read(request.service(), request.method(), request.path());
        RouteScopes.check(
                caller.identity().scopes(), target.service().key(), HttpMethod.valueOf(target.method()), target.path());
        Priority priority = Priorities.ofMessage(request.priority(), caller.identity());
        Duration timeToLive = timeToLive(request.ttlSeconds());
        byte[] payload = payload(request.payload());
        return new NewMessage(
                ids.next(),
                caller.identity(),
                grant(caller),
                idempotencyKey,
                digest(target, priority, timeToLive, payload),
                target,
                priority,
                timeToLive,
                payload);
    }

    /** A message is sent on behalf of something that can be revoked, or not at all. */
    private static UUID grant(Verified caller) {
        String grant = caller.grant();
        if (grant == null) {
            throw new ProblemException(
                    ProblemType.FORBIDDEN, "The token does not say of which key or session it is; get another one.");
        }
        return UUID.fromString(grant);
    }

    private Duration timeToLive(@Nullable Long seconds) {
        long longest = config.longestTimeToLive().toSeconds();
        if (seconds != null && (seconds < 1 || seconds > longest)) {
            throw ProblemException.invalid("ttlSeconds", "Send 1 to " + longest + " seconds.");
        }
        return seconds == null ? config.timeToLive() : Duration.ofSeconds(seconds);
    }

    private byte @Nullable [] payload(@Nullable JsonNode payload) {
        if (payload == null || payload.isNull()) {
            return null;
        }
        byte[] bytes;
        try {
            bytes = json.writeValueAsBytes(payload);
        } catch (JsonProcessingException e) {
            throw ProblemException.invalid("payload", "Its text is no Unicode: a surrogate has no partner.");
        }
        long most = config.maxPayload().asLongValue();
        if (bytes.length > most) {
            throw new ProblemException(
                    ProblemType.TOO_LARGE,
                    "The payload is larger than " + most + " bytes.",
                    Map.of("maxBytes", most),
                    null,
                    null);
        }
        return bytes;
    }

    private static byte[] digest(Target target, Priority priority, Duration timeToLive, byte @Nullable [] payload) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            String head = String.join(
                    "\n",
                    target.service().key(),
                    target.method(),
                    target.path(),
                    priority.key(),
                    Long.toString(timeToLive.toSeconds()),
                    payload == null ? "empty" : "json",
                    "");
            digest.update(head.getBytes(StandardCharsets.UTF_8));
            return payload == null ? digest.digest() : digest.digest(payload);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-256 is missing in this JDK.", e);
        }
    }

    /** The message that was sent with the same key before; null if there is none. */
    private Uni<@Nullable MessageReceipt> known(NewMessage message) {
        String key = message.idempotencyKey();
        if (key == null) {
            return Uni.createFrom().nullItem();
        }
        return store.findByKey(message.sender(), key).map(found -> {
            if (found == null) {
                return null;
            }
            if (!MessageDigest.isEqual(found.digest(), message.digest())) {
                throw new ProblemException(
                        ProblemType.IDEMPOTENCY_MISMATCH,
                        "This Idempotency-Key was used to send another message; use a new key.");
            }
            return found.receipt();
        });
    }

    /** Takes the cost of the request that the message becomes out of the tenant's plan; sending it again costs nothing. */
    private Uni<Void> admit(NewMessage message) {
        TenantId tenant = message.sender().tenant();
        byte[] payload = message.payload();
        String service = message.target().service().key();
        return Uni.createFrom().emitter(emitter -> {
            boolean now = quotas.admit(tenant, service, payload == null ? 0 : payload.length, refusal -> {
                if (refusal == null) {
                    emitter.complete(null);
                } else {
                    emitter.fail(refusal);
                }
            });
            if (now) {
                emitter.complete(null);
            }
        });
    }

    private Uni<MessageReceipt> add(NewMessage message) {
        return store.insert(message, config.backlog()).chain(added -> {
            if (added != null) {
                metrics.accepted();
                dispatcher.wake();
                return Uni.createFrom().item(added);
            }
            return known(message).map(other -> {
                if (other == null) {
                    metrics.refused();
                    throw full();
                }
                return other;
            });
        });
    }

    private ProblemException full() {
        return new ProblemException(
                ProblemType.TOO_MANY_REQUESTS,
                "Your tenant has as many messages waiting as it may have; wait before the next.",
                Map.of("backlog", config.backlog()),
                UNTIL_ROOM,
                null);
    }

    /** What became of a message of the caller. */
    public Uni<MessageReceipt> receipt(Identity caller, UUID id) {
        return store.find(caller, id).map(found -> {
            if (found == null) {
                throw notFound();
            }
            return found;
        });
    }

    /** The caller's messages, latest first; of one state unless it is null. */
    public Uni<MessagePage> list(Identity caller, @Nullable String state, PageRequest page) {
        return store.list(caller, state(state), page).map(found -> {
            Page<MessageReceipt> cut = page.cut(found, receipt -> receipt.id().toString());
            return new MessagePage(cut.items(), cut.nextCursor());
        });
    }

    private static @Nullable MessageState state(@Nullable String state) {
        if (state == null) {
            return null;
        }
        return Arrays.stream(MessageState.values())
                .filter(one -> one.key().equals(state.toLowerCase(Locale.ROOT)))
                .findFirst()
                .orElseThrow(() ->
                        ProblemException.invalid("state", "Send queued, delivering, delivered, expired or dead."));
    }

    static ProblemException notFound() {
        return ProblemException.notFound("There is no such message.");
    }
}
