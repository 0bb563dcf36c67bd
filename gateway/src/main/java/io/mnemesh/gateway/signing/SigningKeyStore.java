package io.mnemesh.gateway.signing;

import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlClient;
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
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import javax.crypto.SecretKey;

/** The signing keys in PostgreSQL, their private halves sealed under the master key. */
@ApplicationScoped
class SigningKeyStore {

    private static final String SEAL = "signing key v1";

    /** Any number that nothing else in this schema locks. */
    private static final long LOCK = 0x6d6e_5349_474eL;

    private final SecretKey seal;
    private final SecureRandom random = new SecureRandom();

    SigningKeyStore(MasterKey master) {
        this.seal = master.aes(SEAL);
    }

    /** Keeps other gateways from making a key until the transaction ends. */
    Uni<Void> lock(SqlClient transaction) {
        return transaction
                .preparedQuery("select pg_advisory_xact_lock($1)")
                .execute(Tuple.of(LOCK))
                .replaceWithVoid();
    }

    /** All keys, oldest first. */
    Uni<List<SigningKey>> read(SqlClient connection) {
        return connection
                .query("select id, public_key, sealed_key, created_at from signing_key order by created_at, id")
                .execute()
                .map(rows -> {
                    var keys = new ArrayList<SigningKey>(rows.size());
                    for (Row row : rows) {
                        keys.add(open(row));
                    }
                    return keys;
                });
    }

    /** Makes and stores a key. */
    Uni<SigningKey> make(SqlClient transaction, Instant now) {
        SigningKey made = generate(now);
        byte[] sealed = SealedBytes.seal(seal, made.id(), made.privateKey().getEncoded(), random);
        return transaction
                .preparedQuery(
                        "insert into signing_key (id, public_key, sealed_key, created_at) values ($1, $2, $3, $4)")
                .execute(Tuple.of(
                        made.id(),
                        Buffer.buffer(made.publicKey().getEncoded()),
                        Buffer.buffer(sealed),
                        now.atOffset(ZoneOffset.UTC)))
                .replaceWith(made);
    }

    /** Deletes the keys made before this one. */
    Uni<Void> deleteBefore(SqlClient connection, SigningKey key) {
        return connection
                .preparedQuery("delete from signing_key where created_at < $1")
                .execute(Tuple.of(key.createdAt().atOffset(ZoneOffset.UTC)))
                .replaceWithVoid();
    }

    private SigningKey open(Row row) {
        String id = row.getString("id");
        byte[] plain = SealedBytes.open(seal, id, row.getBuffer("sealed_key").getBytes());
        try {
            KeyFactory factory = KeyFactory.getInstance("EC");
            var publicKey = (ECPublicKey) factory.generatePublic(
                    new X509EncodedKeySpec(row.getBuffer("public_key").getBytes()));
            return new SigningKey(
                    id,
                    publicKey,
                    factory.generatePrivate(new PKCS8EncodedKeySpec(plain)),
                    row.getOffsetDateTime("created_at").toInstant());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("The signing key in the database cannot be read.", e);
        }
    }

    private SigningKey generate(Instant now) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"), random);
            KeyPair pair = generator.generateKeyPair();
            var publicKey = (ECPublicKey) pair.getPublic();
            return new SigningKey(SigningKey.idOf(publicKey), publicKey, pair.getPrivate(), now);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("This JDK cannot make a P-256 key.", e);
        }
    }
}
