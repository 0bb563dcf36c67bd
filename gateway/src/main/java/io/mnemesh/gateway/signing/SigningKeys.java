package io.mnemesh.gateway.signing;

import io.mnemesh.mesh.postgres.QueuedConnections;
import io.mnemesh.mesh.problem.ProblemException;
import io.mnemesh.mesh.problem.ProblemType;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.time.Duration;
import java.util.Iterator;
import javax.crypto.SecretKey;
import org.jspecify.annotations.Nullable;

/**
 * The signing key of the mesh, made by whichever gateway starts first and kept sealed in PostgreSQL, so that all
 * replicas sign with the same one. Read once and then held in memory.
 */
@ApplicationScoped
public class SigningKeys {

    private static final String SEAL = "signing key v1";

    private final QueuedConnections connections;
    private final SecretKey seal;
    private final SecureRandom random = new SecureRandom();
    private volatile @Nullable SigningKey key;

    SigningKeys(QueuedConnections connections, MasterKey master) {
        this.connections = connections;
        this.seal = master.aes(SEAL);
    }

    /** The key; made if there is none yet. Fails while the database is away. */
    public Uni<SigningKey> current() {
        SigningKey known = key;
        return known != null ? Uni.createFrom().item(known) : readOrMake().invoke(read -> key = read);
    }

    /**
     * The key, if it was read already.
     *
     * @throws ProblemException {@code unavailable} otherwise
     */
    public SigningKey required() {
        SigningKey known = key;
        if (known == null) {
            throw new ProblemException(
                    ProblemType.UNAVAILABLE,
                    "The gateway is starting; its signing key is not there yet.",
                    java.util.Map.of(),
                    Duration.ofSeconds(1),
                    null);
        }
        return known;
    }

    private Uni<SigningKey> readOrMake() {
        return read().onItem().ifNull().switchTo(() -> insert(generate()).chain(this::read));
    }

    private Uni<@Nullable SigningKey> read() {
        return connections
                .with(connection -> connection
                        .query("select id, public_key, sealed_key from signing_key")
                        .execute())
                .map(this::first);
    }

    private @Nullable SigningKey first(RowSet<Row> rows) {
        Iterator<Row> iterator = rows.iterator();
        return iterator.hasNext() ? open(iterator.next()) : null;
    }

    private Uni<Void> insert(SigningKey made) {
        byte[] sealed = SealedBytes.seal(seal, made.id(), made.privateKey().getEncoded(), random);
        return connections
                .with(connection -> connection
                        .preparedQuery("insert into signing_key (id, public_key, sealed_key) values ($1, $2, $3)"
                                + " on conflict do nothing")
                        .execute(Tuple.of(
                                made.id(), Buffer.buffer(made.publicKey().getEncoded()), Buffer.buffer(sealed))))
                .replaceWithVoid();
    }

    private SigningKey open(Row row) {
        String id = row.getString("id");
        byte[] plain = SealedBytes.open(seal, id, row.getBuffer("sealed_key").getBytes());
        try {
            KeyFactory factory = KeyFactory.getInstance("EC");
            var publicKey = (ECPublicKey) factory.generatePublic(
                    new X509EncodedKeySpec(row.getBuffer("public_key").getBytes()));
            return new SigningKey(id, publicKey, factory.generatePrivate(new PKCS8EncodedKeySpec(plain)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("The signing key in the database cannot be read.", e);
        }
    }

    private SigningKey generate() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"), random);
            KeyPair pair = generator.generateKeyPair();
            var publicKey = (ECPublicKey) pair.getPublic();
            return new SigningKey(SigningKey.idOf(publicKey), publicKey, pair.getPrivate());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("This JDK cannot make a P-256 key.", e);
        }
    }
}
